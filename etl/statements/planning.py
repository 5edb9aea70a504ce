"""Plans and what came of them: figures introduced as plans, and results told behind their plan."""

from __future__ import annotations

from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.references import PlanRef, Tail, plan_before
from etl.statements.rising import RiseReader
from etl.statements.state import same_unit
from etl.statements.vocabulary import fold


class PlanReader(RiseReader):
    """Tells which figure is the plan of which."""

    tails: list[Tail]  # what the words behind each measure say of it

    def _again(self, measure: Measure, current: Draft) -> bool:
        """The same value against a second plan: "704/700 …, bằng 101% KH tỉnh giao và đạt 704/500 …"."""
        if measure.right is None or current.value is None or current.open_pair is None:
            return False
        if (
            measure.left.value != current.value.value
            or not same_unit(measure.unit, current.unit)
            or not current.has("plan")
        ):
            return False
        if measure.right.value == current.open_pair.value:
            return False
        current.note(measure.left.start, measure.left.end, "value")
        current.note(measure.right.start, measure.right.end, "target")
        return True

    def _behind_percent(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """The figures behind a percentage of plan: "đạt 100% chỉ tiêu giao (55/55 công dân)"."""
        bare = current.value is None and current.target is None and current.has("plan")
        if (measure.right is None and measure.unit_kind != "count") or not bare or not lead.opened:
            return False
        current.take(measure, "value")
        if measure.right is not None:
            current.open_pair = measure.right
            current.note(measure.right.start, measure.right.end, "open")
        current.unit, current.unit_kind = measure.unit, measure.unit_kind
        current.rule += "+figures_behind"
        current.shared_head = True  # its name stands; the counted noun is only its unit
        return True

    def _is_the_plan(self, measure: Measure, lead: Lead, k: int) -> bool:
        """The plan itself, right behind what is held against it: "đạt 58,7% kế hoạch (5.528 tỷ đồng)"."""
        current, opening = self.current, measure.first - 1
        if current is None or measure.right is not None:
            return False
        while opening > 0 and self.tokens.at[opening].has("bound_ge", "bound_gt", "bound_lt", "approx"):
            opening -= 1
        if self.tokens.at[opening].text != "(" or not lead.light:
            return False
        judged = self.tokens.at[opening - 1].has("plan", "assign") and "exceed" in lead.trail
        behind = self.tails[k - 1].plan is not None and self.tails[k - 1].end == opening
        bare = current.target is None and current.open_pair is None
        if judged and current.only_grew and measure.unit == "%":
            current.unit, current.unit_kind = measure.unit, measure.unit_kind
            return True  # "tăng 8,1%, vượt kế hoạch đề ra (7,3 – 7,5%)"
        told = bare and current.value is not None and (behind or judged)
        return told and same_unit(measure.unit, current.unit)

    def _second_plan(self, measure: Measure, lead: Lead, k: int) -> bool:
        """A further plan behind its percentage: "… (384 tỷ đồng), bằng 109% dự toán huyện (400 tỷ đồng)"."""
        current = self.current
        if current is None or current.target is None or measure.right is not None or not lead.light:
            return False
        opened = self.tokens.at[measure.first - 1].text == "("
        behind = self.tails[k - 1].plan is not None and self.tails[k - 1].end == measure.first - 1
        if not opened or not behind or not same_unit(measure.unit, current.unit):
            return False
        current.note(measure.left.start, measure.left.end, "target")
        return True

    def _fills(self, measure: Measure, lead: Lead, current: Draft, planned_next: bool) -> bool:
        """A plan was stated, this is what came of it: "chỉ tiêu giao 11.511 tấn, ước thực hiện 10.444"."""
        if measure.right is not None or lead.sentence:
            return False
        empty = current.value is None and current.target is None and current.has("plan") and lead.light
        if empty and measure.unit_kind == "money" and self._with(measure):
            current.unit, current.unit_kind = measure.unit, measure.unit_kind
            return True  # "thu ngân sách vượt 13% kế hoạch với trên 7.700 tỷ đồng"
        alike = same_unit(measure.unit, current.unit)
        # "Thu nhập: kế hoạch 45 triệu đồng; ước thực hiện 46,5 triệu đồng": all of the item's one name
        told_of_item = (
            bool(self.run_in) and lead.light and current.shared_head is False and current.name == self.run_in
        )
        if lead.part or (lead.clause and not told_of_item) or lead.opened or "exist" in lead.trail:
            return False
        if current.kind == "target" and current.value is None and current.target is not None:
            said = bool(lead.trail & {"result", "estimate", "equal"}) or lead.outcome
            return alike and said and self.context.kind == "result"
        bare = (
            current.value is not None
            and current.open_pair is None
            and current.target is None
            and not current.comparisons
        )
        # a day told of the figure itself, not of the list it stands in
        inherited = ("year", "as_of") if current.period == self.context.period else ("year",)
        stated = current.reached or (current.period is not None and current.period.code not in inherited)
        if bare and not stated and lead.estimate and planned_next and alike and current.unit_kind != "ratio":
            # "số vốn 298,157 tỷ đồng, ước thực hiện 299,917 tỷ đồng, bằng 100,5% KH"
            current.turn_to_plan()
            return True
        bounded = current.bound is not None and current.target is None and current.value is not None
        if bounded and alike and "result" in lead.trail and not current.comparisons and not lead.year_end:
            # "< 12,0%, đạt 11,4%": the bounded figure was the goal
            current.turn_to_plan()
            return True
        return False

    def _read_plan_value(self, measure: Measure, lead: Lead, near: bool) -> bool:
        """A number introduced as a plan: "(Kế hoạch 11%)", "chỉ tiêu giao 11.511,4 tấn"."""
        current = self.current
        unplanned = current is not None and current.target is None and current.value is not None
        year = lead.period.year if lead.period is not None else None
        own = current.period.year if current is not None and current.period is not None else self.context.year
        same_year = year is None or year == own
        alike = same_year and current is not None and same_unit(measure.unit, current.unit)
        grown = current is not None and current.only_grew and measure.unit == "%" and measure.right is None
        if near and current is not None and ((unplanned and alike) or (grown and same_year)):
            if grown:  # "ngành mộc tăng 2,1% (kế hoạch 1,8%)": the plan of the growth
                current.unit, current.unit_kind = measure.unit, measure.unit_kind
            current.take(measure, "target")
            return True
        draft = self._new(measure, lead, near=near, rule="plan_value")
        draft.kind = "target"
        draft.take(measure, "target")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        return True

    def _plan_of_change(self, measure: Measure, lead: Lead) -> bool:
        """The plan of a change, in a bracket behind it: "giảm 0,5% (NQ giảm 0,4%)"; no figure of its own."""
        current, i = self.current, measure.first - 1
        while i > 0 and self.tokens.at[i].has("increase", "decrease", "approx", "bound_gt"):
            i -= 1
        planned = i > 0 and i < measure.first - 1 and self.tokens.at[i].has("plan")
        while i > 0 and self.tokens.at[i].has("plan", "assign", "time"):
            i -= 1
        if current is None or not planned or self.tokens.at[i].text != "(" or not current.comparisons:
            return False
        current.note(measure.left.start, measure.left.end, "target")
        return True

    def _bracketed_plan(self, measure: Measure) -> bool:
        """True for a plan in a bracket of its own: "vượt chỉ tiêu (kế hoạch 4 xã)"."""
        i = plan_before(self.tokens, measure.first) if measure.right is None else -1
        while i > 0 and self.tokens.at[i - 1].has("plan"):
            i -= 1
        return i > 0 and self.tokens.at[i - 1].text == "("

    def _plan_told_behind(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """True for a plan with its giver behind its figure: "BHYT 92,7%, chỉ tiêu Thành phố giao từ 95%"."""
        if measure.right is not None or lead.sentence or lead.clause or current.value is None:
            return False
        i = plan_before(self.tokens, measure.first)
        if i <= 0 or self.tokens.at[i - 1].text not in (",", "("):
            return False
        assigned = any(t.has("assign") for t in self.tokens.at[i : measure.first])
        free = current.target is None and current.open_pair is None
        return assigned and free and same_unit(measure.unit, current.unit)

    def _behind_plan_word(self, measure: Measure, i: int) -> int:
        """Behind the word that says what a pair's second number is: "125 tỷ/150 tỷ đồng dự toán, đạt 83%"."""
        tokens = self.tokens
        if (
            measure.right is None
            or i != measure.last
            or i + 1 >= len(tokens.at)
            or not tokens.at[i].has("plan")
        ):
            return i
        return i + 1 if tokens.at[i + 1].text in (",", ";", "(") or tokens.at[i + 1].kind == "stop" else i

    def _as_written(self, plan: PlanRef | None, first: int, end: int) -> PlanRef | None:
        """A plan whose giver has the capitals of the text: "HĐND huyện"; tokens know only folded words."""
        if plan is None or plan.giver is None or first >= end:
            return plan
        printed = self.tokens.printed(first, end)
        folded = fold(printed)
        at = folded.find(plan.giver) if len(folded) == len(printed) else -1
        return PlanRef(printed[at : at + len(plan.giver)]) if at >= 0 else plan
