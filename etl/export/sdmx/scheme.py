"""The data structure: its components, what each means, and the codelists that do not depend on a release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etl.export.sdmx.ids import MULTIPLIERS

AGENCY = "CHITIEU"
SDMX = "SDMX"
VERSION = "1.0"
CONCEPTS = "CS_CHITIEU"
STRUCTURE_ID = "DSD_CHITIEU"
DATAFLOW = "DF_CHITIEU"
ACTUAL, PLAN = "ACTUAL", "PLAN"


class Role(StrEnum):
    """What a component of the structure is."""

    dimension = "dimension"
    time = "time"
    measure = "measure"
    attribute = "attribute"


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its names; an empty name is none, `parent` the id of the code above it."""

    id: str
    vi: str
    en: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Codelist:
    """A codelist; `agency` is SDMX for those that the standard maintains, of which we hold a part."""

    id: str
    vi: str
    en: str
    codes: tuple[Code, ...]
    agency: str = AGENCY
    version: str = VERSION
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """One column of the data: its concept, and its codelist or text type."""

    id: str
    role: Role
    vi: str
    en: str
    type: str = "String"  # as SDMX names text types
    codelist: str | None = None
    is_required: bool = True


_D, _A = Role.dimension, Role.attribute
COMPONENTS = (
    Component("REF_AREA", _D, "Địa phương", "Reference area", codelist="CL_AREA"),
    Component("INDICATOR", _D, "Chỉ tiêu", "Indicator", codelist="CL_INDICATOR"),
    Component("SCENARIO", _D, "Thực hiện hay kế hoạch", "Result or plan", codelist="CL_SCENARIO"),
    Component("PERIOD", _D, "Loại kỳ", "Kind of span", codelist="CL_PERIOD"),
    Component("TIME_PERIOD", Role.time, "Thời kỳ", "Time period", "ObservationalTimePeriod"),
    Component("OBS_VALUE", Role.measure, "Giá trị", "Observation value", "Decimal", is_required=False),
    Component("UNIT_MEASURE", _A, "Đơn vị tính", "Unit of measure", codelist="CL_UNIT"),
    Component("UNIT_MULT", _A, "Bội số của đơn vị", "Unit multiplier", codelist="CL_UNIT_MULT"),
    Component(
        "DECIMALS", _A, "Số chữ số thập phân", "Decimals printed", codelist="CL_DECIMALS", is_required=False
    ),
    Component("OBS_STATUS", _A, "Trạng thái", "Observation status", codelist="CL_OBS_STATUS"),
    Component("BOUND", _A, "Giới hạn", "Bound", codelist="CL_BOUND", is_required=False),
    Component("VALUE_LOW", _A, "Đầu dưới của khoảng", "Lower end of a range", "Decimal", is_required=False),
    Component("VALUE_HIGH", _A, "Đầu trên của khoảng", "Upper end of a range", "Decimal", is_required=False),
    Component(
        "FINDING", _A, "Phát hiện nặng nhất", "Worst finding", codelist="CL_SEVERITY", is_required=False
    ),
    Component("REPORTED_NAME", _A, "Tên trong báo cáo", "Name as reported", is_required=False),
    Component("SOURCE_REPORT", _A, "Báo cáo", "Report"),
    Component("SOURCE_LINE", _A, "Dòng trong báo cáo", "Line of the report", "Integer"),
    Component("OBSERVATION_KEY", _A, "Khóa trong kho", "Key in the warehouse"),
    Component("QUOTE", _A, "Nguyên văn", "Words of the report"),
)

BOUNDS = {
    ">": Code("GT", "Lớn hơn", "More than"),
    ">=": Code("GE", "Từ … trở lên", "At least"),
    "<": Code("LT", "Nhỏ hơn", "Less than"),
    "<=": Code("LE", "Không quá", "At most"),
}
SEVERITIES = (
    Code("ERROR", "Sai", "Error: cannot be true as printed"),
    Code("WARNING", "Cần xem lại", "Warning: needs a look"),
    Code("INFO", "Ghi chú", "Note"),
)
_DIGITS = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve", "Thirteen", "Fourteen", "Fifteen",
)  # fmt: skip

FIXED_CODELISTS = (
    Codelist(
        "CL_SCENARIO",
        "Thực hiện hay kế hoạch",
        "Result or plan",
        (
            Code(ACTUAL, "Thực hiện, kể cả ước thực hiện", "Result, estimates included"),
            Code(PLAN, "Kế hoạch, chỉ tiêu giao", "Plan or target"),
        ),
    ),
    Codelist("CL_BOUND", "Giới hạn của giá trị", "Bound of the value", tuple(BOUNDS.values())),
    Codelist("CL_SEVERITY", "Mức độ của phát hiện", "Severity of a finding", SEVERITIES),
    Codelist(
        "CL_OBS_STATUS",
        "Trạng thái quan sát",
        "Observation status",
        (
            Code("A", "Giá trị bình thường", "Normal value"),
            Code("E", "Giá trị ước tính", "Estimated value"),
            Code("F", "Giá trị dự báo", "Forecast value"),
            Code("O", "Thiếu giá trị", "Missing value"),
        ),
        agency=SDMX,
        version="2.2",
        is_partial=True,
    ),
    Codelist(
        "CL_UNIT_MULT",
        "Bội số của đơn vị",
        "Unit multiplier",
        tuple(Code(str(exponent), f"10^{exponent}", name) for exponent, name in MULTIPLIERS.items()),
        agency=SDMX,
    ),
    Codelist(
        "CL_DECIMALS",
        "Số chữ số thập phân",
        "Decimals",
        tuple(Code(str(n), str(n), name) for n, name in enumerate(_DIGITS)),
        agency=SDMX,
    ),
)
