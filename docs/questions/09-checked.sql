-- en: How many printed percentages could be checked, and why not the others?
-- vi: Bao nhiêu tỷ lệ in trong báo cáo kiểm tra được, và vì sao số còn lại thì không?
select
    outcome,
    reason,
    sum(places) as places
from mart_rule_outcomes
where rule_code in ('ratio_plan', 'ratio_prior', 'ratio_share')
group by outcome, reason
order by outcome asc, places desc, reason asc
