{#-
    Grain: one statement of a known indicator.  What speaks for its figure: comparisons that fit it, less
    those that do not, other places of the report that print the same one, and a whole that it closes.
-#}
with checked as (
    select
        observation_key,
        count(*) filter (where check_outcome = 'pass') as fits,
        count(*) filter (where check_outcome in ('cut', 'fail')) as misfits
    from {{ ref('int_comparison_checks') }}
    group by observation_key
),

repeated as (
    select
        observation_key,
        count(*) over (
            partition by report_key, indicator_key, locality_key, place, year_key, kind, span, value_base
        ) - 1 as same_values,
        count(*) over (
            partition by report_key, indicator_key, locality_key, place, year_key, target_base
        ) - 1 as same_plans
    from {{ ref('int_mentions') }}
),

-- "2/9 …, 4/9 …, 3/9 …": shares of one whole in one place that make the whole.
closing as (
    select
        observation_key,
        count(*) over same_whole > 1 and sum(value) over same_whole = denominator as closes
    from {{ ref('int_observations') }}
    where denominator is not null and value is not null
    window same_whole as (partition by report_key, block_index, kind, year_key, period_key, unit_code, denominator)
)

select
    r.observation_key,
    r.same_values,
    r.same_plans,
    coalesce(c.fits, 0) - coalesce(c.misfits, 0) + r.same_values + coalesce(s.closes, false)::integer as value_support,
    coalesce(c.fits, 0) - coalesce(c.misfits, 0) + r.same_plans as plan_support
from repeated as r
left join checked as c on r.observation_key = c.observation_key
left join closing as s on r.observation_key = s.observation_key
