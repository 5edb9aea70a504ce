select
    statement_id as observation_key,
    indicator_code,
    name_match_method,
    name_match_score,
    unit_code,
    sector_code,
    locality_id,
    locality_match_method
from {{ source('staging', 'statement_conformance') }}
