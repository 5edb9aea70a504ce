select
    number_id as number_key,
    report_id as report_key,
    char_start,
    char_end,
    text,
    role,
    statement_id as observation_key,
    rule as reading_rule
from {{ source('staging', 'numbers') }}
