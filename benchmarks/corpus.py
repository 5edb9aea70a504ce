"""What a large warehouse costs: a generated corpus of reports, built in full, unchanged, and with a change.

    python benchmarks/corpus.py [--reports 500] [--source DIR] [--processes N ...] [--keep DIR]

Each generated report is one of the source reports moved to another place and year: the words and
figures stay, so that it reads like a real one.  For every number of processes the corpus is built
from nothing and again with nothing changed; then one report is changed, and built by one warehouse as a
change, by another in full.  The table tells the seconds of each step and the peak memory of the build with
all its workers; the last line whether builds of the same reports export the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import psutil
from rich.console import Console
from rich.table import Table

from etl.export.tables import OF_ARRIVAL, OF_RUNS, SCHEMA, read_tables

REPOSITORY = Path(__file__).resolve().parents[1]
YEAR = re.compile(r"(?<!\d)20(?:1|2)\d(?!\d)")
# The stretches of a build's log, by the events that open and close them.
STEPS = [
    ("load", "load_started", "load_finished"),
    ("of which conforming", "conform_started", "conform_finished"),
    ("dbt", "transform_started", "transform_finished"),
    ("checks", "transform_finished", "publish_started"),
    ("publish", "publish_started", "published"),
]


def places() -> list[tuple[str, str, str]]:
    """(name, level, province) of districts that once were, from the gazetteer."""
    from etl.gazetteer import gazetteer

    units = {u.locality_id: u for u in gazetteer().localities}
    found = {
        (u.name, "district", u.province_name)
        for u in units.values()
        if u.level == "district" and u.province_name and u.valid_to is not None
    }
    return sorted(found)


def generate(source: Path, directory: Path, count: int) -> int:
    """Write `count` reports and their manifest; the bytes written."""
    originals = [p for p in sorted(source.glob("*.txt")) if p.stat().st_size]
    if not originals:
        raise SystemExit(f"No .txt report in {source}")
    chosen = random.Random(500).sample(places(), k=min(count, len(places())))
    directory.mkdir(parents=True)
    written = 0
    with (directory / "manifest.csv").open("w", encoding="utf-8", newline="") as handle:
        manifest = csv.writer(handle, lineterminator="\n")
        columns = [
            "file",
            "sha256",
            "locality_name",
            "locality_level",
            "province_name",
            "report_year",
            "plan_year",
        ]
        manifest.writerow(columns)
        for number in range(count):
            original = originals[number % len(originals)]
            name, level, province = chosen[number % len(chosen)]
            year = 2015 + number % 9
            text = original.read_text(encoding="utf-8")
            told = [int(y) for y in YEAR.findall(text)]
            shift = year - max(set(told), key=told.count, default=year)
            text = YEAR.sub(lambda m, by=shift: str(int(m[0]) + by), text)
            text += f"\nBáo cáo số {number + 1} của tập sinh ra để đo.\n"
            path = directory / f"bao-cao-{number:04d}.txt"
            payload = text.encode()
            path.write_bytes(payload)
            written += len(payload)
            digest = hashlib.sha256(payload).hexdigest()
            manifest.writerow([path.name, digest, name, level, province, year, year + 1])
    return written


def measured_build(
    reports: Path, warehouse: Path, processes: int, *flags: str
) -> tuple[float, float, dict[str, float]]:
    """(seconds, peak megabytes of the whole process tree, seconds by step) of one build."""
    command = [sys.executable, "-m", "etl.cli", "build", "--quiet", "--processes", str(processes)]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:  # a pipe that nobody empties would fill
        build = subprocess.Popen(
            [*command, "--reports", str(reports), "--warehouse", str(warehouse), *flags],
            stdout=told,
            stderr=told,
        )
        tree, peak = psutil.Process(build.pid), 0
        while build.poll() is None:
            peak = max(peak, sum(memory_of(tree)))
            time.sleep(0.5)  # to look is work for the system, the more the larger the processes
        if build.returncode not in (0, 2):
            told.seek(0)
            raise SystemExit(f"The build failed ({build.returncode}):\n{told.read()}")
    return time.monotonic() - began, peak / 1e6, steps(warehouse)


def memory_of(process: psutil.Process) -> Iterator[int]:
    """Bytes of a process and of each of its children that nobody else shares, where that can be told."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return
    for member in family:
        try:
            yield member.memory_full_info().uss
        except psutil.Error:
            continue


def steps(warehouse: Path) -> dict[str, float]:
    """Seconds by step of the last build in the log."""
    lines = (warehouse / "logs" / "chitieu.jsonl").read_text(encoding="utf-8").splitlines()
    moments: dict[str, datetime] = {}
    for event in map(json.loads, lines):
        if event["event"] == "run_started":
            moments = {}
        moments.setdefault(event["event"], datetime.fromisoformat(event["time"]))
    return {
        name: (moments[end] - moments[start]).total_seconds()
        for name, start, end in STEPS
        if start in moments and end in moments
    }


def export_digests(warehouse: Path) -> dict[str, str]:
    """sha256 by table, in the order in which the rows are stored, without the times at which they came in."""
    digests = {}
    with duckdb.connect(str(warehouse / "current" / "chitieu.duckdb"), read_only=True) as connection:
        for table in read_tables(connection):
            if table.name in OF_RUNS:
                continue
            names = ", ".join(c.name for c in table.columns if c.name not in OF_ARRIVAL)
            with tempfile.NamedTemporaryFile(suffix=".csv") as target:
                connection.execute(f"copy (select {names} from {SCHEMA}.{table.name}) to '{target.name}'")
                digests[table.name] = hashlib.file_digest(target, "sha256").hexdigest()
    return digests


def change_one(corpus: Path) -> None:
    """The first report says a sentence more, and the manifest knows."""
    path, manifest = corpus / "bao-cao-0000.txt", corpus / "manifest.csv"
    before = path.read_bytes()
    path.write_bytes(before + "\nTổng đàn dê 777 con.\n".encode())
    old, new = (hashlib.sha256(content).hexdigest() for content in (before, path.read_bytes()))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def main() -> None:
    """Generate, build, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=500, help="reports to generate")
    parser.add_argument("--source", type=Path, default=REPOSITORY / "data" / "reports")
    parser.add_argument(
        "--processes", type=int, nargs="+", default=[1, 2], help="numbers of processes to try"
    )
    parser.add_argument("--keep", type=Path, help="directory to work in and leave standing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        corpus = folder / "corpus"
        size = generate(given.source, corpus, given.reports)
        console = Console(width=160)
        console.print(f"{given.reports} reports, {size / 1e6:.1f} MB of text, from {given.source}")
        table = Table("build", "seconds", "peak MB", *(name for name, *_ in STEPS))
        warehouses = {n: folder / f"warehouse-{n}" for n in given.processes}

        def built(kind: str, processes: int, *flags: str) -> dict[str, str]:
            warehouse = warehouses[processes]
            seconds, peak, by_step = measured_build(corpus, warehouse, processes, *flags)
            cells = [f"{by_step[name]:.1f}" if name in by_step else "–" for name, *_ in STEPS]
            table.add_row(f"{kind}, {processes} processes", f"{seconds:.1f}", f"{peak:.0f}", *cells)
            return export_digests(warehouse)

        first, last = given.processes[0], given.processes[-1]
        alike = [built(kind, n) for n in given.processes for kind in ("full", "unchanged")]
        change_one(corpus)
        changed = [built("one changed", last), built("full again", first, "--full")]
        console.print(table)
        with duckdb.connect(
            str(warehouses[last] / "current" / "chitieu.duckdb"), read_only=True
        ) as connection:
            row = connection.execute("select count(*) from marts.fct_indicator_observation").fetchone()
        console.print(f"{row[0] if row else 0} observations")
        differing = {
            t for group in (alike, changed) for other in group for t in other.items() ^ group[0].items()
        }
        told = ", ".join(sorted({table for table, _ in differing}))
        console.print(f"THE EXPORTS DIFFER in {told}" if told else "all builds export the same bytes")
        if told:
            sys.exit(1)


if __name__ == "__main__":
    main()
