-- en: How did farming in the city of Cao Bằng change from its report of 2021 to that of 2023?
-- vi: Nông nghiệp thành phố Cao Bằng thay đổi thế nào từ báo cáo 2021 đến báo cáo 2023?
select
    i.name_en as indicator,
    max(case when m.year_key = 2021 then m.value end) as in_2021,
    max(case when m.year_key = 2023 then m.value end) as in_2023,
    any_value(m.unit_code) as unit
from mart_plan_vs_actual as m
inner join dim_indicator as i on m.indicator_key = i.indicator_key
inner join dim_locality as l on m.locality_key = l.locality_key
where l.name = 'Thành phố Cao Bằng' and m.sector_key = 'agriculture' and m.year_key in (2021, 2023)
group by i.indicator_code, i.name_en
having in_2021 is not null and in_2023 is not null and count(distinct m.unit_code) = 1
order by unit, i.indicator_code
