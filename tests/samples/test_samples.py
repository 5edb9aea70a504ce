"""The sample reports: whole, of the promised shape, and read as a person reads them.

`expected.csv` was written by hand, one line a statement.  `line` is where the statement's first number
is printed; an empty cell says nothing, a filled one must be found.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl.documents import read_document
from etl.statements import read_statements

REPO = Path(__file__).parents[2]
REPORTS = REPO / "data" / "reports"
REAL_REPORTS = REPO.parent / "shared" / "reports"
COLUMNS = [
    "file",
    "sha256",
    "byte_size",
    "title",
    "issuing_body",
    "locality_name",
    "locality_level",
    "province_name",
    "report_year",
    "plan_year",
    "report_date",
    "digest_of",
    "notes",
]
UNIT = (
    r"%|‰|tỷ|triệu|nghìn|đồng|tấn|tạ/ha|ha\b|km|m²|m\b|kg|lít|con|cây|liều|người|hộ|lượt|lao động|trường|"
    r"HTX|hợp tác xã|hồ sơ|đơn|vụ|mẫu|thửa|thủ tục|ca\b|trường hợp|chỉ tiêu|công trình|sản phẩm|tổ, xóm|"
    r"ngõ, xóm|dự án|suất|tin\b|gia đình|nhà\b|giấy phép|khối, thôn|tuyến|lớp|trẻ|em\b|quyết định|việc làm|"
    r"phường|xã\b|thôn|nhu cầu|trđ|GCN"
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


MANIFEST = rows_of(REPORTS / "manifest.csv")
EXPECTED = rows_of(Path(__file__).with_name("expected.csv"))


def text_of(report_id: str) -> str:
    return (REPORTS / f"{report_id}.txt").read_text(encoding="utf-8")


def numerals(text: str) -> set[Decimal]:
    """The numbers of a line by the Vietnamese rule: dot groups thousands, comma is the decimal mark."""
    found = set()
    for token in re.findall(r"\d(?:[\d.,]*\d)?", text):
        if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?", token):
            found.add(Decimal(token.replace(".", "").replace(",", ".")))
    return found


def test_manifest_has_its_columns_and_lists_every_report() -> None:
    assert list(MANIFEST[0]) == COLUMNS
    assert sorted(row["file"] for row in MANIFEST) == sorted(p.name for p in REPORTS.glob("*.txt"))


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_manifest_knows_the_bytes_and_the_origin(row: dict[str, str]) -> None:
    payload = (REPORTS / row["file"]).read_bytes()
    assert (hashlib.sha256(payload).hexdigest(), len(payload)) == (row["sha256"], int(row["byte_size"]))
    assert all(row[column] for column in ("issuing_body", "digest_of", "notes"))
    assert row["report_year"] in row["digest_of"]
    assert int(row["plan_year"]) == int(row["report_year"]) + 1


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_a_report_holds_at_least_forty_numbers_with_a_unit(row: dict[str, str]) -> None:
    text = " ".join((REPORTS / row["file"]).read_text(encoding="utf-8").split())
    with_unit = re.findall(rf"\d\$?\s?(?:{UNIT})", text)
    cells = re.findall(r"^(?:\|[^|]*){2,3}\|[^|]*[%\w][^|]*\|(?:[^|]*\d[^|]*\|)", text, re.MULTILINE)
    assert len(with_unit) + len(cells) >= 40


def test_prose_has_footnotes_that_cut_a_sentence() -> None:
    text = text_of("lang-son-tp-2021")
    notes = re.findall(r"^([¹²³⁴⁵⁶⁷⁸⁹]) ", text, re.MULTILINE)
    assert len(notes) >= 8
    for mark in notes:  # once in the sentence, once at the foot; m² is no mark
        assert len(re.findall(rf"(?<!\bm){mark}", text)) == 2
    cut = re.findall(r"[^.:;!\n]\n\n¹ .*\n\n² .*\n\n[a-zà-ỹ]", text)
    assert cut, "no footnote stands between the halves of a sentence"


def test_pipe_table_has_two_header_rows_and_begins_again_without_one() -> None:
    text = text_of("cao-bang-tinh-2022")
    rules = re.findall(r"^\|[-|]+\|$", text, re.MULTILINE)
    assert len(rules) == 2
    header = text.index("| TT |")
    assert header < text.index("KH 2022 |") < text.index("| 1 | 2 | 3 |")
    widths = {line.count("|") for line in text.splitlines() if line.startswith("|")}
    assert len(widths) == 1


def test_tab_table_has_one_width() -> None:
    lines = [line for line in text_of("bac-kan-tp-2023").splitlines() if "\t" in line]
    assert len(lines) >= 40
    assert {line.count("\t") for line in lines} == {5}


def test_raw_text_has_an_empty_line_after_every_printed_one() -> None:
    lines = text_of("cao-bang-tp-2023").splitlines()
    assert all(not line.strip() for line in lines[1::2])
    assert re.search(
        r"[^.\n] \n\n\d [^\n]+(?:\n\n[^\n]+)+?\n\n \d\n\n[\da-zà-ỹ]", text_of("cao-bang-tp-2023")
    )


def test_target_list_has_goal_and_result_in_two_sentences() -> None:
    text = text_of("cao-bang-tp-2021")
    assert len(re.findall(r"^\(\d+\) .*\d.*/.*\d", text, re.MULTILINE)) >= 12
    assert len(re.findall(r"^\(\d+\) .*\d.*\. \*.*\d.*\*$", text, re.MULTILINE)) >= 5


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda r: f"{r['report_id']}:{r['line']}:{r['indicator']}:{r['year']}"
)
def test_expectations_stand_on_the_line_they_name(row: dict[str, str]) -> None:
    lines = text_of(row["report_id"]).splitlines()
    printed = numerals("\n".join(lines[int(row["line"]) - 1 : int(row["line"]) + 2]))
    for column in ("value", "target", "denominator"):
        # a goal and its result may share one figure, so only presence is asked
        assert not row[column] or Decimal(row[column]) in printed, (column, row[column])


def test_every_report_has_ten_expectations_and_a_contradiction() -> None:
    for report_id in (Path(row["file"]).stem for row in MANIFEST):
        mine = [row for row in EXPECTED if row["report_id"] == report_id]
        assert len(mine) >= 10
        assert any(row["has_contradiction"] == "true" for row in mine)


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_a_report_says_of_itself_what_the_manifest_says(row: dict[str, str]) -> None:
    metadata = read_document(REPORTS / row["file"]).metadata
    columns = ["title", "issuing_body", "locality_name", "locality_level", "province_name"]
    for column in [*columns, "report_year", "plan_year", "report_date"]:
        said = getattr(metadata, column)
        assert ("" if said is None else str(said)) == row[column], column


@cache
def statements_of(report_id: str) -> list[Any]:
    entry = next(row for row in MANIFEST if row["file"] == f"{report_id}.txt")
    return read_statements(read_document(REPORTS / entry["file"], entry)).statements


def percent(comparisons: list[Any], kind: str) -> set[Decimal]:
    """Every comparison of one type as a percentage of its base: growth of 2,5% is 102,5%."""
    values = set()
    for c in comparisons:
        if c.comparison_type == kind and c.form in ("percent_of", "growth"):
            values.add(c.reported_value + (100 if c.form == "growth" else 0))
    return values


def fits(row: dict[str, str], statement: Any) -> list[str]:
    """What of the expectation the statement does not say; empty where it says all."""
    lacking = []
    for column in ("value", "target", "denominator"):
        if row[column] and getattr(statement, column) != Decimal(row[column]):
            lacking.append(f"{column} {getattr(statement, column)}")
    if row["target_bound"] and statement.target_bound != row["target_bound"]:
        lacking.append(f"target_bound {statement.target_bound}")
    if (statement.unit or "").casefold() != row["unit"].casefold():
        lacking.append(f"unit {statement.unit}")
    if statement.kind != row["kind"]:
        lacking.append(f"kind {statement.kind}")
    if statement.year != int(row["year"]):
        lacking.append(f"year {statement.year}")
    if row["period_code"] and statement.period_code != row["period_code"]:
        lacking.append(f"period_code {statement.period_code}")
    for column, kind in (("plan_pct", "plan"), ("prior_pct", "prior"), ("share_pct", "share")):
        said = percent(statement.comparisons, kind)
        if row[column] and Decimal(row[column]) not in said:
            lacking.append(f"{column} {sorted(map(str, said))}")
    points = {c.reported_value for c in statement.comparisons if c.form == "points"}
    if row["points"] and Decimal(row["points"]) not in points:
        lacking.append(f"points {sorted(map(str, points))}")
    return lacking


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda r: f"{r['report_id']}:{r['line']}:{r['indicator']}:{r['year']}"
)
def test_an_expected_statement_is_read(row: dict[str, str]) -> None:
    line = int(row["line"])
    near = [s for s in statements_of(row["report_id"]) if s.line_start <= line <= s.line_end]
    misses = {s.quote: fits(row, s) for s in near}
    best = sorted((len(lacking), quote, lacking) for quote, lacking in misses.items())[:2]
    assert any(not lacking for lacking in misses.values()), f"expected {row}; nearest: {best}"


WORD = re.compile(r"[^\W\d_]+")


def runs(text: str, length: int = 9) -> set[tuple[str, ...]]:
    words = WORD.findall(unicodedata.normalize("NFC", text).lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.skipif(not REAL_REPORTS.is_dir(), reason="the real reports are not here")
def test_no_sentence_of_a_real_report_is_carried_over() -> None:
    known = set[tuple[str, ...]]()
    for path in sorted(REAL_REPORTS.glob("*.txt")):
        known |= runs(path.read_text(encoding="utf-8"))
    for row in MANIFEST:
        shared = runs((REPORTS / row["file"]).read_text(encoding="utf-8")) & known
        assert not shared, (row["file"], sorted(shared)[:3])
