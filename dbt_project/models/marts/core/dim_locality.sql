with localities as (
    select * from {{ ref('stg_localities') }}
)

select
    l.locality_id as locality_key,
    l.locality_code,
    l.name,
    l.level,
    p.locality_id as parent_locality_key,
    l.province_name,
    l.valid_from,
    l.valid_to,
    s.locality_id as successor_locality_key,
    l.latitude,
    l.longitude
from localities as l
left join localities as p on l.parent_locality_id = p.locality_id
left join localities as s on l.successor_locality_id = s.locality_id
union all
select
    'unknown',
    'unknown',
    'Chưa xác định',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null
