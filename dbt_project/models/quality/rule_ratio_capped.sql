{#- Family ratio.  100% of plan printed where the result is above the plan. -#}
select
    case check_reason when 'capped_at_hundred' then 'fail' else check_outcome end as outcome,
    check_reason as reason,
    report_key,
    observation_key,
    comparison_key,
    base_observation_key as related_observation_key,
    reported_value,
    computed_value as expected_value,
    computed_low as expected_low,
    computed_high as expected_high,
    {{ figure('subject') }} || '/' || {{ figure('base') }} as detail
from {{ ref('int_comparison_checks') }}
where
    comparison_type = 'plan'
    and form = 'percent_of'
    and (
        (check_reason in ('fits', 'capped_at_hundred') and subject > base)
        -- A hundred whose plan is not printed, or is a bound, may hide more.
        or (check_reason in ('plan_not_printed', 'base_is_a_bound') and reported_value = 100)
    )
