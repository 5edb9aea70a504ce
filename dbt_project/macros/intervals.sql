{#-
    Interval arithmetic on printed figures, in exact decimals.

    A figure printed with d digits after the decimal mark stands for every true value that rounds to
    it: [x - 0.5 * 10^-d, x + 0.5 * 10^-d].  A quotient is compared by cross-multiplication, so that
    nothing is divided and no binary fraction decides.  A product has to stay within 38 digits: figures
    from 10^15 and percentages from 10^5 on, or with more than five decimals, are `beyond_precision`
    and must not come here (`try` would not catch them: DuckDB computes a shared product outside it).
-#}

{#- Half a unit of the last printed digit.  decimals: integer, 0 where null. -#}
{% macro half_unit(decimals) -%}
    cast(
        case coalesce({{ decimals }}, 0)
    {%- for d in range(0, 7) %}
            when {{ d }} then 0.{{ '0' * d }}5
    {%- endfor %}
            else 0.00000005
        end as decimal(28, 8)
    )
{%- endmacro %}

{#- Half a unit of the last printed digit of a measure; nothing for things counted one by one. -#}
{% macro printed_half(figure, decimals, quantity, factor) -%}
    case
        when {{ quantity }} = 'count' and {{ factor }} = 1 and {{ figure }} = trunc({{ figure }}) then 0
        else {{ half_unit(decimals) }}
    end
{%- endmacro %}

{#- One unit of the last printed digit. -#}
{% macro last_unit(decimals) -%}
    cast(2 * {{ half_unit(decimals) }} as decimal(28, 8))
{%- endmacro %}

{#- Too large or too fine a figure for the products below. -#}
{% macro beyond_precision(figures, percent, percent_decimals) -%}
    (
    {%- for figure in figures %}
        coalesce(abs({{ figure }}) >= 1000000000000000, false)
        or
    {%- endfor %}
        abs({{ percent }}) >= 99000
        or {{ percent_decimals }} > 5
    )
{%- endmacro %}

{#-
    Can numerator / denominator, in percent, lie in [percent_low, percent_high]?
    All six are decimals; numerator >= 0, denominator > 0; null numerator_high means no upper end.
-#}
{% macro quotient_fits(numerator_low, numerator_high, denominator_low, denominator_high, percent_low, percent_high) -%}
    (
        100 * ({{ numerator_low }}) <= cast({{ percent_high }} as decimal(12, 6)) * ({{ denominator_high }})
        and coalesce(
            100 * ({{ numerator_high }}) >= cast({{ percent_low }} as decimal(12, 6)) * ({{ denominator_low }}), true
        )
    )
{%- endmacro %}

{#- The same for a half-open percentage [percent_low, percent_high), which is what cutting digits means. -#}
{% macro quotient_cuts(numerator_low, numerator_high, denominator_low, denominator_high, percent_low, percent_high) -%}
    (
        100 * ({{ numerator_low }}) < cast({{ percent_high }} as decimal(12, 6)) * ({{ denominator_high }})
        and coalesce(
            100 * ({{ numerator_high }}) >= cast({{ percent_low }} as decimal(12, 6)) * ({{ denominator_low }}), true
        )
    )
{%- endmacro %}

{#- Can the two closed intervals hold one number?  A null end is open. -#}
{% macro intervals_meet(a_low, a_high, b_low, b_high) -%}
    (coalesce({{ a_low }} <= {{ b_high }}, true) and coalesce({{ a_high }} >= {{ b_low }}, true))
{%- endmacro %}

{#- A quotient in percent for people to read; the decision is never taken on it. -#}
{% macro percent_of(numerator, denominator) -%}
    try(cast(round(100 * cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6) as decimal(28, 8)))
{%- endmacro %}
