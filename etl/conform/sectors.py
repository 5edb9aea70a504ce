"""The sector a heading is about, by words that are data (`headings.csv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from etl.conform.names import NameReader, Tokens, split
from etl.conform.tables import read_table
from etl.home import CATALOGUE

_ECONOMY = "economy"  # "Chỉ tiêu kinh tế" opens lists of all economic sectors
PATH_SEPARATOR = " > "
_NUMBERING = re.compile(
    r"^\s*(?:phần\s+thứ\s+\S+|[IVXLC]+|\d+(?:\.\d+)*|[A-Za-zĐđ]|\(\d+\))\s*[.):]?\s+|^[-+*\s]+"
)


class Sectors:
    """The classification and the headings that lead to it."""

    def __init__(self, names: NameReader, folder: Path = CATALOGUE) -> None:
        self.parents: dict[str, str | None] = {}
        for row in read_table(folder / "seeds" / "sectors.csv", ("sector_code", "parent_sector_code")):
            self.parents[row["sector_code"]] = row["parent_sector_code"] or None
        self._names = names
        self._words: dict[str, list[tuple[Tokens, str]]] = {}
        for row in read_table(folder / "headings.csv", ("words", "sector_code")):
            if row["sector_code"] and row["sector_code"] not in self.parents:
                raise row.error(
                    f"Lĩnh vực {row['sector_code']!r} không có trong sectors.csv.",
                    f"Sector {row['sector_code']!r} is not in sectors.csv.",
                    "Hãy sửa mã lĩnh vực.",
                    "Mend the sector's code.",
                )
            words = names.expanded(split(row["words"]))
            self._words.setdefault(words[0], []).append((words, row["sector_code"]))
        for phrases in self._words.values():
            phrases.sort(key=lambda p: -len(p[0]))
        self.headings = lru_cache(maxsize=4096)(self._headings)
        self.of_heading = lru_cache(maxsize=4096)(self._of_heading)

    @staticmethod
    def _headings(section_path: str) -> list[str]:
        """The headings of a path without their numbering, the innermost first."""
        parts = [_NUMBERING.sub("", p).strip(" :.*") for p in (section_path or "").split(PATH_SEPARATOR)]
        return [p for p in reversed(parts) if p]

    def _of_heading(self, section_path: str) -> str | None:
        """The sector of the innermost heading that names one.

        A heading that names several ("Văn hóa, thể thao, du lịch") gives way to one further out that
        names just one in detail; failing that its first holds.
        """
        several: str | None = None
        for found in self._sectors_of(section_path):
            if len(found) == 1 and (several is None or not self._is_general(found[0])):
                return found[0]
            several = several or found[0]
        return several

    def _sectors_of(self, section_path: str) -> Iterator[list[str]]:
        """For each heading that names sectors, the innermost first: those, detailed ones before general."""
        for heading in self._headings(section_path):
            found = self._named(heading)
            detailed = [s for s in found if not self._is_general(s)] or found
            if detailed:
                yield detailed

    def of_statement(self, section_path: str, name: str, parent_name: str | None) -> str | None:
        """The sector of a statement by its heading, and by its own words where the heading names several."""
        for found in self._sectors_of(section_path):
            if len(found) > 1:
                for text in filter(None, (name, parent_name)):
                    said = [s for s in self._named(text) if s in found]
                    if said:
                        return said[0]
            break
        heading = self.of_heading(section_path)
        if heading is None or self._is_general(heading):
            own = self.of_name(name, parent_name)
            if own is not None and (heading is None or self.akin(own, heading)):
                return own
        return heading

    def of_name(self, name: str, parent_name: str | None = None) -> str | None:
        """The sector that a name itself names, if it names just one."""
        for text in filter(None, (name, parent_name)):
            found = self._named(text)
            if len(found) == 1:
                return found[0]
        return None

    def _named(self, text: str) -> list[str]:
        words = self._names.expanded(split(text))
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for phrase, sector in self._words.get(words[at], ()):
                if words[at : at + len(phrase)] == phrase:
                    if sector:  # some phrases only keep their words from being read as a sector
                        found[sector] = None
                    at += len(phrase)
                    break
            else:
                at += 1
        return list(found)

    def akin(self, one: str | None, other: str | None) -> bool:
        """Whether two sectors are the same, one within the other, or neighbours; unknown is akin to all."""
        if one is None or other is None or one == other:
            return True
        return (self.parents.get(one) or one) == (self.parents.get(other) or other)

    def _is_general(self, sector: str) -> bool:
        return self.parents.get(sector) is None or sector == _ECONOMY

    def covers(self, heading: str | None, sector: str | None) -> bool:
        """Whether a heading of one sector speaks of another: the same, or one within it."""
        if heading is None or sector is None or heading == sector:
            return True
        return self._is_general(heading) and self.akin(heading, sector)

    def foreign(self, heading: str | None, sector: str | None) -> bool:
        """Whether a heading of one detailed sector has nothing to do with another."""
        if heading is None or sector is None or self._is_general(heading):
            return False
        return not self.akin(heading, sector)
