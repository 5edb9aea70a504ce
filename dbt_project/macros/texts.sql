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
    -- A token that was empty leaves a space too many.
    replace(replace({{ ns.sql }}, '  ', ' '), ' .', '.')
{%- endmacro %}

{#- A figure inside a detail, which is one text for both languages: a decimal comma, grouped where it is told. -#}
{% macro figure(x) -%}
    replace(rtrim(rtrim(cast(cast({{ x }} as decimal(28, 8)) as varchar), '0'), '.'), '.', ',')
{%- endmacro %}

{#- Figures of a detail with their thousands parted by "~"; digits behind a decimal comma stay together. -#}
{% macro grouped(detail) -%}
    {%- set ns = namespace(sql=detail) -%}
    {%- for groups in (4, 3, 2, 1) -%}
        {%- set digits = "([0-9]{3})" * groups -%}
        {%- set parts = namespace(sql="") -%}
        {%- for i in range(groups) -%}
            {%- set parts.sql = parts.sql ~ "~\\" ~ (i + 3) -%}
        {%- endfor -%}
        {%- set pattern = "(^|[^,0-9])([0-9]{1,3})" ~ digits ~ "\\b" -%}
        {%- set told = "\\1\\2" ~ parts.sql -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', '" ~ told ~ "', 'g')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{#- What a rule gives of a comparison that was recomputed, behind its own outcome. -#}
{% macro check_columns() -%}
    check_reason as reason,
    report_key,
    observation_key,
    comparison_key,
    base_observation_key as related_observation_key,
    reported_value,
    computed_value as expected_value,
    computed_low as expected_low,
    computed_high as expected_high,
    {{ figure('subject') }} || '/' || {{ figure('base') }} as detail
{%- endmacro %}

{#- What a rule gives of a change against an earlier value: a percentage that was cut is another rule's. -#}
{% macro change_columns() -%}
    case check_outcome when 'cut' then 'pass' else check_outcome end as outcome,
    {{ check_columns() }}
{%- endmacro %}

{#- A figure of the base unit in the unit that has `factor` of them; for people to read. -#}
{% macro in_unit(x, factor='factor') -%}
    try(cast(round(cast({{ x }} as double) / cast({{ factor }} as double), 6) as decimal(28, 8)))
{%- endmacro %}

{#- What is odd in how a number is written, in words; the codes are the reader's. -#}
{% macro slip_words(code, language) -%}
    {%- set words = {
        'english_decimal': ('dấu chấm thập phân', 'a decimal point where a comma belongs'),
        'english_grouping': ('dấu phẩy ngăn hàng nghìn', 'a comma between thousands where a dot belongs'),
        'mixed_marks': ('lẫn dấu chấm và dấu phẩy', 'dots and commas mixed'),
        'cut_decimals': ('thiếu chữ số sau dấu phẩy', 'no digit after the comma'),
        'percent_sign_lost': ('mất dấu %', 'the percent sign is missing'),
        'doubled_unit': ('hai đơn vị', 'two units'),
        'slash_for_dot': ('dấu gạch chéo thay dấu chấm', 'a slash where a dot belongs'),
    } -%}
    case {{ code }}
    {%- for slip, texts in words.items() %}
        when '{{ slip }}' then '{{ texts[0 if language == "vi" else 1] }}'
    {%- endfor %}
        else '{{ "cách viết bất thường" if language == "vi" else "odd notation" }}'
    end
{%- endmacro %}
