{#- Grain: one statement.  Keys are resolved here once; every fact and rule reads them from here. -#}
with statements as (
    select * from {{ ref('stg_statements') }}
),

conformed as (
    select
        s.*,
        coalesce(i.indicator_code, 'unknown') as indicator_key,
        coalesce(l.locality_id, 'unknown') as locality_key,
        coalesce(sec.sector_code, 'unknown') as sector_key,
        coalesce(s.year, -1) as year_key,
        {{ period_key('s.year', 's.period_code', 's.period_start', 's.period_end') }} as period_key,
        {{ period_start('s.year', 's.period_code', 's.period_start') }} as start_date,
        {{ period_end('s.year', 's.period_code', 's.period_end') }} as end_date,
        coalesce(u.unit_code, 'unknown') as unit_code,
        u.quantity,
        u.base_unit_code,
        u.factor_to_base,
        i.measure_type,
        i.polarity,
        i.additivity,
        coalesce(c.name_match_method, 'none') as name_match_method,
        c.name_match_score,
        coalesce(c.locality_match_method, 'unresolved') as locality_match_method,
        d.report_year,
        d.report_date
    from statements as s
    left join {{ ref('stg_conformance') }} as c on s.observation_key = c.observation_key
    left join {{ ref('stg_indicators') }} as i on c.indicator_code = i.indicator_code
    left join {{ ref('stg_units') }} as u on c.unit_code = u.unit_code
    left join {{ ref('stg_localities') }} as l on c.locality_id = l.locality_id
    left join {{ ref('sectors') }} as sec on coalesce(c.sector_code, i.sector_code) = sec.sector_code
    left join {{ ref('stg_documents') }} as d on s.report_key = d.report_id
),

measured as (
    select
        *,
        coalesce(value, value_low, value_high, target, target_low, target_high) is not null as has_number,
        try(cast(value * factor_to_base as decimal(28, 8))) as value_base,
        try(cast(target * factor_to_base as decimal(28, 8))) as target_base,
        -- Things counted one by one are printed exactly; measures and sums of money are rounded.
        coalesce(quantity = 'count' and factor_to_base = 1, false) as is_counted,
        reported_unit in ('%', '‰') as is_rate,
        {{ printed_half('value', 'value_decimals', 'quantity', 'factor_to_base') }} as value_half,
        {{ printed_half('target', 'target_decimals', 'quantity', 'factor_to_base') }} as target_half,
        {{ verdict_code('verdict') }} as verdict_code,
        -- A place that could not be matched keeps its own figures apart from the report's.
        case when locality_key = 'unknown' then coalesce(reported_place, '') else '' end as place_apart
    from conformed
),

-- What the printed digits stand for, in the base unit, so that tỷ and triệu can be compared.
ranged as (
    select
        *,
        try(cast((value - value_half) * factor_to_base as decimal(28, 8))) as value_base_low,
        try(cast((value + value_half) * factor_to_base as decimal(28, 8))) as value_base_high,
        try(cast((target - target_half) * factor_to_base as decimal(28, 8))) as target_base_low,
        try(cast((target + target_half) * factor_to_base as decimal(28, 8))) as target_base_high
    from measured
),

-- What stands for an indicator when several places of the reports state it: a number before none,
-- the appendix table before a list, prose and a footnote, a result before an estimate, the fuller
-- row before the sparer, the newer report before the older, the earlier place before the later.
graded as (
    select
        *,
        case when has_number then 0 else 1 end as grade_number,
        case source_kind when 'table' then 0 when 'list' then 1 when 'prose' then 2 else 3 end as grade_source,
        case when is_estimate then 1 else 0 end as grade_estimate,
        -(
            (case when value is not null then 1 else 0 end)
            + (case when target is not null then 1 else 0 end)
            + (case when reported_unit is not null then 1 else 0 end)
        ) as grade_fullness,
        -- The report of a year says more of it than a report that looks back or ahead.
        abs(coalesce(report_year, 9999) - year_key) as grade_distance
    from ranged
),

ranked as (
    select
        *,
        row_number() over standing as standing,
        count(*) over same_thing as mentions,
        lead(grade_number) over standing as next_number,
        lead(grade_distance) over standing as next_distance,
        lead(grade_source) over standing as next_source,
        lead(grade_estimate) over standing as next_estimate,
        lead(grade_fullness) over standing as next_fullness
    from graded
    window
        same_thing as (partition by indicator_key, locality_key, place_apart, period_key, kind),
        standing as (
            partition by indicator_key, locality_key, place_apart, period_key, kind
            order by
                grade_number asc, grade_distance asc, grade_source asc, grade_estimate asc, grade_fullness asc,
                report_date desc nulls last, report_key asc, char_start asc, observation_key asc
        )
)

select
    * exclude (
        standing, next_number, next_distance, next_source, next_estimate, next_fullness,
        grade_number, grade_distance, grade_source, grade_estimate, grade_fullness, place_apart
    ),
    standing = 1 as is_primary,
    case
        when standing > 1 then null
        when mentions = 1 then 'only_mention'
        when grade_number < next_number then 'has_number'
        when grade_distance < next_distance then 'report_of_the_year'
        when grade_source < next_source then 'source_kind'
        when grade_estimate < next_estimate then 'result_over_estimate'
        when grade_fullness < next_fullness then 'fuller_row'
        else 'first_place'
    end as primary_rule
from ranked
