-- en: How many plans did each place meet, exceed and miss?
-- vi: Mỗi nơi đạt, vượt và không đạt bao nhiêu chỉ tiêu kế hoạch?
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
group by l.name, s.year_key
having sum(s.met + s.exceeded + s.missed) > 0
order by locality, year
