{#- The five-year plan periods from 2011 to 2035, and whatever other years the reports speak of. -#}
with planned as (
    select cast(range as integer) as year_key
    from range(2011, 2036)
    union
    select year_key from {{ ref('int_observations') }}
    union
    select base_year from {{ ref('stg_comparisons') }}
    where base_year is not null
),

years as (
    select
        year_key,
        year_key - (year_key - 1) % 5 as plan_start
    from planned
    where year_key <> -1
)

select
    year_key,
    plan_start || '-' || (plan_start + 4) as plan_period,
    year_key = plan_start as is_plan_period_start
from years
union all
select
    -1,
    'unknown',
    false
