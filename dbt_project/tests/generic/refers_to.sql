{#-
    Every value of each column stands in the model it points to; null points nowhere and is allowed
    only where the contract allows it.  One query for all of a model's keys.
    keys: {column: [model, field]}
-#}
{% test refers_to(model, keys) %}
    {% for column, target in keys.items() %}
    select
        '{{ column }}' as broken_key,
        cast(child.{{ column }} as varchar) as points_to
    from {{ model }} as child
    where
        child.{{ column }} is not null
        and not exists (
            select 1 from {{ ref(target[0]) }} as parent
            where parent.{{ target[1] }} = child.{{ column }}
        )
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endtest %}
