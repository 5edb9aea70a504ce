-- en: What was the grain output of each place, in one unit, and which province is it in today?
-- vi: Sản lượng lương thực của mỗi nơi, quy về một đơn vị; nay nơi ấy thuộc tỉnh nào?
select
    l.name as locality,
    coalesce(today.name, l.name) as today_in,
    o.year_key as year,
    o.value_base / 1000 as tonnes
from fct_indicator_observation as o
inner join dim_indicator as i on o.indicator_key = i.indicator_key
inner join dim_locality as l on o.locality_key = l.locality_key
left join dim_locality as today on l.successor_locality_key = today.locality_key
where i.indicator_code = 'grain_output' and o.kind = 'result' and o.is_primary
order by tonnes desc
