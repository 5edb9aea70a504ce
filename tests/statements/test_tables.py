from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from etl.documents.model import BlockKind, Document
from etl.documents.read import read_document
from etl.statements import read_statements
from tests.statements.helpers import check_invariants, seen, table_document

Expected = list[dict[str, Any]]

TWO_ROWS = (
    "TT | Chỉ tiêu | Đơn vị | TH 2021 | Năm 2022 | Năm 2022 | So sánh (%) | So sánh (%) | KH 2023",
    "TT | Chỉ tiêu | Đơn vị | TH 2021 | KH | Ước TH | TH so với TH 2021 | TH so với KH 2022 | KH 2023",
)


def check(document: Document, expected: Expected) -> None:
    reading = read_statements(document)
    check_invariants(document, reading)
    shown = [seen(s, list(e)) for s, e in zip(reading.statements, expected, strict=False)]
    assert shown == expected
    assert len(reading.statements) == len(expected)


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        pytest.param(
            ["Chỉ tiêu | Đơn vị | Kế hoạch 2022 | Thực hiện 2022"],
            ["Diện tích chè | ha | 120 | 126,5"],
            [
                {
                    "kind": "result",
                    "name": "Diện tích chè",
                    "unit": "ha",
                    "year": 2022,
                    "value": "126.5",
                    "target": "120",
                    "source_kind": "table",
                }
            ],
            id="plan-and-result",
        ),
        pytest.param(
            ["TT | Chỉ tiêu | ĐVT | Thực hiện 2021 | Ước TH 2022 | Ước TH 2022 so với TH 2021 (%)"],
            ["1 | Sản lượng cá | tấn | 400 | 412 | 103,0"],
            [
                {"year": 2021, "value": "400", "is_estimate": False, "comparisons": []},
                {
                    "year": 2022,
                    "value": "412",
                    "is_estimate": True,
                    "comparisons": ["prior percent_of 103 to 2021"],
                },
            ],
            id="earlier-year-and-index",
        ),
        pytest.param(
            TWO_ROWS,
            ["1 | Sản lượng mật ong | kg | 900 | 1.000 | 1.050 | 116,7 | 105,0 | 1.100"],
            [
                {"kind": "result", "year": 2021, "value": "900", "target": None},
                {"kind": "result", "year": 2022, "value": "1050", "target": "1000", "is_estimate": True},
                {"kind": "target", "year": 2023, "target": "1100", "value": None},
            ],
            id="two-header-rows-and-next-plan",
        ),
        pytest.param(
            [
                "Chỉ tiêu | Đơn vị | Kế hoạch năm 2022 | Thực hiện năm 2022 | Tỷ lệ (%)",
                "1 | 2 | 3 | 4 | 5=4/3",
            ],
            ["Trồng cây phân tán | cây | 5.000 | 5.600 | 112"],
            [{"value": "5600", "target": "5000", "comparisons": ["plan percent_of 112 to 2022"]}],
            id="formula-row",
        ),
        pytest.param(
            ["TT | Nội dung | ĐVT | Chỉ tiêu giao 2022 | Kết quả 2022 | Đánh giá"],
            [
                "1 | Tỷ lệ hộ dùng nước sạch | % | 90 | 91,5 | Vượt",
                "2 | Số hộ thoát nghèo | hộ | 20 | 18 | Không đạt",
            ],
            [
                {"name": "Tỷ lệ hộ dùng nước sạch", "value": "91.5", "verdict": "Vượt"},
                {"name": "Số hộ thoát nghèo", "value": "18", "target": "20", "verdict": "Không đạt"},
            ],
            id="verdicts",
        ),
        pytest.param(
            ["TT | Chỉ tiêu | ĐVT | Thực hiện 2022"],
            [
                "1 | Tổng đàn gia súc | con | 900",
                "- | Đàn trâu | con | 300",
                "- | Đàn dê | | 600",
                "2 | Sản lượng chè | tấn | 40",
            ],
            [
                {"name": "Tổng đàn gia súc", "parent_name": None, "value": "900"},
                {"name": "Đàn trâu", "parent_name": "Tổng đàn gia súc", "value": "300"},
                {"name": "Đàn dê", "parent_name": "Tổng đàn gia súc", "value": "600", "unit": "con"},
                {"name": "Sản lượng chè", "parent_name": None, "value": "40"},
            ],
            id="sub-rows",
        ),
        pytest.param(
            ["TT | Chỉ tiêu | ĐVT | Thực hiện 2022"],
            ["1 | Tổng thu | triệu đồng | 900", "| Trong đó: | | ", "1.1 | Thu phí | triệu đồng | 300"],
            [
                {"name": "Tổng thu", "parent_name": None},
                {"name": "Thu phí", "parent_name": "Tổng thu"},
            ],
            id="a-row-that-says-among-them",
        ),
        pytest.param(
            ["Chỉ tiêu | ĐVT | Kế hoạch 2022 | Thực hiện 2022"],
            [
                "Tỷ lệ phủ sóng | % | ≥ 95 | 97",
                "Tỷ lệ hộ nghèo | % | dưới 3 | 2,4",
                "Chỉ số giá | % | | -0,4",
            ],
            [
                {"value": "97", "target": "95", "target_bound": ">="},
                {"value": "2.4", "target": "3", "target_bound": "<"},
                {"value": "-0.4", "target": None},
            ],
            id="bounds-empty-cells-and-signs",
        ),
        pytest.param(
            [
                "Số TT | Tên | ĐVT | NQ năm 2022 | Ước TH 2022 | Tỷ lệ (%) | Tỷ lệ (%) | Phương hướng 2023",
                "Số TT | Tên | ĐVT | NQ năm 2022 | Ước TH 2022 | Ước TH 2022/NQ 2022 "
                "| Ước TH 2022/TH 2021 | Phương hướng 2023",
                "A | B | C | 1 | 2 | 3=2/1 | 4 | 5",
            ],
            ["1 | Khách đi đò | lượt | 2.345 | 2.401 | 102,4 | 104,1 | 2.480"],
            [
                {
                    "name": "Khách đi đò",
                    "unit": "lượt",
                    "value": "2401",
                    "target": "2345",
                    "comparisons": ["plan percent_of 102.4 to 2022", "prior percent_of 104.1 to 2021"],
                },
                {"kind": "target", "year": 2023, "target": "2480"},
            ],
            id="letters-and-ratios-under-the-titles",
        ),
        pytest.param(
            [
                "Tên | Dự toán 2022 | TH tháng 9 | Lũy kế 9 tháng | Cùng kỳ năm trước | Tăng, giảm (+/-)",
                "A | 1 | 2 | 3 | 4 | 5=3-4",
            ],
            ["Thu phí đò | 1.250 | 98 | 1.012 | 950 | 62"],
            [
                {"period_code": "m09", "value": "98", "comparisons": []},
                {"period_code": "9m", "value": "1012", "comparisons": ["prior delta 62 to 2021"]},
                {"year": 2021, "period_code": "9m", "value": "950", "is_estimate": False, "comparisons": []},
            ],
            id="months-and-differences",
        ),
        pytest.param(
            ["Chỉ tiêu | Năm 2021 | Ước 9 tháng 2022 | Ước TH năm 2022 | Tốc độ tăng (%)"],
            ["Sản lượng gốm (tấn) | 40 | 33 | 44 | 10", "Tỷ lệ đò có phao (%) | 60 | 62 | 66 | 6"],
            [
                {"name": "Sản lượng gốm", "unit": "tấn", "year": 2021},
                {"period_code": "9m", "value": "33"},
                {"period_code": "year_end", "value": "44", "comparisons": ["prior growth 10"]},
                {"name": "Tỷ lệ đò có phao", "unit": "%", "value": "60"},
                {"value": "62"},
                {"value": "66", "comparisons": ["prior points 6"]},
            ],
            id="units-in-names-and-growth",
        ),
        pytest.param(
            ["TT | Chỉ tiêu | ĐVT | Toàn huyện | Xã Tân Bình | Thị trấn Bến Đò"],
            ["1 | Diện tích sen | ha | 800 | 500 | 300"],
            [
                {"name": "Diện tích sen", "place": None, "value": "800"},
                {"name": "Diện tích sen", "place": "Xã Tân Bình", "value": "500"},
                {"name": "Diện tích sen", "place": "Thị trấn Bến Đò", "value": "300"},
            ],
            id="places-as-columns",
        ),
        pytest.param(
            ["STT | Đơn vị | Sen | Sen", "STT | Đơn vị | Diện tích (ha) | Năng suất (tạ/ha)"],
            ["1 | Xã Tân Bình | 500 | 62", "2 | Xã Bến Đò | 450 | 61,5", " | Tổng cộng | 950 | 61,8"],
            [
                {"name": "Diện tích sen", "unit": "ha", "place": "Xã Tân Bình", "value": "500"},
                {"name": "Năng suất sen", "unit": "tạ/ha", "place": "Xã Tân Bình", "value": "62"},
                {"place": "Xã Bến Đò", "value": "450"},
                {"place": "Xã Bến Đò", "value": "61.5"},
                {"name": "Diện tích sen", "place": None, "parent_name": None, "value": "950"},
                {"name": "Năng suất sen", "place": None, "value": "61.8"},
            ],
            id="places-as-rows",
        ),
        pytest.param(
            ["Chỉ tiêu | ĐVT | Thực hiện 2022"],
            [
                "Tổng thu phí | đồng | 900",
                "- Thu phí đò | | 300",
                "Số bến đạt chuẩn | bến | 10/12",
                "Trong đó: bến ngang | bến | 7",
            ],
            [
                {"name": "Tổng thu phí", "parent_name": None},
                {"name": "Thu phí đò", "parent_name": "Tổng thu phí", "unit": "đồng"},
                {"value": "10", "denominator": "12"},
                {"name": "bến ngang"},
            ],
            id="dashes-below-rows-without-numbers-and-pairs",
        ),
        pytest.param(
            [
                "Tên | ĐVT | KH 2022 | KH 2022 | TH 2022 | TH/KH (%) | TH/KH (%) | Đơn vị chủ trì",
                "Tên | ĐVT | Tỉnh giao | Huyện giao | TH 2022 | Tỉnh giao | Huyện giao | Đơn vị chủ trì",
            ],
            ["Thu phí đò | đồng | 100 | 120 | 125 | 125 | 104,2 | Phòng bến"],
            [
                {
                    "unit": "đồng",
                    "value": "125",
                    "comparisons": ["plan percent_of 125 by Tỉnh", "plan percent_of 104.2 by Huyện"],
                }
            ],
            id="plans-of-two-givers",
        ),
        pytest.param(
            ["Tên | Chỉ tiêu giao 2022 | Kết quả 2022 | Đánh giá"],
            ["Tỷ lệ đò hỏng | Giảm 1,5% | Giảm 1,7% | Vượt", "Số bến mới | 12 bến | 13 bến | Đạt 108,3%"],
            [
                {"name": "Tỷ lệ đò hỏng giảm", "value": "1.7", "target": "1.5", "unit": "%"},
                {"value": "13", "unit": "bến", "comparisons": ["plan percent_of 108.3"]},
            ],
            id="changes-and-percentages-in-words",
        ),
        pytest.param(
            ["Chỉ tiêu | ĐVT | Kế hoạch 2023"],
            ["Sản lượng tơ | kg | 70"],
            [{"kind": "target", "year": 2023, "target": "70", "value": None}],
            id="plan-alone",
        ),
    ],
)
def test_rows(header: Sequence[str], rows: Sequence[str], expected: Expected) -> None:
    check(table_document(header, rows), expected)


def test_numbers_of_a_table_have_the_role_of_their_column() -> None:
    document = table_document(
        ["TT | Chỉ tiêu | ĐVT | Kế hoạch 2022 | Thực hiện 2022 | Ghi chú"],
        ["1 | Nhóm 2 tuổi ra lớp | trẻ | 30 | 31 | Công văn 15/2020/NĐ-CP"],
    )
    roles = [(n.text, n.role) for n in read_statements(document).numbers]
    assert roles == [
        ("2022", "heading"),
        ("2022", "heading"),
        ("1", "ordinal"),
        ("2", "name_part"),
        ("30", "target"),
        ("31", "value"),
        ("15", "document_reference"),
        ("2020", "document_reference"),
    ]


def test_statements_of_a_row_share_its_id() -> None:
    document = table_document(
        TWO_ROWS,
        ["1 | Mật ong | kg | 9 | 10 | 11 | 122 | 110 | 12", "2 | Sáp ong | kg | 1 | 2 | 3 | 300 | 150 | 4"],
    )
    rows = [s.row_id for s in read_statements(document).statements]
    assert len(set(rows)) == 2
    assert rows == sorted(rows, key=rows.index)
    assert None not in rows


@pytest.mark.parametrize("rule", [" | ", "\t"], ids=["pipes", "tabs"])
def test_a_table_in_a_text_file(rule: str, tmp_path: Any) -> None:
    lines = [
        ["TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch 2022", "Thực hiện 2022", "TH/KH (%)"],
        ["1", "Diện tích sắn", "ha", "80", "84", "105"],
        ["2", "Sản lượng sắn", "tấn", "1.600", "1.500", "93,75"],
    ]
    joined = [rule.join(line) for line in lines]
    if rule != "\t":
        joined = [f"| {line} |" for line in joined]
        joined.insert(1, "|" + "---|" * 6)
    path = tmp_path / "report.txt"
    path.write_text("BÁO CÁO\nKết quả năm 2022\n\n" + "\n".join(joined) + "\n", encoding="utf-8")
    document = read_document(path)
    assert [b.kind for b in document.blocks if b.table is not None] == [BlockKind.TABLE]
    check(
        document,
        [
            {"name": "Diện tích sắn", "value": "84", "target": "80", "comparisons": ["plan percent_of 105"]},
            {"name": "Sản lượng sắn", "value": "1500", "target": "1600"},
        ],
    )


def test_a_percent_column_that_names_nothing_divides_the_columns_before_it() -> None:
    header = ["Chỉ tiêu | Đơn vị | Kế hoạch 2022 | Thực hiện 2022 | Tỷ lệ (%)"]
    document = table_document(header, ["Diện tích sắn | ha | 80 | 84 | 105"])
    check(document, [{"value": "84", "target": "80", "comparisons": ["plan percent_of 105"]}])


def test_the_unit_of_the_caption_is_that_of_rows_without_one(tmp_path: Any) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "BÁO CÁO\n\nKết quả năm 2022\n\nĐơn vị tính: Triệu đồng\n\n"
        "| Nội dung | Thực hiện 2022 |\n|---|---|\n| Thu phí đò | 900 |\n| Số đò (chiếc) | 12 |\n",
        encoding="utf-8",
    )
    check(read_document(path), [{"value": "900", "unit": "Triệu đồng"}, {"value": "12"}])


def test_years_alone_name_columns(tmp_path: Any) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "BÁO CÁO\nKết quả năm 2022\n\nTên\tĐơn vị\t2021\t2022\nThu phí đò\tđồng\t45,2\t50,1\n",
        encoding="utf-8",
    )
    check(
        read_document(path),
        [{"year": 2021, "value": "45.2"}, {"kind": "result", "year": 2022, "value": "50.1"}],
    )


def test_tables_that_only_a_blank_line_parts_have_their_own_titles(tmp_path: Any) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "BÁO CÁO\n\nKết quả 9 tháng năm 2022\n\n"
        "| Tên | ĐVT | TH 9T/2021 | KH 2022 | TH 9T/2022 |\n|---|---|---|---|---|\n"
        "| Sen | ha | 12 | 14 | 15 |\n\n"
        "| | | | | |\n|---|---|---|---|---|\n| Ấu | ha | 2 | 4 | 5 |\n\n"
        "| Nội dung | ĐVT | Số lượng | Kinh phí (triệu đồng) | Ghi chú |\n|---|---|---|---|---|\n"
        "| Đóng đò | chiếc | 12 | 600 | |\n",
        encoding="utf-8",
    )
    check(
        read_document(path),
        [
            {"name": "Sen", "year": 2021, "period_code": "9m", "value": "12"},
            {"name": "Sen", "period_code": "9m", "value": "15", "target": "14"},
            {"name": "Ấu", "year": 2021, "value": "2"},
            {"name": "Ấu", "value": "5", "target": "4"},
            {"name": "Đóng đò", "unit": "chiếc", "value": "12", "period_code": "9m"},
            {"name": "Kinh phí đóng đò", "unit": "triệu đồng", "value": "600"},
        ],
    )
