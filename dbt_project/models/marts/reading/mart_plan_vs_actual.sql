{#-
    Grain: indicator, locality, year.  Built from primary observations of places that were matched;
    a figure of an unmatched place would otherwise pass for the whole locality's.
-#}
with observations as (
    select
        o.*,
        p.period_code
    from {{ ref('fct_indicator_observation') }} as o
    inner join {{ ref('dim_period') }} as p on o.period_key = p.period_key
    where
        o.indicator_key <> 'unknown'
        and o.locality_key <> 'unknown'
        and o.year_key <> -1
),

-- A full year before a part of it, a result before an estimate; the primary mention of each.
results as (
    select * from observations
    where kind = 'result' and is_primary
    qualify row_number() over (
        partition by indicator_key, locality_key, year_key
        order by
            value is null,
            case when period_code in ('year', 'year_end', 'school_year') then 0 else 1 end,
            target is null, is_estimate, char_start, observation_key
    ) = 1
),

-- The plan: of the chosen result's own words, else of any mention of the year.
plans as (
    select * from observations
    where target is not null
    qualify row_number() over (
        partition by indicator_key, locality_key, year_key
        order by kind = 'target' desc, is_primary desc, char_start asc, observation_key asc
    ) = 1
),

cells as (
    select
        indicator_key,
        locality_key,
        year_key
    from results
    union
    select
        indicator_key,
        locality_key,
        year_key
    from plans
),

sources as (
    select
        indicator_key,
        locality_key,
        year_key,
        count(*) as mentions,
        count(distinct report_key) as reports
    from observations
    group by all
),

percentages as (
    select
        observation_key,
        reported_value,
        is_consistent
    from {{ ref('fct_reported_comparison') }}
    where comparison_type = 'plan' and form = 'percent_of'
    qualify row_number() over (
        partition by observation_key order by is_consistent desc nulls last, char_start asc, comparison_key asc
    ) = 1
),

-- What a finding points at, one way at a time: a join by either of two keys would compare all with all.
pointed_at as (
    select
        observation_key,
        severity
    from {{ ref('fct_quality_finding') }}
    union all
    select
        related_observation_key as observation_key,
        severity
    from {{ ref('fct_quality_finding') }}
),

worst as (
    select
        o.indicator_key,
        o.locality_key,
        o.year_key,
        min({{ severity_rank('f.severity') }}) as severity_rank
    from pointed_at as f
    inner join observations as o on f.observation_key = o.observation_key
    group by all
),

joined as (
    select
        c.indicator_key,
        c.locality_key,
        c.year_key,
        coalesce(r.unit_code, t.unit_code) as unit_code,
        r.observation_key,
        r.period_code,
        r.is_estimate,
        r.value,
        r.value_bound,
        r.value_base,
        case when r.target is not null then r.observation_key else t.observation_key end as target_observation_key,
        case
            when r.target is not null then r.target
            when r.observation_key is null or r.unit_code = t.unit_code then t.target
        end as target,
        coalesce(r.target_bound, case when r.target is null then t.target_bound end) as target_bound,
        coalesce(r.target_base, t.target_base) as target_base,
        g.reported_value as reported_percent_of_plan,
        g.is_consistent as is_percent_consistent,
        e.value as prior_value,
        e.report_key as prior_report_key,
        r.report_key,
        n.target as next_target,
        s.mentions,
        s.reports,
        {{ severity_name('w.severity_rank') }} as worst_finding
    from cells as c
    left join results as r
        on
            c.indicator_key = r.indicator_key
            and c.locality_key = r.locality_key
            and c.year_key = r.year_key
    left join plans as t
        on
            c.indicator_key = t.indicator_key
            and c.locality_key = t.locality_key
            and c.year_key = t.year_key
    left join sources as s
        on
            c.indicator_key = s.indicator_key
            and c.locality_key = s.locality_key
            and c.year_key = s.year_key
    left join worst as w
        on
            c.indicator_key = w.indicator_key
            and c.locality_key = w.locality_key
            and c.year_key = w.year_key
    left join percentages as g on r.observation_key = g.observation_key
    left join results as e
        on
            c.indicator_key = e.indicator_key
            and c.locality_key = e.locality_key
            and c.year_key = e.year_key + 1
            and coalesce(r.unit_code, t.unit_code) = e.unit_code
    left join plans as n
        on
            c.indicator_key = n.indicator_key
            and c.locality_key = n.locality_key
            and c.year_key = n.year_key - 1
            and coalesce(r.unit_code, t.unit_code) = n.unit_code
)

select
    j.indicator_key,
    j.locality_key,
    j.year_key,
    i.sector_key,
    j.unit_code,
    j.observation_key,
    j.target_observation_key,
    j.period_code,
    j.is_estimate,
    j.value,
    j.value_bound,
    j.target,
    j.target_bound,
    case when j.target > 0 then {{ percent_of('j.value', 'j.target') }} end as computed_percent_of_plan,
    j.reported_percent_of_plan,
    j.is_percent_consistent,
    {{ plan_status('j.value', 'j.target', 'j.target_bound', 'i.polarity') }} as plan_status,
    j.prior_value,
    j.prior_report_key <> j.report_key as is_prior_from_other_report,
    case
        when j.prior_value > 0 then cast({{ percent_of('j.value', 'j.prior_value') }} - 100 as decimal(28, 8))
    end as year_on_year_growth,
    j.next_target,
    j.mentions,
    j.reports,
    j.worst_finding
from joined as j
inner join {{ ref('dim_indicator') }} as i on j.indicator_key = i.indicator_key
