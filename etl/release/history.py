"""The history of findings, carried from release to release: when each was first and last seen.

The release that stands hands its history on to the next one, so it outlives the work files, a full
rebuild and the pruning of old releases; after a rollback it goes on from the release rolled back to.
A warehouse without a release begins anew.

A finding's key comes from its place in the text.  Where a corrected report moves the places, the
same words broken by the same rule with the same figures are the same finding still.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.events import Events
from etl.release.publish import quoted

if TYPE_CHECKING:
    import duckdb

    from etl.release.store import Release

TABLE = "fct_finding_history"

# Column -> (DuckDB type, description); the order is the table's.
_COLUMNS: dict[str, tuple[str, str]] = {
    "finding_key": (
        "varchar not null",
        "The finding, as the last release that showed it calls it (fct_quality_finding while it stands).",
    ),
    "rule_code": ("varchar not null", "The quality rule (dim_quality_rule)."),
    "severity": ("varchar not null", "Its severity when last seen: error, warning or info."),
    "report_id": ("varchar not null", "The report it stands in; a report may have left the warehouse since."),
    "line_start": ("integer", "Its line when last seen; null for a finding about a whole report."),
    "status": (
        "varchar not null",
        "In this release: new, open (seen before), returned (resolved once, here again) or resolved.",
    ),
    "first_seen_at": ("timestamp not null", "When a release of this warehouse first showed it, UTC."),
    "first_seen_run_id": ("varchar not null", "The load run of that release."),
    "last_seen_at": ("timestamp not null", "When a release last showed it, UTC; while it stands, this one."),
    "last_seen_run_id": ("varchar not null", "The load run of that release."),
    "resolved_at": ("timestamp", "When a release was first without it, UTC; null while it stands."),
    "resolved_run_id": ("varchar", "The load run of that release."),
    "resolved_because": (
        "varchar",
        "text_changed, report_gone, or judged_anew where the text is the same but the readers, the rules,"
        " the catalogue or another report changed; null while it stands.",
    ),
    "times_returned": ("integer not null", "How often it came back after it had been resolved."),
    "message_vi": ("varchar not null", "What is wrong, in Vietnamese, as last told."),
    "message_en": ("varchar not null", "What is wrong, in English, as last told."),
    "words_hash": (
        "varchar not null",
        "Digest of rule, report, quoted words and figures: it knows a finding again whose place moved.",
    ),
}
_MEANING = (
    "One row per finding that a release of this warehouse has shown: when it was first and last seen, and"
    " whether it stands. A record of runs, so another warehouse has its own."
)

# The findings of the build, under the names that history gives them.
_NOW = """
create temp table now_found as
select
    f.finding_key, f.rule_code, f.severity, r.report_id, o.line_start, f.message_vi, f.message_en,
    md5(concat_ws('|', f.rule_code, r.report_id, o.quote, c.form, c.reported_value, e.report_id, e.quote,
        f.reported_value, f.expected_value)) as words_hash
from marts.fct_quality_finding as f
inner join marts.dim_report as r on f.report_key = r.report_key
left join marts.fct_indicator_observation as o on f.observation_key = o.observation_key
left join marts.fct_indicator_observation as e on f.related_observation_key = e.observation_key
left join marts.fct_reported_comparison as c on f.comparison_key = c.comparison_key
"""

# Which finding of now is which of before: by its key, else by its words, in the order of the text.
_SAME = """
create temp table same as
with by_key as (
    select n.finding_key as now_key, h.finding_key as then_key
    from now_found as n inner join history as h using (finding_key)
),
now_left as (
    select *, row_number() over (partition by words_hash order by line_start, finding_key) as place
    from now_found anti join by_key on finding_key = now_key
),
then_left as (
    select *, row_number() over (
        partition by words_hash order by resolved_at desc nulls first, line_start, finding_key
    ) as place
    from history anti join by_key on finding_key = then_key
)
from by_key
union all
select n.finding_key, h.finding_key from now_left as n inner join then_left as h using (words_hash, place)
"""

_MERGED = """
insert into marts.fct_finding_history by name
select
    n.finding_key, n.rule_code, n.severity, n.report_id, n.line_start,
    case
        when h.finding_key is null then 'new' when h.resolved_at is not null then 'returned' else 'open'
    end as status,
    coalesce(h.first_seen_at, $at) as first_seen_at,
    coalesce(h.first_seen_run_id, $run_id) as first_seen_run_id,
    $at as last_seen_at, $run_id as last_seen_run_id,
    coalesce(h.times_returned, 0) + (h.resolved_at is not null)::integer as times_returned,
    n.message_vi, n.message_en, n.words_hash
from now_found as n
left join same as s on n.finding_key = s.now_key
left join history as h on s.then_key = h.finding_key
"""

_GONE = """
insert into marts.fct_finding_history by name
select
    h.* exclude (status, resolved_at, resolved_run_id, resolved_because),
    'resolved' as status,
    coalesce(h.resolved_at, $at) as resolved_at,
    coalesce(h.resolved_run_id, $run_id) as resolved_run_id,
    case
        when h.resolved_at is not null then h.resolved_because
        when r.report_id is null then 'report_gone'
        when r.sha256 is distinct from b.sha256 then 'text_changed'
        else 'judged_anew'
    end as resolved_because
from history as h
anti join same as s on h.finding_key = s.then_key
left join marts.dim_report as r on h.report_id = r.report_id
left join reports_before as b on h.report_id = b.report_id
"""


def write_history(
    build_db: Path, earlier: Iterable[Release], run_id: str, at: datetime, events: Events
) -> None:
    """Replace `marts.fct_finding_history` in the build database.

    `earlier` are the releases it may be carried from, the one that stands first; one that cannot be
    read is passed over with a warning.  `at` is UTC; `run_id` names the load run of this release.
    """
    import duckdb

    at = at.replace(microsecond=0)
    with duckdb.connect(str(build_db)) as connection:
        definition = ", ".join(f"{name} {kind}" for name, (kind, _) in _COLUMNS.items())
        connection.execute(f"create or replace table marts.{TABLE} ({definition})")
        connection.execute(f"comment on table marts.{TABLE} is '{quoted(_MEANING)}'")
        for name, (_, told) in _COLUMNS.items():
            connection.execute(f"comment on column marts.{TABLE}.{name} is '{quoted(told)}'")
        _take_over(connection, earlier, events)
        connection.execute(_NOW)
        connection.execute(_SAME)
        for sql in (_MERGED, _GONE):
            connection.execute(sql, {"at": at, "run_id": run_id})


def _take_over(connection: duckdb.DuckDBPyConnection, earlier: Iterable[Release], events: Events) -> None:
    """The history that the first readable release tells, as temporary tables; empty where none does."""
    import duckdb

    connection.execute(f"create temp table history as from marts.{TABLE} limit 0")
    connection.execute("create temp table reports_before (report_id varchar, sha256 varchar)")
    for release in earlier:
        try:
            connection.execute(f"attach '{quoted(release.database)}' as before (read_only)")
            try:
                # A release from before there was a history has none to hand on.
                if connection.execute(
                    "select 1 from duckdb_tables() where database_name = 'before' and table_name = ?", [TABLE]
                ).fetchone():
                    connection.execute(f"insert into history by name from before.marts.{TABLE}")
                    connection.execute(
                        "insert into reports_before select report_id, sha256 from before.marts.dim_report"
                    )
            finally:
                connection.execute("detach before")
        except duckdb.Error as error:
            events.emit("history_unreadable", "warning", release=release.name, reason=str(error))
            connection.execute("delete from history; delete from reports_before")
            continue
        return
