"""Documents made from text that stands in a test."""

from __future__ import annotations

from etl.documents.assemble import build_blocks
from etl.documents.extraction import Extraction
from etl.documents.model import Block, BlockKind, Document, Metadata


def document_of(text: str, kind: str = "txt") -> Document:
    """The document that a pasted text is read into."""
    blocks, offsets = build_blocks(Extraction(text, kind))
    return Document("x", f"x.{kind}", kind, "utf-8", "", len(text), text, Metadata(), blocks, offsets)


def shapes_of(document: Document) -> list[tuple[str, str | None, str]]:
    """(kind, marker, text) of every block that says something."""
    return [(b.kind.value, b.marker, b.text) for b in document.reading_blocks()]


def only(document: Document, kind: BlockKind) -> list[Block]:
    """The blocks of one kind."""
    return [b for b in document.blocks if b.kind is kind]
