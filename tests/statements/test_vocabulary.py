from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from etl import statements
from etl.errors import ChitieuError
from etl.home import VOCABULARY
from etl.statements.scan import mask_spans
from etl.statements.vocabulary import Phrases, fold, load_vocabulary, phrase

TABLES = {
    "words.csv": ("class", "word"),
    "heads.csv": ("class", "word"),
    "units.csv": ("surface", "kind"),
    "masks.csv": ("role", "pattern"),
    "columns.csv": ("role", "pattern"),
    "counterparts.csv": ("group", "word"),
    "classes.csv": ("table", "class", "vi", "en"),
}
HOLD_TOGETHER = {"content", "preposition"}  # that their words are one token is all they do
CLASS_COLUMNS = {"words": "class", "heads": "class", "units": "kind", "masks": "role", "columns": "role"}
UNIT_KINDS = {"ratio", "points", "score", "money", "measure", "count", "tally", "rank", "compound"}
MASK_ROLES = {"date", "document_reference", "name_part", "ordinal"}


def rows_of(table: str) -> list[dict[str, str]]:
    with (VOCABULARY / table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(("table", "columns"), TABLES.items())
def test_tables_are_whole(table: str, columns: tuple[str, ...]) -> None:
    rows = rows_of(table)
    assert rows
    for line, row in enumerate(rows, start=2):
        assert None not in row, f"{table}:{line} has more cells than columns"
        for column in columns:
            assert row[column] == row[column].strip() != "", f"{table}:{line} {column}"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        pytest.param("words.csv", ("class", "word")),
        ("heads.csv", ("class", "word")),
        pytest.param("units.csv", ("surface",)),
        ("masks.csv", ("role", "pattern")),
        ("columns.csv", ("role", "pattern")),
        ("counterparts.csv", ("word",)),
        ("classes.csv", ("table", "class")),
    ],
)
def test_no_line_stands_twice(table: str, key: tuple[str, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    twice = []
    for line, row in enumerate(rows_of(table), start=2):
        cells = tuple(fold(row[k]) if k in ("word",) else row[k] for k in key)
        if cells in seen:
            twice.append(f"{table}:{line} as line {seen[cells]}: {cells}")
        seen.setdefault(cells, line)
    assert not twice


@pytest.mark.parametrize(("table", "column"), CLASS_COLUMNS.items())
def test_every_class_says_what_it_is_for(table: str, column: str) -> None:
    used = {row[column] for row in rows_of(f"{table}.csv")}
    assert {row["class"] for row in rows_of("classes.csv") if row["table"] == table} == used


def test_no_class_is_idle() -> None:
    code = "".join(path.read_text() for path in Path(statements.__file__).parent.glob("*.py"))
    told = [row["class"] for row in rows_of("classes.csv") if row["table"] in ("words", "heads")]
    idle = {name for name in told if f'"{name}"' not in code}
    assert idle == HOLD_TOGETHER


def test_units_are_of_known_kinds() -> None:
    assert {row["kind"] for row in rows_of("units.csv")} <= UNIT_KINDS


def test_a_unit_is_of_one_kind() -> None:
    kinds: dict[tuple[str, ...], set[str]] = {}
    for row in rows_of("units.csv"):
        kinds.setdefault(phrase(row["surface"]), set()).add(row["kind"])
    assert {unit: found for unit, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"line{i}") for i, row in enumerate(rows_of("masks.csv"), start=2)]
)
def test_masks(row: dict[str, str]) -> None:
    assert row["role"] in MASK_ROLES
    re.compile(row["pattern"])


def examples() -> list[tuple[int, str]]:
    """(line, example) of the notes that give one; "holidays: 30/4" and "(1/10)" need words around them."""
    found = []
    for line, row in enumerate(rows_of("masks.csv"), start=2):
        note = row["note"]
        if note and ": " not in note and not note.startswith("("):
            found += [(line, example) for example in note.split(", ")]
    return found


# What follows an example; some patterns ask for one of them on purpose.
ENDINGS = {"words": " được 7 ha", "comma": ", được 7 ha", "stop": ". Được 7 ha", "bracket": ") được 7 ha"}
ON_PURPOSE = {("04/CT", "words"), ("số 3", "words"), ("đợt 1", "words")}


@pytest.mark.parametrize(
    ("example", "ending"),
    [
        pytest.param(
            example,
            ending,
            id=f"line{line}-{example}-{ending}",
        )
        for line, example in examples()
        for ending in ENDINGS
        if (example, ending) not in ON_PURPOSE
    ],
)
def test_the_scanner_masks_every_example(example: str, ending: str) -> None:
    text = f"(Nêu {example}{ENDINGS[ending]}"
    spans = mask_spans(text, load_vocabulary())
    for number in re.finditer(r"\d+", text[: text.index(ENDINGS[ending])]):
        assert any(a <= number.start() < b for a, b, _ in spans), number.group()


@pytest.mark.parametrize(
    ("left", "right"),
    [("hoá", "hóa"), ("Thuỷ", "thủy"), ("khoẻ", "khỏe"), ("ĐẠT", "đạt"), ("đạt", "đạt")],
)
def test_spellings_that_are_one(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("má", "mạ"), ("quý", "qúi"), ("hoa", "hóa"), ("tai", "tay")])
def test_spellings_that_are_two(left: str, right: str) -> None:
    assert fold(left) != fold(right)


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases.of([("a", "đạt"), ("b", "đạt và vượt"), ("c", "đạt")])
    assert phrases.match(["đạt", "và", "vượt"], 0) == (3, frozenset({"b"}))
    assert phrases.match(["đạt", "và"], 0) == (1, frozenset({"a", "c"}))
    assert phrases.match(["đạt", "và", "vượt"], 0, 2) == (1, frozenset({"a", "c"}))
    assert phrases.match(["vượt"], 0) is None
    assert phrases.match([], 0) is None


def copy_of_tables(folder: Path) -> Path:
    for table in TABLES:
        (folder / table).write_bytes((VOCABULARY / table).read_bytes())
    return folder


def test_a_line_that_an_analyst_adds_is_known(tmp_path: Path) -> None:
    folder = copy_of_tables(tmp_path)
    with (folder / "units.csv").open("a", encoding="utf-8") as handle:
        handle.write("thúng,measure,\n")
    assert load_vocabulary(folder).unit_kinds[("thúng",)] == "measure"
    assert ("thúng",) not in load_vocabulary().unit_kinds


@pytest.mark.parametrize(
    ("table", "text", "line"),
    [
        pytest.param("words.csv", "class,word,note\nresult,,\n", 2, id="empty-cell"),
        pytest.param("words.csv", "class,term\nresult,được\n", 1, id="column-missing"),
        pytest.param("masks.csv", "role,starts,pattern,note\ndate,#,(\\d+,\n", 2, id="pattern-broken"),
    ],
)
def test_a_broken_table_names_its_line(tmp_path: Path, table: str, text: str, line: int) -> None:
    folder = copy_of_tables(tmp_path)
    (folder / table).write_text(text, encoding="utf-8")
    with pytest.raises(ChitieuError) as raised:
        load_vocabulary(folder)
    assert raised.value.line == line
    assert raised.value.path is not None
    assert raised.value.path.endswith(table)
