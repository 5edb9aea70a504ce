"""Units of measure: what a report prints, the catalogued unit it means, and how to convert it.

A unit not in `units.csv` is built from parts that are (a multiplier and a unit, a quotient of
units); what is left is a unit of its own, factor 1, so that nothing is converted by guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from etl.conform.tables import read_table
from etl.home import CATALOGUE
from etl.vietnamese import fold_word, nfc

_MULTIPLIERS: dict[str, Decimal] = {
    fold_word(word): Decimal(factor)
    for word, factor in (
        ("chục", 10), ("trăm", 100), ("nghìn", 1000), ("ngàn", 1000), ("vạn", 10000),
        ("triệu", 10**6), ("tỷ", 10**9), ("1000", 1000), ("1.000", 1000),
    )
}  # fmt: skip
_WRITTEN = {fold_word(w): w for w in ("chục", "trăm", "nghìn", "vạn", "triệu", "tỷ")} | {
    fold_word("ngàn"): "nghìn"
}
_PLACES = Decimal("0.00000001")  # what staging holds


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: one of it is `factor` of `base_code`; `counted` is the family of a counted noun."""

    code: str
    name_vi: str
    quantity: str
    base_code: str
    factor: Decimal
    counted: str
    is_catalogued: bool

    def to_base(self, value: Decimal) -> Decimal:
        """A value in this unit as a value in the base unit."""
        return value * self.factor

    def from_base(self, value: Decimal) -> Decimal:
        """A value in the base unit as a value in this unit."""
        return value / self.factor

    def of_same_kind(self, other: Unit) -> bool:
        """Whether values in the two units can be of one indicator."""
        if self.quantity != other.quantity:
            return False
        return (
            self.quantity != "count" or not self.counted or not other.counted or self.counted == other.counted
        )


def unit_key(text: str) -> str:
    """A printed unit as a key: composed, lower case, tone placement and spaces made alike."""
    text = nfc(text).lower().strip().strip(".;:()").replace("²", "2").replace("³", "3")
    text = re.sub(r"\s*/\s*(?:0?1\s+)?", "/", text)
    text = re.sub(r"\s*,\s*", ", ", text)
    return re.sub(r"[^\W\d_]+", lambda m: fold_word(m.group()), " ".join(text.split()))


class UnitBook:
    """The units of one catalogue."""

    def __init__(self, path: Path = CATALOGUE / "units.csv") -> None:
        self.by_code: dict[str, Unit] = {}
        self._by_key: dict[str, Unit] = {}
        self._found: dict[str, Unit] = {}
        for row in read_table(
            path, ("unit_code", "quantity", "base_unit_code", "factor_to_base", "aliases", "counted")
        ):
            try:
                factor = Decimal(row["factor_to_base"])
            except InvalidOperation as error:
                raise row.error(
                    f"Hệ số {row['factor_to_base']!r} không phải là số.",
                    f"Factor {row['factor_to_base']!r} is no number.",
                ) from error
            unit = Unit(
                row["unit_code"],
                row["name_vi"],
                row["quantity"],
                row["base_unit_code"],
                factor,
                row["counted"],
                True,
            )
            self.by_code[unit.code] = unit
            for name in (unit.code, *row.list("aliases")):
                key = unit_key(name)
                if self._by_key.setdefault(key, unit) != unit:
                    raise row.error(
                        f"{name!r} đã là tên của đơn vị {self._by_key[key].code!r}.",
                        f"{name!r} already names the unit {self._by_key[key].code!r}.",
                        "Mỗi tên chỉ thuộc một đơn vị.",
                        "A name belongs to one unit.",
                    )

    def resolve(self, text: str | None) -> Unit | None:
        """The unit a report prints; None for none."""
        if text is None or not text.strip():
            return None
        found = self._found.get(text)
        if found is None:
            key = unit_key(text)
            written = " ".join(nfc(text).lower().split())
            found = self._by_key.get(key) or self._build(key, written) or self._own(written)
            self._found[text] = found
        return found

    def _build(self, key: str, written: str) -> Unit | None:
        head, _, tail = key.partition("/")
        if tail:
            above, below = self._known(head), self._known(tail)
            if above is None or below is None or not below.factor:
                return None
            factor = (above.factor / below.factor).quantize(_PLACES)
            if not factor:  # too small a factor for staging to hold
                return None
            base = f"{above.base_code}/{below.base_code}"
            code = f"{above.code}/{below.code}"
            return Unit(code, code, f"{above.quantity}/{below.quantity}", base, factor, "", True)
        return self._known(key) or self._counted(key, written)

    def _known(self, key: str) -> Unit | None:
        unit = self._by_key.get(key)
        if unit is not None:
            return unit
        multiplier, _, rest = key.partition(" ")
        if multiplier in _MULTIPLIERS and rest:
            unit = self._known(rest)
            if unit is not None:
                factor = unit.factor * _MULTIPLIERS[multiplier]
                code = f"{_WRITTEN.get(multiplier, 'nghìn')} {unit.code}"
                return Unit(code, code, unit.quantity, unit.base_code, factor, unit.counted, True)
        return None

    def _counted(self, key: str, written: str) -> Unit | None:
        # "doanh nghiệp, hộ" counts several things together: a count, of no one family
        parts = [self._by_key.get(p) for p in key.split(", ")]
        if len(parts) > 1 and all(p is not None and p.quantity == "count" for p in parts):
            code = ", ".join(p.code for p in parts if p)
            families = {p.counted for p in parts if p}
            return Unit(
                code, code, "count", code, Decimal(1), families.pop() if len(families) == 1 else "", True
            )
        # a counted noun made more exact: "con bò" is still con, "vụ cháy rừng" still vụ
        first = key.split(" ")[0]
        noun = self._by_key.get(first)
        if noun is not None and noun.quantity == "count" and " " in key and "," not in key:
            return Unit(written, written, "count", written, Decimal(1), noun.counted, False)
        return None

    @staticmethod
    def _own(written: str) -> Unit:
        quantity = "other" if re.search(r"[\d/%]", written) else "count"
        return Unit(written, written, quantity, written, Decimal(1), "", False)
