"""A process aside answers, tells on the way, fails aloud, and is gone with its context."""

from __future__ import annotations

import os
from collections.abc import Callable

import psutil
import pytest

from etl.errors import ChitieuError, InputRefused
from etl.workers import Aside


class Clerk:
    """What the process aside is asked."""

    def add(self, *numbers: int) -> int:
        return sum(numbers)

    def count(self, up_to: int, tell: Callable[[int], None]) -> str:
        for number in range(up_to):
            tell(number)
        return "done"

    def refuse(self) -> None:
        raise InputRefused("empty", "a.txt", "Tệp rỗng.", "The file is empty.")

    def leave(self) -> None:
        os._exit(3)

    def who(self) -> int:
        return os.getpid()


def test_answers_come_in_the_order_of_the_questions() -> None:
    with Aside(Clerk) as aside:
        first, second = aside.ask("add", 1, 2), aside.ask("add", 3)
        assert first.result() == 3
        assert second.result() == 3


def test_what_is_told_on_the_way_is_heard_before_the_answer() -> None:
    told: list[int] = []
    with Aside(Clerk) as aside:
        assert aside.ask("count", 3, heard=told.append).result() == "done"
    assert told == [0, 1, 2]


def test_an_error_there_is_an_error_here_and_the_next_question_is_answered() -> None:
    with Aside(Clerk) as aside:
        with pytest.raises(InputRefused, match="The file is empty") as caught:
            aside.ask("refuse").result()
        assert caught.value.reason_code == "empty"
        assert aside.ask("add", 1).result() == 1


def test_a_process_that_is_gone_is_told_in_plain_words() -> None:
    with Aside(Clerk) as aside:
        with pytest.raises(ChitieuError, match="helping process was stopped"):
            aside.ask("leave").result()
        with pytest.raises(ChitieuError, match="helping process was stopped"):
            aside.ask("add", 1).result()


def test_it_starts_when_it_is_asked_and_is_gone_with_its_context() -> None:
    children = {child.pid for child in psutil.Process().children()}
    with Aside(Clerk) as _unused, Aside(Clerk) as aside:
        assert {child.pid for child in psutil.Process().children()} == children
        pid = aside.ask("who").result()
        assert pid != os.getpid()
    assert not psutil.pid_exists(pid)
