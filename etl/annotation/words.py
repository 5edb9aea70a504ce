"""Words for codes of the warehouse, and figures as each language writes them."""

from __future__ import annotations

from decimal import Decimal

from etl.annotation.model import Bilingual

SEVERITY: dict[str, Bilingual] = {
    "error": Bilingual("Lỗi", "Error"),
    "warning": Bilingual("Cảnh báo", "Warning"),
    "info": Bilingual("Ghi chú", "Note"),
}
SEVERITIES: dict[str, Bilingual] = {
    "error": Bilingual("lỗi", "errors"),
    "warning": Bilingual("cảnh báo", "warnings"),
    "info": Bilingual("ghi chú", "notes"),
}
FAMILY: dict[str, Bilingual] = {
    "ratio": Bilingual("Tỷ lệ", "Ratios"),
    "sum": Bilingual("Tổng", "Sums"),
    "same_figure": Bilingual("Cùng chỉ tiêu", "Same figure"),
    "over_time": Bilingual("Theo thời gian", "Over time"),
    "verdict": Bilingual("Đánh giá", "Verdicts"),
    "notation": Bilingual("Cách viết số", "Notation"),
    "implied": Bilingual("Suy ra", "Implied"),
    "completeness": Bilingual("Đầy đủ", "Completeness"),
}
ROLE: dict[str, Bilingual] = {
    "value": Bilingual("kết quả", "result"),
    "target": Bilingual("kế hoạch", "plan"),
    "denominator": Bilingual("tổng của “x/y”", "whole of “x/y”"),
    "comparison": Bilingual("tỷ lệ, so sánh", "comparison"),
    "date": Bilingual("ngày, năm", "date"),
    "document_reference": Bilingual("số văn bản", "document number"),
    "ordinal": Bilingual("số thứ tự", "ordinal"),
    "heading": Bilingual("số của đề mục", "heading number"),
    "footnote_mark": Bilingual("dấu chú thích", "footnote mark"),
    "name_part": Bilingual("trong tên gọi", "part of a name"),
    "other_reference": Bilingual("dẫn chiếu khác", "other reference"),
    "unclassified": Bilingual("chưa hiểu", "not understood"),
}
FIELD: dict[str, Bilingual] = {
    "value": Bilingual("kết quả", "the result"),
    "target": Bilingual("kế hoạch", "the plan"),
    "denominator": Bilingual("tổng", "the whole"),
    "comparison": Bilingual("tỷ lệ, so sánh", "the comparison"),
    "verdict": Bilingual("đánh giá", "the verdict"),
    "unit": Bilingual("đơn vị", "the unit"),
    "notation": Bilingual("cách viết số", "the notation"),
}


def named(table: dict[str, Bilingual], code: str) -> Bilingual:
    """The words for a code; a code that came later than these words stands for itself."""
    return table.get(code) or Bilingual(code, code)


def severities(severity: str, count: int) -> Bilingual:
    """The word after a count of findings."""
    many = named(SEVERITIES, severity)
    return Bilingual(many.vi, many.en if count != 1 else named(SEVERITY, severity).en.lower())


def figure(amount: Decimal | int, language: str) -> str:
    """An amount as that language writes it, exact, without idle zeros: 1.234,5 or 1,234.5."""
    text = format(Decimal(amount), ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(".,", ",.")) if language == "vi" else text


def figures(amount: Decimal | int) -> Bilingual:
    """An amount in both languages' writing."""
    return Bilingual(figure(amount, "vi"), figure(amount, "en"))


def of(text: Bilingual, language: str) -> str:
    """One language of a text; the other one where it is empty."""
    return (text.en or text.vi) if language == "en" else (text.vi or text.en)
