{#-
    Family notation.  One indicator of one report and year whose figures are of one size but whose units
    are a thousandfold apart: one of the two units is a slip.
-#}
with observations as (
    select
        *,
        coalesce(target, value) as figure
    from {{ ref('int_observations') }}
    where
        indicator_key <> 'unknown'
        and coalesce(target, value) > 0
        and factor_to_base is not null
        and not is_rate
)

select
    case
        when a.factor_to_base = b.factor_to_base then 'pass'
        when a.figure = b.figure then 'fail'
        else 'unknown'
    end as outcome,
    case
        when a.factor_to_base = b.factor_to_base then null
        when a.figure = b.figure then 'one_figure_two_units'
        else 'two_units'
    end as reason,
    a.report_key,
    a.observation_key,
    cast(null as varchar) as comparison_key,
    min(b.observation_key) as related_observation_key,
    any_value(a.figure) as reported_value,
    cast(null as decimal(28, 8)) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from observations as a
inner join observations as b
    on
        a.report_key = b.report_key
        and a.indicator_key = b.indicator_key
        and a.locality_key = b.locality_key
        and coalesce(a.reported_place, '') = coalesce(b.reported_place, '')
        and a.year_key = b.year_key
        and a.base_unit_code = b.base_unit_code
        and a.char_start < b.char_start
where a.value is null or b.value is null or a.factor_to_base <> b.factor_to_base
group by all
