"""Naming: from the words around a figure to the name of what it measures."""

from __future__ import annotations

import re

from etl.statements.borrowing import Head
from etl.statements.draft import Draft
from etl.statements.endings import cites
from etl.statements.gaps import Lead
from etl.statements.measures import Measure
from etl.statements.names import (
    behind_modifiers,
    clean,
    decapitalized,
    head_class,
    head_start,
    is_amount_of,
    is_generic,
    is_listed,
    joined,
)  # fmt: skip
from etl.statements.periods import Period, read_mask
from etl.statements.places import ADMIN, SCOPE
from etl.statements.sharing import Sharing
from etl.statements.state import same_unit
from etl.statements.tokens import Tokens
from etl.statements.vocabulary import fold

_LONG_PRE = 6  # words
_HANGING = re.compile(r"\s+(?:của|cho|tại|ở|thuộc|đối với)$")
_TYING = frozenset({"của", "cho"})
_SIZES = frozenset({"chiều dài", "khối lượng", "trọng lượng"})  # of things counted just before
BRINGING = ("làm", "khiến")  # the verbs of what an event did
_TAKING_PART = ("tham gia", "tham dự", "tham quan")
_GRADE_WORDS = 4  # of a label before its figure: "Khá: 35,3%"
_SUCH = re.compile(r"\s*,?\s+(?:cụ thể\s+)?(?:như sau|bao gồm|gồm|là)$")
# Words that begin a predicate of its own, which takes no verb from the list: "không đủ điều kiện 76 hồ sơ".
_STATES = frozenset({"không", "chưa", "đã", "đang", "còn", "bị", "được"})
# Classes of words that tell of a figure; without them a verb stands right before it: "giải quyết 100% …".
_TOLD = frozenset({"result", "equal", "share", "increase", "decrease"})


def _dated_estimate(tokens: Tokens, i: int, end: int) -> bool:
    """True for "tổng thu | ước thực hiện 7 tháng đầu năm của thành phố": told of the name, no part of it."""
    return "estimate" in tokens.at[i].classes and i + 1 < end and tokens.at[i + 1].role == "date"


class Naming(Sharing):
    """Finds the names of figures."""

    def _head(self, measure: Measure, lead: Lead, *, near: bool, rule: str) -> Head:
        """The name of what a measure measures, and where it was taken from."""
        self.found_place = ""
        head = self._head_before(measure, lead)
        if not head.name:
            self._head_elsewhere(head, measure, lead, near=near, rule=rule)
        elif is_generic(head.name, self.vocabulary) or (
            self.run_in_end and is_amount_of(head.name, self.vocabulary)
        ):
            self._head_of_amount(head, measure, lead)
        current = self.current
        if self._said_again(head, measure, lead):
            head.name, head.shared = current.name if current is not None else head.name, True
        if not head.name or head.shared or self._of_contest(head, measure, lead):
            return head
        if is_listed(head.name, "spend", self.vocabulary) and (spent := self._spent(measure)):
            head.name = head.pre = f"{head.name} {spent}"  # "… vốn được giao 128 tỷ đồng, đã giải ngân 52"
            return head
        if self.tokens.at[head.first].has("raise") and lead.name_end - head.first > 1:
            rest = self.tokens.printed(head.first + 1, lead.name_end)
            head.name = head.pre = f"tỷ lệ {clean(rest)}"  # "nâng tỷ lệ lao động qua đào tạo lên 58%"
        elif self.tokens.at[head.first].has("raise") and current is not None:
            # "lắp đặt mới điện chiếu sáng …, nâng tỷ lệ lên 68,8%": of what there is, not of what was done
            done = current.name.removeprefix(current.verb).strip() if current.verb else current.name
            head.name, head.shared = f"tỷ lệ {decapitalized(done.removeprefix('mới ').strip())}", True
        elif lead.outcome and self.run_in_end and not self.drafts and self._wants_object(head.name):
            # "Trồng cây xanh: đã trồng 1.467 cây"; "Quỹ đất: đã giải ngân 41 tỷ đồng"
            again = fold(head.name).split()[0] in fold(self.run_in).split()
            counted = fold(self.run_in).startswith(f"{fold(measure.unit or '')} ")
            done = f"{head.name} " + (decapitalized(self.run_in) if counted else f"({self.run_in})")
            head.name, head.shared = self.run_in if again else done, again or counted
        elif (
            not head.generic and (self.topic or self.run_in) and is_listed(head.name, "bare", self.vocabulary)
        ):
            # "Cây lúa: Gieo trồng được …"
            head.name, head.rooted = f"{head.name} {decapitalized(self.topic or self.run_in)}", True
        elif current is not None and is_listed(head.name, "rank", self.vocabulary) and not lead.sentence:
            # "Tỷ lệ tốt nghiệp đạt 98,7%, xếp thứ 21/63 tỉnh"
            head.name, head.shared = f"{current.name} {decapitalized(head.name)}", True
        elif self.run_in_end and fold(head.name).startswith(("xảy ra tại", "xảy ra ở")):
            # "Bệnh dại: dịch đã xảy ra tại 12 hộ …"
            head.name = head.pre = f"{self.run_in} {head.name}"
        else:
            head.name = self._complete(head.name, lead, measure)
        return head

    def _said_again(self, head: Head, measure: Measure, lead: Lead) -> bool:
        """The same verb of a later date: "… thu được 54 tỷ, ước đến 31/12 thu được 80 tỷ"."""
        current = self.current
        if current is None or lead.sentence or not lead.year_end or not head.name:
            return False
        before, again = fold(current.pre), fold(head.name)
        alike = same_unit(measure.unit, current.unit) or measure.unit == "%"
        return (f" {before}".endswith(f" {again}") and same_unit(measure.unit, current.unit)) or (
            alike and before.startswith(f"{again} ")
        )

    def _head_before(self, measure: Measure, lead: Lead) -> Head:
        """The head that stands before the number, as far as it names this figure."""
        head = Head(first=lead.name_start)
        if not self._content(lead):
            return head
        tokens = self.tokens
        head.first = head_start(tokens, lead.name_start, lead.name_end, self.vocabulary)
        last = lead.name_end
        while head.first < last - 1 and tokens.at[head.first].role == "date":
            # "…, năm 2017 nông nghiệp 27,6%": when, not what
            self.own_period = self.own_period or self._period_of(head.first)
            if self.own_period is not None:
                self.month = (self.sentence, self.own_period)
            head.first += 1
        if (
            last - head.first > 2
            and tokens.at[last - 1].has("locus")
            and len(tokens.at[last - 1].text.split()) > 3
        ):
            last -= 1  # "trên địa bàn thành phố": the report's own place, not the indicator's
        head.first, last = self._number_of(measure, lead, head.first, last)
        verb = head_class(tokens, head.first, last, self.vocabulary) == "verb"
        if verb and head.first and tokens.at[head.first - 1].text in ("đang", "chưa"):
            head.first -= 1  # "đang giải quyết" is not "đã giải quyết"
        for i in range(head.first + 2, last):
            token = tokens.at[i]
            told = token.classes and ("passive" in token.classes or _dated_estimate(tokens, i, last))
            if told or (token.text == "theo" and cites(tokens, i)):
                last = i  # "công tác chứng thực được duy trì …": narration behind the name
                break
        name = clean(self.tokens.printed(head.first, last))
        if '"' in name and name.count('"') % 2 and tokens.at[last].text == '"':
            name += '"'  # vận động Quỹ "Vì người nghèo"
        counted = measure.unit_kind in ("count", "tally")
        listed = bool(name) and name[0].isupper() and not lead.sentence and bool(self.drafts)
        subject = counted and not listed and is_listed(name, "subject", self.vocabulary)  # not "; Tỉnh 15"
        if counted and measure.unit_kind == "count" and fold(name) in _TYING:
            return head  # ", của 54 hộ chăn nuôi": tied to the figure before it
        exists = counted and "exist" in lead.trail
        alone = measure.unit == "%" and measure.right is None
        kept = head.first == lead.name_end - 1 and tokens.at[head.first].has("goal")
        area = measure.unit_kind == "measure"
        brings = (counted or area) and fold(name).endswith(BRINGING) and fold(name).split()[-1] in BRINGING
        asked = measure.unit_kind == "tally" or exists or subject or alone or kept or brings
        noun = self._noun_behind(measure) if name and asked else ""
        if measure.unit_kind == "count" and self._did(head, name, measure, lead):
            return head
        if fold(name) in ("trong", "trong số", "trong tổng số"):
            head.behind, head.opens_parts = True, lead.period is None  # "Trong 9 tháng, có 512 …" lists none
            return head  # "Trong số 19 chỉ tiêu …, có 17 chỉ tiêu đạt": parts follow
        named = measure.unit_kind == "tally" and noun not in ("", measure.unit)
        if named and ADMIN.match(name) and "result" in lead.trail:
            self.found_place, head.behind = name, True
            return head  # "xã Yên Sơn đạt 15/19 tiêu chí": the place reached them
        if exists and (noun not in ("", measure.unit) or subject):
            head.behind = True
            first_told = self.current is None or self.current.sentence != self.sentence
            uncut = head.first == 0 or tokens.at[head.first - 1].text != ","
            part = fold(noun).endswith(_TAKING_PART) and self._with(measure)
            if name and part and uncut and first_told:
                head.name = f"{noun} ({decapitalized(name)})"  # "tổ chức hội thi với 250 đại biểu tham dự"
            return head  # "trên địa bàn có 380 doanh nghiệp …": what is counted names itself
        if noun == measure.unit and subject:
            head.subject = True
            return head
        lost = " bị " in noun or is_listed(noun, "consequence", self.vocabulary)
        if brings and (lost or (area and self._phrase_behind(measure))):
            head.behind = True
            return head  # "xảy ra 12 vụ …, làm 05 người chết", "hạn hán làm 45 ha lúa bị thiệt hại"
        if kept and measure.unit_kind == "compound" and noun:
            head.behind = True
            return head  # "duy trì 15 bác sỹ/vạn dân"
        if alone and len(noun.split()) >= 2 and is_listed(name, "subject", self.vocabulary):
            head.behind = True
            return head  # "thành phố đạt 69,3% số hộ có tài khoản …": the rate is of what stands behind it
        if alone and noun and head.first == lead.name_end - 1 and tokens.at[head.first].has("goal"):
            name = noun  # "đảm bảo 100% các công trình được kiểm tra"
        elif alone and lead.colon and tokens.at[lead.name_end].text == ":" and len(noun.split()) >= 3:
            name = noun  # "Quản lý tốt: 100% các công trình được kiểm tra"
        if measure.right is not None and lead.trail & {"increase", "decrease"}:
            # "hộ nghèo giảm 43/23 hộ": the change is what was planned
            name = f"{name} {self._verb_before(measure, lead)}".strip()
        done = alone and not lead.trail & _TOLD and not lead.colon
        if done and name != noun and len(noun.split()) >= 2 and measure.bound is None:
            name = f"{name} {noun}"  # "giải quyết đúng hạn 100% các thủ tục"
        rate = alone and not done and fold(name).startswith(("tỷ lệ", "tỉ lệ"))
        dated = measure.last < len(tokens.at) and tokens.at[measure.last].role == "date"
        if rate and len(name.split()) <= 4 and len(noun.split()) >= 2 and "," not in noun and not dated:
            name = f"{name} {noun}"  # "tỷ lệ huy động 100% trẻ 6 tuổi vào lớp 1"
        if counted and measure.unit and len(name.split()) > _LONG_PRE:
            # "Triển khai các dự án hỗ trợ liên kết … có 05 dự án": the counted thing was named before
            at = fold(name).find(f" {fold(measure.unit)} ")
            if (
                "exist" in lead.trail
                and 0 < at < len(name) // 2
                and measure.right is None
                and len(fold(name)) == len(name)
            ):
                name = name[at + 1 :]
        name = self._without_place(name) if name[:1].isupper() else name
        cause = "" if not verb else self._cause(lead.name_start, head.first)
        _, has, total = name.partition(" có tổng số ")
        if has and counted:
            name = f"tổng số {total}"  # "toàn thành phố có tổng số vụ việc tiếp nhận 86 vụ"
        head.name = head.pre = name
        head.cause = cause
        return head

    def _number_of(self, measure: Measure, lead: Lead, first: int, last: int) -> tuple[int, int]:
        """The whole of "Số người chết, mất tích do bão | 12 người": the unit tells where a count begins."""
        tokens, counted = self.tokens, fold(measure.unit or "").split()
        if measure.unit_kind != "count" or not counted:
            return first, last
        for i in range(lead.name_start, first + 1):
            said = [word for token in tokens.at[i : i + 1 + len(counted)] for word in token.words]
            if said[: 1 + len(counted)] != ["số", *counted]:
                continue
            if last < measure.first and tokens.at[last].text == "hoàn thành":
                last += 1  # "số công trình hoàn thành 15 công trình"
            return i, last
        return first, last

    def _period_of(self, i: int) -> Period | None:
        """The time that a date in the text says, where it is one of a figure."""
        start = self.tokens.starts[i]
        return read_mask(self.tokens.shown(i), self.text[max(0, start - 40) : start], self.report_year)

    def _did(self, head: Head, name: str, measure: Measure, lead: Lead) -> bool:
        """What a disaster did: "Dịch cúm đã làm 87 con vịt mắc bệnh, làm chết và tiêu hủy 30 con"."""
        if not fold(name).startswith(BRINGING):
            return False
        end = head.first
        while end > lead.name_start and self.tokens.at[end - 1].kind != "word":
            end -= 1
        subject = clean(self.tokens.printed(lead.name_start, end)) if end > lead.name_start else ""
        words = fold(subject).split()
        found = self.vocabulary.heads.match(words, 0) if words else None
        event = decapitalized(subject) if found is not None and "disaster" in found[1] else ""
        noun = self._noun_behind(measure)
        bare = fold(name) in BRINGING and noun != measure.unit
        if not event and not bare:
            return False
        event = event or self._event(here=True)
        head.name = head.pre = "" if bare else name
        if bare:
            head.name, head.behind = _HANGING.sub("", noun), True
        if event:
            head.name = f"{head.name} ({event})"
        return True

    def _head_of_amount(self, head: Head, measure: Measure, lead: Lead) -> None:
        """Complete a head that says only what kind of amount it is, as "tổng số tiền", "diện tích"."""
        current = self.current
        head.generic = True
        if is_listed(head.name, "consequence", self.vocabulary):
            event = self._event()
            head.name = f"{head.name} ({event})" if event else head.name
            if event or (current is not None and self._is_loss(current)):
                return  # "15 nhà sập, thiệt hại 3 tỷ đồng"
        told = self._told_before(head.name, measure)
        if told is not None and (lead.year_end or lead.period is not None):
            head.name, head.shared = told.name, True
            return
        head.activity = self._activity(lead, head.first)
        before = self.tokens.at[head.first - 1].text if head.first > lead.name_start else ""
        lifted = is_listed(before, "lift", self.vocabulary)  # "…, nâng tổng dư nợ lên 312 tỷ đồng"
        opens = lead.clause or lead.colon or lifted
        if opens and (lifted or not head.activity) and is_listed(head.name, "apart", self.vocabulary):
            return  # "…; tổng dư nợ 650 tỷ đồng"
        opens = current is None or current.sentence != self.sentence or current.rooted
        topic, run_in = self._told_apart(head.name, self.topic), self._told_apart(head.name, self.run_in)
        if not head.activity and topic and opens:
            head.activity, head.rooted = topic, True  # "Ngô xuân: diện tích …, sản lượng …"
        if not head.activity and run_in and (current is None or current.rooted):
            head.activity, head.rooted = run_in, True
        if not head.activity and current is not None and current.sentence == self.sentence:
            counted = current.unit_kind == "count" and current.clause == self.clause
            if counted and fold(head.name).removeprefix("tổng ") in _SIZES and current.activity:
                head.activity = f"{current.unit} {current.post}".strip()  # "45 kênh … với tổng chiều dài"
            else:
                spent = fold(head.name).startswith("số tiền")
                head.activity = current.activity or (current.name if spent else self._amount_before(current))
        if is_listed(head.name, "yield", self.vocabulary) and not self._says_of_what(head.activity):
            head.activity = run_in or self._grown()
        opening = head.activity.split(" ", 2)[:2]
        names_money = is_generic(" ".join(opening), self.vocabulary) and fold(opening[0]) != "tổng"
        if names_money and fold(head.name).startswith("số tiền"):
            head.name = head.activity  # "kinh phí hỗ trợ xây nhà với số tiền …"
            return
        if fold(head.activity) != fold(head.name):  # "Tổng diện tích gieo trồng: 3.500 ha"
            head.name = joined(head.name, head.activity)

    def _amount_before(self, current: Draft) -> str:
        """What the last figure is of; where its words do not say so, what its whole is of."""
        parent = current.parent
        if parent is not None and is_amount_of(current.name, self.vocabulary):
            return self._of_amount(parent.name)
        return self._of_amount(current.name)

    def _of_amount(self, name: str) -> str:
        """What an amount is of: "năng suất lúa … 58 tạ/ha, sản lượng 32 tấn" is of lúa."""
        words, folded = name.split(), fold(name).replace(",", " ").split()
        found = self.vocabulary.heads.match(folded, 0)
        at = found[0] if found is not None and "generic" in found[1] else len(words)
        at = behind_modifiers(folded, at, len(words) - 1, self.vocabulary)  # "diện tích gieo trồng lúa"
        return " ".join(words[at:]) or name

    def _complete(self, name: str, lead: Lead, measure: Measure) -> str:
        """A head that names nothing alone takes what stands before the colon, the list's verb, the title."""
        tokens = self.tokens
        if ": " in name and self._names_by_colon(lead, measure):
            outer = self.list_head.rpartition(": ")[0]
            if outer and measure.unit == "%" and lead.clause and not lead.sentence:
                name = f"{outer}: {name}"  # "Kết quả lớp 5: Hạnh kiểm: Tốt: 9,7%; Học lực: Giỏi: 35,3%"
            self.list_head = name.rsplit(": ", 1)[0]  # "Khen thưởng cấp tỉnh: Cờ thi đua: 03 tập thể; …"
            return name
        if len(name.split()) == 1:
            for title in (
                self.text[:80].split(":")[0] if ":" in self.text[:80] else "",
                self.context.title.split(":")[0],
            ):
                if fold(name) in fold(title).split() and not any(c.isdigit() for c in title):
                    return clean(title)
        if is_listed(name, "consequence", self.vocabulary) and (event := self._event()):
            return f"{name} ({event})"
        if is_listed(name, "penalty", self.vocabulary) and measure.unit_kind == "money":
            return f"{name} {self._offence()}".strip()  # "xử lý 63 vụ vi phạm …, phạt tiền 25 triệu đồng"
        exception = self._exception(name, measure)
        if exception:
            return exception
        swapped = self._other_scope(name, lead, measure)
        if swapped:
            return swapped
        parallel = self._parallel(name, lead, measure)
        if parallel:
            return parallel
        if not self._content(lead) or head_class(tokens, lead.name_start, lead.name_end, self.vocabulary):
            self.list_head = self._before_colon(lead) or ("" if lead.sentence else self.list_head)
            if self._shares_of_list(name, lead, measure):
                return f"{self.list_head}: {name}"  # "Cơ cấu kinh tế: công nghiệp 24%; thuế sản phẩm 5%"
            if self._content(lead) and not lead.colon:
                self.list_head = ""
            return name
        grade = (
            measure.unit == "%" and self._names_by_colon(lead, measure) and len(name.split()) <= _GRADE_WORDS
        )
        before = self._before_colon(lead) or (self._before_colon(lead, any_words=True) if grade else "")
        if before:
            self.list_head = _SUCH.sub("", before)  # "Kết quả xếp loại như sau: Tốt: 9,7%, Khá: 35,3%"
        elif lead.sentence:
            self.list_head = ""
        if self.list_head and not before and lead.colon and not (lead.clause or lead.part):
            by_colon = self._names_by_colon(lead, measure) and len(name.split()) <= _LONG_PRE
            return f"{self.list_head}: {name}" if by_colon else name
        if (
            name.startswith("khu vực")
            and SCOPE.fullmatch(name)
            and self.current is not None
            and not lead.sentence
        ):
            self.found_place = name
            return f"{self.current.name} {name}"  # "…; đối với khu vực nông thôn đạt 93%"
        if fold(name) in self.context.places or ADMIN.match(name):
            if self.list_head:
                self.found_place = name
                return self.list_head
            placed = next((d for d in reversed(self.drafts) if d.place), None)
            owner = placed or (self.current if not lead.sentence else None)
            self.found_place = name
            before = (
                self._before_colon(lead, any_words=True).removeprefix("Đối với ").removeprefix("đối với ")
            )
            if before and measure.unit_kind in ("count", "tally") and measure.unit:
                return f"{measure.unit} {before}"
            if owner is not None and (measure.unit != "%" or owner.unit_kind != "count"):
                return measure.unit if measure.unit and ADMIN.match(owner.name) else owner.name
            if measure.unit_kind in ("count", "tally") and measure.unit:
                return f"{measure.unit} {self.context.head or ''}".strip()
            if self.context.head:
                return self.context.head
        whole = self.whole
        amount = whole is not None and measure.unit != "%" and same_unit(whole.unit, measure.unit)
        apart = self.depth or (amount and whole is not None and self.list_head not in whole.name)
        if self.list_head and len(name.split()) <= 9 and not apart:  # a whole names its own parts
            return f"{self.list_head}: {name}"
        current = self.current
        by = current is not None and not lead.sentence and fold(name).startswith("theo ")
        if by and current is not None and same_unit(measure.unit, current.unit):
            # "… theo giá hiện hành đạt 5.620 tỷ đồng, theo giá so sánh đạt 4.030 tỷ đồng"
            return f"{current.name.partition(' theo ')[0]} {name}"
        if current is not None and not lead.sentence and self._lacks_kind(name, measure, current):
            spread = self._opening_of(current.name, "spread")
            if spread:  # "tỷ trọng nông nghiệp 36%; dịch vụ 41%", "diện tích lúa 500 ha, ngô 200 ha"
                return f"{spread} {decapitalized(name)}"
        family = self._family(name, lead, measure)
        if family:
            return f"{family} {name}"
        if (
            current is not None
            and not lead.sentence
            and current.verb
            and fold(current.verb) not in fold(name)
            and not self._opening_of(name, "generic")
            and same_unit(measure.unit, current.unit)
            and (current.unit is not None or measure.unit != "%")
            and (not name[0].isupper() or measure.right is not None)
            and fold(name).split()[0] not in _STATES
            and not is_listed(name, "consequence", self.vocabulary)
        ):
            return f"{current.verb} {name}"
        return name

    def _exception(self, name: str, measure: Measure) -> str:
        """The same without a part: "thu nội địa 3.456 tỷ đồng; nếu trừ tiền sử dụng đất thì đạt 2.980"."""
        current = self.current
        found = self.vocabulary.heads.begins(name)
        if current is None or found is None or "except" not in found[1]:
            return ""
        alike = current.sentence == self.sentence and same_unit(measure.unit, current.unit)
        return f"{current.name} ({name.removesuffix(' thì')})" if alike else ""

    def _of_contest(self, head: Head, measure: Measure, lead: Lead) -> bool:
        """A prize is named with its contest: "Thi học sinh giỏi: Lớp 8 đạt 06 giải Nhất, 61 giải Nhì"."""
        if not self._is_award(measure.unit):
            return False
        current, own = self.current, "" if ADMIN.match(head.pre) else head.pre
        if not own and current is not None and not lead.clause and self._is_award(current.unit):
            head.pre = current.pre
        elif self.run_in and fold(self.run_in) not in fold(own):
            head.pre = f"{self.run_in}: {own}".rstrip()
        if head.pre == own or not head.pre:
            return False
        head.name = head.pre if own else f"{head.pre} {decapitalized(self._noun_behind(measure))}"
        head.shared = False
        return True

    def _is_award(self, unit: str | None) -> bool:
        return unit is not None and is_listed(unit, "award", self.vocabulary)
