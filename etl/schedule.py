"""A crontab line and a systemd timer that run the build; printed, never installed.

`--wait` makes two builds queue, the log rotates itself, and a failed build leaves the last release
standing, so nothing more is needed around the one command.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import WrongUsage

if TYPE_CHECKING:
    from etl.settings import Settings

WAIT_SECONDS = 600
_PATH = "/usr/local/bin:/usr/bin:/bin"

_EXIT_CODES = (
    "# Mã thoát / exit codes: 0 đã phát hành / published; 1 không phát hành, bản cũ còn nguyên / nothing",
    "# published, the earlier release stands; 2 đã phát hành, có tệp bị từ chối / published, some inputs",
    "# refused; 64 sai cách dùng / wrong usage.",
)


def command(settings: Settings, config: Path | None = None) -> list[str]:
    """The build command with absolute paths, as cron and systemd need it."""
    program = Path(sys.executable).absolute().with_name("chitieu")
    words = [str(program)] if program.exists() else [str(Path(sys.executable).absolute()), "-m", "etl.cli"]
    words += ["build", "--quiet", "--wait", str(WAIT_SECONDS)]
    words += ["--reports", str(settings.reports_dir.absolute())]
    words += ["--warehouse", str(settings.warehouse_dir.absolute())]
    if config is not None:
        words += ["--config", str(config.absolute())]
    return words


def hour_and_minute(at: str) -> tuple[int, int]:
    """(hour, minute) of `HH:MM`; raises WrongUsage."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", at)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return int(match[1]), int(match[2])
    raise WrongUsage(
        f"Giờ “{at}” không đúng dạng HH:MM.",
        f"The time “{at}” is not HH:MM.",
        "Ví dụ 02:30.",
        "Such as 02:30.",
    )


def crontab(settings: Settings, at: str, config: Path | None = None) -> str:
    """Lines for `crontab -e`."""
    hour, minute = hour_and_minute(at)
    # cron takes % for a line end unless it is escaped.
    run = shlex.join(command(settings, config)).replace("%", r"\%")
    log = shlex.quote(str(settings.log_path.absolute().with_name("cron.log"))).replace("%", r"\%")
    folder = shlex.quote(str(settings.log_path.absolute().parent)).replace("%", r"\%")
    return "\n".join(
        [
            "# crontab -e",
            *_EXIT_CODES,
            "# CRON_TZ: cronie; cron của Debian/Ubuntu dùng giờ hệ thống / Debian's cron uses system time.",
            f"CRON_TZ={settings.timezone}",
            f"PATH={_PATH}",
            f"{minute} {hour} * * * mkdir -p {folder} && {run} > {log} 2>&1",
        ]
    )


def systemd(settings: Settings, at: str, config: Path | None = None) -> str:
    """A service and a timer, to be put into ~/.config/systemd/user or /etc/systemd/system."""
    hour, minute = hour_and_minute(at)
    run = " ".join(_systemd_quoted(word) for word in command(settings, config))
    return "\n".join(
        [
            "# chitieu.service",
            "[Unit]",
            "Description=Build and publish the Chi tieu warehouse",
            "",
            "[Service]",
            "Type=oneshot",
            f"Environment=PATH={_PATH}",
            f"ExecStart={run}",
            *_EXIT_CODES,
            "SuccessExitStatus=2",
            "",
            "# chitieu.timer",
            "[Unit]",
            "Description=Nightly build of the Chi tieu warehouse",
            "",
            "[Timer]",
            f"OnCalendar=*-*-* {hour:02d}:{minute:02d}:00 {settings.timezone}",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
        ]
    )


def _systemd_quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", word) else escaped
