select
    unit_code,
    name_vi,
    quantity,
    base_unit_code,
    factor_to_base,
    is_catalogued
from {{ source('staging', 'units') }}
