{{ config(materialized='ephemeral') }}
{#-
    Grain: one finding about figures that ought to agree, or add up, that a small change would mend: the
    figure that more speaks for, or the sum or product where the printed figure is a slip away from it.
-#}
with failures as (
    select * from {{ ref('int_rule_outcomes') }}
    where outcome = 'fail'
),

-- Of two figures for one thing, the one that more speaks for.
mentions as (
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        case f.rule_code
            when 'same_plan' then 'target'
            when 'same_percent' then 'comparison'
            else 'value'
        end as field,
        f.reported_value,
        f.expected_value,
        case when f.rule_code = 'same_plan' then a.plan_support else a.value_support end
        - case when f.rule_code = 'same_plan' then b.plan_support else b.value_support end as lead
    from failures as f
    inner join {{ ref('int_support') }} as a on f.observation_key = a.observation_key
    inner join {{ ref('int_support') }} as b on f.related_observation_key = b.observation_key
    where f.rule_code in ('same_value', 'same_plan', 'same_percent', 'same_rate')
),

borne_out as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        case when lead > 0 then 'related_' || field else field end as suggested_field,
        case when lead > 0 then reported_value else expected_value end as suggested_value,
        'borne_out' as reason
    from mentions
    where lead <> 0
),

-- Of two totals of one population, the one that its own percentage bears out.
own_fits as (
    select
        observation_key,
        bool_or(check_outcome = 'pass') as fits
    from {{ ref('int_comparison_checks') }}
    where comparison_type in ('plan', 'share') and form = 'percent_of' and check_outcome in ('pass', 'cut', 'fail')
    group by observation_key
),

totals as (
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        case
            when a.fits and w.denominator is not null then 'related_denominator'
            when a.fits then 'related_target'
            when o.denominator is not null then 'denominator'
            else 'target'
        end as suggested_field,
        case when a.fits then f.reported_value else f.expected_value end as suggested_value,
        'borne_out' as reason
    from failures as f
    inner join own_fits as a on f.observation_key = a.observation_key
    inner join own_fits as b on f.related_observation_key = b.observation_key
    inner join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
    inner join {{ ref('int_observations') }} as w on f.related_observation_key = w.observation_key
    where f.rule_code = 'implied_base' and a.fits <> b.fits
),

-- A rate beside the pair it was computed from.
rates as (
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        case when o.value is null then 'target' else 'value' end as suggested_field,
        cast(
            round(cast(f.expected_value as double), coalesce(o.value_decimals, o.target_decimals, 0)) as decimal(28, 8)
        ) as suggested_value,
        coalesce(
            {{ slip_between(
                printed_digits('f.reported_value', 'coalesce(o.value_decimals, o.target_decimals)'),
                printed_digits('f.expected_value', 'coalesce(o.value_decimals, o.target_decimals)')
            ) }},
            'recomputed'
        ) as reason
    from failures as f
    inner join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
    where f.rule_code = 'ratio_pair' and f.expected_value < 1000000 and f.reported_value < 1000000
),

-- A harvest one slip away from what area and yield allow, where nothing else speaks for it.
harvests as (
    select
        *,
        unnest({{ one_slip_away('reported_value', 'decimals') }}) as candidate
    from (
        select
            f.rule_code,
            f.observation_key,
            f.comparison_key,
            f.related_observation_key,
            f.reported_value,
            f.expected_low,
            f.expected_high,
            o.value_decimals as decimals
        from failures as f
        inner join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
        where
            f.rule_code = 'implied_yield'
            and f.reported_value < 100000000000
            and o.value_decimals <= 4
            and f.observation_key not in (
                select a.observation_key from own_fits as a
                where a.fits
            )
    )
),

harvest_slips as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        struct_extract(candidate, 'figure') as suggested_value,
        struct_extract(candidate, 'slip') as reason
    from harvests
    where struct_extract(candidate, 'figure') between expected_low and expected_high
),

-- The table has as many unmet rows; rows that are parts of others are not counted.
counted as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        expected_low as suggested_value,
        'table_counts' as reason
    from failures
    where rule_code = 'verdict_count'
),

later_slips as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        cast(1000 * reported_value as decimal(28, 8)) as suggested_value,
        'mark_slip' as reason
    from failures
    where
        rule_code = 'time_cumulative'
        and reported_value < 100000000000000000
        and 1000 * reported_value between expected_value and 3 * expected_value
),

-- A whole that misses the sum of its parts by a slip, where no part does.
sums as (
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        coalesce(o.value_decimals, o.target_decimals) as decimals,
        f.reported_value,
        f.expected_value
    from failures as f
    inner join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
    where
        f.rule_code = 'sum_parts'
        and f.reason <> 'parts_fall_short'
        and f.reported_value >= 1000
        and f.expected_value < 100000000000
),

whole_slips as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        cast(round(cast(expected_value as double), decimals) as decimal(28, 8)) as suggested_value,
        case
            when expected_value > reported_value and expected_value < reported_value + {{ last_unit('decimals') }}
                then 'cut'
            else {{ slip_between(
                printed_digits('reported_value', 'decimals'), printed_digits('expected_value', 'decimals')
            ) }}
        end as reason
    from sums
),

candidates as (
    select
        *,
        1 as likelihood
    from borne_out
    union all
    select
        *,
        1 as likelihood
    from totals
    union all
    select
        *,
        1 as likelihood
    from counted
    union all
    select
        *,
        2 as likelihood
    from later_slips
    union all
    select
        *,
        3 as likelihood
    from whole_slips
    where reason is not null
    union all
    select
        *,
        case reason when 'recomputed' then 5 else 3 end as likelihood
    from rates
    union all
    select
        *,
        4 as likelihood
    from harvest_slips
)

{{ likeliest_change('candidates') }}
