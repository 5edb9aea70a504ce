{#-
    Family sum.  Parts against their whole, in exact intervals.  A part larger than its whole, or parts
    that together exceed it, cannot be; parts that fall short of it may be a partial list, unless the
    same list's other column adds up to the digit, or the words show that it means to be full.
-#}
with judged as (
    select
        *,
        whole_high < total_low as is_over,
        whole_low > total_high as is_under,
        -- Two breakdowns of one whole (by kind, then by place) together make twice the whole or more.
        list_contains(
            list_transform(
                range(1, len(part_figures)), i -> list_sum(part_figures[1:i]) between whole_low and whole_high
            ), true
        ) as is_closed_early,
        max(case when whole_low <= total_high and whole_high >= total_low then 1 else 0 end)
            over (partition by observation_key) as other_column_closes
    from {{ ref('int_parts') }}
),

explained as (
    select
        *,
        case
            when parts_with_figure < parts then 'a_part_without_figure'
            when parts = 1 and largest_part <= whole_high then 'one_part_only'
            when not is_over and not is_under then 'adds_up'
            when is_over and parts_with_bound = 0 and whole_bound in ('>', '>=') then 'whole_is_a_bound'
            when is_over and is_closed_early then 'two_breakdowns'
            when is_over and largest_part > whole_high then 'part_exceeds_whole'
            when is_over then 'parts_exceed_whole'
            when whole_bound is not null or parts_with_bound > 0 then 'whole_is_a_bound'
            when other_column_closes = 1 then 'other_column_adds_up'
            when words_between like '%trong đó%' then 'partial_list'
            when parts >= 3 and total_high >= 0.8 * whole_low then 'parts_fall_short'
            else 'partial_list'
        end as reason
    from judged
)

select
    case
        when reason in ('adds_up') then 'pass'
        when reason in ('parts_exceed_whole', 'part_exceeds_whole', 'other_column_adds_up', 'parts_fall_short')
            then 'fail'
        else 'unknown'
    end as outcome,
    reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    case when reason = 'part_exceeds_whole' then largest_part_key end as related_observation_key,
    whole as reported_value,
    total as expected_value,
    total_low as expected_low,
    total_high as expected_high,
    replace(addition, '.', ',') as detail
from explained
