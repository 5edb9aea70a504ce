select
    locality_id,
    locality_code,
    name,
    level,
    parent_locality_id,
    province_name,
    valid_from,
    valid_to,
    successor_locality_id,
    latitude,
    longitude
from {{ source('staging', 'localities') }}
