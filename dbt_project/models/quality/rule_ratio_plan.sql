{#- Family ratio.  A printed percentage of plan against the result and the plan printed beside it. -#}
select
    case
        when check_reason = 'thousandfold' then 'unknown'
        when check_outcome = 'cut' then 'pass'
        else check_outcome
    end as outcome,
    check_reason as reason,
    report_key,
    observation_key,
    comparison_key,
    base_observation_key as related_observation_key,
    reported_value,
    computed_value as expected_value,
    computed_low as expected_low,
    computed_high as expected_high,
    cast(null as varchar) as detail
from {{ ref('int_comparison_checks') }}
where
    comparison_type = 'plan'
    and form in ('percent_of', 'growth')
