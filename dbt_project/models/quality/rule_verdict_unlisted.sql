{#-
    Family verdict.  A report that counts its unmet indicators and then lists them in words: a row of
    its table judged unmet that the list leaves out.
-#}
with counts as (
    select
        report_key,
        observation_key,
        char_start
    from {{ ref('int_observations') }}
    where
        kind = 'result'
        and lower(reported_unit) = 'chỉ tiêu'
        and denominator is not null
        and regexp_matches(lower(reported_name), '(không|chưa)( thể)? (đạt|hoàn thành)')
    qualify count(*) over (partition by report_key) = 1
),

listed as (
    select
        c.report_key,
        o.indicator_key,
        o.value,
        o.target
    from counts as c
    inner join {{ ref('int_observations') }} as o on c.report_key = o.report_key
    where
        o.char_start between c.char_start and c.char_start + 3000
        and o.source_kind <> 'table'
        and (
            o.verdict_code = 'missed'
            or {{ plan_status('o.value', 'o.target', 'o.target_bound', 'o.polarity') }} = 'missed'
        )
),

lists as (
    select
        report_key,
        count(distinct indicator_key) as listed
    from listed
    group by report_key
),

unmet as (
    select
        o.report_key,
        o.observation_key,
        o.value,
        o.target,
        c.observation_key as related_observation_key,
        s.listed,
        o.indicator_key in (
            select l.indicator_key from listed as l
            where l.report_key = o.report_key
        )
        -- Or in words alone, without a figure.
        or contains(
            lower(substring(d.text, c.char_start + 1, 3000)), lower(trim(o.reported_name))
        )
        -- Or under another name, with the same result and plan.
        or (o.value, o.target) in (
            select (l.value, l.target) from listed as l
            where l.report_key = o.report_key
        ) as is_listed
    from {{ ref('int_observations') }} as o
    inner join counts as c on o.report_key = c.report_key
    inner join lists as s on o.report_key = s.report_key
    inner join {{ source('staging', 'documents') }} as d on o.report_key = d.report_id
    where o.source_kind = 'table' and o.verdict_code = 'missed' and o.parent_observation_key is null
)

select
    case
        when is_listed then 'pass'
        -- Where most of the list finds no row, it is the names that do not match.
        when count(*) filter (where is_listed) over (partition by report_key) * 3 < listed * 2 then 'unknown'
        else 'fail'
    end as outcome,
    case
        when is_listed then 'listed'
        when count(*) filter (where is_listed) over (partition by report_key) * 3 < listed * 2 then 'names_not_matched'
        else 'not_listed'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    value as reported_value,
    target as expected_value,
    target as expected_low,
    target as expected_high,
    cast(null as varchar) as detail
from unmet
