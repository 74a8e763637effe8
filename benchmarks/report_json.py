"""A report of a three-cause chain as JSON, against structlog's dictionary of the same traceback, without locals."""

from __future__ import annotations

import json

from .side_by_side import Result, measure

LIMIT = 1.5


def failed() -> Exception:
    """Fail as an installer does that may not write to its cache: three causes."""
    from howcome.errors import CacheWriteError, FetchError, InstallError, Wheel

    wheel = Wheel("mypy-extensions", "1.0.0", url="https://files.example/mypy_extensions-1.0.0-py3-none-any.whl")
    try:
        with (
            InstallError.wrap(wheel),
            FetchError.wrap(wheel, url=wheel.url),
            CacheWriteError.wrap(wheel, path="/cache/wheels"),
        ):
            raise PermissionError(13, "Permission denied", "/cache/wheels/mypy-extensions")
    except InstallError as error:
        return error


def run() -> Result:
    """Measure, both warm. Facts are what the machine takes to answer, so they are left out."""
    from howcome.errors import Reporter
    from structlog.tracebacks import ExceptionDictTransformer

    error = failed()
    reporter = Reporter(facts=False)
    transform = ExceptionDictTransformer(show_locals=False)  # a report never records them; they cost ten times as much

    def ours() -> str:
        return reporter.report(error).to_json()

    def theirs() -> str:
        return json.dumps(transform((type(error), error, error.__traceback__)))

    return measure("report_json", theirs, ours, limit=LIMIT, runs=40, loops=50)
