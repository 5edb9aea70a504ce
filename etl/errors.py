"""Errors that people read: what was wrong, where, and what to do, in Vietnamese and English.

Everything the product raises on purpose is a `ChitieuError`; the command line prints it and leaves
with its exit code.  Anything else that escapes is a fault of ours and is reported as such.
"""

from __future__ import annotations

from enum import IntEnum
from os import PathLike, fspath


class ExitCode(IntEnum):
    """What the command leaves with; cron and scripts rely on these four."""

    PUBLISHED = 0  # a release stands (or the command did what was asked)
    NOTHING_PUBLISHED = 1  # nothing was published; the earlier release stands
    SOME_REFUSED = 2  # published, but some inputs were refused
    WRONG_USAGE = 64  # the command was called wrongly (EX_USAGE of sysexits)


class ChitieuError(Exception):
    """An error with a cause, a place and a remedy.

    `message_*` says what was wrong, `remedy_*` what to do about it; `path` and `line` (1-based) say
    where, when there is a file to point at.
    """

    def __init__(
        self,
        message_vi: str,
        message_en: str,
        remedy_vi: str = "",
        remedy_en: str = "",
        *,
        exit_code: int = ExitCode.NOTHING_PUBLISHED,
        path: str | PathLike[str] | None = None,
        line: int | None = None,
    ) -> None:
        self.message_vi = message_vi
        self.message_en = message_en
        self.remedy_vi = remedy_vi
        self.remedy_en = remedy_en
        self.exit_code = int(exit_code)
        self.path = None if path is None else fspath(path)
        self.line = line
        super().__init__(self.text_en())

    @property
    def place(self) -> str | None:
        """`file:line`, `file`, or None."""
        if self.path is None:
            return None
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def text_vi(self) -> str:
        """The whole message in Vietnamese, on one line."""
        return self._text(self.message_vi, self.remedy_vi)

    def text_en(self) -> str:
        """The whole message in English, on one line."""
        return self._text(self.message_en, self.remedy_en)

    def _text(self, message: str, remedy: str) -> str:
        head = f"{self.place}: {message}" if self.place else message
        return f"{head} {remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send these back; the default would call __init__ with the joined text.
        return (_rebuild, (type(self), self.__dict__))


def _rebuild(kind: type[ChitieuError], state: dict[str, object]) -> ChitieuError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (error.text_en(),)
    return error


class InputRefused(ChitieuError):
    """A file that cannot be taken in; the others go on without it.

    `reason_code` is a short stable code (`empty`, `unreadable`, `no_report`, `hash_mismatch` …)
    that stands in `staging.refusals` beside the messages.
    """

    def __init__(
        self,
        reason_code: str,
        path: str | PathLike[str],
        message_vi: str,
        message_en: str,
        remedy_vi: str = "",
        remedy_en: str = "",
        *,
        line: int | None = None,
    ) -> None:
        self.reason_code = reason_code
        super().__init__(
            message_vi,
            message_en,
            remedy_vi,
            remedy_en,
            exit_code=ExitCode.SOME_REFUSED,
            path=path,
            line=line,
        )


class WrongUsage(ChitieuError):
    """The command was called with something it cannot use; leaves with 64."""

    def __init__(self, message_vi: str, message_en: str, remedy_vi: str = "", remedy_en: str = "") -> None:
        super().__init__(message_vi, message_en, remedy_vi, remedy_en, exit_code=ExitCode.WRONG_USAGE)
