{#-
    Grain: indicator, locality, year, as mart_plan_vs_actual, with the names that a chart shows and with the
    operands of its percentages.  A percentage over several rows is the sum of one operand over the sum of the
    other, so both are empty unless both are there; and figures of two additive_groups never make one sum.
-#}
with cells as (
    select
        m.*,
        i.name_vi as indicator_name_vi,
        i.name_en as indicator_name_en,
        i.additivity,
        i.measure_type,
        -- A percentage changes by points: its change in percent of itself says nothing.
        coalesce(i.measure_type, 'level') in ('level', 'rate') and u.quantity not in ('ratio', 'points') as is_amount,
        l.name as locality_name,
        l.level as locality_level,
        l.province_name,
        s.name_vi as sector_name_vi,
        s.name_en as sector_name_en,
        u.name_vi as unit_name,
        coalesce(u.base_unit_code, m.unit_code) as base_unit_code,
        try(cast(m.value * u.factor_to_base as decimal(28, 8))) as value_base,
        try(cast(m.target * u.factor_to_base as decimal(28, 8))) as target_base,
        try(cast(m.prior_value * u.factor_to_base as decimal(28, 8))) as earlier_base
    from {{ ref('mart_plan_vs_actual') }} as m
    inner join {{ ref('dim_indicator') }} as i on m.indicator_key = i.indicator_key
    inner join {{ ref('dim_locality') }} as l on m.locality_key = l.locality_key
    inner join {{ ref('dim_sector') }} as s on m.sector_key = s.sector_key
    inner join {{ ref('dim_unit') }} as u on m.unit_code = u.unit_code
)

select
    indicator_key,
    indicator_name_vi,
    indicator_name_en,
    sector_key,
    sector_name_vi,
    sector_name_en,
    locality_key,
    locality_name,
    locality_level,
    province_name,
    year_key,
    make_date(year_key, 1, 1) as year_start,
    measure_type,
    observation_key,
    unit_code,
    unit_name,
    base_unit_code,
    value,
    target,
    prior_value,
    plan_status,
    worst_finding,
    case when value_base is not null and target_base > 0 then value_base end as attained_base,
    case when value_base is not null and target_base > 0 then target_base end as planned_base,
    case when is_amount and value_base is not null and earlier_base > 0 then value_base end as current_base,
    case when is_amount and value_base is not null and earlier_base > 0 then earlier_base end as earlier_base,
    -- Places of one level, so that a province is never added to a district of its own.
    case
        when additivity = 'additive'
            then concat_ws('|', indicator_key, base_unit_code, locality_level)
        when additivity = 'semi_additive'
            then concat_ws('|', indicator_key, base_unit_code, locality_level, year_key)
        else concat_ws('|', indicator_key, base_unit_code, locality_key, year_key)
    end as additive_group
from cells
