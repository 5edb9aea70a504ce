{#- Family ratio.  A change against the earlier value that the same table row or sentence prints. -#}
select
    {{ change_columns() }}
from {{ ref('int_comparison_checks') }}
where
    comparison_type = 'prior'
    and (base_is_printed_beside or base is null)
