select
    n.number_key,
    n.report_key,
    n.char_start,
    n.char_end,
    n.text,
    n.role,
    o.observation_key,
    n.reading_rule
from {{ ref('stg_numbers') }} as n
left join {{ ref('int_observations') }} as o on n.observation_key = o.observation_key
