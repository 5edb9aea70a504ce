"""A statement while it is being read: tokens decided so far, what is still open, and its numbers."""

from __future__ import annotations

from decimal import Decimal

from etl.statements.measures import Measure, Quantity
from etl.statements.periods import Period


class DraftComparison:
    """A comparison read in a block; offsets are into the block's text."""

    plan_giver: str | None = None
    base_year: int | None = None
    base_label: str | None = None
    unit: str | None = None

    def __init__(self, comparison_type: str, form: str, printed: Quantity, value: Decimal, rule: str) -> None:
        self.comparison_type = comparison_type
        self.form = form
        self.value = value  # signed
        self.decimals = printed.decimals
        self.start = printed.start
        self.end = printed.end
        self.rule = rule


class Draft:
    """One statement being built; offsets are into the block's text.

    One is made for each figure: what is not told of it stays with the class.
    """

    estimate: bool = False
    outcome: bool = False  # opened by words of a result: đã, hiện nay, thực hiện
    shared_head: bool = False  # took its name from an earlier statement
    pre: str = ""
    activity: str = ""  # what a generic head (số tiền, diện tích) is about
    generic: bool = False  # the head alone says only what kind of amount it is
    topic: str = ""  # what opens its sentence before a colon: "Bệnh Dịch tả lợn Châu Phi: …"
    cause: str = ""  # why it happened, where the sentence begins with it; it completes the name
    rooted: bool = False  # named by the head that opens the item ("Cây lúa: …")
    place: str | None = None
    ends_at: int = 0
    unit: str | None = None
    unit_kind: str = ""
    value: Quantity | None = None
    value_high: Quantity | None = None
    bound: str | None = None
    target: Quantity | None = None
    target_high: Quantity | None = None
    target_bound: str | None = None
    denominator: Quantity | None = None
    open_pair: Quantity | None = None  # y of "x/y", plan or whole not yet told
    undated: bool = False  # of a time before, which is not said
    before: bool = False  # of the year before, in the bracket behind the figure of this one
    parent: Draft | None = None
    inside: Draft | None = None  # the statement behind which its bracket stands
    verdict: str | None = None
    post: str = ""
    verb: str = ""  # the verb its name begins with, for lists that state it once
    reached: bool = False  # "đạt 3.300 tấn": stated as done, so it is no plan
    family: str = ""  # what the members of its list share: "Cơ cấu ngành kinh tế"
    listed: bool = False  # its head stands before a colon, and counts follow
    weak: bool = False  # no word of its name says what is measured: Cúm, lĩnh vực y tế, 02 nhà
    slip: str | None = None
    row: str | None = None

    def __init__(
        self,
        name: str,
        kind: str,
        rule: str,
        sentence: int = 0,
        clause: int = 0,
        period: Period | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.rule = rule
        self.sentence = sentence
        self.clause = clause
        self.period = period
        self.comparisons: list[DraftComparison] = []
        self.numbers: list[tuple[int, int, str]] = []  # start, end, role

    def note(self, start: int, end: int, role: str) -> None:
        """Book a number for the ledger."""
        self.numbers.append((start, end, role))
        self.ends_at = max(self.ends_at, end)

    def take(self, measure: Measure, slot: str) -> None:
        """Put a measure's first quantity (or range) into `value` or `target`."""
        if slot == "target":
            self.target, self.target_high, self.target_bound = measure.left, measure.high, measure.bound
        else:
            self.value, self.value_high, self.bound = measure.left, measure.high, measure.bound
        self.note(measure.left.start, measure.left.end, slot)
        if measure.high is not None:
            self.note(measure.high.start, measure.high.end, slot)
        self.slip = self.slip or measure.slip

    def turn_to_plan(self) -> None:
        """Make the figure read so far the plan of what follows."""
        self.target, self.target_high, self.target_bound = self.value, self.value_high, self.bound
        self.value = self.value_high = self.bound = None
        self.numbers = [(a, b, "target" if r == "value" else r) for a, b, r in self.numbers]

    def turn_to_result(self) -> None:
        """Make the figure taken for a plan a result."""
        self.kind = "result"
        self.value, self.value_high, self.bound = self.target, self.target_high, self.target_bound
        self.target = self.target_high = self.target_bound = None
        self.numbers = [(a, b, "value" if r == "target" else r) for a, b, r in self.numbers]

    @property
    def is_rate(self) -> bool:
        """True where the value itself is a percentage."""
        return self.unit in ("%", "‰", "%o")

    @property
    def only_grew(self) -> bool:
        """True where no figure is known but a change: "ngành mộc tăng 2,1%"."""
        return self.value is None and self.target is None and self.open_pair is None and self.has("prior")

    def has(self, comparison_type: str) -> bool:
        """True where a comparison of this type is attached."""
        return any(c.comparison_type == comparison_type for c in self.comparisons)
