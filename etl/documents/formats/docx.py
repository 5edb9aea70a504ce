"""Word documents: paragraphs with their numbering written out, tables, footnotes at their mark."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from etl.documents.extraction import Extraction, Writer
from etl.documents.refusals import refuse
from etl.documents.shapes import marker_of

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PAGE_FURNITURE = re.compile(
    r"cộng\s+h[òo][àa]\s+xã\s+hội|độc\s+lập\s*[-–]\s*tự\s+do|nơi\s+nhận\s*:|\b(?:TM|KT|TL)\.\s*(?:ỦY|UỶ|UBND|CHỦ)",
    re.IGNORECASE,
)


def read_docx(path: Path, data: bytes) -> Extraction:
    """The text of a Word document in reading order, footnotes after the paragraph that bears their mark."""
    try:
        document = docx.Document(io.BytesIO(data))
        return _Reader(document).read()
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError, OSError) as error:
        raise refuse(
            "damaged", path, f"Word không mở được ({error})", f"not a readable Word document ({error})"
        ) from error


class _Reader:
    """Walks the body; keeps the counters of the numbering and of the footnotes."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.writer = Writer()
        self.numbering = _Numbering(document)
        self.notes = _notes(document)
        self.note_numbers: dict[str, int] = {}
        self.pending: list[list[str]] = []
        self.writer.note_lines = set()  # Word says what belongs to a footnote

    def read(self) -> Extraction:
        self._container(self.document.element.body)
        return self.writer.extraction("docx")

    def _container(self, element: Any) -> None:
        for child in element.iterchildren():
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    self._container(content)
            elif child.tag in (qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
                self._container(child)

    def _paragraph(self, p: Any) -> None:
        text = self._text(p).strip()
        if text:
            marker = self.numbering.marker(p)
            style = self._style(p)
            level = self._heading_level(style)
            for i, line in enumerate(text.split("\n")):
                if line.strip():
                    self.writer.paragraph(
                        f"{marker} {line.strip()}" if marker and i == 0 else line.strip(), level
                    )
        self._flush_notes()
        for box in p.iter(qn("w:txbxContent")):
            # Word writes a text box twice; the second copy is for programs that know no drawing.
            if not any(a.tag.endswith("}Fallback") for a in box.iterancestors()):
                self._container(box)

    def _flush_notes(self) -> None:
        notes, self.pending = self.pending, []
        for note in notes:
            self.writer.note(note)

    def _text(self, element: Any) -> str:
        return "".join(self._runs(element))

    def _runs(self, element: Any) -> Iterator[str]:
        for node in element.iterchildren():
            tag = node.tag
            if tag == qn("w:r"):
                raised = node.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
                is_raised = raised is not None and raised.get(qn("w:val")) == "superscript"
                for part in node.iterchildren():
                    yield self._run_part(part, is_raised)
            elif tag in (
                qn("w:hyperlink"),
                qn("w:ins"),
                qn("w:smartTag"),
                qn("w:fldSimple"),
                qn("w:customXml"),
            ):
                yield from self._runs(node)
            elif tag == qn("w:sdt"):
                content = node.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self._runs(content)

    def _run_part(self, part: Any, is_raised: bool) -> str:
        tag = part.tag
        if tag == qn("w:t"):
            text = part.text or ""
            return text.translate(_RAISED) if is_raised and text.strip().isdigit() else text
        if tag in (qn("w:tab"), qn("w:ptab")):
            return " "
        if tag in (qn("w:br"), qn("w:cr")):
            return "\n"
        if tag == qn("w:noBreakHyphen"):
            return "-"
        if tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            key = f"{'f' if tag == qn('w:footnoteReference') else 'e'}{part.get(qn('w:id'))}"
            if key not in self.notes:
                return ""
            number = self.note_numbers.setdefault(key, len(self.note_numbers) + 1)
            mark = str(number).translate(_RAISED)
            self.pending.append(self._note(mark, self.notes[key]))
            return mark
        return ""

    def _note(self, mark: str, paragraphs: list[Any]) -> list[str]:
        """The lines of a footnote: its text, and each item of a list in it."""
        lines: list[str] = []
        for p in paragraphs:
            printed = self._text(p).strip()
            if not printed:
                continue
            number = self.numbering.marker(p)
            for line in f"{number} {printed}".strip().split("\n"):
                marker = marker_of(line.strip())
                if not lines or (marker is not None and marker.ordinal is None and marker.style != "part"):
                    lines.append(line.strip())
                else:
                    lines[-1] = f"{lines[-1]} {line.strip()}".strip()
        return [f"{mark} {lines[0]}", *lines[1:]] if lines else [mark]

    def _style(self, p: Any) -> str:
        style = p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None:
            return ""
        found = self.document.styles.element.find(
            f"{qn('w:style')}[@{qn('w:styleId')}='{style.get(qn('w:val'))}']"
        )
        name = found.find(qn("w:name")) if found is not None else None
        return (name.get(qn("w:val")) if name is not None else style.get(qn("w:val"))) or ""

    @staticmethod
    def _heading_level(style: str) -> int | None:
        match = re.fullmatch(r"heading (\d)", style.lower())
        return int(match.group(1)) if match else None

    def _table(self, tbl: Any) -> None:
        rows: list[list[str | tuple[int, int]]] = []
        header = 0
        flat: list[str] = []
        for tr in tbl.iterchildren(qn("w:tr")):
            row: list[str | tuple[int, int]] = []
            if tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None and header == len(rows):
                header += 1
            for tc in tr.iterchildren(qn("w:tc")):
                properties = tc.find(qn("w:tcPr"))
                span, merged = 1, False
                if properties is not None:
                    grid_span = properties.find(qn("w:gridSpan"))
                    span = int(grid_span.get(qn("w:val"))) if grid_span is not None else 1
                    vertical = properties.find(qn("w:vMerge"))
                    merged = vertical is not None and vertical.get(qn("w:val")) != "restart"
                paragraphs = [self._text(p) for p in tc.iter(qn("w:p"))]
                flat.extend(line for text in paragraphs for line in text.split("\n") if line.strip())
                place = (len(rows), len(row))
                above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
                if merged and above is not None:
                    row.append(above if isinstance(above, tuple) else (len(rows) - 1, len(row)))
                else:
                    row.append(" ".join(t.strip() for t in paragraphs if t.strip()))
                row.extend(place for _ in range(span - 1))
            rows.append(row)
        whole = " ".join(flat)
        # Letterhead and signature are set as tables without lines.
        if len(rows) <= 6 and len(whole) < 1500 and _PAGE_FURNITURE.search(whole):
            for line in flat:
                self.writer.paragraph(line.strip())
        else:
            self.writer.table(rows, header or None)
        self._flush_notes()


def _notes(document: Any) -> dict[str, list[Any]]:
    """Footnotes and endnotes by kind and id, as the paragraphs they hold."""
    notes: dict[str, list[Any]] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation, kind, tag in ((RT.FOOTNOTES, "f", "w:footnote"), (RT.ENDNOTES, "e", "w:endnote")):
        for rel in document.part.rels.values():
            if rel.reltype != relation or rel.is_external:
                continue
            root = etree.fromstring(rel.target_part.blob, parser)
            for note in root.iterchildren(qn(tag)):
                if note.get(qn("w:type")) in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                notes[f"{kind}{note.get(qn('w:id'))}"] = list(note.iterchildren(qn("w:p")))
    return notes


class _Numbering:
    """Automatic numbers and bullets, written out as Word shows them."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.styles = document.styles.element
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for item in root.iterchildren(qn("w:abstractNum")):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in item.iterchildren(qn("w:lvl")):
                levels[int(level.get(qn("w:ilvl")))] = (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
            abstract[item.get(qn("w:abstractNumId"))] = levels
        for item in root.iterchildren(qn("w:num")):
            self.levels[item.get(qn("w:numId"))] = abstract.get(_value(item, "w:abstractNumId", ""), {})

    def marker(self, p: Any) -> str:
        """The number or bullet that Word prints before a paragraph, or an empty text."""
        properties = p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            style = p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            if style is not None:
                found = self.styles.find(f"{qn('w:style')}[@{qn('w:styleId')}='{style.get(qn('w:val'))}']")
                properties = found.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if found is not None else None
        if properties is None:
            return ""
        num_id = _value(properties, "w:numId", "0")
        level = int(_value(properties, "w:ilvl", "0"))
        levels = self.levels.get(num_id)
        if not levels or level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind == "bullet":
            sign = pattern.strip()
            return sign if sign in ("-", "+", "*", "–") else ("-", "+", "*")[min(level, 2)]
        if kind == "none":
            return ""
        counters = self.counters.setdefault(num_id, {})
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [x for x in counters if x > level]:
            del counters[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            of_kind = levels.get(at, (kind, "", 1))[0]
            return _written(counters.get(at, levels.get(at, (kind, "", 1))[2]), of_kind)

        return re.sub(r"%(\d)", number, pattern).strip()


def _value(element: Any, tag: str, default: str) -> str:
    found = element.find(qn(tag))
    return default if found is None else found.get(qn("w:val")) or default


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
            while number >= value:
                roman += sign
                number -= value
        return roman if kind == "upperRoman" else roman.lower()
    return f"{number:02d}" if kind == "decimalZero" else str(number)
