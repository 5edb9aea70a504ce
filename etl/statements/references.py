"""References behind a figure: the plan or the earlier period that it is held against."""

from __future__ import annotations

from dataclasses import dataclass

from etl.statements.periods import years_in
from etl.statements.tokens import Tokens

_TIES = frozenset(("của", "theo", "tổng", "tổng số"))  # may lead to what is compared with
VERSUS_REACH = 9  # tokens that may stand between "so với" and the period it compares with
# Levels that give plans; one may stand behind the plan's word without "giao": "dự toán thành phố".
_GIVER_WORDS = 5  # "HĐND thành phố"
_BODIES = ("hđnd", "ubnd")  # of a level, which may follow: "NQ HĐND huyện"
_LEVELS = ("thành phố", "tỉnh", "huyện", "thị xã", "xã", "phường", "trung ương", "hđnd", "ubnd", "bộ", "sở")


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A plan named behind a figure: "KH", "KH tỉnh giao"."""

    giver: str | None


@dataclass(frozen=True, slots=True)
class PriorRef:
    """An earlier period named beside a figure: "so với cùng kỳ năm 2020"."""

    year: int | None
    label: str


class Tail:
    """What the words right behind a measure say of it, and the token after them."""

    plan: PlanRef | None = None
    prior: PriorRef | None = None
    about: str = ""  # "tăng 12% về số doanh nghiệp": folded, without "số"

    def __init__(self, end: int) -> None:
        self.end = end


_ABOUT_WORDS = 6
_ENDS_ABOUT = ("and", "contrast", "versus", "prior")


def read_about(tokens: Tokens, i: int, end: int) -> tuple[str, int]:
    """What a change is of, told behind it: "về số doanh nghiệp"; and the token after that."""
    if i >= end or tokens.at[i].text != "về":
        return "", i
    j = i + 1
    while j < end and tokens.at[j].kind in ("word", "phrase") and not tokens.at[j].has(*_ENDS_ABOUT):
        j += 1
    if j == i + 1 or j - i > _ABOUT_WORDS:
        return "", i
    words = " ".join(t.text for t in tokens.at[i + 1 : j])
    return words.removeprefix("tổng ").removeprefix("số "), j


def read_tail(tokens: Tokens, i: int, end: int, report_year: int | None, *, ratio: bool = True) -> Tail:
    """Read plan and prior references that follow a measure directly.

    Behind a count ("23/24 hồ sơ kế hoạch bảo vệ môi trường") a plan word is more often part of the
    counted thing's name; there it must be introduced or closed like a reference.
    """
    tail = Tail(i)
    at = i
    while at < end:
        start = at
        comma = False
        while at < end and tokens.at[at].text in (",", "(", "*", ")") and tokens.at[at].kind == "punct":
            comma = True
            at += 1
        if at == i and ratio and at + 1 < end and tokens.at[at].text == "/" and tokens.at[at + 1].has("plan"):
            at += 1  # "đạt 38%/KH năm"
        if at >= end:
            break
        ref, after = reference(tokens, at, end, report_year)
        if ref is None and at == i and ratio:
            ref, after = _equalled(tokens, at, end, report_year)
        if ref is None:
            break
        if (comma or not ratio) and reaches_measure(tokens, after, end) and after < end:
            break  # ", so với năm 2021 bằng 107%": the reference leads what follows
        if isinstance(ref, PlanRef) and after <= end < len(tokens.at) and _leads_number(tokens, after, end):
            break  # "(chỉ tiêu giao trên 95%)": the plan's own figure follows
        apart = (
            isinstance(ref, PriorRef) and tokens.at[at - 1].text in ("(", ",") and tokens.at[at].has("prior")
        )
        while apart and after < end and tokens.at[after].has("adverb"):
            after += 1
        if apart and end < len(tokens.at) and _leads_number(tokens, after, end):
            break  # "12 vụ (cùng kỳ 15 vụ)", "455 ca, cùng kỳ chỉ 190 ca": the earlier figure itself follows
        if isinstance(ref, PlanRef) and not ratio and not _closed_plan(tokens, at, after, end):
            break
        if isinstance(ref, PlanRef):
            if tail.plan is not None and comma:
                break
            tail.plan = PlanRef(ref.giver or (tail.plan.giver if tail.plan else None))
        else:
            if tail.prior is not None:
                break
            tail.prior = ref
        tail.end = at = after
        if at == start:
            break
    return tail


def _equalled(tokens: Tokens, i: int, end: int, report_year: int | None) -> tuple[PriorRef | None, int]:
    """An earlier year named without "so với": "bằng 105% thực hiện năm 2021", "bằng 98% năm 2021"."""
    if i < 3 or report_year is None or "equal" not in tokens.at[i - 3].classes:
        return None, i
    for j in range(i, min(end, i + 4)):
        token = tokens.at[j]
        if token.kind == "mask" and token.role == "date":
            years = years_in(token.text)
            if len(years) == 1 and years[0] < report_year:
                return _prior(tokens, i, j, end)
            return None, i
        told = token.text.startswith(("kết quả", "thực hiện", "mức")) if j == i else token.kind == "word"
        if not told:
            break
    return None, i


def _leads_number(tokens: Tokens, i: int, end: int) -> bool:
    return all(
        t.has("bound_gt", "bound_ge", "bound_lt", "bound_le", "approx")
        or t.text in ("là", ":", "<", ">", "≥", "≤")
        for t in tokens.at[i:end]
    )


def _closed_plan(tokens: Tokens, at: int, after: int, end: int) -> bool:
    introduced = "versus" in tokens.at[at].classes or tokens.at[at].text == "theo"
    return (
        introduced
        or "assign" in tokens.at[after - 1].classes
        or after >= end
        or tokens.at[after].text in (",", ";", ")", ".", "(")
    )


def reaches_measure(tokens: Tokens, i: int, end: int) -> bool:
    """True where only words that introduce a figure stand from token `i` to the figure at `end`."""
    return all(
        t.has("equal", "result", "increase", "decrease", "share", "estimate", "approx", "exceed")
        or t.text in (":", ",")
        for t in tokens.at[i:end]
    )


def reference(
    tokens: Tokens, i: int, end: int, report_year: int | None
) -> tuple[PlanRef | PriorRef | None, int]:
    """A plan or prior reference at token `i`, and the token after it."""
    at = i
    if not tokens.at[at].classes and tokens.at[at].text not in ("của", "theo"):
        return None, i
    versus = False
    while at < end and (
        "versus" in tokens.at[at].classes or tokens.at[at].text in ("của", "theo", "tổng", "tổng số")
    ):
        versus = versus or "versus" in tokens.at[at].classes
        at += 1
    if at >= end:
        return None, i
    if "plan" in tokens.at[at].classes:
        return _plan(tokens, at, end)
    if "prior" in tokens.at[at].classes:
        return _prior(tokens, at, at, end)
    if "plan_behind" in tokens.at[at].classes and at and tokens.at[at - 1].text == "%":
        return _plan(tokens, at, end)  # "= 103% DT"; elsewhere the letters are of diện tích
    if not versus:
        return None, i
    if tokens.at[at].kind == "mask" and tokens.at[at].role == "date":
        return _prior(tokens, at, at, end)
    for j in range(at, min(end, at + VERSUS_REACH)):
        token = tokens.at[j]
        if token.kind == "stop" or token.text in (";", "("):
            break
        if "plan" in token.classes:
            return _plan(tokens, j, end)
        if "prior" in token.classes or (token.kind == "mask" and token.role == "date"):
            return _prior(tokens, at, j, end)
    return None, i


def _plan(tokens: Tokens, i: int, end: int) -> tuple[PlanRef, int]:
    at = i + 1
    while at < end and ("plan" in tokens.at[at].classes or "time" in tokens.at[at].classes):
        at += 1
    if at < end and tokens.at[at].kind == "mask" and tokens.at[at].role == "date":
        at += 1
    words: list[str] = []
    j = at
    while (
        j < end
        and j - at < 9
        and tokens.at[j].kind != "stop"
        and tokens.at[j].text not in (",", ";", ":", ")")
    ):
        if "assign" in tokens.at[j].classes:
            inner = tokens.at[j].text.removesuffix("giao").strip()
            if inner and inner != "được":
                words.append(inner)
            giver = " ".join(w for w in words if w not in ("do", "của", "đã", "mà", "được")).strip()
            at = j + 1
            return PlanRef(giver or None), at
        if tokens.at[j].text == "(" or tokens.at[j].kind == "num":
            if tokens.at[j].text == "(" and j + 2 < end and tokens.at[j + 2].text == ")":
                j += 3  # "kế hoạch (KH)"
                at = j
                continue
            break
        if tokens.at[j].kind == "phrase" and not tokens.at[j].has("adverb", "plan", "time", "result"):
            break
        if tokens.at[j].kind == "mask" and tokens.at[j].role == "date":
            j += 1
            continue
        words.append(tokens.at[j].text)
        j += 1
    level = _level(" ".join(words))
    if level and j < end and "pursue" in tokens.at[j].classes:
        j += 1  # "dự toán huyện phấn đấu"
    if level and (
        j >= end
        or tokens.at[j].kind == "stop"
        or tokens.at[j].text in (",", ";")
        or tokens.at[j].has("and", "equal", "increase", "decrease")
    ):
        return PlanRef(level), j  # "bằng 110% dự toán thành phố phấn đấu và bằng 96% …"
    if at < end and tokens.at[at].text == "(" and at + 2 < end and tokens.at[at + 2].text == ")":
        at += 3
    return PlanRef(None), at


def plan_before(tokens: Tokens, i: int) -> int:
    """The plan word that introduces the figure at token `i`: "dự toán Thành phố giao | 2.955 tỷ"; else -1."""
    i -= 1
    while i > 0 and (
        tokens.at[i].has("bound_gt", "bound_ge", "bound_lt", "bound_le", "approx", "copula")
        or tokens.at[i].text == ":"
        or tokens.at[i].role == "date"
    ):
        i -= 1
    words: list[str] = []
    if i > 0 and tokens.at[i].has("assign"):
        words = [tokens.at[i].text.removesuffix("giao").strip()]
        i -= 1
        while i > 0 and len(words) < _GIVER_WORDS and tokens.at[i].kind == "word":
            words.insert(0, tokens.at[i].text)
            i -= 1
        told = " ".join(words).strip()
        if told not in ("", "được") and not _level(told):
            return -1
    return i if tokens.at[i].has("plan") and not tokens.at[i].has("pursue") else -1


def _level(words: str) -> str:
    """The level named by the first of a few words behind a plan, "" where none is."""
    found = next((level for level in _LEVELS if f"{words} ".startswith(f"{level} ")), "")
    if found in _BODIES:
        rest = words.removeprefix(found).strip()
        found = f"{found} {_level(rest)}".strip() if rest else found
    return found if found and len(words.split()) <= len(found.split()) + 2 else ""


def _prior(tokens: Tokens, start: int, i: int, end: int) -> tuple[PriorRef, int]:
    at = i
    year: int | None = None
    while at < end and (
        "prior" in tokens.at[at].classes or (tokens.at[at].kind == "mask" and tokens.at[at].role == "date")
    ):
        if tokens.at[at].kind == "mask":
            found = years_in(tokens.at[at].text)
            year = found[-1] if found else year
        at += 1
    return PriorRef(year, " ".join(t.text for t in tokens.at[start:at])), at
