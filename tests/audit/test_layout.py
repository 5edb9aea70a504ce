from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.annotation.excerpt import excerpt
from etl.annotation.layout import Laid, Layout, Run, _Cutter, lay_out, span_in
from etl.annotation.model import Figure
from etl.audit import Audit
from etl.documents.model import FootnoteMark, Piece, TracedText


def number(start: int, text: str, role: str = "value") -> Figure:
    return Figure(start, start + len(text), text, role)


def laid(audit: Audit) -> Layout:
    return lay_out(audit.document.blocks, audit.numbers, audit.findings)


JOINED = TracedText("đạt 12 con", (Piece(0, 4, 10, 14), Piece(4, 10, 30, 36)))
COMPOSED = TracedText("≥ 95%", (Piece(0, 1, 100, 105), Piece(1, 5, 105, 109)))


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (JOINED, (30, 32), (4, 6)),
        (JOINED, (12, 31), (2, 5)),  # over the gap
        (JOINED, (14, 30), None),  # a footnote between the lines
        (JOINED, (0, 5), None),
        (COMPOSED, (102, 103), (0, 1)),  # a piece that is one unit
        (COMPOSED, (106, 108), (2, 4)),
        (TracedText(""), (0, 5), None),
    ],
)
def test_span_in(text: TracedText, source: tuple[int, int], expected: tuple[int, int] | None) -> None:
    assert span_in(text, source) == expected


def test_numbers_stand_where_they_stood() -> None:
    cutter = _Cutter([number(30, "12")], {(30, 32): 7})
    runs = cutter.runs(JOINED)
    assert [(r.text, r.finding) for r in runs] == [("đạt ", None), ("12", 7), (" con", None)]
    assert cutter.left() == []


def test_a_number_that_no_text_shows_is_left() -> None:
    cutter = _Cutter([number(20, "5"), number(30, "12")], {})
    cutter.runs(JOINED)
    assert [r.text for r in cutter.left()] == ["5"]


def test_footnote_marks_stand_in_the_text() -> None:
    # Printed as "đạt 12³ con": the mark is cut out of the clean text.
    marked = TracedText("đạt 12 con", (Piece(0, 6, 10, 16), Piece(6, 10, 17, 21)))
    mark = FootnoteMark(6, "3", 16, 17, 9)
    cutter = _Cutter([number(14, "12"), number(16, "3", "footnote_mark")], {})
    runs = cutter.runs(marked, (mark,))
    assert [(r.text, r.mark is not None) for r in runs] == [
        ("đạt ", False),
        ("12", False),
        ("3", True),
        (" con", False),
    ]


@given(
    st.text(alphabet="ab 12,.", min_size=1, max_size=40),
    st.lists(st.integers(0, 40), max_size=8, unique=True),
)
def test_cutting_loses_no_letter(text: str, edges: list[int]) -> None:
    traced = TracedText(text, (Piece(0, len(text), 50, 50 + len(text)),))
    cuts = sorted(edge for edge in edges if edge <= len(text))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    cutter = _Cutter([Figure(50 + a, 50 + b, text[a:b], "value") for a, b in spans], {})
    runs = cutter.runs(traced)
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.figure] == [text[a:b] for a, b in spans]
    assert cutter.left() == []


def runs_of(block: Laid) -> list[Run]:
    cells = [cell for row in (*block.header, *(r.cells for r in block.rows)) for cell in row]
    return [*block.marker, *block.runs, *(run for cell in cells for run in cell.runs)]


def test_each_number_and_each_finding_stands_in_one_place(audited: Audit) -> None:
    layout = laid(audited)
    shown = [run.figure for block in layout.blocks for run in runs_of(block) if run.figure]
    shown += [run.figure for run in layout.elsewhere if run.figure]
    assert sorted(n.start for n in shown) == sorted(n.start for n in audited.numbers)
    hung = [f for block in layout.blocks for f in block.findings]
    hung += [f for block in layout.blocks for row in block.rows for f in row.findings]
    assert sorted(f.number for f in hung + layout.unplaced) == [f.number for f in audited.findings]


def test_a_finding_stands_by_its_table_row(audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if [n.text for n in f.figures] == ["57"]]
    rows = [row for block in laid(audited).blocks for row in block.rows if finding in row.findings]
    assert len(rows) == 1
    assert any(run.text == "Sản lượng chè" for cell in rows[0].cells for run in cell.runs)


def test_an_excerpt_shows_the_figure_in_its_sentence(audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if [n.text for n in f.figures] == ["73,3"]]
    parts = excerpt(audited.document.blocks, finding, 240)
    assert [p.text for p in parts if p.blamed] == ["73,3"]
    assert "Sản lượng thóc 2.925/4.000 tấn, đạt 73,3% kế hoạch." in "".join(p.text for p in parts)
    assert "".join(p.text for p in parts if not p.context).startswith("2.925/4.000")


def test_a_long_quote_is_cut_around_its_figure(audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if [n.text for n in f.figures] == ["73,3"]]
    parts = excerpt(audited.document.blocks, finding, 12)
    assert "73,3" in "".join(p.text for p in parts if not p.context)
    assert len("".join(p.text for p in parts if not p.context)) < 40


def test_a_finding_about_no_place_has_no_excerpt(audited: Audit) -> None:
    whole = replace(audited.findings[0], place=None, figures=())
    assert excerpt(audited.document.blocks, whole, 240) == []
    assert laid(_with(audited, whole)).unplaced == [whole]


def _with(audited: Audit, finding: object) -> Audit:
    return replace(audited, findings=[finding])  # type: ignore[list-item]
