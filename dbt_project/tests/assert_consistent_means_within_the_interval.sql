{#- A percentage of plan held consistent lies, rounding and all, in the interval its operands allow. -#}
select
    comparison_key,
    reported_value,
    computed_low,
    computed_high
from {{ ref('fct_reported_comparison') }}
where
    is_consistent
    and form in ('percent_of', 'growth')
    and (
        computed_low > reported_value + {{ half_unit('reported_decimals') }} + 0.000001
        or computed_high < reported_value - {{ half_unit('reported_decimals') }} - 0.000001
    )
