"""Figures inside the name of another figure: "Số hộ có thu nhập trên 100 triệu đồng là 30 hộ"."""

from __future__ import annotations

from etl.statements.measures import Measure
from etl.statements.tokens import Tokens
from etl.statements.vocabulary import fold

_COUNTS = ("số ", "tổng số ", "số lượng ")
_RATES = ("tỷ lệ ", "tỉ lệ ")
_REACH = 24  # tokens of a name before the figure inside it
_OPENING = 40  # characters that may name what is counted


def without_figures_of_names(tokens: Tokens, measures: list[Measure]) -> list[Measure]:
    """The measures that count; the numbers of the others become parts of names, in `tokens` too.

    "Số thôn đạt 15 tiêu chí là 12 thôn" counts communes: its name opens with what the second figure
    counts, and only words stand between the figures.
    """
    kept: list[Measure] = []
    for k, measure in enumerate(measures):
        after = measures[k + 1] if k + 1 < len(measures) else None
        if after is None or not _names(tokens, measure, after):
            kept.append(measure)
            continue
        for i in range(measure.first, measure.last):
            if tokens.at[i].kind == "num":
                tokens.mask(i, "name_part")
    return kept


def _names(tokens: Tokens, measure: Measure, after: Measure) -> bool:
    if measure.right is not None or after.unit is None or measure.unit is None or measure.unit == after.unit:
        return False
    between = tokens.at[measure.last : after.first]
    told = False
    for token in between:
        if token.kind not in ("word", "phrase"):
            return False
        told = told or token.text in ("là", "đạt", "còn") or "estimate" in token.classes
    if not told:
        return False
    first = measure.first
    while first > 0 and measure.first - first < _REACH:
        before = tokens.at[first - 1]
        if before.kind in ("stop", "num") or before.text in (",", ";", ":", ".", "(", ")"):
            break
        first -= 1
    if first == measure.first:
        return False
    opening = f"{fold(tokens.printed(first, measure.first))} "[:_OPENING]
    if after.unit == "%":
        return opening.startswith(_RATES) and (measure.bound is not None or measure.unit_kind == "tally")
    counted = f"{fold(after.unit).split()[0]} "
    return any(opening.startswith(word + counted) for word in _COUNTS)
