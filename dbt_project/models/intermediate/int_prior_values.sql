{#-
    Grain: one printed comparison with an earlier period whose earlier value the same report prints.
    The earlier value is a result of the same indicator, place, unit and kind of period, in the year
    that the comparison names (the year before where it says "cùng kỳ").  Where the report prints two
    different ones the base is unknown, not wrong: no row here.
-#}
with comparisons as (
    select
        c.comparison_key,
        o.observation_key,
        o.report_key,
        o.indicator_key,
        o.locality_key,
        coalesce(o.reported_place, '') as reported_place,
        o.unit_code,
        o.row_id,
        o.period_code,
        o.year,
        o.kind,
        coalesce(
            c.base_year,
            -- "đầu năm", "kỳ trước" are no year; "cùng kỳ" is the year before.
            case when regexp_matches(lower(c.base_label), 'cùng kỳ|năm trước|năm ngoái') then o.year - 1 end
        ) as base_year
    from {{ ref('stg_comparisons') }} as c
    inner join {{ ref('int_observations') }} as o on c.observation_key = o.observation_key
    where
        c.comparison_type = 'prior'
        and o.indicator_key <> 'unknown'
        and (o.value is not null or o.kind = 'target')
),

candidates as (
    select
        c.comparison_key,
        e.observation_key as prior_observation_key,
        e.value,
        e.value_decimals,
        -- A table row that prints both years speaks for itself.
        coalesce(e.row_id = c.row_id, false) as same_row
    from comparisons as c
    inner join {{ ref('int_observations') }} as e
        on
            c.report_key = e.report_key
            and c.indicator_key = e.indicator_key
            and c.locality_key = e.locality_key
            and c.reported_place = coalesce(e.reported_place, '')
            and c.unit_code = e.unit_code
            and c.base_year = e.year
            -- "so với đầu năm 2023" within 2023 compares with a day, not with a year's result.
            and c.base_year < c.year
            and (c.period_code = e.period_code or c.row_id = e.row_id)
            and c.observation_key <> e.observation_key
            -- A plan is measured against this year's estimate, which the same row prints; elsewhere it may be
            -- another estimate.
            and (c.kind = 'result' or c.row_id = e.row_id)
    where
        e.kind = 'result'
        and e.value is not null
        and e.value_bound is null
),

closest as (
    select * from candidates
    qualify dense_rank() over (partition by comparison_key order by same_row desc) = 1
)

select
    comparison_key,
    min(prior_observation_key) as prior_observation_key,
    min(value) as prior_value,
    max(value_decimals) as prior_decimals,
    bool_or(same_row) as same_row
from closest
group by comparison_key
having count(distinct value) = 1
