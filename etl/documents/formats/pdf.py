"""PDF with a text layer: printed lines in reading order, tables, footnotes below their rule.

The page's geometry tells what pasted text has lost: where a paragraph begins, which digits are
raised, what stands at the foot.  The lines are written page by page (a form feed before the first of
each), blank lines between paragraphs, and joined by the same rules as pasted text.
"""

from __future__ import annotations

import io
import re
import statistics
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from etl.documents.extraction import Extraction, Grid
from etl.documents.model import Span
from etl.documents.refusals import refuse
from etl.documents.shapes import is_closed
from etl.documents.syllables import is_broken
from etl.vietnamese import CAPITALS

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_PAGES = 3000
_FOOT_RULE = " " * 43  # as the rule above footnotes comes out in pasted text
_NOTE = re.compile(rf"[⁰¹²³⁴-⁹]{{1,3}}|\d{{1,3}}\s+[{CAPITALS}\"“(*]")


@dataclass(slots=True)
class _PrintedLine:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first_word: float  # its width


def read_pdf(path: Path, data: bytes) -> Extraction:
    """The text of a PDF; refuses one that is encrypted, damaged, or a scan without text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise refuse("too_large", path, f"{len(pdf.pages)} trang", f"{len(pdf.pages)} pages")
            reader = _Reader()
            for page in pdf.pages:
                reader.page(page)
                page.close()
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise refuse("encrypted", path) from error
    except PdfminerException as error:
        if any(isinstance(a, (PDFPasswordIncorrect, PDFEncryptionError)) for a in error.args):
            raise refuse("encrypted", path) from error
        raise refuse("damaged", path, "PDF không mở được", "not a readable PDF") from error
    except (PDFException, PSException, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        if type(error).__name__ == "InputRefused":
            raise
        raise refuse(
            "damaged", path, f"PDF không mở được ({error})", f"not a readable PDF ({error})"
        ) from error
    if not reader.pages or not any(c.isalpha() for c in reader.text()):
        if reader.pages and reader.images:
            raise refuse("no_text_layer", path)
        raise refuse(
            "damaged" if not reader.pages else "no_text_layer", path, "không có trang nào", "it has no page"
        )
    if reader.images >= len(reader.pages) and reader.length < 40 * len(reader.pages):
        raise refuse("no_text_layer", path)
    return Extraction(
        reader.text(), "pdf", is_paged=True, blanks_tell=True, grids=reader.grids, pages=reader.pages
    )


class _Reader:
    """Writes the pages one after the other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.grids: list[Grid] = []
        self.pages: list[int] = []
        self.images = 0
        self.last: _PrintedLine | None = None  # the last line of the page before, footnotes aside
        self.begun = self.set_in = 0  # paragraphs met, and those whose first line is set in
        self.right = 0.0  # the right margin, as far as lines have reached it
        self.pitches: dict[int, float] = {}  # distance of lines, by size of type

    def text(self) -> str:
        return "".join(self.parts)

    def _write(self, text: str) -> Span:
        text = unicodedata.normalize("NFC", text)
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def page(self, page: Any) -> None:
        """Write one page: its lines and tables from top to bottom."""
        self.pages.append(self.length)
        self.images += bool(page.images)
        tables = [t for t in page.find_tables() if len(t.rows) > 1 and len(t.rows[0].cells) > 1]
        lines = _lines(page, [t.bbox for t in tables])
        foot = _foot(page, lines)
        items: list[tuple[float, Any]] = [(x.top, x) for x in lines] + [(t.bbox[1], t) for t in tables]
        items.sort(key=lambda item: item[0])
        left = min((x.x0 for x in lines), default=0.0)
        body_lines = [x for x in lines if foot is None or x.top < foot]
        if self.length:
            if not (body_lines and self._goes_on(body_lines[0], left)):
                self._write("\n")
            self._write("\f")
        previous: _PrintedLine | None = None
        for size, pitch in _pitches(lines).items():
            self.pitches[size] = min(pitch, self.pitches.get(size, pitch))
        self.right = max([self.right, *(x.x1 for x in lines)])
        for _, item in items:
            if not isinstance(item, _PrintedLine):
                self._table(page, item)
                previous = None
                continue
            if foot is not None and item.top >= foot and (previous is None or previous.top < foot):
                self._write(f"{_FOOT_RULE}\n")
                previous = None
            if previous is not None and self._begins(item, previous, left):
                self._write("\n")
                self.begun += 1
                self.set_in += 12 < item.x0 - left < 80
            self._write(item.text + "\n")
            previous = item
        text_lines = [x for x in body_lines if not _is_page_number(x.text)]
        self.last = (
            text_lines[-1]
            if text_lines and not (items and not isinstance(items[-1][1], _PrintedLine))
            else None
        )

    def _begins(self, line: _PrintedLine, previous: _PrintedLine, left: float) -> bool:
        """Whether a paragraph begins with a line that stands below another on one page."""
        return (
            line.top - previous.top > 1.2 * self.pitches.get(round(line.size), 1e9)
            or round(line.size) != round(previous.size)
            or (line.x0 - previous.x0 > 12 and previous.x0 - left < 6)
            or self.right - previous.x1 > line.first_word + 0.4 * line.size
        )

    def _goes_on(self, first: _PrintedLine, left: float) -> bool:
        """Whether a page goes on with the paragraph that the page before ended in.

        Its last line then reaches the margin, and the first line here is not set in; where the
        document sets no lines in, a closed sentence ends the paragraph.
        """
        last = self.last
        return (
            last is not None
            and (not is_closed(last.text) or self.set_in > 0.3 * self.begun)
            and round(last.size) == round(first.size)
            and first.x0 - left < 12
            and self.right - last.x1 <= first.first_word + 0.4 * first.size
        )

    def _table(self, page: Any, table: Any) -> None:
        self._write("\n")
        start = self.length
        rows: list[list[Span]] = []
        texts = table.extract()
        for texts_of_row, row in zip(texts, table.rows, strict=True):
            spans: list[Span] = []
            for column, (cell, box) in enumerate(zip(texts_of_row, row.cells, strict=True)):
                if column:
                    self._write("\t")
                if box is None and cell is None and (spans or rows):
                    # Covered by a merged cell: the nearest one that reaches here.
                    spans.append(_covering(table, rows, spans, len(rows), column))
                else:
                    spans.append(self._write(_cell_text(page, box, cell or "")))
            rows.append(spans)
            self._write("\n")
        self.grids.append(Grid(start, self.length - 1, rows))
        self._write("\n")


_SPLIT_NUMBER = re.compile(r"(?<=[\d.,])\n(?=[\d.,])")
_PADDING = 5.4  # points between a cell's border and its text, as Word sets them


def _cell_text(page: Any, box: tuple[float, float, float, float] | None, text: str) -> str:
    """A cell's text on one line; a number or a syllable that a narrow cell broke is whole again."""
    if box is not None and _SPLIT_NUMBER.search(text):
        inside = [c for c in page.chars if box[0] <= c["x0"] <= box[2] and box[1] <= c["top"] <= box[3]]
        widest = max((c["x1"] - c["x0"] for c in inside), default=0.0)
        rows: dict[int, list[float]] = {}
        for char in inside:
            rows.setdefault(round(char["top"]), []).extend((char["x0"], char["x1"]))
        printed = [max(xs) - min(xs) for _, xs in sorted(rows.items())]
        # Where the line left no room for one more digit, the number was too wide for the cell.
        if printed and (box[2] - box[0]) - printed[0] < widest + 2 * _PADDING + 1:
            text = _SPLIT_NUMBER.sub("", text)
    words: list[str] = []
    for line in text.split("\n"):
        parts = line.split()
        if words and parts and _is_broken(words[-1], parts[0]):
            words[-1] += parts.pop(0)
        words += parts
    return " ".join(words)


def _is_broken(end: str, start: str) -> bool:
    """Whether the end of one line and the start of the next are one syllable."""
    left = re.split(r"[^\w]", end)[-1]
    right = re.split(r"[^\w]", start)[0]
    return is_broken(left, right)


def _covering(table: Any, rows: list[list[Span]], spans: list[Span], row: int, column: int) -> Span:
    """The span of the cell whose box covers a place that has none of its own."""
    boxes = [c for r in table.rows for c in r.cells if c is not None]
    height = table.rows[row].bbox
    middle_y = (height[1] + height[3]) / 2
    columns = [r.cells[column] for r in table.rows if r.cells[column] is not None]
    if columns:
        x0, x1 = max(b[0] for b in columns), min(b[2] for b in columns)
        middle_x = (x0 + x1) / 2
        for r, above in enumerate(table.rows[: row + 1]):
            for c, box in enumerate(above.cells):
                if (
                    box is not None
                    and box[0] <= middle_x <= box[2]
                    and box[1] <= middle_y <= box[3]
                    and box in boxes
                ):
                    if r < row and c < len(rows[r]):
                        return rows[r][c]
                    if r == row and c < len(spans):
                        return spans[c]
    return spans[-1] if spans else rows[-1][column]


def _lines(page: Any, boxes: list[tuple[float, float, float, float]]) -> list[_PrintedLine]:
    """The printed lines outside the tables, raised digits written as such."""

    def outside(obj: Any) -> bool:
        if obj.get("object_type") != "char":
            return True
        x, y = (obj["x0"] + obj["x1"]) / 2, (obj["top"] + obj["bottom"]) / 2
        return not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)

    words = page.filter(outside).extract_words(
        x_tolerance_ratio=0.18,
        y_tolerance=2,
        keep_blank_chars=False,
        extra_attrs=["size"],
        use_text_flow=False,
    )
    rows: list[list[Any]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        row = next((r for r in reversed(rows[-3:]) if _same_row(r, word, middle)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines: list[_PrintedLine] = []
    for row in rows:
        row.sort(key=lambda w: w["x0"])
        size = statistics.median(w["size"] for w in row for _ in w["text"])
        text = ""
        end: float | None = None
        for word in row:
            is_raised = word["text"].isdigit() and len(word["text"]) <= 3 and word["size"] < 0.8 * size
            piece = word["text"].translate(_RAISED) if is_raised else word["text"]
            gap = word["x0"] - end if end is not None else 0.0
            if text and gap > (0.12 if not is_raised else 0.3) * size:
                text += " "
            text += piece
            end = word["x1"]
        lines.append(
            _PrintedLine(
                text,
                row[0]["x0"],
                row[-1]["x1"],
                min(w["top"] for w in row),
                max(w["bottom"] for w in row),
                size,
                row[0]["x1"] - row[0]["x0"],
            )
        )
    lines.sort(key=lambda x: x.top)
    return lines


def _same_row(row: list[Any], word: Any, middle: float) -> bool:
    big = max(row, key=lambda w: w["size"])
    if word["size"] > big["size"]:
        return bool(word["top"] - 1 <= (big["top"] + big["bottom"]) / 2 <= word["bottom"] + 1)
    return bool(big["top"] - 0.25 * big["size"] <= middle <= big["bottom"] + 1)


def _is_page_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-–\s]*\d{1,4}[-–\s]*", text))


def _pitches(lines: list[_PrintedLine]) -> dict[int, float]:
    """By size of type: how far apart the lines of one paragraph are set on this page."""
    gaps: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        if round(a.size) == round(b.size) and b.top > a.top:
            gaps.setdefault(round(a.size), []).append(b.top - a.top)
    return {size: sorted(found)[len(found) // 4] for size, found in gaps.items()}


def _foot(page: Any, lines: list[_PrintedLine]) -> float | None:
    """Where the footnotes of a page begin: below a short rule, or with the smaller type at its foot."""
    if not lines:
        return None
    body = statistics.median(x.size for x in lines for _ in range(max(1, len(x.text) // 10)))
    rules = [
        edge
        for edge in (*page.rects, *page.lines)
        if edge["width"] > 60
        and edge["height"] < 3
        and edge["width"] < 0.5 * page.width
        and edge["top"] > 0.3 * page.height
    ]
    for rule in sorted(rules, key=lambda r: r["top"]):
        below = [x for x in lines if x.top >= rule["top"] - 1]
        if (
            below
            and all(x.size <= body for x in below[:1])
            and (below[0].size < 0.95 * body or _NOTE.match(below[0].text))
        ):
            return float(rule["top"]) - 1
    start: float | None = None
    for line in reversed(lines):
        if line.size < 0.9 * body and not _is_page_number(line.text):
            start = line.top - 0.5
        elif not _is_page_number(line.text):
            break
    if start is not None:
        first = next(x for x in lines if x.top >= start)
        if _NOTE.match(first.text) or start > 0.5 * float(page.height):
            return start
    return None
