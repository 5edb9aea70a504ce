{#- Family same figure.  One indicator and span with two percentages of one plan in one report. -#}
with mentions as (
    select
        m.*,
        c.comparison_key,
        c.reported_value,
        {{ half_unit('c.reported_decimals') }} as half,
        lower(coalesce(c.plan_giver, '')) as plan_giver
    from {{ ref('int_mentions') }} as m
    inner join {{ ref('int_comparison_checks') }} as c on m.observation_key = c.observation_key
    where
        c.comparison_type = 'plan'
        and c.form = 'percent_of'
        and c.plan_percentages = 1
        and m.kind = 'result'
),

counted as (
    select
        *,
        count(distinct reported_value) over (
            partition by report_key, indicator_key, locality_key, place, year_key, span, plan_giver
        ) as figures
    from mentions
),

pairs as (
    select
        a.observation_key,
        a.comparison_key,
        a.report_key,
        b.observation_key as related_observation_key,
        a.reported_value,
        b.reported_value as expected_value,
        a.figures,
        a.block_index = b.block_index as same_block,
        -- Two different results have two different percentages by right.
        coalesce(a.value_base <> b.value_base, false) as other_result,
        {{ intervals_meet(
            'a.reported_value - a.half', 'a.reported_value + a.half',
            'b.reported_value - b.half', 'b.reported_value + b.half'
        ) }} as agree,
        row_number() over (partition by a.comparison_key order by b.char_start desc, b.comparison_key asc) as nearness
    from counted as a
    inner join counted as b
        on
            a.report_key = b.report_key
            and a.indicator_key = b.indicator_key
            and a.locality_key = b.locality_key
            and a.place = b.place
            and a.year_key = b.year_key
            and a.span = b.span
            and a.plan_giver = b.plan_giver
            and a.char_start > b.char_start
)

select
    case
        when agree then 'pass'
        when figures > 2 or same_block or other_result then 'unknown'
        else 'fail'
    end as outcome,
    case
        when agree then 'agrees'
        when figures > 2 then 'name_says_too_little'
        when same_block then 'said_side_by_side'
        when other_result then 'other_result'
        else 'differs'
    end as reason,
    report_key,
    observation_key,
    comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from pairs
where nearness = 1
