{#- The digits of a figure as printed, marks left out: 94.21 with two decimals is "9421". -#}
{% macro printed_digits(x, decimals) -%}
    cast(cast(round({{ x }} * pow(10, coalesce({{ decimals }}, 0))) as bigint) as varchar)
{%- endmacro %}

{#- How one string of digits became the other: one_digit, two_digits_swapped, or null for no common slip. -#}
{% macro slip_between(a, b) -%}
    case
        when length({{ a }}) <> length({{ b }}) or {{ a }} = {{ b }} then null
        when hamming({{ a }}, {{ b }}) = 1 then 'one_digit'
        when
            hamming({{ a }}, {{ b }}) = 2
            and list_sort(string_split({{ a }}, '')) = list_sort(string_split({{ b }}, ''))
            then 'two_digits_swapped'
    end
{%- endmacro %}

{#-
    Every figure that one slip of the keyboard makes of a printed one: a digit changed, or two
    neighbours swapped.  A list of structs (figure, slip); figure has the printed decimals.
-#}
{% macro one_slip_away(x, decimals) -%}
    list_concat(
        flatten(list_transform(
            range(0, length({{ printed_digits(x, decimals) }})),
            k -> list_transform(
                list_filter(
                    range(0, 10),
                    n -> n <> (cast({{ printed_digits(x, decimals) }} as bigint) // cast(pow(10, k) as bigint)) % 10
                    and not (n = 0 and k = length({{ printed_digits(x, decimals) }}) - 1)
                ),
                n -> {
                    'figure': cast((
                        cast({{ printed_digits(x, decimals) }} as bigint)
                        + (n - (cast({{ printed_digits(x, decimals) }} as bigint) // cast(pow(10, k) as bigint)) % 10)
                        * cast(pow(10, k) as bigint)
                    ) / pow(10, coalesce({{ decimals }}, 0)) as decimal(28, 8)),
                    'slip': 'one_digit'
                }
            )
        )),
        list_transform(
            range(1, length({{ printed_digits(x, decimals) }})),
            k -> {
                'figure': cast(cast(
                    substring({{ printed_digits(x, decimals) }}, 1, k - 1)
                    || substring({{ printed_digits(x, decimals) }}, k + 1, 1)
                    || substring({{ printed_digits(x, decimals) }}, k, 1)
                    || substring({{ printed_digits(x, decimals) }}, k + 2)
                    as bigint
                ) / pow(10, coalesce({{ decimals }}, 0)) as decimal(28, 8)),
                'slip': 'two_digits_swapped'
            }
        )
    )
{%- endmacro %}

{#-
    Of the changes that would mend a finding, the likeliest; none where several are equally likely.
    candidates: the keys of a finding, suggested_field, suggested_value, reason, likelihood (1 the most).
-#}
{% macro likeliest_change(candidates) -%}
    select
        rule_code,
        observation_key,
        comparison_key,
        related_observation_key,
        min(suggested_field) as suggested_field,
        min(suggested_value) as suggested_value,
        min(reason) as reason
    from (
        select * from {{ candidates }}
        qualify dense_rank() over (
            partition by rule_code, observation_key, comparison_key, related_observation_key order by likelihood
        ) = 1
    )
    group by rule_code, observation_key, comparison_key, related_observation_key
    having count(distinct suggested_field || ' ' || suggested_value) = 1
{%- endmacro %}

{#- Why a correction is proposed, in words. -#}
{% macro suggestion_words(reason, language) -%}
    {%- set words = {
        'other_mention': (
            'chỗ khác trong báo cáo ghi con số này, và nó khớp với tỷ lệ',
            'another place of the report prints this figure, and it fits the percentage'),
        'borne_out': (
            'con số này được tỷ lệ hoặc chỗ khác trong báo cáo xác nhận, con số kia thì không',
            'this figure is borne out by its percentage or by other mentions, the other one is not'),
        'operands_swapped': (
            'hai số bị đổi chỗ cho nhau: đổi lại thì khớp', 'the two figures changed places: put back, they fit'),
        'mark_slip': (
            'dấu phẩy viết thay dấu chấm: nhân một nghìn thì khớp',
            'a decimal mark stands for a grouping mark: taken a thousandfold, it fits'),
        'one_digit': ('sai một chữ số', 'one digit is wrong'),
        'two_digits_swapped': ('hai chữ số đổi chỗ', 'two digits changed places'),
        'cut': ('chữ số lẻ bị cắt thay vì làm tròn', 'digits were cut instead of rounded'),
        'recomputed': ('tính lại từ các số in bên cạnh', 'computed anew from the figures beside it'),
        'two_percentages': ('hai tỷ lệ in ra cùng cho con số này', 'two printed percentages agree on this figure'),
        'unit': ('các chỗ khác ghi đơn vị này', 'the other places give this unit'),
        'numbers_say': ('theo kết quả và kế hoạch đã in', 'as the printed result and plan have it'),
        'by_the_rules': ('viết số theo quy tắc', 'the number written by the rules'),
        'table_counts': (
            'bảng có bấy nhiêu chỉ tiêu không đạt, không kể dòng con', 'the table marks so many unmet, sub-rows aside'),
    } -%}
    case {{ reason }}
    {%- for code, texts in words.items() %}
        when '{{ code }}' then '{{ texts[0 if language == "vi" else 1] }}'
    {%- endfor %}
    end
{%- endmacro %}
