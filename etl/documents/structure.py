"""Paragraphs understood as headings, list items and running text, with levels, sections and parents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.documents import shapes
from etl.documents.model import BlockKind
from etl.documents.paragraphs import Para

_HEADING_LENGTH = 220
_QUANTITY = re.compile(r"\d[\d.,]*\s*(?:%|‰|tấn|tỷ|triệu|nghìn|ha\b|km|m[²³]|hộ\b|người|con\b|lượt|HTX|đồng|lao động|trường\b|sản phẩm)")
_SIGN_OFF = re.compile(r"[*_\s]*(?:nơi\s+nhận|(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZÀ-ỸĐ]{2})", re.IGNORECASE)
_LETTERHEAD = re.compile(
    r"[*_\s]*(?:số\s*:|cộng\s+h[òo][àa]\s+xã\s+hội|độc\s+lập\s*-|kính\s+gửi|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân)",
    re.IGNORECASE,
)
_PLACE_DATE = re.compile(r"[*_\s]*[^\d,]{2,40},\s*ngày\s*\d{0,2}\s*tháng\s*\d{0,2}\s*năm\s*\d{2,4}[*_\s.]*$", re.IGNORECASE)
_REPORT_TITLE = re.compile(r"[*_\s]*(?:báo\s+cáo|tờ\s+trình|kế\s+hoạch|nghị\s+quyết)\W*$", re.IGNORECASE)
_NOTE_TO_TITLE = re.compile(r"[*_\s]*\((?:tài liệu|trình|kèm theo|ban hành|phục vụ|tại kỳ|đính kèm|báo cáo)", re.IGNORECASE)


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
    extra: list[Para] = field(default_factory=list)  # a part's title printed on lines of its own


def is_title(text: str) -> bool:
    """Whether a line is set in capitals, as titles are."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _heading_like(text: str, marker: shapes.Marker) -> bool:
    """Whether a numbered line names what follows instead of saying something itself."""
    body = text[marker.length :].strip(" *_")
    if not body or len(body) > _HEADING_LENGTH:
        return False
    if is_title(body):
        return True
    if shapes.starts_low(body) and marker.style not in ("n.n.", "n.n.n."):
        return False
    if marker.style in ("roman", "letter", "part"):
        return not re.search(r"[.;]\s+[A-ZÀ-ỸĐ]", body) or len(body) < 120
    if _QUANTITY.search(body) and not body.endswith(":"):
        return False
    if re.search(r"[.;,]$", body) and not re.search(r"\)\.?$", body):
        return False
    if re.search(r"(?<![\dA-ZĐ])[.;]\s+[A-ZÀ-ỸĐ]", body):
        return False
    inner = body[:-1]
    if ":" in inner and len(inner) - inner.find(":") > 60:
        return False
    return len(body) < (100 if marker.style in ("a)", "n)") else _HEADING_LENGTH)


def classify(source: str, paras: list[Para]) -> list[Node]:
    """Give every paragraph its kind and marker."""
    nodes: list[Node] = []
    front = True  # until the first heading or running paragraph: letterhead and title
    signing = False
    titled = False
    for para in paras:
        text = para.text(source)
        if para.kind == "note":
            nodes.append(Node(para, BlockKind.FOOTNOTE, text))
            continue
        if para.kind == "table":
            nodes.append(Node(para, BlockKind.TABLE, text))
            front = signing = False
            continue
        if para.kind == "furniture":
            nodes.append(Node(para, BlockKind.FURNITURE, text))
            continue
        marker = shapes.marker_of(text)
        if marker is not None and marker.style == "part":
            signing = front = False
        if not front and _SIGN_OFF.match(text):
            signing = True
        if signing:
            if is_title(text) and len(text) > 25 and not _SIGN_OFF.match(text) and not _OFFICE.match(text):
                signing = False
            else:
                nodes.append(Node(para, BlockKind.SIGNATURE, text))
                continue
        if front:
            if _LETTERHEAD.match(text) or _PLACE_DATE.match(text):
                nodes.append(Node(para, BlockKind.FURNITURE, text))
                continue
            if _REPORT_TITLE.match(text) and not titled:
                titled = True
                nodes.append(Node(para, BlockKind.HEADING, text, level=0))
                continue
            if marker is None and titled and not shapes.is_closed(text) or _NOTE_TO_TITLE.match(text):
                nodes.append(Node(para, BlockKind.HEADING, text, level=0))
                continue
            front = False
        if marker is not None and (marker.style == "part" or _rankable(marker) and _heading_like(text, marker)):
            nodes.append(Node(para, BlockKind.HEADING, text, marker))
        elif marker is not None:
            nodes.append(Node(para, BlockKind.LIST_ITEM, text, marker))
        elif is_title(text) and len(text) < 400:
            if nodes and _open_part(nodes[-1]):
                nodes[-1].extra.append(para)
            else:
                nodes.append(Node(para, BlockKind.HEADING, text))
        elif nodes and _open_part(nodes[-1]) and not shapes.is_closed(text) and len(text) < 200:
            nodes[-1].extra.append(para)
        else:
            nodes.append(Node(para, BlockKind.PARAGRAPH, text))
    _settle_groups(nodes)
    return nodes


_OFFICE = re.compile(r"[*_\s]*(?:(?:PHÓ\s+)?CHỦ\s+TỊCH|CHÁNH\s+VĂN\s+PHÒNG|GIÁM\s+ĐỐC|BÍ\s+THƯ)", re.IGNORECASE)


def _rankable(marker: shapes.Marker) -> bool:
    return marker.style not in ("-", "+", "*", "o", "(n)")


def _open_part(node: Node) -> bool:
    """Whether a heading is a bare "Phần thứ nhất" that waits for its title."""
    return (
        node.kind is BlockKind.HEADING
        and node.marker is not None
        and node.marker.style == "part"
        and not node.extra
        and not node.text[node.marker.length :].strip(" *_:.")
    )


def _settle_groups(nodes: list[Node]) -> None:
    """Siblings `a) b) c)` are of one kind: list items if one of them says something."""
    for style in ("a)", "n)", "n."):
        groups: list[list[Node]] = []
        for node in nodes:
            if node.kind not in (BlockKind.HEADING, BlockKind.LIST_ITEM) or node.marker is None:
                continue
            rank = shapes.STYLE_RANK[node.marker.style]
            if node.marker.style == style:
                if not groups or not groups[-1] or node.marker.ordinal == 1:
                    groups.append([])
                groups[-1].append(node)
            elif node.kind is BlockKind.HEADING and rank < shapes.STYLE_RANK[style]:
                groups.append([])
        for group in groups:
            items = sum(n.kind is BlockKind.LIST_ITEM for n in group)
            if 0 < items < len(group):
                kind = BlockKind.LIST_ITEM if items * 2 >= len(group) else None
                if kind:
                    for node in group:
                        node.kind = kind


def nest(nodes: list[Node]) -> None:
    """Levels, sections and parents, from the order of the markers."""
    headings: list[tuple[int, str, int]] = []  # rank, label, node index
    items: list[tuple[int, int]] = []  # rank, node index of the open list items
    opener: int | None = None  # the paragraph or heading that opens the list
    for i, node in enumerate(nodes):
        if node.kind is BlockKind.HEADING:
            rank = heading_rank(node, headings)
            if rank is None:
                node.section = ()
                continue
            while headings and headings[-1][0] >= rank:
                headings.pop()
            node.section = tuple(h[1] for h in headings)
            node.level = len(headings) + 1
            headings.append((rank, label(node), i))
            items, opener = [], i
            continue
        node.section = tuple(h[1] for h in headings)
        if node.kind is BlockKind.LIST_ITEM and node.marker is not None:
            rank = shapes.STYLE_RANK[node.marker.style]
            while items and items[-1][0] >= rank:
                items.pop()
            node.parent = items[-1][1] if items else opener
            node.level = len(items) + 1
            items.append((rank, i))
        elif node.kind is BlockKind.PARAGRAPH:
            if node.text.rstrip(" *_").endswith(":"):
                opener, items = i, []
            else:
                opener, items = (headings[-1][2] if headings else None), []


def heading_rank(node: Node, headings: list[tuple[int, str, int]]) -> int | None:
    """How deep a heading stands; None for the title of the report, which heads no section."""
    if node.marker is not None:
        return shapes.STYLE_RANK[node.marker.style]
    if node.level == 0 and not is_title(node.text) or _REPORT_TITLE.match(node.text):
        return None
    return 1


def label(node: Node) -> str:
    """A heading as printed, markup aside."""
    words = [node.text, *[""] * 0]
    return re.sub(r"\s+", " ", re.sub(r"[*_]", "", words[0])).strip()
