"""Write the parts of the documents that are made from data: the answers in the READMEs, the list of rules.

    python docs/pages.py write warehouse/current/chitieu.duckdb
    python docs/pages.py check warehouse/current/chitieu.duckdb

A question is a file `docs/questions/NN-name.sql` that begins with `-- en:` and `-- vi:`; its answer is
printed as the database gives it.  `check` leaves with 1 where a page says something else.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "docs" / "questions"
RULES = ROOT / "data" / "catalogue" / "seeds" / "quality_rules.csv"
BEGIN, END = "<!-- answers: begin (docs/pages.py) -->", "<!-- answers: end -->"
RULES_HEAD = """\
# Quality rules

Written by `docs/pages.py` from `data/catalogue/seeds/quality_rules.csv`. A rule says pass, fail or unknown for each
place it is confronted with (`mart_rule_outcomes`); a fail is a row of `fct_quality_finding`. Every comparison takes the
rounding of each printed figure into account."""


def shown(value: object) -> str:
    """One cell of a Markdown table: exact decimals without idle zeros, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, (int, float, date)):
        return str(value)
    return " ".join(str(value).split()).replace("|", "\\|")


def table(columns: list[str], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table; a column of numbers only is set to the right."""
    cells = [[shown(v) for v in row] for row in rows]
    numeric = [
        all(isinstance(row[i], (int, float, Decimal, type(None))) for row in rows)
        for i in range(len(columns))
    ]
    head = "| " + " | ".join(columns) + " |"
    rule = "|" + "|".join("---:" if right else "---" for right in numeric) + "|"
    return "\n".join([head, rule, *("| " + " | ".join(row) + " |" for row in cells)])


def question(path: Path) -> tuple[dict[str, str], str]:
    """The wordings (`en`, `vi`) and the SQL of one question file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line[:7] in ("-- en: ", "-- vi: ")]
    words = {line[3:5]: line[7:] for line in told}
    return words, "\n".join(line for line in lines if line not in told).strip()


def answers(connection: duckdb.DuckDBPyConnection, language: str) -> str:
    """All questions with their SQL and answers, in one language."""
    parts = []
    for number, path in enumerate(sorted(QUESTIONS.glob("*.sql")), 1):
        words, sql = question(path)
        result = connection.sql(sql)
        parts.append(
            f"**{number}. {words[language]}**\n\n```sql\n{sql}\n```\n\n{table(result.columns, result.fetchall())}"
        )
    return "\n\n".join(parts)


def filled(page: str, text: str) -> str:
    """A page with what stands between its two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def rules_page() -> str:
    """The rules of the catalogue, by family."""
    with RULES.open(encoding="utf-8", newline="") as handle:
        rules = list(csv.DictReader(handle))
    parts = [RULES_HEAD]
    for family in dict.fromkeys(rule["family"] for rule in rules):
        parts.append(f"## {family}")
        for rule in (r for r in rules if r["family"] == family):
            parts.append(
                f"**`{rule['rule_code']}`** ({rule['severity']}) – {rule['name_en']} / {rule['name_vi']}\n\n"
                f"{rule['explanation_en']}\n\n{rule['explanation_vi']}"
            )
    return "\n\n".join(parts) + "\n"


def pages(database: Path) -> dict[Path, str]:
    """Every page that is made, with the text it should have."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use marts")
        made = {}
        for name, language in (("README.md", "en"), ("README.vi.md", "vi")):
            page = (ROOT / name).read_text(encoding="utf-8")
            made[ROOT / name] = filled(page, answers(connection, language))
    made[ROOT / "docs" / "rules.md"] = rules_page()
    return made


def stale(database: Path) -> list[str]:
    """The pages that do not say what the data says."""
    return [
        path.name
        for path, text in pages(database).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("write", "check"):
        print(__doc__, file=sys.stderr)
        return 64
    database = Path(arguments[1])
    if arguments[0] == "write":
        for path, text in pages(database).items():
            path.write_text(text, encoding="utf-8")
        return 0
    found = stale(database)
    if found:
        print(f"Out of date: {', '.join(found)}. Run: python docs/pages.py write {database}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
