{#- The column tells every row from every other: never null, never twice.  One query for both. -#}
{% test is_key(model, column_name) %}
    select
        {{ column_name }} as key,
        count(*) as times
    from {{ model }}
    group by {{ column_name }}
    having count(*) > 1 or {{ column_name }} is null
{% endtest %}
