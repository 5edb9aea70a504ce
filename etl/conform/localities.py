"""Which administrative unit a report is of, and which one a place inside it is.

A report's unit is the one its metadata names, in the version valid on the report's day.  A place is
looked for among the units below the report's own, then nowhere else: a commune of the same name in
another district is another commune.  What is not found, or found twice, stays unresolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.conform.tables import read_table
from etl.gazetteer import LAST_DAY_BEFORE, Gazetteer, Locality, gazetteer, split_type
from etl.home import CATALOGUE
from etl.vietnamese import fold

_LEVELS = ("country", "province", "district", "commune")
_PARENTHESES = re.compile(r"\([^()]*\)")
_OF = re.compile(r"\s*[,;]\s*|\s+thuộc\s+|\s+-\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reporter:
    """A report's own unit and the day its units are those of."""

    locality: Locality | None
    on: date

    @property
    def name_in_text(self) -> str | None:
        """How the report names its own unit in running text: "thành phố Cao Bằng"."""
        return self.locality.name.lower() if self.locality else None


@dataclass(frozen=True, slots=True)
class Place:
    """The unit a statement is about, and how it was found: report, name, unresolved."""

    locality_id: str | None
    method: str


class Localities:
    """Resolves reports and places with the gazetteer."""

    def __init__(self, source: Gazetteer | None = None, folder: Path = CATALOGUE) -> None:
        self.gazetteer = source or gazetteer()
        rows = read_table(folder / "place_scopes.csv", ("words",))
        self._scopes = frozenset(fold(row["words"]) for row in rows)

    def reporter(
        self,
        code: str | None,
        level: str | None,
        name: str | None,
        province: str | None,
        report_date: date | None,
        report_year: int | None,
    ) -> Reporter:
        """The unit a document's metadata names, by its code, else by a name that means one unit."""
        # A report of a year is written at its end or soon after; of the year of the reform that is
        # after it.  Without any date the earlier units are meant: districts existed only then.
        on = report_date or (date(report_year, 12, 31) if report_year else LAST_DAY_BEFORE)
        known = level if level in _LEVELS else None
        if code:
            for tried in (known,) if known else _LEVELS:
                found = self.gazetteer.with_code(tried, code, on)  # type: ignore[arg-type]
                if found is not None:
                    return Reporter(found, on)
        if name:
            units = self.gazetteer.find(name, level=known, province=province, on=on)  # type: ignore[arg-type]
            if len(units) == 1:
                return Reporter(units[0], on)
        return Reporter(None, on)

    def place(self, reporter: Reporter, words: str | None) -> Place:
        """The unit that a place inside a report is."""
        own = reporter.locality
        if words is None or not words.strip() or fold(_PARENTHESES.sub(" ", words)) in self._scopes:
            return Place(own.locality_id if own else None, "report" if own else "unresolved")
        parts = [p for p in _OF.split(_PARENTHESES.sub(" ", words).strip()) if p.strip()]
        if own is None or not parts:
            return Place(None, "unresolved")
        found = self._within(own, parts[0], reporter.on)
        for outer in parts[1:]:  # "xã Hưng Đạo, huyện Bảo Lạc": each further part has to hold the one before
            above = {u.locality_id for u in self._within(own, outer, reporter.on)}
            if not above:
                return Place(None, "unresolved")
            found = [u for u in found if above & self._line(u)]
        if len(found) == 1:
            return Place(found[0].locality_id, "report" if found[0] == own else "name")
        return Place(None, "unresolved")

    def _within(self, own: Locality, words: str, on: date) -> list[Locality]:
        found = [u for u in self.gazetteer.find(words, on=on) if own.locality_id in self._line(u)]
        if split_type(words)[0] is None:
            # "Cao Bằng" in a report of the city is the city, not the province: the unit itself, then below
            return [u for u in found if u == own] or found
        return found

    def _line(self, unit: Locality) -> set[str]:
        """The unit and all units above it."""
        line: set[str] = set()
        at: Locality | None = unit
        while at is not None:
            line.add(at.locality_id)
            at = self.gazetteer.by_id.get(at.parent_locality_id or "")
        return line
