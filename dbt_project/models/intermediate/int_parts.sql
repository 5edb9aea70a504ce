{#-
    Grain: one whole with its parts in one column (result or plan) of one report.  Parts are the
    observations that the reader tied to the whole, of the same quantity, place and year; the words
    between the whole and its first part tell whether the list may leave parts out (trong đó).
-#}
with columns as (
    select
        observation_key,
        parent_observation_key,
        report_key,
        row_id,
        kind,
        year_key,
        period_key,
        unit_code,
        base_unit_code,
        is_counted,
        factor_to_base,
        char_start,
        char_end,
        source_kind,
        is_rate,
        -- A mean is no sum of what it is the mean of.
        coalesce(additivity, '') <> 'non_additive'
        and not regexp_matches(lower(reported_name), 'bình quân|trung bình') as may_be_summed,
        unnest(['value', 'target']) as slot,
        unnest([value, target]) as printed,
        unnest([value_half, target_half]) as half,
        unnest([denominator, null]) as denominator,
        unnest([value_base, target_base]) as figure,
        unnest([value_base_low, target_base_low]) as figure_low,
        unnest([value_base_high, target_base_high]) as figure_high,
        unnest([value_bound, target_bound]) as bound
    from {{ ref('int_observations') }}
),

-- A whole without a unit of its own (a table's heading row) is taken in the unit of its parts.
pairs as (
    select
        w.observation_key,
        w.report_key,
        w.row_id,
        w.slot,
        w.base_unit_code is null as is_unitless,
        case when w.base_unit_code is null then w.printed else w.figure end as whole,
        case when w.base_unit_code is null then w.printed - w.half else w.figure_low end
            as whole_low,
        case when w.base_unit_code is null then w.printed + w.half else w.figure_high end
            as whole_high,
        w.bound as whole_bound,
        -- For people to read, figures go back from the base unit to the whole's own.
        case when w.base_unit_code is null then 1 else w.factor_to_base end as factor,
        w.source_kind,
        w.char_end as whole_end,
        p.observation_key as part_key,
        p.char_start as part_start,
        p.unit_code as part_unit_code,
        case when w.base_unit_code is null then p.printed else p.figure end as part,
        case when w.base_unit_code is null then p.printed - p.half else p.figure_low end
            as part_low,
        case when w.base_unit_code is null then p.printed + p.half else p.figure_high end
            as part_high,
        p.bound as part_bound,
        coalesce(p.denominator = w.printed, false) as is_share_of_whole
    from columns as w
    inner join columns as p
        on
            w.observation_key = p.parent_observation_key
            and w.report_key = p.report_key
            and w.slot = p.slot
            and w.kind = p.kind
            and w.year_key = p.year_key
            and w.period_key = p.period_key
            and (
                w.base_unit_code = p.base_unit_code
                or w.base_unit_code is null
                -- "8 công trình: xử lý 3 trường hợp …" counts the same things under a word for all.
                or (w.is_counted and p.unit_code = 'trường hợp')
            )
    where
        w.printed is not null
        and w.may_be_summed
        and not coalesce(w.is_rate, false)
        and not coalesce(p.is_rate, false)
),

-- "39 nhiệm vụ: gồm 01 dự án, 06 nhiệm vụ …": what is counted under a word of its own may be meant as well.
set_aside as (
    select
        w.observation_key,
        w.slot,
        sum(p.printed) as set_aside
    from columns as w
    inner join columns as p
        on
            w.observation_key = p.parent_observation_key
            and w.slot = p.slot
            and w.kind = p.kind
            and w.year_key = p.year_key
    where w.is_counted and p.is_counted and w.base_unit_code <> p.base_unit_code and p.unit_code <> 'trường hợp'
    group by w.observation_key, w.slot
),

wholes as (
    select
        observation_key,
        report_key,
        slot,
        any_value(row_id) as row_id,
        any_value(whole) as whole,
        any_value(whole_low) as whole_low,
        any_value(whole_high) as whole_high,
        any_value(whole_bound) as whole_bound,
        any_value(factor) as factor,
        any_value(source_kind) as source_kind,
        any_value(whole_end) as whole_end,
        count(*) as parts,
        count(part) as parts_with_figure,
        count(part_bound) as parts_with_bound,
        count(*) filter (where is_share_of_whole) as shares_of_whole,
        min(part_start) as first_part_start,
        sum(part) as total,
        sum(part_low) as total_low,
        sum(part_high) as total_high,
        max(part) as largest_part,
        list(part order by part_start) as part_figures,
        string_agg({{ figure("cast(part as double) / cast(factor as double)") }}, ' + ' order by part_start) as addition
    from pairs
    group by observation_key, report_key, slot
    having not any_value(is_unitless) or count(distinct part_unit_code) = 1
)

select
    w.*,
    coalesce(a.set_aside, 0) as set_aside,
    lower(coalesce(
        case
            when w.first_part_start > w.whole_end and w.first_part_start - w.whole_end < 200
                then substring(d.text, w.whole_end + 1, cast(w.first_part_start - w.whole_end as bigint))
        end, ''
    )) as words_between
from wholes as w
left join set_aside as a on w.observation_key = a.observation_key and w.slot = a.slot
left join {{ source('staging', 'documents') }} as d on w.report_key = d.report_id
