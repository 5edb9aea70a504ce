-- en: Where does the province plan the largest steps for 2023, against its estimate of 2022?
-- vi: So với ước thực hiện 2022, tỉnh đặt bước tăng lớn nhất cho năm 2023 ở đâu?
select
    i.name_en as indicator,
    s.name_en as sector,
    m.value as estimate_2022,
    m.next_target as plan_2023,
    m.unit_code as unit,
    round(100 * (m.next_target / m.value - 1), 1) as step_percent
from mart_plan_vs_actual as m
inner join dim_indicator as i on m.indicator_key = i.indicator_key
inner join dim_locality as l on m.locality_key = l.locality_key
inner join dim_sector as s on m.sector_key = s.sector_key
where
    l.name = 'Tỉnh Cao Bằng'
    and m.year_key = 2022
    and i.measure_type = 'level'
    and m.next_target > m.value
order by step_percent desc, i.indicator_code asc
limit 4
