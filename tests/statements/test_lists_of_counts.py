"""Names of counts that stand in lists, beside other counts, or with figures inside them."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check, statements_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Số hộ có thu nhập trên 100 triệu đồng là 30 hộ.",
            ["Số hộ có thu nhập trên 100 triệu đồng"],
            id="a-bound-inside-a-name",
        ),
        pytest.param(
            "Tỷ lệ hộ có thu nhập trên 100 triệu đồng/năm đạt 30%.",
            ["Tỷ lệ hộ có thu nhập trên 100 triệu đồng/năm"],
            id="a-bound-inside-the-name-of-a-rate",
        ),
        pytest.param(
            "Số thôn đạt 15 tiêu chí là 12 thôn, tăng 2 thôn.",
            ["Số thôn đạt 15 tiêu chí"],
            id="how-many-each-of-them-reached",
        ),
        pytest.param(
            "Hoàn thành công tác triển khai lắp đặt biển tên bến, phố mới với 41 cột, 61 biển.",
            ["lắp đặt biển tên bến, phố mới", "lắp đặt biển tên bến, phố mới biển"],
            id="all-that-with-joins",
        ),
        pytest.param(
            "Tổ chức hội thi bơi với 250 đại biểu tham dự.",
            ["đại biểu tham dự (tổ chức hội thi bơi)"],
            id="who-took-part-in-what",
        ),
        pytest.param(
            "Ban hành 28 quyết định hỗ trợ xi măng xây dựng 45 tuyến kênh với tổng chiều dài 6.709 m.",
            [
                "Ban hành quyết định hỗ trợ xi măng xây dựng",
                "hỗ trợ xi măng xây dựng tuyến kênh",
                "tổng chiều dài tuyến kênh",
            ],
            id="the-size-of-what-was-counted",
        ),
        pytest.param(
            "Đã gặp mặt 200 doanh nghiệp trên địa bàn thành phố Bình Lâm.",
            ["gặp mặt doanh nghiệp"],
            id="the-area-of-the-report-is-no-name",
        ),
        pytest.param(
            "Xây dựng 10 tuyến đường, phố đạt chuẩn sạch.",
            ["Xây dựng tuyến đường, phố đạt chuẩn sạch"],
            id="two-nouns-counted-as-one",
        ),
        pytest.param(
            "Thụ lý 201 hồ sơ mở bến, đổi chủ thuyền (tăng 48 hồ sơ so với 9 tháng đầu năm 2020).",
            ["Thụ lý hồ sơ mở bến, đổi chủ thuyền"],
            id="what-stands-before-a-bracket-of-change",
        ),
        pytest.param(
            "Xây dựng 2 km đường liên thôn, đường nội đồng (theo hình thức cùng góp sức).",
            ["Xây dựng đường liên thôn, đường nội đồng (theo hình thức cùng góp sức)"],
            id="the-same-noun-again",
        ),
        pytest.param(
            "2/8 bến không đạt tỷ lệ 100% là Phường Yên Sơn đạt 99,93%.",
            ["bến không đạt tỷ lệ 100%", "Phường Yên Sơn"],
            id="the-places-that-did-not-reach-it",
        ),
        pytest.param(
            "Có 25 lò gốm, 04 lò dự kiến chuyển sang năm sau.",
            ["lò gốm", "lò dự kiến chuyển sang năm sau"],
            id="what-is-left-for-later",
        ),
        pytest.param(
            "Trao 100 suất gạo, trong đó: Chủ tịch nước 60 suất; Tỉnh 30 suất.",
            ["Trao suất gạo", "Chủ tịch nước", "Tỉnh"],
            id="who-gave-them",
        ),
        pytest.param(
            "Trong năm xảy ra 03 trận lũ, làm 08 người chết; gần 1.400 ha lúa bị ngập.",
            ["xảy ra trận lũ", "người chết (lũ)", "lúa bị ngập"],
            id="what-a-measure-behind-a-semicolon-is-of",
        ),
        pytest.param(
            "Dịch dại đã làm 87 con dê mắc bệnh của 25 hộ; dịch tả lợn đã làm chết và tiêu hủy 507 con lợn.",
            [
                "con dê mắc bệnh (dịch dại)",
                "con dê mắc bệnh (dịch dại) của hộ",
                "làm chết và tiêu hủy con lợn (dịch tả lợn)",
            ],
            id="what-a-disease-did",
        ),
        pytest.param(
            "Đầu năm 2022, do rét đậm kéo dài đã làm chết 15 con dê.",
            ["làm chết con dê do rét đậm kéo dài"],
            id="why-behind-a-date",
        ),
        pytest.param(
            "Diện tích gieo trồng lúa là 185 ha; năng suất bình quân 52 tạ/ha; sản lượng 962 tấn.",
            ["Diện tích gieo trồng lúa", "năng suất lúa", "sản lượng lúa"],
            id="what-area-yield-and-harvest-are-of",
        ),
        pytest.param(
            "Liên quan đến Bến đò số 2 Yên Sơn có 673 người.",
            ["Liên quan đến Bến đò số 2 Yên Sơn"],
            id="a-numbered-name",
        ),
        pytest.param(
            "Tặng quà dịp Tết và 27/7 đến 450 gia đình.",
            ["Tặng quà dịp Tết và 27/7"],
            id="a-day-of-the-year-inside-a-name",
        ),
        pytest.param(
            "Thực hiện có hiệu quả 24 chỉ tiêu về làng nghề.",
            ["chỉ tiêu về làng nghề"],
            id="how-it-was-done-is-no-name",
        ),
        pytest.param(
            "Đào tạo nghề cho 500 lao động; trong đó: xuất khẩu lao động 120 người, vay vốn 300 người.",
            ["Đào tạo nghề cho lao động", "xuất khẩu lao động", "vay vốn người"],
            id="parts-with-verbs-of-their-own",
        ),
        pytest.param(
            "Toàn huyện hiện có 850 hộ đang hoạt động; lập mới 50 hộ.",
            ["hộ đang hoạt động", "lập mới hộ"],
            id="a-state-is-no-part-of-what-is-counted-again",
        ),
        pytest.param(
            "Thu hút 12 dự án đầu tư với tổng vốn đăng ký 1.850 tỷ đồng.",
            ["Thu hút dự án đầu tư", "tổng vốn đăng ký thu hút dự án đầu tư"],
            id="whose-capital-it-is",
        ),
        pytest.param(
            "Quản lý, bảo vệ 25.600 ha rừng.",
            ["Quản lý, bảo vệ rừng"],
            id="two-bare-verbs-of-a-measure",
        ),
        pytest.param(
            "Đào tạo nghề cho 2.150 người, nâng tỷ lệ lao động qua đào tạo lên 58%.",
            ["Đào tạo nghề cho người", "tỷ lệ lao động qua đào tạo"],
            id="the-rate-that-is-raised",
        ),
        pytest.param(
            "Tổng diện tích gieo trồng cây hàng năm 12.500 ha.",
            ["Tổng diện tích gieo trồng cây hàng năm"],
            id="a-term-that-holds-a-word-of-time",
        ),
        pytest.param(
            "Tổng số bến đò trên sông là 45 bến với 120 thuyền.",
            ["Tổng số bến đò trên sông", "thuyền bến đò trên sông"],
            id="what-belongs-to-a-total",
        ),
        pytest.param(
            "Toàn ngành có 250 thợ gốm.",
            ["thợ gốm"],
            id="a-whole-branch-is-no-name",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng nước sạch đô thị: 96%; nông thôn: 92%.",
            ["Tỷ lệ hộ dùng nước sạch đô thị", "Tỷ lệ hộ dùng nước sạch nông thôn"],
            id="the-same-of-the-other-area",
        ),
        pytest.param(
            "Số người chết 5 người, bị thương 12 người.",
            ["Số người chết", "người bị thương"],
            id="whom-it-befell",
        ),
        pytest.param(
            "Mục tiêu năm 2023: trồng mới 12 ha sen; giảm 50 hộ nghèo.",
            ["trồng mới sen", "giảm hộ nghèo"],
            id="a-decrease-is-a-goal-of-its-own",
        ),
        pytest.param(
            "Duy trì 12 bến đạt chuẩn, công nhận lại 03 bến.",
            ["Duy trì bến đạt chuẩn", "công nhận lại bến đạt chuẩn"],
            id="done-again-with-the-same",
        ),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [s.name for s in statements_of(text)] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Công nhận 19 cơ quan, đơn vị, doanh nghiệp đạt chuẩn xanh.",
            [{"value": "19", "unit": "cơ quan, đơn vị, doanh nghiệp"}],
            id="three-nouns-counted-as-one",
        ),
        pytest.param(
            "Xã An Phú đạt 15/19 tiêu chí nông thôn mới.",
            [{"name": "tiêu chí nông thôn mới", "place": "Xã An Phú", "denominator": "19"}],
            id="the-place-that-reached-them",
        ),
        pytest.param(
            "Tiếp nhận 400 đơn, đã giải quyết 390 đơn đạt tỷ lệ 97,5%.",
            [
                {"value": "400", "denominator": None},
                {"value": "390", "denominator": "400", "comparisons": ["share percent_of 97.5"]},
            ],
            id="the-whole-that-a-rate-bears-out",
        ),
        pytest.param(
            "Tiếp nhận 400 đơn, đã giải quyết 390 đơn đạt tỷ lệ 81,3%.",
            [{"value": "400"}, {"value": "390", "denominator": None}],
            id="no-whole-that-the-rate-does-not-bear-out",
        ),
        pytest.param(
            "Thụ lý 201 hồ sơ mở bến, đổi chủ thuyền (tăng 48 hồ sơ so với 9 tháng đầu năm 2020).",
            [{"value": "201", "comparisons": ["prior delta 48 hồ sơ to 2020"]}],
            id="a-bracket-of-change",
        ),
        pytest.param(
            "Thu phí bến 11 tháng đạt 12 tỷ đồng; ước thu năm 2022 đạt 14 tỷ đồng, "
            "trong đó phí neo đậu đạt 3 tỷ đồng.",
            [{"period_code": "11m"}, {"period_code": "year_end"}, {"value": "3", "period_code": "year_end"}],
            id="a-part-is-of-the-time-of-its-whole",
        ),
        pytest.param(
            "Ước thực hiện năm 2022, giá trị gốm là 5.620 tỷ đồng, đạt 100% KH; phí neo đậu là 4 tỷ đồng.",
            [
                {"name": "giá trị gốm", "is_estimate": True, "period_code": "year_end"},
                {"name": "phí neo đậu", "is_estimate": True, "period_code": "year_end"},
            ],
            id="a-sentence-of-estimates",
        ),
        pytest.param(
            "Trong số 19 bến đò được kiểm tra có 17 bến đạt, 02 bến không đạt.",
            [
                {"name": "bến đò được kiểm tra", "parent_name": None},
                {"name": "bến đạt", "parent_name": "bến đò được kiểm tra"},
                {"name": "bến không đạt", "parent_name": "bến đò được kiểm tra"},
            ],
            id="parts-of-a-number",
        ),
        pytest.param(
            "Số người tham gia 2.800 người, tăng so với cuối năm trước 154 người.",
            [{"value": "2800", "comparisons": ["prior delta 154 người"]}],
            id="the-base-before-the-change",
        ),
        pytest.param(
            "Tỷ lệ hộ nghèo giảm 2,5%, còn 12,3%.",
            [{"name": "Tỷ lệ hộ nghèo", "value": "12.3", "comparisons": ["prior points -2.5"]}],
            id="where-a-change-led",
        ),
        pytest.param(
            "Trồng rừng được 1.250 ha, trong đó rừng sản xuất 1.100 ha; tỷ lệ che phủ rừng đạt 58,5%.",
            [{"value": "1250"}, {"parent_name": "Trồng rừng"}, {"value": "58.5", "parent_name": None}],
            id="a-rate-is-no-part-of-an-area",
        ),
        pytest.param(
            "Giải ngân vốn xây kè đạt 18 tỷ đồng, bằng 62,5% kế hoạch; "
            "ước đến 31/12/2022 giải ngân đạt 95% kế hoạch.",
            [
                {"name": "Giải ngân vốn xây kè", "value": "18"},
                {"name": "Giải ngân vốn xây kè", "value": None, "comparisons": ["plan percent_of 95"]},
            ],
            id="the-same-said-in-short-of-a-later-day",
        ),
        pytest.param(
            "Sửa nhà cho 01 hộ nghèo tại tổ 5 phường Yên Sơn với số tiền 50 triệu đồng.",
            [
                {"name": "Sửa nhà cho hộ nghèo", "place": "tổ 5 phường Yên Sơn"},
                {"value": "50", "place": "tổ 5 phường Yên Sơn"},
            ],
            id="an-amount-is-where-its-deed-was",
        ),
        pytest.param(
            "Thu phí bến 125 tỷ đồng/150 tỷ đồng dự toán, đạt 83,3%.",
            [{"value": "125", "target": "150", "comparisons": ["plan percent_of 83.3"]}],
            id="a-pair-that-says-its-second-number-is-the-plan",
        ),
        pytest.param(
            "Đến thời điểm tháng 9/2022: Tổng đàn vịt 1.200 con.",
            [{"name": "Tổng đàn vịt", "period_code": "as_of"}],
            id="until-a-point-in-time",
        ),
    ],
)
def test_figures(text: str, expected: Expected) -> None:
    check(text, expected)
