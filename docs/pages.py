"""Write the pages that are made from data: answers in the READMEs, the rules, the published tables.

    python docs/pages.py write warehouse
    python docs/pages.py check warehouse

A question is a file `docs/questions/NN-name.sql` that begins with `-- en:` and `-- vi:`; its answer is
what `chitieu sql --format markdown` prints.  On the Vietnamese page columns in English (`name_en`,
`message_en`) give way to their Vietnamese twins.  `check` leaves with 1 where a page says something else.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from etl.cli.show import write_rows
from etl.errors import ExitCode
from etl.release.query import query_release
from etl.release.store import Release, ReleaseStore

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "docs" / "questions"
RULES = ROOT / "data" / "catalogue" / "seeds" / "quality_rules.csv"
BEGIN, END = "<!-- answers: begin (docs/pages.py) -->", "<!-- answers: end -->"
TABLES_HEAD = """\
# Tables

Written by `docs/pages.py` from the descriptions that the published file carries. All stand in the schema
`marts`; keys end in `_key`, dimensions begin with `dim_`, facts with `fct_`."""
RULES_HEAD = """\
# Quality rules

Written by `docs/pages.py` from `data/catalogue/seeds/quality_rules.csv`. A rule says pass, fail or
unknown for each place it is confronted with (`mart_rule_outcomes`); a fail is a row of
`fct_quality_finding`. Every comparison takes the rounding of each printed figure into account."""


def question(path: Path) -> tuple[dict[str, str], str]:
    """The wordings (`en`, `vi`) and the SQL of one question file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line[:7] in ("-- en: ", "-- vi: ")]
    words = {line[3:5]: line[7:] for line in told}
    return words, "\n".join(line for line in lines if line not in told).strip()


def answers(release: Release, language: str) -> str:
    """All questions with their SQL and answers, in one language."""
    parts = []
    for number, path in enumerate(sorted(QUESTIONS.glob("*.sql")), 1):
        words, sql = question(path)
        sql = sql.replace("_en as ", f"_{language} as ").replace(".name_en", f".name_{language}")
        out = io.StringIO()
        write_rows(*query_release(release, sql), "markdown", out)
        parts.append(f"**{number}. {words[language]}**\n\n```sql\n{sql}\n```\n\n{out.getvalue().rstrip()}")
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


def tables_page(release: Release) -> str:
    """Every published table with its columns, as the database describes them."""
    _, tables = query_release(
        release, "select table_name, comment from duckdb_tables() where schema_name = 'marts' order by all"
    )
    parts = [TABLES_HEAD]
    for name, meaning in tables:
        out = io.StringIO()
        columns = query_release(
            release,
            "select '`' || column_name || '`' as \"column\", lower(data_type) as type, comment as meaning"
            " from duckdb_columns()"
            f" where schema_name = 'marts' and table_name = '{name}' order by column_index",
        )
        write_rows(*columns, "markdown", out)
        parts.append(f"## {name}\n\n{meaning}\n\n{out.getvalue().rstrip()}")
    return "\n\n".join(parts) + "\n"


def pages(warehouse: Path) -> dict[Path, str]:
    """Every page that is made, with the text it should have."""
    release = ReleaseStore(warehouse).require_current()
    made = {}
    for name, language in (("README.md", "en"), ("README.vi.md", "vi")):
        page = (ROOT / name).read_text(encoding="utf-8")
        made[ROOT / name] = filled(page, answers(release, language))
    made[ROOT / "docs" / "rules.md"] = rules_page()
    made[ROOT / "docs" / "tables.md"] = tables_page(release)
    return made


def stale(warehouse: Path) -> list[str]:
    """The pages that do not say what the data says."""
    return [
        path.name
        for path, text in pages(warehouse).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write or check; 0, 1 where a page is stale, 64 for wrong usage."""
    if len(arguments) != 2 or arguments[0] not in ("write", "check"):
        print(__doc__, file=sys.stderr)
        return int(ExitCode.WRONG_USAGE)
    warehouse = Path(arguments[1])
    if arguments[0] == "write":
        for path, text in pages(warehouse).items():
            path.write_text(text, encoding="utf-8")
        return 0
    found = stale(warehouse)
    if found:
        print(
            f"Out of date: {', '.join(found)}. Run: python docs/pages.py write {warehouse}", file=sys.stderr
        )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
