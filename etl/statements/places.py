"""Places inside a report: communes, wards and hamlets as the text names them."""

from __future__ import annotations

import re

from etl.vietnamese import CAPITALS

_NAME_WORD = rf"[{CAPITALS}]\w*"
_TITLE_CASE = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,3}}"
ADMIN = re.compile(
    r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hành phố|[Tt]hị xã|[Tt]ỉnh)\s+"
    rf"{_TITLE_CASE}\Z"
)
AT_PLACE = re.compile(
    r"\s+(?:tại|ở)\s+((?:địa bàn\s+)?(?:các\s+|\d+\s+)?"
    rf"(?:xã|phường|thị trấn|huyện|thành phố|thôn|xóm|tổ|khu|bản|đường)\s+[{CAPITALS}].*)$"
)
# the report's own area at the end of a name: "doanh nghiệp trên địa bàn thành phố Bình Lâm"
AREA = re.compile(
    r"(?:^|\s+)trên (?:toàn )?địa bàn\s+(?:xã|phường|thị trấn|huyện|thành phố|thị xã|tỉnh)"
    rf"(?:\s+{_NAME_WORD}){{1,4}}$"
)
SCOPE = re.compile(r"(khu vực (?:thành thị|nông thôn|đô thị)(?:\s*\(\d+ \w+\))?)")
_ADMIN_WORD = r"(?:xã|phường|thị trấn|huyện|thành phố|thị xã|thôn|xóm|bản|khu)"
AT_NUMBERED = re.compile(
    rf"\s+(?:tại|ở)\s+((?:tổ|thôn|xóm|khu)\s+(?:số\s+)?\d+,?\s+{_ADMIN_WORD}\s+{_TITLE_CASE})$"
)  # "nhà tại tổ 5 phường Yên Sơn"
PLACES = re.compile(
    rf"(?:tại|ở)\s+((?:các\s+|\d+\s+)?{_ADMIN_WORD}(?:,\s*{_ADMIN_WORD})?\s+{_TITLE_CASE}"
    rf"(?:(?:,|;|\s+và)\s+(?:{_ADMIN_WORD}\s+)?{_TITLE_CASE})*)"
)
