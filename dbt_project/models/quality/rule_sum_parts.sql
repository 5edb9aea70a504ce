{#-
    Family sum.  Parts against their whole, in exact intervals.  Parts that
    together exceed it cannot be (a part that alone exceeds it is rather no part of it); parts that fall short of it may be a partial list, unless the
    same list's other column adds up to the digit, or the words show that it means to be full.
-#}
with judged as (
    select
        *,
        whole_high < total_low as is_over,
        whole_low > total_high as is_under,
        -- Two breakdowns of one whole (by kind, then by place) together make twice the whole or more.
        -- And a part may be broken down in its turn.  Either way some run of them makes the whole alone.
        list_contains(
            flatten(list_transform(
                range(1, len(part_figures) + 1),
                i -> list_transform(
                    range(i, len(part_figures) + 1),
                    j -> list_sum(part_figures[i:j]) between whole_low and whole_high
                )
            )), true
        ) as is_closed_by_some,
        max(case when whole_low <= total_high and whole_high >= total_low then 1 else 0 end)
            over (partition by observation_key) as other_column_closes,
        -- Where another year of the row falls short, too, the list leaves something out in every year.
        count(*) filter (where whole_low > total_high and parts_with_figure = parts)
            over (partition by report_key, coalesce(row_id, observation_key)) as columns_short,
        set_aside > 0 and whole = total + set_aside as is_closed_by_others
    from {{ ref('int_parts') }}
),

explained as (
    select
        *,
        case
            when parts_with_figure < parts then 'a_part_without_figure'
            when parts = 1 then 'one_part_only'
            when not is_over and not is_under then 'adds_up'
            when is_closed_by_others then 'part_under_another_word'
            when is_over and parts_with_bound = 0 and whole_bound in ('>', '>=') then 'whole_is_a_bound'
            when is_over and is_closed_by_some then 'two_breakdowns'
            -- "226/250 một cửa, 204/250 bưu chính": each is a share of the whole, and they overlap.
            when is_over and shares_of_whole = parts then 'overlapping_shares'
            when is_over and largest_part > whole_high then 'not_its_part'
            when is_over then 'parts_exceed_whole'
            when whole_bound is not null or parts_with_bound > 0 then 'whole_is_a_bound'
            when other_column_closes = 1 and columns_short = 1 then 'other_column_adds_up'
            when words_between like '%trong đó%' then 'partial_list'
            when parts >= 3 and total_high >= 0.8 * whole_low then 'parts_fall_short'
            else 'partial_list'
        end as reason
    from judged
),

-- The same whole stated in other places of the report is as doubtful there.
mentioned as (
    select
        e.*,
        e.observation_key as place_key,
        cast(null as varchar) as related_observation_key
    from explained as e
    union all
    select
        e.*,
        m.observation_key as place_key,
        e.observation_key as related_observation_key
    from explained as e
    inner join {{ ref('int_observations') }} as w on e.observation_key = w.observation_key
    inner join {{ ref('int_observations') }} as m
        on
            w.report_key = m.report_key
            and w.locality_key = m.locality_key
            and (
                w.indicator_key = m.indicator_key
                -- Under another name, but with the same plan to the digit.
                or (w.target = m.target and w.value <> w.target)
            )
            and w.year_key = m.year_key
            and w.kind = m.kind
            and w.value = m.value
            and w.observation_key <> m.observation_key
    where e.slot = 'value' and w.indicator_key <> 'unknown' and e.whole >= 100 and m.observation_key not in (
        select p.observation_key from {{ ref('int_parts') }} as p
    )
)

select
    case
        when reason in ('adds_up') then 'pass'
        when reason in ('parts_exceed_whole', 'other_column_adds_up', 'parts_fall_short')
            then 'fail'
        else 'unknown'
    end as outcome,
    reason,
    report_key,
    place_key as observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    {{ in_unit('whole') }} as reported_value,
    {{ in_unit('total') }} as expected_value,
    {{ in_unit('total_low') }} as expected_low,
    {{ in_unit('total_high') }} as expected_high,
    addition as detail
from mentioned
