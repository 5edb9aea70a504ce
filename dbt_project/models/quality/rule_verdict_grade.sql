{#-
    Family verdict.  In a table that tells đạt from vượt, a row whose result is better than its plan is
    a vượt.
-#}
with judged as (
    select
        *,
        {{ plan_status('value', 'target', 'target_bound', 'polarity') }} as status,
        count(*) filter (where verdict_code = 'exceeded') over (partition by report_key) as exceeded_rows
    from {{ ref('int_observations') }}
    where source_kind = 'table' and verdict_code in ('met', 'exceeded') and kind = 'result'
)

select
    case
        when status = 'unjudged' or exceeded_rows < 2 then 'unknown'
        when verdict_code = 'met' and status = 'exceeded' then 'fail'
        else 'pass'
    end as outcome,
    case
        when status = 'unjudged' then 'direction_unknown'
        when exceeded_rows < 2 then 'table_knows_one_grade'
        else status
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    cast(null as varchar) as related_observation_key,
    value as reported_value,
    target as expected_value,
    target as expected_low,
    target as expected_high,
    cast(null as varchar) as detail
from judged
