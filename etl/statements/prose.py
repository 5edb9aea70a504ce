"""The grammar of prose: measures and the words between them become statements.

One pass from left to right over a block.  Each measure is told apart by what stands right behind it
(plan, earlier period), right before it (verb, head) and by what was read last; the name of the rule
that decided is kept with the statement and with each of its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.statements.context import Context
from etl.statements.draft import Draft, DraftComparison
from etl.statements.gaps import Lead, Tail, read_lead, read_tail
from etl.statements.measures import Measure, find_measures
from etl.statements.names import clean, head_start, is_generic
from etl.statements.periods import Period
from etl.statements.scan import Token, scan
from etl.statements.vocabulary import Vocabulary, fold

_CHANGE = frozenset({"increase", "decrease", "exceed", "undershoot"})
_POINTS = ("điểm phần trăm", "điểm %")
_WHOLE_UNITS = frozenset({"count", "rank", ""})


@dataclass(slots=True)
class BlockReading:
    """What was read in one block: drafts in order, and numbers that are part of no statement."""

    drafts: list[Draft] = field(default_factory=list)
    loose: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, role, rule
    tokens: list[Token] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


class ProseReader:
    """Reads one block's text in its context."""

    def __init__(self, text: str, context: Context, vocabulary: Vocabulary, *, report_year: int | None) -> None:
        self.text = text
        self.context = context
        self.vocabulary = vocabulary
        self.report_year = report_year
        self.tokens = scan(text, vocabulary)
        self.measures = find_measures(self.tokens, text, vocabulary)
        self.reading = BlockReading(tokens=self.tokens, measures=self.measures)
        self.drafts = self.reading.drafts
        self.sentence = 0
        self.clause = 0
        self.current: Draft | None = None
        self.whole: Draft | None = None  # the whole whose parts are being listed
        self.period: Period | None = context.period
        self.year_end = False
        self.depth = 0
        self.paren_owner: Draft | None = None

    # -- the pass ---------------------------------------------------------------------------

    def read(self) -> BlockReading:
        """Read the block."""
        tokens, measures = self.tokens, self.measures
        for token in tokens:
            if token.kind == "mask":
                self._book_mask(token)
        tails: list[Tail] = []
        for k, measure in enumerate(measures):
            end = measures[k + 1].first if k + 1 < len(measures) else len(tokens)
            tails.append(read_tail(tokens, measure.last, end, self.report_year))
        start = 0
        for k, measure in enumerate(measures):
            lead = read_lead(tokens, self.text, start, measure.first, self.report_year, self.vocabulary)
            if k:
                self._close_post(measures[k - 1], start, lead)
            self._advance(lead)
            self._decide(measure, lead, tails[k], k)
            start = tails[k].end
        if measures:
            end_lead = read_lead(tokens, self.text, start, len(tokens), self.report_year, self.vocabulary)
            self._close_post(measures[-1], start, end_lead)
        self._settle()
        return self.reading

    def _book_mask(self, token: Token) -> None:
        for other in _numbers(self.text, token.start, token.end):
            self.reading.loose.append((*other, token.role, "mask"))

    def _advance(self, lead: Lead) -> None:
        if lead.sentence:
            self.sentence += 1
            self.clause += 1
            self.whole = None
            self.period = self.context.period
            self.year_end = False
        elif lead.clause:
            self.clause += 1
        if lead.period is not None:
            self.period = lead.period
            self.year_end = lead.year_end
        if lead.part and self.current is not None and not lead.sentence:
            self.whole = self.current if self.current.parent is None else self.current.parent
        elif lead.part and self.drafts:
            self.whole = self._last_whole()
        if lead.closed:
            self.depth = 0
            if self.paren_owner is not None:
                self.current, self.paren_owner = self.paren_owner, None
                if self.whole is self.current and not lead.part:
                    self.whole = None
        if lead.opened and self.current is not None:
            self.depth = lead.opened
            self.paren_owner = self.current
            if not lead.light and not lead.part and self.current.value is not None:
                self.whole = self.current

    def _last_whole(self) -> Draft | None:
        for draft in reversed(self.drafts):
            if draft.parent is None and draft.sentence >= self.sentence - 1:
                return draft
        return None

    # -- what a measure is ------------------------------------------------------------------

    def _decide(self, measure: Measure, lead: Lead, tail: Tail, k: int) -> None:
        current = self.current
        change = bool(lead.trail & _CHANGE)
        near = current is not None and (lead.light or lead.opened > 0 and not self._content(lead))
        percent = measure.unit in ("%", "‰", "%o") and measure.right is None
        points = (measure.unit or "").lower() in _POINTS
        if percent or points or (measure.unit is None and tail.plan and measure.right is None and near):
            if self._read_percent(measure, lead, tail, near, change, points):
                return
        elif measure.right is None and self._read_delta(measure, lead, tail, near, change):
            return
        if lead.plan and measure.right is None and self._read_plan_value(measure, lead, near):
            return
        if near and current is not None and self._fills(measure, lead, current):
            current.take(measure, "value")
            current.estimate = current.estimate or lead.estimate
            current.rule += "+plan_first"
            current.kind = "result"
            if lead.period is not None:
                current.period = self._period(lead)
            return
        self._open(measure, lead, near)

    def _fills(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """A plan was stated, and this is what came of it: "chỉ tiêu giao 11.511 tấn, ước thực hiện 10.444"."""
        if measure.right is not None or lead.sentence:
            return False
        same_unit = _same_unit(measure.unit, current.unit)
        if current.kind == "target" and current.value is None and current.target is not None:
            said = bool(lead.trail & {"result", "estimate", "equal"}) or lead.outcome
            return same_unit and said and self.context.kind == "result"
        bounded = current.bound is not None and current.target is None and current.value is not None
        if bounded and same_unit and "result" in lead.trail and not current.comparisons and not lead.year_end:
            # "< 12,0%, đạt 11,4%": the bounded figure was the goal
            current.target, current.target_high, current.target_bound = current.value, current.value_high, current.bound
            current.value = current.value_high = current.bound = None
            current.numbers = [(a, b, "target" if r == "value" else r) for a, b, r in current.numbers]
            return True
        return False

    def _read_percent(
        self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool, points: bool
    ) -> bool:
        """A percentage that compares; False where it is a value of its own."""
        current = self.current
        prior = tail.prior or lead.prior
        if tail.plan is not None and not (tail.prior and lead.prior is None and change and False):
            draft = self._plan_owner(measure, lead, near)
            verb = lead.trail
            form = "percent_of"
            value = measure.left.value
            if points:
                form = "points"
            elif verb & {"exceed", "undershoot"} or (change and draft.is_rate):
                form = "points" if draft.is_rate else "growth"
            elif change:
                form = "growth"
            if "decrease" in verb or "undershoot" in verb:
                value = -value
            if "exceed" in verb or "undershoot" in verb:
                draft.verdict = draft.verdict or ("vượt" if "exceed" in verb else "giảm vượt")
            self._compare(draft, measure, "plan", form, value, "plan_percent", giver=tail.plan.giver)
            if tail.prior is not None and form == "percent_of" and False:
                pass
            return True
        if prior is not None and not (lead.prior is None and not lead.light and not change and current is None):
            draft = self._prior_owner(measure, lead, near, change)
            if draft is None:
                return False
            form, value = self._change_form(draft, measure, lead, points)
            self._compare(draft, measure, "prior", form, value, "prior_percent", year=prior.year, label=prior.label)
            return True
        if points and near and current is not None:
            value = -measure.left.value if "decrease" in lead.trail else measure.left.value
            kind = "plan" if lead.plan else "prior"
            self._compare(current, measure, kind, "points", value, "points")
            return True
        if not near or current is None:
            if change and not lead.light and measure.bound is None and self.context.kind == "result" and not points:
                # "GRDP ước tăng 5,55%": an indicator known only by its change
                draft = self._new(measure, lead, near=False, rule="change_only")
                form, value = self._change_form(draft, measure, lead, points)
                draft.unit = None
                self._compare(draft, measure, "prior", form, value, "change_only")
                return True
            return False
        if lead.sentence and not (lead.trail & {"result", "equal"}):
            return False
        if "share" in lead.trail and not current.is_rate and current.value is not None:
            self._compare(current, measure, "share", "percent_of", measure.left.value, "share")
            return True
        if change and current.value is not None or change and current.comparisons:
            if current.is_rate and "exceed" in lead.trail and current.target is None:
                value = measure.left.value
                self._compare(current, measure, "plan", "points", value, "exceeds_plan")
                current.verdict = current.verdict or "vượt"
                return True
            form, value = self._change_form(current, measure, lead, points)
            self._compare(current, measure, "prior", form, value, "change_near")
            return True
        if current.open_pair is not None and not current.comparisons:
            plan = self._pair_is_plan(current)
            current.rule += "+pair_percent"
            kind = "plan" if plan else "share"
            self._compare(current, measure, kind, "percent_of", measure.left.value, "pair_percent")
            return True
        if current.value is not None and not current.is_rate and current.target is None and not lead.year_end:
            if lead.trail & {"equal", "share"} and not current.has("share"):
                self._compare(current, measure, "share", "percent_of", measure.left.value, "rate_of_count")
                return True
        if current.target is not None and lead.trail & {"result", "equal"} and not current.is_rate:
            if not current.has("plan") or lead.sentence or lead.year_end:
                if lead.year_end:
                    draft = self._new(measure, lead, near=True, rule="percent_only")
                    self._compare(draft, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
                else:
                    self._compare(current, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
                return True
        return False

    def _pair_is_plan(self, draft: Draft) -> bool:
        """Whether an undecided pair's second number is a plan: told by the kind of unit and by size."""
        assert draft.value is not None and draft.open_pair is not None
        if draft.value.value > draft.open_pair.value:
            return True
        return draft.unit_kind not in _WHOLE_UNITS or draft.value.decimals > 0 or draft.open_pair.decimals > 0

    def _plan_owner(self, measure: Measure, lead: Lead, near: bool) -> Draft:
        """The statement that a percentage of plan belongs to; opens one where only the percentage is stated."""
        current = self.current
        if near and current is not None:
            moved = lead.year_end and not (current.period and current.period.code == "year_end")
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

    def _change_form(self, draft: Draft, measure: Measure, lead: Lead, points: bool) -> tuple[str, object]:
        value = measure.left.value
        if "decrease" in lead.trail or "undershoot" in lead.trail:
            value = -value
        if points:
            return "points", value
        if lead.trail & _CHANGE:
            rate = draft.is_rate or (draft.has("share") and draft.denominator is not None) or draft.has("share")
            return ("points" if rate else "growth"), value
        return "percent_of", value

    def _read_delta(self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool) -> bool:
        """An absolute change: "giảm 8 trẻ so với cùng kỳ", "(giảm 12 vụ, giảm 03 người bị thương)"."""
        if not self.drafts or not (change or (self.depth and self.paren_owner and self._in_changes)):
            return False
        prior = tail.prior or lead.prior
        if not lead.light or not (near or prior):
            return False
        owner = self._delta_owner(measure)
        if owner is None:
            return False
        down = "decrease" in lead.trail or (not change and self._last_down)
        value = -measure.left.value if down else measure.left.value
        self._in_changes, self._last_down = True, down
        kind = "plan" if tail.plan is not None else "prior"
        self._compare(
            owner, measure, kind, "delta", value, "delta",
            year=prior.year if prior else None, label=prior.label if prior else None, unit=measure.unit,
        )  # fmt: skip
        return True

    _in_changes = False
    _last_down = False

    def _delta_owner(self, measure: Measure) -> Draft | None:
        """The statement whose unit a change is in; in a bracket each change is meant for one of the counts."""
        same = [
            d for d in self.drafts
            if d.sentence == self.sentence and d.value is not None and _same_unit(measure.unit, d.unit)
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

    def _read_plan_value(self, measure: Measure, lead: Lead, near: bool) -> bool:
        """A number introduced as a plan: "(Kế hoạch 11%)", "chỉ tiêu giao 11.511,4 tấn"."""
        current = self.current
        if near and current is not None and current.target is None and current.value is not None:
            if _same_unit(measure.unit, current.unit):
                current.take(measure, "target")
                return True
        draft = self._new(measure, lead, near=near, rule="plan_value")
        draft.kind = "target"
        draft.take(measure, "target")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        return True

    # -- opening statements -----------------------------------------------------------------

    def _content(self, lead: Lead) -> bool:
        return lead.name_start < lead.name_end

    def _open(self, measure: Measure, lead: Lead, near: bool) -> None:
        draft = self._new(measure, lead, near=near, rule="pair" if measure.right is not None else "value")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        target = draft.kind == "target" and measure.right is None
        draft.take(measure, "target" if target else "value")
        if measure.right is not None:
            draft.open_pair = measure.right
            draft.note(measure.right.start, measure.right.end, "open")

    def _new(self, measure: Measure, lead: Lead, *, near: bool, rule: str) -> Draft:
        current = self.current
        tokens = self.tokens
        name, shared = "", False
        if self._content(lead):
            first = head_start(tokens, lead.name_start, lead.name_end, self.vocabulary)
            name = clean(self.text[tokens[first].start : tokens[lead.name_end - 1].end])
        pre = name
        count_like = measure.unit_kind in ("count",) and not lead.light
        if not name:
            noun = self._noun_behind(measure)
            if near and current is not None and not (noun and not _same_unit(measure.unit, current.unit)):
                name, shared = current.name, True
            elif noun:
                name = noun
            elif current is not None and not lead.sentence:
                name, shared = current.name, True
            elif self.context.head:
                name = self.context.head
            else:
                name = current.name if current is not None else clean(self.context.title)
                shared = current is not None
        elif is_generic(name, self.vocabulary) and current is not None and current.sentence == self.sentence:
            name = f"{name} {_decapitalize(current.name)}"
        del count_like
        period = self._period(lead)
        kind = self.context.kind
        if "pursue" in lead.trail and not lead.outcome:
            kind = "target"
        if kind == "target" and measure.right is not None:
            kind = "result"
        draft = Draft(
            name=name, kind=kind, rule=rule, sentence=self.sentence, clause=self.clause,
            period=period, estimate=lead.estimate, outcome=lead.outcome or lead.estimate,
            shared_head=shared, pre=pre,
        )  # fmt: skip
        if shared and current is not None:
            draft.parent = current.parent
            draft.place = current.place
            if current.target is not None and current.open_pair is None and rule == "value":
                if _same_unit(measure.unit, current.unit) and lead.year_end:
                    draft.target, draft.target_high = current.target, current.target_high
                    draft.target_bound = current.target_bound
        elif self.whole is not None and self.whole.sentence >= self.sentence - 1 and self.whole is not draft:
            draft.parent = self.whole
        draft.ends_at = measure.start
        self.drafts.append(draft)
        self.current = draft
        return draft

    def _period(self, lead: Lead) -> Period | None:
        if lead.year_end:
            year = lead.period.year if lead.period is not None else self.context.year
            return Period(year, "year_end")
        return self.period

    def _noun_behind(self, measure: Measure) -> str:
        """Unit and the noun phrase behind it, for figures named only after their number."""
        if measure.unit_kind not in ("count", "ratio", "") or measure.right is not None and measure.unit is None:
            return ""
        words: list[str] = []
        i = measure.last
        stop = i
        while stop < len(self.tokens) and stop - i < 16:
            token = self.tokens[stop]
            if token.kind in ("stop", "num") or token.text in ",;:()" or self._breaks(token):
                break
            stop += 1
        if stop > i:
            words.append(self.text[self.tokens[i].start : self.tokens[stop - 1].end])
        if measure.unit_kind == "count" and measure.unit:
            words.insert(0, measure.unit)
        return clean(" ".join(words))

    def _breaks(self, token: Token) -> bool:
        return token.kind == "phrase" and token.has(
            "result", "equal", "estimate", "increase", "decrease", "share", "versus", "part", "exceed", "time", "copula", "plan",
            "link", "contrast",
        ) and token.text not in ("các", "có", "được", "thực hiện", "hoàn thành")  # fmt: skip

    def _close_post(self, measure: Measure, start: int, lead: Lead) -> None:
        """The words behind a count complete its name: "tiếp nhận 691 hồ sơ cấp phép xây dựng"."""
        draft = self.current
        if draft is None or draft.ends_at < measure.start or draft.post or draft.shared_head:
            return
        if draft.value is None and draft.target is None or not (draft.numbers and draft.numbers[-1][0] >= measure.start):
            return
        if measure.right is not None and measure.unit is None or start != measure.last:
            return
        i, stop = start, start
        while stop < lead.post_end and stop - i < 24:
            token = self.tokens[stop]
            if token.kind in ("stop", "num") or token.text in ",;:()" or self._breaks(token):
                break
            stop += 1
        words = clean(self.text[self.tokens[i].start : self.tokens[stop - 1].end]) if stop > i else ""
        if draft.unit_kind == "count" and draft.unit:
            noun = f"{draft.unit} {words}".strip()
            if not draft.pre:
                draft.name = noun if not draft.shared_head else draft.name
            elif words or len(draft.pre.split()) <= 4:
                draft.name = f"{draft.pre} {_decapitalize(noun)}"
        elif words and draft.is_rate and not draft.pre:
            draft.name = words
        elif words and draft.unit_kind == "measure" and len(draft.pre.split()) <= 2:
            draft.name = f"{draft.pre} {words}".strip()
        draft.post = words

    # -- comparisons ------------------------------------------------------------------------

    def _compare(
        self, draft: Draft, measure: Measure, comparison_type: str, form: str, value: object, rule: str, *,
        giver: str | None = None, year: int | None = None, label: str | None = None, unit: str | None = None,
    ) -> None:  # fmt: skip
        from decimal import Decimal

        assert isinstance(value, Decimal)
        draft.comparisons.append(
            DraftComparison(
                comparison_type, form, value, measure.left.decimals, measure.left.start, measure.left.end,
                plan_giver=giver, base_year=year, base_label=label, unit=unit, rule=rule,
            )  # fmt: skip
        )
        draft.note(measure.left.start, measure.left.end, "comparison")
        draft.slip = draft.slip or measure.slip
        if measure.high is not None:
            draft.note(measure.high.start, measure.high.end, "comparison")
        self.current = draft

    # -- what can only be told at the end ---------------------------------------------------

    def _settle(self) -> None:
        for draft in self.drafts:
            if draft.open_pair is None:
                continue
            if draft.has("plan"):
                plan = True
            elif draft.has("share"):
                plan = False
            else:
                plan = self._pair_is_plan(draft) or self._neighbours_plan(draft)
            if plan:
                draft.target = draft.open_pair
            else:
                draft.denominator = draft.open_pair
            role = "target" if plan else "denominator"
            draft.numbers = [(a, b, role if r == "open" else r) for a, b, r in draft.numbers]

    def _neighbours_plan(self, draft: Draft) -> bool:
        """Other pairs of the same sentence and unit are said to be of a plan."""
        return any(
            d is not draft and d.open_pair is not None and d.has("plan") and d.sentence == draft.sentence
            and _same_unit(d.unit, draft.unit)
            for d in self.drafts
        )  # fmt: skip


def _decapitalize(name: str) -> str:
    if len(name) > 1 and name[0].isupper() and not name[1].isupper():
        return name[0].lower() + name[1:]
    return name


def _same_unit(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return True
    x, y = fold(a), fold(b)
    return x == y or x.split()[0] == y.split()[0]


def _numbers(text: str, start: int, end: int) -> list[tuple[int, int]]:
    import re

    return [(m.start() + start, m.end() + start) for m in re.finditer(r"\d+(?:[.,]\d+)*", text[start:end])]
