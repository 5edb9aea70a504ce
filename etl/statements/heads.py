"""Opening statements: a draft with its name, its whole, its place, and what stands behind its number."""

from __future__ import annotations

import re

from etl.statements.borrowing import Head
from etl.statements.context import goal_year, without_marker
from etl.statements.dating import year_behind
from etl.statements.draft import Draft
from etl.statements.endings import gives_reason
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import PREPOSITIONS, clean, decapitalized, head_class, is_listed, joined
from etl.statements.naming import BRINGING, Naming
from etl.statements.periods import Period
from etl.statements.phrases import happening
from etl.statements.places import ADMIN, AREA, AT_NUMBERED, AT_PLACE, PLACES, SCOPE
from etl.statements.state import REACH, same_unit
from etl.statements.vocabulary import fold

_COUNT_OF_TITLE = re.compile(r":|,|\s+[Cc]ó\s+\d")
_ENDS_OPEN = re.compile(r"\s+(?:có|đã|và|là|gồm)$")  # it leads to the next figure
_UNNAMED = ("số chưa ", "số đã ", "số đang ", "số không ", "số còn ", "số được ", "số có ")
_BEFELL = re.compile(r"\w+(?: \w+)?(?<!chuẩn)(?<!thiết)(?<!trang)( bị \w+(?: \w+){0,2})$")
_STATES = frozenset({"đang", "đã", "còn", "bị", "chưa", "không", "hiện"})
_BEFALLEN = frozenset({"bị thương", "chết", "bị chết", "mất tích", "tử vong"})
_HERDS = frozenset({"đàn", "tổng đàn"})
_TIES_YEAR = frozenset({"từ", "”", '"', "của"})  # words before a year that belongs to the name
_HANGING = frozenset({"gồm", "bao gồm", "đối với", "cho", "của", "tại", "thuộc", "ở"})
_SHARERS = 6  # counts in a row that may share what is said behind the last


class HeadReader(Naming):
    """Opens statements and completes them with what stands behind their number."""

    def _new(self, measure: Measure, lead: Lead, *, near: bool, rule: str) -> Draft:
        """Open a statement for a measure; `near` where no words of its own name it."""
        current = self.current
        announced = lead.colon and (lead.sentence or lead.clause or not self.drafts)
        topic = ""
        if lead.sentence or lead.clause or announced:
            topic = self._before_colon(lead, any_words=True)
        if lead.sentence or lead.clause:
            opens = topic[:1].isupper() and len(topic) > 1 and not fold(topic).startswith("kết quả")
            if opens or lead.sentence:
                self.topic = topic.removesuffix(" như") if opens else ""
        if announced:
            goal = goal_year(topic, self.report_year)
            if goal is not None:
                self.pursued = (self.sentence, Period(goal))  # "Mục tiêu năm 2024: …; …"
            elif fold(topic).startswith("kế hoạch ") and " năm " not in f"{fold(topic)} ":
                self.pursued = (self.sentence, None)  # "Kế hoạch sản xuất vụ đông: lúa 3.450 ha, …"
        head = self._head(measure, lead, near=near, rule=rule)
        kind = self.context.kind
        aims = 0 < head.first < lead.name_end and self.tokens.at[head.first - 1].has("pursue")
        if ("pursue" in lead.trail or aims) and not lead.outcome:
            kind, self.pursued = "target", (self.sentence, self.own_period)
        elif self.pursued is not None and self.pursued[0] == self.sentence and not self._is_outcome(lead):
            kind = "target"
            self.own_period = self.own_period or self.pursued[1]
        if self.whole is not None and self.whole.kind == "target" and rule == "value" and not head.shared:
            kind = "target"  # the parts of a plan are planned too
        if self._names_plan(lead) and rule == "value":
            kind = "target"
        if self._is_of_later_year(lead):
            kind = "target"  # "Dự kiến năm 2024 thu 456 tỷ đồng", in a report of 2023
        if kind == "target" and measure.right is not None and not self._goal_of_whole(measure):
            kind = "result"
        draft = Draft(head.name, kind, rule, self.sentence, self.clause, self._period(lead))
        draft.estimate, draft.outcome, draft.shared_head = lead.estimate, self._is_outcome(lead), head.shared
        draft.pre, draft.activity, draft.generic, draft.rooted = (
            head.pre, head.activity, head.generic, head.rooted,
        )  # fmt: skip
        draft.topic, draft.cause = self.topic, head.cause
        draft.place, draft.ends_at = self.found_place or None, measure.start
        draft.inside = self.paren_owner if self.depth else None
        if self.estimated[0] == self.sentence and kind == "result":
            draft.estimate = True
            draft.period = self.estimated[1] if draft.period is self.period else draft.period
        named = self._content(lead)
        draft.reached = any(
            t.text in ("đạt", "đạt được", "thực hiện được")
            for t in self.tokens.at[lead.name_end : measure.first]
        )
        said = head_class(self.tokens, head.first, lead.name_end, self.vocabulary) if named else ""
        draft.weak = not said or (head.generic and not head.rooted)
        draft.listed = bool(head.pre) and (
            self._names_by_colon(lead, measure)
            or (current is not None and current.listed and head.pre == current.pre)
        )
        if head.shared and current is not None:
            draft.parent = current.parent
            draft.place = draft.place or current.place
            draft.verb = current.verb
            planned = current.target is not None and current.open_pair is None and rule == "value"
            if planned and same_unit(measure.unit, current.unit) and lead.year_end:
                draft.target, draft.target_high = current.target, current.target_high
                draft.target_bound = current.target_bound
        elif self.whole is not None and self.whole.sentence >= self.sentence - 1:
            if self._is_part(self.whole, measure, lead, head):
                draft.parent = self.whole
                draft.estimate = draft.estimate or (self.whole.estimate and not lead.outcome)
                if lead.period is None and not lead.year_end and self.whole.sentence == self.sentence:
                    draft.period = self.whole.period or draft.period
            else:
                self.whole = None
        if not head.activity and not named and current is not None and current.clause == self.clause:
            # "với 135 lô đất": still about what was said before
            draft.activity = current.activity or current.name
        if not head.shared:
            if said == "verb":
                draft.verb = self._verb_words(head.first, lead.name_end)
            elif (
                current is not None
                and not lead.sentence
                and fold(head.name).startswith(fold(current.verb or " "))
            ):
                draft.verb = current.verb
        if current is not None and current.sentence == self.sentence:
            draft.family = current.family
        draft.place = draft.place or self._same_place(draft, head)
        self.drafts.append(draft)
        self.current = draft
        if head.opens_parts:
            self.whole = draft
        return draft

    def _is_of_later_year(self, lead: Lead) -> bool:
        """True for a figure of a whole year that is still to come when the report is written."""
        period = self._period(lead)
        if period is None or period.year is None or self.report_year is None or period.code != "year":
            return False
        return period.year > self.report_year

    def _goal_of_whole(self, measure: Measure) -> bool:
        """True for a goal told with its whole: "phấn đấu đạt 19/19 tiêu chí"."""
        left, right = measure.left, measure.right
        counted = measure.unit_kind in ("count", "tally")
        return right is not None and counted and not left.decimals and left.value <= right.value

    def _same_place(self, draft: Draft, head: Head) -> str | None:
        """Where the event or the deed was that an amount or a consequence belongs to."""
        current = self.current
        tied = head.generic or draft.name.endswith(")")
        if current is None or not tied or current.sentence != draft.sentence:
            return None
        return current.place

    def _names_plan(self, lead: Lead) -> bool:
        """True where the plan itself is what is told: "Tổng kế hoạch vốn năm 2022 là 20 tỷ đồng"."""
        first = lead.name_start
        while first < lead.name_end and self.tokens.at[first].has("of"):
            first += 1
        return first < lead.name_end and self.tokens.at[first].text in ("kế hoạch vốn", "kế hoạch giao")

    def _is_part(self, whole: Draft, measure: Measure, lead: Lead, head: Head) -> bool:
        """False where a list of parts is over: "khách quốc tế 12.500 lượt; doanh thu 850 tỷ đồng"."""
        own = lead.clause and not lead.part and self._content(lead) and not head.generic
        if own and measure.unit_kind == "ratio" and not whole.is_rate:
            return not fold(head.name).startswith(("tỷ lệ", "tỉ lệ"))  # "…; tỷ lệ che phủ rừng đạt 58%"
        if own and (self._alike(head.name, whole.name) or (whole.is_rate and measure.unit_kind != "ratio")):
            return False  # "sản lượng lúa 2 triệu tấn, trong đó …; sản lượng thủy sản 398 nghìn tấn"
        kinds = {whole.unit_kind, measure.unit_kind}
        if head.generic and lead.clause and not lead.part and kinds == {"measure"}:
            return same_unit(whole.unit, measure.unit)  # "diện tích 12 ha, …; sản lượng 145 tấn"
        return not (
            own and len(kinds) == 2 and "money" in kinds and not whole.is_rate and "ratio" not in kinds
        )

    def _alike(self, name: str, whole: str) -> bool:
        """True where two names say what kind of amount they are by the same word."""
        found = self.vocabulary.heads.match(fold(name).split() or [""], 0)
        told = found is not None and "noun" in found[1] and "weak" not in found[1]
        kind = " ".join(fold(name).split()[: found[0]]) if found is not None and told else ""
        return bool(kind) and fold(whole).startswith(f"{kind} ")

    def _is_outcome(self, lead: Lead) -> bool:
        said = lead.light and (lead.sentence or lead.colon) and "result" in lead.trail
        return lead.outcome or lead.estimate or said or self.outcome_sentence == self.sentence

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
        while stop > i and self._hangs(stop - 1):
            stop -= 1
        year = year_behind(self.tokens, stop - 1) if stop > i else None
        if year is not None and (stop == i + 1 or self._said_anyway(stop - 1, year)):
            stop -= 1  # "phân loại 43 HTX năm 2022": when, not which ones
        if stop > i and draft.unit_kind == "measure":
            stop = self._behind_bracket(stop)
        words = clean(self.tokens.printed(i, stop)) if stop > i else ""
        if "do" in words.lower():
            reasons = (at for at in range(i, stop) if gives_reason(self.tokens, at))
            shown = next(reasons, stop)
            words = clean(self.tokens.printed(i, shown)) if shown > i else ""
        said = bool(words)
        if said:
            words = _ENDS_OPEN.sub("", AREA.sub("", words) if "địa bàn" in words else words)
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        listed = before is not None and bool(before.post) and before.pre == draft.pre == draft.name
        if draft.unit_kind in ("count", "tally") and draft.unit:
            noun = f"{draft.unit} {words}".strip()
            if words:
                noun = f"{self._tally_head(draft)} {words}"
            rest = draft.pre[3:] if fold(draft.pre).startswith(_UNNAMED) else ""
            if words.lower().endswith("tham gia") and before is not None:
                # "22 lớp may, với 770 học viên tham gia"
                noun = f"{noun} {before.unit or ''} {before.post}".strip() if before.post else noun
            if draft.generic and draft.activity and not words:
                pass  # "Sản lượng 8.097 nghìn cây" of what was named before
            elif rest and draft.unit_kind == "count" and fold(draft.unit) not in fold(draft.pre):
                draft.name = f"{draft.pre[:2]} {draft.unit} {rest}"  # "số chưa giải quyết 156 hồ sơ"
            elif not draft.pre:
                draft.name = noun
            elif not words and fold(draft.pre) in _HERDS:
                pass  # "tổng đàn 5.678 con"
            elif not words and fold(draft.unit).startswith("lượt") and fold(draft.pre).endswith(" cho"):
                draft.name = draft.pre[:-4]  # "khám bệnh cho 1.250 lượt"
            elif not words and fold(draft.pre) in _BEFALLEN:
                event = draft.name.removeprefix(draft.pre).strip()
                draft.name = f"{draft.unit} {fold(draft.pre)} {event}".strip()  # "bị thương 12 người"
            elif said or self._wants_object(draft.pre) or draft.pre.split()[-1].lower() in PREPOSITIONS:
                event = draft.name.removeprefix(draft.pre).strip()
                draft.name = f"{draft.pre} {decapitalized(noun)}"
                if not words and fold(draft.pre) == "xảy ra":
                    draft.name = f"{draft.name} {decapitalized(self._told_of_item(draft))}".strip()
                if event.startswith("("):
                    draft.name = f"{draft.name} {event}"
        elif words and draft.unit_kind == "rank":
            draft.name = f"{draft.pre} {words}"  # "xếp hạng 03 trở lên trong toàn tỉnh về …"
        elif (
            words
            and draft.unit_kind in ("measure", "compound")
            and (
                self._wants_object(draft.pre)
                or draft.pre.split()[-1:] in (["tới"], ["đến"])
                or listed
                or is_listed(draft.pre, "weak", self.vocabulary)  # "thu 10.444 tấn lương thực có hạt"
            )
        ):
            draft.name = joined(f"{draft.pre} {words}".strip(), draft.activity if draft.generic else "")
        elif words.startswith(draft.name) and draft.unit_kind == "measure" and not draft.pre:
            draft.name = words  # "82 ha lúa, hoa màu bị ngập"
        elif words and draft.unit_kind == "score" and self._wants_object(draft.pre):
            draft.name = f"{draft.pre} {draft.unit} {words}"  # "xảy ra 01 điểm cháy trên đất …"
        elif draft.unit_kind == "money" and fold(words).startswith("nộp "):
            draft.name = f"{draft.name} {words}"  # "bán tang vật được 7 triệu đồng nộp ngân sách"
        shared = start + 1 < len(self.tokens.at) and self.tokens.at[start].text in ("/", ",")
        if not words and not (shared and self.tokens.at[start + 1].kind == "num"):
            self._same_counted(draft)
            self._name_cases(draft)
        draft.post = words
        self._share_post(draft, words)
        self._place_behind(draft, stop)
        if draft.cause:
            draft.name, draft.cause = f"{draft.name} {draft.cause}", ""

    def _said_anyway(self, i: int, year: Period) -> bool:
        """True for the report's own year at the end of a name; another one tells which things are counted."""
        return year.year == self.report_year and self.tokens.at[i - 1].text not in _TIES_YEAR

    def _hangs(self, i: int) -> bool:
        """True for what leads to the next figure: "31 dự án đối với 650 hộ", "2 vụ làm 3 người chết"."""
        text = self.tokens.at[i].text
        counts = i + 1 < len(self.tokens.at) and self.tokens.at[i + 1].kind == "num"
        return text in _HANGING or (counts and text in BRINGING)

    def _name_cases(self, last: Draft) -> None:
        """Cases counted without a word of what they are: "Công tác phòng, chống cháy nổ: phát hiện 07 vụ"."""
        for draft in reversed(self.drafts[-_SHARERS:]):
            bare = draft.unit_kind == "count" and draft.unit is not None and not draft.post
            if draft.clause != last.clause or not bare or not self._is_case(draft.unit):
                break
            if fold(draft.name).endswith(f" {fold(draft.unit or '')}"):
                penalty = is_listed(draft.pre, "penalty", self.vocabulary)
                draft.name = f"{draft.name} {self._offence() if penalty else self._field()}".strip()

    def _same_counted(self, draft: Draft) -> None:
        """What was counted before is not said again: "tiếp nhận 74 hồ sơ xin cấp đất; đã trả 40 hồ sơ"."""
        if draft.unit_kind != "count" or draft.parent is not None:
            return
        if not self._wants_object(draft.pre.removeprefix("đang ")):
            return
        for earlier in self.drafts[-REACH:-1]:
            if earlier.sentence != draft.sentence or not self._counts_alike_units(earlier, draft):
                continue
            subject, happened, _ = happening(earlier.pre)
            rest = decapitalized(subject) if happened and not earlier.post else earlier.post
            noun = f"{earlier.unit} {rest}".strip()
            state = fold(rest).split(" ")[0] in _STATES  # "1.850 hộ đang hoạt động; lập mới 150 hộ"
            if (
                rest
                and not state
                and fold(draft.name) in (fold(draft.pre), fold(f"{draft.pre} {draft.unit}"))
            ):
                draft.name = f"{draft.pre} {decapitalized(noun)}"
            return

    def _counts_alike_units(self, earlier: Draft, draft: Draft) -> bool:
        """True where the later count's noun begins the earlier one's: 45 tuyến đường …, 35 tuyến."""
        a, b = (f"{fold(of.unit or '')} " for of in (earlier, draft))
        return earlier.unit_kind == "count" and earlier.parent is None and len(b) > 1 and a.startswith(b)

    def _share_post(self, draft: Draft, words: str) -> None:
        """Give the words behind two counts to both: "41 vụ, 38 đối tượng buôn lậu"."""
        found = _BEFELL.match(words) if " bị " in words else None
        befell = found.group(1) if found else ""
        for earlier in reversed(self.drafts[-_SHARERS:-1]) if befell else ():
            # "03 xe tải và 05 xe khách bị cháy": what befell the last befell all of them
            alike = earlier.clause == draft.clause and fold(earlier.unit or "") == fold(draft.unit or " ")
            if not alike or " bị " in earlier.name or earlier.comparisons:
                break
            earlier.name += befell
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        if not words or before is None or before.post or before.clause != draft.clause or before.comparisons:
            return
        bare = before.unit_kind == draft.unit_kind == "count" and before.open_pair is None and before.unit
        same = fold(words) == fold(before.unit or "")  # "54 HTX và 01 chi nhánh HTX"
        if (
            bare
            and not before.outcome  # "đã hoàn thành 16 hộ, 05 hộ đang triển khai"
            and not same
            and fold(before.name).endswith(fold(before.unit or " "))
            and self._only_comma(before, draft)
        ):
            before.name = f"{before.name} {words}"

    def _only_comma(self, before: Draft, draft: Draft) -> bool:
        first, second = before.value or before.target, draft.value or draft.target
        if first is None or second is None:
            return False
        return self.text[max(first.end, first.unit_end) : second.start].strip() in (",", "và", "/")

    def _tally_head(self, draft: Draft) -> str:
        """Under "I. Chỉ tiêu kinh tế", "8/10 chỉ tiêu đạt …" counts economic ones."""
        unit = draft.unit or ""
        if draft.unit_kind != "tally" or not unit:
            return unit
        title = clean(_COUNT_OF_TITLE.split(without_marker(self.context.title))[0])
        return title if fold(title).startswith(fold(unit) + " ") else unit

    def _behind_bracket(self, i: int) -> int:
        """The end of a remark without figures that belongs to a name: "3 km đường (theo hình thức …)"."""
        tokens = self.tokens
        if i >= len(tokens.at) or tokens.at[i].text != "(":
            return i
        j = i + 1
        while j < len(tokens.at) and tokens.at[j].text != ")" and j - i < 24:
            if tokens.at[j].kind in ("num", "stop", "mask"):
                return i
            j += 1
        return j + 1 if j < len(tokens.at) and tokens.at[j].text == ")" and j - i > 3 else i

    def _verb_words(self, first: int, end: int) -> str:
        flat: list[str] = []
        owners: list[int] = []
        for i in range(first, min(end, first + 4)):
            for part in self.tokens.at[i].text.split(" "):
                flat.append(part)
                owners.append(i)
        found = self.vocabulary.heads.match(flat, 0)
        return self.tokens.printed(first, owners[found[0] - 1] + 1) if found else ""

    def _place_behind(self, draft: Draft, i: int) -> None:
        """Where it is: "01 xã đạt chuẩn (Hưng Đạo)", "5 ha tại phường Ngọc Xuân"."""
        if draft.place is None and i + 2 < len(self.tokens.at) and self.tokens.at[i].text == "(":
            j = i + 1
            while (
                j < len(self.tokens.at)
                and self.tokens.at[j].text != ")"
                and self.tokens.at[j].kind == "word"
                and j - i < 6
            ):
                j += 1
            if j < len(self.tokens.at) and self.tokens.at[j].text == ")" and j > i + 1:
                inner = self.tokens.printed(i + 1, j)
                if fold(inner) in self.context.places or ADMIN.match(inner):
                    draft.place = inner
        if draft.place is None:
            scope = SCOPE.search(draft.name) if "khu vực" in draft.name else None
            draft.place = scope.group(1) if scope else None
        if draft.place is None and i < len(self.tokens.at):
            draft.place = self._place_after(i)
        named = draft.place is None and ("tại" in draft.name or "ở" in draft.name)
        found = (AT_PLACE.search(draft.name) or AT_NUMBERED.search(draft.name)) if named else None
        if found:
            draft.place = found.group(1)
            draft.name = clean(draft.name[: found.start()] + draft.name[found.end() :])

    def _place_after(self, i: int) -> str | None:
        """The places named right behind a figure: "5 ha tại phường Ngọc Xuân, xã Chu Trinh"."""
        token = self.tokens.at[i]
        if token.kind == "mask" or token.text not in ("tại", "ở"):
            return None
        found = PLACES.match(self.text, self.tokens.starts[i])
        return found.group(1) if found else None

    def _unit_in_name(self, draft: Draft) -> str | None:
        """The name says what is counted: "Số hồ sơ đã giải quyết 3.988", "Điều động công chức 01"."""
        quantity = draft.value or draft.target
        if quantity is None or quantity.decimals:
            return None
        if draft.parent is not None and draft.parent.unit_kind == "count":
            return draft.parent.unit  # "456 đơn (khiếu nại 123, tố cáo 45)"
        words = fold(draft.name).replace(",", " ").split()
        at = 0
        found = self.vocabulary.heads.match(words, 0) if words else None
        if words[:2] == ["tổng", "số"] or (words[:2] == ["tỷ", "lệ"] and draft.open_pair is not None):
            at = 2
        elif words[:1] == ["số"]:
            at = 1
        elif found is not None and "verb" in found[1]:
            at = found[0]
        elif "cho" in words[:-1]:
            at = words.index("cho") + 1  # "tiêm vắc xin cho người từ 18 tuổi"
        unit = self.vocabulary.units.match(words, at) if at < len(words) else None
        if unit is not None and unit[1] & {"count", "tally"}:
            return " ".join(words[at : at + unit[0]])
        return (
            draft.parent.unit
            if draft.parent is not None and draft.parent.unit_kind in ("count", "")
            else None
        )
