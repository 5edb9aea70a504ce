{#- Family over time.  This year's plan against the plan that last year's report set for it. -#}
with plans as (
    select
        *,
        coalesce(reported_place, '') as place
    from {{ ref('int_observations') }}
    where target_base is not null and indicator_key <> 'unknown' and year_key <> -1
),

-- The places whose plans for a year are known from the report of the year before.
set_before as (
    select distinct
        locality_key,
        year_key
    from plans
    where kind = 'target' and report_year = year_key - 1
),

pairs as (
    select
        n.observation_key,
        n.report_key,
        s.observation_key as related_observation_key,
        n.target as reported_value,
        s.target as expected_value,
        {{ intervals_meet('n.target_base_low', 'n.target_base_high', 's.target_base_low', 's.target_base_high') }}
            as agree,
        row_number() over (partition by n.observation_key order by s.is_primary desc, s.char_start asc) as nearness
    from plans as n
    inner join set_before as b on n.locality_key = b.locality_key and n.year_key = b.year_key
    left join plans as s
        on
            s.report_year = n.year_key - 1
            and s.kind = 'target'
            and n.indicator_key = s.indicator_key
            and n.locality_key = s.locality_key
            and n.place = s.place
            and n.year_key = s.year_key
            and n.base_unit_code = s.base_unit_code
            and n.report_key <> s.report_key
    where n.report_year = n.year_key
)

select
    case when related_observation_key is null then 'unknown' when agree then 'pass' else 'fail' end as outcome,
    case when related_observation_key is null then 'not_set_then' when agree then 'agrees' else 'differs' end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from pairs
where nearness = 1
