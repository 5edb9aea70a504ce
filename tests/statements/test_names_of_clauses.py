"""Names that a whole clause gives: what happened, to whom, and what is only how it was done."""

from __future__ import annotations

import pytest

from tests.statements.helpers import names_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Diện tích sen vụ sớm 5.600 ha, năng suất 62 tạ/ha; vụ muộn 4.500 ha, năng suất 55 tạ/ha.",
            [
                "Diện tích sen vụ sớm",
                "năng suất sen vụ sớm",
                "Diện tích sen vụ muộn",
                "năng suất sen vụ muộn",
            ],
            id="one-of-several-under-one-name",
        ),
        pytest.param(
            "Công nhận mới 12 bến đò, nâng tổng số bến đò có phao lên 35 bến.",
            ["Công nhận mới bến đò", "tổng số bến đò có phao"],
            id="what-is-raised-is-the-amount",
        ),
        pytest.param(
            "Thi tay nghề: Vẽ: Tốt: 86,52%, Khá: 11,08%; Nặn: Giỏi: 15,45%, Khá: 56,13%.",
            [
                "Thi tay nghề: Vẽ: Tốt",
                "Thi tay nghề: Vẽ: Khá",
                "Thi tay nghề: Nặn: Giỏi",
                "Thi tay nghề: Nặn: Khá",
            ],
            id="labels-below-one-label",
        ),
        pytest.param(
            "- Tổng diện tích trồng sen: 3.500 ha.",
            ["Tổng diện tích trồng sen"],
            id="an-amount-that-names-its-item",
        ),
        pytest.param(
            "Ghi nhận 716 F1, 28 F2.",
            ["Ghi nhận F1", "Ghi nhận F2"],
            id="things-with-a-code-for-a-name",
        ),
        pytest.param(
            "Cấp giấy cho 04 bến đò không có chủ.",
            ["Cấp giấy cho bến đò không có chủ"],
            id="what-they-have-not",
        ),
        pytest.param(
            "Bệnh lở mồm trâu tái phát 01 ổ dịch do đàn trâu đã hết hạn tiêm, "
            "làm mắc 07 con trâu của 05 hộ chăn nuôi.",
            [
                "Bệnh lở mồm trâu tái phát",
                "làm mắc con trâu (bệnh lở mồm trâu)",
                "làm mắc con trâu (bệnh lở mồm trâu) của hộ chăn nuôi",
            ],
            id="what-an-outbreak-did-to-whom",
        ),
        pytest.param(
            "Thu phí bến bãi tăng 5,5% thu phí chợ tăng 2,1%.",
            ["Thu phí bến bãi", "thu phí chợ"],
            id="no-words-behind-complete-a-change",
        ),
        pytest.param(
            "Phối hợp với các nhà mạng triển khai chỉnh trang cáp treo tại 26 ngõ.",
            ["chỉnh trang cáp treo tại ngõ"],
            id="with-whom-it-was-done-is-no-name",
        ),
        pytest.param(
            "Quyết định về việc công nhận danh hiệu “Bến đò an toàn” cho 12 chủ bến.",
            ["công nhận danh hiệu “Bến đò an toàn” cho chủ bến"],
            id="what-a-paper-is-about",
        ),
        pytest.param(
            "Kết quả 69,3% số bến đò có phao cứu sinh và áo bơi trẻ em; 10% số bến có mái che.",
            ["số bến đò có phao cứu sinh và áo bơi trẻ em", "số bến có mái che"],
            id="all-that-those-have-whom-a-rate-counts",
        ),
        pytest.param(
            "Cứu giúp cho 1.250 lượt.",
            ["Cứu giúp"],
            id="turns-alone-say-nothing",
        ),
        pytest.param(
            "Có 6/8 bến đò đạt tỷ lệ 100%.",
            ["bến đò đạt tỷ lệ 100%"],
            id="fewer-than-all-are-those-that-reached-all",
        ),
        pytest.param(
            "Giảm đuối nước 5%.",
            ["đuối nước"],
            id="the-change-of-what-a-verb-acts-on",
        ),
        pytest.param(
            "Tốc độ tăng trưởng kinh tế ước đạt 5,56%; trong đó, tăng cao nhất là nghề gốm sứ (8,35%) "
            "và thuế bến bãi (8,31%), khu vực đóng thuyền tăng 5,51%.",
            [
                "Tốc độ tăng trưởng kinh tế",
                "Tốc độ tăng trưởng kinh tế > nghề gốm sứ",
                "Tốc độ tăng trưởng kinh tế > thuế bến bãi",
                "Tốc độ tăng trưởng kinh tế > khu vực đóng thuyền",
            ],
            id="parts-of-a-growth",
        ),
        pytest.param(
            "Bệnh dại chó: Tính đến 31/10/2022, dịch đã xảy ra tại 687 hộ nuôi thuộc 156 thôn, xóm.",
            ["Bệnh dại chó xảy ra tại hộ nuôi", "Bệnh dại chó xảy ra tại thôn, xóm"],
            id="what-opens-the-item-happened-there",
        ),
        pytest.param(
            "08 hộ dự kiến chuyển sang bến mới.",
            ["hộ dự kiến chuyển sang bến mới"],
            id="what-they-plan-to-do",
        ),
        pytest.param(
            "Tiếp nhận 74 hồ sơ xin mở bến đò; đang thụ lý 34 hồ sơ.",
            ["Tiếp nhận hồ sơ xin mở bến đò", "đang thụ lý hồ sơ xin mở bến đò"],
            id="what-is-still-done-with-the-same-things",
        ),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert names_of(text) == names
