"""A report of a three-cause chain as JSON, against structlog's dictionary of the same traceback, without locals."""

from __future__ import annotations

import json

from .side_by_side import Result, measure

LIMIT = 1.5


def failed(number: int = 0) -> Exception:
    """Fail as an installer does that may not write to its cache: three causes, about a package of that number."""
    from howcome.errors import CacheWriteError, FetchError, InstallError, Wheel

    name = f"package-{number}"
    wheel = Wheel(name, "1.0.0", url=f"https://files.example/package_{number}-1.0.0-py3-none-any.whl")
    try:
        with (
            InstallError.wrap(wheel),
            FetchError.wrap(wheel, url=wheel.url),
            CacheWriteError.wrap(wheel, path=f"/cache/wheels/{number}"),
        ):
            raise PermissionError(13, "Permission denied", f"/cache/wheels/{number}/{name}")
    except InstallError as error:
        return error


def run() -> Result:
    """Measure, both warm, on failures that differ. Facts are what the machine takes to answer: they are left out."""
    from howcome.errors import Reporter
    from structlog.tracebacks import ExceptionDictTransformer

    errors = [failed(number) for number in range(200)]
    reporter = Reporter(facts=False)
    transform = ExceptionDictTransformer(show_locals=False)  # a report never records them; they cost ten times as much

    def ours() -> None:
        for error in errors:
            reporter.report(error).to_json()

    def theirs() -> None:
        for error in errors:
            json.dumps(transform((type(error), error, error.__traceback__)))

    return measure("report_json", theirs, ours, limit=LIMIT, runs=30)
