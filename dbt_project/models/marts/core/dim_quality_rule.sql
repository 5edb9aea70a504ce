select
    rule_code,
    family,
    severity,
    name_vi,
    name_en,
    explanation_vi,
    explanation_en
from {{ ref('quality_rules') }}
