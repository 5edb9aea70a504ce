"""Every printed number is held once, in the role it was understood in."""

from __future__ import annotations

import pytest

from etl.documents.model import BlockKind
from etl.statements import read_statements
from tests.statements.helpers import check_invariants, document_of, roles_of


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param(
            "Năm 2022, tổ 15 trồng 3,5/4 ha chè, đạt 87,5% KH.",
            ["date", "name_part", "value", "target", "comparison"],
            id="all-kinds",
        ),
        pytest.param(
            "Giải quyết 57/60 đơn, đạt 95%.", ["value", "denominator", "comparison"], id="of-a-whole"
        ),
        pytest.param(
            "Căn cứ Nghị quyết số 07, thu 5 tỷ 200 triệu đồng.",
            ["document_reference", "value", "value"],
            id="compound-money",
        ),
        pytest.param(
            "Theo Nghị quyết số 07, thu 5 tỷ đồng.",
            ["document_reference", "value"],
            id="reference-behind-theo",
        ),
        pytest.param("Đạt từ 60% đến 65%.", ["value", "value"], id="range"),
        pytest.param(
            "Quy hoạch tỷ lệ 1/500 cho 4 khu dân cư.", ["name_part", "name_part", "value"], id="scale"
        ),
        pytest.param("Mã 1234567890123456789012.", ["unclassified"], id="what-no-rule-understands"),
        pytest.param(
            "Số thôn đạt 15 tiêu chí là 12 thôn.", ["name_part", "value"], id="figure-inside-a-name"
        ),
        pytest.param("Khai thác 160 m3 gỗ.", ["value", "name_part"], id="digit-of-a-unit"),
        pytest.param("Tỷ lệ 12 bác sĩ/1.000 dân.", ["value", "name_part"], id="divisor-of-a-unit"),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [role for _, role in roles_of(text)] == roles


def test_numbers_of_what_is_not_read_are_settled_by_where_they_stand() -> None:
    assert roles_of("Số: 12/BC, trang 3", kind=BlockKind.FURNITURE) == [
        ("12", "other_reference"),
        ("3", "other_reference"),
    ]
    assert roles_of("1. Kết quả năm 2022", kind=BlockKind.HEADING) == [("1", "heading"), ("2022", "heading")]


def test_a_number_in_no_block_is_unclassified() -> None:
    document = document_of("Trồng 5 ha.")
    document.blocks.clear()
    reading = read_statements(document)
    assert [(n.text, n.role) for n in reading.numbers] == [("5", "unclassified")]
    assert reading.statements == []


def test_two_documents_of_one_text_differ_only_by_their_ids() -> None:
    first, second = document_of("Trồng 5 ha."), document_of("Trồng 5 ha.")
    second.report_id = "other"
    a, b = read_statements(first), read_statements(second)
    assert [s.quote for s in a.statements] == [s.quote for s in b.statements]
    assert {s.statement_id for s in a.statements}.isdisjoint(s.statement_id for s in b.statements)


def test_the_same_claim_twice_is_two_statements() -> None:
    document = document_of("Trồng 5 ha rừng. Trồng 5 ha rừng.")
    reading = read_statements(document)
    check_invariants(document, reading)
    assert [s.quote for s in reading.statements] == ["5 ha", "5 ha"]


def test_a_quote_holds_number_and_unit() -> None:
    document = document_of("Thu phí chợ đạt 61,2 tỷ đồng, bằng 98,7% KH.")
    (statement,) = read_statements(document).statements
    assert statement.quote.startswith("61,2 tỷ đồng")
    assert statement.quote.endswith("98,7")
