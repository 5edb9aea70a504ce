{#-
    Grain: one printed comparison.  Its operands as intervals, the figure they give, and whether the
    printed one fits: check_outcome is `pass`, `cut` (fits only if digits were cut instead of rounded),
    `fail` or `unknown`, with why in check_reason.  Rules and facts read it from here.
-#}
with operands as (
    select
        c.*,
        o.kind,
        o.reported_unit as value_unit,
        o.quantity,
        o.measure_type,
        o.polarity,
        o.is_estimate,
        o.value,
        o.value_bound,
        o.block_index,
        o.row_id,
        o.is_counted,
        o.is_rate,
        o.notation_slip,
        o.target_bound,
        o.target,
        -- The figure compared: the result, or the plan itself where only a plan is stated.
        case
            when o.kind = 'target' and c.comparison_type <> 'plan' then o.target
            when o.kind = 'result' then o.value
        end as subject,
        case when o.kind = 'target' then o.target_decimals else o.value_decimals end as subject_decimals,
        case when o.kind = 'target' then o.target_low else o.value_low end as subject_range_low,
        case when o.kind = 'target' then o.target_high else o.value_high end as subject_range_high,
        case when o.kind = 'target' then o.target_bound else o.value_bound end as subject_bound,
        -- What it is compared with.
        case c.comparison_type
            when 'plan' then o.target
            when 'share' then coalesce(o.denominator, case when w.unit_code = o.unit_code then w.value end)
            when 'prior' then p.prior_value
        end as base,
        case c.comparison_type
            when 'plan' then o.target_decimals
            when 'share' then coalesce(o.denominator_decimals, w.value_decimals)
            when 'prior' then p.prior_decimals
        end as base_decimals,
        case
            when c.comparison_type = 'plan' then o.target_bound
            when c.comparison_type = 'share' and o.denominator is null then w.value_bound
        end as base_bound,
        case when c.comparison_type = 'plan' then o.target_low end as base_range_low,
        -- The report says itself what the base is; a whole found by its place in the sentence, or an
        -- earlier value found elsewhere in the report, is our inference.
        case c.comparison_type
            when 'plan' then true
            when 'share' then o.denominator is not null
            else coalesce(p.same_row, false)
        end as base_is_printed_beside,
        case
            when c.comparison_type = 'prior' then p.prior_observation_key
            when c.comparison_type = 'share' and o.denominator is null then w.observation_key
        end as base_observation_key,
        -- "đạt 104% …", "vượt 14% …": each may be of a plan of its own, of which one is printed.
        count(*) filter (where c.comparison_type = 'plan' and c.form in ('percent_of', 'growth'))
            over (partition by c.observation_key) as plan_percentages
    from {{ ref('stg_comparisons') }} as c
    inner join {{ ref('int_observations') }} as o on c.observation_key = o.observation_key
    left join {{ ref('int_observations') }} as w on o.parent_observation_key = w.observation_key
    left join {{ ref('int_prior_values') }} as p on c.comparison_key = p.comparison_key
),

sized as (
    select
        * replace (
            case when is_beyond_precision then null else subject end as subject,
            case when is_beyond_precision then null else base end as base
        )
    from (
        select
            *,
            {{ beyond_precision(['subject', 'base'], 'reported_value', 'reported_decimals') }} as is_beyond_precision
        from operands
    )
),

intervals as (
    select
        *,
        case
            when subject_bound in ('<', '<=') then cast(0 as decimal(28, 8))
            else greatest(subject - {{ half_unit('subject_decimals') }}, 0)
        end as subject_low,
        -- "hơn 5.621" has no upper end.
        case
            when subject_bound in ('>', '>=') then null
            else subject + {{ half_unit('subject_decimals') }}
        end as subject_high,
        base - {{ half_unit('base_decimals') }} as base_low,
        base + {{ half_unit('base_decimals') }} as base_high,
        -- A growth of 3,79% is an index of 103,79%.
        case
            when is_beyond_precision then null
            when form = 'growth' then reported_value + 100
            else reported_value
        end as reported_index,
        {{ half_unit('reported_decimals') }} as reported_half,
        {{ last_unit('reported_decimals') }} as reported_unit_size
    from sized
),

judged as (
    select
        *,
        subject_bound in ('<', '<=', '>', '>=') as subject_is_bounded,
        {{ quotient_fits(
            'subject_low', 'subject_high', 'base_low', 'base_high',
            'reported_index - reported_half', 'reported_index + reported_half'
        ) }} as fits,
        {{ quotient_cuts(
            'subject_low', 'subject_high', 'base_low', 'base_high',
            'reported_index', 'reported_index + reported_unit_size'
        ) }} as fits_cut,
        -- The opposite reading: for an indicator that is to fall, reaching more than asked may be
        -- written as plan over result.
        {{ quotient_fits(
            'base_low', 'base_high', 'subject_low', 'subject_high',
            'reported_index - reported_half', 'reported_index + reported_half'
        ) }} as fits_inverted,
        -- Two growth rates are compared as the indices they stand for.
        {{ quotient_fits(
            '100 + subject_low', '100 + subject_high', '100 + base_low', '100 + base_high',
            'reported_index - reported_half', 'reported_index + reported_half'
        ) }} as fits_as_indices,
        {{ quotient_fits(
            '1000 * subject_low', '1000 * subject_high', 'base_low', 'base_high',
            'reported_index - reported_half', 'reported_index + reported_half'
        ) }} as fits_thousandfold,
        {{ quotient_fits(
            'subject_low', 'subject_high', '1000 * base_low', '1000 * base_high',
            'reported_index - reported_half', 'reported_index + reported_half'
        ) }} as fits_thousandth,
        {{ intervals_meet(
            'subject_low - base_high', 'subject_high - base_low',
            'reported_value - reported_half', 'reported_value + reported_half'
        ) }} as fits_difference,
        {{ intervals_meet(
            'base_low - subject_high', 'base_high - subject_low',
            'reported_value - reported_half', 'reported_value + reported_half'
        ) }} as fits_difference_inverted
    from intervals
),

weighed as (
    select
        *,
        bool_or(coalesce(fits, false) and comparison_type = 'plan' and form in ('percent_of', 'growth'))
            over (partition by observation_key) as some_plan_fits
    from judged
),

explained as (
    select
        *,
        form in ('percent_of', 'growth') as is_quotient
    from weighed
),

reasoned as (
    select
        * exclude (some_plan_fits),
        case
            when is_beyond_precision then 'beyond_precision'
            when subject is null and subject_range_low is not null then 'value_is_a_range'
            when subject is null then 'no_value'
            when base_range_low is not null then 'base_is_a_range'
            when base is null and comparison_type = 'plan' then 'plan_not_printed'
            when base is null then 'base_not_printed'
            when is_quotient and base <= 0 then 'zero_base'
            when is_quotient and base_low <= 0 then 'base_below_its_rounding'
            when is_quotient and subject < 0 then 'negative_value'
            when is_quotient and fits then 'fits'
            -- Points between counts are points between their rates, which are printed elsewhere.
            when form = 'points' and not is_rate then 'points_of_a_count'
            when not is_quotient and fits_difference then 'fits'
            when comparison_type = 'plan' and plan_percentages > 1 and some_plan_fits then 'another_plan'
            when comparison_type = 'plan' and plan_percentages > 1 then 'several_plans'
            when comparison_type = 'share' and not base_is_printed_beside then 'another_whole'
            when base_bound is not null then 'base_is_a_bound'
            when is_quotient and fits_cut then 'fits_by_cutting'
            when is_quotient and fits_inverted and coalesce(polarity, '') <> 'higher' then 'opposite_reading'
            when is_quotient and is_rate and reported_value = subject then 'rate_itself'
            when is_quotient and is_rate and fits_as_indices then 'growth_as_index'
            -- "6/8 phường đạt tỷ lệ 100%": six of them reached the hundred.
            when reported_index = 100 and comparison_type <> 'prior' and is_counted and subject < base
                then 'hundred_reached_by_some'
            -- "đạt 100%" of what was more than fulfilled.
            when reported_index = 100 and comparison_type = 'plan' and subject > base then 'capped_at_hundred'
            when is_quotient and is_rate and fits_difference then 'points_meant'
            when form = 'delta' and coalesce(reported_unit, '') <> coalesce(value_unit, '') then 'another_unit'
            when not is_quotient and fits_difference_inverted then 'opposite_reading'
            when is_quotient and (fits_thousandfold or fits_thousandth) then 'thousandfold'
            else 'does_not_fit'
        end as check_reason
    from explained
)

select
    * exclude (is_quotient, fits_difference, fits_difference_inverted),
    case check_reason
        when 'fits' then 'pass'
        when 'fits_by_cutting' then 'cut'
        when 'does_not_fit' then 'fail'
        when 'thousandfold' then 'fail'
        else 'unknown'
    end as check_outcome,
    case form
        when 'percent_of' then {{ percent_of('subject', 'base') }}
        when 'growth' then {{ percent_of('subject', 'base') }} - 100
        else subject - base
    end as computed_value,
    case
        when form in ('percent_of', 'growth') and base_low <= 0 then null
        when form = 'percent_of' then {{ percent_of('subject_low', 'base_high') }}
        when form = 'growth' then {{ percent_of('subject_low', 'base_high') }} - 100
        else subject_low - base_high
    end as computed_low,
    case
        when form in ('percent_of', 'growth') and base_low <= 0 then null
        when form = 'percent_of' then {{ percent_of('subject_high', 'base_low') }}
        when form = 'growth' then {{ percent_of('subject_high', 'base_low') }} - 100
        else subject_high - base_low
    end as computed_high
from reasoned
