"""Measures: a number with its bound, range, pair and unit, as one thing.

A measure says nothing yet of what it means; that is the grammar's business (`prose.py`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from etl.statements.names import head_class
from etl.statements.numerals import Numeral, parse
from etl.statements.tokens import NONE, Begun, Tokens
from etl.statements.vocabulary import Vocabulary, fold, phrase

_SIGNS = {">": ">", "<": "<", "≥": ">=", "≤": "<="}
_BOUND_CLASSES = {"bound_gt": ">", "bound_ge": ">=", "bound_lt": "<", "bound_le": "<="}
THOUSANDS = frozenset({"nghìn", "ngàn", "triệu", "vạn"})
POINTS = ("điểm phần trăm", "điểm %")  # units of the difference of two percentages
_CLAUSE = frozenset({"có", "còn", "hiện có", "hiện còn"})
_NO_UNITS = frozenset({"stop", "mask", "num"})
_DASHES = frozenset("-–—")
_NO_UNIT: Begun = ({}, None)
_OF_TOTAL = re.compile(r"/\s*(?:tổng|\d[\d.,]*\s+[^\W\d])", re.IGNORECASE)
_SCALE = {"nghìn": 1, "ngàn": 1, "triệu": 2, "trđ": 2, "tỷ": 3, "tỉ": 3}


class Quantity:
    """One printed number and its unit; `start`, `end` and those of the unit are offsets into the text."""

    unit: str | None = None
    unit_kind: str = ""
    unit_start: int = -1
    unit_end: int = -1
    guessed_unit: bool = False

    def __init__(self, value: Decimal, decimals: int, start: int, end: int, slip: str | None) -> None:
        self.value = value
        self.decimals = decimals
        self.start = start
        self.end = end
        self.slip = slip


class Measure:
    """A quantity, a range, or a pair `x/y`, with what bounds it.

    `first` is the token that opens it (its bound word), `last` the one after its end.
    """

    high: Quantity | None = None  # of a range
    right: Quantity | None = None  # y of "x/y"
    numbers: tuple[tuple[int, int], ...] = ()
    of_total: bool = False  # "x …/tổng số y …"
    inner: tuple[int, int] = (0, 0)  # of such a pair: the tokens between unit and slash

    def __init__(self, first: int, last: int, left: Quantity, bound: str | None) -> None:
        self.first = first
        self.last = last
        self.left = left
        self.bound = bound
        self.unit = left.unit
        self.unit_kind = left.unit_kind
        self.slip = left.slip

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.left.start

    @property
    def is_percent(self) -> bool:
        """True where the unit is a percent sign (or per mille)."""
        return self.unit in ("%", "‰", "%o") and self.right is None


def _unit_at(tokens: Tokens, text: str, i: int, vocabulary: Vocabulary) -> tuple[int, str, str, bool] | None:
    """The unit that begins at token `i`: (tokens taken, surface, kind, guessed)."""
    n = len(tokens.at)
    if i >= n:
        return None
    token = tokens.at[i]
    if token.text == "%" or token.text == "‰":
        if i + 1 < n and tokens.at[i + 1].text == "o" and tokens.printed(i, i + 2).lower() == "%o":
            return 2, "%o", "ratio", False
        return 1, token.text, "ratio", False
    if token.kind == "mask" and token.role == "name_part":
        coded = vocabulary.unit_kinds.get(phrase(token.text))
        return (1, tokens.shown(i), coded, False) if coded else None  # "716 F1"
    if token.kind in _NO_UNITS or token.text in ("(", ")"):
        return None
    if token.words[0] not in THOUSANDS:
        longer, alone = token.units or _NO_UNIT
        following = token.words[1] if len(token.words) > 1 else tokens.at[i + 1].words[0] if i + 1 < n else ""
        if following not in longer:  # the unit is of one word, and that a token of its own, or there is none
            if alone is not None and len(token.words) == 1:
                return 1, tokens.shown(i), next(iter(alone[1])), False
            return _guessed_unit(tokens, i)
    # phrases of the vocabulary may have swallowed words that are units here ("kế hoạch", "chỉ tiêu")
    flat: list[str] = []
    owner: list[int] = []
    for j in range(i, min(n, i + 6)):
        if tokens.at[j].kind in ("stop", "mask") or tokens.at[j].text in "()":
            break
        if tokens.at[j].kind == "num" and not (flat and tokens.starts[j] == tokens.end(j - 1)):
            break
        flat += tokens.at[j].words
        owner += [j] * len(tokens.at[j].words)
    found = vocabulary.units.match(flat, 0)
    if flat[0] in THOUSANDS and len(flat) > 1:
        counted = vocabulary.units.match(flat, 1)
        further = counted is not None and (found is None or counted[0] >= found[0])
        if counted is not None and further and counted[1] & {"count", "measure"}:
            found = counted[0] + 1, counted[1]  # "2.350 nghìn hộ"
    while found is not None:
        count, kinds = found
        last = owner[count - 1]
        if count == len(flat) or owner[count] != last:  # whole tokens only
            break
        shorter = vocabulary.units.match(flat, 0, count - 1) if count > 1 else None
        found = shorter
    if found is not None:
        count, kinds = found
        taken = owner[count - 1] - i + 1
        return taken, tokens.printed(i, i + taken), next(iter(kinds)), False
    return _guessed_unit(tokens, i)


def _guessed_unit(tokens: Tokens, i: int) -> tuple[int, str, str, bool] | None:
    shown = tokens.shown(i)
    if tokens.at[i].kind == "word" and len(shown) > 1 and (shown.islower() or shown.isupper()):
        return 1, shown, "count", True  # a counted noun that the table does not hold
    return None


def _per(tokens: Tokens, i: int) -> bool:
    return tokens.at[i].text in ("dân", "người", "trẻ", "năm", "hộ")


def _denominator(tokens: Tokens, text: str, i: int, vocabulary: Vocabulary) -> int:
    """Tokens of a following `/ha`, `/người/năm`, `/1.000 dân`; 0 where there is none."""
    taken = 0
    n = len(tokens.at)
    while i + taken + 1 < n and tokens.at[i + taken].text == "/":
        j = i + taken + 1
        if tokens.at[j].kind == "num":
            per = ("1.000", "1000", "10.000", "100.000", "100", "1")
            base = _unit_at(tokens, text, j + 1, vocabulary) if tokens.at[j].text in per else None
            again = j + 1 < n and tokens.at[j + 1].text == tokens.at[i - 1].text
            if (
                base is not None
                and not again
                and ((base[2] == "count" and not base[3]) or _per(tokens, j + 1))
            ):
                taken = j + 1 + base[0] - i
                continue
            break
        if tokens.at[j].kind not in ("word", "phrase") or tokens.at[j].has("plan"):
            break  # "350 hộ/kế hoạch 300 hộ" is no unit
        found = _unit_at(tokens, text, j, vocabulary)
        if found is None or (found[3] and tokens.at[j].kind != "word"):
            break
        step = found[0]
        if (
            found[3]
            and j + 1 < n
            and tokens.at[j].text in ("vạn", "ngày", "nghìn", "đầu")
            and tokens.at[j + 1].kind == "word"
        ):
            step = 2
        if (
            tokens.at[j].text in ("vạn", "ngày")
            and step == 1
            and j + 1 < n
            and tokens.at[j + 1].text in ("dân", "đêm")
        ):
            step = 2
        taken = j + step - i
    return taken


def _more_units(tokens: Tokens, text: str, end: int, vocabulary: Vocabulary) -> int:
    """The end of a list of counted nouns: "468 tổ chức, hộ gia đình, cá nhân" counts all three."""
    while (
        end + 1 < len(tokens.at)
        and tokens.at[end].text == ","
        and tokens.at[end + 1].kind in ("word", "phrase")
    ):
        found = _unit_at(tokens, text, end + 1, vocabulary)
        if tokens.at[end + 1].text.split(" ")[0] == tokens.at[end - 1].text.split(" ")[0]:
            break
        if head_class(tokens, end + 1, len(tokens.at), vocabulary) == "verb":
            break  # "nhận 2.970 hồ sơ, giải quyết …" gives no prizes
        if (
            found is None
            or found[3]
            or found[2] != "count"
            or (found[0] == 1 and tokens.at[end + 1].has("result", "plan"))
        ):
            break
        after = end + 1 + found[0]
        if after < len(tokens.at) and (
            tokens.at[after].kind in ("num",)
            or tokens.at[after].text in (":", "/")
            or (
                tokens.at[after].text == "đạt"
                and (after + 1 == len(tokens.at) or tokens.at[after + 1].kind != "word")
            )
        ):
            break
        if after < len(tokens.at) and (tokens.at[after].text in _CLAUSE or tokens.shown(after)[:1].isupper()):
            break  # "23 vạn người, huyện có 15 xã", "02 xã, tỉnh Lâm Đồng còn 127 hộ"
        if _states(tokens, after):
            break  # "45.600 người, lao động qua đào tạo chiếm 55%": it heads a statement of its own
        end = after
    return end


def _states(tokens: Tokens, i: int) -> bool:
    """True where the words from token `i` on come to a figure of their own."""
    while i < len(tokens.at) and tokens.at[i].kind in ("word", "phrase"):
        if tokens.at[i].has("share"):
            return i + 1 < len(tokens.at) and tokens.at[i + 1].kind == "num"
        i += 1
    return False


def _quantity(
    tokens: Tokens, text: str, i: int, vocabulary: Vocabulary, *, below: int = 4
) -> tuple[Quantity, int] | None:
    """The number at token `i` with its unit, and the index after it.

    Only money of a scale `below` that of the amount before it may go on: "1 tỷ 1 tỷ 1 tỷ" is no figure.
    """
    numeral: Numeral | None = parse(tokens.at[i].text)
    if numeral is None:
        return None
    quantity = Quantity(numeral.value, numeral.decimals, tokens.starts[i], tokens.end(i), numeral.slip)
    j = i + 1
    if (
        j + 1 < len(tokens.at)
        and tokens.at[j].text == ","
        and tokens.starts[j] == tokens.end(i)
        and tokens.at[j + 1].text == "%"
    ):
        quantity.slip = "cut_decimals"  # "93,%"
        j += 1
    unit = _unit_at(tokens, text, j, vocabulary)
    if unit is None:
        return quantity, j
    count, surface, kind, guessed = unit
    end = j + count
    extra = _denominator(tokens, text, end, vocabulary) if kind != "ratio" else 0
    if kind == "count":
        end = _more_units(tokens, text, end, vocabulary)
        surface = tokens.printed(j, end)
        extra = _denominator(tokens, text, end, vocabulary)
    quantity.unit_start = tokens.starts[j]
    quantity.unit_end = tokens.end(end + extra - 1)
    quantity.unit = text[quantity.unit_start : quantity.unit_end] if extra else surface
    quantity.unit_kind = "compound" if extra else kind
    quantity.guessed_unit = guessed
    j = end + extra
    if kind == "money" and not extra:
        again = _unit_at(tokens, text, j, vocabulary)
        if again is not None and again[2] == "money" and not again[3]:
            quantity.slip = quantity.slip or "doubled_unit"  # "1,32 tỷ đồng triệu đồng"
            j += again[0]
    # "447 tỷ 671 triệu đồng" is one figure
    if kind == "money" and not extra and j < len(tokens.at) and tokens.at[j].kind == "num":
        high = _SCALE.get(surface.split()[0].lower(), 0)
        rest = _quantity(tokens, text, j, vocabulary, below=high) if 0 < high < below else None
        if rest is not None and rest[0].unit_kind == "money" and rest[0].unit and quantity.decimals == 0:
            low = _SCALE.get(rest[0].unit.split()[0].lower(), 0)
            if low < high and rest[0].value < 1000 ** (high - low):
                steps = 3 * (high - low)
                quantity.value += rest[0].value.scaleb(-steps)
                quantity.decimals = steps
                quantity.end = rest[0].end
                quantity.unit = surface if surface.lower().endswith("đồng") else f"{surface} đồng"
                quantity.unit_end = rest[0].unit_end
                return quantity, rest[1]
    return quantity, j


def _bound_before(tokens: Tokens, i: int) -> tuple[str | None, int]:
    """The bound that stands before token `i`, and the token where it begins."""
    if i == 0:
        return None, i
    before = tokens.at[i - 1]
    if before.text == ":" and i > 1 and any(name in tokens.at[i - 2].classes for name in _BOUND_CLASSES):
        i -= 1  # "trên: 1.930 lao động"
        before = tokens.at[i - 1]
    if before.text in _SIGNS:
        return _SIGNS[before.text], i - 1
    if before.text == "=" and i > 1 and tokens.at[i - 2].text in "<>":
        return tokens.at[i - 2].text + "=", i - 2
    for name, sign in _BOUND_CLASSES.items() if not before.classes.isdisjoint(_BOUND_CLASSES) else ():
        if name in before.classes:
            return sign, i - 1
    return None, i


def _compatible(left: Quantity, right: Quantity) -> bool:
    """False where `x a/y b` are two counts of different things."""
    if left.unit is None or right.unit is None or left.unit.lower() == right.unit.lower():
        return True
    if left.unit_kind == "count" and right.unit_kind == "count":
        a, b = left.unit.lower().split(), right.unit.lower().split()
        return a[0] == b[0] and (len(a) == 1 or len(b) == 1)
    return left.unit_kind == right.unit_kind or "compound" in (left.unit_kind, right.unit_kind)


def find_measures(tokens: Tokens, text: str, vocabulary: Vocabulary) -> list[Measure]:
    """All measures of a text, in order, not overlapping."""
    found: list[Measure] = []
    behind, n = 0, len(tokens.at)  # behind the measure found last
    totals = _OF_TOTAL.search(text) is not None
    for i in tokens.numbers:
        first = _quantity(tokens, text, i, vocabulary) if i >= behind else None
        if first is None:
            continue
        left, j = first
        if _is_year(left) and not (j < n and tokens.at[j].text == "/") and not _counts(tokens, i, left):
            tokens.mask(i, "date")  # "Tân Sửu 2021", "tầm nhìn 2030"
            continue
        bound, opening = _bound_before(tokens, i)
        if found and opening < found[-1].last:
            opening = i
        measure = Measure(opening, j, left, bound)
        numbers = [(left.start, left.end)]
        second = _second(tokens, text, j, vocabulary, left, totals=totals)
        if second is not None:
            joiner, other, k = second
            if joiner == "/" and (
                _compatible(left, other) and not (left.guessed_unit and other.unit and not other.guessed_unit)
            ):
                measure.right = other
                measure.unit, measure.unit_kind = _pair_unit(left, other)
                measure.slip = left.slip or other.slip
                measure.last = k
                numbers.append((other.start, other.end))
            elif joiner == "of":
                measure.right, measure.of_total, measure.last = other, True, k
                slash = next(at for at in range(j, k) if tokens.at[at].text == "/")
                measure.inner = (j, slash)
                numbers.append((other.start, other.end))
            elif (
                joiner == "-"
                and (left.unit is None or other.unit is None or left.unit == other.unit)
                and (left.value < other.value and not _looks_like_codes(left, other))
            ):
                measure.high = other
                measure.unit, measure.unit_kind = (
                    (other.unit or left.unit),
                    (other.unit_kind or left.unit_kind),
                )
                measure.last = k
                numbers.append((other.start, other.end))
                if bound in (">=",):
                    measure.bound = None  # "từ 3 - 4 triệu" opens a range
        after = tokens.at[measure.last].classes if measure.last < n else NONE
        if "bound_ge_after" in after:
            rank = measure.unit is None or measure.unit_kind == "rank"
            measure.bound = "<=" if rank and left.value < 100 and measure.right is None else ">="
            measure.last += 1
        elif "bound_le_after" in after:
            measure.bound = "<="
            measure.last += 1
        measure.numbers = tuple(numbers)
        found.append(measure)
        behind = measure.last
    return found


def _is_year(quantity: Quantity) -> bool:
    return (
        quantity.end - quantity.start == 4
        and (quantity.unit is None or quantity.guessed_unit)
        and quantity.decimals == 0
        and 1900 <= quantity.value <= 2060
    )


def _counts(tokens: Tokens, i: int, quantity: Quantity) -> bool:
    """True for four digits that count: behind a verb or in a list ("được 2033 mã QR", ", 2000 vở viết")."""
    if quantity.unit is None or i == 0:
        return False
    before = tokens.at[i - 1]
    return before.text in (",", ":", "(") or before.has("result", "equal", "approx", "estimate")


def _looks_like_codes(left: Quantity, right: Quantity) -> bool:
    return left.unit is None and right.unit is None and right.value > 1900 and left.value > 1900


def _slashed(tokens: Tokens, text: str, i: int, vocabulary: Vocabulary) -> tuple[Quantity, int] | None:
    """A number whose grouping dot was printed as a slash: the "10/361,8" of "2.596/10/361,8 triệu đồng"."""
    if i + 2 >= len(tokens.at) or tokens.at[i + 1].text != "/" or tokens.at[i + 2].kind != "num":
        return None
    glued = tokens.end(i) == tokens.starts[i + 1] and tokens.end(i + 1) == tokens.starts[i + 2]
    head, tail = tokens.at[i].text, tokens.at[i + 2].text
    if not glued or not head.isdecimal() or len(head) > 3 or len(tail.partition(",")[0]) != 3:
        return None
    rest = _quantity(tokens, text, i + 2, vocabulary)
    numeral = parse(f"{head}.{tail}")
    if rest is None or numeral is None or rest[0].unit_kind not in ("money", "measure"):
        return None
    whole, after = rest
    whole.value, whole.decimals, whole.start, whole.slip = (
        numeral.value, numeral.decimals, tokens.starts[i], "slash_for_dot",
    )  # fmt: skip
    return whole, after


def _second(
    tokens: Tokens, text: str, j: int, vocabulary: Vocabulary, left: Quantity, *, totals: bool
) -> tuple[str, Quantity, int] | None:
    """What follows the quantity `left` by a slash or a dash: (joiner, quantity, index after it)."""
    n = len(tokens.at)
    counted = fold(left.unit) if left.unit and left.unit_kind == "count" and not left.guessed_unit else ""
    for at in range(j, min(n - 2, j + 14)) if totals else ():
        # "14 công trình vi phạm …/tổng số 129 công trình"
        kind, shown = tokens.at[at].kind, tokens.at[at].text
        if kind == "word":
            continue
        if kind == "num" or kind == "stop" or shown == "," or shown == ";":
            break
        if shown == "/" and tokens.at[at + 1].text in ("tổng số", "tổng") and tokens.at[at + 2].kind == "num":
            whole = _quantity(tokens, text, at + 2, vocabulary)
            if whole is not None:
                return "of", whole[0], whole[1]
        if shown == "/" and at > j and counted and tokens.at[at + 1].kind == "num":
            # "18 trường đạt chuẩn quốc gia/42 trường"
            whole = _quantity(tokens, text, at + 1, vocabulary)
            if whole is not None and fold(whole[0].unit or "") == counted:
                return "of", whole[0], whole[1]
    if j + 1 >= n or tokens.at[j + 1].kind != "num":
        return None
    joiner = tokens.at[j].text
    if joiner == "/":
        pass
    elif joiner in _DASHES or joiner == "đến":
        joiner = "-"
    else:
        return None
    other = _slashed(tokens, text, j + 1, vocabulary) if joiner == "/" else None
    other = other or _quantity(tokens, text, j + 1, vocabulary)
    if other is None:
        return None
    return joiner, other[0], other[1]


def _pair_unit(left: Quantity, right: Quantity) -> tuple[str | None, str]:
    if right.unit is None:
        return left.unit, left.unit_kind
    if left.unit is not None and right.guessed_unit and not left.guessed_unit:
        return left.unit, left.unit_kind
    return right.unit, right.unit_kind
