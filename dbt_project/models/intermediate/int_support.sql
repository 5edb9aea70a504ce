{#-
    Grain: one statement of a known indicator.  What speaks for its figure: comparisons that fit it, less
    those that do not, and other places of the report that print the same one.
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
)

select
    r.observation_key,
    coalesce(c.fits, 0) - coalesce(c.misfits, 0) + r.same_values as value_support,
    coalesce(c.fits, 0) - coalesce(c.misfits, 0) + r.same_plans as plan_support
from repeated as r
left join checked as c on r.observation_key = c.observation_key
