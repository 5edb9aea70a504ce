"""Figures that say which ones are counted, and count nothing themselves: "6/8 xã đạt tỷ lệ 100%"."""

from __future__ import annotations

from itertools import dropwhile

from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import clean
from etl.statements.turns import TurnReader


class QualifierReader(TurnReader):
    """Puts figures into the names of the counts they qualify."""

    def _qualifies(self, left: Measure, measure: Measure, start: int, lead: Lead) -> bool:
        """The percentage tells which ones are counted: "22/28 chỉ tiêu đạt trên 80%"."""
        draft = self.current
        if draft is None or (
            left.unit_kind != "tally" and not (left.unit is None and draft.unit_kind == "tally")
        ):
            return False
        if (
            measure.unit != "%"
            or start != left.last
            or lead.post_end < lead.name_start
            or lead.sentence
            or lead.clause
        ):
            return False
        between = self.tokens.at[start : measure.first]
        if any(t.text in (",", "(", ":") for t in between) or not any(
            t.text.endswith(("đạt", "vượt", "hoàn thành")) for t in between
        ):
            return False
        words = clean(self.tokens.printed(start, measure.last))
        head = self._tally_head(draft)
        draft.name, draft.post = f"{draft.pre} {head} {words}".strip(), words
        draft.unit_kind = "tally"
        draft.note(measure.left.start, measure.left.end, "name_part")
        return True

    def _all_of_each(self, left: Measure, measure: Measure, start: int, draft: Draft | None) -> bool:
        """Fewer than all cannot be 100 %: in "6/8 xã đạt tỷ lệ 100%" the rate says which ones are counted."""
        if draft is None or left.unit_kind != "count" or left.right is None or start != left.last:
            return False
        less = left.left.value < left.right.value and measure.left.value == 100 and measure.unit == "%"
        between = self.tokens.at[start : measure.first]
        verbs = list(dropwhile(lambda token: token.kind == "word" and token.text != "không", between))
        told = bool(verbs) and all(
            t.text == "không" or t.has("result", "equal", "verdict", "share") for t in verbs
        )
        planned = measure.last < len(self.tokens.at) and self.tokens.at[measure.last].has("plan", "versus")
        if not less or not told or measure.right is not None or planned:
            return False
        words = clean(self.tokens.printed(start, measure.last))
        draft.post = words
        draft.name = f"{draft.pre} {draft.unit or ''} {words}".strip()
        draft.note(measure.left.start, measure.left.end, "name_part")
        return True

    def _degree(self, left: Measure, measure: Measure, start: int, draft: Draft | None) -> bool:
        """How far the counted ones got: "11 xã đạt 15-18 tiêu chí"; it names them and counts nothing."""
        if draft is None or left.unit_kind != "count" or measure.unit_kind != "tally" or start != left.last:
            return False
        between = [t.text for t in self.tokens.at[start : measure.first]]
        if between not in (["đạt"], ["đạt", "từ"], ["hoàn thành"], ["đạt được"]):
            return False
        words = clean(self.tokens.printed(start, measure.last))
        draft.name = draft.post = f"{draft.pre} {draft.unit or ''} {words}".strip()
        for a, b in measure.numbers:
            draft.note(a, b, "name_part")
        return True
