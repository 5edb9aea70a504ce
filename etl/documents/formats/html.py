"""Web pages: block elements as paragraphs, lists with their markers, tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from etl.documents.encodings import decode
from etl.documents.extraction import Extraction, Writer
from etl.documents.refusals import refuse

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SKIP = {
    "script",
    "style",
    "nav",
    "head",
    "noscript",
    "template",
    "iframe",
    "svg",
    "form",
    "button",
    "select",
    "aside",
}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "body",
    "ul",
    "ol",
    "li",
    "table",
    "blockquote",
    "header",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "center",
    "hr",
    "address",
}
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_DEEPEST = 200
_BULLETS = ("-", "+", "*")


def read_html(path: Path, data: bytes) -> Extraction:
    """The text of a page; menus, scripts and forms are left out."""
    declared = _CHARSET.search(data[:4096])
    encoding = declared.group(1).decode("ascii", "replace").lower() if declared else ""
    if encoding and encoding not in ("utf-8", "utf8", "utf-16"):
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            text, encoding = decode(path, data)
    else:
        text, encoding = decode(path, data)
    soup = BeautifulSoup(text, "lxml")
    root = soup.find("article") or soup.find("main") or soup.body
    if not isinstance(root, Tag):
        raise refuse("empty", path)
    reader = _Reader()
    reader.block(root, 0)
    if not reader.writer.parts:
        raise refuse("empty", path)
    return reader.writer.extraction("html", encoding)


class _Reader:
    """Walks the tree; inline text collects until a block begins or ends."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.inline: list[str] = []
        self.marker = ""

    def _flush(self, heading: int | None = None) -> None:
        text, self.inline = "".join(self.inline), []
        for line in text.split("\n"):
            line = re.sub(r"[ \t\r\u00a0]+", " ", line).strip()
            if not line:
                continue
            if self.marker:
                line, self.marker = f"{self.marker} {line}", ""
            self.writer.paragraph(line, heading)

    def block(self, element: Tag, depth: int) -> None:
        """Write a block element and what it holds."""
        if depth > _DEEPEST:
            return
        heading = int(element.name[1]) if re.fullmatch(r"h[1-6]", element.name) else None
        count = _start(element)
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, Comment):
                    self.inline.append(re.sub(r"\s+", " ", str(child)))
                continue
            if not isinstance(child, Tag) or child.name in _SKIP:
                continue
            if child.name == "table":
                self._flush(heading)
                self._table(child, depth)
            elif child.name == "li":
                self._flush(heading)
                self.marker = (
                    f"{count}." if element.name == "ol" else _BULLETS[min(2, len(element.find_parents("li")))]
                )
                count += 1
                self.block(child, depth + 1)
                self._flush()
                self.marker = ""
            elif child.name in _BLOCKS:
                self._flush(heading)
                self.block(child, depth + 1)
            else:
                self._inline(child, depth + 1)
        self._flush(heading)

    def _inline(self, element: Tag, depth: int) -> None:
        if element.name == "br":
            self.inline.append("\n")
            return
        if element.name == "sup":
            text = element.get_text().strip().strip("[]()")
            self.inline.append(text.translate(_RAISED) if text.isdigit() else text)
            return
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, Comment):
                    self.inline.append(re.sub(r"\s+", " ", str(child)))
            elif isinstance(child, Tag) and child.name not in _SKIP and depth < _DEEPEST:
                if child.name in _BLOCKS:
                    self._flush()
                    self.block(child, depth + 1)
                else:
                    self._inline(child, depth + 1)

    def _table(self, table: Tag, depth: int) -> None:
        rows, header = _grid(table)
        if max((len(r) for r in rows), default=0) < 2 or _is_layout(table):
            for cell in _cells(table):
                self.block(cell, depth + 1)
            return
        self.writer.table(rows, header or None)


def _start(element: Tag) -> int:
    start = element.get("start", "1")
    return int(start) if isinstance(start, str) and start.isdigit() else 1


def _cells(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield from (c for c in row.find_all(["td", "th"], recursive=False))


def _is_layout(table: Tag) -> bool:
    """Whether a table only places things on the page: it holds tables, or letterhead or signature."""
    if table.find("table") is not None:
        return True
    text = table.get_text(" ")
    return len(text) < 1500 and bool(re.search(r"Độc lập\s*[-–]\s*Tự do|Nơi nhận\s*:", text, re.IGNORECASE))


def _grid(table: Tag) -> tuple[list[list[str | tuple[int, int]]], int]:
    """The rows of a table, merged cells pointing to the one that covers them; and its header rows."""
    rows: list[list[str | tuple[int, int]]] = []
    hanging: dict[int, tuple[int, tuple[int, int]]] = {}  # column -> rows left, origin
    header = 0
    for tr in table.find_all("tr"):
        if tr.find_parent("table") is not table:
            continue
        row: list[str | tuple[int, int]] = []
        cells = tr.find_all(["td", "th"], recursive=False)
        if tr.find_parent("thead") is not None or (cells and all(c.name == "th" for c in cells)):
            header = len(rows) + 1 if header == len(rows) else header

        def fill(row: list[str | tuple[int, int]] = row) -> None:
            while len(row) in hanging:
                left, origin = hanging[len(row)]
                if left > 1:
                    hanging[len(row)] = (left - 1, origin)
                else:
                    del hanging[len(row)]
                row.append(origin)

        for cell in cells:
            fill()
            place = (len(rows), len(row))
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for i in range(across):
                if down > 1:
                    hanging[len(row)] = (down - 1, place)
                row.append(cell.get_text(" ", strip=True) if i == 0 else place)
        fill()
        if row:
            rows.append(row)
    return rows, header


def _span(cell: Tag, name: str) -> int:
    value = cell.get(name, "1")
    return min(100, int(value)) if isinstance(value, str) and value.isdigit() and int(value) > 0 else 1
