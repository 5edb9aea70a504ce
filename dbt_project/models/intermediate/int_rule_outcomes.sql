{#- Grain: one rule confronted with one place: pass, fail or unknown, and why. -#}
{% for code in var('quality_rules') %}
    select
        cast('{{ code }}' as varchar) as rule_code,
        cast(outcome as varchar) as outcome,
        cast(reason as varchar) as reason,
        cast(report_key as varchar) as report_key,
        cast(observation_key as varchar) as observation_key,
        cast(comparison_key as varchar) as comparison_key,
        cast(related_observation_key as varchar) as related_observation_key,
        try_cast(reported_value as decimal(28, 8)) as reported_value,
        try_cast(expected_value as decimal(28, 8)) as expected_value,
        try_cast(expected_low as decimal(28, 8)) as expected_low,
        try_cast(expected_high as decimal(28, 8)) as expected_high,
        cast(detail as varchar) as detail
    from {{ ref('rule_' ~ code) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
