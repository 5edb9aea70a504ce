{#-
    Grain: one finding that a small change would mend.  The candidates are the ways such figures go
    wrong, in order of how much speaks for them: the figure that another place prints; operands swapped
    or a mark slipped; a slip inside the percentage; one slip inside an operand; the percentage computed
    anew.  The first way that mends it counts; where it does so by several figures, nothing is proposed.
-#}
with failures as (
    select * from {{ ref('int_rule_outcomes') }}
    where outcome = 'fail'
),

ratios as (
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        f.report_key,
        f.expected_value,
        c.check_reason,
        c.form,
        c.kind,
        c.comparison_type,
        c.subject,
        c.subject_decimals,
        c.subject_low,
        c.subject_high,
        coalesce(c.base, p.target) as base,
        coalesce(c.base_decimals, p.target_decimals) as base_decimals,
        c.reported_value,
        c.reported_decimals,
        c.reported_half,
        c.reported_unit_size
    from failures as f
    inner join {{ ref('int_comparison_checks') }} as c on f.comparison_key = c.comparison_key
    left join {{ ref('int_observations') }} as p
        on f.related_observation_key = p.observation_key and f.rule_code = 'ratio_plan_nearby'
    where
        f.rule_code in (
            'ratio_plan', 'ratio_share', 'ratio_cut', 'ratio_exact', 'ratio_capped', 'ratio_plan_nearby',
            'ratio_points', 'notation_scale'
        )
        and not c.is_beyond_precision
),

quotients as (
    select
        *,
        base - {{ half_unit('base_decimals') }} as base_low,
        base + {{ half_unit('base_decimals') }} as base_high,
        reported_value - reported_half as percent_low,
        reported_value + reported_half as percent_high
    from ratios
    where
        form = 'percent_of'
        and subject > 0
        and subject < 100000000000
        and base > {{ half_unit('base_decimals') }}
        and base < 100000000000
),

-- The printed comparison itself is wrong.
computed as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'comparison' as suggested_field,
        cast(round(cast(expected_value as double), reported_decimals) as decimal(28, 8)) as suggested_value,
        coalesce(
            case when check_reason = 'fits_by_cutting' then 'cut' end,
            {{ slip_between(
                printed_digits('reported_value', 'reported_decimals'), printed_digits('expected_value', 'reported_decimals')
            ) }},
            'recomputed'
        ) as reason
    from ratios
    where rule_code <> 'notation_scale' and expected_value is not null
),

other_mentions as (
    select
        q.rule_code,
        q.observation_key,
        q.comparison_key,
        q.related_observation_key,
        case when s.slot = 'value' and q.kind = 'result' then 'value' else 'target' end as suggested_field,
        case s.slot when 'value' then m.value else m.target end as suggested_value,
        'other_mention' as reason
    from quotients as q
    inner join {{ ref('int_mentions') }} as o on q.observation_key = o.observation_key
    inner join {{ ref('int_mentions') }} as m
        on
            o.report_key = m.report_key
            and o.indicator_key = m.indicator_key
            and o.locality_key = m.locality_key
            and o.place = m.place
            and o.year_key = m.year_key
            and o.unit_code = m.unit_code
            and o.observation_key <> m.observation_key
    cross join (select unnest(['value', 'plan']) as slot) as s
    where
        q.comparison_type = 'plan'
        and q.rule_code not in ('ratio_cut', 'ratio_exact')
        and case s.slot
            when 'value'
                then
                    m.value <> q.subject and m.value between q.subject / 2 and q.subject * 2 and o.span = m.span
                    and {{ quotient_fits(
                        'm.value', 'm.value', 'q.base_low', 'q.base_high', 'q.percent_low', 'q.percent_high'
                    ) }}
            else
                m.target <> q.base and m.target between q.base / 2 and q.base * 2
                and {{ quotient_fits(
                    'q.subject_low', 'coalesce(q.subject_high, q.subject)', 'm.target', 'm.target',
                    'q.percent_low', 'q.percent_high'
                ) }}
        end
),

swapped as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        base as suggested_value,
        'operands_swapped' as reason
    from quotients
    where
        rule_code in ('ratio_plan', 'ratio_share')
        -- The percentage may have lost digits as well, so cutting counts here.
        and {{ quotient_cuts('base', 'base', 'subject', 'subject', 'percent_low', 'percent_high + reported_half') }}
        and subject <> base
),

marks as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        cast(1000 * subject as decimal(28, 8)) as suggested_value,
        'mark_slip' as reason
    from quotients
    where
        rule_code = 'notation_scale'
        and subject_decimals = 3
        and {{ quotient_fits(
            '1000 * subject', '1000 * subject', 'base_low', 'base_high', 'percent_low', 'percent_high'
        ) }}
    union all
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        case comparison_type when 'plan' then 'target' else 'denominator' end as suggested_field,
        cast(1000 * base as decimal(28, 8)) as suggested_value,
        'mark_slip' as reason
    from quotients
    where
        rule_code = 'notation_scale'
        and base_decimals = 3
        and {{ quotient_fits(
            'subject_low', 'coalesce(subject_high, subject)', '1000 * base', '1000 * base', 'percent_low', 'percent_high'
        ) }}
),

edited as (
    select
        *,
        'subject' as edited,
        unnest({{ one_slip_away('subject', 'subject_decimals') }}) as candidate
    from quotients
    where rule_code in ('ratio_plan', 'ratio_share', 'ratio_plan_nearby')
    union all
    select
        *,
        'base' as edited,
        unnest({{ one_slip_away('base', 'base_decimals') }}) as candidate
    from quotients
    where rule_code in ('ratio_plan', 'ratio_share')
),

tried as (
    select
        * exclude (candidate),
        struct_extract(candidate, 'figure') as figure,
        struct_extract(candidate, 'slip') as slip
    from edited
),

operands as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        case
            when edited = 'base' and comparison_type <> 'plan' then 'denominator'
            when edited = 'base' or kind = 'target' then 'target'
            else 'value'
        end as suggested_field,
        figure as suggested_value,
        slip as reason
    from tried
    where
        figure > 0
        and case edited
            when 'subject'
                then {{ quotient_fits('figure', 'figure', 'base', 'base', 'percent_low', 'percent_high') }}
            else {{ quotient_fits('subject', 'subject', 'figure', 'figure', 'percent_low', 'percent_high') }}
        end
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
        {{ slip_between(
            printed_digits('reported_value', 'decimals'), printed_digits('expected_value', 'decimals')
        ) }} as reason
    from sums
),

candidates as (
    select
        *,
        1 as likelihood
    from other_mentions
    union all
    select
        *,
        1 as likelihood
    from borne_out
    union all
    select
        *,
        2 as likelihood
    from swapped
    union all
    select
        *,
        2 as likelihood
    from marks
    union all
    select
        *,
        2 as likelihood
    from later_slips
    union all
    select
        *,
        case reason when 'recomputed' then 5 else 3 end as likelihood
    from computed
    union all
    select
        *,
        3 as likelihood
    from whole_slips
    where reason is not null
    union all
    select
        *,
        4 as likelihood
    from operands
),

likeliest as (
    select * from candidates
    qualify dense_rank() over (
        partition by rule_code, observation_key, comparison_key, related_observation_key order by likelihood
    ) = 1
)

select
    rule_code,
    observation_key,
    comparison_key,
    related_observation_key,
    min(suggested_field) as suggested_field,
    min(suggested_value) as suggested_value,
    min(reason) as reason
from likeliest
group by rule_code, observation_key, comparison_key, related_observation_key
having count(distinct suggested_field || ' ' || suggested_value) = 1
