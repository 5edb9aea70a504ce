{{ config(materialized='ephemeral') }}
{#-
    Grain: one finding about a percentage or a difference that a small change would mend.  In order of how
    much speaks for them: the figure that another place prints, or two percentages agree on; operands
    swapped or a mark slipped; a slip inside the percentage; one slip inside an operand; the percentage
    computed anew.
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
            'ratio_points', 'ratio_prior', 'notation_scale'
        )
        and not c.is_beyond_precision
),

-- A figure that another place of the report prints as well is not changed in one of them.
value_repeated as (
    select observation_key from {{ ref('int_support') }}
    where same_values > 0
),

plan_repeated as (
    select observation_key from {{ ref('int_support') }}
    where same_plans > 0
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
            case
                when
                    check_reason = 'fits_by_cutting'
                    or (
                        form = 'percent_of'
                        and reported_value <= expected_value
                        and expected_value < reported_value + reported_unit_size
                    )
                    then 'cut'
            end,
            {{ slip_between(
                printed_digits('reported_value', 'reported_decimals'), printed_digits('expected_value', 'reported_decimals')
            ) }},
            'recomputed'
        ) as reason
    from ratios
    where
        rule_code <> 'notation_scale'
        and expected_value is not null
        -- No part is more than its whole; of such a pair one of the counts is wrong.
        and not (comparison_type = 'share' and form = 'percent_of' and expected_value > 100)
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

-- Two percentages that the printed figure breaks and another one mends: it was changed after they were
-- computed from it.
agreed as (
    select
        q.rule_code,
        q.observation_key,
        q.comparison_key,
        q.related_observation_key,
        b.comparison_key as other_comparison_key,
        cast(round(cast(q.base * q.reported_value as double) / 100, q.subject_decimals) as decimal(28, 8)) as figure,
        q.base_low,
        q.base_high,
        q.percent_low,
        q.percent_high,
        b.subject_low as other_low,
        coalesce(b.subject_high, b.subject) as other_high,
        b.reported_value - b.reported_half as other_percent_low,
        b.reported_value + b.reported_half as other_percent_high
    from quotients as q
    inner join {{ ref('int_comparison_checks') }} as b on q.observation_key = b.base_observation_key
    where
        q.rule_code = 'ratio_plan'
        and q.kind = 'result'
        and b.form = 'percent_of'
        and b.check_reason = 'does_not_fit'
        and q.observation_key not in (select r.observation_key from value_repeated as r)
),

agreed_figures as (
    select * from agreed
    where
        figure > 0
        and {{ quotient_fits('figure', 'figure', 'base_low', 'base_high', 'percent_low', 'percent_high') }}
        and {{ quotient_fits(
            'other_low', 'other_high', 'figure', 'figure', 'other_percent_low', 'other_percent_high'
        ) }}
),

both_mended as (
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        'value' as suggested_field,
        figure as suggested_value,
        'two_percentages' as reason
    from agreed_figures
    union all
    select
        f.rule_code,
        f.observation_key,
        f.comparison_key,
        f.related_observation_key,
        'related_value' as suggested_field,
        a.figure as suggested_value,
        'two_percentages' as reason
    from agreed_figures as a
    inner join failures as f
        on a.other_comparison_key = f.comparison_key and a.observation_key = f.related_observation_key
    where f.rule_code in ('ratio_prior', 'time_prior')
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
    where
        rule_code in ('ratio_plan', 'ratio_share', 'ratio_plan_nearby')
        and observation_key not in (select r.observation_key from value_repeated as r)
    union all
    select
        *,
        'base' as edited,
        unnest({{ one_slip_away('base', 'base_decimals') }}) as candidate
    from quotients
    where
        rule_code in ('ratio_plan', 'ratio_share')
        and observation_key not in (select r.observation_key from plan_repeated as r)
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

candidates as (
    select
        *,
        1 as likelihood
    from other_mentions
    union all
    select
        *,
        1 as likelihood
    from both_mended
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
        case reason when 'recomputed' then 5 else 3 end as likelihood
    from computed
    union all
    select
        *,
        4 as likelihood
    from operands
)

{{ likeliest_change('candidates') }}
