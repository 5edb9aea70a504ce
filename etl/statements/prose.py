"""The grammar of prose: measures and the words between them become statements.

One pass from left to right over a block.  Each measure is told apart by what stands right behind it
(plan, earlier period), right before it (verb, head) and by what was read last; the name of the rule
that decided is kept with the statement and with each of its numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from etl.statements.context import Context
from etl.statements.draft import Draft, DraftComparison
from etl.statements.gaps import Lead, Tail, ends_post, read_lead, read_tail
from etl.statements.measures import Measure, find_measures
from etl.statements.names import clean, head_class, head_start, is_generic
from etl.statements.periods import Period
from etl.statements.scan import Token, scan
from etl.statements.vocabulary import Vocabulary, fold

_CHANGE = frozenset({"increase", "decrease", "exceed", "undershoot"})
_POINTS = ("điểm phần trăm", "điểm %")
_WHOLE_UNITS = frozenset({"count", "tally", "rank", ""})


_ADMIN = re.compile(r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hành phố|[Tt]hị xã)\s+[^\W\d_a-zà-ỹ]\w*(?:\s+[^\W\d_a-zà-ỹ]\w*){0,3}\Z")
_AT_PLACE = re.compile(
    r"\s+(?:tại|ở)\s+((?:địa bàn\s+)?(?:các\s+)?(?:xã|phường|thị trấn|huyện|thành phố|thôn|xóm|tổ|khu|bản|đường)\s+[^\W\d_a-zà-ỹ].*)$"
)


_BARE_VERBS = frozenset({"trồng", "gieo trồng", "gieo cấy", "trồng được", "trồng mới", "thả nuôi", "tổng số", "tổng đàn", "đàn"})
_PREPOSITIONS = frozenset({"cho", "với", "của", "tại", "ở", "về"})


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
        self.own_period: Period | None = None
        self.depth = 0
        self.paren_owner: Draft | None = None
        self.run_in, self.run_in_end = self._run_in()

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
            ratio = measure.unit_kind == "ratio" or measure.unit is None
            tails.append(read_tail(tokens, measure.last, end, self.report_year, ratio=ratio))
        start = 0
        for k, measure in enumerate(measures):
            behind = k > 0 and start == measures[k - 1].last
            lead = read_lead(
                tokens, self.text, start, measure.first, self.report_year, self.vocabulary,
                behind=behind, tally=behind and measures[k - 1].unit_kind == "tally",
            )  # fmt: skip
            if k:
                self._close_post(measures[k - 1], start, lead)
            self._advance(lead)
            self._note_outcome(start, measure.first, lead)
            if not (k and self._qualifies(measures[k - 1], measure, start, lead)):
                self._decide(measure, lead, tails[k], tails[k + 1] if k + 1 < len(tails) else None, k)
            start = tails[k].end
        if measures:
            end_lead = read_lead(
                tokens, self.text, start, len(tokens), self.report_year, self.vocabulary,
                behind=start == measures[-1].last, tally=measures[-1].unit_kind == "tally",
            )  # fmt: skip
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
        elif lead.clause:
            self.clause += 1
        self.own_period = None
        answers = lead.outcome or (lead.light and "result" in lead.trail)
        if lead.colon and answers and not lead.sentence and self.drafts:
            self.sentence += 1  # "…: Đã bàn giao 93 ngõ": the result of what stands before the colon
        if lead.period is not None and not lead.year_end:
            if lead.period.code == "year" and self.period is not None and self.period.year == lead.period.year and not lead.now:
                pass  # "chi nguồn vốn năm 2021" names the money, the date in force stays
            elif lead.period.code == "year" and lead.period.year != self.report_year:
                self.own_period = lead.period  # a past year named beside one figure holds for it alone
            else:
                self.period = lead.period
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

    def _note_outcome(self, start: int, end: int, lead: Lead) -> None:
        """Whether the sentence tells what was done ("Hiện nay đã …", "Kết quả: …"), not what is planned."""
        if self.outcome_sentence == self.sentence:
            return
        opening = start
        for i in range(start, end):
            if self.tokens[i].kind == "stop":
                opening = i + 1
        for i in range(opening, end):
            token = self.tokens[i]
            strong = token.has("outcome") and not token.has("result")
            first = i == opening and lead.sentence and token.text.startswith(("thực hiện", "kết quả"))
            dated = token.kind == "mask" and lead.sentence and lead.period is not None and lead.period.code == "as_of"
            if strong or first or dated:
                self.outcome_sentence = self.sentence
                return

    outcome_sentence = -1

    def _last_whole(self) -> Draft | None:
        for draft in reversed(self.drafts):
            if draft.parent is None and draft.sentence >= self.sentence - 1:
                return draft
        return None

    def _run_in(self) -> tuple[str, int]:
        """The head that opens an item: "Cây lúa: Gieo trồng được …"; and the token behind its colon."""
        for i, token in enumerate(self.tokens[:8]):
            if token.text == ":" and i:
                return clean(self.text[: token.start]), i + 1
            if token.kind in ("num", "mask", "stop") or token.text in ",;.(":
                break
        return self.context.head or "", 0

    # -- what a measure is ------------------------------------------------------------------

    def _qualifies(self, left: Measure, measure: Measure, start: int, lead: Lead) -> bool:
        """"22/28 chỉ tiêu đạt trên 80%": the percentage tells which ones are counted."""
        draft = self.current
        if draft is None or left.unit_kind != "tally" and not (left.unit is None and draft.unit_kind == "tally"):
            return False
        if measure.unit != "%" or start != left.last or lead.post_end < lead.name_start or lead.sentence or lead.clause:
            return False
        between = self.tokens[start : measure.first]
        if any(t.text in (",", "(", ":") for t in between) or not any(t.text in ("đạt", "vượt", "hoàn thành") for t in between):
            return False
        words = clean(self.text[self.tokens[start].start : self.tokens[measure.last - 1].end])
        head = draft.unit or "chỉ tiêu"
        draft.name, draft.post = f"{draft.pre} {head} {words}".strip(), words
        draft.unit, draft.unit_kind = head, "tally"
        draft.note(measure.left.start, measure.left.end, "name_part")
        return True

    def _decide(self, measure: Measure, lead: Lead, tail: Tail, after: Tail | None, k: int) -> None:
        current = self.current
        change = bool(lead.trail & _CHANGE)
        near = current is not None and (lead.light or lead.opened > 0 and not self._content(lead))
        percent = measure.unit in ("%", "‰", "%o") and measure.right is None
        points = (measure.unit or "").lower() in _POINTS
        bare = measure.unit is None and measure.right is None and near and bool(tail.plan or tail.prior)
        if bare:
            measure.slip = measure.slip or "percent_sign_lost"  # "bằng 99,8 KH", "bằng 100,34 so với năm 2021"
        if percent or points or bare:
            if self._read_percent(measure, lead, tail, near, change, points):
                return
        elif measure.right is None and self._read_delta(measure, lead, tail, near, change):
            return
        if lead.plan and measure.right is None and self._read_plan_value(measure, lead, near):
            return
        if near and current is not None and self._again(measure, current):
            return
        if near and current is not None and self._behind_rate(measure, lead, current):
            return
        planned_next = after is not None and after.plan is not None and self._next_is_percent(k)
        if near and current is not None and self._fills(measure, lead, current, planned_next):
            current.take(measure, "value")
            current.estimate = current.estimate or lead.estimate
            current.rule += "+plan_first"
            current.kind = "result"
            if lead.period is not None:
                current.period = self._period(lead)
            return
        self._open(measure, lead, near)

    def _next_is_percent(self, k: int) -> bool:
        return k + 1 < len(self.measures) and self.measures[k + 1].unit == "%"

    def _again(self, measure: Measure, current: Draft) -> bool:
        """The same value against a second plan: "704/700 …, bằng 101% KH tỉnh giao và đạt 704/500 …"."""
        if measure.right is None or current.value is None or current.open_pair is None:
            return False
        if measure.left.value != current.value.value or not _same_unit(measure.unit, current.unit) or not current.has("plan"):
            return False
        if measure.right.value == current.open_pair.value:
            return False
        current.note(measure.left.start, measure.left.end, "value")
        current.note(measure.right.start, measure.right.end, "target")
        return True

    def _behind_rate(self, measure: Measure, lead: Lead, rate: Draft) -> bool:
        """"92%, vượt 6% KH (17.440/19.030 hộ)": the counts that a rate is made of."""
        if measure.right is None or not rate.is_rate or rate.value is None or rate.value_high is not None:
            return False
        if not lead.opened and not any(t.has("correspond") for t in self.tokens[max(0, measure.first - 3) : measure.first]):
            return False
        draft = self._new(measure, lead, near=True, rule="counts_of_rate")
        name = rate.name
        for word in ("tỷ lệ ", "tỉ lệ "):
            if name.lower().startswith(word):
                name = name[len(word) :]
        draft.name, draft.unit, draft.unit_kind, draft.shared_head = name, measure.unit, measure.unit_kind, True
        draft.take(measure, "value")
        draft.denominator = measure.right
        draft.note(measure.right.start, measure.right.end, "denominator")
        draft.comparisons.append(
            DraftComparison("share", "percent_of", rate.value.value, rate.value.decimals, rate.value.start, rate.value.end,
                            rule="counts_of_rate")
        )  # fmt: skip
        self.current = rate if lead.opened else draft
        return True

    def _fills(self, measure: Measure, lead: Lead, current: Draft, planned_next: bool) -> bool:
        """A plan was stated, and this is what came of it: "chỉ tiêu giao 11.511 tấn, ước thực hiện 10.444"."""
        if measure.right is not None or lead.sentence:
            return False
        if lead.part or lead.clause or lead.opened or "exist" in lead.trail:
            return False
        same_unit = _same_unit(measure.unit, current.unit)
        if current.kind == "target" and current.value is None and current.target is not None:
            said = bool(lead.trail & {"result", "estimate", "equal"}) or lead.outcome
            return same_unit and said and self.context.kind == "result"
        bare = current.value is not None and current.open_pair is None and current.target is None and not current.comparisons
        if bare and lead.estimate and planned_next and same_unit and current.unit_kind != "ratio":
            # "số vốn 298,157 tỷ đồng, ước thực hiện 299,917 tỷ đồng, bằng 100,5% KH"
            current.target, current.target_high, current.target_bound = current.value, current.value_high, current.bound
            current.value = current.value_high = current.bound = None
            current.numbers = [(a, b, "target" if r == "value" else r) for a, b, r in current.numbers]
            return True
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
                form = "points" if draft.is_rate or draft.has("share") else "growth"
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
        owner = self.paren_owner
        if self.depth and owner is not None and not owner.is_rate and owner.has("plan") and self._content(lead) and not change:
            draft = self._new(measure, lead, near=False, rule="percent_of_part")
            draft.parent = owner
            self._compare(draft, measure, "plan", "percent_of", measure.left.value, "percent_of_part")
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
        if lead.year_end and not current.is_rate and (current.has("plan") or current.target is not None):
            draft = self._new(measure, lead, near=True, rule="percent_only")
            self._compare(draft, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
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
            plan = self._pair_is_plan(current) or measure.left.value > 100
            current.rule += "+pair_percent"
            kind = "plan" if plan else "share"
            self._compare(current, measure, kind, "percent_of", measure.left.value, "pair_percent")
            return True
        if current.value is not None and not current.is_rate and current.target is None and not lead.year_end:
            if lead.trail & {"equal", "share"} and not current.has("share"):
                self._compare(current, measure, "share", "percent_of", measure.left.value, "rate_of_count")
                return True
        amount = current.unit_kind in ("money", "measure", "compound") and current.value is not None
        if amount and not current.is_rate and "result" in lead.trail and not current.has("plan") and not lead.sentence:
            self._compare(current, measure, "plan", "percent_of", measure.left.value, "plan_percent_unsaid")
            return True
        planned = current.target is not None or current.open_pair is not None or current.has("plan")
        if planned and lead.trail & {"result", "equal"} and not current.is_rate:
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
        if draft.value.value > draft.open_pair.value and draft.unit_kind not in ("count", "tally"):
            return True
        return draft.unit_kind not in _WHOLE_UNITS or draft.value.decimals > 0 or draft.open_pair.decimals > 0

    def _plan_owner(self, measure: Measure, lead: Lead, near: bool) -> Draft:
        """The statement that a percentage of plan belongs to; opens one where only the percentage is stated."""
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
        before = self.current
        draft = self._new(measure, lead, near=near, rule="pair" if measure.right is not None else "value")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        if measure.unit is None and near and before is not None:
            draft.unit, draft.unit_kind = before.unit, before.unit_kind
        target = draft.kind == "target" and measure.right is None
        draft.take(measure, "target" if target else "value")
        if measure.right is not None and measure.of_total:
            draft.denominator = measure.right
            draft.note(measure.right.start, measure.right.end, "denominator")
        elif measure.right is not None:
            draft.open_pair = measure.right
            draft.note(measure.right.start, measure.right.end, "open")

    def _new(self, measure: Measure, lead: Lead, *, near: bool, rule: str) -> Draft:
        current = self.current
        tokens = self.tokens
        name, shared, activity, generic, rooted = "", False, "", False, False
        first = lead.name_start
        if self._content(lead):
            first = head_start(tokens, lead.name_start, lead.name_end, self.vocabulary)
            name = clean(self.text[tokens[first].start : tokens[lead.name_end - 1].end])
        if name and "exist" in lead.trail and measure.unit_kind in ("count", "tally") and self._noun_behind(measure) not in ("", measure.unit):
            name = ""  # "trên địa bàn có 380 doanh nghiệp …": what is counted names itself
            near = False
        if name and measure.unit == "%" and lead.colon and measure.right is None and self.tokens[lead.name_end].text == ":":
            noun = self._noun_behind(measure)
            if len(noun.split()) >= 3:
                name = noun  # "Thực hiện tốt công tác quản lý: 100% các công trình được kiểm tra"
        pre = name
        if not name:
            noun = self._noun_behind(measure)
            bare = not noun or noun == measure.unit or rule == "percent_only"
            own = lead.sentence and "exist" in lead.trail and measure.unit_kind in ("count", "tally")
            kin = rule == "percent_only" or _same_unit(measure.unit, current.unit if current else None)
            if near and current is not None and bare and kin and not own:
                name, shared = current.name, True
            elif noun:
                name = noun
                verb = self._verb_before(measure, lead)
                if verb and not near:
                    name = f"{verb} {noun}"
            elif current is not None and (near or not lead.sentence):
                name, shared = current.name, True
            elif self.context.head:
                name = self.context.head
            else:
                name = current.name if current is not None else clean(self.context.title)
                shared = current is not None
        elif is_generic(name, self.vocabulary):
            activity = self._activity(lead, first)
            if not activity and self.run_in and (current is None or current.rooted):
                activity, rooted = self.run_in, True
            if not activity and current is not None and current.sentence == self.sentence:
                activity = current.activity or current.name
            name = _joined(name, activity)
            generic = True
        self.found_place = None
        if name and not shared and not generic and self.run_in and fold(name) in _BARE_VERBS:
            name, rooted = f"{name} {_decapitalize(self.run_in)}", True  # "Cây lúa: Gieo trồng được …"
        elif name and not shared:
            name = self._complete(name, lead, measure)
        period = self._period(lead)
        kind = self.context.kind
        if "pursue" in lead.trail and not lead.outcome:
            kind = "target"
        if kind == "target" and measure.right is not None:
            kind = "result"
        draft = Draft(
            name=name, kind=kind, rule=rule, sentence=self.sentence, clause=self.clause,
            period=period, estimate=lead.estimate, outcome=self._is_outcome(lead),
            shared_head=shared, pre=pre, activity=activity, generic=generic,
            rooted=rooted,
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
        if not activity and not self._content(lead) and current is not None and current.sentence == self.sentence:
            draft.activity = current.activity or current.name  # "với 135 lô đất": still about what was said before
        if self.found_place:
            draft.place = self.found_place
        if shared and current is not None:
            draft.verb = current.verb
        elif self._content(lead) and head_class(tokens, first, lead.name_end, self.vocabulary) == "verb":
            draft.verb = self._verb_words(first, lead.name_end)
        elif current is not None and not lead.sentence and name.startswith(current.verb or " "):
            draft.verb = current.verb
        self.drafts.append(draft)
        self.current = draft
        return draft

    def _complete(self, name: str, lead: Lead, measure: Measure) -> str:
        """Heads that name nothing alone take what stands before the colon, the verb of the list, the title."""
        tokens = self.tokens
        if len(name.split()) == 1:
            for title in (self.text[:80].split(":")[0] if ":" in self.text[:80] else "", self.context.title.split(":")[0]):
                if fold(name) in fold(title).split() and not any(c.isdigit() for c in title):
                    return clean(title)
        event = self._event()
        if event and _is(name, "consequence", self.vocabulary):
            return f"{name} ({event})"
        if not self._content(lead) or head_class(tokens, lead.name_start, lead.name_end, self.vocabulary):
            self.list_head = self._before_colon(lead) or ("" if lead.sentence else self.list_head)
            if self._content(lead) and not lead.colon:
                self.list_head = ""
            return name
        before = self._before_colon(lead)
        if before:
            self.list_head = before
        elif lead.sentence:
            self.list_head = ""
        if self.list_head and not before and lead.colon and not (lead.clause or lead.part):
            return name
        if fold(name) in self.context.places or _ADMIN.match(name):
            if self.list_head:
                self.found_place = name
                return self.list_head
            placed = next((d for d in reversed(self.drafts) if d.place), None)
            owner = placed or (self.current if not lead.sentence else None)
            self.found_place = name
            if owner is not None:
                return owner.name
            if measure.unit_kind in ("count", "tally") and measure.unit:
                return f"{measure.unit} {self.context.head or ''}".strip()
            if self.context.head:
                return self.context.head
        if self.list_head and len(name.split()) <= 9:
            return f"{self.list_head}: {name}"
        current = self.current
        if current is not None and not lead.sentence and current.verb and _same_unit(measure.unit, current.unit):
            if not name[0].isupper() or measure.right is not None:
                return f"{current.verb} {name}"
        return name

    list_head = ""
    found_place: str | None = None

    def _event(self) -> str:
        """What the counts of this sentence are about: the words behind its first count."""
        for draft in self.drafts:
            if draft.sentence == self.sentence and draft.post and draft.unit_kind == "count":
                return draft.post
        return ""

    def _before_colon(self, lead: Lead) -> str:
        """The name before a colon whose items follow: "Cơ cấu ngành kinh tế: Thương mại - Dịch vụ 70,1%"."""
        i = lead.name_start - 1
        while i >= 0 and self.tokens[i].text != ":":
            if self.tokens[i].kind in ("word", "stop", "num") or self.tokens[i].text == ";":
                return ""
            i -= 1
        start = i
        while start > 0 and self.tokens[start - 1].kind not in ("stop", "num") and self.tokens[start - 1].text not in (";", ":"):
            start -= 1
        if i <= start or i - start > 16:
            return ""
        if not head_class(self.tokens, start, i, self.vocabulary):
            return ""
        return clean(self.text[self.tokens[start].start : self.tokens[i - 1].end])

    def _verb_before(self, measure: Measure, lead: Lead) -> str:
        """"Giảm 10% trên tổng số hộ nghèo": the change itself is what is measured."""
        if not lead.trail & {"increase", "decrease"} or measure.first == 0:
            return ""
        token = self.tokens[measure.first - 1]
        return self.text[token.start : token.end] if token.has("increase", "decrease") else ""

    def _is_outcome(self, lead: Lead) -> bool:
        said = lead.light and (lead.sentence or lead.colon) and "result" in lead.trail
        return lead.outcome or lead.estimate or said or self.outcome_sentence == self.sentence

    def _activity(self, lead: Lead, first: int) -> str:
        """What an amount is spent on or made of: the words before "với tổng số tiền", "diện tích"."""
        if first <= lead.name_start:
            return ""
        end = first
        while end > lead.name_start and self.tokens[end - 1].text in (",", "với", "và", "cùng"):
            end -= 1
        start = head_start(self.tokens, lead.name_start, end, self.vocabulary)
        return clean(self.text[self.tokens[start].start : self.tokens[end - 1].end]) if end > start else ""

    def _period(self, lead: Lead) -> Period | None:
        if lead.year_end:
            year = lead.period.year if lead.period is not None else self.context.year
            return Period(year, "year_end")
        return self.own_period or self.period

    def _noun_behind(self, measure: Measure) -> str:
        """Unit and the noun phrase behind it, for figures named only after their number."""
        if measure.unit_kind not in ("count", "tally", "ratio", "compound", "") or measure.right is not None and measure.unit is None:
            return ""
        words: list[str] = []
        i = measure.last
        stop = i
        quoted = False
        ratio = measure.unit_kind == "ratio"
        while stop < len(self.tokens) and stop - i < 20:
            token = self.tokens[stop]
            over = token.text == "," and ratio and stop > i and stop + 1 < len(self.tokens) and self.tokens[stop + 1].kind == "word"
            if not quoted and not over and ends_post(token, tally=measure.unit_kind == "tally") and not (ratio and stop == i and token.text == "trên"):
                break
            quoted = token.text == "“" or (quoted and token.text != "”")
            stop += 1
        if stop > i:
            words.append(self.text[self.tokens[i].start : self.tokens[stop - 1].end])
        if measure.unit_kind in ("count", "tally") and measure.unit:
            words.insert(0, measure.unit)
        elif measure.unit_kind == "compound" and measure.unit and not self._measured(measure):
            words.insert(0, measure.unit)  # "15 bác sỹ/vạn dân" names itself
        return clean(" ".join(words))

    def _measured(self, measure: Measure) -> bool:
        """True where a compound unit begins with a measure or money ("tạ/ha"), not with a counted noun."""
        words = fold(measure.unit or "").split("/")[0].split()
        found = self.vocabulary.units.match(words, 0) if words else None
        return found is None or not found[1] & {"count", "tally"}

    def _close_post(self, measure: Measure, start: int, lead: Lead) -> None:
        """The words behind a count complete its name: "tiếp nhận 691 hồ sơ cấp phép xây dựng"."""
        draft = self.current
        if draft is None or draft.post or draft.shared_head:
            return
        own = draft.value or draft.target
        if own is None or own.start != measure.left.start:
            return
        if measure.right is not None and measure.unit is None or start != measure.last:
            return
        i, stop = start, min(lead.post_end, start + 24)
        words = clean(self.text[self.tokens[i].start : self.tokens[stop - 1].end]) if stop > i else ""
        if draft.unit_kind in ("count", "tally") and draft.unit:
            noun = f"{draft.unit} {words}".strip()
            if not draft.pre:
                draft.name = noun
            elif words or self._wants_object(draft.pre) or draft.pre.split()[-1].lower() in _PREPOSITIONS:
                draft.name = f"{draft.pre} {_decapitalize(noun)}"
        elif words and draft.unit_kind in ("measure", "compound") and self._wants_object(draft.pre):
            draft.name = _joined(f"{draft.pre} {words}".strip(), draft.activity if draft.generic else "")
        draft.post = words
        self._place_behind(draft, stop)

    def _verb_words(self, first: int, end: int) -> str:
        flat: list[str] = []
        owners: list[Token] = []
        for token in self.tokens[first : min(end, first + 4)]:
            for part in token.text.split(" "):
                flat.append(part)
                owners.append(token)
        found = self.vocabulary.heads.match(flat, 0)
        return self.text[owners[0].start : owners[found[0] - 1].end] if found else ""

    def _place_behind(self, draft: Draft, i: int) -> None:
        """"01 xã đạt chuẩn (Hưng Đạo)", "5 ha tại phường Ngọc Xuân": where it is."""
        if draft.place is None and i + 2 < len(self.tokens) and self.tokens[i].text == "(":
            j = i + 1
            while j < len(self.tokens) and self.tokens[j].text != ")" and self.tokens[j].kind == "word" and j - i < 6:
                j += 1
            if j < len(self.tokens) and self.tokens[j].text == ")" and j > i + 1:
                inner = self.text[self.tokens[i + 1].start : self.tokens[j - 1].end]
                if fold(inner) in self.context.places or _ADMIN.match(inner):
                    draft.place = inner
        found = _AT_PLACE.search(draft.name)
        if found and draft.place is None:
            draft.place = found.group(1)
            draft.name = clean(draft.name[: found.start()] + draft.name[found.end() :])

    def _wants_object(self, pre: str) -> bool:
        """True for a head that names nothing without the counted noun: a bare verb, "tổng số"."""
        words = fold(pre).split()
        found = self.vocabulary.heads.match(words, 0) if words else None
        if found is not None and len(words) <= found[0] + (1 if found[0] == 1 else 0):
            return True
        tail = fold(pre).split(",")[-1].split() if "," in pre else []
        last = self.vocabulary.heads.match(tail, 0) if tail else None
        return last is not None and "verb" in last[1] and len(tail) <= last[0] + 1

    # -- comparisons ------------------------------------------------------------------------

    def _compare(
        self, draft: Draft, measure: Measure, comparison_type: str, form: str, value: object, rule: str, *,
        giver: str | None = None, year: int | None = None, label: str | None = None, unit: str | None = None,
    ) -> None:  # fmt: skip
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
            if draft.unit is None and (draft.value is not None or draft.target is not None):
                draft.unit = self._unit_in_name(draft)
            if draft.open_pair is None:
                continue
            if draft.has("share"):
                plan = False
            elif draft.has("plan"):
                plan = True
            else:
                plan = self._pair_is_plan(draft) or self._neighbours_plan(draft)
            if plan:
                draft.target = draft.open_pair
            else:
                draft.denominator = draft.open_pair
            role = "target" if plan else "denominator"
            draft.numbers = [(a, b, role if r == "open" else r) for a, b, r in draft.numbers]

    def _unit_in_name(self, draft: Draft) -> str | None:
        """"Số hồ sơ đã giải quyết 3.988", "Điều động công chức 01": the name says what is counted."""
        quantity = draft.value or draft.target
        if quantity is None or quantity.decimals:
            return None
        words = fold(draft.name).replace(",", " ").split()
        at = 0
        found = self.vocabulary.heads.match(words, 0) if words else None
        if words[:2] == ["tổng", "số"]:
            at = 2
        elif words[:1] == ["số"]:
            at = 1
        elif found is not None and "verb" in found[1]:
            at = found[0]
        unit = self.vocabulary.units.match(words, at) if at < len(words) else None
        if unit is not None and unit[1] & {"count", "tally"}:
            return " ".join(words[at : at + unit[0]])
        return draft.parent.unit if draft.parent is not None and draft.parent.unit_kind in ("count", "") else None

    def _neighbours_plan(self, draft: Draft) -> bool:
        """Other pairs of the same sentence and unit are said to be of a plan."""
        return any(
            d is not draft and d.open_pair is not None and d.has("plan") and d.sentence == draft.sentence
            and _same_unit(d.unit, draft.unit)
            for d in self.drafts
        )  # fmt: skip


def _joined(head: str, complement: str) -> str:
    """Head and complement without the words that both hold at the seam: "số tiền xử phạt" + "xử phạt vi phạm"."""
    if not complement:
        return head
    a, b = head.split(), complement.split()
    for size in range(min(len(a), len(b), 3), 0, -1):
        if [fold(w) for w in a[-size:]] == [fold(w) for w in b[:size]]:
            return " ".join(a + b[size:])
    return f"{head} {_decapitalize(complement)}"


def _decapitalize(name: str) -> str:
    if len(name) > 1 and name[0].isupper() and not name[1].isupper():
        return name[0].lower() + name[1:]
    return name


def _is(name: str, kind: str, vocabulary: Vocabulary) -> bool:
    words = fold(name).split()
    found = vocabulary.heads.match(words, 0) if words else None
    return found is not None and found[0] == len(words) and kind in found[1]


def _same_unit(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return True
    x, y = fold(a), fold(b)
    return x == y or x.split()[0] == y.split()[0]


def _numbers(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(m.start() + start, m.end() + start) for m in re.finditer(r"\d+(?:[.,]\d+)*", text[start:end])]
