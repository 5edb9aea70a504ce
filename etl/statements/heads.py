"""Naming: from the words around a figure to the name of what it measures, its whole, its place."""

from __future__ import annotations

import re

from etl.statements.context import Context, without_marker
from etl.statements.draft import Draft
from etl.statements.gaps import Lead, ends_post
from etl.statements.measures import Measure
from etl.statements.names import clean, head_class, head_start, is_generic
from etl.statements.scan import Token
from etl.statements.state import BlockState, same_unit
from etl.statements.vocabulary import Vocabulary, fold

_ADMIN = re.compile(
    r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hành phố|[Tt]hị xã)\s+[^\W\d_a-zà-ỹ]\w*(?:\s+[^\W\d_a-zà-ỹ]\w*){0,3}\Z"
)
_AT_PLACE = re.compile(
    r"\s+(?:tại|ở)\s+((?:địa bàn\s+)?(?:các\s+)?(?:xã|phường|thị trấn|huyện|thành phố|thôn|xóm|tổ|khu|bản|đường)\s+[^\W\d_a-zà-ỹ].*)$"
)
_SCOPE = re.compile(r"(khu vực (?:thành thị|nông thôn|đô thị)(?:\s*\(\d+ \w+\))?)")
_TITLE_CASE = r"[^\W\d_a-zà-ỹ]\w*(?:\s+[^\W\d_a-zà-ỹ]\w*){0,3}"
_ADMIN_WORD = r"(?:xã|phường|thị trấn|huyện|thành phố|thị xã|thôn|xóm|bản|khu)"
_PLACES = re.compile(
    rf"(?:tại|ở)\s+((?:các\s+)?{_ADMIN_WORD}(?:,\s*{_ADMIN_WORD})?\s+{_TITLE_CASE}"
    rf"(?:(?:,|;|\s+và)\s+(?:{_ADMIN_WORD}\s+)?{_TITLE_CASE})*)"
)
_COUNT_OF_TITLE = re.compile(r":|,|\s+[Cc]ó\s+\d")
_BARE_VERBS = frozenset(
    {"trồng", "gieo trồng", "gieo cấy", "trồng được", "trồng mới", "thả nuôi", "tổng số", "tổng đàn", "đàn"}
)
_PREPOSITIONS = frozenset({"cho", "với", "của", "tại", "ở", "về"})


class HeadReader(BlockState):
    """Opens statements and names them."""

    def __init__(
        self, text: str, context: Context, vocabulary: Vocabulary, *, report_year: int | None
    ) -> None:
        super().__init__(text, context, vocabulary, report_year=report_year)
        self.run_in, self.run_in_end = self._run_in()

    def _run_in(self) -> tuple[str, int]:
        """The head that opens an item: "Cây lúa: Gieo trồng được …"; and the token behind its colon."""
        for i, token in enumerate(self.tokens[:8]):
            if token.text == ":" and i:
                return clean(self.text[: token.start]), i + 1
            if token.kind in ("num", "mask", "stop") or token.text in ",;.(":
                break
        return self.context.head or "", 0

    def _new(self, measure: Measure, lead: Lead, *, near: bool, rule: str) -> Draft:
        current = self.current
        tokens = self.tokens
        name, shared, activity, generic, rooted = "", False, "", False, False
        first = lead.name_start
        if self._content(lead):
            first = head_start(tokens, lead.name_start, lead.name_end, self.vocabulary)
            last = lead.name_end
            if last - first > 2 and tokens[last - 1].has("locus") and len(tokens[last - 1].text.split()) > 3:
                last -= 1  # "trên địa bàn thành phố": the report's own place, not the indicator's
            name = clean(self.text[tokens[first].start : tokens[last - 1].end])
        if (
            name
            and "exist" in lead.trail
            and measure.unit_kind in ("count", "tally")
            and (
                self._noun_behind(measure) not in ("", measure.unit) or _is(name, "subject", self.vocabulary)
            )
        ):
            name = ""  # "trên địa bàn có 380 doanh nghiệp …": what is counted names itself
            near = False
        if (
            name
            and measure.unit == "%"
            and lead.colon
            and measure.right is None
            and self.tokens[lead.name_end].text == ":"
        ):
            noun = self._noun_behind(measure)
            if len(noun.split()) >= 3:
                name = noun  # "Thực hiện tốt công tác quản lý: 100% các công trình được kiểm tra"
        if name and measure.right is not None and lead.trail & {"increase", "decrease"}:
            verb = self._verb_before(measure, lead)
            name = f"{name} {verb}".strip()  # "hộ nghèo giảm 43/23 hộ": the change is what was planned
        if name and measure.unit == "%" and measure.right is None and fold(name).startswith(("tỷ lệ", "tỉ lệ")):
            noun = self._noun_behind(measure)
            if len(name.split()) <= 4 and len(noun.split()) >= 2 and "," not in noun:
                name = f"{name} {noun}"  # "tỷ lệ huy động 100% trẻ 6 tuổi vào lớp 1"
        pre = name
        if not name:
            noun = self._noun_behind(measure)
            bare = not noun or noun == measure.unit or rule == "percent_only"
            own = lead.sentence and "exist" in lead.trail and measure.unit_kind in ("count", "tally")
            kin = rule == "percent_only" or same_unit(measure.unit, current.unit if current else None)
            if near and current is not None and bare and kin and not own:
                name, shared = current.name, True
            elif noun:
                name = noun
                verb = self._verb_before(measure, lead)
                if verb and not near:
                    name = f"{verb} {noun}"
                elif _is(noun, "consequence", self.vocabulary) and self._event():
                    name = f"{noun} ({self._event()})"
                elif current is not None and self._listed_with(measure, lead):
                    name, pre = f"{current.pre} {_decapitalize(noun)}", current.pre
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
        if name and not shared and self.tokens[first].has("raise") and current is not None:
            name, shared = f"tỷ lệ {_decapitalize(current.name)}", True  # "nâng tỷ lệ lên 68,8%"
        elif name and not shared and lead.outcome and self.run_in_end and not self.drafts and self._wants_object(name):
            name, shared = self.run_in, True  # "Trồng cây xanh: đã trồng 1.467 cây"
        elif name and not shared and not generic and self.run_in and fold(name) in _BARE_VERBS:
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
                if same_unit(measure.unit, current.unit) and lead.year_end:
                    draft.target, draft.target_high = current.target, current.target_high
                    draft.target_bound = current.target_bound
        elif self.whole is not None and self.whole.sentence >= self.sentence - 1 and self.whole is not draft:
            draft.parent = self.whole
        draft.ends_at = measure.start
        if (
            not activity
            and not self._content(lead)
            and current is not None
            and current.sentence == self.sentence
        ):
            draft.activity = (
                current.activity or current.name
            )  # "với 135 lô đất": still about what was said before
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
            for title in (
                self.text[:80].split(":")[0] if ":" in self.text[:80] else "",
                self.context.title.split(":")[0],
            ):
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
        if (
            current is not None
            and not lead.sentence
            and current.verb
            and same_unit(measure.unit, current.unit)
        ):
            if not name[0].isupper() or measure.right is not None:
                return f"{current.verb} {name}"
        return name

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
        while (
            start > 0
            and self.tokens[start - 1].kind not in ("stop", "num")
            and self.tokens[start - 1].text not in (";", ":")
        ):
            start -= 1
        if i <= start or i - start > 16:
            return ""
        if not head_class(self.tokens, start, i, self.vocabulary):
            return ""
        return clean(self.text[self.tokens[start].start : self.tokens[i - 1].end])

    def _listed_with(self, measure: Measure, lead: Lead) -> bool:
        """"tiếp nhận 01 công chức, 10 viên chức": one verb for all that is counted."""
        current = self.current
        if current is None or lead.sentence or lead.clause or lead.part or lead.opened or lead.trail:
            return False
        if measure.unit_kind != "count" or current.unit_kind != "count" or not current.pre or current.comparisons:
            return False
        words = fold(current.pre).split()
        found = self.vocabulary.heads.match(words, 0)
        return found is not None and "verb" in found[1] and current.sentence == self.sentence

    def _verb_before(self, measure: Measure, lead: Lead) -> str:
        """ "Giảm 10% trên tổng số hộ nghèo": the change itself is what is measured."""
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
        opens = lead.sentence or lead.clause or not self.drafts
        if not opens and self.tokens[lead.post_end].kind != "punct":
            return ""  # these words still complete the name of the figure before them
        end = first
        while end > lead.name_start and self.tokens[end - 1].text in (",", "với", "và", "cùng"):
            end -= 1
        start = head_start(self.tokens, lead.name_start, end, self.vocabulary)
        return clean(self.text[self.tokens[start].start : self.tokens[end - 1].end]) if end > start else ""

    def _noun_behind(self, measure: Measure) -> str:
        """Unit and the noun phrase behind it, for figures named only after their number."""
        if measure.unit_kind not in ("count", "tally", "ratio", "compound", "") or (
            measure.right is not None and measure.unit is None
        ):
            return ""
        words: list[str] = []
        i = measure.last
        stop = i
        quoted = False
        ratio = measure.unit_kind == "ratio"
        while stop < len(self.tokens) and stop - i < 20:
            token = self.tokens[stop]
            over = (
                token.text == ","
                and ratio
                and stop > i
                and stop + 1 < len(self.tokens)
                and self.tokens[stop + 1].kind == "word"
            )
            if (
                not quoted
                and not over
                and ends_post(token, tally=measure.unit_kind == "tally")
                and not (ratio and stop == i and token.text == "trên")
            ):
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
        if draft.name.endswith(")") and "(" in draft.name and not draft.pre:
            return  # an event's consequence, named with it
        own = draft.value or draft.target
        if own is None or own.start != measure.left.start:
            return
        if (measure.right is not None and measure.unit is None) or start != measure.last:
            return
        i, stop = start, min(lead.post_end, start + 24)
        if measure.of_total:
            i, stop = measure.inner
        words = clean(self.text[self.tokens[i].start : self.tokens[stop - 1].end]) if stop > i else ""
        if draft.unit_kind in ("count", "tally") and draft.unit:
            noun = f"{draft.unit} {words}".strip()
            title = clean(_COUNT_OF_TITLE.split(without_marker(self.context.title))[0])
            if draft.unit_kind == "tally" and fold(title).startswith(fold(draft.unit) + " ") and words:
                noun = f"{title} {words}"  # "I. Chỉ tiêu kinh tế … Tổng 8/10 chỉ tiêu đạt …"
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
        """ "01 xã đạt chuẩn (Hưng Đạo)", "5 ha tại phường Ngọc Xuân": where it is."""
        if draft.place is None and i + 2 < len(self.tokens) and self.tokens[i].text == "(":
            j = i + 1
            while (
                j < len(self.tokens)
                and self.tokens[j].text != ")"
                and self.tokens[j].kind == "word"
                and j - i < 6
            ):
                j += 1
            if j < len(self.tokens) and self.tokens[j].text == ")" and j > i + 1:
                inner = self.text[self.tokens[i + 1].start : self.tokens[j - 1].end]
                if fold(inner) in self.context.places or _ADMIN.match(inner):
                    draft.place = inner
        if draft.place is None:
            scope = _SCOPE.search(draft.name)
            draft.place = scope.group(1) if scope else None
        if draft.place is None and i < len(self.tokens):
            draft.place = self._place_after(i)
        found = _AT_PLACE.search(draft.name)
        if found and draft.place is None:
            draft.place = found.group(1)
            draft.name = clean(draft.name[: found.start()] + draft.name[found.end() :])

    def _place_after(self, i: int) -> str | None:
        """"5 ha tại phường Ngọc Xuân, xã Chu Trinh": the places named right behind a figure."""
        token = self.tokens[i]
        start = token.start if token.text in ("tại", "ở") else -1
        if token.kind == "mask" or start < 0:
            return None
        found = _PLACES.match(self.text, start)
        return found.group(1) if found else None

    def _wants_object(self, pre: str) -> bool:
        """True for a head that names nothing without the counted noun: a bare verb, "tổng số"."""
        words = fold(pre).split()
        found = self.vocabulary.heads.match(words, 0) if words else None
        if found is not None and len(words) <= found[0] + (1 if found[0] == 1 else 0):
            return True
        tail = fold(pre).split(",")[-1].split() if "," in pre else []
        last = self.vocabulary.heads.match(tail, 0) if tail else None
        return last is not None and "verb" in last[1] and len(tail) <= last[0] + 1

    def _unit_in_name(self, draft: Draft) -> str | None:
        """ "Số hồ sơ đã giải quyết 3.988", "Điều động công chức 01": the name says what is counted."""
        quantity = draft.value or draft.target
        if quantity is None or quantity.decimals:
            return None
        words = fold(draft.name).replace(",", " ").split()
        at = 0
        found = self.vocabulary.heads.match(words, 0) if words else None
        if words[:2] == ["tổng", "số"] or (words[:2] == ["tỷ", "lệ"] and draft.open_pair is not None):
            at = 2
        elif words[:1] == ["số"]:
            at = 1
        elif found is not None and "verb" in found[1]:
            at = found[0]
        unit = self.vocabulary.units.match(words, at) if at < len(words) else None
        if unit is not None and unit[1] & {"count", "tally"}:
            return " ".join(words[at : at + unit[0]])
        return (
            draft.parent.unit
            if draft.parent is not None and draft.parent.unit_kind in ("count", "")
            else None
        )


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
