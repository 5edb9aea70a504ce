{#- Family verdict.  "6/50 chỉ tiêu không đạt" against the rows of the report's table that say so. -#}
with counts as (
    select
        report_key,
        observation_key,
        year_key,
        value,
        denominator
    from {{ ref('int_observations') }}
    where
        kind = 'result'
        and value is not null
        and value_bound is null
        and lower(reported_unit) = 'chỉ tiêu'
        and denominator is not null
        and regexp_matches(lower(reported_name), '(không|chưa)( thể)? (đạt|hoàn thành)')
),

rows_of_table as (
    select
        report_key,
        year_key,
        count(*) filter (where verdict_code = 'missed' and parent_observation_key is null) as missed_alone,
        count(*) filter (where verdict_code = 'missed') as missed,
        count(*) as judged
    from {{ ref('int_observations') }}
    where source_kind = 'table' and verdict_code is not null
    group by all
)

select
    case
        when t.judged is null or t.judged < c.denominator / 2 then 'unknown'
        when c.value between t.missed_alone and t.missed then 'pass'
        else 'fail'
    end as outcome,
    case
        when t.judged is null then 'no_table'
        when t.judged < c.denominator / 2 then 'another_table'
        when c.value between t.missed_alone and t.missed then 'agrees'
        else 'differs'
    end as reason,
    c.report_key,
    c.observation_key,
    cast(null as varchar) as comparison_key,
    cast(null as varchar) as related_observation_key,
    c.value as reported_value,
    cast(t.missed_alone as decimal(28, 8)) as expected_value,
    cast(t.missed_alone as decimal(28, 8)) as expected_low,
    cast(t.missed as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from counts as c
left join rows_of_table as t on c.report_key = t.report_key and c.year_key = t.year_key
