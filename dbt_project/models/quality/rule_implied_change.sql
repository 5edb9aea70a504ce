{#-
    Family implied.  "giảm 27 vụ = 8,6%", "tăng 9,6% hay 6,84 tỷ đồng": the difference and the percentage
    of one change imply the same earlier value.
-#}
with changes as (
    select
        o.report_key,
        o.observation_key,
        g.comparison_key,
        o.value,
        o.value_decimals,
        o.value_bound,
        abs(g.reported_value) as percent,
        g.reported_decimals as percent_decimals,
        d.reported_value as difference,
        d.reported_decimals as difference_decimals
    from {{ ref('stg_comparisons') }} as d
    inner join {{ ref('stg_comparisons') }} as g on d.observation_key = g.observation_key
    inner join {{ ref('int_observations') }} as o on d.observation_key = o.observation_key
    where
        d.comparison_type = 'prior'
        and d.form = 'delta'
        and g.comparison_type = 'prior'
        and g.form in ('growth', 'percent_of')
        and (
            g.char_start between d.char_end and d.char_end + 12
            or (d.reading_rule = 'growth_again' and d.char_start between g.char_end and g.char_end + 40)
        )
        and d.reported_value <> 0
        and coalesce(d.reported_unit, o.reported_unit, '') = coalesce(o.reported_unit, '')
        and o.value is not null
        and abs(o.value) < 1000000000000000
        and abs(d.reported_value) < 1000000000000000
        and abs(g.reported_value) < 1000
        and g.reported_decimals <= 5
    qualify row_number() over (partition by g.comparison_key order by d.char_end desc) = 1
),

bases as (
    select
        *,
        value - difference as base,
        {{ half_unit('value_decimals') }} + {{ half_unit('difference_decimals') }} as base_half,
        {{ half_unit('difference_decimals') }} as difference_half,
        {{ half_unit('percent_decimals') }} as percent_half,
        {{ last_unit('percent_decimals') }} as percent_unit
    from changes
),

judged as (
    select
        *,
        base - base_half > 0 as has_base,
        {{ quotient_fits(
            'greatest(abs(difference) - difference_half, 0)', 'abs(difference) + difference_half',
            'base - base_half', 'base + base_half', 'percent - percent_half', 'percent + percent_half'
        ) }} as fits,
        {{ quotient_cuts(
            'greatest(abs(difference) - difference_half, 0)', 'abs(difference) + difference_half',
            'base - base_half', 'base + base_half', 'percent', 'percent + percent_unit'
        ) }} as fits_cut,
        -- "bằng 91,4%" says the same as "giảm 8,6%".
        {{ quotient_fits(
            'value', 'value', 'base - base_half', 'base + base_half',
            'percent - percent_half', 'percent + percent_half'
        ) }} as fits_as_index
    from bases
)

select
    case
        when not has_base or value_bound is not null then 'unknown'
        when fits or fits_cut or fits_as_index then 'pass'
        else 'fail'
    end as outcome,
    case
        when not has_base then 'no_base'
        when value_bound is not null then 'a_bound'
        when fits then 'fits'
        when fits_cut then 'fits_by_cutting'
        when fits_as_index then 'fits_as_index'
        else 'does_not_fit'
    end as reason,
    report_key,
    observation_key,
    comparison_key,
    cast(null as varchar) as related_observation_key,
    percent as reported_value,
    case when has_base then {{ percent_of('abs(difference)', 'base') }} end as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    {{ figure('difference') }} || '/' || {{ figure('base') }} as detail
from judged
