{#- Family ratio.  A percentage that fits its operands only if its digits were cut instead of rounded. -#}
select
    case check_outcome when 'cut' then 'fail' else check_outcome end as outcome,
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
    check_outcome <> 'fail'
    and form in ('percent_of', 'growth')
