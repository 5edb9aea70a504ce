{#- Family over time.  A change against the earlier value that the same report prints in another place. -#}
select
    case check_outcome when 'cut' then 'pass' else check_outcome end as outcome,
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
    comparison_type = 'prior'
    and not base_is_printed_beside
    and base is not null
