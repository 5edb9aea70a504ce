from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from etl.annotation import ROLES_CSS, words
from etl.annotation.model import ROLES, SEVERITIES, Bilingual
from etl.audit import Audit
from etl.audit.page import TEMPLATES, render_page
from etl.audit.words import WORDS


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_reports_text_is_inert(soup: BeautifulSoup) -> None:
    assert not soup.find_all(["script", "img", "iframe", "object", "embed", "link", "form", "b-year"])
    assert not [t for t in soup.find_all() if any(name.startswith("on") for name in t.attrs)]
    shown = squeezed(soup.select_one(".report").get_text())  # type: ignore[union-attr]
    for printed in ("<script>alert(1)</script>", "<script>alert(3)</script>", "onerror=alert("):
        assert printed in shown


def test_hostile_words_of_the_warehouse_are_inert(audited: Audit) -> None:
    """Names go from the report into messages, sections, quotes, units, titles and tooltips."""
    hostile = "\"><script>alert('x')</script>"
    finding = audited.findings[0]
    assert finding.place
    place = replace(finding.place, section_path=hostile, name=hostile, quote=hostile)
    told = Bilingual(hostile, hostile)
    document = replace(audited.document, source_path=hostile, report_id=hostile)
    document.metadata = replace(document.metadata, title=hostile, issuing_body=hostile)
    document.metadata.document_number = hostile
    changed = replace(
        audited,
        document=document,
        earlier=[hostile],
        findings=[replace(finding, message=told, place=place, related=place, rule=told)],
        numbers=[replace(n, about=hostile) for n in audited.numbers],
    )
    page = BeautifulSoup(render_page(changed), "lxml")
    assert not page.find_all("script")
    assert page.get_text().count("<script>alert('x')</script>") > 8


def test_nothing_comes_from_outside(soup: BeautifulSoup, page: str) -> None:
    for tag in soup.find_all():
        for name in ("src", "srcset", "action", "background", "data"):
            assert name not in tag.attrs
        assert tag.get("href", "#").startswith("#")
        assert "style" not in tag.attrs  # the policy allows the one style sheet only
    assert "url(" not in page
    assert "@import" not in page
    (style,) = soup.find_all("style")
    digest = base64.b64encode(hashlib.sha256(style.string.encode()).digest()).decode()
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]  # type: ignore[index]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy


def test_every_number_is_coloured_by_its_role(soup: BeautifulSoup, audited: Audit) -> None:
    coloured = soup.select(".report .n, .elsewhere .n")
    for hidden in soup.select(".report .n .vh"):
        hidden.extract()
    roles = Counter(name[2:] for tag in coloured for name in tag["class"] if name.startswith("r-"))
    assert roles == Counter(audited.by_role)
    assert Counter(squeezed(t.get_text()) for t in coloured) == Counter(n.text for n in audited.numbers)


def test_the_whole_text_is_there(soup: BeautifulSoup, audited: Audit) -> None:
    shown = squeezed(soup.select_one(".report").get_text())  # type: ignore[union-attr]
    plain = re.sub(r"\s", "", shown)
    for block in audited.document.blocks:
        cells = [c.text for row in block.table.rows for c in row.cells] if block.table else [block.text]
        for text in cells:
            words_of = re.findall(r"\w+", text)
            assert all(word in plain for word in words_of), text


def test_links_lead_somewhere(soup: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in soup.find_all("a")}
    assert targets <= set(ids)
    for tag in soup.find_all(attrs={"aria-labelledby": True}):
        assert tag["aria-labelledby"] in ids


def test_findings_stand_in_the_list_and_beside_their_figures(soup: BeautifulSoup, audited: Audit) -> None:
    for finding in audited.findings:
        listed, card = soup.find(id=f"p{finding.number}"), soup.find(id=f"c{finding.number}")
        assert listed is not None
        assert card is not None
        for place in (listed, card):
            assert f"s-{finding.severity}" in place["class"]
            vi = [squeezed(t.get_text()) for t in place.select('[lang="vi"]')]
            en = [squeezed(t.get_text()) for t in place.select('[lang="en"]')]
            assert squeezed(finding.message.vi) in vi
            assert squeezed(finding.message.en) in en
        assert [t.get_text() for t in listed.select("mark")] == [n.text for n in finding.figures]
        # The card stands in the block, or under the table row, that prints the figure.
        home = card.find_parent("tr") or card.find_parent(class_="row")
        home = home.find_previous_sibling("tr") if home.name == "tr" else home
        assert home.select(f'a.bad[href="#c{finding.number}"]')
    assert len(soup.select(".finding")) == len(soup.select(".card")) == len(audited.findings)


def test_proposals_are_shown(soup: BeautifulSoup, audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if [n.text for n in f.figures] == ["73,3"]]
    assert finding.proposal
    (worded,) = [f for f in audited.findings if f.proposal and f.proposal.text]
    assert soup.select(f"#p{worded.number} .proposal .new")[0].get_text() == "“98,5”"
    shown = soup.select(f"#p{finding.number} .proposal .new")[0]
    assert [t.get_text() for t in shown.select(".t")] == ["73,1", "73.1"]
    assert squeezed(shown.get_text()).endswith("%")


def test_both_languages_are_told(soup: BeautifulSoup) -> None:
    for pair in soup.select('.t[lang="vi"]'):
        other = pair.find_next_sibling("span")
        assert other is not None
        assert other["lang"] == "en"
        assert pair.get_text(strip=True)
        assert other.get_text(strip=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_switch_starts_where_it_was_told(audited: Audit, language: str) -> None:
    page = BeautifulSoup(render_page(audited, language), "lxml")
    assert [t["id"] for t in page.select("input[name=lang][checked]")] == [f"lang-{language}"]


def test_it_can_be_used_without_seeing_it(soup: BeautifulSoup) -> None:
    assert soup.html["lang"] == "vi"  # type: ignore[index]
    assert len(soup.find_all("h1")) == 1
    for control in soup.find_all("input"):
        assert control.find_parent("label") is not None
        assert control.find_parent("fieldset").find("legend") is not None
    for region in soup.select(".scroll"):
        assert region["tabindex"] == "0"
        assert region.get("aria-label") or region.get("aria-labelledby")
    for table in soup.find_all("table"):
        assert table.select("th[scope]")
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1


def test_codes_have_words_and_colours() -> None:
    style = "".join(sheet.read_text(encoding="utf-8") for sheet in (ROLES_CSS, TEMPLATES / "page.css"))
    for role in ROLES:
        assert role in words.ROLE
        assert f".r-{role} {{" in style
        assert f"#role-{role}:not(:checked)" in style
    for severity in SEVERITIES:
        assert severity in words.SEVERITY
        assert f"#sev-{severity}:not(:checked)" in style
    everything = {**WORDS, **words.SEVERITY, **words.ROLE, **words.FIELD, **words.FAMILY}
    assert all(text.vi and text.en for text in everything.values())


@pytest.mark.parametrize(
    ("count", "vi", "en"), [(0, "lỗi", "errors"), (1, "lỗi", "error"), (2, "lỗi", "errors")]
)
def test_one_error_is_no_errors(count: int, vi: str, en: str) -> None:
    assert words.severities("error", count) == Bilingual(vi, en)


def test_a_clean_report_is_told_so(audited: Audit) -> None:
    page = BeautifulSoup(render_page(replace(audited, findings=[])), "lxml")
    assert WORDS["verdict_clean"].vi in page.select_one(".verdict").get_text()  # type: ignore[union-attr]
    assert not page.select(".finding, .card")
