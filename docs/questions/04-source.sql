-- en: Which words stand behind the budget revenue of Bắc Kạn in 2023?
-- vi: Số thu ngân sách năm 2023 của Bắc Kạn lấy từ câu chữ nào?
select
    o.line_start as line,
    o.section_path as section,
    o.quote,
    o.is_primary
from fct_indicator_observation as o
inner join dim_indicator as i on o.indicator_key = i.indicator_key
where o.report_id = 'bac-kan-tp-2023' and i.indicator_code = 'budget_revenue'
order by o.char_start
