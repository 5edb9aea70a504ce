{#- Every indicator with a plan is met, missed, exceeded or unjudged; every comparison checked is one or the other. -#}
select
    'mart_scorecard' as mart,
    locality_key || ' ' || sector_key || ' ' || year_key as place
from {{ ref('mart_scorecard') }}
where indicators_with_plan <> met + missed + exceeded + unjudged
union all
select
    'mart_quality_scorecard',
    report_key
from {{ ref('mart_quality_scorecard') }}
where
    comparisons_checked > comparisons
    or comparisons_consistent > comparisons_checked
    or numbers_classified > numbers
    or errors + warnings + infos < 0
