-- en: Which figures does one report print with two values?
-- vi: Con số nào trong cùng một báo cáo được in thành hai giá trị?
select
    o.report_id as report,
    f.message_en as finding
from fct_quality_finding as f
inner join fct_indicator_observation as o on f.observation_key = o.observation_key
where f.rule_code in ('same_value', 'same_plan')
order by report, o.char_start
