{#-
    Family ratio.  Counts of things are printed exactly and a plan is a set figure, so the room that
    rounding leaves to measures is not theirs.  For percentages that fit by rounding alone:
    a count over a count must give the printed percentage when computed exactly; a measure over its
    plan must come within one unit of the last printed digit.
-#}
with checks as (
    select
        *,
        -- A count that ends in zeros may be a rounded one after all.
        is_counted
        and not is_estimate
        and subject = trunc(subject)
        and not (subject >= 1000 and subject % 100 = 0) as subject_is_exact,
        comparison_type = 'plan' or (base = trunc(base) and not (base >= 1000 and base % 100 = 0)) as base_is_exact
    from {{ ref('int_comparison_checks') }}
    where
        check_reason = 'fits'
        and form = 'percent_of'
        and comparison_type in ('plan', 'share')
        and plan_percentages <= 1
        and not coalesce(subject_is_bounded, false)
        and base_bound is null
),

computed as (
    select
        *,
        subject_is_exact and base_is_exact as is_exact,
        {{ quotient_fits(
            'subject', 'subject', 'base', 'base', 'reported_value - reported_half', 'reported_value + reported_half'
        ) }} as fits_exactly,
        {{ quotient_fits(
            'subject_low', 'subject_high', 'base', 'base',
            'reported_value - reported_half - reported_unit_size', 'reported_value + reported_half + reported_unit_size'
        ) }} as fits_nearly
    from checks
)

select
    case
        when is_exact and fits_exactly then 'pass'
        when is_exact then 'fail'
        when comparison_type = 'plan' and fits_nearly then 'pass'
        when comparison_type = 'plan' then 'fail'
        else 'unknown'
    end as outcome,
    case
        when is_exact and fits_exactly then 'fits'
        when is_exact then 'counts_are_exact'
        when comparison_type = 'plan' and fits_nearly then 'fits'
        when comparison_type = 'plan' then 'plan_is_exact'
        else 'operands_are_rounded'
    end as reason,
    report_key,
    observation_key,
    comparison_key,
    cast(null as varchar) as related_observation_key,
    reported_value,
    computed_value as expected_value,
    computed_value as expected_low,
    computed_value as expected_high,
    {{ figure('subject') }} || '/' || {{ figure('base') }} as detail
from computed
