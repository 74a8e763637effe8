"""Reports in the logs that a program has: logging, structlog, OpenTelemetry.

Each turns the exception of a record into the report's JSON, and none imports a library before it is used.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from .conventions import to_opentelemetry
from .redact import redact
from .report import Reporter
from .serialize import document_of, to_line
from .travel import safe_text

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from .model import ReportValues

__all__ = ["ReportFilter", "ReportFormatter", "emit", "report_exceptions", "set_span_status"]


class ReportFormatter(logging.Formatter):
    """Formats each record as one line of ASCII JSON; one with an exception as that exception's report.

    What was logged about it is in `log`: logger, message, extra fields, stack. Records without an exception are
    `timestamp severity log`.

    Args:
        reporter: makes the reports; one without a tool's name if it is not given.
    """

    def __init__(self, reporter: Reporter | None = None) -> None:
        """Take the reporter, or make one."""
        super().__init__()
        self.reporter = reporter or Reporter()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        document = _document(self.reporter, record) or {
            "timestamp": self.reporter.clock().isoformat(timespec="milliseconds"),
            "severity": record.levelname.lower(),
        }
        return to_line({**document, "log": _logged(record)})


class ReportFilter(logging.Filter):
    """Puts the report's JSON line where any formatter prints the traceback, and the report itself into `record.report`.

    On a `QueueHandler` it makes the report before the exception is gone, for a `ReportFormatter` at the other end.

    Args:
        reporter: makes the reports; one without a tool's name if it is not given.
    """

    def __init__(self, reporter: Reporter | None = None) -> None:
        """Take the reporter, or make one."""
        super().__init__()
        self.reporter = reporter or Reporter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if document := _document(self.reporter, record):
            record.report = document
            record.msg, record.args = _message(record), ()  # without secrets, whatever formats it
            record.exc_text = to_line(document)  # formatters take it for the traceback that was formatted before
        return True


def report_exceptions(
    reporter: Reporter | None = None,
) -> Callable[[Any, str, MutableMapping[str, Any]], MutableMapping[str, Any]]:
    """Return a structlog processor that replaces `exc_info` by the report, under `report`.

    Args:
        reporter: makes the reports; one without a tool's name if it is not given.
    """
    making = reporter or Reporter()

    def processor(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if (error := _error(event.pop("exc_info", None))) is not None:
            event["report"] = document_of(making.report(error))
        return event

    return processor


def emit(report: ReportValues, logger: Any = None) -> None:
    """Emit a report as an OpenTelemetry log record, by the stable conventions for exceptions.

    Args:
        report: what failed.
        logger: an OpenTelemetry logger; that of the global provider if it is not given.
    """
    import time

    from opentelemetry._logs import LogRecord, SeverityNumber, get_logger

    warning = report.severity == "warning"
    record = LogRecord(
        timestamp=_nanoseconds(report.timestamp),
        observed_timestamp=time.time_ns(),
        severity_number=SeverityNumber.WARN if warning else SeverityNumber.ERROR,
        severity_text="WARN" if warning else "ERROR",
        body=report.message,
        attributes=to_opentelemetry(document_of(report)),
    )
    (logger or get_logger("howcome")).emit(record)


def _nanoseconds(timestamp: str) -> int | None:
    """Return a report's time since 1970 in nanoseconds; None where a report that was read has another form of it."""
    from datetime import datetime

    try:
        return round(datetime.fromisoformat(timestamp).timestamp() * 1000) * 1_000_000
    except ValueError:
        return None


def set_span_status(span: Any, report: ReportValues) -> None:
    """Mark a span as failed: its status is an error with the report's message, `error.type` is our code.

    The exception itself belongs into a log record (`emit`): recording it on spans is deprecated.
    """
    from opentelemetry.trace import Status, StatusCode

    span.set_status(Status(StatusCode.ERROR, report.message))
    span.set_attribute("error.type", report.code or report.type)
    span.set_attribute("howcome.report.id", report.id)


def _document(reporter: Reporter, record: logging.LogRecord) -> dict[str, Any] | None:
    """Return the report of the record's exception, as JSON's values; the one that a filter made before."""
    made = getattr(record, "report", None)
    if isinstance(made, dict):
        return made
    error = _error(record.exc_info)
    if error is None:
        return None
    severity = "error" if record.levelno >= logging.ERROR else "warning"
    return document_of(reporter.report(error, severity=severity))


def _logged(record: logging.LogRecord) -> dict[str, Any]:
    """Return what was logged, without secrets: the message, `extra`, and the stack if it was asked for."""
    extra = {name: value for name, value in vars(record).items() if name not in _OWN}
    fields = {
        "logger": record.name,
        "message": _message(record),
        "extra": {name: _plain(value) for name, value in extra.items()},
        "stack": redact(record.stack_info) if record.stack_info else None,
    }
    return {name: value for name, value in fields.items() if value not in (None, {})}


# What every record has, and what formatters and our filter add.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "report", "taskName"}


def _plain(value: object) -> Any:
    """Return a value of `extra` as JSON takes it."""
    return value if value is None or isinstance(value, bool | int | float) else redact(safe_text(value))


def _error(info: object) -> BaseException | None:
    """Return the exception that `exc_info` stands for: itself, a triple, or True for the one at hand."""
    import sys

    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if len(info) > 1 and isinstance(info[1], BaseException) else None
    return sys.exception() if info else None


def _message(record: logging.LogRecord) -> str:
    """Return the record's message without secrets; a wrong number of arguments must not cost the report."""
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - logging never fails
        message = safe_text(record.msg)
    made = getattr(record, "report", None)  # a queue's handler puts its line, and the stack, behind the message
    return redact(message.partition("\n" + to_line(made))[0] if isinstance(made, dict) else message)
