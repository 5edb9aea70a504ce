"""Changes: which figure rose or fell, by how much, and since when."""

from __future__ import annotations

from decimal import Decimal

from etl.statements.draft import Draft, DraftComparison
from etl.statements.gaps import Lead
from etl.statements.heads import HeadReader
from etl.statements.measures import Measure
from etl.statements.periods import Period
from etl.statements.references import Tail
from etl.statements.state import REACH, same_unit
from etl.statements.vocabulary import fold

CHANGE = frozenset({"increase", "decrease", "exceed", "undershoot"})
RATES = ("tỷ lệ", "tỉ lệ", "tỷ suất", "tỉ suất", "tỷ trọng", "tỉ trọng")
_PLACES_UP = frozenset({"bậc", "hạng", "thứ hạng"})  # a rank rises by them, whatever it is counted among
_AMOUNTS = frozenset({"count", "money", "measure", "compound"})
_PLAIN_CHANGES = frozenset({"tăng", "giảm", "hụt"})

_FEW_WORDS = 4  # of a count named once more, before its change
_REMARK = 5  # tokens between a bracket and the change it tells


def year_before(period: Period) -> Period | None:
    """The same time of the year before; its days are left to the calendar."""
    if period.year is None:
        return None
    if period.code in ("as_of", "school_year"):
        return Period(period.year - 1)
    return Period(period.year - 1, period.code)


class ChangeReader(HeadReader):
    """Attaches changes to the figures that changed."""

    def _told_of(self, about: str) -> Draft | None:
        """The statement of this sentence that a change is said to be of, by its unit or its name."""
        near = [d for d in self.drafts[-REACH:] if d.sentence == self.sentence]
        units = [d for d in near if fold(d.unit or "") == about]
        named = [d for d in near if f" {about} " in f" {fold(d.name)} "]
        return next(iter(reversed(named)), None) if not units else units[0]

    def _signed_change(self, measure: Measure, lead: Lead) -> bool:
        """A change told by its sign: "12 vụ (+2), chết 03 người (-1)", "456 tỷ đồng (+12,5%)"."""
        current, sign = self.current, self.tokens.at[measure.first - 1].text if measure.first > 1 else ""
        last = measure.last
        closed = last < len(self.tokens.at) and self.tokens.at[last].text in (")", ";", ",", "so với", "so")
        if sign not in ("+", "-", "–") or self.tokens.at[measure.first - 2].text != "(" or not closed:
            return False
        if current is None or current.value is None or not lead.light or measure.right is not None:
            return False
        percent = measure.unit == "%"
        if not percent and measure.unit is not None and not same_unit(measure.unit, current.unit):
            return False
        form = "points" if current.is_rate else "growth" if percent else "delta"
        value = measure.left.value if sign == "+" else -measure.left.value
        unit = (measure.unit or current.unit) if form == "delta" else None
        self._compare(current, measure, "prior", form, value, "signed", unit=unit)
        return True

    def _change_before(self, measure: Measure, lead: Lead) -> bool:
        """What the change was a year before: "tăng 37,7% so cùng kỳ (cùng kỳ tăng 16,2%)"."""
        current, opening = self.current, measure.first
        while opening > 0 and self.tokens.at[opening - 1].text != "(" and measure.first - opening < _REMARK:
            opening -= 1
        told = (
            opening > 0 and self.tokens.at[opening - 1].text == "(" and self.tokens.at[opening].has("prior")
        )
        if current is None or not told or not lead.light or measure.right is not None:
            return False
        form = "growth" if measure.unit == "%" else "delta"
        draft = self._new(measure, lead, near=True, rule="change_before")
        before = year_before(current.period or Period(self.context.year))
        draft.unit, draft.period, draft.undated = None, before, before is None
        value = -measure.left.value if "decrease" in lead.trail else measure.left.value
        unit = measure.unit if form == "delta" else None
        self._compare(draft, measure, "prior", form, value, "change_before", unit=unit)
        self.current = current
        return True

    def _other_time(self, current: Draft, lead: Lead) -> bool:
        """True for the change of a longer time: "tháng 9 tăng 2,1% …; tính chung 9 tháng tăng 7,4%"."""
        if lead.period is None or current.period is None or lead.opened or not current.comparisons:
            return False
        return lead.period.code not in ("year", current.period.code) and current.period.code != "year"

    def _change_form(self, draft: Draft, measure: Measure, lead: Lead, points: bool) -> tuple[str, Decimal]:
        value = measure.left.value
        if "decrease" in lead.trail or "undershoot" in lead.trail:
            value = -value
        if points:
            return "points", value
        if lead.trail & CHANGE:
            # "bằng 33% GRDP, tăng 10%": of the amount; a count's share may be what rose
            share = draft.has("share") and draft.unit_kind not in ("money", "measure")
            rate = draft.is_rate or share or fold(draft.name).startswith(RATES)
            return ("points" if rate else "growth"), value
        return "percent_of", value

    def _read_delta(self, measure: Measure, lead: Lead, tail: Tail, near: bool, change: bool) -> bool:
        """An absolute change: "giảm 8 trẻ so với cùng kỳ", "(giảm 12 vụ, giảm 03 người bị thương)"."""
        if lead.opened and not change:
            self.in_changes = False  # a bracket of its own: "(36 đơn khiếu nại, 552 đơn đề nghị)"
        listed = self.depth and self.paren_owner and self.in_changes and not lead.part
        if not (change or listed):
            return False
        if change and self._change_before(measure, lead):
            return True
        prior = tail.prior or lead.prior
        if lead.prior is not None:
            self.since = self.sentence, lead.prior  # "so với năm 2021, chết giảm 2 người, bị thương tăng 6"
        since = prior or (
            self.since[1] if self.since is not None and self.since[0] == self.sentence else None
        )
        # "…, làm chết 3 người; so với cùng kỳ chết giảm 2 người"
        told = self._counted_before(measure, lead) if change and not lead.light else None
        grown = prior is not None or self._told_by_change(lead)
        if told is None and change and self._change_of_count(measure, lead, prior=grown):
            # "số vụ tai nạn giảm 12 vụ": an indicator known only by its change
            told = self._new(measure, lead, near=False, rule="change_only")
        if told is not None:
            value = -measure.left.value if "decrease" in lead.trail else measure.left.value
            self._compare(
                told, measure, "prior", "delta", value, "delta",
                year=since.year if since else None, label=since.label if since else None, unit=measure.unit,
            )  # fmt: skip
            return True
        if not lead.light or not (near or prior) or not self.drafts:
            return False
        owner = self._delta_owner(measure)
        if owner is None:
            return False
        down = "decrease" in lead.trail or (not change and self.last_down)
        value = -measure.left.value if down else measure.left.value
        self.in_changes, self.last_down = True, down
        if prior is not None and lead.light:
            self._share_base(prior.year, prior.label)
        missed = bool(lead.trail & {"shortfall", "exceed"}) and prior is None  # "(hụt 255 tỷ đồng)"
        kind = "plan" if tail.plan is not None or missed else "prior"
        self._compare(
            owner, measure, kind, "delta", value, "delta",
            year=prior.year if prior else None, label=prior.label if prior else None, unit=measure.unit,
        )  # fmt: skip
        return True

    def _counted_before(self, measure: Measure, lead: Lead) -> Draft | None:
        """The count of this sentence that the words before a change name once more."""
        if measure.unit_kind not in _AMOUNTS or measure.unit is None or lead.opened or not self._by(measure):
            return None
        if self._added(measure):
            return None
        words = fold(self.tokens.printed(lead.name_start, lead.name_end)).split(",")[-1].split()
        said = [w for w in words if w != "số" and w not in fold(measure.unit).split()]
        if len(words) > _FEW_WORDS or (measure.unit_kind != "count" and not said):
            return None
        for draft in reversed(self.drafts[-REACH:]):
            alike = draft.sentence == self.sentence and same_unit(measure.unit, draft.unit)
            if alike and draft.value is not None and set(said) <= set(fold(draft.name).split()):
                return draft
        return None

    def _added(self, measure: Measure) -> bool:
        """True for "tăng thêm 2.215 hộ", "số vốn tăng thêm 23 triệu USD": what was added is counted."""
        return measure.first > 0 and self.tokens.at[measure.first - 1].text.endswith("thêm")

    def _told_by_change(self, lead: Lead) -> bool:
        """True where the figure before is known only by its change: "năng suất tăng 2 tạ/ha, sản lượng …"."""
        current = self.current
        return current is not None and not lead.sentence and current.only_grew

    def _change_of_count(self, measure: Measure, lead: Lead, *, prior: bool) -> bool:
        """True where a number of things, or an amount, is said to rise or fall by some of it."""
        if lead.light or lead.opened or measure.unit_kind not in _AMOUNTS or measure.unit is None:
            return False
        if not self._by(measure) or measure.high is not None or self.context.kind == "target":
            return False
        if self._added(measure):
            return False
        if measure.unit_kind != "count":  # "năng suất lúa tăng 1,5 tạ/ha so với cùng kỳ"
            return prior and self.tokens.at[measure.first - 1].text in _PLAIN_CHANGES
        words = fold(self.tokens.printed(lead.name_start, lead.name_end)).split()
        counted = fold(measure.unit).split()
        return any(words[i : i + 1 + len(counted)] == ["số", *counted] for i in range(len(words)))

    def _read_change_again(self, measure: Measure, before: Measure, tail: Tail) -> bool:
        """The change just told, as a percentage: "giảm 27 vụ = 8,6%", "tăng 200 con (9,5%)"."""
        draft = self.current
        change = draft.comparisons[-1] if draft is not None and draft.comparisons else None
        if draft is None or change is None or change.form != "delta":
            return False
        between = self.tokens.at[before.last : measure.first]
        told = before.left.start == change.start and measure.unit == "%" and measure.right is None
        signs = [t for t in between if t.text in ("=", "(") or t.has("correspond")]
        if (
            not told
            or not signs
            or any(t.text not in ",-–+" and t.kind != "word" for t in between if t not in signs)
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

    def _read_growth_again(self, measure: Measure, before: Measure, tail: Tail) -> bool:
        """The growth just told, as an amount: "tăng 9,6% tương đương 6,84 tỷ đồng", "giảm 12% (45 vụ)"."""
        draft = self.current
        change = draft.comparisons[-1] if draft is not None and draft.comparisons else None
        if draft is None or change is None or change.form not in ("growth", "points") or measure.unit is None:
            return False
        told = before.left.start == change.start and change.comparison_type == "prior"
        if not told or measure.right is not None or measure.unit_kind == "ratio":
            return False
        between = [t for t in self.tokens.at[before.last : measure.first] if t.text != ","]
        named = any(t.has("correspond") for t in between)
        level = draft.value if same_unit(measure.unit, draft.unit) else None
        if not (named or (level is not None and [t.text for t in between] == ["("])):
            return False
        if any(
            not t.has("correspond", *CHANGE, "approx") and t.text not in ("(", "với", "=") for t in between
        ):
            return False
        if level is not None and level.value <= measure.left.value:
            return False  # what it grew by is less than what it grew to
        value = -measure.left.value if change.value < 0 else measure.left.value
        year, label = change.base_year, change.base_label
        if tail.prior is not None:
            year, label = tail.prior.year, tail.prior.label
            change.base_year, change.base_label = year, label
        self._compare(
            draft, measure, "prior", "delta", value, "growth_again", year=year, label=label, unit=measure.unit
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
            if d.sentence == self.sentence and same_unit(measure.unit, d.unit) and not d.before
            and (d.value is not None or (d.kind == "target" and d.target is not None))
        ]  # fmt: skip
        if not self.depth:  # behind a bracket a change is of what stands before it: "12 vụ (… 15 vụ), giảm 3"
            same = [d for d in same if d.inside is None or d.inside not in same]
        if not same:
            return None
        said = self._words_behind(measure)
        for draft in reversed(same):
            if said and said in fold(draft.name):
                return draft
        return same[-1]

    def _words_behind(self, measure: Measure) -> str:
        words = []
        for token in self.tokens.at[measure.last : measure.last + 3]:
            if token.kind != "word":
                break
            words.append(token.text)
        return " ".join(words)

    def _by(self, measure: Measure) -> bool:
        """False where the change ends at the figure: "giảm còn 1,89%", "tăng lên 45%"."""
        i = measure.first - 1
        while i > 0 and self.tokens.at[i].has("bound_gt", "bound_ge", "bound_lt", "approx"):
            i -= 1
        return i >= 0 and not self.tokens.at[i].has("result", "copula")

    def _goal_of_change(self, measure: Measure, lead: Lead, *, down: bool) -> bool:
        name = self.tokens.printed(lead.name_start + 1, lead.name_end)
        if fold(name).startswith((*RATES, "số ")):
            return False
        draft = self._new(measure, lead, near=False, rule="change_only")
        draft.name, draft.unit = name, None
        value = -measure.left.value if down else measure.left.value
        self._compare(draft, measure, "prior", "growth", value, "change_only")
        return True

    def _compare(
        self, draft: Draft, measure: Measure, comparison_type: str, form: str, value: Decimal, rule: str, *,
        giver: str | None = None, year: int | None = None, label: str | None = None, unit: str | None = None,
    ) -> None:  # fmt: skip
        comparison = DraftComparison(comparison_type, form, measure.left, value, rule)
        comparison.plan_giver, comparison.base_year = giver, year
        comparison.base_label, comparison.unit = label, unit
        draft.comparisons.append(comparison)
        draft.note(measure.left.start, measure.left.end, "comparison")
        draft.slip = draft.slip or measure.slip
        if measure.high is not None:
            draft.note(measure.high.start, measure.high.end, "comparison")
        self.current = draft
