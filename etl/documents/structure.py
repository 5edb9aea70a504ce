"""Paragraphs understood as headings, list items and running text, with levels, sections and parents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from etl.documents import shapes
from etl.documents.headings import could_be_heading, names_paper
from etl.documents.lines import Line
from etl.documents.model import (
    FOOTNOTE,
    FURNITURE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    SIGNATURE,
    TABLE,
    BlockKind,
)
from etl.documents.paragraphs import Opening, Para
from etl.vietnamese import CAPITALS

_NEAR = 40  # blocks within which the next heading is looked for
_LEAD = r"[*_\s]*"
_SIGN_OFF = re.compile(
    _LEAD + rf"(?:nơi\s+nhận|(?-i:(?:TM|KT|TL|TUQ|Q)\.\s*[{CAPITALS}]{{2}}))", re.IGNORECASE
)
_SIGN_OFF_OPENS = "NnTKQ*_"
_OFFICE = re.compile(
    _LEAD + r"(?:(?:phó\s+)?chủ\s+tịch|chánh\s+văn\s+phòng|giám\s+đốc|bí\s+thư)", re.IGNORECASE
)
_LETTERHEAD = re.compile(
    _LEAD
    + r"(?:số\s*:|cộng\s+h[òo][àa]\s+xã\s+hội|độc\s+lập\s*[-–]|kính\s+gửi|[uủ][ỷỹyủ]\s+ban\s+nhân\s+dân|"
    r"hội\s+đồng\s+nhân\s+dân|UBND\s|HĐND\s|dự\s+thảo\W*$)",
    re.IGNORECASE,
)
_PLACE_DATE = re.compile(
    _LEAD + r"[^\d,]{2,40},\s*ngày\s*[\d….]*\s*tháng\s*[\d….]*\s*năm\s*[\d….]{2,4}[*_\s.]*$", re.IGNORECASE
)
_TITLE_NOTE = re.compile(
    _LEAD + r"\(\W*(?:tài liệu|trình|kèm theo|ban hành|phục vụ|tại kỳ|đính kèm|báo cáo|biểu kèm)",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"\W*(?:(?:PHỤ|Phụ)\s+(?:LỤC|lục)|BIỂU|Biểu|BẢNG|Bảng|(?:ĐIỀU|Điều)\s+\d)\b")
_TITLE_ENDS = re.compile(r"[.:]\W*$")
_END_OF_REPORT = re.compile(r"\./\.\W*$")
_NOT_LABEL = re.compile(rf"[*_]|</?[biu]>|[{shapes.SUPER}⁽⁾](?<=\S.)[{shapes.SUPER}⁽⁾]*")
_MAY_BE_NOT_LABEL = re.compile(rf"[*_<{shapes.SUPER}⁽⁾]")
_HASHES = re.compile(r"(#{1,6})\s+\S")
_NUMBER_ALONE = re.compile(rf"(\d{{1,2}})\s+(?=[{CAPITALS}])")
_QUANTITY = re.compile(r"\d[\d.,]*\s*(?:%|‰|[^\W\d_])")


@dataclass(slots=True)
class Node:
    """A paragraph with what it was understood as."""

    para: Para
    kind: BlockKind
    text: str
    marker: shapes.Marker | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    parent: int | None = None
    stated_level: int = 0  # headings: the level that the format states
    is_report_title: bool = False  # heads the report, not a section
    extra: Sequence[Para] = ()  # title lines printed below
    extra_text: Sequence[str] = ()

    def lines(self) -> list[Line]:
        """The printed lines, those of the title lines below among them."""
        if not self.extra:
            return self.para.lines
        return self.para.lines + [x for extra in self.extra for x in extra.lines]

    def whole_text(self) -> str:
        """The text with the title lines printed below."""
        return " ".join([self.text, *self.extra_text]) if self.extra_text else self.text

    def add(self, para: Para, text: str) -> None:
        """Take a title line printed below."""
        self.extra = [*self.extra, para]
        self.extra_text = [*self.extra_text, text]


def classify(paras: list[Para], headings: Mapping[int, int]) -> list[Node]:
    """Give every paragraph its kind and marker; `headings` are the lines that the format marks as such."""
    nodes = _Classifier(headings).run(paras)
    _settle_siblings(nodes)
    _find_bare_headings(nodes)
    _drop_repeated_page(nodes)
    return nodes


class _Classifier:
    """Reads the paragraphs in order; knows whether it stands in the letterhead or the signature."""

    def __init__(self, headings: Mapping[int, int]) -> None:
        self.headings = headings
        self.nodes: list[Node] = []
        self.front = True  # until the first heading or running paragraph: letterhead and title
        self.signing = False
        self.titled = False

    def run(self, paras: list[Para]) -> list[Node]:
        for para in paras:
            if para.kind == "text":
                self._read(para, para.opening())
            elif para.kind == "note":
                text = para.text()
                marker = shapes.marker_of(text) if para.mark is None else None
                self._add(para, FOOTNOTE, text, marker)
            elif para.kind == "table":
                self._add(para, TABLE, para.text())
                self.front = self.signing = False
            else:
                self._add(para, FURNITURE, para.text())
        return self.nodes

    def _add(self, para: Para, kind: BlockKind, text: str, marker: shapes.Marker | None = None) -> None:
        self.nodes.append(Node(para, kind, text, marker))

    def _add_title(self, para: Para, text: str, marker: shapes.Marker | None = None) -> None:
        self.nodes.append(Node(para, HEADING, text, marker, is_report_title=True))

    def _last_text(self) -> Node | None:
        for node in reversed(self.nodes):
            if node.kind not in (FURNITURE, FOOTNOTE):
                return node
        return None

    def _read(self, para: Para, opening: Opening) -> None:
        text, marker = opening.text, opening.marker
        if marker is not None and marker.style == "#" and self.front and not self.titled:
            # The first Markdown heading is the report's title.
            self.titled = True
            self._add_title(para, text, marker)
            return
        if marker is not None and marker.style == "part":
            self.signing = self.front = False
        if not self.front and _signs_off(text):
            self.signing = True
        if self.signing:
            if (
                opening.capitals and len(text) > 25 and not _SIGN_OFF.match(text) and not _OFFICE.match(text)
            ) or len(text) > 250:
                self.signing = False
            else:
                self._add(para, SIGNATURE, text)
                return
        if self.front and self._read_front(para, opening):
            return
        self.front = False
        stated = (self.headings.get(para.start) if self.headings else 0) or _hashes(text)
        if stated and not (
            marker is not None and marker.style not in ("#", "part") and _QUANTITY.search(text)
        ):
            self._add(para, HEADING, text, marker)
            self.nodes[-1].stated_level = stated
        elif marker is not None:
            self._add(para, HEADING if opening.heads else LIST_ITEM, text, marker)
        elif len(text) >= 400:
            self._add(para, PARAGRAPH, text)
        elif (
            (last := self._last_text()) is not None
            and _awaits_title(last)
            and (opening.capitals or (not shapes.is_closed(text) and len(text) < 200))
        ):
            last.add(para, text)
        else:
            self._add(para, HEADING if opening.capitals else PARAGRAPH, text)

    def _read_front(self, para: Para, opening: Opening) -> bool:
        """Letterhead and title of the report; false where the report itself begins."""
        text, marker = opening.text, opening.marker
        if self.titled and _APPENDIX.match(text):
            return False  # "BIỂU TỔNG HỢP" right below the title
        if names_paper(text) and not self.titled:
            self.titled = True
            self._add_title(para, text)
        elif _TITLE_NOTE.match(text):
            self._add_title(para, text)
        elif (_LETTERHEAD.match(text) and len(text) < 250) or _PLACE_DATE.match(text):
            self._add(para, FURNITURE, text)
        elif marker is None and self.titled and not _TITLE_ENDS.search(text) and len(text) < 400:
            last = self.nodes[-1]
            if last.is_report_title and not names_paper(last.text) and not _TITLE_NOTE.match(last.text):
                last.add(para, text)
            else:
                self._add_title(para, text)
        elif marker is None and not self.titled and opening.capitals and len(text) < 120:
            self._add(para, FURNITURE, text)  # names of offices above the title
        else:
            return False
        return True


def _signs_off(text: str) -> bool:
    """Whether a line opens the signature: the recipients, or for whom is signed."""
    return text[0] in _SIGN_OFF_OPENS and bool(_SIGN_OFF.match(text))


def _hashes(text: str) -> int:
    """The level of a Markdown heading, 0 where the line is none."""
    match = _HASHES.match(text) if text.startswith("#") else None
    return len(match.group(1)) if match else 0


def _awaits_title(node: Node) -> bool:
    """Whether a heading is a bare "Phần thứ nhất" that waits for its title."""
    return (
        node.kind is HEADING
        and node.marker is not None
        and node.marker.style == "part"
        and not node.extra
        and not node.text[node.marker.length :].strip(" *_:.")
    )


def _settle_siblings(nodes: list[Node]) -> None:
    """Siblings `a) b) c)` are of one kind: most decide, as far as a heading is possible at all."""
    marked = [
        (node, node.marker) for node in nodes if node.marker is not None and node.kind in (HEADING, LIST_ITEM)
    ]
    kinds: dict[str, set[BlockKind]] = defaultdict(set)
    for node, marker in marked:
        kinds[marker.style].add(node.kind)
    for style in ("a)", "n)", "n.", "n.n."):
        if len(kinds[style]) < 2:
            continue  # nothing to settle
        rank = shapes.STYLE_RANK[style]
        groups: list[list[Node]] = [[]]
        for node, marker in marked:
            if marker.style == style:
                if marker.ordinal == 1 and groups[-1]:
                    groups.append([])
                groups[-1].append(node)
            elif node.kind is HEADING and shapes.STYLE_RANK[marker.style] < rank:
                groups.append([])
        for group in groups:
            items = sum(n.kind is LIST_ITEM for n in group)
            if not 0 < items < len(group):
                continue
            if items * 2 >= len(group):
                for node in group:
                    node.kind = LIST_ITEM
            else:
                for node in group:
                    if node.marker is not None and could_be_heading(node.text, node.marker):
                        node.kind = HEADING


def _find_bare_headings(nodes: list[Node]) -> None:
    """A short line without number or full stop right above a numbered heading is a heading itself."""
    last_number: int | None = None
    for i, node in enumerate(nodes):
        if node.kind is HEADING and node.marker is not None and node.marker.style == "n.":
            last_number = node.marker.ordinal
        if node.kind is not PARAGRAPH or len(node.text) > 160 or _TITLE_ENDS.search(node.text):
            continue
        following = next(
            (n for n in nodes[i + 1 : i + 1 + _NEAR] if n.kind not in (FURNITURE, FOOTNOTE)),
            None,
        )
        match = _NUMBER_ALONE.match(node.text)
        if (
            match
            and last_number is not None
            and int(match.group(1)) == last_number + 1
            and not _figure(node.text[match.end() :])
        ):
            node.kind = HEADING
            node.marker = shapes.Marker(match.group(1), "n.", int(match.group(1)), 0, match.end())
            last_number += 1
        elif (
            following is not None
            and following.kind is HEADING
            and following.marker is not None
            and following.marker.ordinal == 1
            and following.marker.style != "roman"
            and not shapes.is_closed(node.text)
            and not re.search(r"[,)\"”]\W*$", node.text)
            and i > 0
            and nodes[i - 1].kind is not HEADING
        ):
            node.kind = HEADING


def _figure(text: str) -> bool:
    return any(not re.match(r"(?:19|20)\d\d\b", m.group()) for m in _QUANTITY.finditer(text))


def _drop_repeated_page(nodes: list[Node]) -> None:
    """Paragraphs printed once more after the report's last sentence are furniture.

    A page that was scanned or pasted twice would otherwise state its figures twice.
    """
    end = next(
        (
            i
            for i, n in enumerate(nodes)
            if n.kind is PARAGRAPH and "./." in n.text and _END_OF_REPORT.search(n.text)
        ),
        None,
    )
    if end is None:
        return
    earlier = [n.text for n in nodes[max(0, end - 40) : end + 1] if n.kind is PARAGRAPH]
    for node in nodes[end + 1 :]:
        if node.kind is not PARAGRAPH:
            break
        if len(node.text) >= 40 and any(_same_print(node.text, text) for text in earlier):
            node.kind = FURNITURE


def _same_print(text: str, earlier: str) -> bool:
    """Whether a text is the earlier one, or its end, but for a letter that was recognised otherwise."""
    return text in earlier or ratio(text, earlier[-len(text) :], score_cutoff=98) > 98


def nest(nodes: list[Node]) -> None:
    """Levels, sections and parents, from the order of the markers."""
    parents = _usual_parents(nodes)
    headings: list[tuple[float, str, int]] = []  # rank, label, node index
    items: list[tuple[float, int]] = []  # rank, node index of the open list items
    opener: int | None = None  # the paragraph or heading that opens the list
    broken = False  # running text stood between the last item and here
    section: tuple[str, ...] = ()
    for i, node in enumerate(nodes):
        if node.kind is HEADING and not node.is_report_title:
            rank = _heading_rank(nodes, i, headings, parents)
            while headings and headings[-1][0] >= rank:
                headings.pop()
            node.section = tuple([h[1] for h in headings])
            node.level = len(headings) + 1
            headings.append((rank, _label(node), i))
            section = (*node.section, headings[-1][1])
            items, opener, broken = [], i, False
            continue
        node.section = section
        if node.kind is LIST_ITEM and node.marker is not None:
            item_rank = shapes.STYLE_RANK[node.marker.style] + min(node.para.lines[0].indent // 2, 9) * 0.1
            if broken and not _continues(nodes, items, node.marker):
                items = []
                opener = headings[-1][2] if headings else None
            while items and items[-1][0] >= item_rank:
                items.pop()
            node.parent = items[-1][1] if items else opener
            node.level = len(items) + 1
            items.append((item_rank, i))
            broken = False
        elif node.kind is PARAGRAPH:
            if node.text.rstrip(" *_").endswith(":"):
                if not items or not nodes[items[-1][1]].text.rstrip(" *_").endswith(":"):
                    opener, items = i, []
            else:
                broken = True


def _continues(nodes: list[Node], items: list[tuple[float, int]], marker: shapes.Marker) -> bool:
    """Whether a list goes on after running text: a number follows on, or a bullet like those before."""
    for _, index in reversed(items):
        old = nodes[index].marker
        if old is None or old.style != marker.style:
            continue
        return marker.ordinal is None or (old.ordinal is not None and marker.ordinal == old.ordinal + 1)
    return marker.style in ("+", "*") and bool(items)


def _usual_parents(nodes: list[Node]) -> dict[str, str]:
    """For each style of heading the style right above its first ones, where half of them or more have it.

    A heading without a marker that is asked about stands right above one of them itself.
    """
    above: Node | None = None
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for node in nodes:
        if node.kind is not HEADING or node.is_report_title:
            continue
        if node.marker is not None and node.marker.ordinal == 1 and above is not None:
            found[node.marker.style][above.marker.style if above.marker is not None else ""] += 1
        above = node
    usual: dict[str, str] = {}
    for style, counts in found.items():
        parents = [p for p in counts if p and shapes.STYLE_RANK[p] < shapes.STYLE_RANK[style]]
        parent = max(parents, key=lambda p: counts[p], default=None)
        if parent is not None and 2 * counts[parent] >= counts.total():
            usual[style] = parent
    return usual


def _heading_rank(
    nodes: list[Node], i: int, headings: list[tuple[float, str, int]], parents: Mapping[str, str]
) -> float:
    """How deep a heading stands; less is further out.

    `parents`: below which style the headings of each style usually stand.
    """
    node = nodes[i]
    if node.marker is None and node.stated_level:
        return float(node.stated_level)
    if node.marker is None:
        following = next((n for n in nodes[i + 1 : i + 1 + _NEAR] if n.kind is HEADING), None)
        if not shapes.is_capitals(node.text) and following is not None and following.marker is not None:
            style = following.marker.style
            # Where such headings usually stand right below a numbered one, this one lost its number.
            return shapes.STYLE_RANK[parents[style]] if style in parents else shapes.STYLE_RANK[style] - 0.5
        return 1.0
    if node.marker.style == "#":
        return float(node.stated_level)
    rank = float(shapes.STYLE_RANK[node.marker.style])
    if headings and headings[-1][0] in (rank, rank + 0.4):
        before = nodes[headings[-1][2]]
        old = before.marker.ordinal if before.marker is not None else None
        # "II." directly above "I." of the same style: the second numbers what stands below the first.
        if node.marker.ordinal == 1 and old is not None and headings[-1][2] == i - 1:
            return rank + 0.4
        if headings[-1][0] == rank + 0.4 and old is not None and node.marker.ordinal == old + 1:
            outer = [h for h in headings if h[0] == rank]
            top = nodes[outer[-1][2]].marker if outer else None
            if top is None or top.ordinal is None or node.marker.ordinal != top.ordinal + 1:
                return rank + 0.4
    return rank


def _label(node: Node) -> str:
    """A heading as printed, markup aside."""
    text = node.whole_text()
    if _MAY_BE_NOT_LABEL.search(text):
        text = _NOT_LABEL.sub("", text)
    return " ".join(text.split()).strip("#> ")
