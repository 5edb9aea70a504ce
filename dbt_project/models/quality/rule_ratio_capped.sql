{#- Family ratio.  100% of plan printed where the result is above the plan. -#}
select
    case check_reason when 'capped_at_hundred' then 'fail' else check_outcome end as outcome,
    {{ check_columns() }}
from {{ ref('int_comparison_checks') }}
where
    comparison_type = 'plan'
    and form = 'percent_of'
    and (
        (check_reason in ('fits', 'capped_at_hundred') and subject > base)
        -- A hundred whose plan is not printed, or is a bound, may hide more.
        or (check_reason in ('plan_not_printed', 'base_is_a_bound') and reported_value = 100)
    )
