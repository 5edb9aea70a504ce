{#- The rules that are built and the rules of the catalogue are the same. -#}
with built as (
    {% for code in var('quality_rules') %}
        select '{{ code }}' as rule_code
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select coalesce(b.rule_code, r.rule_code) as rule_code
from built as b
full outer join {{ ref('quality_rules') }} as r on b.rule_code = r.rule_code
where b.rule_code is null or r.rule_code is null
