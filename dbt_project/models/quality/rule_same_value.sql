{#-
    Family same figure.  One indicator, place and span stated twice in a report with two results.
    Where a report gives three or more different results under one name, the name says too little to
    hold them to each other: unknown.
-#}
with mentions as (
    select
        *,
        count(distinct value_base) over same_thing as figures
    from {{ ref('int_mentions') }}
    where kind = 'result' and value_base is not null
    window same_thing as (
        partition by report_key, indicator_key, locality_key, place, year_key, span, base_unit_code
    )
),

pairs as (
    select
        a.observation_key,
        a.report_key,
        b.observation_key as related_observation_key,
        a.value as reported_value,
        b.value as expected_value,
        a.figures,
        a.value_bound is not null or b.value_bound is not null as is_bounded,
        a.block_index as own_block,
        b.block_index as other_block,
        a.block_index = b.block_index as same_block,
        a.source_kind = 'table' or b.source_kind = 'table' as is_table,
        a.section_path = b.section_path as same_section,
        a.name_match_method = 'own' or b.name_match_method = 'own' as is_own_name,
        len(string_split(a.reported_name, ' ')) as words,
        cast(a.value_base as double) / nullif(cast(b.value_base as double), 0) as quotient,
        {{ intervals_meet('a.value_base_low', 'a.value_base_high', 'b.value_base_low', 'b.value_base_high') }} as agree,
        row_number() over (partition by a.observation_key order by b.char_start desc, b.observation_key asc) as nearness
    from mentions as a
    inner join mentions as b
        on
            a.report_key = b.report_key
            and a.indicator_key = b.indicator_key
            and a.locality_key = b.locality_key
            and a.place = b.place
            and a.year_key = b.year_key
            and a.span = b.span
            and a.base_unit_code = b.base_unit_code
            and a.char_start > b.char_start
),

-- Two figures far apart are two things under one name; within a factor of two, or a thousand apart to
-- the digit, they are one thing said twice.  A name the catalogue does not know holds only what stands
-- in one section, and only if it says enough; two passages that differ in figure after figure under the
-- same such names speak of two things.
compared as (
    select
        *,
        count(*) filter (where is_own_name and not is_table and not agree)
            over (partition by report_key, own_block, other_block) as differing,
        count(*) filter (where is_own_name and not is_table and agree)
            over (partition by report_key, own_block, other_block) as agreeing
    from pairs
    where nearness = 1
),

explained as (
    select
        *,
        case
            when agree then 'agrees'
            when is_bounded then 'a_bound'
            when figures > 2 then 'name_says_too_little'
            when same_block then 'said_side_by_side'
            when is_own_name and (not same_section or words < 4) then 'name_says_too_little'
            when is_own_name and differing > 1 and agreeing = 0 then 'parallel_passages'
            when quotient between 990 and 1010 or 1 / nullif(quotient, 0) between 990 and 1010 then 'thousandfold'
            when is_own_name and not quotient between 0.75 and 1.34 then 'too_far_apart'
            when not quotient between 0.5 and 2 then 'too_far_apart'
            else 'differs'
        end as reason
    from compared
)

select
    case
        when agree then 'pass'
        when reason in ('differs', 'thousandfold') then 'fail'
        else 'unknown'
    end as outcome,
    reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from explained
