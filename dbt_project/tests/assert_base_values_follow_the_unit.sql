{#- value_base is value times the unit's factor, to the last digit kept; and null exactly where that is. -#}
select
    o.observation_key,
    o.value,
    u.factor_to_base,
    o.value_base
from {{ ref('fct_indicator_observation') }} as o
inner join {{ ref('dim_unit') }} as u on o.unit_code = u.unit_code
where
    o.value_base is distinct from try(cast(o.value * u.factor_to_base as decimal(28, 8)))
    or o.target_base is distinct from try(cast(o.target * u.factor_to_base as decimal(28, 8)))
