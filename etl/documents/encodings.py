"""Bytes made text: UTF-8, UTF-16, Windows-1258, and the legacy TCVN3 (ABC) and VNI fonts.

A legacy encoding is taken only where it is certain: nearly all words with marks must then be
Vietnamese syllables, and no other reading may come near.  Otherwise the file is refused; a wrong
guess would spoil every name in it.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from etl.documents.places import places_of
from etl.documents.refusals import refuse
from etl.documents.syllables import is_syllable

_CERTAIN = 0.85  # share of marked words that must be syllables
_NEAR = 0.6  # a reading this good makes the text suspect though not certain
_AHEAD = 0.25  # by which the best reading must lead
_ENOUGH = 4  # marked words needed to tell
_SAMPLE = 200_000

# TCVN 5712 (the .Vn fonts), code points as Latin-1.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}

    def put(printed: str, read: str) -> None:
        table[printed] = unicodedata.normalize("NFC", read)
        table[printed.upper()] = unicodedata.normalize("NFC", read).upper()

    for letter in "aeouy":
        for sign, tone in _VNI_TONES.items():
            put(letter + sign, letter + tone)
    for letter in "aeo":
        for sign, tone in _VNI_CIRCUMFLEX.items():
            put(letter + sign, letter + "\u0302" + tone)
    for sign, tone in _VNI_BREVE.items():
        put("a" + sign, "a\u0306" + tone)
    for printed, letter in (("ô", "ơ"), ("ö", "ư")):
        put(printed, letter)
        for sign, tone in _VNI_TONES.items():
            put(printed + sign, letter + tone)
    for printed, read in (("í", "í"), ("ì", "ì"), ("æ", "ỉ"), ("ó", "ĩ"), ("ò", "ị"), ("î", "ỵ"), ("ñ", "đ")):
        put(printed, read)
    return table


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def likeness(text: str) -> tuple[float, int]:
    """Share of the words with marks that are Vietnamese syllables, and how many words have marks."""
    words = [w for w in _WORD.findall(text[:_SAMPLE]) if not w.isascii()]
    if not words:
        return 0.0, 0
    # Capitals within a word (`bµO`) are a sign of the wrong table.
    good = sum(is_syllable(w) and (w.islower() or w.isupper() or w.istitle()) for w in words)
    return good / len(words), len(words)


def _from_tcvn3(text: str) -> str:
    """Text whose letters stand for those of the .Vn fonts; the capital fonts have no codes of their own."""
    read = text.translate({ord(printed): letter for printed, letter in _TCVN3.items()})
    return _WORD.sub(_raise_capitals, read)


def _raise_capitals(match: re.Match[str]) -> str:
    word = match.group()
    ascii_letters = [c for c in word if c.isascii()]
    if ascii_letters and all(c.isupper() for c in ascii_letters) and len(word) > 1 and not word.istitle():
        return word.upper()
    return word


def _from_vni(text: str) -> str:
    return _VNI_PATTERN.sub(lambda m: _VNI[m.group()], text)


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; refuses what is no text or cannot be told."""
    text, name = _decode_bytes(path, data)
    text, mended = _mend(path, text)
    if not text or text.isspace():
        raise refuse("empty", path)
    return text, mended or name


_NO_CONTROLS = bytes(set(range(256)) - set(range(32)) | {9, 10, 11, 12, 13, 27})


def _decode_bytes(path: Path, data: bytes) -> tuple[str, str]:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strictly(path, data[len(mark) :], codec, f"{codec}-bom" if codec == "utf-8" else codec)
    sample = data[:65536]
    if 0 in sample:
        zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
        half = max(1, len(sample) // 2)
        if zeros_odd > 0.2 * half and zeros_even < 0.02 * half:
            return _strictly(path, data, "utf-16-le", "utf-16-le")
        if zeros_even > 0.2 * half and zeros_odd < 0.02 * half:
            return _strictly(path, data, "utf-16-be", "utf-16-be")
        raise refuse("binary", path)
    if len(sample.translate(None, _NO_CONTROLS)) > 0.01 * len(sample):
        raise refuse("binary", path)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            raise refuse(
                "damaged", path, "kết thúc giữa một chữ", "it ends in the middle of a letter"
            ) from None
    return _decode_legacy(path, data)


def _strictly(path: Path, data: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        return data.decode(codec), name
    except UnicodeDecodeError as error:
        raise refuse("damaged", path, f"{codec}: {error.reason}") from error


def _decode_legacy(path: Path, data: bytes) -> tuple[str, str]:
    readings: list[tuple[float, int, str, str]] = []
    for name in ("windows-1258", "tcvn3", "vni"):
        try:
            if name == "windows-1258":
                text = unicodedata.normalize("NFC", data.decode("cp1258"))
            elif name == "tcvn3":
                text = _from_tcvn3(data.decode("latin-1"))
            else:
                text = _from_vni(data.decode("cp1252"))
        except UnicodeDecodeError:
            continue
        readings.append((*likeness(text), name, text))
    readings.sort(key=lambda r: -r[0])
    best = readings[0] if readings else None
    if (
        best
        and best[1] >= _ENOUGH
        and best[0] >= _CERTAIN
        and (len(readings) == 1 or best[0] - readings[1][0] >= _AHEAD)
    ):
        return best[3], best[2]
    raise refuse(
        "encoding",
        path,
        "không phải UTF-8, không nhận ra Windows-1258, TCVN3 hay VNI",
        "not UTF-8, and not recognised as Windows-1258, TCVN3 or VNI",
    )


# Begins with one set of letters, which the search passes over the text with; what must stand beside
# the rarer letter of a pair is looked at only there.
_LEGACY_RARE = "µ¸¹¶·®ß×Þñ÷¬\u00adøûïåäöÃº»"
_LEGACY_GRAVE = re.compile(r"ù(?<=[aeouAEOU]ù)")
_LEGACY_LOOK = re.compile(
    r"[µ¸¹¶·®ß×Þñ÷¬\u00adùøûïåäöÃº»]"
    r"(?:(?<=[µ¸¹¶·®ß×Þñ÷¬\u00ad])|(?<=[aeouAEOU][ùøûïåä])|(?<=ö)ô|(?<=Ã)[\u0080-\u00bf]|(?<=á[º»]))"
)


def _most_looks(sample: str) -> int:
    """No fewer than what `_LEGACY_LOOK` finds, counted in a fraction of the time where there are few.

    Each of its finds holds one of the rare letters, or the one that Vietnamese text is full of.
    """
    return len(places_of(sample, *_LEGACY_RARE)) + len(_LEGACY_GRAVE.findall(sample))


def _mend(path: Path, text: str) -> tuple[str, str | None]:
    """Unicode text that holds the letters of a legacy font, or UTF-8 taken for Latin, read as meant."""
    sample = text[:_SAMPLE]
    enough = max(8, 0.004 * len(sample))
    if _most_looks(sample) < enough or len(_LEGACY_LOOK.findall(sample)) < enough:
        return text, None
    own, _ = likeness(sample)
    if own >= _CERTAIN:
        return text, None
    readings: list[tuple[float, int, str, str]] = []
    try:
        twice = text.encode("cp1252").decode("utf-8")
        readings.append((*likeness(twice), "utf-8 read as windows-1252", twice))
    except UnicodeError:
        pass
    for name, convert in (("tcvn3", _from_tcvn3), ("vni", _from_vni)):
        read = convert(sample)
        readings.append((*likeness(read), name, read))
    readings.sort(key=lambda r: -r[0])
    best = readings[0]
    if best[1] >= _ENOUGH and best[0] >= _CERTAIN and best[0] - max(own, readings[1][0]) >= _AHEAD:
        if best[2] == "tcvn3":
            return _from_tcvn3(text), best[2]
        return (_from_vni(text) if best[2] == "vni" else best[3]), best[2]
    if own < 0.5 and best[0] >= _NEAR:
        raise refuse(
            "encoding",
            path,
            "có chữ của phông cũ lẫn trong văn bản",
            "letters of a legacy font stand in the text",
        )
    return text, None
