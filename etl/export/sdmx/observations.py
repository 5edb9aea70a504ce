"""One row per figure that stands for its place, indicator, scenario and time; so that keys are unique.

A statement of a report may say two things, a result and its plan; in SDMX they are two observations.
Results are the primary ones.  Plans of a year are those that `mart_plan_vs_actual` chose, and the
primary statements of a plan for any other span.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from etl.export.delimited import number_of
from etl.export.sdmx.ids import area_id, code_id, measure_of, period_id, time_period, unit_id
from etl.export.sdmx.scheme import ACTUAL, BOUNDS, PLAN, SEVERITIES

if TYPE_CHECKING:
    import duckdb

_UNPLACED = "(o.indicator_key = 'unknown' or o.locality_key = 'unknown' or o.year_key = -1)"

# Grain: place, indicator, scenario, span.  What belongs to no known place, indicator or year has no
# key; such rows are counted by `_LEFT_OUT`.
_QUERY = f"""
with findings as (
    select observation_key, min(case severity when 'error' then 1 when 'warning' then 2 else 3 end) as worst
    from marts.fct_quality_finding where observation_key is not null group by all
),
chosen_plans as (
    select indicator_key, locality_key, year_key, target_observation_key as observation_key
    from marts.mart_plan_vs_actual where target_observation_key is not null
),
observations as (
    select o.*, p.period_code, p.start_date, p.end_date, u.base_unit_code, u.factor_to_base, f.worst,
        r.source_path,
        c.observation_key is not null as is_chosen_plan
    from marts.fct_indicator_observation as o
    inner join marts.dim_period as p on o.period_key = p.period_key
    inner join marts.dim_unit as u on o.unit_code = u.unit_code
    inner join marts.dim_report as r on o.report_key = r.report_key
    left join findings as f on o.observation_key = f.observation_key
    left join chosen_plans as c on o.observation_key = c.observation_key
        and o.indicator_key = c.indicator_key and o.locality_key = c.locality_key
        and o.year_key = c.year_key
    where not {_UNPLACED}
),
results as (
    select '{ACTUAL}' as scenario, period_code, start_date, end_date,
        value as figure, value_low as low, value_high as high, value_bound as bound,
        value_decimals as decimals, o.*
    from observations as o
    where kind = 'result' and is_primary and coalesce(value, value_low, value_high) is not null
),
-- A plan printed beside a result is the plan of the year, however far the result reaches.
spans as (
    select *, kind = 'target' and period_code <> 'year_end' as has_own_span from observations
),
plans as (
    select '{PLAN}' as scenario,
        case when has_own_span then period_code else 'year' end as period_code,
        case when has_own_span then start_date else make_date(year_key, 1, 1) end as start_date,
        case when has_own_span then end_date else make_date(year_key, 12, 31) end as end_date,
        target as figure, target_low as low, target_high as high, target_bound as bound,
        target_decimals as decimals, o.* exclude (has_own_span)
    from spans as o
    where coalesce(target, target_low, target_high) is not null
        and (is_chosen_plan or (kind = 'target' and is_primary))
    qualify row_number() over (
        partition by locality_key, indicator_key, year_key, 2, 3, 4
        order by is_chosen_plan desc, is_primary desc, report_key asc, char_start asc, observation_key asc
    ) = 1
)
select scenario, locality_key, indicator_key, year_key, period_code, start_date, end_date, figure, low, high,
    bound, decimals, is_estimate, unit_code, base_unit_code, factor_to_base, worst,
    coalesce(reported_name, '') as reported_name, coalesce(source_path, report_id) as source,
    line_start, observation_key, quote
from (select * from results union all by name select * from plans)
order by locality_key, indicator_key, scenario, year_key, period_code, start_date, end_date
"""

_LEFT_OUT = f"""
select count(*) from marts.fct_indicator_observation as o
where o.is_primary and {_UNPLACED}
    and coalesce(value, value_low, value_high, target, target_low, target_high) is not null
"""


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of the data file: the codes of its key, and its cells by component, all as text."""

    locality_key: str
    indicator_key: str
    unit_code: str
    period_code: str
    cells: dict[str, str]


def read_observations(connection: duckdb.DuckDBPyConnection) -> tuple[list[Observation], int]:
    """The observations in the order of their keys, and how many primary ones have no key."""
    left_out = connection.execute(_LEFT_OUT).fetchone()
    return [_observation(*row) for row in connection.execute(_QUERY).fetchall()], int((left_out or [0])[0])


def _observation(
    scenario: str,
    locality_key: str,
    indicator_key: str,
    year: int,
    period_code: str,
    start: date | None,
    end: date | None,
    figure: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    bound: str | None,
    decimals: int | None,
    is_estimate: bool,
    unit_code: str,
    base_unit_code: str | None,
    factor: Decimal | None,
    worst: int | None,
    reported_name: str,
    source: str,
    line: int,
    observation_key: str,
    quote: str,
) -> Observation:
    measure = measure_of(unit_code, base_unit_code, factor)
    cells = {
        "REF_AREA": area_id(locality_key),
        "INDICATOR": code_id(indicator_key),
        "SCENARIO": scenario,
        "PERIOD": period_id(period_code),
        "TIME_PERIOD": time_period(year, period_code, start, end),
        "OBS_VALUE": _number(figure, decimals),
        "UNIT_MEASURE": unit_id(measure.unit_code),
        "UNIT_MULT": str(measure.multiplier),
        "DECIMALS": "" if decimals is None or figure is None else str(decimals),
        "OBS_STATUS": _status(scenario, figure, is_estimate, period_code),
        "BOUND": BOUNDS[bound].id if bound else "",
        "VALUE_LOW": _number(low),
        "VALUE_HIGH": _number(high),
        "FINDING": SEVERITIES[worst - 1].id if worst else "",
        "REPORTED_NAME": reported_name,
        "SOURCE_REPORT": source,
        "SOURCE_LINE": str(line),
        "OBSERVATION_KEY": observation_key,
        "QUOTE": quote,
    }
    return Observation(locality_key, indicator_key, measure.unit_code, period_code, cells)


def _number(value: Decimal | None, decimals: int | None = None) -> str:
    """A figure with the digits that are printed, its last zeros among them."""
    if value is None:
        return ""
    if decimals is not None and value == round(value, decimals):
        return f"{value:.{decimals}f}"
    return number_of(value)


def _status(scenario: str, figure: Decimal | None, is_estimate: bool, period_code: str) -> str:
    if figure is None:
        return "O"  # a range: its ends are attributes, the point value is missing
    if scenario == PLAN:
        return "F"
    return "E" if is_estimate or period_code == "year_end" else "A"
