{#-
    Family same figure.  A rate stated as such, and the same rate printed beside its count pair in
    another place of the report.
-#}
with rates as (
    select
        *,
        value as rate
    from {{ ref('int_mentions') }}
    where kind = 'result' and is_rate and value is not null and value_bound is null
),

pairs as (
    select
        m.*,
        c.comparison_key,
        c.reported_value as rate,
        {{ half_unit('c.reported_decimals') }} as half
    from {{ ref('int_mentions') }} as m
    inner join {{ ref('int_comparison_checks') }} as c on m.observation_key = c.observation_key
    where
        c.comparison_type = 'share'
        and c.form = 'percent_of'
        and c.base_is_printed_beside
        and m.kind = 'result'
),

joined as (
    select
        p.observation_key,
        p.comparison_key,
        p.report_key,
        r.observation_key as related_observation_key,
        p.rate as reported_value,
        r.rate as expected_value,
        count(distinct r.rate) over (partition by p.comparison_key) as figures,
        {{ intervals_meet('p.rate - p.half', 'p.rate + p.half', 'r.value_base_low', 'r.value_base_high') }} as agree,
        row_number() over (partition by p.comparison_key order by r.char_start asc, r.observation_key asc) as nearness
    from pairs as p
    inner join rates as r
        on
            p.report_key = r.report_key
            and p.indicator_key = r.indicator_key
            and p.locality_key = r.locality_key
            and p.place = r.place
            and p.year_key = r.year_key
            and p.observation_key <> r.observation_key
)

select
    case when agree then 'pass' when figures > 1 then 'unknown' else 'fail' end as outcome,
    case when agree then 'agrees' when figures > 1 then 'name_says_too_little' else 'differs' end as reason,
    report_key,
    observation_key,
    comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from joined
where nearness = 1
