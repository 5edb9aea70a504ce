"""The pages as people meet them, in a browser: from the file system and from a web server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLACE = "dia-phuong/thanh-pho-cao-bang-040.html"
INDICATOR = "chi-tieu/budget_revenue.html"
REPORT = "bao-cao/bac-kan-tp-2023.html"
FINDINGS = "phat-hien/index.html"
EVERY_KIND = (
    "index.html",
    PLACE,
    INDICATOR,
    "chi-tieu/index.html",
    "linh-vuc/agriculture.html",
    "bao-cao/index.html",
    REPORT,
    FINDINGS,
)
PHONE = {"width": 360, "height": 740}


@dataclass(slots=True)
class Heard:
    """What a page told its console, and what it asked for."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[tuple[Page, Heard]]:
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
    page, heard = context.new_page(), Heard()
    page.on("console", lambda m: heard.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: heard.complaints.append(str(e)))
    page.on("request", lambda r: heard.requests.append(r.url))
    try:
        yield page, heard
    finally:
        context.close()


def scroll_through(page: Page) -> None:
    """Go down the page as a reader does, and see every plot drawn."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for y in range(0, height, 1500):
        page.evaluate(f"scrollTo({{top: {y}, behavior: 'instant'}})")
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg").first.wait_for()


def until(page: Page, told: str) -> None:
    """Wait until a function of the page is true.  Playwright's own waiting evaluates text in the page, which
    the pages' content policy forbids.
    """
    ends = time.monotonic() + 10
    while not page.evaluate(told):
        assert time.monotonic() < ends, told
        page.wait_for_timeout(50)


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    return f"file://{site}" if request.param == "file" else str(request.getfixturevalue("served"))


@pytest.mark.parametrize("path", EVERY_KIND)
def test_pages_load_without_complaints_or_outside_requests(browser: Browser, root: str, path: str) -> None:
    with opened(browser) as (page, heard):
        page.goto(f"{root}/{path}")
        scroll_through(page)
        assert page.locator(".plot svg").count() == page.locator(".plot").count()
        assert heard.complaints == []
        assert [url for url in heard.requests if not url.startswith(root)] == []


def test_the_first_paint_does_not_wait_for_the_plots(browser: Browser, served: str) -> None:
    with opened(browser) as (page, _):
        page.route("**/vega.js", lambda route: None)  # never answered
        page.goto(f"{served}/{PLACE}")
        until(page, "() => performance.getEntriesByName('first-contentful-paint').length > 0")
        assert page.locator("h1").is_visible()
        assert page.locator(".bars a.f").first.is_visible()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("thu ngan sach nha nuoc", "Thu ngân sách nhà nước trên địa bàn"),
        ("THU NGÂN SÁCH NHÀ NƯỚC", "Thu ngân sách nhà nước trên địa bàn"),
        ("state budget revenue", "Thu ngân sách nhà nước trên địa bàn"),
        ("dan trau", "Tổng đàn trâu"),
        ("cao bang", "Thành phố Cao Bằng"),
    ],
)
def test_search_finds_without_diacritics(browser: Browser, root: str, typed: str, name: str) -> None:
    with opened(browser) as (page, heard):
        page.goto(f"{root}/{REPORT}")
        page.get_by_role("combobox").fill(typed)
        page.get_by_role("option").filter(has_text=name).first.wait_for()
        page.keyboard.press("ArrowDown")
        chosen = page.locator('[role="option"][aria-selected="true"]')
        assert chosen.count() == 1
        title = chosen.locator(".found-name").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == title
        assert heard.complaints == []


def test_a_search_for_nothing_says_so(browser: Browser, root: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{root}/index.html")
        page.get_by_role("combobox").fill("xyzzy")
        page.get_by_text("Không tìm thấy").wait_for()
        page.keyboard.press("Escape")
        assert page.locator("#found").is_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_a_figure_leads_to_its_highlighted_source(browser: Browser, site: Path, script: bool) -> None:
    with opened(browser, java_script_enabled=script) as (page, _):
        page.goto(f"file://{site}/{INDICATOR}")
        figure = page.locator("a.f", has_text="201,922").first
        figure.click()
        page.wait_for_url("**/bac-kan-tp-2023.html#n*")
        target = page.locator(".n:target")
        assert target.inner_text() == "201,922"
        assert target.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        if script:  # the plan printed beside it says the same thing
            until(
                page,
                "() => (e => e.top > 0 && e.top < innerHeight)("
                "document.querySelector('.n:target').getBoundingClientRect())",
            )
            assert page.locator(".n.same").count() >= 2


def test_a_number_tells_what_it_became(browser: Browser, root: str) -> None:
    with opened(browser) as (page, heard):
        page.goto(f"{root}/{REPORT}")
        page.locator(".n.r-value", has_text="201,922").first.hover()
        tip = page.locator("#tip")
        tip.wait_for()
        for told in ("Thu ngân sách nhà nước trên địa bàn", "Thành phố Bắc Kạn", "2023", "260 tỷ đồng"):
            assert told in tip.inner_text()
        tip.get_by_role("link").first.click()
        page.wait_for_url("**/chi-tieu/budget_revenue.html")
        assert heard.complaints == []


def test_numbers_are_walked_with_the_keyboard(browser: Browser, site: Path) -> None:
    with opened(browser) as (page, _):
        page.goto(f"file://{site}/{REPORT}")
        numbers = page.locator("#report .n")
        assert page.locator('#report .n[tabindex="0"]').count() == 1  # one stop, not hundreds
        numbers.first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        focused = page.evaluate("document.activeElement.id")
        assert focused == numbers.nth(2).get_attribute("id")
        assert page.locator("#tip").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#tip").is_hidden()


def test_a_tap_shows_the_fact_on_a_phone(browser: Browser, site: Path) -> None:
    with opened(browser, viewport=PHONE, has_touch=True) as (page, _):
        page.goto(f"file://{site}/{REPORT}")
        page.locator(".n.r-value", has_text="201,922").first.tap()
        tip = page.locator("#tip")
        tip.wait_for()
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] + box["height"] <= PHONE["height"]


def test_filters_work_and_stand_in_the_address(browser: Browser, root: str) -> None:
    with opened(browser) as (page, heard):
        page.goto(f"{root}/{FINDINGS}")
        shown = page.locator("#list > .finding:visible")
        everything = shown.count()
        page.get_by_label("Mức").select_option("error")
        errors = shown.count()
        assert 0 < errors < everything
        assert page.locator("#list > .finding.s-error:visible").count() == errors
        assert f"{errors} / {everything}" in page.get_by_role("status").last.inner_text()
        page.get_by_label("Có chữ").fill("giai ngan")
        assert 0 < shown.count() < errors
        address = page.url
        assert "severity=error" in address
        narrowed = shown.count()
        page.goto("about:blank")
        page.goto(address)  # passed on to somebody else
        assert shown.count() == narrowed
        page.get_by_label("Có chữ").fill("xyzzy")
        assert shown.count() == 0
        assert page.get_by_text("Không phát hiện nào khớp bộ lọc.").is_visible()
        page.get_by_role("button", name="Bỏ lọc").click()
        until(
            page, f"() => document.querySelectorAll('#list > .finding:not([hidden])').length == {everything}"
        )
        assert heard.complaints == []


def test_the_language_switches_words_and_figures_and_is_remembered(browser: Browser, root: str) -> None:
    with opened(browser) as (page, heard):
        page.goto(f"{root}/{PLACE}")
        figure = page.locator("a.f", has_text="10.444,78").first
        assert page.get_by_role("heading", name="Bảng điểm theo lĩnh vực").is_visible()
        href = figure.get_attribute("href")
        page.get_by_role("button", name="EN").click()
        assert page.get_by_role("heading", name="Scorecard by sector").is_visible()
        assert page.get_by_role("heading", name="Bảng điểm theo lĩnh vực").count() == 0
        assert page.locator(f'a.f[href="{href}"]').first.inner_text() == "10,444.78"
        assert page.locator("html").get_attribute("lang") == "en"
        page.goto(f"{root}/{INDICATOR}")
        assert page.locator("h1").inner_text() == "State budget revenue in the area"
        page.get_by_role("button", name="VI").click()
        assert page.locator("a.f", has_text="1.949,545").first.is_visible()
        assert heard.complaints == []


def test_markup_in_a_report_stays_text(browser: Browser, hostile: Path) -> None:
    with opened(browser) as (page, heard):
        for path in sorted(p.relative_to(hostile).as_posix() for p in hostile.rglob("*.html")):
            page.goto(f"file://{hostile}/{path}")
            scroll_through(page)
            assert page.title() != "hacked"
            assert page.locator("main script:not([type='application/json']), main img").count() == 0
        assert heard.complaints == []
        report = next(p for p in hostile.glob("bao-cao/*.html") if p.name != "index.html")
        page.goto(f"file://{report}")
        assert "<script>document.title='hacked'</script>" in page.locator("#report").inner_text()
        page.locator(".n.r-value", has_text="12").last.hover()
        page.locator("#tip").wait_for()
        assert "hacked" in page.locator("#tip").inner_text()
        page.get_by_role("combobox").fill("script")
        page.locator(".found-name", has_text="<script>").first.wait_for()
        assert page.title() != "hacked"


@pytest.mark.parametrize("path", EVERY_KIND)
def test_a_phone_has_no_sideways_scroll(browser: Browser, site: Path, path: str) -> None:
    with opened(browser, viewport=PHONE) as (page, _):
        page.goto(f"file://{site}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        scroll_through(page)
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", EVERY_KIND)
def test_without_scripts_everything_but_plots_and_filters_reads(
    browser: Browser, site: Path, path: str
) -> None:
    with opened(browser, java_script_enabled=False) as (page, _):
        page.goto(f"file://{site}/{path}")
        assert page.locator("h1").is_visible()
        assert page.locator(".needs-script:visible, .plot:visible").count() == 0
        assert page.locator("main a:visible").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EVERY_KIND)
def test_text_stands_out_from_its_ground(browser: Browser, site: Path, path: str, scheme: str) -> None:
    with opened(browser, color_scheme=scheme) as (page, _):
        page.goto(f"file://{site}/{path}")
        faint = page.evaluate(CONTRAST)
        assert faint == []


# Every visible text against the ground it is painted on, by the formula of WCAG 2.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const light = (c) => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest('.vh, .skip, svg, script')) continue;
    let ground = null, opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at), color = rgba(style.backgroundColor);
      opacity *= style.opacity;
      if (!ground && color[3] > .99) ground = color;
    }
    const ink = rgba(getComputedStyle(element).color);
    ground = ground || [255, 255, 255];
    const mixed = ink.map((v, i) => i < 3 ? v * opacity + ground[i] * (1 - opacity) : v);
    const [a, b] = [light(mixed), light(ground)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) faint.add(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""
