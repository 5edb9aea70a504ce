"""From the words around a measure to the name of what it measures."""

from __future__ import annotations

from etl.statements.tokens import Match, Token, Tokens
from etl.statements.vocabulary import Vocabulary, fold

# Last words of a head that names nothing without the counted noun: "hỗ trợ cho", "đối với".
PREPOSITIONS = frozenset({"cho", "với", "của", "tại", "ở", "về"})
_EDGES = " ,;:.-–—=*(“\"'/"
_LONG = 14  # words; a longer head without a head word may be narration
_VERY_LONG = 20  # words; then only its last part names


def clean(text: str) -> str:
    """Spaces folded, punctuation at the edges gone, a bracket without its mate dropped."""
    if "  " in text or not text.isprintable():  # no space but the plain one is printable
        text = " ".join(text.split())
    text = text.strip(_EDGES)
    if "(" not in text and ")" not in text:
        return text
    opened, closed = text.count("("), text.count(")")
    if opened == closed:
        return text
    if opened > closed:
        cut = text.rfind("(")
        text = text[:cut] + " " + text[cut + 1 :]
    else:
        text = text.replace(")", " ", 1)
    return " ".join(text.split()).strip(_EDGES)


def is_generic(name: str, vocabulary: Vocabulary) -> bool:
    """True for heads that say only what kind of amount follows: số tiền, tổng kinh phí, diện tích."""
    return "generic" in vocabulary.heads.whole(name.replace(",", " "))


def is_amount_of(name: str, vocabulary: Vocabulary) -> bool:
    """True for a kind of amount with words that do not say of what: diện tích trồng, sản lượng thu hoạch."""
    words = fold(name).replace(",", " ").split()
    found = vocabulary.heads.match(words, 0) if words else None
    if found is None or "generic" not in found[1]:
        return False
    return behind_modifiers(words, found[0], len(words), vocabulary) == len(words)


def behind_modifiers(words: list[str], at: int, end: int, vocabulary: Vocabulary) -> int:
    """Behind the words from `at` on that do not say what an amount is of: gieo trồng, thu hoạch."""
    while at < end:
        more = vocabulary.heads.match(words, at)
        if more is None or "modifier" not in more[1]:
            break
        at += more[0]
    return at


# Classes that open no name of their own.
_NO_HEADS = frozenset((
    "subject", "consequence", "modifier", "actor", "judgement", "light", "award", "penalty", "case", "task",
    "variant", "lift", "apart", "disaster", "rank", "except", "bare", "weak",
    "field",
))  # fmt: skip


_HEAD_REACH = 4  # tokens


def _head_at(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> Match | None:
    """The longest phrase of the table of heads that begins at token `i`, before `end`."""
    token = tokens.at[i]
    if token.heads is None:
        return None
    longer, alone = token.heads
    if longer:
        following = (token.words[1] if len(token.words) > 1 else "") or (
            tokens.at[i + 1].words[0] if i + 1 < end else ""
        )
        if following in longer:
            known = tokens.heads
            if end < i + _HEAD_REACH:
                return vocabulary.heads.match([w for t in tokens.at[i:end] for w in t.words], 0)
            if i not in known:
                flat = [word for token in tokens.at[i : i + _HEAD_REACH] for word in token.words]
                known[i] = vocabulary.heads.match(flat, 0)
            return known[i]
    return alone


def head_class(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> str:
    """`noun`, `verb` or "" for the head word that begins at token `i`."""
    if i >= end or tokens.at[i].heads is None:
        return ""
    found = _head_at(tokens, i, end, vocabulary)
    if found is None or found[1] <= _NO_HEADS:
        return ""
    return "verb" if "verb" in found[1] else "noun"


def names_something(phrase: str, vocabulary: Vocabulary) -> bool:
    """False for a phrase that only judges what stands before it: "đảm bảo chất lượng", "đúng quy chế"."""
    found = vocabulary.heads.begins(phrase)
    return bool(phrase.split()) and (found is None or "judgement" not in found[1])


def _behind_actor(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Behind who did it: "Hội đồng phổ biến pháp luật tổ chức 756 cuộc …" begins at "tổ chức"."""
    found = _head_at(tokens, start, end, vocabulary) if start < end else None
    if found is None or "actor" not in found[1]:
        return start
    for i in range(start + found[0], end):
        if head_class(tokens, i, end, vocabulary) == "verb":
            return i
        if tokens.at[i].kind in ("stop", "num") or tokens.at[i].text in (":", ";", "("):
            break
    return start


def _behind_light(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Behind "triển khai", "tổ chức thực hiện" before another verb: "tổ chức trồng 5 ha" is "trồng"."""
    found = _head_at(tokens, start, end, vocabulary) if start < end else None
    if found is None or found[1].isdisjoint(("light", "lift")):
        return start
    said = "verb" if "light" in found[1] else "noun"  # "nâng tổng dư nợ": what is raised is the amount
    at, words = start, 0
    while at < end and words < found[0]:
        words += len(tokens.at[at].words)
        at += 1
    return at if words == found[0] and at < end and head_class(tokens, at, end, vocabulary) == said else start


def _behind_narration(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Behind "tích cực", "phối hợp với …": who did it, and how, names nothing."""
    if tokens.at[start].has("delegate"):
        for i in range(start + 2, end):
            if head_class(tokens, i, end, vocabulary) == "verb":
                start = i
                break
    for i in range(start + 1, min(start + 8, end - 2)):
        if (
            tokens.at[i].text == "về"
            and tokens.at[i + 1].text == "việc"
            and _verb_at(tokens, i + 2, end, vocabulary)
        ):
            start = i + 2  # "Quyết định về việc công nhận …": the paper names nothing
            break
    if tokens.at[start].text in ("qua", "thông qua"):
        # "qua kiểm tra xử lý 3 cơ sở": what was done is told behind how it was found
        verbs = [i for i in range(start + 1, end) if head_class(tokens, i, end, vocabulary) == "verb"]
        start = verbs[1] if len(verbs) > 1 else start
    aside = tokens.at[start].has("aside")
    for i in range(end - 2, start, -1):
        if "narrate" in tokens.at[i].classes or (aside and tokens.at[i].text in (",", "và")):
            return i + 2 if tokens.at[i + 1].text == "và" and i + 2 < end else i + 1
    return start + 1 if aside and start + 1 < end else start


def _behind_source(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Behind who says it: "Theo báo cáo của các phòng, năm 2022, tổng thu …" begins at "tổng thu"."""
    cited = tokens.at[start].text == "theo" and not head_class(tokens, start, end, vocabulary)
    if not cited and not tokens.at[start].has("source"):
        return start
    at = start
    for i in range(start + 1, end - 1):
        if tokens.at[i].text != ",":
            continue
        at = i + 1
        while at < end - 1 and (tokens.at[at].role == "date" or tokens.at[at].text == ","):
            at += 1
        if head_class(tokens, at, end, vocabulary) or tokens.at[at].has("locus", "of"):
            break
    return at if at > start or end >= len(tokens.at) or tokens.at[end].text != "," else end


_SEAMS = frozenset({"(", ")", ",", "với", "và", "cùng", "để", "nên", "…", "."})


def _behind_estimate(tokens: Tokens, i: int, end: int) -> int:
    """The first word behind an estimate's: "thu phí tăng cao, ước thực hiện năm 2022, phí neo đậu …"."""
    while i < end and (
        tokens.at[i].text == ","
        or tokens.at[i].role == "date"
        or tokens.at[i].has("estimate", "result", "time")
    ):
        i += 1
    return i


def head_start(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> int:
    """The token where the name begins in `tokens.at[start:end]`, after narration is cut off.

    A comma belongs to the name ("công nghiệp, tiểu thủ công nghiệp", "cải tạo, nâng cấp") unless what
    follows begins a name of its own: a noun head, or a verb after a longer clause.
    """
    start = _behind_narration(tokens, _behind_actor(tokens, start, end, vocabulary), end, vocabulary)
    if (
        tokens.at[start].has("goal")
        and start + 1 < end
        and head_class(tokens, start + 1, end, vocabulary) == "noun"
    ):
        start += 1  # "duy trì tỷ lệ …": what is kept up is the indicator
    start = _behind_source(tokens, start, end, vocabulary)
    start = _behind_light(tokens, start, end, vocabulary)
    opening = head_class(tokens, start, end, vocabulary)
    cuts = [start]
    comma = start
    depth = 0
    for i, token in enumerate(tokens.at[start:end], start):
        text = token.text
        if text not in _SEAMS and "time" not in token.classes:
            continue
        if text == "(":
            depth += 1
        elif text == ")":
            depth = max(0, depth - 1)
        elif (
            depth == 0 and i > start and "time" in token.classes and _verb_at(tokens, i + 1, end, vocabulary)
        ):
            cuts.append(i + 1)  # "nơi người dân sinh hoạt hằng năm thu hút 2.000 lượt người"
        elif depth == 0 and i + 1 < end and (text == "…" or (text == "." and tokens.at[i - 1].text == ".")):
            if head_class(tokens, i + 1, end, vocabulary):
                cuts.append(i + 1)  # "vay vốn học sinh, sinh viên ... tổng dư nợ"
        elif depth == 0 and i + 1 < end and text == "nên" and head_class(tokens, i + 1, end, vocabulary):
            cuts.append(i + 1)  # "Vì bến cá phải đóng nên sản lượng khai thác …"
        elif depth == 0 and i + 1 < end and (text in (",", "với", "và", "cùng", "để")):
            kind = head_class(tokens, i + 1, end, vocabulary)
            if text == "," and not kind and _loss_at(tokens, i + 1, end, vocabulary):
                kind = "noun"  # "không có thương vong, thiệt hại tài sản …"
            left = i - comma
            comma = i + 1 if text == "," else comma
            if text == "," and tokens.at[i + 1].has("goal") and i + 2 < end:
                cuts.append(i + 2)  # "nâng cao …, đảm bảo giải quyết đúng hạn"
            elif (
                text == ","
                and tokens.at[i + 1].has("estimate")
                and _behind_estimate(tokens, i + 1, end) < end
            ):
                cuts.append(_behind_estimate(tokens, i + 1, end))
            elif text == "," and _new_clause(tokens, i + 1, end, vocabulary):
                cuts.append(_new_clause(tokens, i + 1, end, vocabulary))
            elif text == "," and not kind and _behind_light(tokens, i + 1, end, vocabulary) > i + 1:
                cuts.append(_behind_light(tokens, i + 1, end, vocabulary))  # "…, nâng tổng diện tích lên"
            elif text == "," and _is_year(tokens.at[i + 1]) and i + 2 < end:
                cuts.append(i + 1)  # "cơ cấu chuyển dịch, năm 2021 làng gốm"
            elif (
                text == "và"
                and tokens.at[i - 1].text != "đã"
                and tokens.at[i + 1].text in ("hiện", "đã", "đang")
            ):
                cuts.append(i + 1)  # "được kiểm tra và hiện đang chờ …"
            elif text == "và":
                if kind == "verb" and left > 8 and opening != "noun" and end - i > 3:
                    cuts.append(i + 1)
            elif (
                kind == "noun"
                and not (
                    text == ","
                    and opening == "noun"
                    and left <= 4
                    and is_listed(tokens.at[i + 1].text, "weak", vocabulary)
                )
            ) or (
                kind == "verb"
                and text == ","
                and left > (4 if opening != "noun" else 8)
                and not (opening == "noun" and _is_second_verb(tokens, i + 1, end, vocabulary))
            ):
                cuts.append(i + 1)
    if len(cuts) > 1:
        return cuts[-1]
    if opening:
        return start
    for i in range(end - 2, start, -1):
        # "UBND thành phố đã tham mưu …": the subject names nothing
        if tokens.at[i].text in ("đã", "đang"):
            return _behind_light(tokens, i + 1, end, vocabulary)
    words = sum(1 for t in tokens.at[start:end] if t.kind in ("word", "phrase"))
    if words <= _LONG:
        return start
    commas = [i + 1 for i in range(start, end - 1) if tokens.at[i].text == ","]
    return commas[-1] if commas and words > _VERY_LONG else start


def _is_second_verb(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> bool:
    """True for a verb alone before the word of a result: "Tỷ lệ rác được thu gom, xử lý | đạt 95%"."""
    found = _head_at(tokens, i, end, vocabulary)
    told = end < len(tokens.at) and (tokens.at[end].has("verdict") or tokens.at[end].text in (":", "là"))
    return told and found is not None and "verb" in found[1] and i + found[0] == end


def _verb_at(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> bool:
    return i < end and head_class(tokens, i, end, vocabulary) == "verb"


def _loss_at(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> bool:
    """True for words of a consequence that name what is lost, up to the number."""
    found = _head_at(tokens, i, end, vocabulary)
    return found is not None and "consequence" in found[1] and found[0] > 1


def _is_year(token: Token) -> bool:
    return token.role == "date" and token.text.startswith("năm ") and token.text[4:].isdecimal()


def _new_clause(tokens: Tokens, i: int, end: int, vocabulary: Vocabulary) -> int:
    """Where a clause behind a comma names, past "ước", "kết quả đã", "năm 2021": 0 where none begins."""
    j = i
    while j < end and (
        tokens.at[j].has("estimate", "outcome", "time", "locus") or tokens.at[j].role == "date"
    ):
        j += 1
    return j if i < j < end and head_class(tokens, j, end, vocabulary) else 0


def common_words(words: str) -> str:
    """Words that name a kind of thing; "" for a proper name."""
    return "" if words[:1].isupper() else words


def joined(head: str, complement: str) -> str:
    """Head and complement, the words at their seam once: "số tiền xử phạt" + "xử phạt vi phạm"."""
    if not complement:
        return head
    a, b = head.split(), complement.split()
    for size in range(min(len(a), len(b), 3), 0, -1):
        if [fold(w) for w in a[-size:]] == [fold(w) for w in b[:size]]:
            return " ".join(a + b[size:])
    folded = [fold(w) for w in b]
    tail = [fold(w) for w in a[-2:]]
    for at in range(1, len(b) - 2 if len(a) > 3 else 0):
        if folded[at : at + 2] == tail:
            return " ".join(a + b[at + 2 :])  # "số tiền phạt" + "ra quyết định phạt bán hàng rong"
    return f"{head} {decapitalized(complement)}"


def decapitalized(name: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals."""
    if len(name) > 1 and name[0].isupper() and not (name[1].isupper() or name[1].isdigit()):
        return name[0].lower() + name[1:]
    return name


def is_listed(name: str, kind: str, vocabulary: Vocabulary) -> bool:
    """True where the whole name stands in the table of heads under `kind`."""
    return kind in vocabulary.heads.whole(name)
