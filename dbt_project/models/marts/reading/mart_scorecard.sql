select
    locality_key,
    sector_key,
    year_key,
    count(*) as indicators_with_plan,
    count(*) filter (where plan_status = 'met') as met,
    count(*) filter (where plan_status = 'missed') as missed,
    count(*) filter (where plan_status = 'exceeded') as exceeded,
    count(*) filter (where plan_status = 'unjudged') as unjudged
from {{ ref('mart_plan_vs_actual') }}
where target is not null
group by all
