"""The reasons for which a file cannot be taken in, told in Vietnamese and English."""

from __future__ import annotations

from pathlib import Path

from etl.errors import InputRefused

# code -> (message vi, message en, remedy vi, remedy en); `{}` is filled with a detail.
_REASONS: dict[str, tuple[str, str, str, str]] = {
    "empty": (
        "Tệp trống, không có chữ nào.",
        "The file is empty: it holds no text.",
        "Xuất lại báo cáo từ bản gốc rồi thay tệp này.",
        "Export the report again from its original and replace this file.",
    ),
    "binary": (
        "Tệp chứa dữ liệu nhị phân, không phải văn bản.",
        "The file holds binary data, not text.",
        "Lưu báo cáo thành .docx, .pdf hoặc .txt (UTF-8).",
        "Save the report as .docx, .pdf or .txt (UTF-8).",
    ),
    "wrong_suffix": (
        "Đuôi tệp không đúng: nội dung là {}.",
        "The suffix is wrong: the content is {}.",
        "Đổi đuôi tệp cho đúng loại, hoặc lưu lại thành .docx, .pdf hay .txt.",
        "Give the file the right suffix, or save it as .docx, .pdf or .txt.",
    ),
    "unsupported": (
        "Chưa đọc được loại tệp {}.",
        "Files of type {} cannot be read.",
        "Lưu báo cáo thành .docx, .pdf, .html, .xlsx, .md hoặc .txt.",
        "Save the report as .docx, .pdf, .html, .xlsx, .md or .txt.",
    ),
    "too_large": (
        "Tệp quá lớn ({}).",
        "The file is too large ({}).",
        "Tách tệp thành từng báo cáo, hoặc bỏ ảnh và phụ lục không cần thiết.",
        "Split it into single reports, or leave out pictures and appendices that are not needed.",
    ),
    "encoding": (
        "Không xác định chắc chắn được bảng mã chữ ({}).",
        "The character encoding cannot be told for certain ({}).",
        "Mở tệp bằng đúng phông chữ, rồi lưu lại với bảng mã UTF-8.",
        "Open the file with its own font and save it again as UTF-8.",
    ),
    "damaged": (
        "Tệp hỏng hoặc bị cắt cụt: {}.",
        "The file is damaged or cut short: {}.",
        "Tải hoặc xuất lại tệp từ bản gốc.",
        "Download or export the file again from its original.",
    ),
    "encrypted": (
        "Tệp có mật khẩu.",
        "The file is protected by a password.",
        "Bỏ mật khẩu rồi lưu lại.",
        "Remove the password and save it again.",
    ),
    "no_text_layer": (
        "PDF là ảnh quét, không có lớp chữ.",
        "The PDF is a scan without a text layer.",
        "Nhận dạng chữ (OCR) trước, hoặc dùng bản Word gốc.",
        "Run text recognition (OCR) first, or use the original Word file.",
    ),
    "zip_bomb": (
        "Tệp nén nở ra quá lớn ({}), không an toàn để mở.",
        "The archive unpacks to too much ({}): it is not safe to open.",
        "Kiểm tra nguồn gốc của tệp; xuất lại từ phần mềm văn phòng.",
        "Check where the file comes from; export it again from an office program.",
    ),
    "external_entities": (
        "Tệp khai báo thực thể XML ({}), không an toàn để mở.",
        "The file declares XML entities ({}): it is not safe to open.",
        "Kiểm tra nguồn gốc của tệp; xuất lại từ phần mềm văn phòng.",
        "Check where the file comes from; export it again from an office program.",
    ),
    "no_report": (
        "Tệp không có nội dung đọc được: {}.",
        "The file has nothing to read: {}.",
        "Kiểm tra xem đã đưa đúng tệp báo cáo chưa.",
        "Check that this is the report that was meant.",
    ),
}

REASON_CODES = frozenset(_REASONS)


def refuse(code: str, path: Path, detail_vi: str = "", detail_en: str | None = None) -> InputRefused:
    """The refusal of a file, to be raised; `detail_*` fills the blank in the message."""
    vi, en, remedy_vi, remedy_en = _REASONS[code]
    english = detail_vi if detail_en is None else detail_en
    return InputRefused(code, path, vi.format(detail_vi), en.format(english), remedy_vi, remedy_en)
