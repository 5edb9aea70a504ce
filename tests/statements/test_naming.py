"""What a figure is called: sentences of our own, each with the names that must be read from it.

Where a statement has a whole or a topic, its name is written `whole > name`.
"""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check, names_of, statements_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Trao thưởng cấp huyện: Cờ thi đua xuất sắc: 04 tập thể; Danh hiệu lao động giỏi: 12 cá nhân.",
            ["Trao thưởng cấp huyện: Cờ thi đua xuất sắc", "Trao thưởng cấp huyện: Danh hiệu lao động giỏi"],
            id="the-head-of-a-list-holds-behind-a-semicolon",
        ),
        pytest.param(
            "Xếp loại học tập khối lớp: Hạnh kiểm: Tốt: 71,5%, Khá: 20,5%, Trung bình: 8%.",
            [
                "Xếp loại học tập khối lớp: Hạnh kiểm: Tốt",
                "Xếp loại học tập khối lớp: Hạnh kiểm: Khá",
                "Xếp loại học tập khối lớp: Hạnh kiểm: Trung bình",
            ],
            id="grades-with-their-head",
        ),
        pytest.param(
            "Trong năm xảy ra 04 trận lũ quét làm hư hỏng 56 ngôi nhà.",
            ["xảy ra trận lũ quét", "làm hư hỏng ngôi nhà"],
            id="an-effect-begins-a-clause",
        ),
        pytest.param(
            "Mưa đá gây hại cho hoa màu và mái nhà, ước tổng thiệt hại 3,4 tỷ đồng.",
            ["tổng thiệt hại mưa đá gây hại cho hoa màu và mái nhà"],
            id="an-amount-of-what-stands-before-it",
        ),
        pytest.param(
            "Cho vay phát triển chăn nuôi, mua sắm công cụ ... tổng dư nợ 512 triệu đồng.",
            ["tổng dư nợ cho vay phát triển chăn nuôi, mua sắm công cụ"],
            id="an-ellipsis-ends-a-clause",
        ),
        pytest.param(
            "Lĩnh vực chợ 06 trường hợp với số tiền 15.000.000đ. "
            "Lĩnh vực bến bãi 02 trường hợp với số tiền 9.000.000đ.",
            [
                "Lĩnh vực chợ",
                "số tiền lĩnh vực chợ",
                "Lĩnh vực bến bãi",
                "số tiền lĩnh vực bến bãi",
            ],
            id="the-stop-behind-a-unit-ends-the-sentence",
        ),
        pytest.param(
            "Công an xã Đông An tổ chức 35 buổi nói chuyện.",
            ["tổ chức buổi nói chuyện"],
            id="who-did-it-is-no-name",
        ),
        pytest.param(
            "Thành lập mới 03 HTX, đến nay trên địa bàn có tổng số 41 HTX.",
            ["Thành lập mới HTX", "tổng số HTX"],
            id="a-total-is-not-what-was-founded",
        ),
        pytest.param(
            "Tổ chức 120 buổi gác đêm với 960 lượt.",
            ["Tổ chức buổi gác đêm", "lượt gác đêm"],
            id="a-bare-count-joined-by-with",
        ),
        pytest.param(
            "Tai nạn làm 03 xe tải và 05 xe khách bị hư hỏng.",
            ["Tai nạn làm xe tải bị hư hỏng", "xe khách bị hư hỏng"],
            id="what-befell-the-last-befell-all",
        ),
        pytest.param(
            "Có 03 nhà sàn, 02 nhà rông là nơi bà con họp mặt.",
            ["nhà sàn", "nhà rông"],
            id="different-things-share-no-name",
        ),
        pytest.param(
            "Tiếp nhận 90 đơn xin thuê đất, trong đó: cấp mới 50 đơn; không đủ điều kiện 25 đơn; "
            "đang thực hiện 15 đơn.",
            [
                "Tiếp nhận đơn xin thuê đất",
                "Tiếp nhận đơn xin thuê đất > cấp mới đơn",
                "Tiếp nhận đơn xin thuê đất > không đủ điều kiện",
                "Tiếp nhận đơn xin thuê đất > đang thực hiện",
            ],
            id="states-take-no-verb-from-the-list",
        ),
        pytest.param(
            "Do rét đậm kéo dài đã làm chết 42 con trâu.",
            ["làm chết con trâu do rét đậm kéo dài"],
            id="a-cause-completes-the-name",
        ),
        pytest.param(
            "Nhận 300 hồ sơ, giải quyết 290/300 hồ sơ.",
            ["Nhận hồ sơ", "Nhận hồ sơ > giải quyết hồ sơ"],
            id="a-verb-is-no-counted-noun",
        ),
        pytest.param(
            "Trồng được 30 cây Bằng lăng quanh hồ.",
            ["Trồng cây Bằng lăng quanh hồ"],
            id="a-tree-that-begins-like-a-comparison",
        ),
        pytest.param(
            "Vụ đông thuận lợi. Khoai lang: diện tích 62 ha, sản lượng 410 tấn. Đậu tương: diện tích 15 ha.",
            ["diện tích khoai lang", "sản lượng khoai lang", "diện tích đậu tương"],
            id="a-sentence-about-another-crop",
        ),
        pytest.param(
            "Trong đó: Sắn: diện tích 62 ha; Cây lạc: diện tích 15 ha, sản lượng 21 tấn.",
            ["diện tích sắn", "diện tích cây lạc", "sản lượng cây lạc"],
            id="a-clause-about-another-crop",
        ),
        pytest.param(
            "Quỹ đất dự phòng: đã giải ngân 41 tỷ đồng.",
            ["giải ngân (Quỹ đất dự phòng)"],
            id="what-was-done-with-what-opens-the-item",
        ),
        pytest.param(
            "Ban hành 28 quyết định hỗ trợ xi măng xây dựng 45 tuyến đường.",
            ["Ban hành quyết định hỗ trợ xi măng xây dựng", "hỗ trợ xi măng xây dựng tuyến đường"],
            id="what-one-count-does-to-the-next",
        ),
        pytest.param(
            "Đã kiểm tra 31 lò mổ đối với 650 hộ gia đình và 21 tổ chức.",
            ["kiểm tra lò mổ", "kiểm tra hộ gia đình", "kiểm tra tổ chức"],
            id="one-verb-for-all-that-is-counted",
        ),
        pytest.param(
            "Tổ chức thực hiện trồng 26 ha chè.",
            ["trồng chè"],
            id="a-light-verb-before-another",
        ),
        pytest.param(
            "Cháy rừng xảy ra 12 vụ, làm chết 02 người.",
            ["Cháy rừng xảy ra", "làm chết người (cháy rừng)"],
            id="what-happened-stands-before-its-verb",
        ),
        pytest.param(
            "Giá trị sản xuất theo giá hiện hành 56 tỷ đồng, theo giá so sánh 40 tỷ đồng.",
            ["Giá trị sản xuất theo giá hiện hành", "Giá trị sản xuất theo giá so sánh"],
            id="the-same-by-another-price",
        ),
        pytest.param(
            "Tổng thu chợ (bao gồm cả chợ đêm) 82 triệu đồng.",
            ["Tổng thu chợ (bao gồm cả chợ đêm)"],
            id="a-remark-that-lists-no-figures",
        ),
        pytest.param(
            "Có 11 xã đạt 15-18 tiêu chí.",
            ["xã đạt 15-18 tiêu chí"],
            id="how-far-the-counted-ones-got",
        ),
        pytest.param(
            "Huyện đạt 69,3% số hộ có tài khoản thanh toán.",
            ["số hộ có tài khoản thanh toán"],
            id="a-rate-of-what-stands-behind-it",
        ),
        pytest.param(
            "Đàn lợn khỏe. Bệnh lở mồm long móng: buộc tiêu hủy 12 con.",
            ["Bệnh lở mồm long móng > buộc tiêu hủy"],
            id="the-topic-of-a-sentence",
        ),
        pytest.param(
            "Bán hàng tịch thu được 8.200.000 đồng nộp ngân sách.",
            ["Bán hàng tịch thu nộp ngân sách"],
            id="where-the-money-went",
        ),
        pytest.param(
            "Ban hành 31 quyết định xử phạt bán hàng rong với tổng số tiền xử phạt 74 triệu đồng.",
            [
                "Ban hành quyết định xử phạt bán hàng rong",
                "tổng số tiền xử phạt bán hàng rong",
            ],
            id="words-at-the-seam-once",
        ),
        pytest.param(
            "Trao 80 hộp sữa mỗi hộp sữa trị giá 250.000 đồng.",
            ["Trao hộp sữa", "mỗi hộp sữa trị giá"],
            id="what-each-is-worth",
        ),
        pytest.param(
            "Đã dừng cấp phép 12 bến đò do chủ bến chưa lắp phao cứu sinh.",
            ["dừng cấp phép bến đò"],
            id="a-reason-told-by-a-clause-is-no-name",
        ),
        pytest.param(
            "03 bến đò đã dừng chở khách nhưng còn neo tại bến.",
            ["bến đò đã dừng chở khách nhưng còn neo tại bến"],
            id="but-goes-on",
        ),
        pytest.param(
            "Có 12 lò gốm được kiểm tra và nâng cấp theo mẫu chung.",
            ["lò gốm được kiểm tra và nâng cấp theo mẫu chung"],
            id="two-verbs-of-one-object",
        ),
        pytest.param(
            "Công bố 06 đề án quy hoạch đảm bảo đúng thời gian quy định.",
            ["Công bố đề án quy hoạch"],
            id="how-well-it-was-done-is-no-name",
        ),
        pytest.param(
            "06 mảnh vườn trồng cam có tưới tự động, 02 mảnh vườn bỏ hoang.",
            ["mảnh vườn trồng cam có tưới tự động", "mảnh vườn bỏ hoang"],
            id="words-closed-by-a-comma-belong-to-the-count-before",
        ),
        pytest.param(
            "Tiếp nhận 74 hồ sơ xin mở bến đò; đã giải quyết 40 hồ sơ.",
            ["Tiếp nhận hồ sơ xin mở bến đò", "giải quyết hồ sơ xin mở bến đò"],
            id="the-same-things-counted-again",
        ),
        pytest.param(
            "Kiểm tra 07 cuộc/05 đơn vị.",
            ["Kiểm tra cuộc", "Kiểm tra đơn vị"],
            id="two-counts-with-a-slash",
        ),
        pytest.param(
            "Ban hành 12 quyết định xử phạt bến đò đối với 10 tổ chức, 13 cá nhân.",
            [
                "Ban hành quyết định xử phạt bến đò",
                "Ban hành quyết định xử phạt bến đò đối với tổ chức",
                "Ban hành quyết định xử phạt bến đò đối với cá nhân",
            ],
            id="those-whom-a-count-is-about",
        ),
        pytest.param(
            "Nhận tổng diện tích 3.100 m² của 17 lò gốm và 02 bến đò.",
            [
                "Nhận tổng diện tích",
                "Nhận tổng diện tích của lò gốm",
                "Nhận tổng diện tích của bến đò",
            ],
            id="whose-amount-it-is",
        ),
        pytest.param(
            "Thu gom và xử lý 22 vỏ tàu.",
            ["Thu gom và xử lý vỏ tàu"],
            id="a-second-bare-verb-takes-the-noun",
        ),
        pytest.param(
            "Tiếp nhận 60 đơn (36 đơn khiếu nại, 24 đơn đề nghị).",
            ["Tiếp nhận đơn", "Tiếp nhận đơn > đơn khiếu nại", "Tiếp nhận đơn > đơn đề nghị"],
            id="a-bracket-that-adds-up-holds-parts",
        ),
        pytest.param(
            "Kiểm tra, nhắc nhở 12 chủ bến, 30 lái đò.",
            ["Kiểm tra, nhắc nhở chủ bến", "Kiểm tra, nhắc nhở lái đò"],
            id="two-verbs-for-all-that-is-counted",
        ),
        pytest.param(
            "Tỷ lệ ngựa đua được tiêm 1 mũi vắc xin đạt 91,2%; tiêm 2 mũi đạt 85,3%.",
            ["Tỷ lệ ngựa đua được tiêm 1 mũi vắc xin", "Tỷ lệ ngựa đua được tiêm 2 mũi"],
            id="a-dose-is-a-name-and-its-subject-is-shared",
        ),
        pytest.param(
            "Kết quả phân loại lò gốm như sau: Tốt: 9,7%, Khá: 35,3%, xếp loại Đạt: 51,6%.",
            [
                "Kết quả phân loại lò gốm: Tốt",
                "Kết quả phân loại lò gốm: Khá",
                "Kết quả phân loại lò gốm: xếp loại Đạt",
            ],
            id="grades-of-what-stands-before-the-colon",
        ),
        pytest.param(
            "- Thi đua thuyền lớp 12 năm học 2021-2022: Đội nam đạt 06 giải Nhất, 61 giải Nhì; 2 giải Ba.",
            [
                "Thi đua thuyền lớp 12: Đội nam giải Nhất",
                "Thi đua thuyền lớp 12: Đội nam giải Nhì",
                "Thi đua thuyền lớp 12: giải Ba",
            ],
            id="prizes-of-a-contest",
        ),
        pytest.param(
            "100% bến đò được nối mạng ở mức độ 3, 4.",
            ["bến đò được nối mạng ở mức độ 3, 4"],
            id="levels-are-no-counts",
        ),
        pytest.param(
            "Thu phí bến đò tăng cao, ước thực hiện năm 2022, thu phí neo đậu đạt 4.180 triệu đồng.",
            ["thu phí neo đậu"],
            id="behind-an-estimate-a-name-of-its-own",
        ),
        pytest.param(
            "Công tác phòng, chống cháy nổ, cứu nạn: xử lý 08 vụ, 12 đối tượng; phạt tiền 2,22 tỷ đồng.",
            [
                "xử lý vụ cháy nổ, cứu nạn",
                "xử lý đối tượng cháy nổ, cứu nạn",
                "phạt tiền cháy nổ, cứu nạn",
            ],
            id="cases-of-the-field-that-the-heading-names",
        ),
        pytest.param(
            "Kiểm tra 596 bến đò, xử lý 63 vụ vi phạm quy định neo đậu, phạt tiền 25,75 triệu đồng.",
            ["Kiểm tra bến đò", "xử lý vụ vi phạm quy định neo đậu", "phạt tiền vi phạm quy định neo đậu"],
            id="what-a-penalty-is-for",
        ),
        pytest.param(
            "Trồng 5 ha sen, 3 ha súng và 2,5 ha cói.",
            ["Trồng sen", "Trồng súng", "Trồng cói"],
            id="one-verb-for-amounts-of-several-things",
        ),
        pytest.param(
            "Vận động thu hồi 05 mái chèo, 130,8kg dây chão, 20 chiếc phao tròn, 52m lưới cũ.",
            [
                "Vận động thu hồi mái chèo",
                "Vận động thu hồi dây chão",
                "Vận động thu hồi chiếc phao tròn",
                "Vận động thu hồi lưới cũ",
            ],
            id="counts-and-amounts-in-one-list",
        ),
        pytest.param(
            "Diện tích sen 1.200 ha, năng suất 45 tạ/ha, sản lượng 5.400 tấn.",
            ["Diện tích sen", "năng suất sen", "sản lượng sen"],
            id="amounts-of-the-same-thing",
        ),
        pytest.param(
            "Xảy ra 3 vụ chìm đò, làm 2 người bị thương, thiệt hại 350 triệu đồng.",
            ["Xảy ra vụ chìm đò", "người bị thương (chìm đò)", "thiệt hại (chìm đò)"],
            id="what-an-event-did",
        ),
        pytest.param(
            "Diện tích trồng hoa các loại 1.250 ha, cây cảnh các loại 2.300 ha.",
            ["Diện tích trồng hoa các loại", "cây cảnh các loại"],
            id="a-figure-in-thousands-is-no-grade",
        ),
        pytest.param(
            "Trong năm có 125 nhà bị hư hỏng, 350 ha sen bị ngập.",
            ["nhà bị hư hỏng", "sen bị ngập"],
            id="an-amount-behind-counts-is-of-its-own-thing",
        ),
        pytest.param(
            "Tổng số thợ gốm 45.600 người, lao động có nghề chiếm 55%.",
            ["Tổng số thợ gốm", "lao động có nghề"],
            id="a-noun-that-heads-a-share-is-no-second-unit",
        ),
        pytest.param(
            "Tiêm phòng vắc xin cho đàn dê 25.600 liều; đàn ngựa 12.300 liều.",
            ["Tiêm phòng vắc xin cho đàn dê", "Tiêm phòng vắc xin cho đàn ngựa"],
            id="the-same-done-for-another",
        ),
        pytest.param(
            "Tặng 120 suất quà Tết trị giá 6,25 triệu đồng.",
            ["Tặng suất quà Tết", "trị giá tặng suất quà Tết"],
            id="the-worth-of-what-was-given",
        ),
        pytest.param(
            "Sản lượng đánh bắt cá nục đạt 1.250 tấn, nuôi trồng 3.450 tấn.",
            ["Sản lượng đánh bắt cá nục", "Sản lượng nuôi trồng"],
            id="an-amount-of-another-doing",
        ),
        pytest.param(
            "Đón 1,25 triệu lượt khách, trong đó 25 nghìn lượt khách đường sông.",
            ["Đón lượt khách", "Đón lượt khách > lượt khách đường sông"],
            id="thousands-are-no-name",
        ),
        pytest.param(
            "Doanh số thu nợ 98,5 tỷ đồng; tổng dư nợ 650 tỷ đồng.",
            ["Doanh số thu nợ", "tổng dư nợ"],
            id="an-amount-that-stands-alone",
        ),
        pytest.param(
            "Có 2 bến chưa xong: (1) Cầu tàu đạt 75%; (2) Kè đá 125 m. Chỉ tiêu 1: Tỷ lệ thuyền có phao 57%.",
            ["bến chưa xong", "Cầu tàu", "Kè đá", "Tỷ lệ thuyền có phao"],
            id="the-numbers-of-items-are-no-figures",
        ),
        pytest.param(
            "Kết quả: 1. Nuôi 125 con dê; 2. Trồng 350 ha sen.",
            ["Nuôi con dê", "Trồng sen"],
            id="the-numbers-of-items-with-a-full-stop",
        ),
        pytest.param(
            "Mưa đá kéo dài làm 1.250 con dê bị chết.",
            ["con dê bị chết"],
            id="what-befell-is-named-by-whom-it-befell",
        ),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_a_place_at_the_end_of_a_list_is_no_name() -> None:
    made = statements_of(
        "Ổ dịch phát sinh từ đầu tháng ba tại phường Yên Sơn, xã Đông An, xã Phú Thịnh, Bình Minh, "
        "Tân Lập, Yên Sơn buộc tiêu hủy 40 con."
    )
    assert [(s.name, s.place) for s in made] == [("buộc tiêu hủy", "Yên Sơn")]


def test_communes_counted_in_a_place_belong_to_the_place() -> None:
    made = statements_of("Hỗ trợ làm bể nước cho 40 hộ tại 02 xã Yên Sơn, Đông An.")
    assert [(s.name, s.place) for s in made] == [("Hỗ trợ làm bể nước cho hộ", "02 xã Yên Sơn, Đông An")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Cây ngô: Gieo trồng được 210 ha, bằng 105% KH.",
            [{"name": "Gieo trồng cây ngô", "value": "210"}],
            id="run-in-head",
        ),
        pytest.param(
            "Kiểm tra 120 cơ sở, phát hiện 18 cơ sở vi phạm.",
            [
                {"name": "Kiểm tra cơ sở", "value": "120", "unit": "cơ sở"},
                {"name": "phát hiện cơ sở vi phạm", "value": "18", "unit": "cơ sở"},
            ],
            id="verb-and-counted-noun",
        ),
        pytest.param(
            "Tiêm cho trẻ dưới 5 tuổi 1.210 liều vắc xin.",
            [{"name": "Tiêm cho trẻ dưới 5 tuổi", "value": "1210", "unit": "liều"}],
            id="name-that-holds-a-number",
        ),
        pytest.param(
            "Giải quyết việc làm cho từ 300 lao động trở lên.",
            [{"value": "300", "value_bound": ">=", "unit": "lao động"}],
            id="verb-phrase",
        ),
        pytest.param(
            "Giảm tỷ lệ sinh 0,04‰.",
            [{"name": "Giảm tỷ lệ sinh", "value": "0.04", "unit": "‰"}],
            id="downward",
        ),
        pytest.param(
            "Giảm tai nạn đuối nước trên 5%; giảm cháy chợ cả 3 tiêu chí 3%.",
            [
                {"name": "tai nạn đuối nước", "value": None, "comparisons": ["prior growth -5"]},
                {"name": "cháy chợ cả 3 tiêu chí", "value": None, "comparisons": ["prior growth -3"]},
            ],
            id="only-the-change-is-told",
        ),
        pytest.param(
            "Tổng kế hoạch vốn xây kè là 20 tỷ đồng.",
            [{"name": "Tổng kế hoạch vốn xây kè", "kind": "target", "target": "20"}],
            id="the-plan-itself",
        ),
        pytest.param(
            "Giải ngân vốn xây kè đạt 18 tỷ đồng, bằng 90% kế hoạch, đến 31/01/2023 đạt 100% kế hoạch.",
            [
                {"value": "18", "comparisons": ["plan percent_of 90"]},
                {"value": None, "period_code": "as_of", "comparisons": ["plan percent_of 100"]},
            ],
            id="the-percentage-of-another-day",
        ),
        pytest.param(
            "Dân số 15.200 người.",
            [{"name": "Dân số", "value": "15200", "unit": "người"}],
            id="noun-that-needs-no-unit",
        ),
        pytest.param(
            "Chi trả tiền bồi thường, hỗ trợ theo Quyết định số 12/QĐ-UBND 4,5 tỷ đồng.",
            [{"name": "Chi trả tiền bồi thường, hỗ trợ", "value": "4.5", "unit": "tỷ đồng"}],
            id="comma-of-one-thing-and-a-citation",
        ),
        pytest.param(
            "Thu nhập bình quân của thợ gốm đạt 43,5 triệu đồng/người/năm, đạt 101,2% KH.",
            [
                {
                    "name": "Thu nhập bình quân của thợ gốm",
                    "value": "43.5",
                    "unit": "triệu đồng/người/năm",
                    "comparisons": ["plan percent_of 101.2"],
                }
            ],
            id="compound-unit",
        ),
    ],
)
def test_heads(text: str, expected: Expected) -> None:
    check(text, expected)
