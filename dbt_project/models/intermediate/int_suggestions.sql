{#-
    Grain: one finding that a small change would mend.  The candidates are the ways such figures go
    wrong, in order of how much speaks for them; the first way that mends it counts, and where it does so
    by several figures, nothing is proposed.
-#}
select
    *,
    cast(null as varchar) as suggested_text
from {{ ref('int_suggestions_ratios') }}
union all by name
select
    *,
    cast(null as varchar) as suggested_text
from {{ ref('int_suggestions_figures') }}
union all by name
select
    *,
    cast(null as decimal(28, 8)) as suggested_value
from {{ ref('int_suggestions_words') }}
