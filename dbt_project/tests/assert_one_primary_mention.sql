{#- Each indicator, place, period and kind is stood for by one observation: no more and no fewer. -#}
select
    indicator_key,
    locality_key,
    period_key,
    kind,
    count(*) filter (where is_primary) as primaries
from {{ ref('fct_indicator_observation') }}
where locality_key <> 'unknown'
group by all
having count(*) filter (where is_primary) <> 1
