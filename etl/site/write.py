"""Write the site beside where it will stand, and move it into its place when it is whole."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from etl.annotation import ROLES_CSS
from etl.annotation import words as codes
from etl.annotation.collect import rows_of
from etl.annotation.layout import lay_out
from etl.annotation.model import Bilingual
from etl.errors import ChitieuError, ExitCode, WrongUsage
from etl.site import words
from etl.site.collect import collect, text_of
from etl.site.indicator import indicator_pages
from etl.site.links import Links
from etl.site.locality import locality_pages
from etl.site.overview import Found, findings_pages, flags_of, indicator_lists, reports_page, start_page
from etl.site.plots import designs, vega_script
from etl.site.render import ASSETS, HERE, Renderer
from etl.site.report import PAGE_BYTES, found_in, part_of_numbers, report_pages
from etl.site.search import search_script

if TYPE_CHECKING:
    from etl.release.store import Release

SITE = "site"  # its folder in a release
MARK = ".chitieu-site"  # a file that says that a folder is ours to replace

# What a report's page may weigh at most, by what its tables tell without being laid out.
_HEAVY = """
select b.report_key
from marts.fct_report_block as b
group by b.report_key
having sum(strlen(b.text) + strlen(b.layout) + 120)
    + 75 * (select count(*) from marts.fct_number as n where n.report_key = b.report_key)
    + 1800 * (select count(*) from marts.fct_quality_finding as f where f.report_key = b.report_key)
    > ?
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A site that was written: where, and how much."""

    path: Path
    pages: int
    bytes: int
    seconds: float


def write_site(
    release: Release,
    target: Path | None = None,
    *,
    language: str = "vi",
    timezone: str = "Asia/Ho_Chi_Minh",
) -> Written:
    """Write the site of a release, by default into the release; pages begin in `language` (vi, en).

    Raises WrongUsage (64) for a target that holds something else, ChitieuError for one that cannot be
    written, or for a release that another version built with other columns.
    """
    began = time.monotonic()
    place = release.path / SITE if target is None else target
    _require_ours(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise _unwritable(place, error) from error
    try:
        pages = size = 0
        for path, content in _files(release, language, timezone):
            file = fresh / path
            file.parent.mkdir(exist_ok=True)
            data = content.encode("utf-8")
            file.write_bytes(data)
            size += len(data)
            pages += path.endswith(".html")
        (fresh / MARK).write_text(f"{release.name}\n", encoding="utf-8")
        fresh.chmod(0o755)  # mkdtemp's 0700 would shut a web server out
        _move(fresh, place)
    except OSError as error:
        raise _unwritable(place, error) from error
    except (KeyError, duckdb.BinderException, duckdb.CatalogException) as error:
        raise ChitieuError(
            f"Bản phát hành {release.name} có bảng không như phiên bản này cần ({error}).",
            f"The release {release.name} lacks what this version's pages read ({error}).",
            "Chạy lại `chitieu build` rồi thử lại.",
            "Run `chitieu build` again, then this.",
            path=release.database,
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Written(place, pages, size, time.monotonic() - began)


def _files(release: Release, language: str, timezone: str) -> Iterator[tuple[str, str]]:
    """Path and content of every file of the site."""
    from etl.status import local_time

    with duckdb.connect(str(release.database.resolve()), read_only=True) as connection:
        warehouse = collect(connection, release)
        links = Links(warehouse)
        _split(connection, links)
        renderer = Renderer(warehouse, links, language, local_time(release.published_at, timezone))
        found: list[Found] = []
        for report in warehouse.reports:
            text = text_of(connection, report)
            found += found_in(report, text)
            yield from report_pages(renderer, report, text)
    renderer.flags = flags_of(found)
    yield start_page(renderer, found)
    yield from indicator_lists(renderer)
    yield reports_page(renderer)
    yield from findings_pages(renderer, found)
    yield from locality_pages(renderer)
    yield from indicator_pages(renderer)
    yield from _assets(renderer)


def _split(connection: duckdb.DuckDBPyConnection, links: Links) -> None:
    """Tell the links which reports stand on several pages, before any page is written."""
    for row in rows_of(connection, _HEAVY, PAGE_BYTES):
        text = text_of(connection, row["report_key"])
        parts = part_of_numbers(lay_out(text.blocks, text.numbers, text.findings))
        if parts is not None:
            links.split(row["report_key"], parts)


def _assets(renderer: Renderer) -> Iterator[tuple[str, str]]:
    for file in sorted((HERE / "assets").iterdir()):
        yield f"{ASSETS}/{file.name}", file.read_text(encoding="utf-8")
    yield f"{ASSETS}/roles.css", ROLES_CSS.read_text(encoding="utf-8")
    yield f"{ASSETS}/index.js", search_script(renderer.warehouse, renderer.links)
    yield f"{ASSETS}/designs.js", f"CHITIEU.designs={_json(designs())};\n"
    yield f"{ASSETS}/words.js", f"CHITIEU.words={_json(_words())};\n"
    yield f"{ASSETS}/vega.js", vega_script()


def _words() -> dict[str, dict[str, list[str]]]:
    """The words that scripts need, by code: Vietnamese, English."""

    def both(table: dict[str, Bilingual]) -> dict[str, list[str]]:
        return {code: [text.vi, text.en] for code, text in table.items()}

    return {"role": both(codes.ROLE), "period": both(words.PERIOD), "word": both(words.WORDS)}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _require_ours(place: Path) -> None:
    """Refuse to replace a folder that no site stands in."""
    if place.is_dir():
        if (place / MARK).is_file() or not any(place.iterdir()):
            return
    elif not place.exists():
        return
    raise WrongUsage(
        f"{place} đã có thứ khác, không ghi đè.",
        f"{place} holds something else and is not replaced.",
        "Chọn thư mục mới hoặc trống bằng --output.",
        "Choose a new or empty directory with --output.",
    )


def _move(fresh: Path, place: Path) -> None:
    """Put a whole site in the place of an earlier one."""
    old = fresh.with_name(f"{fresh.name}-old")
    with suppress(FileNotFoundError):
        place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _unwritable(place: Path, error: OSError) -> ChitieuError:
    why = error.strerror or type(error).__name__
    return ChitieuError(
        f"Không ghi được trang: {why}.",
        f"The site cannot be written: {why}.",
        "Chọn chỗ khác bằng --output.",
        "Choose another place with --output.",
        path=place,
        exit_code=ExitCode.WRONG_USAGE,
    )
