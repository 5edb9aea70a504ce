"""Wholes that arithmetic bears out: a bracket whose counts add up, a rate that two counts give."""

from __future__ import annotations

from etl.statements.draft import Draft
from etl.statements.state import REACH, same_unit

_SLIP = 50  # a fiftieth of the whole
_TELLING_SUM = 20  # small counts of different things may add up by chance


def part_brackets(drafts: list[Draft]) -> None:
    """Counts in a bracket that add up to the one before it: "588 đơn (36 khiếu nại, 552 đề nghị)"."""
    inside: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.inside is not None and draft.unit_kind == "count" and draft.value is not None:
            inside.setdefault(id(draft.inside), []).append(draft)
    for parts in inside.values():
        whole = parts[0].inside
        if whole is None or whole.value is None or len(parts) < 2:
            continue
        alike = all(same_unit(part.unit, whole.unit) for part in parts)
        summed = sum(part.value.value for part in parts if part.value is not None)
        # three or more of one kind that miss the whole by a slip of the pen are its parts all the same
        nearly = alike and len(parts) > 2 and abs(summed - whole.value.value) * _SLIP <= whole.value.value
        if nearly or (summed == whole.value.value and (alike or summed >= _TELLING_SUM)):
            for part in parts:
                part.parent = part.parent or whole


def find_wholes_of_rates(drafts: list[Draft]) -> None:
    """The whole of a rate, where an earlier count bears it out: "603 đơn, giải quyết 588 đạt 97,5%"."""
    for k, draft in enumerate(drafts):
        if draft.unit_kind != "count" or draft.value is None or draft.open_pair or draft.denominator:
            continue
        if not draft.comparisons:
            continue
        share = next((c for c in draft.comparisons if c.comparison_type == "share"), None)
        for earlier in reversed(drafts[max(0, k - REACH) : k]) if share is not None else ():
            whole = earlier.value
            near = earlier.sentence >= draft.sentence - 1 and same_unit(earlier.unit, draft.unit)
            if not near or whole is None or whole.value <= draft.value.value or share is None:
                continue
            if round(100 * draft.value.value / whole.value, share.decimals) == share.value:
                draft.denominator = whole
                break
