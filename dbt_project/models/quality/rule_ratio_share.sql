{#- Family ratio.  A printed share against the part and the whole printed beside it. -#}
with checks as (
    select * from {{ ref('int_comparison_checks') }}
    where comparison_type = 'share' and form in ('percent_of', 'growth')
),

-- A rate printed beside its count pair is the same figure said twice: the other one is at fault too.
rates as (
    select
        c.comparison_key,
        min(r.observation_key) as rate_observation_key
    from checks as c
    inner join {{ ref('int_observations') }} as r
        on
            c.report_key = r.report_key
            and c.block_index = r.block_index
            and c.kind = r.kind
            and c.reported_value = coalesce(r.value, r.target)
    where r.is_rate
    group by c.comparison_key
)

select
    case
        when c.check_reason = 'thousandfold' then 'unknown'
        when c.check_outcome = 'cut' then 'pass'
        else c.check_outcome
    end as outcome,
    c.check_reason as reason,
    c.report_key,
    c.observation_key,
    c.comparison_key,
    coalesce(c.base_observation_key, r.rate_observation_key) as related_observation_key,
    c.reported_value,
    c.computed_value as expected_value,
    c.computed_low as expected_low,
    c.computed_high as expected_high,
    {{ figure('c.subject') }} || '/' || {{ figure('c.base') }} as detail
from checks as c
left join rates as r on c.comparison_key = r.comparison_key
