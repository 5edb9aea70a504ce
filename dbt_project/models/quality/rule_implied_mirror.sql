{#-
    Family implied.  Two parts that make up one whole, each with its change in points: what the one
    share gains the other loses.
-#}
with shares as (
    select
        o.observation_key,
        o.report_key,
        o.block_index,
        o.value,
        o.denominator,
        o.char_start,
        o.base_unit_code,
        c.comparison_key,
        c.reported_value,
        c.base_year,
        {{ half_unit('c.reported_decimals') }} as half
    from {{ ref('int_observations') }} as o
    left join {{ ref('stg_comparisons') }} as c
        on o.observation_key = c.observation_key and c.comparison_type = 'prior' and c.form = 'points'
    where o.denominator is not null and o.value is not null
)

select
    case
        when a.comparison_key is null or b.comparison_key is null then 'unknown'
        when abs(a.reported_value + b.reported_value) <= a.half + b.half then 'pass'
        else 'fail'
    end as outcome,
    case
        when a.comparison_key is null or b.comparison_key is null then 'other_change_not_printed'
        when abs(a.reported_value + b.reported_value) <= a.half + b.half then 'mirrors'
        else 'does_not_mirror'
    end as reason,
    a.report_key,
    a.observation_key,
    a.comparison_key,
    b.observation_key as related_observation_key,
    a.reported_value,
    -b.reported_value as expected_value,
    -b.reported_value - b.half as expected_low,
    -b.reported_value + b.half as expected_high,
    cast(null as varchar) as detail
from shares as a
inner join shares as b
    on
        a.report_key = b.report_key
        and a.block_index = b.block_index
        and a.base_unit_code = b.base_unit_code
        and a.denominator = b.denominator
        and a.value + b.value = a.denominator
        and a.char_start > b.char_start
        and coalesce(a.base_year = b.base_year, true)
where a.comparison_key is not null or b.comparison_key is not null
