{#- Family over time.  A change against the earlier value that the same report prints in another place. -#}
select
    {{ change_columns() }}
from {{ ref('int_comparison_checks') }}
where
    comparison_type = 'prior'
    and not base_is_printed_beside
    and base is not null
