{#- What was staged stands in the facts: no join drops or doubles a statement, a comparison or a number. -#}
select *
from (
    select
        'fct_indicator_observation' as fact,
        (select count(*) from {{ ref('stg_statements') }}) as staged,
        (select count(*) from {{ ref('fct_indicator_observation') }}) as published
    union all
    select
        'fct_reported_comparison',
        (select count(*) from {{ ref('stg_comparisons') }}),
        (select count(*) from {{ ref('fct_reported_comparison') }})
    union all
    select
        'fct_number',
        (select count(*) from {{ ref('stg_numbers') }}),
        (select count(*) from {{ ref('fct_number') }})
    union all
    select
        'fct_report_block',
        (select count(*) from {{ ref('stg_blocks') }}),
        (select count(*) from {{ ref('fct_report_block') }})
)
where staged <> published
