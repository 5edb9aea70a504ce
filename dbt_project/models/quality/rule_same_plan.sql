{#- Family same figure.  One indicator, place and year with two plans in one report. -#}
with mentions as (
    select
        *,
        count(distinct target_base) over same_thing as figures
    from {{ ref('int_mentions') }}
    where target_base is not null
    window same_thing as (
        partition by report_key, indicator_key, locality_key, place, year_key, base_unit_code
    )
),

givers as (
    select
        observation_key,
        min(plan_giver) as giver
    from {{ ref('stg_comparisons') }}
    where comparison_type = 'plan' and plan_giver is not null
    group by observation_key
    having count(distinct plan_giver) = 1
),

pairs as (
    select
        a.observation_key,
        a.report_key,
        b.observation_key as related_observation_key,
        a.target as reported_value,
        b.target as expected_value,
        a.figures,
        a.block_index = b.block_index as same_block,
        a.name_match_method = 'own' or b.name_match_method = 'own' as is_own_name,
        a.section_path = b.section_path as same_section,
        cast(a.target_base as double) / nullif(cast(b.target_base as double), 0) as quotient,
        {{ intervals_meet('a.target_base_low', 'a.target_base_high', 'b.target_base_low', 'b.target_base_high') }}
            as agree,
        -- The report itself sets the one result against both plans, by a pair or by a percentage of
        -- each, or names two who gave them.
        (a.report_key, b.block_index, b.value, a.target) in (
            select (s.report_key, s.block_index, s.value, s.target) from mentions as s
        )
        or exists (
            select 1 from {{ ref('stg_comparisons') }} as c
            where
                c.observation_key = b.observation_key
                and c.comparison_type = 'plan'
                and c.form = 'percent_of'
                and abs(100 * cast(b.value as double) - cast(c.reported_value as double) * cast(a.target as double))
                <= cast({{ half_unit('c.reported_decimals') }} as double) * cast(a.target as double)
        )
        or g.giver <> h.giver as are_two_plans,
        row_number() over (partition by a.observation_key order by b.char_start desc, b.observation_key asc) as nearness
    from mentions as a
    inner join mentions as b
        on
            a.report_key = b.report_key
            and a.indicator_key = b.indicator_key
            and a.locality_key = b.locality_key
            and a.place = b.place
            and a.year_key = b.year_key
            and a.base_unit_code = b.base_unit_code
            and a.char_start > b.char_start
    left join givers as g on a.observation_key = g.observation_key
    left join givers as h on b.observation_key = h.observation_key
)

select
    case
        when agree then 'pass'
        when figures > 2 or same_block or are_two_plans or (is_own_name and not same_section) then 'unknown'
        when not quotient between 0.5 and 2 then 'unknown'
        else 'fail'
    end as outcome,
    case
        when agree then 'agrees'
        when figures > 2 or (is_own_name and not same_section) then 'name_says_too_little'
        when same_block then 'said_side_by_side'
        when are_two_plans then 'plans_of_two_givers'
        when not quotient between 0.5 and 2 then 'too_far_apart'
        else 'differs'
    end as reason,
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
