"""The words between two measures: what they close behind the left one and open before the right one.

A gap is read in two parts.  Its *tail* belongs to the left measure: "KH tỉnh giao", "so với cùng kỳ
năm 2020".  Its *lead* belongs to the right one: the head that names it, then the words that say what
kind of figure it is (đạt, bằng, tăng, ước, trên …).
"""

from __future__ import annotations

from etl.statements.endings import MAY_END, ends_behind, goes_on, joins_verbs
from etl.statements.numerals import parse
from etl.statements.periods import Period, is_year_end, one_month, read_mask, says_now, years_in
from etl.statements.references import VERSUS_REACH, PlanRef, PriorRef, reaches_measure, reference
from etl.statements.tokens import NONE, Token, Tokens
from etl.statements.vocabulary import Vocabulary

# Classes of words that may stand between a name and its number without belonging to the name.
_TRAIL = frozenset((
    "result", "equal", "share", "estimate", "approx", "increase", "decrease", "exceed", "undershoot",
    "adverb", "outcome", "time", "assign", "plan", "versus", "prior", "verdict", "copula", "pursue",
    "part", "of", "correspond", "narrate",
))  # fmt: skip
_LEAD = frozenset((
    "narrate", "locus", "link", "adverb", "time", "part", "outcome", "estimate", "contrast", "and", "pursue",
    "equal", "result",
))  # fmt: skip
_TOLD_FIRST = frozenset(("pursue", "estimate", "sum"))  # these hold for the figure wherever they stand
_EXIST = frozenset(("có", "với", "gồm", "hiện có", "còn", "hiện còn"))
_ADVERBIAL = frozenset(("qua", "thông qua"))
_ALL = 100  # per cent
_TRAIL_PUNCT = frozenset(':,-–—=(*“"')


class Lead:
    """What the words before a measure say of it."""

    sentence: bool = False  # a sentence ended in the gap
    clause: bool = False  # a semicolon stands in the gap
    part: bool = False  # "trong đó", "gồm": parts follow
    opened: int = 0  # brackets opened in the gap and still open
    closed: bool = False  # a bracket that was open before was closed
    colon: bool = False
    results: bool = False  # "; kết quả …": what follows are the results of what was counted
    prior: PriorRef | None = None
    plan: bool = False  # "kế hoạch giao", "KH:" right before the number
    versus_plan: PlanRef | None = None  # "so với dự toán HĐND giao đạt 88%": the plan is named first
    giver: str | None = None
    period: Period | None = None
    year_end: bool = False
    summed: bool = False  # "lũy kế": of the year so far, whatever month was told before
    now: bool = False  # "trong năm", "đến nay": the report's whole year, whatever date was in force
    estimate: bool = False
    outcome: bool = False
    verdict: str | None = None

    def __init__(self, name_start: int, name_end: int, post_end: int) -> None:
        self.name_start = name_start  # tokens of the head; name_start == name_end where there is none
        self.name_end = name_end
        self.post_end = post_end  # tokens before this belong behind the left measure
        self.trail: frozenset[str] = NONE  # classes of the words between head and number

    @property
    def light(self) -> bool:
        """True where no words name anything: the figure belongs to what was named before."""
        return self.name_start >= self.name_end


def read_lead(
    tokens: Tokens,
    text: str,
    start: int,
    end: int,
    report_year: int | None,
    vocabulary: Vocabulary,
    *,
    behind: bool = False,
    tally: bool = False,
    having: bool = False,
) -> Lead:
    """Read `tokens.at[start:end]`, the gap left of a measure after the tail of the one before.

    `behind` is true where the gap begins right behind a measure: its first words then complete that
    measure's name ("07 vụ tai nạn giao thông | 05 người chết").
    """
    post_end = start
    if behind:
        quoted = False
        label = end > start and tokens.at[end - 1].text == ":"  # "không phép đã xử lý: 03 trường hợp"
        while post_end < end and not (label and post_end > start and tokens.at[post_end].text == "đã"):
            if tokens.at[post_end].kind == "word" and tokens.at[post_end].text not in MAY_END:
                post_end += 1  # most are
                continue
            shown = tokens.at[post_end].text
            if not quoted and ends_behind(tokens, post_end, start, tally, having):
                goes = shown in (",", "và") and (
                    goes_on(tokens, post_end, start, end)
                    or joins_verbs(tokens, post_end, start, end, vocabulary)
                )
                if not goes:
                    break
            quoted = shown == "“" or (quoted and shown != "”")
            post_end += 1
    sentence = clause = part = colon = closed = dated = False
    opened = 0
    cut = post_end
    colon_at = -1
    inside_from = -1
    estimate_at = worded_at = -1  # the last token that is no punctuation
    for i, token in enumerate(tokens.at[post_end:end], post_end):
        kind = token.kind
        if kind != "punct":
            worded_at = i
        if kind == "word":
            continue
        if kind == "mask":
            dated = True
            if _numbers_item(token):
                clause, colon, colon_at, cut = True, False, -1, i + 1
        elif kind == "phrase":
            if "part" in token.classes and not (opened and _closes(tokens, i, end)):
                part = True
                cut = i + 1
            if "estimate" in token.classes:
                estimate_at = i
        elif kind == "stop":
            sentence, clause, part, colon_at, opened = True, True, False, -1, 0
            cut = i + 1
        elif token.text == ";":
            clause, colon_at = True, -1
            cut = i + 1
        elif token.text == ":":
            colon_at = i
            colon = True
        elif token.text == "(":
            opened += 1
            if worded_at < cut:
                inside_from = i
        elif token.text == ")":
            if opened:
                opened -= 1
                if inside_from >= 0:
                    cut, inside_from = i + 1, -1  # a remark in brackets behind the figure
            else:
                closed = True
                cut = i + 1
    lead = Lead(cut, end, post_end)
    lead.sentence, lead.clause, lead.part, lead.colon = sentence, clause, part, colon
    lead.opened, lead.closed = opened, closed
    if clause and not sentence:
        opening = next((t for t in tokens.at[cut:end] if t.kind != "punct"), None)
        lead.results = opening is not None and opening.text == "kết quả"
    last = end
    classes: set[str] = set()
    told: set[str] = set()
    # trailing function words, right to left
    while last > cut:
        token = tokens.at[last - 1]
        if token.kind == "punct" and token.text in _TRAIL_PUNCT:
            if token.text == "=":
                classes.add("equal")
            last -= 1
        elif token.kind == "mask" and token.role == "date":
            last -= 1
            if last > cut and _reads_prior(tokens, cut, last):
                year = years_in(token.text)
                lead.prior = PriorRef(year[-1] if year else None, token.text)
            elif lead.period is None:
                # "khởi công tháng 5 với 12 phao": the month of an event, not of the figure
                lead.period = _read_date(tokens, last, report_year, beside="với" not in told)
        elif token.text == "trong" and tokens.at[last].role == "date":
            last -= 1  # "… tính riêng trong tháng 7 ước đạt"
        elif (
            token.text == "mới"
            and tokens.at[last].has("result")
            and (_begins_said(tokens, last - 1, cut) or _falls_short(tokens, last - 1, cut, end, vocabulary))
        ):
            last -= 1  # "đến hết tháng 11 mới đạt 55%", ", mới được 82%"; but "trồng mới đạt 5 ha"
        elif token.kind == "phrase" and not (said := token.classes).isdisjoint(_TRAIL):
            if _is_label(tokens, last - 1, cut, end):
                break
            plain = "plan" in said and _plain_before_number(tokens, last, end)
            if "plan" in said and not plain and not (last - 1 > cut and tokens.at[last - 2].has("versus")):
                break
            if "prior" in said:
                lead.prior = lead.prior or PriorRef(None, token.text)
            if plain or ("assign" in said and [t.text for t in tokens.at[last:end]] == [":"]):
                lead.plan = True
            if "outcome" in said and "result" not in said:
                lead.outcome = True
            told.add(token.text)
            if token.text in _EXIST:
                classes.add("exist")
            classes |= said
            last -= 1
        else:
            break
    # leading function words, left to right
    first = cut
    if colon_at >= 0 and colon_at + 1 < last:
        # "Trồng trọt: Tổng sản lượng …": what stands after the colon names
        first = colon_at + 1
    while first < last:
        token = tokens.at[first]
        if token.kind == "punct" and token.text not in '“"':
            first += 1
        elif token.kind == "mask" and token.role == "date":
            lead.period = lead.period or _read_date(tokens, first, report_year, beside=True)
            first += 1
        elif token.text == "đối với" or (token.text == "để" and first + 1 == last):
            first += 1
        elif token.text == "trong" and first + 1 < last and tokens.at[first + 1].role == "date":
            first += 1  # "Trong tháng 9, …", "Trong 9 tháng đầu năm, …"
        elif (
            token.kind == "phrase"
            and not (said := token.classes).isdisjoint(_LEAD)
            and not (("plan" in said and "pursue" not in said) or token.text == "các")
        ):
            if "outcome" in said:
                lead.outcome = True
            classes |= said & _TOLD_FIRST
            first += 1
        else:
            break
    # a cumulative period in the middle of the gap holds too; a bare year there belongs to the name
    if dated and lead.period is None:
        for i in range(cut, end):
            token = tokens.at[i]
            if token.kind == "mask" and token.role == "date" and not _reads_prior(tokens, cut, i):
                alone = tokens.at[i - 1].text == "trong" and i + 1 < end and tokens.at[i + 1].text == ","
                period = _read_date(tokens, i, report_year, beside=alone)  # "…, trong tháng 2, …"
                if period is not None and (period.code != "year" or period.year == report_year):
                    lead.period = period
    if first < last and "versus" in tokens.at[first].classes:
        ref, after = reference(tokens, first, end, report_year)
        if isinstance(ref, PlanRef) and last <= after < end and reaches_measure(tokens, after, end):
            lead.versus_plan, first = ref, last
        elif isinstance(ref, PriorRef) and after < last and not classes.isdisjoint(("increase", "decrease")):
            # "so với cùng kỳ năng suất tăng 1,5 tạ/ha"
            lead.prior, first = lead.prior or ref, after + (tokens.at[after].text == "," and after + 1 < last)
    if first < last < end and tokens.at[first].text in _ADVERBIAL and tokens.at[last].text == ",":
        first = last  # "qua rà soát sơ bộ, ước cuối năm còn 657 hộ": how it is known names nothing
    lead.name_start, lead.name_end = first, max(first, last)
    if (
        behind
        and not clause
        and not colon
        and post_end < first < last == end - 1
        and tokens.at[last].text == ","
    ):
        # "17 khu đất có thu tiền, 03 khu …": words closed by a comma name what was before
        lead.name_start = lead.name_end = end
        lead.post_end = last if tokens.at[post_end].text == "có" else post_end
    bracket = (
        _change_in_bracket(tokens, post_end, end) if behind and opened and not clause and not colon else 0
    )
    if bracket > post_end:
        # "201 hồ sơ thay đổi, cải chính hộ tịch (tăng 48 hồ sơ …)": what stands before it completes the name
        lead.name_start = lead.name_end = end
        lead.post_end = bracket
    lead.summed = "sum" in classes
    lead.estimate = "estimate" in classes or estimate_at >= cut
    if end > cut:
        span = tokens.printed(cut, end)
        lead.year_end = lead.estimate and is_year_end(span)
        lead.now = says_now(span)
    if lead.period is None and not lead.year_end and lead.now:
        lead.period = Period(report_year)
    lead.trail = frozenset(classes)
    return lead


def _begins_said(tokens: Tokens, i: int, cut: int) -> bool:
    """True where no word of a name stands right before token `i`."""
    before = tokens.at[i - 1]
    return (
        i == cut
        or before.kind == "punct"
        or before.role == "date"
        or before.has("contrast", "link", "assign")
    )


def _falls_short(tokens: Tokens, i: int, cut: int, end: int, vocabulary: Vocabulary) -> bool:
    """True for "only" before less than all: "Giải ngân vốn … mới đạt 65,6%"; but "trồng mới đạt 98%"."""
    if end + 1 >= len(tokens.at) or tokens.at[end + 1].text != "%":
        return False
    numeral = parse(tokens.at[end].text)
    words = [token.text for token in tokens.at[max(cut, i - 2) : i + 1]]
    new = any(vocabulary.heads.whole(" ".join(words[k:])) for k in range(len(words) - 1))
    return numeral is not None and numeral.value < _ALL and not new


_PLAIN = frozenset(("assign", "plan", "approx", "time"))


def _change_in_bracket(tokens: Tokens, start: int, end: int) -> int:
    """The bracket that holds only the change up to the figure at `end`: "(tăng 48 hồ sơ"; else 0."""
    i = end - 1
    while i > start and tokens.at[i].has("increase", "decrease", "approx", "bound_gt"):
        i -= 1
    return i if i < end - 1 and tokens.at[i].text == "(" else 0


def _numbers_item(token: Token) -> bool:
    """True for the number of an item in a list told in one paragraph: "(1) …; (2) …"."""
    return token.role == "ordinal" and token.text[:1] in "(0123456789"


def _closes(tokens: Tokens, i: int, end: int) -> bool:
    """True where the bracket around token `i` closes before the number: a remark that lists no figures."""
    return any(t.text == ")" for t in tokens.at[i:end])


def _is_label(tokens: Tokens, i: int, cut: int, end: int) -> bool:
    """True for a grade that is named by such a word: "Khá: 35,3%, Trung bình: 41,5%"."""
    token = tokens.at[i]
    if i + 1 >= end or tokens.at[i + 1].text != ":":
        return False
    begins = i == 0 or i == cut or tokens.at[i - 1].text in (",", ";", ":")
    graded = (
        i > cut and tokens.at[i - 1].kind == "word" and token.has("result", "verdict")
    )  # "xếp loại Đạt: 51%"
    return ((begins and token.has("approx")) or graded) and tokens.shown(i)[0].isupper()


def _read_date(tokens: Tokens, i: int, report_year: int | None, *, beside: bool = False) -> Period | None:
    """The period of a masked date; the words just before it tell whether it is one.

    A single month is one only `beside` a name ("Trong tháng 9, …", "… tháng 9 ước đạt"); elsewhere it
    is the month of an event.
    """
    start = tokens.starts[i]
    shown, before = tokens.shown(i), tokens.text[max(0, start - 40) : start]
    period = read_mask(shown, before, report_year)
    return one_month(shown, before, report_year) if period is None and beside else period


def _reads_prior(tokens: Tokens, low: int, i: int) -> bool:
    """True where the date at token `i` is what "so với" compares with."""
    for j in range(i - 1, max(low - 1, i - VERSUS_REACH), -1):
        if tokens.at[j].has("versus"):
            return True
        if tokens.at[j].kind in ("stop", "num") or tokens.at[j].text in (",", ";", ":"):
            return False
    return False


def _plain_before_number(tokens: Tokens, i: int, end: int) -> bool:
    """True where only "là", ":", a date or "giao" stand between token `i` and the number."""
    return all(
        t.text in ("là", ":", "(", "năm", "được")
        or not t.classes.isdisjoint(_PLAIN)
        or (t.kind == "mask" and t.role == "date")
        for t in tokens.at[i:end]
    )
