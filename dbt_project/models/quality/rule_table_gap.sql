{#- Family completeness.  A row of a table of indicators that prints no figure at all. -#}
select
    case
        when has_number or regexp_matches(quote, '[0-9]') then 'pass'
        -- A heading row: its figures stand in the rows below it.
        when has_parts then 'unknown'
        else 'fail'
    end as outcome,
    case
        when has_number or regexp_matches(quote, '[0-9]') then 'has_number'
        when has_parts then 'figures_in_its_parts'
        else 'no_number'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    cast(null as varchar) as related_observation_key,
    cast(null as decimal(28, 8)) as reported_value,
    cast(null as decimal(28, 8)) as expected_value,
    cast(null as decimal(28, 8)) as expected_low,
    cast(null as decimal(28, 8)) as expected_high,
    cast(null as varchar) as detail
from (
    select
        *,
        observation_key in (
            select p.parent_observation_key from {{ ref('int_observations') }} as p
            where p.has_number and p.parent_observation_key is not null
        ) as has_parts
    from {{ ref('int_observations') }}
)
where source_kind = 'table' and parent_observation_key is null
