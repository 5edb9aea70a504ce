{#-
    Family ratio.  A rate and, right behind it, the count pair it was computed from: "88,8% tương ứng
    530/664", "92% (17.440/19.030 hộ)".
-#}
with pairs as (
    select
        r.observation_key,
        r.report_key,
        p.observation_key as related_observation_key,
        coalesce(r.value, r.target) as rate,
        coalesce(r.value_bound, r.target_bound) as bound,
        {{ half_unit('coalesce(r.value_decimals, r.target_decimals)') }} as half,
        {{ last_unit('coalesce(r.value_decimals, r.target_decimals)') }} as unit_size,
        coalesce(p.value, p.target) as part,
        p.denominator as whole,
        {{ half_unit('coalesce(p.value_decimals, p.target_decimals)') }} as part_half,
        {{ half_unit('p.denominator_decimals') }} as whole_half,
        r.char_end as words_start,
        p.char_start as words_end,
        row_number() over (partition by r.observation_key order by p.char_start asc) as nearness
    from {{ ref('int_observations') }} as r
    inner join {{ ref('int_observations') }} as p
        on
            r.report_key = p.report_key
            and r.block_index = p.block_index
            and r.kind = p.kind
            and p.char_start between r.char_end and r.char_end + 40
    where
        r.reported_unit = '%'
        and coalesce(r.value, r.target) is not null
        and coalesce(r.value, r.target) < 1000
        and p.denominator > 1
        and p.denominator < 1000000000000000
        and coalesce(p.value, p.target) between 0 and 1000000000000000
        and not coalesce(p.is_rate, false)
),

judged as (
    select
        p.*,
        lower(substring(d.text, p.words_start + 1, cast(p.words_end - p.words_start as bigint))) as words_between,
        {{ quotient_fits(
            'greatest(part - part_half, 0)', 'part + part_half', 'whole - whole_half', 'whole + whole_half',
            'rate - half', 'rate + half'
        ) }} as fits,
        {{ quotient_cuts(
            'greatest(part - part_half, 0)', 'part + part_half', 'whole - whole_half', 'whole + whole_half',
            'rate', 'rate + unit_size'
        ) }} as fits_cut
    from pairs as p
    left join {{ source('staging', 'documents') }} as d on p.report_key = d.report_id
    where p.nearness = 1
)

select
    case
        when fits or fits_cut then 'pass'
        when bound is not null then 'unknown'
        when regexp_matches(words_between, 'tương ứng|tương đương') then 'fail'
        else 'unknown'
    end as outcome,
    case
        when fits then 'fits'
        when fits_cut then 'fits_by_cutting'
        when bound is not null then 'rate_is_a_bound'
        when regexp_matches(words_between, 'tương ứng|tương đương') then 'does_not_fit'
        else 'another_pair'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    rate as reported_value,
    {{ percent_of('part', 'whole') }} as expected_value,
    {{ percent_of('part', 'whole') }} as expected_low,
    {{ percent_of('part', 'whole') }} as expected_high,
    {{ figure('part') }} || '/' || {{ figure('whole') }} as detail
from judged
