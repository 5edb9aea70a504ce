select
    unit_code,
    name_vi,
    quantity,
    base_unit_code,
    factor_to_base,
    is_catalogued
from {{ ref('stg_units') }}
union all
select
    'unknown',
    'Chưa xác định',
    'unknown',
    'unknown',
    null,
    false
