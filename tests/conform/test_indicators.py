"""What belongs together gets one indicator, and near misses never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .conftest import Ask

# name, unit, parent, section
Asked = tuple[str, str | None, str | None, str]


def _asked(name: str, unit: str | None = None, parent: str | None = None, section: str = "") -> Asked:
    return name, unit, parent, section


TOGETHER: list[tuple[str, list[Asked]]] = [
    (
        "grain_output",
        [
            _asked("Tổng sản lượng lương thực cây có hạt", "tấn"),
            _asked("Sản lượng lương thực có hạt", "nghìn tấn"),
            _asked("lương thực có hạt", None),
        ],
    ),
    (
        "pig_herd",
        [
            _asked("Đàn lợn", "con"),
            _asked("Tổng đàn heo", "nghìn con"),
            _asked("Lợn", "con", "Tổng đàn gia súc"),
        ],
    ),
    (
        "rice_area",
        [
            _asked("Gieo cấy lúa", "ha"),
            _asked("Diện tích", "ha", "Cây lúa"),
            _asked("Diện tích gieo trồng", "ha", None, "Cây lúa"),
        ],
    ),
    ("rice_yield", [_asked("Năng suất lúa", "tạ/ha"), _asked("Năng suất", "tạ/ha", "Cây lúa")]),
    (
        "maize_output",
        [_asked("Sản lượng ngô", "tấn"), _asked("Ngô", "tấn", "Tổng sản lượng lương thực có hạt")],
    ),
    (
        "revenue_domestic",
        [_asked("Thu nội địa", "tỷ đồng"), _asked("thu nội địa", "triệu đồng", "Thu ngân sách trên địa bàn")],
    ),
    (
        "revenue_land_use_fee",
        [_asked("Tiền sử dụng đất", "tỷ đồng"), _asked("Thu tiền sử dụng đất", "tỷ đồng", "Thu nội địa")],
    ),
    (
        "budget_revenue",
        [_asked("Thu NSNN", "tỷ đồng"), _asked("Tổng thu ngân sách trên địa bàn", "triệu đồng")],
    ),
    (
        "poverty_rate",
        [_asked("Tỷ lệ hộ nghèo", "%"), _asked("Hộ nghèo", "%"), _asked("Tỉ lệ hộ nghèo đa chiều", "%")],
    ),
    ("poor_households", [_asked("Hộ nghèo", "hộ"), _asked("Tổng số hộ nghèo", "hộ")]),
    (
        "forest_cover_rate",
        [_asked("Độ che phủ rừng", "%"), _asked("Che phủ rừng", "%"), _asked("Tỷ lệ che phủ của rừng", "%")],
    ),
    (
        "cooperatives_new",
        [
            _asked("HTX thành lập mới", "HTX"),
            _asked("Thành lập mới", "hợp tác xã"),
            _asked("Thành lập mới hợp tác xã", None),
        ],
    ),
    (
        "health_insurance_rate",
        [_asked("Tỷ lệ người dân tham gia BHYT", "%"), _asked("Tỷ lệ bao phủ bảo hiểm y tế", "%")],
    ),
    (
        "grdp_growth_services",
        [
            _asked("Dịch vụ", "%", "Tốc độ tăng trưởng GRDP"),
            _asked("Tốc độ tăng trưởng khu vực dịch vụ", "%"),
        ],
    ),
    (
        "programme_rural_disbursed",
        [
            _asked(
                "Kết quả giải ngân",
                "triệu đồng",
                None,
                "CTMTQG xây dựng nông thôn mới",
            ),
            _asked("Giải ngân Chương trình xây dựng nông thôn mới", "tỷ đồng"),
        ],
    ),
    (
        "traffic_deaths",
        [
            _asked("Số người chết do TNGT", "người"),
            _asked("Người tử vong do tai nạn giao thông đường bộ", "người"),
        ],
    ),
]


@pytest.mark.parametrize(("code", "asked"), TOGETHER, ids=[code for code, _ in TOGETHER])
def test_one_indicator_for_all_its_names(ask: Ask, code: str, asked: list[Asked]) -> None:
    assert {ask(*a).indicator.code for a in asked} == {code}


APART: list[tuple[str, Asked, Asked]] = [
    ("rate and count", _asked("Gia đình văn hóa", "%"), _asked("Gia đình văn hóa", "hộ")),
    (
        "level and growth",
        _asked("Giá trị sản xuất công nghiệp", "tỷ đồng"),
        _asked("Tốc độ tăng giá trị sản xuất công nghiệp", "%"),
    ),
    ("level and reduction", _asked("Hộ nghèo", "hộ"), _asked("Hộ nghèo giảm", "hộ")),
    ("rate and its reduction", _asked("Tỷ lệ hộ nghèo", "%"), _asked("Giảm tỷ lệ hộ nghèo", "%")),
    ("poor and near-poor", _asked("Hộ nghèo", "hộ"), _asked("Hộ cận nghèo", "hộ")),
    (
        "current and constant prices",
        _asked("GTSX công nghiệp theo giá hiện hành", "tỷ đồng"),
        _asked("Giá trị sản xuất công nghiệp theo giá so sánh", "tỷ đồng"),
    ),
    (
        "prices in parentheses",
        _asked("Giá trị sản phẩm chăn nuôi (giá cố định)", "tỷ đồng"),
        _asked("Giá trị sản phẩm chăn nuôi (giá hiện hành)", "tỷ đồng"),
    ),
    (
        "total and newly added",
        _asked("Trường đạt chuẩn quốc gia", "trường"),
        _asked("Trường đạt chuẩn quốc gia tăng thêm", "trường"),
    ),
    (
        "new and recognised again",
        _asked("Công nhận mới trường chuẩn quốc gia", "trường"),
        _asked("Công nhận lại trường đạt chuẩn quốc gia", "trường"),
    ),
    ("crops", _asked("Sản lượng lạc", "tấn"), _asked("Sản lượng lúa", "tấn")),
    ("seasons", _asked("Diện tích lúa xuân", "ha"), _asked("Diện tích lúa mùa", "ha")),
    ("area and output", _asked("Lúa", "ha"), _asked("Lúa", "tấn")),
    ("animals", _asked("Đàn trâu", "con"), _asked("Đàn bò", "con")),
    ("herd and meat", _asked("Lợn", "con"), _asked("Thịt lợn hơi", "tấn")),
    (
        "vaccines",
        _asked("Tiêm phòng lở mồm long móng trâu bò", "liều"),
        _asked("Tiêm phòng tụ huyết trùng trâu bò", "liều"),
    ),
    (
        "rural and urban",
        _asked("Tỷ lệ thu gom rác thải nông thôn", "%"),
        _asked("Tỷ lệ thu gom rác thải đô thị", "%"),
    ),
    (
        "clean and hygienic water",
        _asked("Tỷ lệ dân nông thôn được dùng nước sạch", "%"),
        _asked("Tỷ lệ dân nông thôn được dùng nước hợp vệ sinh", "%"),
    ),
    (
        "assigned and disbursed",
        _asked("Vốn đầu tư công được giao", "tỷ đồng"),
        _asked("Giải ngân vốn đầu tư công", "tỷ đồng"),
    ),
    (
        "with and without land fees",
        _asked("Thu ngân sách nhà nước", "tỷ đồng"),
        _asked("Thu ngân sách nhà nước (không bao gồm tiền sử dụng đất)", "tỷ đồng"),
    ),
    (
        "programmes",
        _asked("Tổng nguồn vốn được giao", "triệu đồng", None, "Chương trình mục tiêu quốc gia giảm nghèo"),
        _asked(
            "Tổng nguồn vốn được giao",
            "triệu đồng",
            None,
            "CTMTQG xây dựng nông thôn mới",
        ),
    ),
    (
        "exports and imports",
        _asked("Kim ngạch xuất khẩu", "triệu USD"),
        _asked("Kim ngạch nhập khẩu", "triệu USD"),
    ),
    ("compulsory and voluntary", _asked("BHXH bắt buộc", "người"), _asked("BHXH tự nguyện", "người")),
    ("school levels", _asked("Tỷ lệ tốt nghiệp THCS", "%"), _asked("Tỷ lệ tốt nghiệp THPT", "%")),
    (
        "grades",
        _asked("Huy động trẻ 6 tuổi vào lớp 1", "%"),
        _asked("Tỷ lệ huy động học sinh hoàn thành tiểu học vào lớp 6", "%"),
    ),
    (
        "dead and injured",
        _asked("Người chết do tai nạn giao thông", "người"),
        _asked("Người bị thương do tai nạn giao thông", "người"),
    ),
    ("settled and pending", _asked("Hồ sơ đã giải quyết", "hồ sơ"), _asked("Hồ sơ đang giải quyết", "hồ sơ")),
    (
        "communes and criteria",
        _asked("Duy trì các tiêu chí nông thôn mới", "xã"),
        _asked("Duy trì các tiêu chí nông thôn mới", "tiêu chí"),
    ),
    ("stars", _asked("Sản phẩm OCOP 3 sao", "sản phẩm"), _asked("Sản phẩm OCOP 4 sao", "sản phẩm")),
    (
        "built and recognised",
        _asked("Xây dựng tuyến phố văn minh", "tuyến phố"),
        _asked("Công nhận tuyến phố văn minh", "tuyến phố"),
    ),
    (
        "all targets and economic ones",
        _asked("Chỉ tiêu đạt và vượt kế hoạch", "chỉ tiêu"),
        _asked("Chỉ tiêu kinh tế đạt và vượt kế hoạch", "chỉ tiêu"),
    ),
    (
        "a part of another whole",
        _asked("Bán lẻ", "tỷ đồng", "Doanh thu của hợp tác xã"),
        _asked("Bán lẻ", "tỷ đồng", "Doanh thu của hộ cá thể"),
    ),
    (
        "same words, other unit",
        _asked("Xử lý lấn chiếm vỉa hè", "vụ"),
        _asked("Xử lý lấn chiếm vỉa hè", "triệu đồng"),
    ),
    (
        "same words, other matter",
        _asked("Số tiền phạt", "đồng", None, "Giao thông"),
        _asked("Số tiền phạt", "đồng", None, "Môi trường"),
    ),
    (
        "national standard of schools and of health",
        _asked("Xã đạt chuẩn quốc gia về y tế", "%"),
        _asked("Trường đạt chuẩn quốc gia", "%"),
    ),
    ("newly planted and standing", _asked("Trồng mới chè", "ha"), _asked("Diện tích chè hiện có", "ha")),
]


@pytest.mark.parametrize(("one", "other"), [(a, b) for _, a, b in APART], ids=[why for why, _, _ in APART])
def test_near_misses_stay_apart(ask: Ask, one: Asked, other: Asked) -> None:
    assert ask(*one).indicator.code != ask(*other).indicator.code


@pytest.mark.parametrize(
    ("asked", "code", "method"),
    [
        (_asked("Tỷ lệ hộ nghèo", "%"), "poverty_rate", "exact"),
        (_asked("Hộ nghèo", "%"), "poverty_rate", "alias"),
        (_asked("Đàn dê", "con"), "goat_herd", "composed"),
        (_asked("Tốc độ tăng kim ngạch xuất khẩu", "%"), "exports_growth", "composed"),
        (_asked("Tỷ lệ trẽ em dưới 5 tuổi suy dinh dưỡng", "%"), "malnutrition_u5", "fuzzy"),
        (_asked("Phấn đấu trồng rừng tập trung", "ha"), "forest_planted_area", "alias"),
    ],
)
def test_each_way_to_an_indicator_is_named(ask: Ask, asked: Asked, code: str, method: str) -> None:
    match = ask(*asked)
    assert (match.indicator.code, match.method) == (code, method)


@pytest.mark.parametrize(
    "asked",
    [
        _asked("Tỷ lệ hộ nuôi đà điểu", "%"),
        _asked("Đàn đà điểu", "con"),
        _asked("Hộ nghèo", "tấn"),  # the unit denies it
        _asked("Cá nhân", "cá nhân", None, "Xử lý vi phạm giao thông"),  # a bare word under another heading
        _asked("Vụ cháy", "vụ", None, "Lâm nghiệp"),
    ],
)
def test_what_is_not_known_is_not_forced(ask: Ask, asked: Asked) -> None:
    match = ask(*asked)
    assert match.method == "own"
    assert not match.indicator.is_catalogued


def test_an_own_indicator_keeps_its_code_and_its_unit(ask: Ask) -> None:
    one = ask("Đàn đà điểu", "con", None, "Chăn nuôi")
    assert one.indicator.code == ask("Tổng đàn đà điểu", "nghìn con", None, "2. Chăn nuôi").indicator.code
    assert one.indicator.unit_code == "con"
    assert one.indicator.sector_code == "agriculture"
    assert one.indicator.code != ask("Đàn đà điểu", "tấn", None, "Chăn nuôi").indicator.code


def test_a_bare_change_is_the_growth_that_the_catalogue_knows(ask: Ask) -> None:
    assert ask("GRDP", only_change=True).indicator.code == "grdp_growth"
    assert ask("GRDP", "tỷ đồng").indicator.code == "grdp_current"
    assert ask("Đàn lợn", only_change=True).indicator.code == "pig_herd"


def test_a_derived_indicator_names_its_base(ask: Ask) -> None:
    match = ask("Giảm số vụ cháy", "%", None, "An ninh")
    assert match.indicator.parent_code == "fires"
    assert match.indicator.measure_type == "growth"
    assert match.indicator.polarity == "higher"


@given(
    st.sampled_from(["Sản lượng ngô", "Đàn gia cầm", "Thu nội địa", "Tỷ lệ che phủ rừng"]),
    st.sampled_from(["", "Tổng ", "Ước ", "ước thực hiện "]),
    st.sampled_from(["", " trên địa bàn tỉnh", " năm 2023", " toàn huyện"]),
)
def test_boilerplate_around_a_name_changes_nothing(ask: Ask, name: str, before: str, after: str) -> None:
    units = {
        "Sản lượng ngô": "tấn",
        "Đàn gia cầm": "con",
        "Thu nội địa": "tỷ đồng",
        "Tỷ lệ che phủ rừng": "%",
    }
    assert ask(before + name + after, units[name]).indicator == ask(name, units[name]).indicator
