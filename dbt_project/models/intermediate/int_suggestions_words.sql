{{ config(materialized='ephemeral') }}
{#-
    Grain: one finding and one correction that is a word rather than a figure: the verdict that the
    figures give, the unit that the other places give, a number written by the rules.
-#}
with failures as (
    select
        f.*,
        o.value,
        o.target,
        o.quote,
        o.unit_code,
        o.reported_unit,
        o.indicator_key,
        o.verdict_code,
        {{ plan_status('o.value', 'o.target', 'o.target_bound', 'o.polarity') }} as status,
        e.verdict_code as related_verdict_code,
        e.unit_code as related_unit_code,
        e.reported_unit as related_reported_unit
    from {{ ref('int_rule_outcomes') }} as f
    inner join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
    left join {{ ref('int_observations') }} as e on f.related_observation_key = e.observation_key
    where
        f.outcome = 'fail'
        and f.rule_code in ('verdict_numbers', 'verdict_grade', 'verdict_differs', 'notation_unit', 'notation_slip')
),

-- The figures say which verdict is right.  A list that never says vượt is content with đạt.
verdicts as (
    select
        *,
        case when rule_code = 'verdict_differs' and verdict_code = status then 'related_verdict' else 'verdict' end
            as field,
        case status when 'exceeded' then 'Vượt' when 'met' then 'Đạt' when 'missed' then 'Không đạt' end as text
    from failures
    where
        rule_code like 'verdict%'
        and status <> 'unjudged'
        and (rule_code <> 'verdict_differs' or (verdict_code = status) <> (related_verdict_code = status))
),

-- A unit is borne out by the places that print it, and by what the catalogue expects; money a hectare
-- is money of the same size where "trên 1 ha" stands in the name.
units as (
    select
        f.*,
        count(m.observation_key) filter (
            where split_part(m.unit_code, '/', 1) = split_part(f.unit_code, '/', 1)
        ) + max((split_part(i.unit_code, '/', 1) = split_part(f.unit_code, '/', 1))::integer) as own_support,
        count(m.observation_key) filter (
            where split_part(m.unit_code, '/', 1) = split_part(f.related_unit_code, '/', 1)
        ) + max((split_part(i.unit_code, '/', 1) = split_part(f.related_unit_code, '/', 1))::integer) as related_support
    from failures as f
    left join {{ ref('stg_indicators') }} as i on f.indicator_key = i.indicator_code
    left join {{ ref('int_observations') }} as m
        on f.report_key = m.report_key and f.indicator_key = m.indicator_key
    where f.rule_code = 'notation_unit'
    group by all
),

-- The one token of the quoted words that has the slip, and how the rules write it.
tokens as (
    select
        *,
        case reason
            when 'percent_sign_lost' then regexp_extract_all(quote, '[0-9][0-9.,]*$')
            when 'english_decimal'
                then list_filter(
                    regexp_extract_all(quote, '[0-9]+[.][0-9]+'), t -> length(split_part(t, '.', 2)) <> 3
                )
            when 'english_grouping' then regexp_extract_all(quote, '[0-9]+(?:,[0-9]{3})+')
            when 'cut_decimals' then regexp_extract_all(quote, '[0-9]+,(?:\s*%|$)')
            when 'slash_for_dot' then regexp_extract_all(quote, '[0-9]{1,3}/[0-9]{3},[0-9]+')
        end as found
    from failures
    where rule_code = 'notation_slip'
),

written as (
    select
        * exclude (found),
        case reason
            when 'percent_sign_lost' then found[1] || '%'
            when 'english_decimal' then replace(found[1], '.', ',')
            when 'english_grouping' then replace(found[1], ',', '.')
            when 'cut_decimals' then regexp_replace(found[1], ',\s*%?$', '%')
            when 'slash_for_dot' then replace(found[1], '/', '.')
        end as text
    from tokens
    where
        len(found) = 1
        -- Digits are lacking; the sign may go without them only if the figures beside it bear out the rest.
        and (
            reason <> 'cut_decimals'
            or observation_key in (
                select c.observation_key from {{ ref('int_comparison_checks') }} as c
                where c.check_reason = 'fits'
            )
        )
)

select
    rule_code,
    observation_key,
    comparison_key,
    related_observation_key,
    field as suggested_field,
    text as suggested_text,
    'numbers_say' as reason
from verdicts
union all
select
    rule_code,
    observation_key,
    comparison_key,
    related_observation_key,
    case when own_support < related_support then 'unit' else 'related_unit' end as suggested_field,
    case when own_support < related_support then related_reported_unit else reported_unit end as suggested_text,
    'unit' as reason
from units
where own_support <> related_support
union all
select
    rule_code,
    observation_key,
    comparison_key,
    related_observation_key,
    'notation' as suggested_field,
    text as suggested_text,
    'by_the_rules' as reason
from written
