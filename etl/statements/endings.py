"""Where the words behind a figure stop completing its name: "07 vụ cháy rừng | tăng 02 vụ"."""

from __future__ import annotations

from etl.statements.names import head_class
from etl.statements.tokens import Token, Tokens
from etl.statements.vocabulary import Vocabulary

_POST_EXEMPT = frozenset(
    {
        "các",
        "có",
        "được",
        "thực hiện",
        "hoàn thành",
        "là",
        "đạt",
        "kế hoạch",
        "chỉ tiêu",
        "trên địa bàn",
        "đã",
        "đang",
    }
)
_BOUNDING = frozenset(("bound_gt", "bound_ge", "bound_lt", "approx"))
_POST_BREAKS = frozenset((
    "result", "equal", "estimate", "increase", "decrease", "share", "versus", "part", "exceed", "time",
    "copula", "plan", "link", "contrast", "and", "adverb", "undershoot", "prior", "verdict", "raise",
    "aside", "passive", "effect", "each",
    "bound_gt", "bound_ge", "bound_lt", "bound_le", "approx",
))  # fmt: skip


# without a class of the vocabulary, only these can end what completes a name
MAY_END = frozenset({"theo", "đến", "với", "và", "có", "đạt", "là", "được", *",;:()+=/"})


def ends_post(token: Token, *, tally: bool = False) -> bool:
    """True for a token at which the words behind a measure stop completing its name."""
    if token.kind in ("stop", "num") or token.text in ",;:()+=" or token.text in ("với", "và"):
        return not (tally and token.text in ("với", "và"))
    breaks = not tally and token.kind == "phrase" and not token.classes.isdisjoint(_POST_BREAKS)
    return breaks and token.text not in _POST_EXEMPT


def cites(tokens: Tokens, i: int) -> bool:
    """True for a "theo" that names a document, which is no part of an indicator's name."""
    following = tokens.at[i + 1] if i + 1 < len(tokens.at) else None
    return tokens.at[i].text == "theo" and following is not None and following.role == "document_reference"


_ENUMERATED = 5  # words of a member of an enumeration


def goes_on(tokens: Tokens, i: int, start: int, end: int) -> bool:
    """True for a comma or "và" inside an enumeration: "trường học xanh, sạch, đẹp, an toàn"."""
    if i <= start or tokens.at[i].text not in (",", "và"):
        return False
    again = (
        tokens.at[i].text == ","
        and i + 1 < end
        and tokens.at[i + 1].text in [token.text for token in tokens.at[start - 1 : i]]
    )
    if again and tokens.at[i + 1].kind == "word":
        j = i + 1
        while j < end and tokens.at[j].kind == "word":
            j += 1
        if (
            end >= len(tokens.at)
            or tokens.at[end - 1].text == "("
            or (j < end and tokens.at[j].text in ("(", ","))
        ):
            return True  # "2 km đường liên xã, đường nội đồng (…"
    j = i + 1
    while j < end and tokens.at[j].kind == "word" and j - i <= _ENUMERATED:
        j += 1
    if j == i + 1 or j - i > _ENUMERATED:
        return False
    if j >= end:
        return end >= len(tokens.at)
    if tokens.at[j].text == "và" and j > i + 1 and tokens.at[i].text == ",":
        # "…, làm chết và tiêu hủy 30 con": the last member must close before the next figure
        closed = any(t.kind in ("stop", "punct") or t.has("result", "part") for t in tokens.at[j + 1 : end])
        return closed or end >= len(tokens.at)
    if tokens.at[j].text == "(" and any(token.text == "," for token in tokens.at[start:i]):
        return True  # "45 trường mầm non, tiểu học, THCS (27 trường công lập …)"
    if tokens.at[j].text == ":":
        return j + 1 < end  # "82 ha lúa, hoa màu: xã Yên Sơn 9 ha", not "72 vụ, phạt tiền: 5 triệu đồng"
    return tokens.at[j].text in (",", "và", ";") or tokens.at[j].kind == "stop"


def joins_verbs(tokens: Tokens, i: int, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """True for "và" or a comma between two verbs of one object: "xin điều chỉnh, thay đổi nội dung …".

    Not where the second verb leads to the next figure: "được kiểm tra và xử lý 3 vụ".
    """
    if i <= start or tokens.at[i].text not in (",", "và") or i + 1 >= end:
        return False
    if head_class(tokens, i + 1, end, vocabulary) != "verb":
        return False
    words = " ".join([token.text for token in tokens.at[max(start, i - 3) : i]]).split()
    closes = any(_is_verb(words[at:], vocabulary) for at in range(max(0, len(words) - 3), len(words)))
    closes = closes or words[-3:-1] == ["đang"] or words[-3:-2] == ["đang"]  # "đang theo dõi và cách ly"
    over = end >= len(tokens.at) or tokens.at[end - 1].text == ","
    return closes and (over or any(t.kind == "stop" or t.text == ";" for t in tokens.at[i + 1 : end]))


def continues(tokens: Tokens, i: int, start: int, vocabulary: Vocabulary) -> bool:
    """True where a name goes on past token `i`: "hộ dự kiến chuyển sang …", "F2 theo dõi và cách ly"."""
    following = tokens.at[i + 1] if i + 1 < len(tokens.at) else None
    if tokens.at[i].text == "dự kiến":
        return following is not None and following.kind == "word"
    if _judges(tokens, i):
        return True
    if tokens.at[i].text == "đến":
        return following is not None and following.kind == "word"  # "xã có đường ô tô đến trung tâm"
    if tokens.at[i].text not in (",", "và"):
        return False
    end = next((j for j in range(i, len(tokens.at)) if tokens.at[j].kind == "num"), len(tokens.at))
    return joins_verbs(tokens, i, start, end, vocabulary)


def _is_verb(words: list[str], vocabulary: Vocabulary) -> bool:
    found = vocabulary.heads.match(words, 0)
    return found is not None and found[0] == len(words) and "verb" in found[1]


def gives_reason(tokens: Tokens, i: int) -> bool:
    """True for a "do" that opens a clause: "dự án tạm dừng do chủ đầu tư chưa có vốn", not "do thiên tai"."""
    if tokens.at[i].text != "do":
        return False
    for j in range(i + 1, min(len(tokens.at), i + 9)):
        token = tokens.at[j]
        if token.kind in ("stop", "num", "punct"):
            return False
        if token.text.split(" ")[0] in _REASONED:
            return j > i + 1
    return False


_REASONED = frozenset({"đã", "chưa", "không"})


def _judges(tokens: Tokens, i: int) -> bool:
    """True for a verdict that closes a clause and so says which ones: "17 bến đạt, 02 bến không đạt"."""
    if tokens.at[i].text not in _VERDICTS:
        return False
    following = tokens.at[i + 1] if i + 1 < len(tokens.at) else None
    return following is None or following.kind == "stop" or following.text in (",", ";")


_VERDICTS = frozenset({"đạt", "không đạt", "chưa đạt", "đạt và vượt"})


def ends_behind(tokens: Tokens, i: int, start: int, tally: bool, having: bool) -> bool:
    """True for a token at which the words from `start` on stop completing a name, told by its neighbours."""
    token = tokens.at[i]
    if not token.classes and token.text not in MAY_END and token.kind in ("word", "punct"):
        return False
    if token.text == "theo" and cites(tokens, i):
        return True
    if token.text in _VERDICTS and _judges(tokens, i):
        return False
    following = tokens.at[i + 1] if i + 1 < len(tokens.at) else None
    if token.text == "/":
        # "lượt người/12 tháng", "350 hộ/kế hoạch 300 hộ"
        return following is not None and (following.kind in ("num", "mask") or following.has("plan"))
    if token.text == "nhưng" and i > start and tokens.at[i - 1].text != ",":
        return following is None or following.kind in ("num", "punct", "stop")
    if i > start and tokens.at[i - 1].text == "nhưng":
        return False  # "HTX đã dừng hoạt động nhưng còn người đại diện"
    if token.text == "và" and i > start and tokens.at[i - 1].text == "đã" and following is not None:
        return following.text != "đang"  # "dự án đã và đang thực hiện"
    if (
        token.text in ("đến", "trung bình")
        and i > start
        and following is not None
        and following.kind == "word"
    ):
        return False  # "lượt người đến thăm", "hoạt động trung bình"
    if token.text == "dự kiến" and following is not None and following.kind == "word":
        return False  # "hộ dự kiến chuyển sang năm sau"
    plain = following is None or following.kind not in ("num", "phrase")
    if plain and not token.classes.isdisjoint(_BOUNDING) and "result" not in token.classes:
        return False  # "điểm cháy trên đất lâm nghiệp": it bounds only a number
    if ends_post(token, tally=tally):
        return True
    if tally:
        return False
    if token.text == "có" and i > start:
        return not having and tokens.at[i - 1].text not in ("không", "chưa")
    # "đạt" right before the next figure is that figure's verb; inside a noun phrase it is not
    return token.text in ("đạt", "là", "được", "có") and (
        i + 1 >= len(tokens.at) or tokens.at[i + 1].kind in ("num", "punct")
    )
