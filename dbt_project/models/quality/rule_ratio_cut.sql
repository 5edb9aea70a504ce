{#- Family ratio.  A percentage that fits its operands only if its digits were cut instead of rounded. -#}
select
    case check_outcome when 'cut' then 'fail' else check_outcome end as outcome,
    {{ check_columns() }}
from {{ ref('int_comparison_checks') }}
where
    check_outcome <> 'fail'
    and form in ('percent_of', 'growth')
