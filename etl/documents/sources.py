"""The files of a reports directory: which are reports, and which appendices join them."""

from __future__ import annotations

import os
import re
from pathlib import Path

_APPENDIX = re.compile(r"\.(?:phu-luc|phuluc|phu_luc|appendix)(?:[-_.]?\d{1,2})?$", re.IGNORECASE)
_NOT_REPORTS = re.compile(
    r"^(?:\.|~\$|readme(?:\.|$)|manifest\.csv$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)


def is_appendix(path: Path) -> bool:
    """Whether a file is named as an appendix: `<report>.phu-luc.xlsx`, `<report>.phu-luc-2.xlsx`."""
    return bool(_APPENDIX.search(path.stem))


def appendices(path: Path) -> list[Path]:
    """The appendix files that stand beside a report and join it, in order of name."""
    if is_appendix(path):
        return []
    # Of a folder of thousands, only the names are looked at.
    own, opening = path.name, f"{path.stem}."
    with os.scandir(path.parent) as entries:
        names = [x.name for x in entries if x.name.startswith(opening) and x.name != own]
    beside = (path.parent / name for name in names)
    return sorted(
        p for p in beside if is_appendix(p) and _APPENDIX.sub("", p.stem) == path.stem and p.is_file()
    )


def discover(reports_dir: Path) -> list[Path]:
    """The report files below a directory, in order of their path.

    Every visible file counts, so that one of an unknown kind is refused by name and not passed over
    in silence; only the manifest, readme files and what editors leave behind are left out.  An
    appendix joins its report and is not listed; one whose report is missing stands for itself.
    """
    files = sorted(
        p
        for p in reports_dir.rglob("*")
        if p.is_file()
        and not _NOT_REPORTS.match(p.name)
        and not any(part.startswith(".") for part in p.relative_to(reports_dir).parts)
    )
    stems = {(p.parent, p.stem) for p in files if not is_appendix(p)}
    return [p for p in files if not is_appendix(p) or (p.parent, _APPENDIX.sub("", p.stem)) not in stems]
