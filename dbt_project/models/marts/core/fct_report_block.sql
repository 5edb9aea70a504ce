select
    block_key,
    report_key,
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
from {{ ref('stg_blocks') }}
