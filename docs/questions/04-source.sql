-- en: Which words of which report stand behind a figure?
-- vi: Câu chữ nào, ở báo cáo nào, đứng sau một con số?
select
    o.report_id as report,
    o.line_start as line,
    o.section_path as section,
    o.quote
from fct_indicator_observation as o
inner join dim_indicator as i on o.indicator_key = i.indicator_key
where i.indicator_code = 'budget_revenue_local' and o.year_key = 2023
order by o.report_id, o.char_start
