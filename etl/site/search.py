"""The search index: a script that assigns a table, because a page opened from a file may fetch nothing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

from etl.site.links import Links
from etl.site.model import UNKNOWN, Warehouse

# What a row is, in the order that ties are shown.
INDICATOR, LOCALITY, REPORT = 0, 1, 2
OTHER_NAMES = 5


def search_script(warehouse: Warehouse, links: Links) -> str:
    """Rows of [kind, name, English name, path, what else it is called, weight], heaviest first."""
    told = Counter(o.indicator for o in warehouse.observations.values())
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for observation in warehouse.observations.values():
        named[observation.indicator][observation.name] += 1
    rows: list[list[object]] = []
    for indicator in warehouse.indicators.values():
        others = [name for name, _ in named[indicator.key].most_common(OTHER_NAMES)]
        sector = warehouse.sectors[indicator.sector].name
        rows.append(
            [
                INDICATOR,
                indicator.name.vi,
                indicator.name.en if indicator.name.en != indicator.name.vi else "",
                links.indicators[indicator.key],
                " | ".join(name for name in others if name.casefold() != indicator.name.vi.casefold()),
                told[indicator.key] + (1000 if indicator.is_catalogued else 0),
                sector.vi if indicator.sector != UNKNOWN else "",
            ]
        )
    places = Counter(o.locality for o in warehouse.observations.values())
    for key, path in links.localities.items():
        place = warehouse.localities[key]
        province = place.province if place.province and place.level != "province" else ""
        rows.append([LOCALITY, place.name, "", path, province, places[key] + 2000, province])
    for report in warehouse.reports.values():
        year = str(report.year or "")
        rows.append(
            [REPORT, report.title or report.key, "", links.report(report.key), report.key, 1500, year]
        )
    rows.sort(key=lambda row: (-int(str(row[5])), str(row[1])))
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"CHITIEU.index={text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"
