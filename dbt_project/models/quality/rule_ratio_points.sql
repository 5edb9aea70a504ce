{#- Family ratio.  Points over or under the plan against the rate and the plan printed beside it. -#}
select
    case
        -- A plan is a set figure: a difference printed finer than the plan was taken from it exactly.
        when
            check_reason = 'fits' and base_bound is null and reported_decimals > base_decimals
            and abs(reported_value - (subject - base)) > reported_half + {{ half_unit('subject_decimals') }}
            and abs(reported_value - (base - subject)) > reported_half + {{ half_unit('subject_decimals') }}
            then 'fail'
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
    comparison_type in ('plan', 'share')
    and form in ('points', 'delta')
