{#-
    Family implied.  The same indicator in two years of one place a thousandfold apart, to the leading
    digits: only a slip of the unit or of a mark explains it.
-#}
with results as (
    select
        *,
        coalesce(reported_place, '') as place
    from {{ ref('int_observations') }}
    where
        kind = 'result'
        and is_primary
        and value_base > 0
        and indicator_key <> 'unknown'
        and locality_key <> 'unknown'
        and not is_rate
        and period_code in ('year', 'year_end')
),

pairs as (
    select
        n.observation_key,
        n.report_key,
        e.observation_key as related_observation_key,
        n.value as reported_value,
        e.value as expected_value,
        n.name_match_method = 'own' or e.name_match_method = 'own' as is_own_name,
        log10(cast(n.value_base as double) / cast(e.value_base as double)) as magnitudes
    from results as n
    inner join results as e
        on
            n.indicator_key = e.indicator_key
            and n.locality_key = e.locality_key
            and n.place = e.place
            and n.base_unit_code = e.base_unit_code
            and n.year_key = e.year_key + 1
)

select
    case
        when abs(abs(magnitudes) - 3) >= 0.3 then 'pass'
        -- A name that the catalogue does not know may stand for two things in two reports.
        when is_own_name then 'unknown'
        else 'fail'
    end as outcome,
    case
        when abs(abs(magnitudes) - 3) >= 0.3 then 'of_one_size'
        when is_own_name then 'name_says_too_little'
        else 'thousandfold'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from pairs
qualify row_number() over (partition by observation_key order by related_observation_key) = 1
