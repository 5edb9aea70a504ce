{#- Family over time.  A plan that is to maintain what was reached, set below it. -#}
with plans as (
    select
        *,
        coalesce(reported_place, '') as place,
        {{ better_direction('target_bound', 'polarity') }} as direction
    from {{ ref('int_observations') }}
    where
        kind = 'target'
        and target_base is not null
        and indicator_key <> 'unknown'
        and regexp_matches(lower(reported_name || ' ' || quote), 'duy trì|giữ vững|giữ ổn định')
),

pairs as (
    select
        p.observation_key,
        p.report_key,
        r.observation_key as related_observation_key,
        p.target as reported_value,
        r.value as expected_value,
        p.direction,
        case p.direction
            when 'higher' then p.target_base_high < r.value_base_low
            when 'lower' then p.target_base_low > r.value_base_high
        end as is_worse
    from plans as p
    inner join {{ ref('int_observations') }} as r
        on
            p.report_key = r.report_key
            and p.indicator_key = r.indicator_key
            and p.locality_key = r.locality_key
            and p.place = coalesce(r.reported_place, '')
            and p.year_key = r.year_key + 1
            and p.base_unit_code = r.base_unit_code
    where r.kind = 'result' and r.is_primary and r.value_base is not null
)

select
    case when direction is null then 'unknown' when is_worse then 'fail' else 'pass' end as outcome,
    case when direction is null then 'direction_unknown' when is_worse then 'below_what_was_reached' end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    min(related_observation_key) as related_observation_key,
    reported_value,
    min(expected_value) as expected_value,
    min(expected_value) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from pairs
group by all
