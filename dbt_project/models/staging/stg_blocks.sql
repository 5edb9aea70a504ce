select
    block_id as block_key,
    report_id as report_key,
    block_index,
    kind,
    level,
    marker,
    section_path,
    page,
    line_start,
    line_end,
    char_start,
    char_end,
    text,
    layout
from {{ source('staging', 'blocks') }}
