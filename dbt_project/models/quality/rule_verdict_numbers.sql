{#- Family verdict.  đạt, vượt or không đạt against the result, the plan and the way that is good. -#}
with judged as (
    select
        *,
        {{ plan_status('value', 'target', 'target_bound', 'polarity') }} as status,
        {{ intervals_meet('value_base_low', 'value_base_high', 'target_base_low', 'target_base_high') }} as may_be_equal
    from {{ ref('int_observations') }}
    where verdict_code is not null and kind = 'result'
)

select
    case
        when value is null or target is null or value_bound is not null then 'unknown'
        when status = 'unjudged' then 'unknown'
        when verdict_code = 'missed' and status in ('met', 'exceeded') and target_bound is null and may_be_equal
            then 'unknown'
        when verdict_code = 'missed' and status in ('met', 'exceeded') then 'fail'
        when verdict_code <> 'missed' and status = 'missed' and may_be_equal then 'unknown'
        when verdict_code <> 'missed' and status = 'missed' then 'fail'
        when verdict_code = 'exceeded' and status = 'met' then 'fail'
        else 'pass'
    end as outcome,
    case
        when value is null or target is null then 'figure_not_printed'
        when value_bound is not null then 'value_is_a_bound'
        when status = 'unjudged' then 'direction_unknown'
        else status
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    cast(null as varchar) as related_observation_key,
    value as reported_value,
    target as expected_value,
    target as expected_low,
    target as expected_high,
    cast(null as varchar) as detail
from judged
