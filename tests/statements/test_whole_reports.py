"""Whole reports: the samples always, the real ones where somebody has laid them beside the repository."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from etl.documents import read_document
from etl.statements import read_statements
from tests.conftest import REAL_REPORTS, SAMPLE_REPORTS
from tests.statements.helpers import check_invariants

REPORTS = [
    pytest.param(path, id=f"{folder}-{path.stem}")
    for folder, where in (("sample", SAMPLE_REPORTS), ("real", REAL_REPORTS))
    for path in sorted(where.glob("*.txt"))
]


@pytest.mark.parametrize("path", REPORTS)
def test_a_report(path: Path) -> None:
    document = read_document(path)
    reading = read_statements(document)
    check_invariants(document, reading)
    roles = Counter(n.role for n in reading.numbers)
    assert roles["unclassified"] <= 0.03 * roles.total(), roles
    assert roles["value"] + roles["target"] + roles["comparison"] > 0.3 * roles.total(), roles
    assert len({s.name for s in reading.statements}) > len(reading.statements) / 4
    unnamed = [s.quote for s in reading.statements if not s.name]
    assert len(unnamed) <= 0.01 * len(reading.statements), unnamed
    assert all(len(s.quote) < 2_000 for s in reading.statements)
    stated = [n.char_start for n in reading.numbers if n.statement_id is not None]
    assert len(stated) == len(set(stated))
