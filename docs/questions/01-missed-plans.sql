-- en: Which plans of 2023 were missed most?
-- vi: Năm 2023 những chỉ tiêu nào hụt kế hoạch nhiều nhất?
select
    l.name as locality,
    i.name_en as indicator,
    s.name_en as sector,
    m.value,
    m.target,
    m.unit_code as unit,
    round(m.computed_percent_of_plan, 1) as percent_of_plan
from mart_plan_vs_actual as m
inner join dim_indicator as i on m.indicator_key = i.indicator_key
inner join dim_locality as l on m.locality_key = l.locality_key
inner join dim_sector as s on m.sector_key = s.sector_key
where m.year_key = 2023 and m.plan_status = 'missed'
order by percent_of_plan
limit 6
