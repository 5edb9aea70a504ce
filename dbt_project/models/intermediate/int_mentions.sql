{#-
    Grain: one mention of a figure (result or plan) of an indicator, place and year, with the group of
    mentions that ought to agree.  "year" and "year_end" both speak of the whole year, unless one place
    of the report sets the two side by side: then "year" means "so far".
-#}
with observations as (
    select
        *,
        coalesce(reported_place, '') as place,
        case when period_code in ('year', 'year_end', 'school_year') then 'year' else period_key end as span
    from {{ ref('int_observations') }}
    where
        indicator_key <> 'unknown'
        and year_key <> -1
),

side_by_side as (
    select distinct
        a.report_key,
        a.indicator_key,
        a.locality_key,
        a.place,
        a.year_key
    from observations as a
    inner join observations as b
        on
            a.report_key = b.report_key
            and a.indicator_key = b.indicator_key
            and a.locality_key = b.locality_key
            and a.place = b.place
            and a.year_key = b.year_key
    where
        a.kind = 'result'
        and b.kind = 'result'
        and b.period_code = 'year_end'
        and a.period_code <> 'year_end'
        and a.block_index = b.block_index
)

select
    o.observation_key,
    o.report_key,
    o.indicator_key,
    o.locality_key,
    o.place,
    o.year_key,
    o.kind,
    case when s.report_key is not null then o.period_key else o.span end as span,
    o.base_unit_code,
    o.is_rate,
    o.is_counted,
    o.unit_code,
    o.block_index,
    o.row_id,
    o.source_kind,
    o.char_start,
    o.section_path,
    o.name_match_method,
    o.parent_observation_key,
    o.reported_name,
    o.value,
    o.value_base,
    o.value_base_low,
    o.value_base_high,
    o.value_bound,
    o.target,
    o.target_base,
    o.target_base_low,
    o.target_base_high,
    o.target_bound,
    o.verdict_code
from observations as o
left join side_by_side as s
    on
        o.report_key = s.report_key
        and o.indicator_key = s.indicator_key
        and o.locality_key = s.locality_key
        and o.place = s.place
        and o.year_key = s.year_key
