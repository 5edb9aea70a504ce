{#- Coded columns hold their codes and nothing else (null apart).  columns: {column: [code, ...]} -#}
{% test accepts_only(model, columns) %}
    {% for column, codes in columns.items() %}
    select
        '{{ column }}' as coded_column,
        {{ column }} as code
    from {{ model }}
    where {{ column }} is not null and {{ column }} not in ('{{ codes | join("', '") }}')
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endtest %}
