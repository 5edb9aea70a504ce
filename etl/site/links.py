"""Names of files, and links between them: relative, ASCII, and the same in every build of the same keys."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from posixpath import dirname, relpath

from etl.site.model import Locality, Observation, Warehouse
from etl.vietnamese import ascii_slug

START = "index.html"
INDICATORS = "chi-tieu/index.html"
REPORTS = "bao-cao/index.html"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_LONGEST = 60
# Names that Windows keeps for devices, where a site may be copied to, and the lists' own.
_TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index")
_BEGINNING = 1900  # the first year of units that the catalogue knows no beginning of


def findings_page(number: int) -> str:
    """The path of one page of findings, the first being 1."""
    return "phat-hien/index.html" if number == 1 else f"phat-hien/trang-{number}.html"


def sector_page(sector: str) -> str:
    """The path of the names of a sector that no catalogue knows."""
    return f"linh-vuc/{file_name(sector)}.html"


def file_name(key: str, readable: str = "") -> str:
    """A safe file name for a key: the key itself where it is plain, else a readable part and a hash."""
    if _PLAIN.fullmatch(key) and not _TAKEN.fullmatch(key):
        return key
    return "-".join(filter(None, (_slug(readable or key), _hash(key))))


def _locality_name(locality: Locality) -> str:
    """`thanh-pho-an-binh-040`; a unit that did not always exist has its first day, too."""
    parts = [_slug(locality.name), ascii_slug(locality.code)]
    if locality.valid_from is not None and locality.valid_from.year > _BEGINNING:
        parts.append(f"{locality.valid_from:%Y%m%d}")
    return "-".join(filter(None, parts))


def _slug(text: str) -> str:
    return ascii_slug(text).replace("_", "-")[:_LONGEST].strip("-")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


class Links:
    """Where every page stands, and where in a report each figure does; paths count from the site's root."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        told = {o.locality for o in warehouse.observations.values()}
        told |= {r.locality for r in warehouse.reports.values()}
        self.reports = _paths("bao-cao", ((key, file_name(key)) for key in warehouse.reports))
        self.indicators = _paths(
            "chi-tieu", ((i.key, file_name(i.key, i.name.vi)) for i in warehouse.indicators.values())
        )
        self.localities = _paths(
            "dia-phuong",
            ((key, _locality_name(place)) for key, place in warehouse.localities.items() if key in told),
        )
        self._by_span = {(o.report, o.span): o for o in warehouse.observations.values()}
        # Reports too long for one page: the page of each number, 1 the first.
        self._part_of: dict[str, Mapping[int, int]] = {}

    def split(self, report: str, part_of: Mapping[int, int]) -> None:
        """A report stands on several pages; `part_of` has that of each number, by its first character."""
        self._part_of[report] = part_of

    def report(self, report: str, part: int = 1) -> str:
        """A page of a report."""
        path = self.reports[report]
        return path if part == 1 else f"{path.removesuffix('.html')}-{part}.html"

    def number(self, report: str, start: int) -> str:
        """The number of a report that begins with the character at `start`."""
        return f"{self.report(report, self._part_of.get(report, {}).get(start, 1))}#n{start}"

    def figure(self, observation: Observation, role: str) -> str:
        """The number that prints the `role` of an observation; else another one of it, else its report."""
        at = self._warehouse.figures
        for candidate in (role, "value", "target", "denominator", "comparison", "near"):
            start = at.get((observation.key, candidate))
            if start is not None:
                return self.number(observation.report, start)
        return self.report(observation.report)

    def place(self, report: str, span: tuple[int, int]) -> str | None:
        """The figure of the observation that stands at a span of a report; None where none does."""
        observation = self._by_span.get((report, span))
        return self.figure(observation, "value") if observation else None


def _paths(folder: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in named:
        unique = f"{name}-{_hash(key)}" if name in taken else name
        taken.add(unique)
        paths[key] = f"{folder}/{unique}.html"
    return paths


def relative(page: str, target: str) -> str:
    """The link that leads from `page` to `target`, both counted from the root."""
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{fragment}"
    return relpath(path, dirname(page) or ".") + mark + fragment
