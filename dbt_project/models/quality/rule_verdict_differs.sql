{#-
    Family verdict.  One verdict for one thing: the same indicator judged differently in two places, or
    two rows of one table with the same plan and the same result judged differently.
-#}
with judged as (
    select
        *,
        coalesce(reported_place, '') as place
    from {{ ref('int_observations') }}
    where verdict_code in ('met', 'exceeded', 'missed') and kind = 'result' and value is not null
),

pairs as (
    select
        a.observation_key,
        a.report_key,
        b.observation_key as related_observation_key,
        a.value as reported_value,
        a.verdict_code = b.verdict_code as agree,
        coalesce(a.target = b.target, a.target is null and b.target is null) as same_plan,
        row_number() over (
            partition by a.observation_key
            order by
                coalesce(a.target = b.target, a.target is null and b.target is null) desc,
                a.verdict_code = b.verdict_code asc,
                b.char_start asc, b.observation_key asc
        ) as nearness
    from judged as a
    inner join judged as b
        on
            a.report_key = b.report_key
            and a.char_start > b.char_start
            and a.value = b.value
            and a.base_unit_code = b.base_unit_code
            and (
                (
                    a.indicator_key = b.indicator_key
                    and a.indicator_key <> 'unknown'
                    and a.place = b.place
                    and a.year_key = b.year_key
                )
                or (
                    a.source_kind = 'table'
                    and b.source_kind = 'table'
                    and a.target is not distinct from b.target
                    and a.target_bound is not distinct from b.target_bound
                    and (a.target_bound is not null or a.polarity is not distinct from b.polarity)
                    and a.is_rate
                    -- The nearest row above; rows far apart may be meant differently.
                    and abs(a.line_start - b.line_start) <= 2
                )
            )
)

select
    case when agree then 'pass' when same_plan then 'fail' else 'unknown' end as outcome,
    case when agree then 'agrees' when same_plan then 'differs' else 'another_plan' end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    cast(null as decimal(28, 8)) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from pairs
where nearness = 1
