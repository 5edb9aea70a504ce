{#-
    Family implied.  Two counts of one sentence over what is plainly one population, whose totals differ
    by one digit or by two that changed places.
-#}
with counts as (
    select
        *,
        coalesce(denominator, target) as base,
        cast(cast(coalesce(denominator, target) as bigint) as varchar) as digits
    from {{ ref('int_observations') }}
    where
        coalesce(denominator, target) >= 1000
        and coalesce(denominator, target) < 1000000000000000
        and coalesce(denominator, target) = trunc(coalesce(denominator, target))
        -- Round totals are set, not counted.
        and coalesce(denominator, target) % 100 <> 0
        and value is not null
),

pairs as (
    select
        a.observation_key,
        a.report_key,
        b.observation_key as related_observation_key,
        a.base as reported_value,
        b.base as expected_value,
        case
            when length(a.digits) <> length(b.digits) then 99
            else list_sum(list_transform(
                range(1, length(a.digits) + 1),
                i -> case when substring(a.digits, i, 1) = substring(b.digits, i, 1) then 0 else 1 end
            ))
        end as digits_apart,
        list_sort(string_split(a.digits, '')) = list_sort(string_split(b.digits, '')) as same_digits
    from counts as a
    inner join counts as b
        on
            a.report_key = b.report_key
            and a.block_index = b.block_index
            and a.unit_code = b.unit_code
            and a.year_key = b.year_key
            and a.char_start > b.char_start
)

select
    case
        when reported_value = expected_value then 'pass'
        when digits_apart = 1 or (digits_apart = 2 and same_digits) then 'fail'
        else 'unknown'
    end as outcome,
    case
        when reported_value = expected_value then 'agrees'
        when digits_apart = 1 then 'one_digit_apart'
        when digits_apart = 2 and same_digits then 'two_digits_swapped'
        else 'other_population'
    end as reason,
    report_key,
    observation_key,
    cast(null as varchar) as comparison_key,
    related_observation_key,
    reported_value,
    expected_value,
    expected_value as expected_low,
    expected_value as expected_high,
    cast(null as varchar) as detail
from pairs
