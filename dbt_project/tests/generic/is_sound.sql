{#-
    What must hold of a mart's rows, in one query, so that a build does not spend its time on opening
    forty of them:
    key: the columns that tell every row from every other; never null, never twice
    refers_to: {column: [model, field]}; every value stands in the model it points to (null points nowhere)
    accepts: {column: [code, ...]}; coded columns hold their codes and nothing else (null apart)
-#}
{% test is_sound(model, key, refers_to={}, accepts={}) %}
    select
        'key' as broken,
        concat_ws(' ', {{ key | join(', ') }}) as found
    from {{ model }}
    group by {{ key | join(', ') }}
    having count(*) > 1 or {% for column in key %}{{ column }} is null{{ " or " if not loop.last }}{% endfor %}
    {% for column, target in refers_to.items() %}
    union all
    select
        '{{ column }}',
        cast(child.{{ column }} as varchar)
    from {{ model }} as child
    where
        child.{{ column }} is not null
        and not exists (
            select 1 from {{ ref(target[0]) }} as parent
            where parent.{{ target[1] }} = child.{{ column }}
        )
    {% endfor %}
    {% for column, codes in accepts.items() %}
    union all
    select
        '{{ column }}',
        {{ column }}
    from {{ model }}
    where {{ column }} is not null and {{ column }} not in ('{{ codes | join("', '") }}')
    {% endfor %}
{% endtest %}
