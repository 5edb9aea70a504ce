with indicators as (
    select * from {{ ref('stg_indicators') }}
)

select
    i.indicator_code as indicator_key,
    i.indicator_code,
    i.name_vi,
    i.name_en,
    coalesce(s.sector_code, 'unknown') as sector_key,
    coalesce(u.unit_code, 'unknown') as unit_code,
    i.measure_type,
    i.polarity,
    i.additivity,
    i.national_code,
    i.is_catalogued,
    p.indicator_code as parent_indicator_key
from indicators as i
left join {{ ref('sectors') }} as s on i.sector_code = s.sector_code
left join {{ ref('stg_units') }} as u on i.unit_code = u.unit_code
left join indicators as p on i.parent_indicator_code = p.indicator_code
union all
select
    'unknown',
    'unknown',
    'Chưa xác định',
    'Unknown',
    'unknown',
    'unknown',
    null,
    null,
    null,
    null,
    false,
    null
