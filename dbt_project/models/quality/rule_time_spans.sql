{#- Family over time.  A part of a year compared with the whole of another. -#}
select
    case
        when lower(coalesce(c.base_label, '')) like '%cùng kỳ%' then 'pass'
        when c.base_year is null then 'unknown'
        when o.additivity = 'additive' then 'fail'
        else 'unknown'
    end as outcome,
    case
        when lower(coalesce(c.base_label, '')) like '%cùng kỳ%' then 'same_period'
        when c.base_year is null then 'base_not_named'
        when o.additivity = 'additive' then 'whole_year'
        else 'may_be_a_stock'
    end as reason,
    c.report_key,
    c.observation_key,
    c.comparison_key,
    cast(null as varchar) as related_observation_key,
    c.reported_value,
    cast(null as decimal(28, 8)) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    coalesce(c.base_label, cast(c.base_year as varchar)) as detail
from {{ ref('int_comparison_checks') }} as c
inner join {{ ref('int_observations') }} as o on c.observation_key = o.observation_key
where
    c.comparison_type = 'prior'
    and c.form in ('percent_of', 'growth')
    and regexp_matches(o.period_code, '^([1-9]|1[01])m$|^q[1-4]$')
