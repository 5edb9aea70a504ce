{#- Severities in order: 1 error, 2 warning, 3 info. -#}
{% macro severity_rank(severity) -%}
    case {{ severity }} when 'error' then 1 when 'warning' then 2 else 3 end
{%- endmacro %}

{% macro severity_name(rank) -%}
    case {{ rank }} when 1 then 'error' when 2 then 'warning' when 3 then 'info' end
{%- endmacro %}

{#-
    Which way is good: `lower` where the plan is an upper bound or the indicator is to fall, `higher`
    where it is a lower bound or the indicator is to rise, null where neither is known.
-#}
{% macro better_direction(target_bound, polarity) -%}
    case
        when {{ target_bound }} in ('<', '<=') then 'lower'
        when {{ target_bound }} in ('>', '>=') then 'higher'
        when {{ polarity }} in ('lower', 'higher') then {{ polarity }}
    end
{%- endmacro %}

{#- exceeded, met, missed, or unjudged where the direction or a figure is not known. -#}
{% macro plan_status(value, target, target_bound, polarity) -%}
    case
        when {{ value }} is null or {{ target }} is null then 'unjudged'
        when {{ value }} = {{ target }} and {{ target_bound }} in ('<', '>') then 'missed'
        when {{ value }} = {{ target }} then 'met'
        when {{ better_direction(target_bound, polarity) }} is null then 'unjudged'
        when ({{ value }} > {{ target }}) = ({{ better_direction(target_bound, polarity) }} = 'higher') then 'exceeded'
        else 'missed'
    end
{%- endmacro %}

{#- What a verdict says: missed, exceeded, met, or at_least (đạt và vượt); null where it says none of them. -#}
{% macro verdict_code(verdict) -%}
    case
        when regexp_matches(lower({{ verdict }}), '(không|chưa|không thể) (đạt|hoàn thành)|đạt thấp') then 'missed'
        when regexp_matches(lower({{ verdict }}), 'đạt (và|,) ?vượt|vượt (và|,) ?đạt') then 'at_least'
        when lower({{ verdict }}) like '%vượt%' then 'exceeded'
        when regexp_matches(lower({{ verdict }}), 'đạt|hoàn thành') then 'met'
    end
{%- endmacro %}
