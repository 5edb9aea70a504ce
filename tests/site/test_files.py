"""The written files: whole, linked, small, and with nothing that comes from elsewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import duckdb
import pytest
from bs4 import BeautifulSoup

from etl.site import Written
from tests.site.conftest import HOSTILE

MEGABYTE = 1_000_000
Page = tuple[str, BeautifulSoup]


@cache
def pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "lxml")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(params=["site", "hostile"])
def written(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def test_every_link_leads_to_something_that_is_there(written: Path) -> None:
    all_pages = pages(written)
    ids = {path: {e["id"] for e in soup.select("[id]")} for path, soup in all_pages.items()}
    broken = []
    for path, soup in all_pages.items():
        for element in soup.select("[href], [src]"):
            url = urlsplit(str(element.get("href") or element.get("src")))
            target = normpath(f"{dirname(path)}/{unquote(url.path)}".lstrip("/")) if url.path else path
            is_there = not url.scheme and not url.netloc and (written / target).is_file()
            if not is_there or (url.fragment and unquote(url.fragment) not in ids[target]):
                broken.append((path, url.geturl()))
    assert broken == []


def test_links_hidden_in_scripts_lead_to_something_that_is_there(site: Path) -> None:
    index = json.loads((site / "tai-san/index.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))
    assert {row[0] for row in index} == {0, 1, 2}
    assert [row[3] for row in index if not (site / row[3]).is_file()] == []
    for facts in site.glob("bao-cao/*.js"):
        told = json.loads(facts.read_text("utf-8").partition("=")[2].rstrip(";\n"))
        assert told
        assert [fact["h"] for fact in told if not (facts.parent / fact["h"]).is_file()] == []


def test_ids_are_unique(written: Path) -> None:
    for path, soup in pages(written).items():
        counted = Counter(e["id"] for e in soup.select("[id]"))
        assert [key for key, count in counted.items() if count > 1] == [], path


def test_nothing_comes_from_elsewhere(written: Path) -> None:
    for path, soup in pages(written).items():
        policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
        assert policy is not None
        assert "default-src 'none'" in str(policy["content"]), path
        assert "unsafe-eval" not in str(policy["content"]), path
        # Scripts in a page are rows of a plot, which nobody runs; code stands in files.
        for script in soup.select("script:not([src])"):
            assert script["type"] == "application/json", path
            json.loads(script.get_text())
        assert [e for e in soup.find_all(True) if any(a.startswith("on") for a in e.attrs)] == [], path
    for script in written.glob("tai-san/*.js"):
        if script.name != "vega.js":
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(",
                                 script.read_text("utf-8")), script.name  # fmt: skip


def test_pages_are_whole_and_small(samples: Written, site: Path) -> None:
    assert samples.pages == len(pages(site))
    for path, soup in pages(site).items():
        assert (site / path).stat().st_size < MEGABYTE, path
        assert len(soup.select("h1")) == 1, path
        assert soup.title is not None
        assert soup.title.get_text().strip(), path
        assert soup.select_one("main#main"), path
        levels = [int(h.name[1]) for h in soup.select("main :is(h1, h2, h3, h4, h5, h6)")]
        if "bao-cao" not in path:  # a report's own headings skip levels where the report does
            steps = pairwise(levels)
            assert all(later <= earlier + 1 for earlier, later in steps), (path, levels)
        assert soup.select("th:not([scope])") == [], path


def test_every_figure_is_linked_to_the_number_that_prints_it(site: Path) -> None:
    all_pages = pages(site)
    numbers = {
        f"{path}#{n['id']}": _plain(n.get_text())
        for path, soup in all_pages.items()
        if path.startswith("bao-cao/")
        for n in soup.select(".n[id]")
    }
    linked = [
        (figure.get_text(), normpath(f"{dirname(path)}/{figure['href']}"))
        for path, soup in all_pages.items()
        for figure in soup.select("a.f")
    ]
    assert len(linked) > 1000
    otherwise = {(shown, target) for shown, target in linked if _plain(shown) != numbers[target]}
    # "447 tỷ 671 triệu đồng" is one figure, printed as two numbers.
    assert all(_plain(shown).startswith(f"{numbers[target]},") for shown, target in otherwise), otherwise
    assert len(otherwise) < 5


def _plain(text: str) -> str:
    """The digits of a figure, without points for thousands, bounds and idle zeros."""
    digits = re.sub(r"[^\d,]", "", text.split("–")[0])
    return (digits.rstrip("0").rstrip(",") if "," in digits else digits).lstrip("0") or "0"


def test_every_number_of_a_report_is_marked_by_its_role(site: Path, built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        numbers = connection.execute("select report_key, char_start, role from marts.fct_number").fetchall()
    reports = {path: soup for path, soup in pages(site).items() if path.startswith("bao-cao/")}
    marked = {
        (Path(path).stem, int(str(n["id"])[1:]), next(c[2:] for c in n["class"] if c.startswith("r-")))
        for path, soup in reports.items()
        for n in soup.select(".n[id]")
    }
    assert marked == set(numbers)


def test_every_finding_is_listed_and_stands_in_its_report(site: Path, built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        keys = connection.execute("select finding_key, report_key from marts.fct_quality_finding").fetchall()
    listed = pages(site)["phat-hien/index.html"].select("#list > .finding")
    assert {item["id"] for item in listed} == {f"f-{key}" for key, _ in keys}
    per_report = Counter(report for _, report in keys)
    for report, count in per_report.items():
        assert len(pages(site)[f"bao-cao/{report}.html"].select(".card")) == count


def test_scorecards_are_sums_of_the_marts(site: Path, built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        expected = connection.execute(
            "select sum(indicators_with_plan), sum(missed), sum(exceeded), sum(met), sum(unjudged)"
            " from marts.mart_scorecard inner join marts.dim_locality using (locality_key)"
            " where locality_code = '040' and year_key = 2021"
        ).fetchone()
    page = pages(site)["dia-phuong/thanh-pho-cao-bang-040.html"]
    card = next(d for d in page.select("#scorecard ~ details") if "2021" in d.summary.get_text())  # type: ignore[union-attr]
    assert tuple(int(td.get_text()) for td in card.select("tfoot td.num")) == expected


def test_text_of_reports_is_inert(hostile: Path) -> None:
    report = next(path for path in pages(hostile) if re.match("bao-cao/(?!index)", path))
    soup = pages(hostile)[report]
    text = soup.select_one("#report")
    assert text is not None
    assert text.select("script, img") == []
    for line in ("<script>document.title='hacked'</script>", "<img src=x onerror=document.title='hacked'>"):
        assert line in HOSTILE
        assert line in text.get_text()
    # File names are plain whatever a report is called.
    assert all(re.fullmatch(r"[a-z0-9/_.-]+", path) for path in pages(hostile))


def test_both_languages_stand_in_every_page(site: Path, hostile: Path) -> None:
    assert {str(soup.html["lang"]) for soup in pages(site).values() if soup.html} == {"vi"}
    assert {str(soup.html["lang"]) for soup in pages(hostile).values() if soup.html} == {"en"}
    for soup in pages(site).values():
        assert len(soup.select(".vi")) == len(soup.select(".en")) > 0
        assert all(e["lang"] == "vi" for e in soup.select(".vi"))
        assert all(e["lang"] == "en" for e in soup.select(".en"))


def test_figures_are_written_in_the_pages_language(site: Path, hostile: Path) -> None:
    in_vietnamese = {f.get_text() for soup in pages(site).values() for f in soup.select("a.f")}
    assert "10.444,78" in in_vietnamese
    in_english = {f.get_text() for soup in pages(hostile).values() for f in soup.select("a.f")}
    assert "2,925" in in_english
