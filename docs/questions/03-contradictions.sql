-- en: Which printed percentages does no rounding explain?
-- vi: Những tỷ lệ nào được in mà không cách làm tròn nào giải thích được?
select
    o.report_id as report,
    o.line_start as line,
    f.message_en as finding
from fct_quality_finding as f
inner join fct_indicator_observation as o on f.observation_key = o.observation_key
where f.rule_code = 'ratio_plan'
order by abs(f.reported_value - f.expected_value) desc, report asc, line asc
limit 6
