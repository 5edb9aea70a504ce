"""Figures of a year before told beside those of this one: "455 ca, cùng kỳ 190 ca", "(cùng kỳ: 298 …)"."""

from __future__ import annotations

from etl.statements.changes import CHANGE, year_before
from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.periods import Period
from etl.statements.planning import PlanReader
from etl.statements.references import PriorRef
from etl.statements.state import same_unit

_YEAR_BEFORE = ("cùng kỳ", "cùng kì", "ck", "năm trước", "năm ngoái", "cùng thời điểm")


class BeforeReader(PlanReader):
    """Tells what was so a year before from what is so now."""

    def _opens_earlier(self, lead: Lead) -> bool:
        """True for a bracket that tells the figures of the year before: "(cùng kỳ: 298 doanh nghiệp, …)"."""
        tokens, i = self.tokens.at, lead.post_end
        while i < lead.name_end and tokens[i].text != "(":
            i += 1
        behind = i + 1
        while behind < len(tokens) and tokens[behind].has("prior"):
            behind += 1  # "cùng kỳ", "năm trước"
        if i >= len(tokens) or tokens[i].text != "(" or behind == i + 1 or behind >= len(tokens):
            return False
        after = tokens[behind]
        return after.text in (":", "là") or after.kind == "num" or after.role == "date"

    def _rate_before(self, lead: Lead, current: Draft) -> bool:
        """True for what a rate was a year before, which is no percentage of it: "94,5% (cùng kỳ 92,1%)"."""
        compared = lead.trail & CHANGE or "equal" in lead.trail
        return self.earlier is not None and self.depth > 0 and current.is_rate and not compared

    def _of_year_before(self, since: int, before: Period | None) -> None:
        """What was so a year before: "345 doanh nghiệp, vốn 12 tỷ (cùng kỳ: 298 doanh nghiệp, vốn 11)"."""
        draft = self.drafts[-1]
        draft.period, draft.undated, draft.before = before, before is None, True
        same = [d for d in self.drafts[:since] if d.sentence == draft.sentence and d.value is not None]
        told = next((d for d in reversed(same) if same_unit(d.unit, draft.unit)), None)
        if told is not None:
            draft.name, draft.shared_head, draft.parent = told.name, True, told.parent

    def _earlier_value(self, measure: Measure, lead: Lead, k: int) -> bool:
        """What the earlier period reached: "(tăng 8% so với cùng kỳ năm 2020 (228/250 = 91%)"."""
        prior = self.tails[k - 1].prior if k else None
        current = self.current
        if prior is None or not lead.light or not lead.opened or current is None:
            return False
        if not same_unit(measure.unit, current.unit) or current.value is None:
            return False
        if measure.right is None and self.tokens.at[measure.first - 1].text != "(":
            return False  # "so với năm 2021 (1.210 tấn)" tells it, "(tăng 30 tấn" a change
        draft = self._new(measure, lead, near=True, rule="earlier_value")
        draft.unit, draft.unit_kind = current.unit, current.unit_kind
        draft.period = self._earlier(prior, current)
        draft.undated = draft.period.year is None
        draft.take(measure, "value")
        if measure.right is not None:
            draft.denominator = measure.right
            draft.note(measure.right.start, measure.right.end, "denominator")
        return True

    def _earlier(self, prior: PriorRef, current: Draft) -> Period:
        """When the earlier figure was so: the year that is named, or the one before the figure's own."""
        told = prior.year is None and any(word in prior.label for word in _YEAR_BEFORE)
        before = year_before(current.period or Period(self.context.year)) if told else None
        return before or Period(prior.year)

    def _was_before(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """What was so a year before, told without a bracket: "455 ca, cùng kỳ chỉ 190 ca"."""
        compared = lead.trail & CHANGE or lead.trail & {"equal", "versus", "share"}
        alike = measure.unit is not None and same_unit(measure.unit, current.unit)
        if lead.prior is None or lead.sentence or lead.clause or compared:
            return False
        if not alike or current.value is None or measure.right is not None:
            return False
        period = self._earlier(lead.prior, current)
        if period.year is None:
            return False
        draft = self._new(measure, lead, near=True, rule="earlier_value")
        draft.name, draft.parent, draft.shared_head = current.name, current.parent, True
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        draft.period, draft.before = period, True
        draft.take(measure, "value")
        self.current = current
        return True
