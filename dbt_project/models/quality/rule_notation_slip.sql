{#- Family notation.  What the reader found odd in how the numbers of a statement are written. -#}
select
    case when notation_slip is null then 'pass' else 'fail' end as outcome,
    notation_slip as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    cast(null as varchar) as related_observation_key,
    coalesce(value, target) as reported_value,
    cast(null as decimal(28, 8)) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    quote as detail
from {{ ref('int_observations') }}
