# ruff: noqa: E501 (long made-up lines)
"""Place, years, date, number and kind from the report's own words; the manifest overrides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.documents import read_document
from etl.documents.metadata import read_metadata

from .helpers import document_of

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "reports"

BODY = "\n\nI. KINH TẾ\n\nThu ngân sách đạt 5 tỷ đồng.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 12/BC-UBND\n\nLào Cai, ngày 5 tháng 7 năm 2024\n\nBÁO CÁO\n\n"
            "Kinh tế - xã hội 6 tháng đầu năm 2024" + BODY,
            {"locality_name": "Lào Cai", "locality_level": "province", "report_kind": "6m", "report_year": 2024,
             "plan_year": None, "report_date": date(2024, 7, 5), "document_number": "12/BC-UBND", "issuing_body": "UBND tỉnh Lào Cai"},
        ),
        (
            "UBND HUYỆN HÒA AN\n\nHòa An, ngày tháng 12 năm 2022\n\nBÁO CÁO\n\nKết quả năm 2022, nhiệm vụ năm 2023" + BODY,
            {"locality_name": "Hoà An", "locality_level": "district", "province_name": "Cao Bằng", "report_kind": "year",
             "report_year": 2022, "plan_year": 2023, "report_date": None},
        ),
        (
            "BÁO CÁO\n\nSơ kết quý I năm 2023 của thành phố Đà Nẵng" + BODY,
            {"locality_name": "Đà Nẵng", "locality_level": "province", "report_kind": "q1", "report_year": 2023},
        ),
        (
            "BÁO CÁO\n\nTình hình năm 2021 và giai đoạn 2016 - 2020" + BODY + "UBND thành phố chỉ đạo các phường.\n\n"
            "Công an thành phố Sơn La bắt 5 vụ. Bưu điện thành phố Sơn La mở 3 điểm.\n\nTM. ỦY BAN NHÂN DÂN\n",
            {"locality_name": "Sơn La", "locality_level": "district", "report_year": 2021, "plan_year": None,
             "issuing_body": "UBND thành phố Sơn La"},
        ),
        (
            "Phần thứ nhất\n\nKẾT QUẢ NĂM 2025" + BODY + "Phần thứ hai\n\nNHIỆM VỤ NĂM 2026\n\nThu 6 tỷ đồng.\n\n"
            "Trên đây là báo cáo kết quả năm 2025 của UBND tỉnh Tuyên Quang./.\n",
            {"locality_name": "Tuyên Quang", "locality_level": "province", "locality_code": "08", "report_year": 2025, "plan_year": 2026,
             "title": "Báo cáo kết quả năm 2025"},
        ),
    ],
    ids=["half year", "district", "quarter", "by its body", "by its closing"],
)  # fmt: skip
def test_read_from_text(text: str, expected: dict[str, object]) -> None:
    meta = read_metadata(document_of(text).blocks)
    found = {name: getattr(meta, name) for name in expected}
    if found.get("locality_name") in ("Hoà An", "Hòa An"):
        found["locality_name"] = "Hoà An"
    assert found == expected
    assert 0.0 < meta.confidence <= 1.0
    assert all(meta.evidence[name] for name in expected if found[name] is not None and name in meta.evidence)


def test_nothing_is_made_up() -> None:
    meta = read_metadata(document_of("Một đoạn văn không nói gì.\n\nMột đoạn nữa.\n").blocks)
    assert (meta.locality_name, meta.report_year, meta.report_date, meta.title, meta.confidence) == (
        None,
        None,
        None,
        None,
        0.0,
    )


def test_a_place_named_in_its_head_is_surer_than_one_found_in_the_body() -> None:
    head = read_metadata(document_of("BÁO CÁO\n\nNăm 2021 của huyện Bảo Lạc" + BODY).blocks)
    body = read_metadata(document_of("BÁO CÁO\n\nNăm 2021" + BODY + "- Huyện Bảo Lạc có 3 xã.\n").blocks)
    assert head.locality_name == body.locality_name == "Bảo Lạc"
    assert head.confidence > body.confidence


def test_manifest_overrides() -> None:
    text = "BÁO CÁO\n\nKết quả năm 2021 của tỉnh Hà Giang" + BODY
    entry = {
        "locality_name": "Đồng Văn", "locality_level": "district", "province_name": "Hà Giang", "report_year": "2022",
        "report_date": "2022-12-01", "title": "Tên khác", "report_kind": "11m",
    }  # fmt: skip
    meta = read_metadata(document_of(text).blocks, entry)
    assert (meta.locality_name, meta.locality_level, meta.province_name) == (
        "Đồng Văn",
        "district",
        "Hà Giang",
    )
    assert (meta.report_year, meta.report_date, meta.title, meta.report_kind) == (
        2022,
        date(2022, 12, 1),
        "Tên khác",
        "11m",
    )
    assert meta.confidence == 1.0
    assert meta.evidence["report_year"] == "manifest"


REAL_REPORTS = {
    "000": ("Cao Bằng", "district", "040", 2021, 2022, date(2021, 11, 30), None, "UBND thành phố Cao Bằng"),
    "001": (
        "Cao Bằng",
        "province",
        "04",
        2022,
        2023,
        date(2022, 11, 14),
        "2960/BC-UBND",
        "UBND tỉnh Cao Bằng",
    ),
    "002": ("Cao Bằng", "district", "040", 2023, 2024, None, None, "UBND thành phố Cao Bằng"),
    "003": ("Bắc Kạn", "district", "058", 2023, 2024, None, None, "UBND thành phố Bắc Kạn"),
    "004": ("Lạng Sơn", "district", "178", 2021, 2022, None, None, "UBND thành phố Lạng Sơn"),
}


@pytest.mark.parametrize("name", REAL_REPORTS)
def test_real_reports(name: str) -> None:
    path = REAL / f"{name}.txt"
    if not path.exists():
        pytest.skip("the real reports are not here")
    meta = read_document(path).metadata
    assert REAL_REPORTS[name] == (
        meta.locality_name, meta.locality_level, meta.locality_code, meta.report_year, meta.plan_year,
        meta.report_date, meta.document_number, meta.issuing_body,
    )  # fmt: skip
    assert meta.report_kind == "year"
    assert meta.confidence >= 0.7
    assert ("body" in meta.evidence["locality_name"]) == (name == "004"), "one names no place in its head"


def test_a_title_right_below_the_kind_of_paper(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text(
        "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG\n\nBÁO CÁO\nTình hình kinh tế - xã hội 9 tháng năm 2023\n\n"
        "BIỂU TỔNG HỢP\n\nBến đò thu 12 tỷ đồng.\n",
        encoding="utf-8",
    )
    meta = read_document(path).metadata
    told = (meta.title, meta.report_kind, meta.report_year)
    assert told == ("Tình hình kinh tế - xã hội 9 tháng năm 2023", "9m", 2023)
