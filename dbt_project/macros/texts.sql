{#- A figure as people write it, without idle zeros; comma and dot as the language has them. -#}
{% macro number_text(x, language) -%}
    case
        when {{ x }} is null then ''
        else
            case when {{ x }} < 0 then '-' else '' end
            || {% if language == 'vi' -%}
            replace(coalesce(try(format('{:,}', cast(trunc(abs({{ x }})) as bigint))), '?'), ',', '.')
            {%- else -%}
            coalesce(try(format('{:,}', cast(trunc(abs({{ x }})) as bigint))), '?')
            {%- endif %}
            || case
                when abs({{ x }}) = trunc(abs({{ x }})) then ''
                else
                    '{{ ',' if language == 'vi' else '.' }}'
                    || rtrim(split_part(cast(abs({{ x }}) as varchar), '.', 2), '0')
            end
    end
{%- endmacro %}

{#- Fill a message template: each {token} by its text, in the language's way of writing figures. -#}
{% macro rendered(template, language, tokens, figures) -%}
    {%- set ns = namespace(sql=template) -%}
    {%- for token, expression in tokens.items() -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '{" ~ token ~ "}', coalesce(" ~ expression ~ ", ''))" -%}
    {%- endfor -%}
    {%- for token, expression in figures.items() -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '{" ~ token ~ "}', " ~ number_text(expression, language) ~ ")" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{#- A figure inside a detail, which is one text for both languages: no grouping, a decimal comma. -#}
{% macro figure(x) -%}
    replace(rtrim(rtrim(cast(cast({{ x }} as decimal(28, 8)) as varchar), '0'), '.'), '.', ',')
{%- endmacro %}

{#- A figure of the base unit in the unit that has `factor` of them; for people to read. -#}
{% macro in_unit(x, factor='factor') -%}
    try(cast(round(cast({{ x }} as double) / cast({{ factor }} as double), 6) as decimal(28, 8)))
{%- endmacro %}
