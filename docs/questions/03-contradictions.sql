-- en: Where does a printed percentage contradict its own operands most?
-- vi: Tỷ lệ được in mâu thuẫn nhất với chính các số đã in ở đâu?
select
    o.report_id as report,
    o.line_start as line,
    f.message_en as finding
from fct_quality_finding as f
inner join fct_indicator_observation as o on f.observation_key = o.observation_key
where f.severity = 'error' and f.reported_value is not null
order by abs(f.reported_value - f.expected_value) desc
limit 8
