-- en: How many plans were met, exceeded and missed in each place and year?
-- vi: Mỗi nơi, mỗi năm có bao nhiêu chỉ tiêu đạt, vượt và không đạt kế hoạch?
select
    l.name as locality,
    s.year_key as year,
    sum(s.indicators_with_plan) as with_plan,
    sum(s.met) as met,
    sum(s.exceeded) as exceeded,
    sum(s.missed) as missed,
    sum(s.unjudged) as unjudged
from mart_scorecard as s
inner join dim_locality as l on s.locality_key = l.locality_key
group by all
order by locality, year
