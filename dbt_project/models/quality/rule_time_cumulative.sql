{#-
    Family over time.  What was reached by a day of the year can only grow until its end, if it is a
    flow: an estimate of the whole year below what the months already gave is a slip.  Of an indicator
    that may fall (or is not known) only a fall to less than a tenth is held against it.
-#}
with observations as (
    select
        *,
        coalesce(reported_place, '') as place
    from {{ ref('int_observations') }}
    where
        kind = 'result'
        and value_base is not null
        and indicator_key <> 'unknown'
        and not is_rate
        and end_date is not null
        and value_bound is null
),

pairs as (
    select
        l.observation_key,
        l.report_key,
        e.observation_key as related_observation_key,
        l.value as reported_value,
        cast(e.value_base / l.factor_to_base as decimal(28, 8)) as expected_value,
        l.value_base_high < e.value_base_low as is_less,
        l.value_base_high * 10 < e.value_base_low as is_far_less,
        coalesce(l.indicator_key = e.indicator_key and l.additivity = 'additive', false) as is_flow,
        -- Figures of one size under two units: it is the unit that slipped, which is another rule.
        l.factor_to_base <> e.factor_to_base and l.value > e.value / 10 as is_other_unit,
        row_number() over (
            partition by l.observation_key order by e.block_index = l.block_index desc, e.char_start desc
        ) as nearness
    from observations as l
    inner join observations as e
        on
            l.report_key = e.report_key
            and (
                l.indicator_key = e.indicator_key
                -- "thu được …, ước đến cuối năm thu …": the second name is a piece of the first.
                or (
                    l.block_index = e.block_index
                    and l.char_start > e.char_start
                    and l.name_match_method = 'own'
                    and l.period_code = 'year_end'
                    and list_has_all(
                        string_split(lower(e.reported_name), ' '), string_split(lower(l.reported_name), ' ')
                    )
                )
            )
            and l.locality_key = e.locality_key
            and l.place = e.place
            and l.year_key = e.year_key
            and l.base_unit_code = e.base_unit_code
            and (
                l.end_date > e.end_date
                or (l.period_code = 'year_end' and e.period_code <> 'year_end' and l.block_index = e.block_index)
            )
            and coalesce(l.start_date, make_date(l.year_key, 1, 1))
            = coalesce(e.start_date, make_date(e.year_key, 1, 1))
)

select
    case
        when not is_less then 'pass'
        when is_other_unit then 'unknown'
        when is_far_less or is_flow then 'fail'
        else 'unknown'
    end as outcome,
    case
        when not is_less then 'grows'
        when is_other_unit then 'other_unit'
        when is_far_less then 'far_less'
        when is_flow then 'less'
        else 'may_fall'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from pairs
where nearness = 1
