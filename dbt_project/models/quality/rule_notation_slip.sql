{#- Family notation.  What the reader found odd in how the numbers of a statement are written. -#}
select
    case
        when notation_slip is null then 'pass'
        -- Thousands with their mark are a count, not a percentage without its sign.
        when notation_slip = 'percent_sign_lost' and regexp_matches(quote, '(^|[^0-9.,])[0-9]{1,3}([.][0-9]{3})+$')
            then 'unknown'
        else 'fail'
    end as outcome,
    case
        when notation_slip = 'percent_sign_lost' and regexp_matches(quote, '(^|[^0-9.,])[0-9]{1,3}([.][0-9]{3})+$')
            then 'may_be_a_count'
        else notation_slip
    end as reason,
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
