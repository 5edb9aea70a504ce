"""Names that a whole clause gives: what happened, to whom, and what is only how it was done."""

from __future__ import annotations

import pytest

from tests.statements.helpers import names_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Tỷ lệ đò có phao đạt 98,7%, xếp thứ 21/63 tỉnh.",
            ["Tỷ lệ đò có phao", "Tỷ lệ đò có phao xếp thứ"],
            id="what-is-ranked",
        ),
        pytest.param(
            "Theo báo cáo của các bến, năm 2022, thu phí đò 456 tỷ đồng.",
            ["thu phí đò"],
            id="who-says-it",
        ),
        pytest.param(
            "Theo báo cáo của bến, dự kiến 20/20 chỉ tiêu đều đạt.",
            ["chỉ tiêu đều đạt"],
            id="who-says-it-and-nothing-else",
        ),
        pytest.param(
            "Doanh thu bến đò tính riêng trong tháng 7 ước đạt 87 tỷ đồng.",
            ["Doanh thu bến đò"],
            id="when-it-was",
        ),
        pytest.param(
            "Cơ cấu nghề chuyển dịch, năm 2021 làng gốm 27,6%.",
            ["làng gốm"],
            id="when-it-was-before-the-name",
        ),
        pytest.param(
            "Thu hoạch 45 ha sen, của 54 hộ chăn nuôi.",
            ["Thu hoạch sen", "Thu hoạch sen của hộ chăn nuôi"],
            id="whose-it-is",
        ),
        pytest.param(
            "82 ha sen, hoa màu bị ngập: xã Yên Sơn 79 ha.",
            ["sen, hoa màu bị ngập", "sen, hoa màu bị ngập > sen, hoa màu bị ngập"],
            id="a-list-before-a-colon",
        ),
        pytest.param(
            "Toàn xã có 585 hộ có thu nhập 100 triệu đồng/năm trở lên.",
            ["hộ có thu nhập 100 triệu đồng/năm trở lên"],
            id="a-threshold-in-the-name",
        ),
        pytest.param(
            "Tuổi thọ trung bình của người lái đò là 77 tuổi.",
            ["Tuổi thọ trung bình của người lái đò"],
            id="years-of-life",
        ),
        pytest.param(
            "Vụ Hè Thu: Xuống giống 4.320 ha, thu hoạch dứt điểm, năng suất 5,9 tấn/ha.",
            ["Xuống giống vụ Hè Thu", "năng suất vụ Hè Thu"],
            id="a-verb-alone-names-no-yield",
        ),
        pytest.param(
            "Vốn đóng thuyền 234 tỷ đồng với 45 công trình.",
            ["Vốn đóng thuyền", "công trình"],
            id="works-are-not-of-the-money",
        ),
        pytest.param(
            "Tỷ lệ hộ ở khu vực thành thị có đò đạt 99%, ở nông thôn là 55%.",
            ["Tỷ lệ hộ ở khu vực thành thị có đò", "Tỷ lệ hộ ở khu vực nông thôn có đò"],
            id="the-other-area",
        ),
        pytest.param(
            "Kim ngạch xuất khẩu gốm tăng 11,7%; nhập khẩu tăng 4,7%.",
            ["Kim ngạch xuất khẩu gốm", "Kim ngạch nhập khẩu gốm"],
            id="the-other-way-of-trade",
        ),
        pytest.param(
            "Tỷ trọng nghề gốm 40,3%; đóng thuyền 18,1%.",
            ["Tỷ trọng nghề gốm", "Tỷ trọng đóng thuyền"],
            id="what-all-of-a-list-are",
        ),
        pytest.param(
            "Chỉ số làm gốm tăng 6%, trong đó 4 ngành nghề trọng điểm tăng 11%.",
            ["Chỉ số làm gốm", "Chỉ số làm gốm > 4 ngành nghề trọng điểm"],
            id="members-of-what-grew",
        ),
        pytest.param(
            "Tỷ lệ hộ lái đò còn 10% (hơn 35.700 hộ).",
            ["Tỷ lệ hộ lái đò", "hộ lái đò"],
            id="the-count-behind-a-rate",
        ),
        pytest.param(
            "Tổng thu phí đò ước thực hiện 7 tháng đầu năm của bến là 214 triệu đồng.",
            ["Tổng thu phí đò"],
            id="an-estimate-told-inside-a-name",
        ),
        pytest.param(
            "Sản lượng gốm 2 triệu tấn, trong đó gốm đỏ chiếm 93%; "
            "sản lượng gạch 398 nghìn tấn, trong đó ngói 209 nghìn tấn.",
            [
                "Sản lượng gốm",
                "Sản lượng gốm > gốm đỏ",
                "sản lượng gạch",
                "sản lượng gạch > ngói",
            ],
            id="a-kind-of-amount-told-anew-is-no-part",
        ),
        pytest.param(
            "Khách đi đò 57 lượt: khách quốc tế 12 lượt; khách nội địa 45 lượt.",
            ["Khách đi đò", "Khách đi đò > khách quốc tế", "Khách đi đò > khách nội địa"],
            id="parts-named-as-their-whole-is",
        ),
        pytest.param(
            "Tỷ lệ thợ lành nghề 66,5%, trong đó thợ gốm 61%; trồng mới 28 ha sen.",
            ["Tỷ lệ thợ lành nghề", "Tỷ lệ thợ lành nghề > thợ gốm", "trồng mới sen"],
            id="a-count-is-no-part-of-a-rate",
        ),
        pytest.param(
            "Có 45 trường dạy gốm, dạy đò, dạy dệt (27 trường công lập, 18 trường ngoài công lập).",
            [
                "trường dạy gốm, dạy đò, dạy dệt",
                "trường dạy gốm, dạy đò, dạy dệt > trường công lập",
                "trường dạy gốm, dạy đò, dạy dệt > trường ngoài công lập",
            ],
            id="an-enumeration-before-a-bracket",
        ),
        pytest.param(
            "Xảy ra 21 vụ đắm đò, không có thương vong, thiệt hại tài sản ước tính 6,4 tỷ đồng.",
            ["Xảy ra vụ đắm đò", "thiệt hại tài sản (đắm đò)"],
            id="only-what-was-lost-names-the-loss",
        ),
        pytest.param(
            "Cơ cấu nghề: làng gốm chiếm 36%; đóng thuyền 24%; thuế đò 5%.",
            ["Cơ cấu nghề: làng gốm", "Cơ cấu nghề: đóng thuyền", "Cơ cấu nghề: thuế đò"],
            id="a-share-whose-name-could-stand-alone",
        ),
        pytest.param(
            "Thu phí đò 3.456 tỷ đồng; nếu trừ phà công thì đạt 2.980 tỷ đồng.",
            ["Thu phí đò", "Thu phí đò (nếu trừ phà công)"],
            id="the-same-without-a-part",
        ),
        pytest.param(
            "Diện tích sen 12.450 ha, trong đó diện tích cho thu hoạch 9.870 ha; sản lượng 145 nghìn tấn.",
            ["Diện tích sen", "Diện tích sen > diện tích cho thu hoạch", "sản lượng sen"],
            id="of-the-whole-not-of-its-part",
        ),
        pytest.param(
            "Mở 45 lớp dạy đóng thuyền; tổ chức 24 lớp đào tạo nghề cho 1.350 thợ gốm.",
            ["Mở lớp dạy đóng thuyền", "tổ chức lớp đào tạo nghề", "đào tạo nghề cho thợ gốm"],
            id="for-whom-it-was-done",
        ),
        pytest.param(
            "Chi trả bồi thường 123 tỷ đồng cho 210 hộ.",
            ["Chi trả bồi thường", "Chi trả bồi thường cho hộ"],
            id="to-whom-it-was-paid",
        ),
        pytest.param(
            "Xóa đò nát: khởi công 456/512 chiếc, hoàn thành 389 chiếc.",
            ["khởi công chiếc", "hoàn thành chiếc"],
            id="begun-and-done",
        ),
        pytest.param(
            "Tỷ lệ đò hỏng loại thể nhẹ còn 9,8%, thể nặng 15,6%.",
            ["Tỷ lệ đò hỏng loại thể nhẹ", "Tỷ lệ đò hỏng loại thể nặng"],
            id="of-another-kind",
        ),
        pytest.param(
            "Nông thôn mới: đến nay xã đạt 17/19 tiêu chí.",
            ["tiêu chí nông thôn mới"],
            id="criteria-of-what-the-item-is-about",
        ),
        pytest.param(
            "Sửa 456 nhà ở cho hộ lái đò, hộ nghèo (xây mới 312 nhà, sửa chữa 144 nhà).",
            [
                "Sửa nhà ở cho hộ lái đò, hộ nghèo",
                "Sửa nhà ở cho hộ lái đò, hộ nghèo > xây mới nhà",
                "Sửa nhà ở cho hộ lái đò, hộ nghèo > sửa chữa nhà",
            ],
            id="a-list-that-ends-at-a-bracket",
        ),
        pytest.param(
            "Đến nay 100% bến có đường ô tô đến trung tâm.",
            ["bến có đường ô tô đến trung tâm"],
            id="where-a-road-leads",
        ),
        pytest.param(
            "Huy động 24 tỷ đồng, 12.000 ngày công và 45.600 m2 đất ven sông.",
            ["Huy động", "ngày công", "đất ven sông"],
            id="what-is-measured-behind-its-figure",
        ),
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
