with reports as (
    select report_key from {{ ref('dim_report') }}
    where report_key <> 'unknown'
),

observed as (
    select
        report_key,
        count(*) as observations
    from {{ ref('fct_indicator_observation') }}
    group by all
),

compared as (
    select
        report_key,
        count(*) as comparisons,
        count(is_consistent) as comparisons_checked,
        count(*) filter (where is_consistent) as comparisons_consistent
    from {{ ref('fct_reported_comparison') }}
    group by all
),

judged as (
    select
        report_key,
        count(*) filter (where outcome = 'pass') as rules_passed,
        count(*) filter (where outcome = 'fail') as rules_failed,
        count(*) filter (where outcome = 'unknown') as rules_unknown
    from {{ ref('int_rule_outcomes') }}
    group by all
),

by_rule as (
    select
        report_key,
        rule_code,
        severity,
        count(*) as findings
    from {{ ref('fct_quality_finding') }}
    group by all
),

found as (
    select
        report_key,
        sum(findings) filter (where severity = 'error') as errors,
        sum(findings) filter (where severity = 'warning') as warnings,
        sum(findings) filter (where severity = 'info') as infos,
        cast(to_json(map_from_entries(list((rule_code, findings) order by rule_code))) as varchar) as findings_by_rule
    from by_rule
    group by report_key
),

printed as (
    select
        report_key,
        count(*) as numbers,
        count(*) filter (where role <> 'unclassified') as numbers_classified
    from {{ ref('fct_number') }}
    group by all
)

select
    r.report_key,
    coalesce(o.observations, 0) as observations,
    coalesce(c.comparisons, 0) as comparisons,
    coalesce(c.comparisons_checked, 0) as comparisons_checked,
    coalesce(c.comparisons_consistent, 0) as comparisons_consistent,
    coalesce(j.rules_passed, 0) as rules_passed,
    coalesce(j.rules_failed, 0) as rules_failed,
    coalesce(j.rules_unknown, 0) as rules_unknown,
    cast(coalesce(f.errors, 0) as bigint) as errors,
    cast(coalesce(f.warnings, 0) as bigint) as warnings,
    cast(coalesce(f.infos, 0) as bigint) as infos,
    coalesce(f.findings_by_rule, '{}') as findings_by_rule,
    coalesce(n.numbers, 0) as numbers,
    coalesce(n.numbers_classified, 0) as numbers_classified,
    round(n.numbers_classified / nullif(n.numbers, 0), 4) as share_classified
from reports as r
left join observed as o on r.report_key = o.report_key
left join compared as c on r.report_key = c.report_key
left join judged as j on r.report_key = j.report_key
left join found as f on r.report_key = f.report_key
left join printed as n on r.report_key = n.report_key
