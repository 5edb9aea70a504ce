select
    rule_code,
    outcome,
    coalesce(reason, '') as reason,
    count(*) as places,
    count(distinct report_key) as reports
from {{ ref('int_rule_outcomes') }}
group by all
