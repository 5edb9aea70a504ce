select
    indicator_code,
    name_vi,
    name_en,
    sector_code,
    unit_code,
    measure_type,
    polarity,
    additivity,
    national_code,
    parent_indicator_code,
    is_catalogued
from {{ source('staging', 'indicators') }}
