from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.audit import Audit, audit
from etl.audit.page import render_page
from etl.audit.text import proposal
from etl.errors import InputRefused, WrongUsage


def broken(audited: Audit, rule: str) -> set[tuple[str, ...]]:
    """The figures that findings of a rule blame."""
    return {tuple(n.text for n in f.figures) for f in audited.findings if f.rule_code == rule}


def test_what_cannot_be_true_is_found_and_blamed(audited: Audit) -> None:
    assert broken(audited, "ratio_plan") == {("73,3",), ("98,3",), ("57",)}
    assert audited.has_errors


def test_findings_come_in_the_order_of_the_text(audited: Audit) -> None:
    places = [f.place.span for f in audited.findings if f.place]
    assert places == sorted(places)
    assert [f.number for f in audited.findings] == list(range(1, len(audited.findings) + 1))


def test_places_quote_the_text_to_the_letter(audited: Audit) -> None:
    for finding in audited.findings:
        assert finding.place is not None
        start, end = finding.place.span
        assert audited.document.text[start:end] == finding.place.quote


def test_every_number_has_a_role(audited: Audit) -> None:
    text = audited.document.text
    assert all(text[n.start : n.end] == n.text for n in audited.numbers)
    assert sum(audited.by_role.values()) == len(audited.numbers) > 30


def test_rules_count_what_passed_too(audited: Audit) -> None:
    (plan,) = [r for r in audited.rules if r.rule_code == "ratio_plan"]
    assert plan.failed == 3
    assert plan.passed >= 3
    assert plan.unknown >= 1  # the herd whose plan is not printed


def test_sections_hold_all_findings_once(audited: Audit) -> None:
    grouped = [f.number for _, found in audited.by_section() for f in found]
    assert sorted(grouped) == [f.number for f in audited.findings]


def test_a_proposal_is_the_warehouses(audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if [n.text for n in f.figures] == ["73,3"]]
    assert finding.proposal is not None
    assert finding.proposal.value is not None
    assert (finding.proposal.field, float(finding.proposal.value), finding.proposal.unit) == (
        "comparison",
        73.1,
        "%",
    )
    assert finding.proposal.reason.vi
    assert finding.proposal.reason.en


def test_a_proposal_may_be_words(audited: Audit) -> None:
    (finding,) = [f for f in audited.findings if f.rule_code == "notation_slip"]
    assert finding.proposal is not None
    assert (finding.proposal.field, finding.proposal.value, finding.proposal.text) == (
        "notation",
        None,
        "98,5",
    )
    assert "“98,5”" in (proposal(finding, "vi") or "")


def test_the_audit_finds_what_the_build_finds(
    sample_reports: Path, built_database: Path, cache_dir: Path
) -> None:
    """One implementation of the rules: whatever a build says of this report alone, the audit says."""
    report = "cao-bang-tp-2023"
    found = audit(sample_reports / f"{report}.txt", cache_dir=cache_dir)
    with duckdb.connect(str(built_database), read_only=True) as connection:
        built = connection.execute(
            """select f.rule_code, f.message_vi, f.suggested_value
            from marts.fct_quality_finding as f
            left join marts.fct_indicator_observation as e on f.related_observation_key = e.observation_key
            where f.report_key = ? and coalesce(e.report_key, f.report_key) = f.report_key""",
            [report],
        ).fetchall()
    told = [(f.rule_code, f.message.vi, f.proposal.value if f.proposal else None) for f in found.findings]
    assert sorted(told, key=str) == sorted(built, key=str)
    assert told


EARLIER = """ỦY BAN NHÂN DÂN THÀNH PHỐ CAO BẰNG
BÁO CÁO
Tình hình kinh tế - xã hội năm 2022, kế hoạch năm 2023

I. KẾT QUẢ THỰC HIỆN NĂM 2022
Tổng sản lượng lương thực có hạt ước đạt 11.000/10.500 tấn, đạt 104,8% kế hoạch.
II. CHỈ TIÊU NĂM 2023
- Thu ngân sách nhà nước 300 tỷ đồng.
- Tổng sản lượng lương thực có hạt 12.000 tấn.
"""
LATER = """ỦY BAN NHÂN DÂN THÀNH PHỐ CAO BẰNG
BÁO CÁO
Tình hình kinh tế - xã hội năm 2023, kế hoạch năm 2024

I. KẾT QUẢ THỰC HIỆN NĂM 2023
Tổng sản lượng lương thực có hạt ước đạt 11.200/11.300 tấn, đạt 99,1% kế hoạch.
"""


def test_a_draft_is_held_to_an_earlier_report(tmp_path: Path, cache_dir: Path) -> None:
    """The plan it sets out from is another one; the revenue planned is never mentioned."""
    before, after = tmp_path / "tp-2022.txt", tmp_path / "tp-2023.txt"
    before.write_text(EARLIER, encoding="utf-8")
    after.write_text(LATER, encoding="utf-8")
    result = audit(after, [before], cache_dir=cache_dir)
    told = {f.rule_code: f for f in result.findings}
    assert set(told) == {"time_plan_set", "missing_indicator"}
    related = told["time_plan_set"].related
    assert related is not None
    assert related.report_id == "tp-2022"
    assert told["missing_indicator"].place is None
    assert result.by_section()[-1] == (None, [told["missing_indicator"]])
    assert not result.has_errors
    page = render_page(result)
    assert "Toàn báo cáo" in page
    assert "tp-2022.txt" in page


def test_refused_files(tmp_path: Path) -> None:
    photo = tmp_path / "photo.txt"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    with pytest.raises(InputRefused) as refused:
        audit(photo)
    assert refused.value.message_vi
    assert refused.value.message_en


def test_two_files_of_one_name(draft: Path) -> None:
    with pytest.raises(WrongUsage):
        audit(draft, [draft])
