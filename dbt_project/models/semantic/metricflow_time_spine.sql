{#- The days of the years that reports speak of; dbt asks for it where there are metrics.  Not published. -#}
select cast(range as date) as date_day
from range(date '2010-01-01', date '2041-01-01', interval 1 day)
