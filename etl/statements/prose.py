"""The grammar of prose: measures and the words between them become statements.

One pass from left to right over a block.  Each measure is told apart by what stands right behind it
(plan, earlier period), right before it (verb, head) and by what was read last; the name of the rule
that decided is kept with the statement and with each of its numbers.
"""

from __future__ import annotations

from etl.statements.before import BeforeReader
from etl.statements.changes import CHANGE, year_before
from etl.statements.dating import passes, year_behind
from etl.statements.draft import Draft, DraftComparison
from etl.statements.gaps import Lead, read_lead
from etl.statements.measures import POINTS, THOUSANDS, Measure
from etl.statements.numerals import numbers_in
from etl.statements.periods import Period
from etl.statements.references import PlanRef, Tail, read_about, read_tail
from etl.statements.state import REACH, BlockReading, same_unit
from etl.statements.tokens import Token, Tokens
from etl.statements.vocabulary import fold
from etl.statements.wholes import find_wholes_of_rates, part_brackets

_JUDGED = frozenset({"verdict", "exceed"})
_DONE = "th"  # thực hiện


class ProseReader(BeforeReader):
    """Reads one block's text in its context."""

    def measure(self) -> None:
        """Find the measures, and what is said right behind each."""
        super().measure()
        tokens, measures = self.tokens, self.measures
        tails: list[Tail] = []
        for k, measure in enumerate(measures):
            end = measures[k + 1].first if k + 1 < len(measures) else len(tokens.at)
            ratio = measure.unit_kind == "ratio" or measure.unit is None
            about, behind_it = "", measure.last
            if measure.unit == "%" and measure.first and tokens.at[measure.first - 1].has(*CHANGE):
                about, behind_it = read_about(tokens, measure.last, end)
            tail = read_tail(tokens, behind_it, end, self.report_year, ratio=ratio)
            tail.about = about
            if tail.plan is not None:
                tail.plan = self._as_written(tail.plan, measure.last, end)
            tails.append(tail)
        self.tails = tails

    def read(self) -> BlockReading:
        """Read the block, whose measures are found."""
        tokens, measures, tails = self.tokens, self.measures, self.tails
        for i in tokens.masks:
            self._book_mask(i, tokens.at[i].role)
        named: PlanRef | None = None  # "so với kế hoạch huyện giao là 704/500 người, đạt 140,8%"
        start = 0
        changed = False  # the figure before is a change ("tăng 5,5%"), which no words behind complete
        for k, measure in enumerate(measures):
            behind = k > 0 and start == measures[k - 1].last and not changed
            lead = read_lead(
                tokens, self.text, start, measure.first, self.report_year, self.vocabulary,
                behind=behind, tally=behind and measures[k - 1].unit_kind == "tally",
                having=behind and self._named_behind(measures[k - 1]),
            )  # fmt: skip
            self._note_letters(lead, measure)
            if lead.versus_plan is not None:
                named = self._as_written(lead.versus_plan, start, measure.first)
            elif lead.sentence or not lead.light:
                named = None
            if named is not None and measure.unit == "%" and measure.right is None:
                tails[k].plan, named = tails[k].plan or named, None
            if k:
                self._close_post(measures[k - 1], start, lead)
            self._note_verdict(start, measure.first)
            self._advance(lead)
            self._note_outcome(start, measure.first, lead)
            told = (k > 0 and start == measures[k - 1].last) and (
                self._qualifies(measures[k - 1], measure, start, lead)
                or self._degree(measures[k - 1], measure, start, self.current)
                or self._all_of_each(measures[k - 1], measure, start, self.current)
            )
            if not told:
                self._decide(measure, lead, tails[k], tails[k + 1] if k + 1 < len(tails) else None, k)
                if lead.period is None and tails[k].end == measure.last:
                    self._date_behind(measure)
            start = self._behind_plan_word(measure, tails[k].end)
            changed = measure.unit == "%" and bool(lead.trail & {"increase", "decrease"})
            changed = changed or bool(told and start < len(tokens.at) and tokens.at[start].text == "là")
            changed = (
                changed and start < len(tokens.at) and not tokens.at[start].text.startswith(("số", "tổng"))
            )
        if measures:
            end_lead = read_lead(
                tokens, self.text, start, len(tokens.at), self.report_year, self.vocabulary,
                behind=start == measures[-1].last, tally=measures[-1].unit_kind == "tally",
            )  # fmt: skip
            self._close_post(measures[-1], start, end_lead)
            self._note_verdict(start, len(tokens.at))
        self._settle()
        return self.reading

    def _date_behind(self, measure: Measure) -> None:
        """The year behind a figure holds for it alone; the report's own says nothing new."""
        draft = self.drafts[-1] if self.drafts else None
        figure = (draft.value or draft.target) if draft is not None else None
        if draft is None or figure is None or figure.start != measure.left.start:
            return
        period = year_behind(self.tokens, measure.last)
        if period is not None and period.year != self.report_year:
            draft.period, draft.undated = period, False

    def _note_letters(self, lead: Lead, measure: Measure) -> None:
        """Letters that tell a result behind its plan: "KH 120 ha, TH 125 ha"; elsewhere they name schools."""
        current, only = self.current, lead.name_end - lead.name_start == 1
        if current is None or not only or self.tokens.at[lead.name_start].text != _DONE or lead.sentence:
            return
        if current.kind == "target" and current.value is None and same_unit(measure.unit, current.unit):
            lead.name_start = lead.name_end
            lead.trail |= {"result"}

    def _named_behind(self, rate: Measure) -> bool:
        """True for a rate of those that the words behind it name: "95,6% thôn có đường cứng hóa"."""
        return rate.unit == "%" and self.current is not None and not self.current.pre

    def _book_mask(self, i: int, role: str) -> None:
        start = self.tokens.starts[i]
        inside = numbers_in(self.tokens.shown(i))
        self.reading.loose += [(start + a, start + b, role, "mask") for a, b in inside]

    def _advance(self, lead: Lead) -> None:
        outside = self.whole
        if lead.sentence:
            self.sentence += 1
            self.clause += 1
            self.whole = None
            if passes(self.period, self.context.period, self.report_year):
                self.period = self.context.period
        elif lead.clause:
            self.clause += 1
        self.own_period = None
        self._note_estimate(lead)
        if lead.summed:
            self.month = None
        answers = lead.outcome or (lead.light and "result" in lead.trail)
        if lead.colon and answers and not lead.sentence and self.drafts:
            self.sentence += 1  # "…: Đã bàn giao 93 ngõ": the result of what stands before the colon
        if lead.period is not None and not lead.year_end:
            single = lead.period.code.startswith("m")
            self.month = (self.sentence, lead.period) if single else None
            if single:
                pass  # "tháng 9 đạt 5.820 tỷ đồng": the time in force stays
            elif (
                lead.period.code == "year"
                and self.period is not None
                and self.period.year == lead.period.year
                and not lead.now
            ):
                # "chi nguồn vốn năm 2021" names the money, the date in force stays; but "ước thu năm 2021 …"
                # beside eleven months is of the whole year
                self.own_period = Period(lead.period.year, "year_end") if lead.estimate else None
            elif lead.period.code == "year" and lead.period.year != self.report_year:
                self.own_period = lead.period  # a past year named beside one figure holds for it alone
            else:
                self.period = lead.period
        if lead.results and not lead.sentence and self.drafts:
            # "phân loại 43 HTX; kết quả có 03 HTX hoạt động tốt, …": the results are parts of what was done
            self.whole = next(d for d in self.drafts[-REACH:] if d.sentence == self.drafts[-1].sentence)
        if lead.part and self.current is not None and not lead.sentence:
            self.whole = self._whole_of_kind(lead, self.current)
        elif lead.part and self.drafts:
            self.whole = self._last_whole()
        elif self._lists_parts(lead):
            self.whole = self.current
        if lead.closed:
            self.depth, self.earlier = 0, None
            if self.paren_owner is not None:
                self.current, self.paren_owner = self.paren_owner, None
                if self.whole is self.current and not lead.part:
                    self.whole = self.outer_whole
        if lead.opened and self.current is not None:
            self.depth = lead.opened
            if self._opens_earlier(lead):
                period = self.current.period or Period(self.context.year)
                self.earlier = len(self.drafts), year_before(period)
            self.paren_owner, self.outer_whole = self.current, outside
            if not lead.light and not lead.part and self.current.value is not None:
                self.whole = self.current

    def _whole_of_kind(self, lead: Lead, current: Draft) -> Draft:
        """The whole of parts: the last figure, or the one before it that counts what the parts count."""
        following = self._measure_from(lead.name_end)
        part = following.unit if following is not None else None
        if part is not None and part != "%" and not same_unit(part, current.unit):
            # "12 dự án, tổng vốn 4.830 tỷ đồng, trong đó 09 dự án trong nước"
            for draft in reversed(self.drafts[-REACH:]):
                if draft.sentence != current.sentence:
                    break
                if draft.unit is not None and same_unit(part, draft.unit) and draft.parent is None:
                    return draft
        return current if current.parent is None else current.parent

    def _lists_parts(self, lead: Lead) -> bool:
        """True where a colon right behind a figure lists its parts: "345 trường: mầm non 112 trường, …"."""
        tokens, at, current = self.tokens, lead.post_end, self.current
        if not lead.colon or lead.sentence or lead.clause or lead.outcome or current is None:
            return False
        end = lead.name_end
        while end < len(tokens.at) and tokens.at[end].kind != "num":
            end += 1
        listed = at < len(tokens.at) and tokens.at[at].text == ":" and self._content(lead) and not lead.trail
        following = self._measure_from(lead.name_end)
        return listed and following is not None and same_unit(following.unit, current.unit)

    def _note_estimate(self, lead: Lead) -> None:
        """Whether the sentence opens as an estimate: "Ước thực hiện năm 2022, thu đạt …; chi …"."""
        if not (lead.sentence or not self.drafts) or not self._content(lead):
            return
        before = self.tokens.at[lead.post_end : lead.name_start]
        if before and before[-1].text == "," and any(t.has("estimate") for t in before):
            self.estimated = (self.sentence, self._period(lead) if lead.year_end else None)

    def _note_verdict(self, start: int, end: int) -> None:
        """The report's own judgement behind a figure: "vượt chỉ tiêu KH", "(không đạt chỉ tiêu)"."""
        draft = self.current
        if draft is None:
            return
        tokens = self.tokens
        for i in tokens.phrases_in(start + 1, end):
            if "plan" not in tokens.at[i].classes:
                continue
            said = tokens.at[i - 1]
            judged = said.text == "đạt" or not said.classes.isdisjoint(_JUDGED)
            if judged and not _figure_follows(tokens, i + 1, end):
                if not any(t.kind == "stop" or t.text == ";" for t in tokens.at[start:i]):
                    draft.verdict = tokens.printed(i - 1, i + 1)
                return

    def _note_outcome(self, start: int, end: int, lead: Lead) -> None:
        """Whether the sentence tells what was done ("Hiện nay đã …", "Kết quả: …"), not what is planned."""
        if self.outcome_sentence == self.sentence:
            return
        as_of = lead.sentence and lead.period is not None and lead.period.code == "as_of"
        opening: Token | None = None
        for token in reversed(self.tokens.at[start:end]):
            if token.kind == "stop":
                break
            strong = token.classes and "outcome" in token.classes and "result" not in token.classes
            if strong or (as_of and token.kind == "mask"):
                self.outcome_sentence = self.sentence
                return
            opening = token
        if lead.sentence and opening is not None and opening.text.startswith(("thực hiện", "kết quả")):
            self.outcome_sentence = self.sentence

    def _decide(self, measure: Measure, lead: Lead, tail: Tail, after: Tail | None, k: int) -> None:
        current = self.current
        change = bool(lead.trail & CHANGE)
        near = current is not None and (lead.light or (lead.opened > 0 and not self._content(lead)))
        percent = measure.unit in ("%", "‰", "%o") and measure.right is None
        points = (measure.unit or "").lower() in POINTS
        bare = measure.unit is None and measure.right is None and near and bool(tail.plan or tail.prior)
        if bare:
            measure.slip = (
                measure.slip or "percent_sign_lost"
            )  # "bằng 99,8 KH", "bằng 100,34 so với năm 2021"
        if self._read_rise(measure, lead, near, k) or self._in_turn(measure, lead, k, self.tails):
            return
        if self._signed_change(measure, lead):
            return
        if measure.right is None and self._plan_of_change(measure, lead):
            return
        if current is not None and self._plan_told_behind(measure, lead, current):
            current.take(measure, "target")
            return
        if near and self._bracketed_plan(measure) and self._read_plan_value(measure, lead, near):
            return
        if near and current is not None and self._times(measure, lead, current):
            return
        compared = k and current is not None and current.comparisons
        if compared and self._read_change_again(measure, self.measures[k - 1], tail):
            return
        if compared and self._read_growth_again(measure, self.measures[k - 1], tail):
            return
        if k and current is not None and lead.light and self._is_the_plan(measure, lead, k):
            current.take(measure, "target")
            return
        if k and self._second_plan(measure, lead, k):
            return
        if percent or points or bare:
            level = percent and current is not None and self._rate_before(lead, current)
            if not level and self._read_percent(measure, lead, tail, near, change, points):
                return
        elif measure.right is None and self._read_delta(measure, lead, tail, near, change):
            return
        if lead.plan and measure.right is None and self._read_plan_value(measure, lead, near):
            return
        if near and current is not None and self._again(measure, current):
            return
        if near and current is not None and self._arrives(measure, lead, current):
            return
        if near and current is not None and self._behind_rate(measure, lead, current):
            return
        if near and current is not None and self._behind_percent(measure, lead, current):
            return
        if lead.light and lead.opened and self._earlier_value(measure, lead, k):
            return
        if near and current is not None and self._was_before(measure, lead, current):
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
        if self.earlier is not None and self.depth:
            self._of_year_before(*self.earlier)

    def _times(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """A change told in times, which may be by them or to them: the figure's, and no figure of its own."""
        told = fold(measure.unit or "") == "lần" and bool(lead.trail & {"increase", "decrease", "equal"})
        counted = same_unit(measure.unit, current.unit)  # "12 lần kiểm tra, tăng 3 lần"
        if not told or counted or measure.right is not None or current.value is None:
            return False
        current.note(measure.left.start, measure.left.end, "comparison")
        return True

    def _next_is_percent(self, k: int) -> bool:
        return k + 1 < len(self.measures) and self.measures[k + 1].unit == "%"

    def _arrives(self, measure: Measure, lead: Lead, current: Draft) -> bool:
        """Where a change led: "Tỷ lệ hộ nghèo giảm 2,5%, còn 12,3%" tells one rate."""
        changed = current.value is None and current.target is None and current.has("prior")
        if not changed or lead.sentence or lead.clause or lead.opened or measure.right is not None:
            return False
        i = measure.first
        while i > 0 and self.tokens.at[i - 1].has("bound_gt", "bound_lt", "approx"):
            i -= 1
        arrives = i > 0 and (self.tokens.at[i - 1].has("reach") or self.tokens.at[i - 1].text == "đạt")
        if not arrives or measure.unit != "%":
            return False
        slot = "target" if current.kind == "target" else "value"
        current.take(measure, slot)
        current.unit, current.unit_kind = measure.unit, measure.unit_kind
        return True

    def _behind_rate(self, measure: Measure, lead: Lead, rate: Draft) -> bool:
        """The counts that a rate is made of: "92%, vượt 6% KH (17.440/19.030 hộ)"."""
        said = rate.value or rate.target
        if measure.right is None and not self._count_of_rate(measure, lead, rate):
            return False
        if not rate.is_rate or said is None or rate.value_high is not None:
            return False
        if not lead.opened and not any(
            t.has("correspond") for t in self.tokens.at[max(0, measure.first - 3) : measure.first]
        ):
            return False
        draft = self._new(measure, lead, near=True, rule="counts_of_rate")
        name = rate.name
        for word in ("tỷ lệ ", "tỉ lệ "):
            if name.lower().startswith(word):
                name = name[len(word) :]
        draft.name, draft.unit, draft.unit_kind, draft.shared_head = (
            name,
            measure.unit,
            measure.unit_kind,
            True,
        )
        draft.kind = rate.kind
        draft.take(measure, "target" if rate.value is None else "value")
        if measure.right is not None:
            draft.denominator = measure.right
            draft.note(measure.right.start, measure.right.end, "denominator")
        draft.comparisons.append(DraftComparison("share", "percent_of", said, said.value, "counts_of_rate"))
        self.current = rate if lead.opened else draft
        return True

    def _count_of_rate(self, measure: Measure, lead: Lead, rate: Draft) -> bool:
        """True for the count alone, of what the rate names: "hộ nghèo còn 10% (hơn 35.700 hộ)"."""
        counted = fold(measure.unit or " ").split()[:1]
        told = measure.unit_kind == "count" and lead.light and lead.opened > 0
        return told and counted != [] and counted[0] in fold(rate.name).split()

    def _open(self, measure: Measure, lead: Lead, near: bool) -> None:
        before = self.current
        draft = self._new(measure, lead, near=near, rule="pair" if measure.right is not None else "value")
        draft.unit, draft.unit_kind = measure.unit, measure.unit_kind
        if measure.unit is None and near and before is not None:
            draft.unit, draft.unit_kind = before.unit, before.unit_kind
        if measure.unit is None and measure.right is None and fold(draft.pre).endswith("hạng"):
            draft.unit, draft.unit_kind = "hạng", "rank"
        target = draft.kind == "target"
        draft.take(measure, "target" if target else "value")
        if measure.right is not None and (measure.of_total or target):
            draft.denominator = measure.right
            draft.note(measure.right.start, measure.right.end, "denominator")
        elif measure.right is not None and self._behind_plan_word(measure, measure.last) > measure.last:
            draft.target = measure.right  # "1.234 con/1.300 con KH (94,9%)"
            draft.note(measure.right.start, measure.right.end, "target")
        elif measure.right is not None:
            draft.open_pair = measure.right
            draft.note(measure.right.start, measure.right.end, "open")

    def _whole_of(self, part: Draft, before: list[Draft]) -> Draft | None:
        """The earlier statement whose value is this pair's whole: "234 đơn … đã giải quyết 195/234 đơn"."""
        for draft in before:
            if (
                draft.value is not None
                and part.denominator is not None
                and draft.value.value == part.denominator.value
                and same_unit(draft.unit, part.unit)
            ):
                return draft
        return None

    def _settle(self) -> None:
        part_brackets(self.drafts)
        find_wholes_of_rates(self.drafts)
        for k, draft in enumerate(self.drafts):
            if draft.unit is None and (draft.value is not None or draft.target is not None):
                draft.unit = self._unit_in_name(draft)
            scale, _, noun = (draft.unit or "").partition(" ")
            if noun and fold(scale) in THOUSANDS:  # "25 nghìn lượt khách": what is counted are lượt khách
                draft.name = draft.name.replace(draft.unit or "", noun)
            if draft.open_pair is None:
                continue
            if draft.has("share"):
                plan = False
            elif draft.has("plan"):
                plan = True
            else:
                plan = self._pair_is_plan(draft) or self._neighbours_plan(
                    draft, self.drafts[max(0, k - REACH) : k + REACH]
                )
            if plan:
                draft.target = draft.open_pair
            else:
                draft.denominator = draft.open_pair
                if draft.parent is None and not draft.shared_head:
                    draft.parent = self._whole_of(draft, self.drafts[max(0, k - REACH) : k])
            role = "target" if plan else "denominator"
            draft.numbers = [(a, b, role if r == "open" else r) for a, b, r in draft.numbers]


def _figure_follows(tokens: Tokens, i: int, end: int) -> bool:
    """True where the plan word introduces a figure, and so judges nothing."""
    return i >= end and i < len(tokens.at) and tokens.at[i].kind == "num"
