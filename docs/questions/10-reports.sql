-- en: How well was each report read, and what was found in it?
-- vi: Mỗi báo cáo được đọc đến đâu và có những phát hiện gì?
select
    r.report_id as report,
    q.observations,
    q.comparisons,
    q.comparisons_checked as checked,
    q.errors,
    q.warnings,
    q.numbers,
    round(100 * q.share_classified, 1) as classified_percent
from mart_quality_scorecard as q
inner join dim_report as r on q.report_key = r.report_key
order by report
