"""Every setting in one place: flags win over the environment, that over the file, that over defaults.

Flags are given to `load_settings` as keywords (None means "not given"); the environment is read from
`CHITIEU_*`; the file is `chitieu.toml` in the working directory, or the one `CHITIEU_CONFIG` or
`--config` names.  There are no secrets among the settings.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from etl.errors import ChitieuError, ExitCode
from etl.home import DATA

ENV_PREFIX = "CHITIEU_"
DEFAULT_CONFIG = "chitieu.toml"


class Settings(BaseSettings):
    """What a run needs to know; the descriptions are what `chitieu settings` shows."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", frozen=True)

    reports_dir: Path = Field(DATA / "reports", description="directory of reports to read")
    warehouse_dir: Path = Field(Path("warehouse"), description="directory of releases and work files")
    keep_releases: int = Field(5, ge=1, description="releases kept; older ones go once nobody reads them")
    processes: int = Field(0, ge=0, description="processes that read documents; 0 = one per core")
    wait_seconds: float = Field(0.0, ge=0, description="how long to wait for another build to end")
    log_file: Path | None = Field(
        None, description="JSON-line log; default <warehouse_dir>/logs/chitieu.jsonl"
    )
    log_max_bytes: int = Field(10_000_000, ge=10_000, description="size at which the log file is rotated")
    log_backups: int = Field(5, ge=0, description="rotated log files kept")
    parquet: bool = Field(False, description="write a Parquet twin of the marts into each release")
    timezone: str = Field(
        "Asia/Ho_Chi_Minh", description="zone in which times are shown; stored times are UTC"
    )

    # The file to read; set by `load_settings` for the length of one construction.
    _config: ClassVar[Path | None] = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"unknown time zone {value!r}") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources in their precedence, as pydantic-settings asks for them."""
        sources: list[PydanticBaseSettingsSource] = [init_settings, env_settings]
        if cls._config is not None:
            sources.append(TomlConfigSettingsSource(settings_cls, cls._config))
        return tuple(sources)

    @property
    def releases_dir(self) -> Path:
        """Where releases stand, one folder each."""
        return self.warehouse_dir / "releases"

    @property
    def current_link(self) -> Path:
        """The link that names the current release."""
        return self.warehouse_dir / "current"

    @property
    def work_dir(self) -> Path:
        """Files of the loader and of dbt; no reader opens them.

        Absolute: dbt and Great Expectations read a relative path from elsewhere than where we stand.
        """
        return self.warehouse_dir.absolute() / "work"

    @property
    def staging_db(self) -> Path:
        """The staging database, kept from run to run: its stem must differ from the schema `staging`."""
        return self.work_dir / "loader.duckdb"

    @property
    def build_db(self) -> Path:
        """The database dbt builds, made anew by every run."""
        return self.work_dir / "build.duckdb"

    @property
    def log_path(self) -> Path:
        """The JSON-line log."""
        return self.log_file or self.warehouse_dir / "logs" / "chitieu.jsonl"

    @property
    def worker_count(self) -> int:
        """Processes to read documents with."""
        if self.processes:
            return self.processes
        try:
            return max(1, len(os.sched_getaffinity(0)))
        except AttributeError:  # not on every platform
            return max(1, os.cpu_count() or 1)


def config_path(config: Path | None = None) -> Path | None:
    """The settings file to read, or None; a file that was named must exist."""
    named = config or (
        Path(os.environ[ENV_PREFIX + "CONFIG"]) if os.environ.get(ENV_PREFIX + "CONFIG") else None
    )
    if named is None:
        default = Path(DEFAULT_CONFIG)
        return default if default.is_file() else None
    if not named.is_file():
        raise ChitieuError(
            "Không tìm thấy tệp cấu hình.",
            "The settings file does not exist.",
            "Kiểm tra --config hoặc biến CHITIEU_CONFIG.",
            "Check --config or the variable CHITIEU_CONFIG.",
            exit_code=ExitCode.WRONG_USAGE,
            path=named,
        )
    return named


def load_settings(config: Path | None = None, **flags: Any) -> Settings:
    """Settings from flags (None = not given), environment, file and defaults, in that precedence.

    Raises ChitieuError (64) naming the setting at fault and where it came from.
    """
    path = config_path(config)
    given = {name: value for name, value in flags.items() if value is not None}
    Settings._config = path
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as error:
        raise ChitieuError(
            f"Tệp cấu hình không đúng TOML: {error}.",
            f"The settings file is not valid TOML: {error}.",
            "Sửa dòng đó.",
            "Mend that line.",
            exit_code=ExitCode.WRONG_USAGE,
            path=path,
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        origin = _origin(name, given, path)
        known = ", ".join(Settings.model_fields)
        raise ChitieuError(
            f"Thiết lập {name} ({origin}) không dùng được: {first['msg']}.",
            f"The setting {name} ({origin}) cannot be used: {first['msg']}.",
            f"Các thiết lập: {known}.",
            f"The settings are: {known}.",
            exit_code=ExitCode.WRONG_USAGE,
        ) from error
    finally:
        Settings._config = None


def origins(config: Path | None = None, **flags: Any) -> dict[str, str]:
    """For each setting, where its value comes from: flag, environment, the file's name, default."""
    path = config_path(config)
    given = {name: value for name, value in flags.items() if value is not None}
    return {name: _origin(name, given, path) for name in Settings.model_fields}


def _origin(name: str, flags: dict[str, Any], path: Path | None) -> str:
    if name in flags:
        return "flag"
    if any(key.upper() == (ENV_PREFIX + name).upper() for key in os.environ):
        return "environment"
    if path is not None and name in tomllib.loads(path.read_text(encoding="utf-8")):
        return str(path)
    return "default"
