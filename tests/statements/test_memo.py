from __future__ import annotations

from etl.statements.memo import kept


def test_a_result_is_worked_out_once() -> None:
    asked: list[str] = []

    @kept(10)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(text) for text in ("lúa", "ngô", "lúa", "lúa")] == [3, 3, 3, 3]
    assert asked == ["lúa", "ngô"]


def test_what_is_full_still_answers_and_takes_no_more() -> None:
    asked: list[str] = []

    @kept(1)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(text) for text in ("lúa", "sắn", "sắn", "lúa")] == [3, 3, 3, 3]
    assert asked == ["lúa", "sắn", "sắn"]
