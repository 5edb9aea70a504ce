"""The words around an audit, in both languages; what the rules say comes from the warehouse."""

from __future__ import annotations

from decimal import Decimal

from etl.audit.model import Bilingual

WORDS: dict[str, Bilingual] = {
    key: Bilingual(vi, en)
    for key, vi, en in (
        ("audit", "Bản kiểm tra số liệu", "Audit of the figures"),
        ("summary", "Tóm tắt", "Summary"),
        ("findings", "Phát hiện", "Findings"),
        ("text", "Nguyên văn báo cáo", "Text of the report"),
        ("checks", "Các phép kiểm tra", "What was checked"),
        ("legend", "Mỗi con số được hiểu là gì", "What each number was understood as"),
        ("skip", "Đến các phát hiện", "Skip to the findings"),
        ("language", "Ngôn ngữ", "Language"),
        ("show_findings", "Hiện phát hiện", "Show findings"),
        ("show_roles", "Tô màu", "Colour"),
        ("whole_report", "Toàn báo cáo", "The report as a whole"),
        ("no_section", "Ngoài các đề mục", "Outside the sections"),
        ("line", "dòng", "line"),
        ("lines", "dòng", "lines"),
        ("page", "trang", "page"),
        ("see", "Xem trong báo cáo", "See it in the report"),
        ("compare_with", "So với", "Compare with"),
        ("of_report", "báo cáo", "report"),
        ("back", "Về danh sách", "Back to the list"),
        ("finding", "Phát hiện", "Finding"),
        ("quote", "Nguyên văn", "As printed"),
        ("reported", "Đã in", "Printed"),
        ("expected", "Tính ra", "Computed"),
        ("allowed", "Làm tròn cho phép", "Rounding allows"),
        ("proposal", "Đề xuất", "Proposal"),
        ("no_proposal", "chưa đủ căn cứ để đề xuất", "not enough to go by"),
        ("change", "sửa", "change"),
        ("to", "thành", "to"),
        ("at_line", "ở dòng", "in line"),
        ("issuing_body", "Cơ quan ban hành", "Issued by"),
        ("document_number", "Số", "Number"),
        ("report_date", "Ngày", "Dated"),
        ("file", "Tệp", "File"),
        ("checked_at", "Kiểm tra lúc", "Checked at"),
        ("earlier", "Đối chiếu với", "Held to"),
        ("numbers", "Con số in trong báo cáo", "Numbers printed"),
        ("understood", "đã hiểu", "understood"),
        ("statements", "Nhận định có số", "Statements with figures"),
        ("comparisons", "So sánh in sẵn", "Printed comparisons"),
        ("checkable", "kiểm tra được", "could be checked"),
        ("consistent", "khớp", "agree"),
        ("rule", "Quy tắc", "Rule"),
        ("severity", "Mức", "Severity"),
        ("passed", "Đạt", "Pass"),
        ("failed", "Sai", "Fail"),
        ("unknown", "Chưa rõ", "Unknown"),
        ("elsewhere_numbers", "Số không hiện trong bài", "Numbers not shown in the text"),
        ("footnote", "Chú thích", "Footnote"),
        ("table", "Bảng", "Table"),
        ("verdict_error", "Có số liệu không thể đúng như đã in; cần sửa trước khi trình.",
         "Some figures cannot be true as printed; mend them before the report goes out."),
        ("verdict_warning", "Không có lỗi chắc chắn; có chỗ cần người soạn xem lại.",
         "Nothing is certainly wrong; some places need a look."),
        ("verdict_clean", "Không phát hiện mâu thuẫn nào trong những gì kiểm tra được.",
         "No contradiction was found in what could be checked."),
        ("unknown_note", "“Chưa rõ” là nơi quy tắc áp dụng được nhưng báo cáo không in đủ số để tính.",
         "“Unknown” counts places that a rule applies to, but for which too little is printed."),
        ("untitled", "Báo cáo không có tên", "Report without a title"),
        ("privacy", "Trang này không tải gì từ mạng và không chạy mã nào.",
         "This page loads nothing from the network and runs no code."),
    )
}  # fmt: skip

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
