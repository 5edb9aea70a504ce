"""What completes a name that is not said in full, and what names itself and takes nothing on."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thuế giá trị gia tăng 12 tỷ đồng bằng 101% dự toán; bàn giao 93 ngõ; giải phóng mặt bằng 5 ha.",
            [
                {"name": "Thuế giá trị gia tăng", "comparisons": ["plan percent_of 101"]},
                {"name": "bàn giao ngõ", "value": "93"},
                {"name": "giải phóng mặt bằng", "value": "5"},
            ],
            id="compounds-that-end-like-a-function-word",
        ),
        pytest.param(
            "Tỷ lệ rác sinh hoạt của các bến đò được thu gom, xử lý đạt 95%; dịch vụ mức độ 3, 4 đạt 85%.",
            [
                {"name": "Tỷ lệ rác sinh hoạt của các bến đò được thu gom, xử lý", "value": "95"},
                {"name": "dịch vụ mức độ 3, 4", "value": "85"},
            ],
            id="a-second-verb-and-a-second-grade",
        ),
        pytest.param(
            "Mưa đá làm 45 lán tốc mái, 12 lán sập, thiệt hại 3 tỷ đồng.",
            [{"value": "45"}, {"value": "12"}, {"name": "thiệt hại", "value": "3"}],
            id="a-loss-is-not-of-another-loss",
        ),
        pytest.param(
            "Xây dựng cơ bản: Tổng nguồn vốn đầu tư 23 tỷ đồng, trong đó: ngân sách cấp trên 8 tỷ đồng.",
            [
                {"name": "Tổng nguồn vốn đầu tư"},
                {"name": "ngân sách cấp trên", "value": "8", "parent_name": "Tổng nguồn vốn đầu tư"},
            ],
            id="parts-are-named-by-their-whole",
        ),
        pytest.param(
            "Tổng thu 456,7 tỷ đồng. Trong đó: bến đò 145,6 tỷ đồng (31,9%); làng gốm 198,8 tỷ đồng (95%).",
            [
                {"name": "Tổng thu"},
                {"name": "bến đò", "comparisons": ["share percent_of 31.9"]},
                {"name": "làng gốm", "value": "198.8", "comparisons": []},
                {"value": "95", "unit": "%"},
            ],
            id="a-share-that-the-figures-give",
        ),
        pytest.param(
            "Cây sen: 85 ha, NS 29 tạ/ha, SL 246,5 tấn.",
            [{"name": "Cây sen"}, {"name": "NS cây sen"}, {"name": "SL cây sen"}],
            id="initials-of-yield-and-output",
        ),
        pytest.param(
            "Tỷ lệ đò có phao 78,5% xếp thứ 7/37 xã; kỷ niệm 30/4 và 01/5 tổ chức 3 cuộc đua thuyền.",
            [
                {"name": "Tỷ lệ đò có phao", "value": "78.5"},
                {"name": "Tỷ lệ đò có phao xếp thứ", "value": "7", "denominator": "37"},
                {"value": "3", "unit": "cuộc"},
            ],
            id="a-place-among-others-and-days-of-remembrance",
        ),
        pytest.param(
            "1. Thu phí đò 45 tỷ đồng. 2. Thu bến 86 triệu đồng. 3. Cơ cấu nghề: sen 28,3%; súng 71,7%.",
            [
                {"name": "Thu phí đò", "value": "45"},
                {"name": "Thu bến", "value": "86"},
                {"name": "Cơ cấu nghề: sen", "value": "28.3"},
                {"name": "Cơ cấu nghề: súng", "value": "71.7"},
            ],
            id="items-numbered-within-a-paragraph",
        ),
        pytest.param(
            "Giải thể 112 hợp tác xã, tạm ngừng 245 hợp tác xã; 345 đò dài từ 15m trở lên.",
            [
                {"name": "Giải thể hợp tác xã"},
                {"name": "tạm ngừng hợp tác xã"},
                {"name": "đò dài từ 15m trở lên", "value": "345"},
            ],
            id="another-deed-and-a-size",
        ),
        pytest.param(
            "Đợt 1 nạo vét 65 km kênh, đợt 2 nạo vét 45 km; mỗi đợt 3 ngày.",
            [{"value": "65", "unit": "km"}, {"value": "45", "unit": "km"}, {"value": "3", "unit": "ngày"}],
            id="rounds-are-numbered",
        ),
        pytest.param(
            "Kết thúc năm học 2021 - 2022, toàn huyện có 57 bến đò.",
            [{"name": "bến đò", "year": 2021, "period_code": "school_year"}],
            id="the-end-of-a-school-year",
        ),
        pytest.param(
            "Hạn hán làm 45 ha sen, 12 ha súng bị khô.",
            [
                {"name": "sen bị khô", "value": "45", "unit": "ha"},
                {"name": "súng bị khô", "value": "12", "unit": "ha"},
            ],
            id="areas-that-a-disaster-struck",
        ),
        pytest.param(
            "Cả năm thu 10.444/11.511 tấn lương thực có hạt, đạt 90,7% kế hoạch giao.",
            [{"name": "thu lương thực có hạt", "target": "11511", "comparisons": ["plan percent_of 90.7"]}],
            id="a-compound-with-a-verb-in-it",
        ),
        pytest.param(
            "Trồng trọt: Tổng diện tích gieo trồng 79 ha, trong đó: cây hoa 45 ha (sen 19 ha, súng 26 ha).",
            [
                {"name": "Tổng diện tích gieo trồng"},
                {"name": "cây hoa", "parent_name": "Tổng diện tích gieo trồng"},
                {"name": "sen", "parent_name": "cây hoa"},
                {"name": "súng", "parent_name": "cây hoa"},
            ],
            id="a-field-of-work-completes-no-name",
        ),
        pytest.param(
            "Năng suất sen bình quân 62 tạ/ha, súng 2,6 tấn/ha.",
            [{"name": "Năng suất sen"}, {"name": "Năng suất súng", "unit": "tấn/ha"}],
            id="the-yield-of-the-next",
        ),
        pytest.param(
            "Toàn xã có 21 trường với 312 lớp; xóa lán tạm 78/78 căn (xây mới 52, sửa chữa 26).",
            [
                {"name": "trường"},
                {"name": "lớp"},
                {"name": "xóa lán tạm", "denominator": "78"},
                {"name": "xây mới", "value": "52"},
                {"name": "sửa chữa", "value": "26"},
            ],
            id="what-names-itself-takes-nothing-on",
        ),
        pytest.param(
            'Vận động Quỹ "Vì làng gốm" 356 triệu đồng.',
            [{"name": 'Vận động Quỹ "Vì làng gốm"', "value": "356"}],
            id="a-quoted-name-keeps-its-mark",
        ),
        pytest.param(
            "Trong 18 chỉ tiêu Nghị quyết HĐND xã giao: 11 chỉ tiêu vượt, 2 chỉ tiêu chưa đạt.",
            [
                {"kind": "result", "value": "18", "unit": "chỉ tiêu"},
                {"name": "chỉ tiêu vượt", "kind": "result", "value": "11"},
                {"name": "chỉ tiêu chưa đạt", "kind": "result", "value": "2"},
            ],
            id="goals-counted-with-who-laid-them-down",
        ),
        pytest.param(
            "Trường đò 21 lớp, 723 em; trường gốm có 12 lớp, 410 em.",
            [
                {"name": "Trường đò", "value": "21"},
                {"name": "Trường đò em", "value": "723"},
                {"name": "trường gốm", "value": "12"},
                {"name": "trường gốm em", "value": "410"},
            ],
            id="a-second-count-of-what-stands-before-the-first",
        ),
        pytest.param(
            "Thành phố ghi nhận 12 lò gốm, 34 lán.",
            [{"value": "12"}, {"name": "lán", "value": "34"}],
            id="who-counted-is-not-what-is-counted",
        ),
        pytest.param(
            "Xảy ra 02 vụ đuối nước làm 03 trẻ em tử vong; có 12 ổ dịch, khiến 350 con vịt bị tiêu hủy.",
            [
                {"name": "Xảy ra vụ đuối nước"},
                {"name": "trẻ em tử vong (đuối nước)", "value": "3"},
                {"name": "ổ dịch", "value": "12"},
                {"name": "con vịt bị tiêu hủy", "value": "350"},
            ],
            id="what-an-event-led-to",
        ),
    ],
)
def test_names_and_figures(text: str, expected: list[Expected]) -> None:
    check(text, expected)
