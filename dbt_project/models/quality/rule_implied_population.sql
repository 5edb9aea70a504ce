{#-
    Family implied.  Two counts with their rates and no whole, of one population (hộ nghèo, hộ cận
    nghèo): the wholes that the two rates imply must be able to be one.
-#}
with rates as (
    select
        o.observation_key,
        o.report_key,
        o.block_index,
        o.year_key,
        o.unit_code,
        o.char_start,
        coalesce(o.reported_place, '') as place,
        list_distinct(string_split(lower(o.reported_name), ' ')) as words,
        o.value,
        o.value_bound,
        c.comparison_key,
        c.reported_value as rate,
        {{ half_unit('c.reported_decimals') }} as half
    from {{ ref('int_observations') }} as o
    inner join {{ ref('stg_comparisons') }} as c on o.observation_key = c.observation_key
    where
        c.comparison_type = 'share'
        and c.form = 'percent_of'
        and o.kind = 'result'
        and o.denominator is null
        and o.value >= 20
        and o.value < 1000000000000000
        and o.is_counted
        and c.reported_value > {{ half_unit('c.reported_decimals') }}
        and c.reported_value <= 100
        and c.reported_decimals <= 5
    qualify row_number() over (partition by o.observation_key order by c.char_start, c.comparison_key) = 1
),

pairs as (
    select
        b.report_key,
        b.observation_key,
        b.comparison_key,
        a.observation_key as related_observation_key,
        b.rate as reported_value,
        a.value as a_value,
        b.value as b_value,
        a.rate as a_rate,
        a.value_bound is not null or b.value_bound is not null as is_bounded,
        -- One whole exists if the ranges [value / rate] overlap; multiplied out, nothing is divided.
        a.value * (b.rate - b.half) <= b.value * (a.rate + a.half)
        and b.value * (a.rate - a.half) <= a.value * (b.rate + b.half) as may_be_one
    from rates as a
    inner join rates as b
        on
            a.report_key = b.report_key
            and a.block_index = b.block_index
            and a.year_key = b.year_key
            and a.unit_code = b.unit_code
            and a.place = b.place
            and a.char_start < b.char_start
            -- The name of the one is the name of the other and a qualifier.
            and (list_has_all(b.words, a.words) or list_has_all(a.words, b.words))
)

select
    case when is_bounded then 'unknown' when may_be_one then 'pass' else 'fail' end as outcome,
    case when is_bounded then 'a_bound' when may_be_one then 'one_population' else 'two_populations' end as reason,
    report_key,
    observation_key,
    comparison_key,
    related_observation_key,
    reported_value,
    try(cast(cast(b_value as double) * cast(a_rate as double) / cast(a_value as double) as decimal(28, 8)))
        as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from pairs
