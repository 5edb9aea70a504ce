"""How fast reports are read, on one core, beside what merely cutting the same text into words costs.

    python benchmarks/reading.py [--reports DIR] [--rounds N] [--only TABLE]

Tables: throughput (documents into blocks, blocks into statements, and two tokenising passes over the same
text: pyvi's word segmenter and a bare regular expression); what a process pays once before its first
document, apart from what each byte costs then, by the layout of the page; the cost of one text repeated 1,
2, 4 and 8 times; and the cost of a million hostile characters.  Times are of the processor, the best of N
rounds, so that what else the machine does counts little.  `make benchmark` runs it with the reader compiled.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from etl.documents import read_document
from etl.documents.model import Block, BlockKind, Document, Metadata, Piece, TracedText
from etl.staging.version import reader_is_compiled
from etl.statements import read_statements

REPOSITORY = Path(__file__).resolve().parents[1]
REAL_REPORTS = REPOSITORY / ".." / "shared" / "reports"
SAMPLE_REPORTS = REPOSITORY / "data" / "reports"
WORD = re.compile(r"\w+|[^\w\s]")
MEGABYTE = 1_000_000

T = TypeVar("T")


def best_of(rounds: int, work: Callable[[], T]) -> tuple[float, T]:
    """The shortest of `rounds` runs, in seconds, and what the work gave."""
    shortest, result = float("inf"), None
    for _ in range(rounds):
        start = process_time()
        result = work()
        shortest = min(shortest, process_time() - start)
    assert result is not None
    return shortest, result


def one_paragraph(text: str) -> Document:
    """A document that is a single paragraph: the reader of statements alone, whatever the text."""
    content = TracedText(text, (Piece(0, len(text), 0, len(text)),))
    block = Block(0, BlockKind.PARAGRAPH, content, 1, 1)
    size = len(text.encode())
    return Document(
        "one", "one.txt", "txt", "utf-8", "", size, text, Metadata(report_year=2022), [block], [0]
    )


def read_text(text: str) -> Document:
    """A text through the loader of text files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(path)


def pyvi_pass(texts: list[str]) -> int:
    """Cut every line into words with pyvi; the number of lines."""
    from pyvi import ViTokenizer  # type: ignore[import-untyped]

    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    for line in lines:
        ViTokenizer.tokenize(line)
    return len(lines)


def throughput(paths: list[Path], rounds: int) -> Table:
    """Megabytes and statements a second over whole reports."""
    read_statements(read_document(paths[0]))  # tables of words are compiled once a process
    documents_s, documents = best_of(rounds, lambda: [read_document(p) for p in paths])
    statements_s, readings = best_of(rounds, lambda: [read_statements(d) for d in documents])
    texts = [d.text for d in documents]
    pyvi_pass(texts[:1])  # loads its model
    pyvi_s, _ = best_of(1, lambda: pyvi_pass(texts))
    regex_s, _ = best_of(rounds, lambda: [len(WORD.findall(t)) for t in texts])
    size = sum(len(t.encode()) for t in texts) / MEGABYTE
    made = sum(len(r.statements) for r in readings)
    kind = "compiled" if reader_is_compiled() else "interpreted"
    table = Table(title=f"{len(paths)} reports, {size:.3f} MB, {made} statements; reader {kind}")
    for name in ("pass", "seconds", "MB/s", "statements/s"):
        table.add_column(name, justify="left" if name == "pass" else "right")
    for name, seconds, counts in (
        ("files into blocks", documents_s, False),
        ("blocks into statements", statements_s, True),
        ("files into statements", documents_s + statements_s, True),
        ("pyvi ViTokenizer", pyvi_s, False),
        ("regular expression", regex_s, False),
    ):
        rate = f"{made / seconds:,.0f}" if counts else ""
        table.add_row(name, f"{seconds:.3f}", f"{size / seconds:.2f}", rate)
    return table


# Run in a process of its own: what is paid once, and what the second reading of the same file costs.
_ONCE = """
import sys
from pathlib import Path
from time import process_time
path, times = Path(sys.argv[1]), [process_time()]
from etl.documents import read_document
times.append(process_time())
from etl.gazetteer import gazetteer
gazetteer()
times.append(process_time())
for _ in range(2):
    read_document(path)
    times.append(process_time())
print(*(b - a for a, b in zip(times, times[1:])))
"""


def once(path: Path, rounds: int) -> Table:
    """What a process pays before it reads its first document."""
    runs = [
        [float(x) for x in subprocess.check_output([sys.executable, "-c", _ONCE, str(path)]).split()]
        for _ in range(rounds)
    ]
    table = Table(title=f"paid once a process, and for {path.name}")
    table.add_column("step")
    table.add_column("seconds", justify="right")
    steps = ("import", "gazetteer", "first reading", "second reading")
    for name, seconds in zip(steps, map(min, *runs) if rounds > 1 else runs[0], strict=True):
        table.add_row(name, f"{seconds:.3f}")
    return table


def layouts(texts: list[str], size: int = MEGABYTE) -> Iterable[tuple[str, str]]:
    """The words of the reports set in several layouts, about a megabyte of each: (layout, text)."""
    words = " ".join(" ".join(texts).translate({ord(c): None for c in "*_|#<>$&[]!^\\"}).split())
    times = size // len(words.encode()) + 1
    words = " ".join([words] * times)[: size * 3 // 4]
    bodies = [words[i : i + 2000].strip() for i in range(0, len(words), 2000)]
    yield (
        "the reports one after another",
        "\n\n".join(texts * (size // sum(len(t.encode()) for t in texts) + 1)),
    )
    yield "paragraphs of 2,000 characters", "\n\n".join(f"{body}." for body in bodies)
    yield (
        "paragraphs of 400 characters",
        "\n\n".join(f"{body[i : i + 400].strip()}." for body in bodies for i in range(0, 2000, 400)),
    )
    yield (
        "items of 80 characters",
        "\n".join(f"- {body[i : i + 80].strip()};" for body in bodies for i in range(0, 2000, 80)),
    )
    yield "broken at the margin", "\n\n".join(textwrap.fill(f"{body}.", 85) for body in bodies)
    yield (
        "table rows of six cells",
        "TT\tA\tB\tC\tD\tE\n"
        + "\n".join(
            "\t".join(body[i + k : i + k + 12].strip() for k in range(0, 72, 12))
            for body in bodies
            for i in range(0, 1944, 72)
        ),
    )


def steady(paths: list[Path], rounds: int) -> Table:
    """What a byte costs, once a process is warm: files into blocks, by layout."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    table = Table(title="files into blocks, by layout")
    for name in ("layout", "MB", "lines", "blocks", "seconds", "MB/s", "µs a line"):
        table.add_column(name, justify="left" if name == "layout" else "right")
    for label, text in layouts(texts):
        seconds, document = best_of(rounds, lambda text=text: read_text(text))  # type: ignore[misc]
        size, lines = len(text.encode()) / MEGABYTE, text.count("\n") + 1
        table.add_row(
            label,
            f"{size:.2f}",
            f"{lines:,}",
            f"{len(document.blocks):,}",
            f"{seconds:.3f}",
            f"{size / seconds:.2f}",
            f"{seconds / lines * 1e6:.0f}",
        )
    return table


def linearity(text: str, rounds: int) -> Table:
    """The cost of one text printed 1, 2, 4 and 8 times over: as a report, and as a single paragraph."""
    table = Table(title="cost by length")
    for name in ("text", "times", "MB", "into blocks", "into statements", "ns a byte"):
        table.add_column(name, justify="left" if name == "text" else "right")
    flat = " ".join(text.split())
    for label, source, make in (("report", text, read_text), ("one paragraph", flat, one_paragraph)):
        for times in (1, 2, 4, 8):
            whole = "\n\n".join([source] * times)
            blocks_s, document = best_of(rounds, lambda whole=whole, make=make: make(whole))  # type: ignore[misc]
            statements_s, _ = best_of(rounds, lambda document=document: read_statements(document))  # type: ignore[misc]
            size = len(whole.encode())
            cost = statements_s / size * 1e9
            table.add_row(
                label,
                str(times),
                f"{size / MEGABYTE:.3f}",
                f"{blocks_s:.3f}",
                f"{statements_s:.3f}",
                f"{cost:.0f}",
            )
    return table


def hostile_texts(size: int = MEGABYTE) -> Iterable[tuple[str, str]]:
    """Texts made to cost: (what it is, the text)."""
    rng = random.Random(20)
    signs = "0123456789" * 3 + "///((()))..,,;:-–% "
    words = [
        "12/5",
        "(",
        ")",
        "3,4%",
        "1.234",
        "đạt",
        "kế hoạch",
        "so với",
        "ha",
        ",",
        "(tăng",
        "năm 2021",
        "/",
        "gồm",
        ";",
    ]
    yield "digits, slashes, brackets", "".join(rng.choices(signs, k=size))
    yield "words and figures", " ".join(rng.choices(words, k=size // 5))[:size]
    yield "one pair after another", ("1/2 " * size)[:size]
    yield "brackets never closed", ("(1 " * size)[:size]
    yield "one long number", "1" * size
    yield "grouped without end", ("123." * size)[:size]
    yield "a figure, then words alone", "12 ha " + ("trong đó, " * size)[: size - 6]
    yield "slashes alone", "5 " + "/" * (size - 2)
    yield "brackets alone", "5 ha " + ("( " * size)[: size - 5]
    yield "standards", "5 ha " + ("ISO " * size)[: size - 10] + "; 5"
    yield "sums of money", ("1 tỷ " * size)[:size]
    yield "places", ("xã Minh 5 ha tại " * size)[:size]
    yield "short lines", ("- (1) 12/5 ha;\n" * size)[:size]


def hostile(rounds: int) -> Table:
    """The cost of a million characters of each kind: as one paragraph, and as a file."""
    table = Table(title="1 MB of hostile text, seconds")
    for name in ("text", "one paragraph", "as a file"):
        table.add_column(name, justify="left" if name == "text" else "right")
    for label, text in hostile_texts():
        paragraph = one_paragraph(text)
        direct_s, _ = best_of(rounds, lambda paragraph=paragraph: read_statements(paragraph))  # type: ignore[misc]
        table.add_row(label, f"{direct_s:.2f}", _as_file(text))
    return table


def _as_file(text: str) -> str:
    from etl.errors import InputRefused

    start = process_time()
    try:
        read_statements(read_text(text))
    except InputRefused as refusal:
        return f"{process_time() - start:.2f} (refused: {refusal.reason_code})"
    return f"{process_time() - start:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = REAL_REPORTS if REAL_REPORTS.is_dir() else SAMPLE_REPORTS
    parser.add_argument("--reports", type=Path, default=default, help="directory of reports (.txt)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, the best counts")
    parser.add_argument("--only", choices=("throughput", "steady", "linearity", "hostile"))
    args = parser.parse_args()
    paths = sorted(args.reports.glob("*.txt"))
    if not paths:
        sys.exit(f"{args.reports}: no .txt report")
    console = Console(width=None if sys.stdout.isatty() else 110)
    if args.only in (None, "throughput"):
        console.print(throughput(paths, args.rounds))
    if args.only in (None, "steady"):
        console.print(once(paths[0], args.rounds))
        console.print(steady(paths, args.rounds))
    if args.only in (None, "linearity"):
        console.print(linearity(paths[0].read_text(encoding="utf-8"), args.rounds))
    if args.only in (None, "hostile"):
        console.print(hostile(1))


if __name__ == "__main__":
    main()
