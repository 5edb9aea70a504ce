{#- Family completeness.  A plan that last year's report set, of an indicator this year's never mentions. -#}
with reports as (
    select
        r.report_key,
        r.report_year,
        r.locality_key
    from {{ ref('dim_report') }} as r
    where r.report_year is not null and r.locality_key <> 'unknown'
),

plans as (
    select
        p.*,
        r.locality_key as report_locality_key
    from {{ ref('int_observations') }} as p
    inner join reports as r on p.report_key = r.report_key
    where
        p.kind = 'target'
        and p.is_primary
        and p.year_key = r.report_year + 1
        and p.reported_place is null
        and p.name_match_method in ('exact', 'alias', 'composed', 'fuzzy', 'own')
)

select
    case
        when count(m.observation_key) > 0 then 'pass'
        -- A name of the report's own may be worded anew.
        when any_value(p.name_match_method) = 'own' then 'unknown'
        else 'fail'
    end as outcome,
    case
        when count(m.observation_key) > 0 then 'mentioned'
        when any_value(p.name_match_method) = 'own' then 'name_says_too_little'
        else 'never_mentioned'
    end as reason,
    n.report_key,
    cast(null as varchar) as observation_key,
    cast(null as varchar) as comparison_key,
    p.observation_key as related_observation_key,
    cast(null as decimal(28, 8)) as reported_value,
    any_value(p.target) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from plans as p
inner join reports as n on p.report_locality_key = n.locality_key and p.year_key = n.report_year
left join {{ ref('int_observations') }} as m
    on n.report_key = m.report_key and p.indicator_key = m.indicator_key
group by n.report_key, p.observation_key
