"""Comparisons: which percentages, points and changes compare a figure, with what, and which figure."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import takewhile

from etl.statements.changes import ChangeReader
from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import decapitalized
from etl.statements.references import PlanRef, Tail
from etl.statements.state import REACH, same_unit
from etl.statements.vocabulary import fold

_WHOLE_UNITS = frozenset({"count", "tally", "rank", ""})


_SUPERLATIVE = re.compile(r"^tăng \w+(?: \w+)? là ", re.IGNORECASE)
_LARGE_STEP = 20  # percentage points; a rate is not passed by more, so such a figure is the plan itself


def _is_share_of_parent(part: Draft, measure: Measure) -> bool:
    """True where the figures of a part and its whole give a percentage, within one."""
    whole = part.parent.value if part.parent is not None and same_unit(part.parent.unit, part.unit) else None
    if whole is None or not whole.value or part.value is None or part.has("share"):
        return False
    return abs(100 * part.value.value / whole.value - measure.left.value) <= 1


class ComparisonReader(ChangeReader):
    """Attaches comparisons to statements; opens one where only the comparison is stated."""

    def _read_percent(
        self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool, points: bool
    ) -> bool:
        """A percentage that compares; False where it is a value of its own."""
        if tail.about and change:
            # "tăng 12% về số doanh nghiệp và tăng 8,5% về số vốn": of what is said behind it
            self.current = self._told_of(tail.about) or self.current
        current = self.current
        if change and current is not None and self._change_before(measure, lead):
            return True
        prior = tail.prior or lead.prior
        reference = tail.plan
        if reference is None and not lead.light and {"versus", "plan"} <= lead.trail:
            reference = PlanRef(None)  # "Giá trị sản xuất so với KH đạt 101,2%"
        if reference is not None:
            draft = self._plan_owner(measure, lead, near)
            verb = lead.trail
            form = "percent_of"
            value = measure.left.value
            if points:
                form = "points"
            elif verb & {"exceed", "undershoot"} or (change and draft.is_rate):
                form = "points" if draft.is_rate or draft.has("share") else "growth"
            elif change:
                form = "growth"
            if "decrease" in verb or "undershoot" in verb:
                value = -value
            if draft.kind == "target" and form == "percent_of" and self._sets_goal(draft, measure):
                return True
            if "exceed" in verb or "undershoot" in verb:
                draft.verdict = draft.verdict or ("vượt" if "exceed" in verb else "giảm vượt")
            self._compare(draft, measure, "plan", form, value, "plan_percent", giver=reference.giver)
            if lead.colon and lead.light and form == "percent_of":
                self._close_list(draft, measure, tail)
            whole = draft.parent
            if lead.sentence and lead.light and whole is not None and not whole.comparisons:
                self._compare(whole, measure, "plan", form, value, "closing", giver=reference.giver)
                self.current = draft
            return True
        if prior is not None and not (
            lead.prior is None and not lead.light and not change and current is None
        ):
            owner = self._prior_owner(measure, lead, near, change)
            if owner is None:
                return False
            form, value = self._change_form(owner, measure, lead, points)
            self._compare(
                owner, measure, "prior", form, value, "prior_percent", year=prior.year, label=prior.label
            )
            return True
        if points and near and current is not None:
            value = -measure.left.value if "decrease" in lead.trail else measure.left.value
            kind = "plan" if lead.plan else "prior"
            self._compare(current, measure, kind, "points", value, "points")
            return True
        outer = self.paren_owner
        if (
            self.depth
            and outer is not None
            and not outer.is_rate
            and outer.has("plan")
            and self._content(lead)
            and not change
        ):
            draft = self._new(measure, lead, near=False, rule="percent_of_part")
            draft.parent = outer
            self._compare(draft, measure, "plan", "percent_of", measure.left.value, "percent_of_part")
            return True
        if not near and not change and not points and self._part_of_growth(measure, lead):
            return True
        if not near and lead.name_end - lead.name_start > 1 and not lead.trail and measure.right is None:
            opening = self.tokens.at[lead.name_start]
            last = measure.last == len(self.tokens.at) or self.tokens.at[measure.last].kind in (
                "stop",
                "punct",
            )
            goal = opening.has("increase", "decrease") and measure.unit == "%" and last
            if goal and lead.name_end == measure.first and not points:
                # "Giảm tai nạn giao thông 5%": the change of what the verb acts on
                return self._goal_of_change(measure, lead, down=opening.has("decrease"))
        if not near or current is None:
            step = change and not lead.light and measure.high is None and self._by(measure)
            if step and not points:
                # "GRDP ước tăng 5,55%": an indicator known only by its change
                draft = self._new(measure, lead, near=False, rule="change_only")
                form, value = self._change_form(draft, measure, lead, points)
                draft.unit = None
                if draft.kind == "target":
                    draft.target_bound = measure.bound
                self._compare(draft, measure, "prior", form, value, "change_only")
                return True
            return False
        if lead.sentence and not (lead.trail & {"result", "equal"}):
            return False
        if lead.year_end and not current.is_rate and (current.has("plan") or current.target is not None):
            draft = self._new(measure, lead, near=True, rule="percent_only")
            self._compare(draft, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
        if "share" in lead.trail and not current.is_rate and current.value is not None:
            owner = self._shared_of(measure, current)
            self._compare(owner, measure, "share", "percent_of", measure.left.value, "share")
            if owner is current and self._has_own_plan(measure):
                self._rate_of(owner, measure, lead)
            return True
        if change and lead.plan and current.value is not None:
            # "vượt kế hoạch 5%"; but "đạt 92%, vượt chỉ tiêu 86%" tells the plan
            if (current.is_rate or current.has("share")) and measure.left.value >= _LARGE_STEP:
                return False
            less = lead.trail & {"undershoot", "decrease"}  # "thấp hơn chỉ tiêu 8,4%"
            value = -measure.left.value if less else measure.left.value
            form = "points" if current.is_rate else "growth"
            self._compare(current, measure, "plan", form, value, "exceeds_plan")
            current.verdict = current.verdict or ("vượt" if value > 0 and "exceed" in lead.trail else None)
            return True
        goal = current.kind == "target" and current.target is not None and not current.is_rate
        if change and (current.value is not None or current.comparisons or goal):
            if current.is_rate and "exceed" in lead.trail and current.target is None:
                value = measure.left.value
                self._compare(current, measure, "plan", "points", value, "exceeds_plan")
                current.verdict = current.verdict or "vượt"
                return True
            owner = current
            self._names_members(current, measure)
            if self._other_time(current, lead):
                owner = self._new(measure, lead, near=True, rule="change_only")
            form, value = self._change_form(owner, measure, lead, points)
            self._compare(owner, measure, "prior", form, value, "change_near")
            return True
        if lead.clause and not lead.trail and self._phrase_behind(measure):
            return False  # "chuyển hóa 12/19 điểm; 100% hộ dân dùng nước sạch": of what stands behind it
        if current.open_pair is not None and not current.comparisons:
            of_plan = self._pair_is_plan(current) or measure.left.value > 100
            current.rule += "+pair_percent"
            kind = "plan" if of_plan else "share"
            self._compare(current, measure, kind, "percent_of", measure.left.value, "pair_percent")
            return True
        counted = current.value is not None and not current.is_rate and current.target is None
        solved = self._pair_of(measure) if counted and lead.trail & {"result", "equal", "share"} else None
        if solved is not None and not lead.sentence:
            self._compare(solved, measure, "share", "percent_of", measure.left.value, "pair_percent")
            return True
        if counted and measure.left.value > 100 and self._planned_before(current):
            self._compare(current, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
        if counted and not lead.year_end and lead.trail & {"equal", "share"} and not current.has("share"):
            part = measure.left.value <= 100 or "share" in lead.trail  # no part is more than its whole
            kind, rule = ("share", "rate_of_count") if part else ("plan", "plan_percent_unsaid")
            self._compare(current, measure, kind, "percent_of", measure.left.value, rule)
            return True
        of_count = (
            counted and current.unit_kind == "count" and measure.left.value <= 100 and not current.comparisons
        )
        if of_count and not change and self._in_bracket(measure):  # "đúng hạn 1.228 hồ sơ (99,8%)"
            self._compare(current, measure, "share", "percent_of", measure.left.value, "rate_of_count")
            return True
        if not current.is_rate and not change and self._in_bracket(measure):
            if current.value is not None and current.target is not None and not current.has("plan"):
                # "1.234 con/1.300 con KH (94,9%)"
                self._compare(
                    current, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid"
                )
                return True
            if _is_share_of_parent(current, measure):
                # "… 456 tỷ đồng. Trong đó: công nghiệp 145 tỷ đồng (31,9%)"
                self._compare(current, measure, "share", "percent_of", measure.left.value, "share")
                return True
        if of_count and "result" in lead.trail and not lead.sentence and not lead.year_end:
            self._compare(current, measure, "share", "percent_of", measure.left.value, "rate_of_count")
            return True
        amount = current.unit_kind in ("money", "measure", "compound") and current.value is not None
        if (
            amount
            and not current.is_rate
            and "result" in lead.trail
            and not current.has("plan")
            and not lead.sentence
        ):
            self._compare(current, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
        planned = current.target is not None or current.open_pair is not None or current.has("plan")
        said = lead.trail & {"result", "equal"} and not current.is_rate
        if planned and said and (not current.has("plan") or lead.sentence or lead.year_end):
            owner = self._new(measure, lead, near=True, rule="percent_only") if lead.year_end else current
            self._compare(owner, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
        return False

    def _part_of_growth(self, measure: Measure, lead: Lead) -> bool:
        """Parts of a growth are growth: "tốc độ tăng …; trong đó tăng cao nhất là công nghiệp (8,35%)"."""
        whole = self.whole
        if whole is None or not whole.is_rate or measure.right is not None or lead.sentence:
            return False
        if not lead.opened or not self._content(lead) or not fold(whole.name).startswith("tốc độ tăng"):
            return False
        draft = self._new(measure, lead, near=False, rule="change_only")
        draft.name, draft.unit = _SUPERLATIVE.sub("", draft.name), None
        down = draft.name and fold(draft.name).startswith("giảm")
        value = -measure.left.value if down else measure.left.value
        self._compare(draft, measure, "prior", "growth", value, "change_only")
        return True

    def _planned_before(self, current: Draft) -> bool:
        """True where the same was held against its plan just before: no share is over a hundred percent."""
        return any(
            d is not current and d.sentence == current.sentence and d.name == current.name and d.has("plan")
            for d in self.drafts[-REACH:]
        )

    def _names_members(self, draft: Draft, measure: Measure) -> None:
        """How many members of what grew are told of: "tăng 6%, trong đó 4 ngành trọng điểm tăng 11%"."""
        whole, value = draft.parent, draft.value
        grown = whole is not None and whole.value is None and whole.has("prior")
        close = value is not None and "," not in self.text[value.end : measure.start]
        if not grown or value is None or not close or draft.unit_kind != "count" or draft.comparisons:
            return
        draft.name = f"{self.text[value.start : value.end]} {draft.name}"
        draft.numbers = [(a, b, "name_part" if r == "value" else r) for a, b, r in draft.numbers]
        draft.value = draft.value_high = draft.unit = draft.bound = None

    def _in_bracket(self, measure: Measure) -> bool:
        """True where a figure is all that a bracket holds."""
        tokens, last = self.tokens, measure.last
        return (
            tokens.at[measure.first - 1].text == "(" and last < len(tokens.at) and tokens.at[last].text == ")"
        )

    def _pair_of(self, measure: Measure) -> Draft | None:
        """The pair before the last count that gives the rate: "phá 27/28 vụ, 40 đối tượng, đạt 96,4%"."""
        for draft in reversed(self.drafts[-REACH:-1]):
            pair, value = draft.open_pair, draft.value
            if draft.sentence != self.sentence or pair is None or value is None or not pair.value:
                continue
            half = Decimal(10) ** -measure.left.decimals / 2
            fits = abs(100 * value.value / pair.value - measure.left.value) <= half
            return draft if fits and not draft.comparisons else None
        return None

    def _sets_goal(self, draft: Draft, measure: Measure) -> bool:
        """A share of the plan that is itself the goal: "Phấn đấu giải ngân trên 95% kế hoạch vốn"."""
        bare = draft.value is None and draft.target is None and not draft.comparisons
        if not bare or draft is not self.drafts[-1]:
            return False
        draft.take(measure, "target")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        return True

    def _has_own_plan(self, rate: Measure) -> bool:
        """True where the plan of a rate follows: "tỷ lệ 84,6% (NQ giao 82%)", "59,7%, vượt chỉ tiêu 55%"."""
        after = self._measure_from(rate.last)
        if after is None or after.unit != "%" or after.right is not None:
            return False
        between = self.tokens.at[rate.last : after.first]
        planned = any(t.has("plan") for t in between[-3:])
        told = between[:1] and between[0].text in ("(", ",") and planned
        plain = ("plan", "assign", "verdict", "exceed", "result", "time", "copula")
        return bool(told) and all(t.has(*plain) or t.text in ("(", ",", ":") for t in between)

    def _rate_of(self, counted: Draft, measure: Measure, lead: Lead) -> None:
        """A rate that has a plan of its own is told of besides the count that it is of."""
        rate = self._new(measure, lead, near=True, rule="rate_with_plan")
        rate.name, rate.shared_head = f"tỷ lệ {decapitalized(counted.name)}", True
        rate.unit, rate.unit_kind, rate.period, rate.parent = "%", "ratio", counted.period, counted.parent
        rate.take(measure, "target" if rate.kind == "target" else "value")

    def _shared_of(self, measure: Measure, current: Draft) -> Draft:
        """The count that a share is of: "40 doanh nghiệp … 230 phương tiện, chiếm 10% số doanh nghiệp"."""
        behind = self.tokens.at[measure.last : measure.last + 5]
        said = " ".join(t.text for t in takewhile(lambda t: t.kind != "stop" and t.text != ";", behind))
        if current.unit and fold(current.unit) in said:
            return current
        for draft in reversed(self.drafts):
            words = fold(draft.unit or "").split(",")[0]
            if draft.sentence == current.sentence and words and words in said and draft.value is not None:
                return draft
        return current

    def _close_list(self, last: Draft, measure: Measure, tail: Tail) -> None:
        """A closing ": đạt 100% KH" after several members belongs to each of them."""
        for draft in self.drafts[-REACH:]:
            member = draft is not last and draft.sentence == last.sentence and draft.value is not None
            if member and not draft.comparisons and draft.open_pair is None:
                giver = tail.plan.giver if tail.plan is not None else None
                self._compare(
                    draft, measure, "plan", "percent_of", measure.left.value, "closing", giver=giver
                )
        self.current = last

    def _pair_is_plan(self, draft: Draft) -> bool:
        """Whether an undecided pair's second number is a plan: told by the kind of unit and by size."""
        if draft.value is None or draft.open_pair is None:
            return False
        if draft.value.value > draft.open_pair.value and draft.unit_kind not in ("count", "tally", ""):
            return True
        return draft.unit_kind not in _WHOLE_UNITS or draft.value.decimals > 0 or draft.open_pair.decimals > 0

    def _plan_owner(self, measure: Measure, lead: Lead, near: bool) -> Draft:
        """The statement that a percentage of plan belongs to; opens one where only that is stated."""
        current = self.current
        if near and current is not None:
            moved = lead.year_end and not (current.period and current.period.code == "year_end")
            if moved and current.parent is not None and not lead.sentence:
                self.current = current.parent
                return self._new(measure, lead, near=True, rule="percent_only")
            self._came_of(current)
            bare = current.value is not None and not current.has("plan") and current.open_pair is None
            if moved and bare and not lead.sentence:
                current.period, current.estimate = self._period(lead), True
                return current
            later = lead.period is not None and lead.period.code == "as_of" and current.has("plan")
            if later and current.period != lead.period and not lead.opened:
                # "bằng 93,9% kế hoạch, đến 31/01 đạt 100% kế hoạch": the same of another day
                return self._new(measure, lead, near=True, rule="percent_only")
            if moved or (lead.estimate and lead.period is not None and current.period != lead.period):
                return self._new(measure, lead, near=True, rule="percent_only")
            return current
        return self._new(measure, lead, near=False, rule="percent_only")

    def _came_of(self, draft: Draft) -> None:
        """A figure held against its plan is no plan, whatever list it stands in."""
        listed = draft.rule == "value" and draft.kind == "target" and not draft.has("plan")
        if listed and draft.value is None and self.context.kind == "result" and draft.target is not None:
            draft.turn_to_result()

    def _prior_owner(self, measure: Measure, lead: Lead, near: bool, change: bool) -> Draft | None:
        current = self.current
        if near and current is not None:
            again = change and self._other_time(current, lead)
            return self._new(measure, lead, near=True, rule="change_only") if again else current
        if change or lead.trail & {"equal", "result"}:
            return self._new(measure, lead, near=False, rule="change_only")
        return None

    def _neighbours_plan(self, draft: Draft, near: list[Draft]) -> bool:
        """Other pairs of the same sentence and unit are said to be of a plan."""
        return any(
            d is not draft and d.open_pair is not None and d.has("plan") and d.sentence == draft.sentence
            and same_unit(d.unit, draft.unit)
            for d in near
        )  # fmt: skip
