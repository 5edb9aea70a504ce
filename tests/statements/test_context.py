from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from etl.documents.model import Block, BlockKind, Metadata, TracedText
from etl.statements import read_statements
from etl.statements.context import (
    document_years,
    is_plan_paper,
    opening_head,
    place_names,
    section_context,
)
from etl.statements.names import clean
from tests.statements.helpers import document_of, seen, statements_of


@pytest.mark.parametrize(
    ("section", "kind", "year"),
    [
        pytest.param(("I. Kết quả thực hiện năm 2022",), "result", 2022, id="results"),
        pytest.param(("II. Mục tiêu, nhiệm vụ năm 2023",), "target", 2023, id="next-year"),
        pytest.param(("Phương hướng, nhiệm vụ",), "target", 2023, id="next-year-unsaid"),
        pytest.param(("Kết quả thực hiện các chỉ tiêu kế hoạch năm 2022",), "result", 2022, id="of-the-plan"),
        pytest.param(("Phần I. Kết quả năm 2022", "1. Trồng trọt"), "result", 2022, id="inherited"),
        pytest.param(("Phần II. Kế hoạch năm 2023", "1. Trồng trọt"), "target", 2023, id="plan-part"),
        pytest.param(("Chương trình mục tiêu quốc gia năm 2022",), "result", 2022, id="programme"),
        pytest.param((), "result", 2022, id="no-heading"),
    ],
)
def test_headings_say_kind_and_year(section: tuple[str, ...], kind: str, year: int) -> None:
    found = section_context(section, 2022, 2023)
    assert (found.kind, found.year) == (kind, year)


@pytest.mark.parametrize(
    ("section", "span", "code"),
    [
        pytest.param(("A. Tình hình 9 tháng đầu năm 2022", "I. Kinh tế"), None, "9m", id="heading"),
        pytest.param(("I. Kinh tế",), "9m", "9m", id="report"),
        pytest.param(("I. Tình hình quý I năm 2022",), None, "q1", id="heading-of-a-quarter"),
        pytest.param(("I. Tình hình tháng 5 năm 2022",), "9m", "m05", id="heading-of-a-month"),
        pytest.param(("I. Kinh tế",), "q1", "q1", id="report-of-a-quarter"),
        pytest.param(("I. Kinh tế",), "m05", "m05", id="report-of-a-month"),
        pytest.param(("II. Ước thực hiện kết quả năm 2022",), "9m", None, id="the-year-again"),
        pytest.param(("B. Nhiệm vụ 3 tháng cuối năm 2022",), "9m", None, id="what-is-left-of-the-year"),
        pytest.param(("I. Kết quả năm 2022",), None, None, id="year"),
    ],
)
def test_headings_say_the_time(section: tuple[str, ...], span: str | None, code: str | None) -> None:
    period = section_context(section, 2022, 2023, span).period
    assert (period.code if period is not None else None) == code


@pytest.mark.parametrize(
    ("section", "span", "plan_year", "kind", "year"),
    [
        pytest.param(("B. Nhiệm vụ 6 tháng cuối năm 2022",), "6m", 2022, "target", 2022, id="months-left"),
        pytest.param(("B. Nhiệm vụ các tháng còn lại",), "9m", 2022, "target", 2022, id="no-year-said"),
        pytest.param(
            ("B. Nhiệm vụ 2 tháng cuối năm",), None, 2023, "target", 2022, id="in-a-report-of-the-year"
        ),
        pytest.param(("B. Nhiệm vụ quý III năm 2022",), "6m", 2022, "target", 2022, id="a-later-quarter"),
        pytest.param(
            ("B. Thực hiện nhiệm vụ quý II năm 2022",), "6m", 2022, "result", 2022, id="an-earlier-quarter"
        ),
        pytest.param(
            ("B. Kết quả nhiệm vụ 3 tháng cuối năm 2022",), None, 2023, "result", 2022, id="its-results"
        ),
        pytest.param(
            ("B. Kế hoạch năm 2023", "I. Mục tiêu"),
            "9m",
            2022,
            "target",
            2023,
            id="below-a-plan-of-a-later-year",
        ),
    ],
)
def test_what_is_left_of_a_year_is_planned_for_it(
    section: tuple[str, ...], span: str | None, plan_year: int, kind: str, year: int
) -> None:
    found = section_context(section, 2022, plan_year, span)
    assert (found.kind, found.year) == (kind, year)


def test_a_report_of_six_months_has_the_rest_of_its_year_in_view() -> None:
    document = document_of("Thu phí đò 90 tỷ đồng.", year=2022, section=("II. Phương hướng, nhiệm vụ",))
    told = dataclasses.replace(document, metadata=Metadata(report_year=2022, report_kind="6m"))
    (statement,) = read_statements(told).statements
    assert (statement.kind, statement.year, statement.target) == ("target", 2022, 90)


def test_a_figure_under_a_plan_heading_is_a_target() -> None:
    (statement,) = statements_of("Sản lượng chè 2.600 tấn.", section=("II. Mục tiêu, nhiệm vụ năm 2023",))
    shown = seen(statement, ["kind", "year", "value", "target", "section_path"])
    assert shown == {
        "kind": "target",
        "year": 2023,
        "value": None,
        "target": "2600",
        "section_path": "II. Mục tiêu, nhiệm vụ năm 2023",
    }


@pytest.mark.parametrize(
    "opening", ["Mục tiêu năm 2023 như sau:", "Phấn đấu năm 2023:", "Kế hoạch năm 2023:"]
)
def test_a_list_takes_its_goal_from_its_opening(opening: str) -> None:
    (statement,) = statements_of("Trồng 120 ha sen.", opening=opening)
    assert (statement.kind, statement.year, statement.target) == ("target", 2023, 120)


def test_a_list_of_results_with_next_year_in_view_stays_one() -> None:
    (statement,) = statements_of("Trồng 120 ha sen.", opening="Kết quả năm 2022, dự kiến năm 2023:")
    assert (statement.kind, statement.year) == ("result", 2022)


def test_a_list_takes_head_and_date_from_its_opening() -> None:
    dated = statements_of("Thu thuế đạt 5 tỷ đồng.", opening="Tính đến 30/11/2022, kết quả như sau:")
    assert [(s.period_code, s.period_end) for s in dated] == [("as_of", date(2022, 11, 30))]
    named = statements_of("Đạt 210 ha, bằng 105% KH.", opening="Diện tích ngô:")
    assert [s.name for s in named] == ["Diện tích ngô"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        pytest.param("Cây lúa:", "Cây lúa", id="plain"),
        pytest.param("Trồng trọt. Cây lúa:", "Cây lúa", id="last-sentence"),
        pytest.param("Năm 2022:", None, id="with-a-figure"),
        pytest.param("", None, id="empty"),
        pytest.param("a" * 121, None, id="too-long-to-name"),
    ],
)
def test_opening_head(text: str, head: str | None) -> None:
    assert opening_head(text) == head


def test_place_names_are_those_behind_their_kind() -> None:
    found = place_names("Tại xã Bình Lâm, phường Đông Hà, xã đã trồng rừng; thị trấn Nà Phặc có 5 hộ.")
    assert found == {"bình lâm", "đông hà", "nà phặc"}


def test_a_place_right_behind_a_place() -> None:
    assert place_names("Tại xã Bình Lâm và phường Đông Hà.") == {"bình lâm", "đông hà"}


@pytest.mark.parametrize(
    ("opening", "years"),
    [
        pytest.param("Báo cáo năm 2021 và kế hoạch năm 2022", (2021, 2022), id="both"),
        pytest.param("Báo cáo năm 2021", (2021, 2022), id="the-plan-is-of-the-next-year"),
        pytest.param("Báo cáo", (None, None), id="silent"),
        pytest.param("Số 2021 của phường", (None, None), id="a-number-is-no-year"),
    ],
)
def test_years_of_a_document_that_has_no_metadata(opening: str, years: tuple[int | None, int | None]) -> None:
    document = document_of("Trồng 5 ha.", year=None)
    document.metadata = Metadata()
    document.blocks.insert(0, Block(0, BlockKind.HEADING, TracedText(opening), 1, 1))
    assert document_years(document) == years


def test_no_year_is_made_up() -> None:
    document_year = [s.year for s in statements_of("Trồng 5 ha rừng.", year=None)]
    assert document_year == [None]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        pytest.param("  Diện  tích\nlúa : ", "Diện tích lúa", id="spaces-and-edges"),
        pytest.param("Diện tích (lúa", "Diện tích lúa", id="bracket-not-closed"),
        pytest.param("Diện tích) lúa", "Diện tích lúa", id="bracket-not-opened"),
        pytest.param("Diện tích (lúa) ", "Diện tích (lúa)", id="bracket-whole"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_names_are_cleaned(printed: str, name: str) -> None:
    assert clean(printed) == name


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        pytest.param("Tính đến 30/9/2022, bến đò nhộn nhịp", "as_of", id="of-a-day"),
        pytest.param("Kết quả năm học 2021-2022 khá tốt", "school_year", id="of-a-school-year"),
        pytest.param("Tính đến 30/9/2022 có sửa bến. Chợ đông", "year", id="of-another-sentence"),
    ],
)
def test_a_footnote_is_of_the_time_of_the_sentence_that_bears_its_mark(sentence: str, period: str) -> None:
    document = document_of("Có 12 lò gốm, 03 bến đò.", BlockKind.FOOTNOTE)
    note = document.blocks[0]
    bearer = Block(1, BlockKind.PARAGRAPH, TracedText(sentence), 1, 1)
    document.blocks[:] = [
        dataclasses.replace(note, index=0, anchor_index=1, anchor_offset=len(sentence)),
        bearer,
    ]
    assert {s.period_code for s in read_statements(document).statements} == {period}


@pytest.mark.parametrize(
    ("title", "plans"),
    [
        ("Về dự toán thu, chi ngân sách nhà nước năm 2023", True),
        ("Về việc giao chỉ tiêu kế hoạch kinh tế năm 2023", True),
        ("Nghị quyết về kế hoạch kinh tế năm 2023", True),
        ("Tình hình thực hiện kế hoạch kinh tế năm 2022", False),
        ("Kết quả thực hiện dự toán năm 2022, nhiệm vụ năm 2023", False),
        ("Kế hoạch năm 2023 và đánh giá kết quả năm 2022", False),
        ("", False),
    ],
)
def test_papers_that_lay_down_plans(title: str, plans: bool) -> None:
    assert is_plan_paper(title) is plans


def test_figures_of_a_plan_paper_are_targets() -> None:
    document = document_of("Tổng thu phí đò: 3.790 triệu đồng.")
    document.metadata.title = "Về dự toán thu phí đò năm 2022"
    (statement,) = read_statements(document).statements
    assert (statement.kind, statement.year, statement.target) == ("target", 2022, 3790)


@pytest.mark.parametrize(
    ("text", "target", "change"),
    [
        ("Thu phí đò 498 tỷ đồng, tăng 9%.", 498, ("growth", 9)),
        ("Trồng sen 45 ha, tăng 5 ha.", 45, ("delta", 5)),
    ],
)
def test_a_goal_bears_its_change(text: str, target: int, change: tuple[str, int]) -> None:
    (statement,) = statements_of(text, section=("II. Mục tiêu năm 2023",))
    (comparison,) = statement.comparisons
    assert (statement.kind, statement.target) == ("target", target)
    assert (comparison.comparison_type, comparison.form, comparison.reported_value) == ("prior", *change)
