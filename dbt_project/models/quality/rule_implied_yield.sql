{#-
    Family implied.  Area times yield is output.  An output beyond what the area can give at that yield
    is a slip in one of the three; one below it may come of a harvest smaller than the planting.
-#}
with crops as (
    select
        *,
        lag(observation_key) over in_order as area_key,
        lag(unit_code) over in_order as area_unit,
        lag(value) over in_order as area,
        lag(value_decimals) over in_order as area_decimals,
        lag(value_bound) over in_order as area_bound,
        lead(observation_key) over in_order as output_key,
        lead(unit_code) over in_order as output_unit,
        lead(value) over in_order as output,
        lead(value_decimals) over in_order as output_decimals,
        lead(value_bound) over in_order as output_bound
    from {{ ref('int_observations') }}
    where kind = 'result' and value is not null and unit_code in ('ha', 'tạ/ha', 'tấn')
    window in_order as (partition by report_key, block_index, year_key order by char_start, observation_key)
),

products as (
    select
        report_key,
        observation_key,
        output_key,
        output,
        -- tạ/ha on ha gives tạ; ten of them are a tấn.  In doubles, and a millionth aside: three
        -- factors of eight decimals are more than an exact decimal holds.
        cast(area as double) * cast(value as double) / 10 as product,
        cast(area - {{ half_unit('area_decimals') }} as double)
        * cast(value - {{ half_unit('value_decimals') }} as double) / 10 * (1 - 1e-6) as product_low,
        cast(area + {{ half_unit('area_decimals') }} as double)
        * cast(value + {{ half_unit('value_decimals') }} as double) / 10 * (1 + 1e-6) as product_high,
        cast(output - {{ half_unit('output_decimals') }} as double) as output_low,
        cast(output + {{ half_unit('output_decimals') }} as double) as output_high,
        coalesce(area_bound, value_bound, output_bound) is not null as is_bounded,
        {{ figure('area') }} || ' ha × ' || {{ figure('value') }} || ' tạ/ha' as detail
    from crops
    where unit_code = 'tạ/ha' and area_unit = 'ha' and output_unit = 'tấn'
)

select
    case
        when is_bounded then 'unknown'
        when output_low <= product_high and output_high >= product_low then 'pass'
        when output_low > product_high and output < 2 * product then 'fail'
        else 'unknown'
    end as outcome,
    case
        when is_bounded then 'a_bound'
        when output_low <= product_high and output_high >= product_low then 'fits'
        when output_low > product_high and output < 2 * product then 'more_than_the_area_gives'
        when output_low > product_high then 'another_crop'
        else 'harvest_may_be_smaller'
    end as reason,
    report_key,
    output_key as observation_key,
    cast(null as varchar) as comparison_key,
    observation_key as related_observation_key,
    output as reported_value,
    round(product, 6) as expected_value,
    round(product_low, 6) as expected_low,
    round(product_high, 6) as expected_high,
    detail
from products
