"""What the members of a list share: words of a name that are said once and meant for all of them."""

from __future__ import annotations

import re

from etl.statements.borrowing import Borrowing
from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import PREPOSITIONS, behind_modifiers, decapitalized, is_amount_of, is_listed
from etl.statements.state import REACH, alike_rates, same_unit
from etl.statements.vocabulary import fold

_OF_AREA = re.compile(r"^(?:ở\s+)?(?:khu vực\s+)?")
_GIVEN = re.compile(r"\s+(?:được|đã)\s+")
_PLANNED = re.compile(r"^(?:tổng\s+)?(?:số\s+)?(?:kế hoạch|dự toán)\s+|^tổng\s+(?:số\s+)?", re.IGNORECASE)
_MEMBER_WORDS = 3  # of a name that only says which one: "ngô", "rau các loại"
_SUBJECT_WORDS = 3  # before a verb, so that more than the verb is shared


class Sharing(Borrowing):
    """Completes a short name with the words of the one before it."""

    def _shares_of_list(self, name: str, lead: Lead, measure: Measure) -> bool:
        """True for a further share of the list that the last one stood in."""
        current = self.current
        if current is None or lead.sentence or lead.colon or not self.list_head or lead.trail - {"share"}:
            return False
        listed = current.name.startswith(f"{self.list_head}: ") and measure.unit == current.unit == "%"
        return listed and not fold(name).startswith(("tỷ lệ", "tỉ lệ", "tốc độ"))

    def _other_scope(self, name: str, lead: Lead, measure: Measure) -> str:
        """The same of the other area: "nước sạch đô thị: 96%; nông thôn: 92%"."""
        current = self.current
        if current is None or lead.sentence:
            return ""
        word = _OF_AREA.sub("", fold(name))
        others = self.vocabulary.counterparts.get(word)
        if others is None or word in current.name:
            return ""
        if not same_unit(measure.unit, current.unit):
            return ""
        return next((current.name.replace(other, word) for other in others if other in current.name), "")

    def _parallel(self, name: str, lead: Lead, measure: Measure) -> str:
        """A rate told again of the same subject: "tỷ lệ trẻ được tiêm 1 mũi 91%; tiêm mũi 2 đạt 85%"."""
        if lead.sentence:
            return ""
        again = fold(name).split()[0]
        variant = is_listed(again, "variant", self.vocabulary)
        current = self.current
        if variant:
            # "diện tích lúa vụ xuân 5 ha, năng suất 6 tấn/ha; vụ hè 4 ha": the last that was told in hectares
            alike = (
                d for d in reversed(self.drafts[-REACH:])
                if d.sentence == self.sentence and same_unit(measure.unit, d.unit)
            )  # fmt: skip
            current = next(alike, None)
        if current is None or not same_unit(measure.unit, current.unit):
            return ""
        said = again in fold(current.name)  # most do not say it, and need no look at each word
        words = current.name.split() if said else []
        at = [i for i, word in enumerate(words) if fold(word) == again]
        told = at and at[0] >= (2 if variant else _SUBJECT_WORDS)
        if told and (variant or fold(words[at[0] - 1]) in PREPOSITIONS):
            return " ".join([*words[: at[0]], name])  # "tiêm cho đàn trâu 5.000 liều; đàn lợn 2.300 liều"
        kind = self._opening_of(current.name, "generic") if measure.unit_kind == "measure" else ""
        if kind and not lead.clause and self._begins_verb(name):
            return f"{kind} {name}"  # "sản lượng đánh bắt 5 tấn, nuôi trồng 3 tấn"
        if measure.unit != "%":
            return ""
        verb = self._begins_verb(again)
        return " ".join([*words[: at[0]], name]) if verb and at and at[0] >= _SUBJECT_WORDS else ""

    def _lacks_kind(self, name: str, measure: Measure, current: Draft) -> bool:
        """True for a member that lacks the kind of amount: "diện tích lúa 500 ha, | ngô 200 ha"."""
        if alike_rates(measure.unit, current.unit):
            return True
        short = len(name.split()) <= _MEMBER_WORDS and name[:1].islower() and self.whole is None
        named = self.vocabulary.heads.begins(name) is not None
        return short and not named and measure.unit == current.unit and current.value is not None

    def _told_before(self, head: str, measure: Measure) -> Draft | None:
        """The total that a head names again: "tổng sản lượng lúa 58 tấn; cả năm tổng sản lượng 84 tấn"."""
        if not fold(head).startswith("tổng "):
            return None
        for draft in self.drafts[-REACH:]:
            again = fold(draft.name).startswith(f"{fold(head)} ") and same_unit(measure.unit, draft.unit)
            if again and draft.sentence == self.sentence:
                return draft
        return None

    def _says_of_what(self, words: str) -> bool:
        """False for words that say only what kind of amount it is."""
        return bool(words) and not is_amount_of(words, self.vocabulary)

    def _grown(self) -> str:
        """The crop of the last area, for its yield: "Gieo cấy 962 ha lúa mùa. | Năng suất 56,8 tạ/ha"."""
        for draft in reversed(self.drafts[-REACH:]):
            if draft.sentence < self.sentence - 1:
                break
            found = self.vocabulary.heads.begins(draft.name)
            if draft.unit_kind != "measure" or found is None or found[1].isdisjoint(("generic", "bare")):
                continue
            words = draft.name.split()
            at = behind_modifiers(fold(draft.name).split(), found[0], len(words), self.vocabulary)
            if at < len(words):
                return " ".join(words[at:])
        return ""

    def _spent(self, measure: Measure) -> str:
        """The money of this sentence of which some was spent: "vốn đầu tư công được giao 128 tỷ đồng, …"."""
        for draft in reversed(self.drafts[-REACH:]):
            if draft.sentence != self.sentence:
                break
            name = _PLANNED.sub("", _GIVEN.split(draft.name, maxsplit=1)[0])
            found = self.vocabulary.heads.begins(name)
            money = draft.unit_kind == "money" and same_unit(measure.unit, draft.unit)
            if money and found is not None and "generic" in found[1]:
                return decapitalized(name)
        return ""

    def _opening_of(self, name: str, kind: str) -> str:
        """The words of a name's opening that stand in the table under `kind`: "sản lượng", "tỷ trọng"."""
        found = self.vocabulary.heads.begins(name)
        return " ".join(name.split()[: found[0]]) if found is not None and kind in found[1] else ""

    def _family(self, name: str, lead: Lead, measure: Measure) -> str:
        """The words that members of a list share: "Cơ cấu ngành kinh tế Thương mại 68,9%; Xây dựng 28%"."""
        current = self.current
        if current is None or lead.sentence or measure.unit != "%" or current.unit != "%":
            return ""
        first = next(d for d in self.drafts[-REACH:] if d.sentence == current.sentence)
        words = (first.pre or first.name).split()
        shared: list[str] = []
        for word in words:
            if shared and word[0].isupper():
                break
            shared.append(word)
        if not name[0].isupper() or len(shared) in (0, len(words)) or shared[-1].lower() in ("-", "và"):
            return ""
        for draft in self.drafts[-REACH:]:
            if draft.sentence == current.sentence:
                draft.family = " ".join(shared)
        return " ".join(shared)
