"""Phrases around a figure: the noun behind it, the words before a colon, why and where it came about."""

from __future__ import annotations

from etl.statements.context import Context
from etl.statements.draft import Draft
from etl.statements.endings import continues, ends_post, gives_reason
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import clean, decapitalized, head_class, head_start, is_listed
from etl.statements.state import REACH, BlockState
from etl.statements.vocabulary import Vocabulary, fold

_OPENING = 120  # characters in which an item's heading ends
_WHO = frozenset({"subject", "actor", "disaster", "judgement"})
_HAPPENS = (" xảy ra", " tái phát", " phát sinh", " bùng phát")


def happening(pre: str) -> tuple[str, str, str]:
    """What happened and the verb that says so: "Bệnh dại tái phát …"."""
    return next((pre.partition(verb) for verb in _HAPPENS if verb in pre), (pre, "", ""))


class Phrases(BlockState):
    """Reads the phrases that names are made of."""

    def __init__(
        self, text: str, context: Context, vocabulary: Vocabulary, *, report_year: int | None
    ) -> None:
        super().__init__(text, context, vocabulary, report_year=report_year)
        self.run_in, self.run_in_end = self._run_in()

    def _run_in(self) -> tuple[str, int]:
        """The head that opens an item: "Cây lúa: Gieo trồng được …"; and the token behind its colon."""
        first = 0
        for i, token in enumerate(self.tokens.at[:12]):
            if token.text == ":" and i > first:
                if all(t.has("part", "link", "outcome") for t in self.tokens.at[first:i]):
                    first = i + 1  # "Trong đó: Cây lúa: …"
                    continue
                last = i - 1 if self.tokens.at[i - 1].role == "date" else i
                return clean(self.tokens.printed(first, last)), i + 1
            if token.text == "," and 1 < i <= 4 and head_class(self.tokens, 0, i, self.vocabulary) == "noun":
                # "Cây Quế, diện tích trồng hiện có …"
                if head_class(self.tokens, i + 1, len(self.tokens.at), self.vocabulary) == "noun":
                    return clean(self.text[: self.tokens.starts[i]]), i + 1
                break
            # "Thi học sinh giỏi lớp 12 năm học 2021-2022: …"
            named = token.kind == "mask" and (token.role == "name_part" or token.text.startswith("năm học"))
            if (token.kind in ("num", "mask", "stop") and not named) or token.text in ",;.":
                break
        return self.context.head or "", 0

    def _without_place(self, name: str) -> str:
        """A name without the last place of a list that runs into it: "…, Yên Sơn buộc tiêu hủy"."""
        words = name.split()
        if len(words) < 3 or not words[0][0].isupper() or not words[1][0].isupper():
            return name
        for count in range(min(4, len(words) - 1), 1, -1):
            named = words[count][0].islower() and all(w[0].isupper() for w in words[:count])
            if named and fold(" ".join(words[:count])) in self.context.places:
                self.found_place = " ".join(words[:count])
                return " ".join(words[count:])
        return name

    def _cause(self, start: int, end: int) -> str:
        """Why it happened: "Do rét đậm đã làm chết 42 con trâu"."""
        if end - start > 5 and self.tokens.at[start].text != "do":
            # "Đầu năm 2022, do rét đậm …"
            start = next((i + 1 for i in range(start, start + 4) if self.tokens.at[i].text == ","), start)
        if end - start < 3 or self.tokens.at[start].text != "do":
            return ""
        while end > start and (self.tokens.at[end - 1].kind != "word"):
            end -= 1
        return decapitalized(clean(self.tokens.printed(start, end)))

    def _names_by_colon(self, lead: Lead, measure: Measure) -> bool:
        """True where a colon stands between head and number: "Danh hiệu lao động tiên tiến: 05 tập thể"."""
        return lead.colon and lead.name_end < measure.first and self.tokens.at[lead.name_end].text == ":"

    def _event(self, *, here: bool = False) -> str:
        """What this sentence's counts are about, or the last one's: the words behind its first count.

        With `here`, what happened in this clause counts alone, where it tells what happened.
        """
        last = self.current
        if last is not None and last.sentence == self.sentence and last.post and self._is_case(last.unit):
            return last.post  # "01 vụ gây thương tích, 02 vụ đánh bạc với 11 đối tượng": of the last one
        events = [d for d in self.drafts[-REACH:] if d.unit_kind == "count" and not self._is_loss(d)]
        if here:  # "02 vụ đuối nước …; ghi nhận 12 ổ dịch, khiến …"
            events = [d for d in events if d.clause == self.clause] or events
        for sentence in (self.sentence, self.sentence - 1):
            for draft in events:
                if draft.sentence != sentence:
                    continue
                if fold(draft.pre) == "xảy ra" and not draft.post and (told := self._told_of_item(draft)):
                    return decapitalized(told)  # "Tai nạn giao thông: xảy ra 12 vụ, …"
                if sentence == self.sentence and self._is_case(draft.unit) and self._counts_event(draft):
                    return decapitalized(draft.pre)  # "Tai nạn giao thông 11 vụ, chết 09 người"
                subject, happened, _ = happening(draft.pre)
                if draft.post or (happened and subject):
                    return draft.post or decapitalized(subject)  # "Tai nạn giao thông xảy ra 12 vụ"
        return self.run_in.partition(" do ")[2]  # "Thiệt hại do mưa lũ: …"

    def _counts_event(self, draft: Draft) -> bool:
        """True for cases that the noun before them names, and no verb."""
        if not draft.pre or draft.post or happening(draft.pre)[1]:
            return False
        found = self.vocabulary.heads.begins(draft.pre.replace(",", " "))
        change = self.vocabulary.words.begins(draft.pre)  # "Kéo giảm tai nạn giao thông …"
        did = found is not None and "verb" in found[1]
        return not did and (change is None or change[1].isdisjoint(("increase", "decrease")))

    def _is_loss(self, draft: Draft) -> bool:
        """True for a count of what an event led to: "08 người chết", "12 nhà bị tốc mái"."""
        counted = f"{draft.unit or ''} {draft.post}".strip()
        return self._is_consequence(counted, draft.unit) or draft.post.startswith("bị ")

    def _is_consequence(self, noun: str, unit: str | None) -> bool:
        """True for what an event led to, by itself or as the state of what is counted: "trẻ em tử vong"."""
        state = noun.removeprefix(unit or "").strip()
        return any(is_listed(words, "consequence", self.vocabulary) for words in (noun, state))

    def _told_of_item(self, draft: Draft) -> str:
        """What stands before the colon that opens a figure's sentence, or its item."""
        return draft.topic or (self.run_in if self.run_in_end and draft.sentence == 0 else "")

    def _told_apart(self, name: str, opening: str) -> str:
        """What opens an item, but not the field of work whose verb a name has: "Trồng trọt: … gieo trồng"."""
        field = is_listed(opening, "field", self.vocabulary)
        return "" if field and fold(opening).split()[0] in fold(name).split() else opening

    def _offence(self) -> str:
        """What a penalty is for: the cases counted before it, else the field that the heading names."""
        for draft in reversed(self.drafts[-REACH:]):
            if draft.sentence < self.sentence - 1:
                break
            if draft.unit_kind == "count" and draft.post and draft.unit and draft.parent is None:
                return draft.post if self._is_case(draft.unit) else f"{draft.unit} {draft.post}"
        return self._field()

    def _is_case(self, unit: str | None) -> bool:
        return unit is not None and is_listed(unit, "case", self.vocabulary)

    def _field(self) -> str:
        """The field of work that opens an item: "Công tác phòng, chống cháy nổ: phát hiện 07 vụ …"."""
        opening, colon, _ = self.text[:_OPENING].partition(":")
        words = opening.replace(",", " ,").split()
        found = self.vocabulary.heads.match(fold(" ".join(words)).split(), 0) if colon else None
        if found is None or "task" not in found[1] or any(mark in opening for mark in ".;"):
            return ""
        return clean(" ".join(words[found[0] :]).replace(" ,", ","))

    def _done_behind(self, measure: Measure, lead: Lead) -> str:
        """What the words behind one count do to the next: "28 quyết định hỗ trợ xây dựng 45 tuyến"."""
        current = self.current
        if current is None or lead.sentence or lead.clause or not lead.light or measure.first == 0:
            return ""
        last = measure.first - 1
        plain = self.tokens.at[last].kind == "word" and current.ends_at < self.tokens.starts[last]
        if not plain or not current.post or "," in self.text[current.ends_at : measure.start]:
            return ""
        words = fold(current.post).split()
        at = len(words) - 1
        while at > 0 and len(words) - at < 3:
            found = self.vocabulary.heads.match(words, at)
            if found is not None and "verb" in found[1] and at + found[0] == len(words):
                break
            at -= 1
        found = self.vocabulary.heads.match(words, at) if at > 0 else None
        first = self.vocabulary.heads.match(words, 0)
        if found is None or first is None or "verb" not in first[1]:
            return ""
        return current.post

    def _before_colon(self, lead: Lead, *, any_words: bool = False) -> str:
        """The name before a colon whose items follow: "Cơ cấu ngành kinh tế: Xây dựng 28%"."""
        i = lead.name_start - 1
        while i >= 0 and self.tokens.at[i].text != ":":
            if self.tokens.at[i].kind in ("word", "stop", "num") or self.tokens.at[i].text == ";":
                return ""
            i -= 1
        start = i
        while (
            start > 0
            and self.tokens.at[start - 1].kind not in ("stop", "num")
            and self.tokens.at[start - 1].text not in (";", ":")
        ):
            start -= 1
        if self.tokens.at[start].role == "ordinal":
            start += 1  # "…. 3. Cơ cấu: nông nghiệp 28%"
        if i <= start or i - start > 16:
            return ""
        if not any_words and not head_class(self.tokens, start, i, self.vocabulary):
            return ""
        if all(t.has("part", "link", "outcome") for t in self.tokens.at[start:i]):
            return ""
        return clean(self.tokens.printed(start, i))

    def _locus(self, measure: Measure) -> str:
        """The report's own area where it is all that is said: "trên địa bàn thành phố có 88 HTX"."""
        for i in range(measure.first - 1, max(0, measure.first - 6) - 1, -1):
            if self.tokens.at[i].kind == "stop":
                break
            if self.tokens.at[i].has("locus"):
                return self.tokens.shown(i).lower()
        return ""

    def _state(self, measure: Measure) -> str:
        """What is still being done with the counted ones, where only that is said: "đang thực hiện"."""
        i = measure.first
        while i > 0 and self.tokens.at[i - 1].kind == "phrase" and self.tokens.at[i - 1].text != "đang":
            i -= 1
        if i == 0 or i == measure.first or self.tokens.at[i - 1].text != "đang":
            return ""
        return self.tokens.printed(i - 1, measure.first)

    def _with(self, measure: Measure) -> bool:
        """True where "với" joins a bare count to what was counted before it."""
        return measure.first > 0 and self.tokens.at[measure.first - 1].text == "với"

    def _verb_before(self, measure: Measure, lead: Lead) -> str:
        """The change itself is what is measured: "Giảm 10% trên tổng số hộ nghèo"."""
        if not lead.trail & {"increase", "decrease"} or measure.first == 0:
            return ""
        last = measure.first - 1
        return self.tokens.shown(last) if self.tokens.at[last].has("increase", "decrease") else ""

    def _activity(self, lead: Lead, first: int) -> str:
        """What an amount is spent on or made of: the words before "với tổng số tiền", "diện tích"."""
        if first <= lead.name_start:
            return ""
        opens = lead.sentence or lead.clause or not self.drafts
        if not opens and self.tokens.at[lead.post_end].kind != "punct":
            return ""  # these words still complete the name of the figure before them
        end = first
        while end > lead.name_start and (
            self.tokens.at[end - 1].text in (",", "với", "và", "cùng")
            or self.tokens.at[end - 1].has("estimate", "adverb")
        ):
            end -= 1
        start = head_start(self.tokens, lead.name_start, end, self.vocabulary)
        words = clean(self.tokens.printed(start, end)) if end > start else ""
        told = words and not self._wants_object(words)  # not "thu hoạch, năng suất …"
        return words if told and not is_listed(words, "lift", self.vocabulary) else ""

    def _noun_behind(self, measure: Measure) -> str:
        """Unit and the noun phrase behind it, for figures named only after their number."""
        if measure.unit_kind not in ("count", "tally", "ratio", "compound", "") or (
            measure.right is not None and measure.unit is None
        ):
            return ""
        words = self._phrase_behind(measure)
        if measure.unit_kind in ("count", "tally") and measure.unit:
            words = f"{measure.unit} {words}"
        elif measure.unit_kind == "compound" and measure.unit and not self._measured(measure):
            words = f"{measure.unit} {words}"  # "15 bác sỹ/vạn dân" names itself
        return clean(words)

    def _phrase_behind(self, measure: Measure) -> str:
        """The words behind a figure up to those that tell of it."""
        i = measure.last
        stop = i
        quoted = False
        ratio = measure.unit_kind == "ratio"
        while stop < len(self.tokens.at) and stop - i < 28:
            token = self.tokens.at[stop]
            if token.text == "do" and stop > i and gives_reason(self.tokens, stop):
                break
            if token.kind == "word" and token.text not in ("với", "và"):
                stop += 1
                continue
            if continues(self.tokens, stop, i, self.vocabulary):
                stop += 1
                continue
            over = (
                token.text in (",", "và")
                and ratio
                and stop > i
                and stop + 1 < len(self.tokens.at)
                and (self.tokens.at[stop + 1].kind == "word" or self.tokens.at[stop + 1].text == "các")
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
        return self.tokens.printed(i, stop) if stop > i else ""

    def _measured(self, measure: Measure) -> bool:
        """True where a compound unit begins with a measure or money ("tạ/ha"), not with a counted noun."""
        words = fold(measure.unit or "").split("/")[0].split()
        found = self.vocabulary.units.match(words, 0) if words else None
        return found is None or not found[1] & {"count", "tally"}

    def _wants_object(self, pre: str) -> bool:
        """True for a head that names nothing without the counted noun: a bare verb, "tổng số"."""
        words = fold(pre).split()
        found = self.vocabulary.heads.begins(pre)
        if found is not None and found[1] <= _WHO:
            did = self.vocabulary.heads.match(words, found[0]) if found[0] < len(words) else None
            # "Tỉnh 15 suất" says who gave them, "thành phố đón 1.200 lượt khách" what was done
            return did is not None and "verb" in did[1] and found[0] + did[0] == len(words)
        if found is not None and "noun" in found[1] and not found[1] & {"verb", "generic"}:
            return fold(pre) == "số"  # a noun names something of its own: "Dân số 85.245 người"
        if found is not None and len(words) <= found[0] + (1 if found[0] == 1 else 0):
            return True
        tail = fold(pre).split(",")[-1].split() if "," in pre else []
        last = self.vocabulary.heads.match(tail, 0) if tail else None
        if last is not None and "verb" in last[1] and len(tail) <= last[0] + 1:
            return True
        return (found is None or "verb" in found[1]) and self._ends_in_verb(words)

    def _ends_in_verb(self, words: list[str]) -> bool:
        """True where a second verb closes the words: "buôn lậu … và xử lý", "làm chết và tiêu hủy"."""
        at = len(words) - 1
        while at > 0 and words[at] != "và" and len(words) - at < 5:
            at -= 1
        found = self.vocabulary.heads.match(words, at + 1) if 0 < at < len(words) - 1 else None
        return (
            found is not None and words[at] == "và" and "verb" in found[1] and at + 1 + found[0] == len(words)
        )
