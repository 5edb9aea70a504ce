"""What is known while a block is read: tokens, measures, drafts so far, and what is in force."""

from __future__ import annotations

from bisect import bisect_left

from etl.statements.context import Context
from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.labels import without_figures_of_names
from etl.statements.measures import Measure, find_measures
from etl.statements.periods import Period
from etl.statements.references import PriorRef
from etl.statements.scan import scan
from etl.statements.vocabulary import Vocabulary, fold


class BlockReading:
    """What was read in one block: drafts in order, and numbers that are part of no statement."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.loose: list[tuple[int, int, str, str]] = []  # start, end, role, rule


class BlockState:
    """One block's text in its context, and what has been read of it so far."""

    def __init__(
        self, text: str, context: Context, vocabulary: Vocabulary, *, report_year: int | None
    ) -> None:
        self.text = text
        self.context = context
        self.vocabulary = vocabulary
        self.report_year = report_year
        self.tokens = scan(text, vocabulary)
        self.measures: list[Measure] = []
        self.reading = BlockReading()
        self.drafts = self.reading.drafts
        self.sentence = 0
        self.clause = 0
        self.current: Draft | None = None
        self.since: tuple[int, PriorRef] | None = None  # sentence, and what its changes are said to be since
        self.whole: Draft | None = None  # the whole whose parts are being listed
        self.period: Period | None = context.period
        self.own_period: Period | None = None
        self.month: tuple[int, Period] | None = None  # a time that holds for its sentence only
        self.depth = 0
        self.turns: dict[int, Draft] = {}  # by measure: the earlier figure that it compares, told in turn
        self.earlier: tuple[int, Period | None] | None = None  # in a bracket of the year before: since, time
        self.paren_owner: Draft | None = None
        self.list_head = ""  # "Cơ cấu ngành kinh tế:" whose items follow
        self.topic = ""  # what opens the sentence before a colon
        self.outer_whole: Draft | None = None  # the whole in force outside the open bracket
        self.found_place = ""  # a place that the head turned out to be
        self.pursued: tuple[int, Period | None] | None = None  # a sentence that tells goals, and of when
        self.estimated: tuple[int, Period | None] = (-1, None)  # a sentence of estimates, and of when
        self.outcome_sentence = -1  # the last sentence that tells what was done
        self.in_changes = False  # inside a bracket that lists changes
        self.last_down = False

    def measure(self) -> None:
        """Find the measures; a step of its own, which is done for many blocks before they are read."""
        found = find_measures(self.tokens, self.text, self.vocabulary)
        self.measures = without_figures_of_names(self.tokens, found)

    def _measure_from(self, i: int) -> Measure | None:
        """The first measure that begins at token `i` or behind it."""
        k = bisect_left(self.measures, i, key=lambda measure: measure.first)
        return self.measures[k] if k < len(self.measures) else None

    def _content(self, lead: Lead) -> bool:
        return lead.name_start < lead.name_end

    def _period(self, lead: Lead) -> Period | None:
        if lead.year_end:
            year = lead.period.year if lead.period is not None else self.context.year
            return Period(year, "year_end")
        if self.own_period is None and self.month is not None and self.month[0] == self.sentence:
            return self.month[1]
        return self.own_period or self.period

    def _last_whole(self) -> Draft | None:
        for draft in reversed(self.drafts):
            if draft.parent is None and draft.sentence >= self.sentence - 1:
                return draft
        return None


# Drafts that a figure may refer back to; no sentence prints as many, and the cost stays linear.
REACH = 60


def same_unit(a: str | None, b: str | None) -> bool:
    """True where two units may be one; a missing one may be any."""
    if a is None or b is None or a == b:
        return True
    x, y = fold(a), fold(b)
    return x == y or x.split()[0] == y.split()[0]


def alike_rates(one: str | None, other: str | None) -> bool:
    """True for two percentages, or two figures by the same area: tạ/ha and tấn/ha."""
    if one is None or other is None:
        return False
    return one == other == "%" or ("/" in one and one.partition("/")[2] == other.partition("/")[2])
