{#- What each rule found broken, in words.  The texts are the catalogue's; only figures go into them. -#}
with failures as (
    select * from {{ ref('int_rule_outcomes') }}
    where outcome = 'fail'
),

worded as (
    select
        f.*,
        r.severity,
        -- A detail is a sum or a quotient of figures with decimal commas; but a quotation stays as it is.
        case
            when f.rule_code in ('notation_slip', 'time_spans') then f.detail
            else replace({{ grouped('f.detail') }}, '~', '.')
        end as detail_vi,
        case
            when f.rule_code in ('notation_slip', 'time_spans') then f.detail
            else replace(replace({{ grouped('f.detail') }}, ',', '.'), '~', ',')
        end as detail_en,
        {{ slip_words('f.reason', 'vi') }} as slip_vi,
        {{ slip_words('f.reason', 'en') }} as slip_en,
        r.message_vi as template_vi,
        r.message_en as template_en,
        o.reported_name as name,
        o.reported_unit as unit,
        o.value,
        o.target,
        o.denominator,
        coalesce(o.value, o.target) as figure,
        cast(o.line_start as varchar) as line,
        o.verdict,
        e.reported_name as related_name,
        e.reported_unit as related_unit,
        e.target as related_target,
        coalesce(e.value, e.target) as related_figure,
        cast(e.line_start as varchar) as related_line,
        e.report_id as related_report,
        e.verdict as related_verdict,
        g.suggested_field,
        g.suggested_value,
        g.suggested_text,
        g.reason as suggestion_code,
        try_cast(round(f.expected_value, 2) as decimal(28, 8)) as expected,
        try_cast(round(f.expected_low, 2) as decimal(28, 8)) as low,
        try_cast(round(f.expected_high, 2) as decimal(28, 8)) as high
    from failures as f
    inner join {{ ref('quality_rules') }} as r on f.rule_code = r.rule_code
    left join {{ ref('int_suggestions') }} as g
        on
            f.rule_code = g.rule_code
            and f.observation_key = g.observation_key
            and f.comparison_key is not distinct from g.comparison_key
            and f.related_observation_key is not distinct from g.related_observation_key
    left join {{ ref('int_observations') }} as o on f.observation_key = o.observation_key
    left join {{ ref('int_observations') }} as e on f.related_observation_key = e.observation_key
)
{%- set words = {
    'name': 'name', 'unit': 'unit', 'line': 'line', 'verdict': 'verdict',
    'related_name': 'related_name', 'related_unit': 'related_unit', 'related_line': 'related_line',
    'related_report': 'related_report', 'related_verdict': 'related_verdict',
} %}
{%- set figures = {
    'value': 'value', 'target': 'target', 'denominator': 'denominator', 'figure': 'figure',
    'related_figure': 'related_figure', 'related_target': 'related_target', 'reported': 'reported_value',
    'expected': 'expected', 'low': 'low', 'high': 'high',
} %}

select
    md5(concat_ws('|', rule_code, report_key, observation_key, comparison_key, related_observation_key, detail))
        as finding_key,
    rule_code,
    severity,
    report_key,
    observation_key,
    comparison_key,
    related_observation_key,
    {{ rendered('template_vi', 'vi', dict(words, detail='detail_vi', slip='slip_vi'), figures) }} as message_vi,
    {{ rendered('template_en', 'en', dict(words, detail='detail_en', slip='slip_en'), figures) }} as message_en,
    reported_value,
    expected_value,
    expected_low,
    expected_high,
    suggested_field,
    suggested_value,
    suggested_text,
    {{ suggestion_words('suggestion_code', 'vi') }} as suggestion_reason,
    {{ suggestion_words('suggestion_code', 'en') }} as suggestion_reason_en
from worded
