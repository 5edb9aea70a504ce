select
    comparison_id as comparison_key,
    statement_id as observation_key,
    report_id as report_key,
    comparison_type,
    form,
    reported_value,
    reported_decimals,
    plan_giver,
    base_year,
    base_label,
    unit as reported_unit,
    char_start,
    char_end,
    rule as reading_rule
from {{ source('staging', 'comparisons') }}
