"""Figures told in turn: "1.142 và 318 triệu USD, lần lượt bằng 102,9% và 93,5% KH"."""

from __future__ import annotations

from etl.statements.changes import CHANGE
from etl.statements.comparing import ComparisonReader
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.references import PlanRef, PriorRef, Tail
from etl.statements.state import REACH, same_unit

_JOINS = frozenset({",", ";", "và", "-", "–"})  # stand between figures told in turn


class TurnReader(ComparisonReader):
    """Hands comparisons told one behind the other to the figures told before, in their order."""

    turn: tuple[PlanRef | None, PriorRef | None, frozenset[str]]  # what all of them are held against

    def _in_turn(self, measure: Measure, lead: Lead, k: int, tails: list[Tail]) -> bool:
        """True for a comparison told in turn with others."""
        if k not in self.turns:
            self._open_turns(lead, k, tails)
        draft = self.turns.get(k)
        if draft is None:
            return False
        plan, prior, trail = self.turn
        said = lead.trail & CHANGE or trail
        value = -measure.left.value if "decrease" in said or "undershoot" in said else measure.left.value
        form = "percent_of"
        if measure.unit != "%":
            form = "delta"
        elif said & CHANGE:
            form = "points" if draft.is_rate else "growth"
        after = self.current
        self._compare(
            draft, measure, "plan" if plan is not None else "prior", form, value, "in_turn",
            giver=plan.giver if plan is not None else None, year=prior.year if prior is not None else None,
            label=prior.label if prior is not None else None, unit=measure.unit if form == "delta" else None,
        )  # fmt: skip
        self.current = after
        return True

    def _open_turns(self, lead: Lead, k: int, tails: list[Tail]) -> None:
        tokens, measures = self.tokens.at, self.measures
        low = measures[k - 1].last if k else 0
        between = tokens[low : measures[k].first]
        told = any(t.has("in_turn") for t in between) and not any(t.kind == "stop" for t in between)
        if not told or not (lead.light or lead.trail & CHANGE):
            return
        end = k + 1
        while end < len(measures) and all(
            t.text in _JOINS or t.has(*CHANGE) for t in tokens[measures[end - 1].last : measures[end].first]
        ):
            end += 1
        run = measures[k:end]
        owners = [d for d in self.drafts[-REACH:] if d.sentence == self.sentence and d.value is not None]
        owners = owners[-len(run) :]
        if len(run) < 2 or len(owners) < len(run) or any(m.right is not None or m.high for m in run):
            return
        percent = all(m.unit == "%" for m in run)
        alike = all(same_unit(m.unit, d.unit) for m, d in zip(run, owners, strict=True))
        last = tails[end - 1]
        plan, prior = last.plan, last.prior or lead.prior
        compares = plan is not None or prior is not None or bool(lead.trail & CHANGE)
        if not compares or not (percent or (alike and lead.trail & CHANGE)):
            return
        self.turn = plan, prior, lead.trail
        self.turns = dict(zip(range(k, end), owners, strict=True))
