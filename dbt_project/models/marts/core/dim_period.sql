select
    period_key,
    any_value(year_key) as year_key,
    any_value(period_code) as period_code,
    min(start_date) as start_date,
    max(end_date) as end_date
from {{ ref('int_observations') }}
where period_key <> 'unknown'
group by period_key
union all
select
    'unknown',
    -1,
    'unknown',
    null,
    null
