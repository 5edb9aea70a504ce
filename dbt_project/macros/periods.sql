{#- The months a period code stands for, in its year: 11m is January to November, q2 April to June, m09 September. -#}
{% macro first_month(code) -%}
    case
        when {{ code }} in ('year', 'year_end') or regexp_matches({{ code }}, '^[0-9]{1,2}m$') then 1
        when regexp_matches({{ code }}, '^q[1-4]$') then 3 * cast(right({{ code }}, 1) as integer) - 2
        when regexp_matches({{ code }}, '^m(0[1-9]|1[0-2])$') then cast(ltrim({{ code }}, 'm') as integer)
    end
{%- endmacro %}

{% macro last_month(code) -%}
    case
        when {{ code }} in ('year', 'year_end') then 12
        when regexp_matches({{ code }}, '^([1-9]|1[0-2])m$') then cast(rtrim({{ code }}, 'm') as integer)
        when regexp_matches({{ code }}, '^q[1-4]$') then 3 * cast(right({{ code }}, 1) as integer)
        when regexp_matches({{ code }}, '^m(0[1-9]|1[0-2])$') then cast(ltrim({{ code }}, 'm') as integer)
    end
{%- endmacro %}

{#- First and last day: the report's own where it names them, else the calendar's. -#}
{% macro period_start(year, code, start_date) -%}
    coalesce({{ start_date }}, make_date({{ year }}, {{ first_month(code) }}, 1))
{%- endmacro %}

{% macro period_end(year, code, end_date) -%}
    coalesce({{ end_date }}, last_day(make_date({{ year }}, {{ last_month(code) }}, 1)))
{%- endmacro %}

{#-
    The key of a time span: year and code, and its days where the calendar does not give them, so that
    "11 tháng" with and without its dates written out is one span.
-#}
{% macro period_key(year, code, start_date, end_date) -%}
    case
        when {{ year }} is null and {{ end_date }} is null then 'unknown'
        else
            coalesce(cast({{ year }} as varchar), '?') || ':' || {{ code }}
            || case
                when
                    coalesce({{ start_date }} = make_date({{ year }}, {{ first_month(code) }}, 1), {{ start_date }} is null)
                    and coalesce(
                        {{ end_date }} = last_day(make_date({{ year }}, {{ last_month(code) }}, 1)), {{ end_date }} is null
                    )
                    then ''
                else
                    ':' || coalesce(cast({{ start_date }} as varchar), '') || '..'
                    || coalesce(cast({{ end_date }} as varchar), '')
            end
    end
{%- endmacro %}
