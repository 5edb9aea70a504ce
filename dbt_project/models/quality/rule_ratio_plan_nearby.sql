{#-
    Family ratio.  A percentage of plan whose plan is printed in another sentence of the same block, or
    in one other place of the report: checked against it where the report knows only one such plan.
-#}
with checks as (
    select
        c.*,
        o.indicator_key,
        o.locality_key,
        o.reported_place,
        o.unit_code,
        o.year_key,
        -- What has a part of its own name is a larger whole: it has the name from the part.
        c.observation_key in (
            select p.parent_observation_key from {{ ref('int_observations') }} as p
            where p.indicator_key = o.indicator_key
        ) as named_after_its_part
    from {{ ref('int_comparison_checks') }} as c
    inner join {{ ref('int_observations') }} as o on c.observation_key = o.observation_key
    where
        c.check_reason = 'plan_not_printed'
        and c.form = 'percent_of'
        and c.subject > 0
        and c.plan_percentages = 1
        and not coalesce(c.subject_is_bounded, false)
        and o.indicator_key <> 'unknown'
),

plans as (
    select
        c.comparison_key,
        p.observation_key as plan_observation_key,
        p.target as base,
        p.target - {{ half_unit('p.target_decimals') }} as base_low,
        p.target + {{ half_unit('p.target_decimals') }} as base_high,
        p.block_index = c.block_index as same_block
    from checks as c
    inner join {{ ref('int_observations') }} as p
        on
            c.report_key = p.report_key
            and c.indicator_key = p.indicator_key
            and c.locality_key = p.locality_key
            and c.unit_code = p.unit_code
            and c.year_key = p.year_key
            and coalesce(c.reported_place, '') = coalesce(p.reported_place, '')
    where
        p.target > 0
        and p.target < 1000000000000000
        and p.target_bound is null
        and p.target - {{ half_unit('p.target_decimals') }} > 0
),

closest as (
    select * from plans
    qualify dense_rank() over (partition by comparison_key order by same_block desc) = 1
),

tried as (
    select
        c.*,
        p.plan_observation_key,
        p.base as plan,
        p.same_block,
        {{ quotient_fits(
            'c.subject_low', 'c.subject_high', 'p.base_low', 'p.base_high',
            'c.reported_value - c.reported_half', 'c.reported_value + c.reported_half'
        ) }} as plan_fits,
        {{ quotient_cuts(
            'c.subject_low', 'c.subject_high', 'p.base_low', 'p.base_high',
            'c.reported_value', 'c.reported_value + c.reported_unit_size'
        ) }} as plan_fits_cut,
        count(distinct p.base) over (partition by c.comparison_key) as plans
    from checks as c
    inner join closest as p on c.comparison_key = p.comparison_key
),

best as (
    select * from tried
    qualify row_number() over (
        partition by comparison_key order by plan_fits desc, plan_fits_cut desc, plan_observation_key asc
    ) = 1
)

select
    case
        when plan_fits or plan_fits_cut then 'pass'
        when plans > 1 or named_after_its_part then 'unknown'
        else 'fail'
    end as outcome,
    case
        when plan_fits then 'fits'
        when plan_fits_cut then 'fits_by_cutting'
        when plans > 1 then 'several_plans'
        when named_after_its_part then 'named_after_its_part'
        else 'does_not_fit'
    end as reason,
    report_key,
    observation_key,
    comparison_key,
    plan_observation_key as related_observation_key,
    reported_value,
    {{ percent_of('subject', 'plan') }} as expected_value,
    {{ percent_of('subject', 'plan') }} as expected_low,
    {{ percent_of('subject', 'plan') }} as expected_high,
    {{ figure('subject') }} || '/' || {{ figure('plan') }} as detail
from best
