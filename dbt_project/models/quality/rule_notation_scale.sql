{#- Family notation.  A percentage that fits only if result or plan is a thousand times what is printed. -#}
select
    case
        when check_reason = 'thousandfold' then 'fail'
        when check_outcome = 'unknown' then 'unknown'
        else 'pass'
    end as outcome,
    {{ check_columns() }}
from {{ ref('int_comparison_checks') }}
where form = 'percent_of'
