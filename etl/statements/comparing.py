"""Comparisons: which percentages, points and changes compare a figure, with what, and which figure."""

from __future__ import annotations

import re
from decimal import Decimal

from etl.statements.draft import Draft, DraftComparison
from etl.statements.gaps import Lead
from etl.statements.heads import HeadReader
from etl.statements.measures import Measure
from etl.statements.references import Tail
from etl.statements.state import REACH, same_unit
from etl.statements.vocabulary import fold

_CHANGE = frozenset({"increase", "decrease", "exceed", "undershoot"})
_PLACES_UP = frozenset({"bậc", "hạng", "thứ hạng"})  # a rank rises by them, whatever it is counted among
_WHOLE_UNITS = frozenset({"count", "tally", "rank", ""})


_SUPERLATIVE = re.compile(r"^tăng \w+(?: \w+)? là ", re.IGNORECASE)
_LARGE_STEP = 20  # percentage points; a rate is not passed by more, so such a figure is the plan itself
_RATES = ("tỷ lệ", "tỉ lệ", "tỷ suất", "tỉ suất", "tỷ trọng", "tỉ trọng")


class ComparisonReader(HeadReader):
    """Attaches comparisons to statements; opens one where only the comparison is stated."""

    def _read_percent(
        self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool, points: bool
    ) -> bool:
        """A percentage that compares; False where it is a value of its own."""
        current = self.current
        prior = tail.prior or lead.prior
        if tail.plan is not None:
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
            if "exceed" in verb or "undershoot" in verb:
                draft.verdict = draft.verdict or ("vượt" if "exceed" in verb else "giảm vượt")
            self._compare(draft, measure, "plan", form, value, "plan_percent", giver=tail.plan.giver)
            if lead.colon and lead.light and form == "percent_of":
                self._close_list(draft, measure, tail)
            whole = draft.parent
            if lead.sentence and lead.light and whole is not None and not whole.comparisons:
                self._compare(whole, measure, "plan", form, value, "closing", giver=tail.plan.giver)
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
            opening = self.tokens[lead.name_start]
            last = measure.last == len(self.tokens) or self.tokens[measure.last].kind in ("stop", "punct")
            goal = opening.text in ("giảm", "tăng") and measure.unit == "%" and last
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
            self._compare(
                self._shared_of(measure, current), measure, "share", "percent_of", measure.left.value, "share"
            )
            return True
        if change and lead.plan and lead.trail & {"exceed", "undershoot"} and current.value is not None:
            # "vượt kế hoạch 5%"; but "đạt 92%, vượt chỉ tiêu 86%" tells the plan
            if (current.is_rate or current.has("share")) and measure.left.value >= _LARGE_STEP:
                return False
            value = -measure.left.value if "undershoot" in lead.trail else measure.left.value
            form = "points" if current.is_rate else "growth"
            self._compare(current, measure, "plan", form, value, "exceeds_plan")
            current.verdict = current.verdict or ("vượt" if value > 0 else None)
            return True
        if (change and current.value is not None) or (change and current.comparisons):
            if current.is_rate and "exceed" in lead.trail and current.target is None:
                value = measure.left.value
                self._compare(current, measure, "plan", "points", value, "exceeds_plan")
                current.verdict = current.verdict or "vượt"
                return True
            form, value = self._change_form(current, measure, lead, points)
            self._compare(current, measure, "prior", form, value, "change_near")
            return True
        if current.open_pair is not None and not current.comparisons:
            plan = self._pair_is_plan(current) or measure.left.value > 100
            current.rule += "+pair_percent"
            kind = "plan" if plan else "share"
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
            self._compare(current, measure, "share", "percent_of", measure.left.value, "rate_of_count")
            return True
        of_count = (
            counted and current.unit_kind == "count" and measure.left.value <= 100 and not current.comparisons
        )
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

    def _goal_of_change(self, measure: Measure, lead: Lead, *, down: bool) -> bool:
        name = self.tokens.printed(lead.name_start + 1, lead.name_end)
        if fold(name).startswith((*_RATES, "số ")):
            return False
        draft = self._new(measure, lead, near=False, rule="change_only")
        draft.name, draft.unit = name, None
        value = -measure.left.value if down else measure.left.value
        self._compare(draft, measure, "prior", "growth", value, "change_only")
        return True

    def _planned_before(self, current: Draft) -> bool:
        """True where the same was held against its plan just before: no share is over a hundred percent."""
        return any(
            d is not current and d.sentence == current.sentence and d.name == current.name and d.has("plan")
            for d in self.drafts[-REACH:]
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

    def _by(self, measure: Measure) -> bool:
        """False where the change ends at the figure: "giảm còn 1,89%", "tăng lên 45%"."""
        i = measure.first - 1
        while i > 0 and self.tokens[i].has("bound_gt", "bound_ge", "bound_lt", "approx"):
            i -= 1
        return i >= 0 and not self.tokens[i].has("result", "copula")

    def _shared_of(self, measure: Measure, current: Draft) -> Draft:
        """The count that a share is of: "40 doanh nghiệp … 230 phương tiện, chiếm 10% số doanh nghiệp"."""
        said = " ".join(t.text for t in self.tokens[measure.last : measure.last + 5])
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

    def _prior_owner(self, measure: Measure, lead: Lead, near: bool, change: bool) -> Draft | None:
        if near and self.current is not None:
            return self.current
        if change or lead.trail & {"equal", "result"}:
            return self._new(measure, lead, near=False, rule="change_only")
        return None

    def _change_form(self, draft: Draft, measure: Measure, lead: Lead, points: bool) -> tuple[str, Decimal]:
        value = measure.left.value
        if "decrease" in lead.trail or "undershoot" in lead.trail:
            value = -value
        if points:
            return "points", value
        if lead.trail & _CHANGE:
            rate = draft.is_rate or draft.has("share") or fold(draft.name).startswith(_RATES)
            return ("points" if rate else "growth"), value
        return "percent_of", value

    def _read_delta(self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool) -> bool:
        """An absolute change: "giảm 8 trẻ so với cùng kỳ", "(giảm 12 vụ, giảm 03 người bị thương)"."""
        if lead.opened and not change:
            self.in_changes = False  # a bracket of its own: "(36 đơn khiếu nại, 552 đơn đề nghị)"
        listed = self.depth and self.paren_owner and self.in_changes and not lead.part
        if not self.drafts or not (change or listed):
            return False
        prior = tail.prior or lead.prior
        if not lead.light or not (near or prior):
            return False
        owner = self._delta_owner(measure)
        if owner is None:
            return False
        down = "decrease" in lead.trail or (not change and self.last_down)
        value = -measure.left.value if down else measure.left.value
        self.in_changes, self.last_down = True, down
        if prior is not None and lead.light:
            self._share_base(prior.year, prior.label)
        kind = "plan" if tail.plan is not None else "prior"
        self._compare(
            owner, measure, kind, "delta", value, "delta",
            year=prior.year if prior else None, label=prior.label if prior else None, unit=measure.unit,
        )  # fmt: skip
        return True

    def _read_change_again(self, measure: Measure, before: Measure, tail: Tail) -> bool:
        """The change just told, as a percentage: "giảm 27 vụ = 8,6%", "tăng 200 con (9,5%)"."""
        draft = self.current
        change = draft.comparisons[-1] if draft is not None and draft.comparisons else None
        if draft is None or change is None or change.form != "delta":
            return False
        between = self.tokens[before.last : measure.first]
        told = before.left.start == change.start and measure.unit == "%" and measure.right is None
        signs = [t for t in between if t.text in ("=", "(") or t.has("correspond")]
        if (
            not told
            or not signs
            or any(t.text != "," and t.kind != "word" for t in between if t not in signs)
        ):
            return False
        form, value = "growth", measure.left.value
        if draft.value is not None and draft.value.value > change.value:
            # "tăng 20 con = 109%": the figures tell whether the change is meant or what it came to
            base = draft.value.value - change.value
            of_base, of_change = (100 * x / base for x in (draft.value.value, abs(change.value)))
            form = "percent_of" if abs(of_base - value) < abs(of_change - value) else form
        value = -value if form == "growth" and change.value < 0 else value
        year, label = change.base_year, change.base_label
        if tail.prior is not None:
            year, label = tail.prior.year, tail.prior.label
            self._share_base(year, label)
        self._compare(
            draft, measure, change.comparison_type, form, value, "change_again", year=year, label=label
        )
        return True

    def _share_base(self, year: int | None, label: str) -> None:
        """Changes listed together have one base, named behind the last of them."""
        for draft in self.drafts[-REACH:]:
            for change in draft.comparisons if draft.sentence == self.sentence else ():
                if change.rule in ("delta", "change_again") and change.base_label is None:
                    change.base_year, change.base_label = year, label

    def _delta_owner(self, measure: Measure) -> Draft | None:
        """The statement whose unit a change is in; in a bracket each change is meant for one count."""
        if fold(measure.unit or "") in _PLACES_UP:
            return self.current if self.current and "xếp" in fold(self.current.name) else None
        same = [
            d for d in self.drafts[-REACH:]
            if d.sentence == self.sentence and d.value is not None and same_unit(measure.unit, d.unit)
        ]  # fmt: skip
        if not same:
            return None
        said = self._words_behind(measure)
        for draft in reversed(same):
            if said and said in fold(draft.name):
                return draft
        return same[-1]

    def _words_behind(self, measure: Measure) -> str:
        words = []
        for token in self.tokens[measure.last : measure.last + 3]:
            if token.kind != "word":
                break
            words.append(token.text)
        return " ".join(words)

    def _compare(
        self, draft: Draft, measure: Measure, comparison_type: str, form: str, value: Decimal, rule: str, *,
        giver: str | None = None, year: int | None = None, label: str | None = None, unit: str | None = None,
    ) -> None:  # fmt: skip
        draft.comparisons.append(
            DraftComparison(
                comparison_type,
                form,
                value,
                measure.left.decimals,
                measure.left.start,
                measure.left.end,
                plan_giver=giver,
                base_year=year,
                base_label=label,
                unit=unit,
                rule=rule,
            )
        )
        draft.note(measure.left.start, measure.left.end, "comparison")
        draft.slip = draft.slip or measure.slip
        if measure.high is not None:
            draft.note(measure.high.start, measure.high.end, "comparison")
        self.current = draft

    def _neighbours_plan(self, draft: Draft, near: list[Draft]) -> bool:
        """Other pairs of the same sentence and unit are said to be of a plan."""
        return any(
            d is not draft and d.open_pair is not None and d.has("plan") and d.sentence == draft.sentence
            and same_unit(d.unit, draft.unit)
            for d in near
        )  # fmt: skip
