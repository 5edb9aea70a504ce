"""A figure told from its earlier to its present value: "giảm từ 12,5% năm 2021 xuống còn 9,8%"."""

from __future__ import annotations

from etl.statements.dating import year_behind
from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.periods import Period, years_in
from etl.statements.qualifying import QualifierReader
from etl.statements.state import same_unit

_REACH = 9  # tokens between the two figures


class RiseReader(QualifierReader):
    """Reads the earlier value as one of an earlier time, never as a plan or a change."""

    rise: tuple[int, Draft, Period | None, str] | None = None  # measure, its draft, the other's time and kind

    def _read_rise(self, measure: Measure, lead: Lead, near: bool, k: int) -> bool:
        """True for either of the two figures."""
        if self.rise is not None and self.rise[0] == k - 1:
            self._arrive(measure, lead, *self.rise[1:])
            self.rise = None
            return True
        between = self._way(measure, k)
        if between is None:
            return False
        after = self.measures[k + 1]
        draft = self._new(measure, lead, near=near, rule="earlier_value")
        self.rise = (k, draft, draft.period, draft.kind)
        years = years_in(between)
        # When it was so is often left unsaid ("từ 45% lên 52%"); it is not the time of the report.
        draft.period, draft.undated, draft.kind = Period(years[-1]) if years else None, not years, "result"
        draft.estimate = False
        draft.unit = measure.unit or after.unit
        draft.unit_kind = measure.unit_kind if measure.unit else after.unit_kind
        draft.shared_head = draft.shared_head or bool(draft.pre)  # what stands behind it is no name
        measure.bound = None  # "từ" says where the change began
        draft.take(measure, "value")
        return True

    def _arrive(self, measure: Measure, lead: Lead, earlier: Draft, period: Period | None, kind: str) -> None:
        """What it is now, of the same name."""
        draft = self._new(measure, lead, near=True, rule="value")
        draft.name, draft.pre, draft.shared_head = earlier.name, earlier.pre, earlier.shared_head
        draft.parent, draft.place, draft.kind = earlier.parent, earlier.place, kind
        draft.period = year_behind(self.tokens, measure.last) or period
        draft.unit, draft.unit_kind = measure.unit or earlier.unit, measure.unit_kind or earlier.unit_kind
        draft.take(measure, "target" if kind == "target" else "value")

    def _way(self, measure: Measure, k: int) -> str | None:
        """The words from one figure to the other, if the first is where a change began."""
        tokens = self.tokens
        first = measure.first
        begins = tokens.at[first].text == "từ" or (first > 0 and tokens.at[first - 1].text == "từ")
        if not begins or measure.right is not None or measure.high is not None or k + 1 >= len(self.measures):
            return None
        after = self.measures[k + 1]
        between = tokens.at[measure.last : after.first]
        reaches = any(t.has("reach") for t in between[-3:])
        alike = measure.unit is None or same_unit(measure.unit, after.unit)
        apart = any(t.kind in ("num", "stop") or t.text in (";", ":") for t in between)
        if not reaches or not alike or apart or len(between) > _REACH or after.right is not None:
            return None
        return tokens.printed(measure.last, after.first)
