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
)

select
    case
        when agree then 'pass'
        when figures > 2 or same_block or (is_own_name and not same_section) then 'unknown'
        when not quotient between 0.5 and 2 then 'unknown'
        else 'fail'
    end as outcome,
    case
        when agree then 'agrees'
        when figures > 2 or (is_own_name and not same_section) then 'name_says_too_little'
        when same_block then 'said_side_by_side'
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
