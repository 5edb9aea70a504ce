from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from etl.documents import read_document
from etl.documents.model import BlockKind
from etl.statements import read_statements
from etl.statements.explain import as_data, explain, render
from tests.statements.helpers import document_of, table_document

TEXT = "Sản lượng chè đạt 2.480 tấn, bằng 104,2% KH huyện giao, tăng 3,1% so với năm 2021."


def drawn(document: object, line: int | None = None) -> str:
    out = io.StringIO()
    Console(file=out, width=200, color_system=None).print(render(document, line))  # type: ignore[arg-type]
    return out.getvalue()


def test_a_sentence_is_told_from_tokens_to_ledger() -> None:
    (block,) = explain(document_of(TEXT))
    assert block.text == TEXT
    assert [t.text for t in block.tokens if t.kind == "num"] == ["2.480", "104,2", "3,1"]
    assert [t.role for t in block.tokens if t.kind == "mask"] == ["date"]
    assert next(t for t in block.tokens if t.text == "bằng").classes == ("equal",)
    value, plan, prior = block.measures
    assert (value.head, value.unit, value.plan) == ("Sản lượng chè", "tấn", False)
    assert (plan.head, plan.plan, plan.plan_giver) == ("", True, "huyện")
    assert (prior.prior, "increase" in prior.lead) == ("năm 2021", True)
    assert [(n.text, n.role) for n in block.numbers][:2] == [("2.480", "value"), ("104,2", "comparison")]


def test_it_tells_what_the_reader_gives() -> None:
    document = document_of(TEXT, BlockKind.LIST_ITEM, opening="Tính đến 30/11/2022:")
    reading = read_statements(document)
    blocks = explain(document)
    assert [s for b in blocks for s in b.statements] == reading.statements
    assert [n for b in blocks for n in b.numbers] == reading.numbers
    assert blocks[-1].period_code == "as_of"


def test_a_line_of_a_table() -> None:
    document = table_document(
        ["Chỉ tiêu | ĐVT | Kế hoạch 2022 | Thực hiện 2022"],
        ["Diện tích chè | ha | 9 | 8", "Sản lượng chè | tấn | 7 | 6"],
    )
    (block,) = explain(document, 3)
    assert [c.role for c in block.columns] == ["name", "unit", "plan", "result"]
    assert [s.name for s in block.statements] == ["Sản lượng chè"]
    assert [n.text for n in block.numbers] == ["7", "6"]
    assert block.text == "Sản lượng chè | tấn | 7 | 6"


@pytest.mark.parametrize("line", [2, 99])
def test_a_line_where_nothing_stands(line: int) -> None:
    assert explain(document_of(TEXT), line) == []
    assert "Nothing to read here" in drawn(document_of(TEXT), line)


def test_what_is_drawn() -> None:
    shown = drawn(document_of(TEXT))
    for words in (
        TEXT,
        "plan percent_of 104.2 huyện  [plan_percent]",
        "Sản lượng chè",
        "value 2480 tấn  [value]",
    ):
        assert words in shown


def test_json_keeps_every_digit(sample_reports: Path) -> None:
    for path in sorted(sample_reports.glob("*.txt"))[:2]:
        document = read_document(path)
        blocks = explain(document)
        told = json.loads(json.dumps(as_data(blocks), ensure_ascii=False))
        assert len(told) == len(blocks)
        assert sum(len(b["numbers"]) for b in told) == len(read_statements(document).numbers)
        values = [s["value"] for b in told for s in b["statements"] if s["value"] is not None]
        assert values == [
            format(s.value, "f") for s in read_statements(document).statements if s.value is not None
        ]
        assert set(told[0]) == {f.name for f in dataclasses.fields(blocks[0])}
        assert drawn(document)
