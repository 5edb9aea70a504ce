"""Names that no words before a figure give: the noun behind it, the figure before, or the list names it."""

from __future__ import annotations

from etl.statements.draft import Draft
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import PREPOSITIONS, clean, common_words, decapitalized, is_listed
from etl.statements.phrases import Phrases
from etl.statements.state import REACH, same_unit
from etl.statements.vocabulary import fold

_SUBJECT_WORDS = 6  # of what two counts are of; more is a sentence


class Head:
    """A name and how it was come by."""

    name: str = ""
    pre: str = ""  # the part of it that stands before the number
    shared: bool = False  # taken over from an earlier statement
    subject: bool = False  # only who did it was said ("xã", "thành phố")
    cause: str = ""  # "do thời tiết khô hạn", where the sentence begins with it
    behind: bool = False  # what stands behind the number names it, whatever stands before
    generic: bool = False  # names only a kind of amount (số tiền, diện tích)
    opens_parts: bool = False  # "Trong số …": what follows is part of it
    rooted: bool = False  # named by the head that opens the item ("Cây lúa: …")
    activity: str = ""  # what a generic amount is of

    def __init__(self, first: int) -> None:
        self.first = first  # the token where the head begins


def _counted(name: str) -> str:
    """What a total counts: "Tổng số trường học" is of trường học."""
    return name[8:] if fold(name).startswith("tổng số ") else name


class Borrowing(Phrases):
    """Names figures by what stands around them."""

    def _head_elsewhere(self, head: Head, measure: Measure, lead: Lead, *, near: bool, rule: str) -> None:
        """No words before the number name it: what was named last does, the noun behind it, or the list."""
        current = self.current
        noun = self._noun_behind(measure) if rule != "percent_only" else ""
        near = (near or head.subject) and not head.behind
        state = self._state(measure) if near and measure.unit_kind == "count" else ""
        if state and self.whole is not None and not lead.sentence:
            head.name = head.pre = state  # "trong đó: cấp mới 455 hồ sơ, …, đang thực hiện 29 hồ sơ"
            return
        if current is not None and self._listed_amount(measure, lead):
            head.pre = current.pre  # "trồng 5 ha lúa, 3 ha ngô"
            head.name = head.pre or clean(
                self._phrase_behind(measure)
            )  # "125 nhà bị hỏng, 350 ha lúa bị ngập"
            return
        bare = not noun or noun == measure.unit or rule == "percent_only"
        if near and noun and noun == measure.unit and self._completed(measure, lead):
            head.name = head.pre = "hoàn thành"  # "khởi công 456 căn, hoàn thành 389 căn"
            return
        exists = "exist" in lead.trail and measure.unit_kind in ("count", "tally")
        own = exists and (lead.sentence or "of" in lead.trail)
        kin = rule == "percent_only" or self._counts_alike(measure, current.unit if current else None)
        if near and current is not None and bare and kin and not own:
            whole = rule == "percent_only" and lead.sentence and current.family
            again = self._of_same_whole(measure)
            head.name, head.shared = whole or (again or current).name, True
            year = lead.period.year if lead.part and lead.period is not None else None
            if year is not None and str(year) not in head.name:
                head.name = f"{head.name} năm {year}"  # "…, trong đó năm 2021 được giao 343 tỷ"
        elif noun and self._shared_by_word(head, measure, lead, noun):
            return
        elif noun:
            head.name = noun
            if own and noun == measure.unit and not lead.sentence:
                head.name = head.pre = f"tổng số {noun}"  # "thành lập mới 07 HTX, hiện có tổng số 54 HTX"
            elif own and noun == measure.unit:
                head.name = f"{noun} {self._locus(measure)}".strip()
            elif noun == measure.unit and measure.unit_kind == "tally" and self._first_of_item():
                # "Nông thôn mới: xã đạt 17/19 tiêu chí"
                head.name, head.shared = f"{noun} {decapitalized(self.run_in)}", True
            elif noun == measure.unit and near and current is not None and self._with(measure):
                # "717 buổi tuần tra kiểm soát với 3.092 lượt"
                of = common_words(current.post) or _counted(current.name)
                of = "" if fold(of) == fold(current.unit or "") else of  # "21 trường với 312 lớp"
                of = "" if current.unit_kind == "money" else of  # "vốn 234 tỷ đồng với 45 công trình"
                head.name = head.pre = f"{noun} {decapitalized(of)}".strip()
            verb = self._verb_before(measure, lead)
            done = self._done_behind(measure, lead)
            if done:
                head.name, head.pre = f"{done} {decapitalized(noun)}", done
            elif verb and (not near or (lead.clause and noun != measure.unit)):
                head.name = f"{verb} {noun}"
                head.pre = verb if measure.unit_kind == "count" else head.pre
            elif self._is_consequence(noun, measure.unit) and (event := self._event()):
                head.name = f"{noun} ({event})"
            elif current is not None and noun == measure.unit and self._counted_too(measure, lead):
                # "tiểu học có 21 lớp, 723 em"
                head.name, head.pre = f"{current.pre} {decapitalized(noun)}", current.pre
            elif current is not None and current.listed and noun == measure.unit and not lead.clause:
                # "Bằng khen UBND tỉnh: 08 tập thể, 52 cá nhân"
                head.name, head.pre = current.pre, current.pre
                if self.list_head and current.name.startswith(self.list_head):
                    head.name = current.name
            elif current is not None and self._listed_with(measure, lead):
                head.name, head.pre = f"{current.pre} {decapitalized(noun)}", current.pre
        elif of := self._measure_of(measure, lead):
            head.name = of
        elif current is not None and (near or not lead.sentence):
            head.name, head.shared = current.name, True
        elif self.context.head:
            head.name = self.context.head
        else:
            head.name = current.name if current is not None else clean(self.context.title)
            head.name = head.name or self._noun_behind(measure)
            head.shared = current is not None

    def _counted_too(self, measure: Measure, lead: Lead) -> bool:
        """True for a second count of what stands before the first, which is neither deed nor list."""
        current = self.current
        if current is None or lead.sentence or lead.clause or lead.part or lead.opened or lead.trail:
            return False
        both = measure.unit_kind == "count" and current.unit_kind == "count" and measure.right is None
        alone = current.sentence == self.sentence and not current.listed and not current.comparisons
        words = fold(current.pre).split()
        if not both or not alone or current.generic or not 1 <= len(words) <= _SUBJECT_WORDS:
            return False
        does = any(self._does(" ".join(words[i:])) for i in range(len(words)))
        return not does and words[0] != fold(current.unit or "").split(" ")[0]

    def _completed(self, measure: Measure, lead: Lead) -> bool:
        """True where "hoàn thành" tells another deed than the one counted before it."""
        current, verb = self.current, self.tokens.at[measure.first - 1]
        if current is None or verb.text != "hoàn thành" or lead.sentence or lead.opened:
            return False
        return current.value is not None and bool(current.pre) and self._begins_verb(current.pre)

    def _first_of_item(self) -> bool:
        return self.run_in_end > 0 and not self.drafts

    def _of_same_whole(self, measure: Measure) -> Draft | None:
        """The pair of this sentence that has the same whole: "đạt 17/19 tiêu chí …; phấn đấu 19/19"."""
        whole = measure.right
        for draft in self.drafts[-REACH:] if whole is not None else ():
            pair = draft.open_pair or draft.denominator
            here = draft.sentence == self.sentence and same_unit(measure.unit, draft.unit)
            if here and pair is not None and whole is not None and pair.value == whole.value:
                return draft
        return None

    def _measure_of(self, measure: Measure, lead: Lead) -> str:
        """What is measured, told behind a figure that opens its clause: "; 1.400 ha lúa bị ngập"."""
        current = self.current
        told = lead.sentence or lead.clause or current is None
        opens = told or self.tokens.at[measure.first - 1].text in (",", "và")
        if measure.unit_kind != "measure" or measure.right is not None or not (opens or lead.part):
            return ""
        if lead.opened or (current is not None and same_unit(measure.unit, current.unit)):
            return ""
        words = clean(self._phrase_behind(measure))
        first = lead.sentence or current is None
        return words if len(words.split()) > 1 or (words and (first or not told)) else ""

    def _shared_by_word(self, head: Head, measure: Measure, lead: Lead, noun: str) -> bool:
        """One small word ties a count to the figure before it: "07 cuộc/07 đơn vị", "5 ha của 17 hộ"."""
        current = self.current
        if current is None or lead.sentence or lead.clause or measure.unit_kind != "count":
            return False
        word = self.tokens.at[measure.first - 1].text
        done = current.pre if not current.generic else ""
        money = current.unit_kind == "money"
        if word == "/" and current.unit_kind == "count":
            if is_listed(noun, "consequence", self.vocabulary):
                return False
            head.pre = done
            head.name = f"{done} {decapitalized(noun)}" if done else f"{current.name} ({noun})"
        elif word in ("đối với", "của") and not current.generic and (word != "của" or not money):
            acts = self.vocabulary.heads.match(fold(current.post).split() or [""], 0)  # 12 quyết định xử phạt
            again = word == "đối với" and self._wants_object(done) and not (acts and "verb" in acts[1])
            head.pre = done if again else f"{current.name} {word}"
            head.name = f"{head.pre} {decapitalized(noun)}"
        elif word == "cho" and current.unit_kind == "count" and self._begins_verb(current.post):
            head.pre = f"{current.post} cho"  # "45 lớp đào tạo nghề cho 1.350 lao động"
            head.name = f"{head.pre} {decapitalized(noun)}"
        elif word == "cho" and current.unit_kind in ("money", "measure") and self._begins_verb(current.pre):
            head.pre = f"{current.pre} cho"  # "chi trả bồi thường 123 tỷ đồng cho 210 hộ"
            head.name = f"{head.pre} {decapitalized(noun)}"
        else:
            return False
        return True

    def _counts_alike(self, measure: Measure, unit: str | None) -> bool:
        """True where two figures may count the same: not 03 nhà đền and 01 nhà thờ."""
        if measure.unit_kind != "count" or measure.unit is None or unit is None:
            return same_unit(measure.unit, unit)
        a, b = (f"{fold(of).split(',')[0]} " for of in (measure.unit, unit))
        return a.startswith(b) or b.startswith(a)

    def _listed_amount(self, measure: Measure, lead: Lead) -> bool:
        """One verb for amounts of several things, each said behind its figure."""
        current = self.current
        if current is None or measure.unit_kind != "measure" or measure.right is not None:
            return False
        alone = not (lead.sentence or lead.clause or lead.part or lead.opened or lead.trail)
        follows = self.tokens.at[measure.last].kind == "word" if measure.last < len(self.tokens.at) else False
        counted = current.unit_kind in ("count", "measure") and not current.pre
        named = bool(current.post) and current.sentence == self.sentence
        named = named and (counted or self._does(current.pre))
        named = named and self.tokens.at[measure.first - 1].text in (",", "và")
        return alone and lead.light and follows and named and not current.comparisons

    def _does(self, pre: str) -> bool:
        """True for words that take all that is listed behind them: a verb, a preposition."""
        words = fold(pre).replace(",", " ").split()
        return bool(words) and (self._begins_verb(" ".join(words)) or words[-1] in PREPOSITIONS)

    def _begins_verb(self, name: str) -> bool:
        found = self.vocabulary.heads.match(fold(name).split() or [""], 0)
        return found is not None and "verb" in found[1]

    def _listed_with(self, measure: Measure, lead: Lead) -> bool:
        """One verb for all that is counted: "tiếp nhận 01 công chức, 10 viên chức"."""
        current = self.current
        if current is None or lead.sentence or lead.clause or lead.part or lead.opened or lead.trail:
            return False
        if (
            measure.unit_kind != "count"
            or not (current.unit_kind == "count" or (current.unit_kind == "measure" and current.post))
            or not current.pre
            or current.comparisons
        ):
            return False
        return self._does(current.pre) and current.sentence == self.sentence
