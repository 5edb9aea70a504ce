{#- Family sum.  Shares of one whole (a structure in percent) make 100, as far as their rounding allows. -#}
with shares as (
    select
        report_key,
        coalesce(parent_observation_key, reported_parent_name) as whole,
        min(parent_observation_key) as parent_observation_key,
        year_key,
        kind,
        locality_key,
        coalesce(reported_place, '') as reported_place,
        source_kind,
        slot,
        min(observation_key) as observation_key,
        count(*) as parts,
        sum(figure) as total,
        sum(figure - {{ half_unit('decimals') }}) as total_low,
        sum(figure + {{ half_unit('decimals') }}) as total_high,
        count(bound) as bounds,
        count(distinct indicator_key) as indicators,
        string_agg({{ figure('figure') }}, ' + ' order by char_start) as detail
    from (
        select
            *,
            unnest(['value', 'target']) as slot,
            unnest([value, target]) as figure,
            unnest([value_decimals, target_decimals]) as decimals,
            unnest([value_bound, target_bound]) as bound
        from {{ ref('int_observations') }}
        where reported_unit = '%' and measure_type = 'share' and reported_parent_name is not null
    )
    where figure is not null
    group by all
    having count(*) >= 2
)

select
    case
        when bounds > 0 or indicators < parts then 'unknown'
        when 100 between total_low and total_high then 'pass'
        when total_low > 100 then 'fail'
        when parts >= 3 and total_high > 95 then 'fail'
        else 'unknown'
    end as outcome,
    case
        when bounds > 0 then 'a_share_is_a_bound'
        when indicators < parts then 'not_one_breakdown'
        when 100 between total_low and total_high then 'adds_up'
        when total_low > 100 then 'more_than_100'
        when parts >= 3 and total_high > 95 then 'less_than_100'
        else 'partial_list'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    parent_observation_key as related_observation_key,
    total as reported_value,
    cast(100 as decimal(28, 8)) as expected_value,
    total_low as expected_low,
    total_high as expected_high,
    detail
from shares
