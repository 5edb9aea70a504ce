{#- Family notation.  A percentage that fits only if result or plan is a thousand times what is printed. -#}
select
    case
        when check_reason = 'thousandfold' then 'fail'
        when check_outcome = 'unknown' then 'unknown'
        else 'pass'
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
    {{ figure('subject') }} || '/' || {{ figure('base') }} as detail
from {{ ref('int_comparison_checks') }}
where form = 'percent_of'
