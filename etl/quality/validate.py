"""Validate frames with Great Expectations: queries in, results and Data Docs out.

Great Expectations judges pandas frames here; its SQL engine does not know DuckDB.  Importing it
takes seconds, so `etl.quality.checker` does that in a process of its own while other steps work.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.quality.suites import STAGED, Expectation, Frame, frames_of
from etl.staging.load import QUIETLY

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Data Docs bring pictures and fonts of several megabytes that our pages do not show.
_UNSHOWN = ("static/images/*.gif", "static/images/iterative-dev-loop.png", "static/fonts")


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The outcome of one expectation on one frame."""

    stage: str
    frame_name: str
    column_name: str | None
    expectation: str
    severity: str
    outcome: str  # pass, fail, error
    element_count: int | None
    unexpected_count: int | None
    unexpected_percent: float | None
    unexpected_examples: str | None  # JSON list
    observed_value: str | None
    message_vi: str
    message_en: str

    @property
    def stops_publish(self) -> bool:
        """Whether a release must not go out with this result."""
        return self.severity == "critical" and self.outcome != "pass"


def import_engine() -> Any:
    """Great Expectations, without its usage statistics and chatter."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations
    from tqdm import tqdm

    # Its progress bars would make a lock shared between processes, and leave it behind.
    tqdm.set_lock(threading.RLock())
    return great_expectations


class Validator:
    """Validates stages, each once, and can write Data Docs of all of them."""

    def __init__(self) -> None:
        gx = import_engine()
        self._gx = gx
        self._context = gx.get_context(mode="ephemeral")
        # An ephemeral context makes itself a folder for Data Docs, which we write elsewhere.
        for site in self._context.variables.data_docs_sites.values():
            shutil.rmtree(site["store_backend"]["base_directory"], ignore_errors=True)
        self._context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        self._source = self._context.data_sources.add_pandas("frames")

    def validate(self, stage: str, staging_db: Path, build_db: Path | None = None) -> list[ValidationResult]:
        """Results of every expectation of a stage (`staged`, or `marts` with `build_db`)."""
        import duckdb

        results: list[ValidationResult] = []
        with duckdb.connect(
            str(build_db) if build_db else ":memory:", read_only=build_db is not None
        ) as connection:
            connection.execute(QUIETLY)
            connection.execute(f"attach '{_quoted(staging_db)}' as staging_db (read_only)")
            texts = _texts(connection) if stage == STAGED else {}
            for frame in frames_of(stage):
                data = connection.execute(frame.query).df()
                if {"report_id", "char_start", "char_end", "text"} <= set(data.columns):
                    data["is_source"] = _is_source(data, texts)
                    data = data.drop(columns=["char_start", "char_end", "text", "report_id"])
                results += self._frame(stage, frame, data)
        return results

    def _frame(self, stage: str, frame: Frame, data: pd.DataFrame) -> list[ValidationResult]:
        gx, context = self._gx, self._context
        name = f"{stage}.{frame.name}"
        asset = self._source.add_dataframe_asset(name)
        batch = asset.add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(gx.ExpectationSuite(name=name))
        for place, expectation in enumerate(frame.expectations):
            suite.add_expectation_configuration(_configuration(expectation, place))
        suite.save()
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=suite)
        )
        checkpoint = gx.Checkpoint(
            name=name, validation_definitions=[definition], result_format={"result_format": "SUMMARY"}
        )
        run = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": data})
        (validated,) = run.run_results.values()
        # Great Expectations may reorder what it ran; each configuration carries its place.
        told = {r.expectation_config.meta["place"]: r for r in validated.results}
        return [
            _result(stage, frame, expectation, told[place])
            for place, expectation in enumerate(frame.expectations)
        ]

    def write_docs(self, directory: Path) -> None:
        """Data Docs of everything validated so far, as a small static site; there whole or not at all."""
        shutil.rmtree(directory, ignore_errors=True)
        unfinished = directory.with_name(f"{directory.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._context.update_data_docs_site(
            "local_site",
            {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(unfinished),
                },
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            },
        )
        self._context.build_data_docs()
        for pattern in _UNSHOWN:
            for path in unfinished.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        unfinished.replace(directory)


def _configuration(expectation: Expectation, place: int) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    arguments = dict(expectation.arguments)
    if expectation.column:
        arguments["column"] = expectation.column
    return ExpectationConfiguration(
        type=expectation.kind,
        kwargs=arguments,
        severity=FailureSeverity(expectation.severity),
        meta={"place": place},
    )


def _result(stage: str, frame: Frame, expectation: Expectation, told: Any) -> ValidationResult:
    raised = bool(told.exception_info and told.exception_info.get("raised_exception"))
    detail = told.result or {}
    examples = detail.get("partial_unexpected_list")
    observed = detail.get("observed_value")
    return ValidationResult(
        stage=stage,
        frame_name=frame.name,
        column_name=expectation.column,
        expectation=expectation.kind,
        severity=expectation.severity,
        outcome="error" if raised else "pass" if told.success else "fail",
        element_count=detail.get("element_count"),
        unexpected_count=detail.get("unexpected_count"),
        unexpected_percent=detail.get("unexpected_percent"),
        unexpected_examples=json.dumps(examples, ensure_ascii=False, default=str) if examples else None,
        observed_value=None if observed is None else str(observed),
        message_vi=expectation.message_vi,
        message_en=expectation.message_en,
    )


def _texts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("select report_id, text from staging_db.staging.documents").fetchall())


def _is_source(data: pd.DataFrame, texts: dict[str, str]) -> list[bool]:
    """For each row, whether `text` is what its report prints at its offsets."""
    columns = (data[name] for name in ("report_id", "char_start", "char_end", "text"))
    return [
        bool(text) and texts.get(report, "")[int(start) : int(end)] == text
        for report, start, end, text in zip(*columns, strict=True)
    ]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
