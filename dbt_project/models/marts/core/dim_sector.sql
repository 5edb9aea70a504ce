select
    sector_code as sector_key,
    sector_code,
    name_vi,
    name_en,
    parent_sector_code as parent_sector_key
from {{ ref('sectors') }}
union all
select
    'unknown',
    'unknown',
    'Chưa xác định',
    'Unknown',
    null
