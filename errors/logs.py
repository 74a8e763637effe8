"""Reports in the logs that a program has: logging, structlog, OpenTelemetry.

Each turns the exception of a record into the report's JSON, and none imports a library before it is used.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .conventions import to_opentelemetry
from .model import DOCUMENT
from .redact import redact
from .report import Reporter
from .serialize import document_of, to_line
from .travel import safe_text, safely

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from .model import ReportValues

__all__ = ["ReportFilter", "ReportFormatter", "emit", "report_exceptions", "set_span_status"]


class ReportFormatter(logging.Formatter):
    """Formats each record as one line of ASCII JSON; one with an exception as that exception's report.

    What was logged about it is in `log`: logger, message, extra fields, stack. Records without an exception are
    `timestamp severity log`. `howcome schema report` describes both. Never raises.

    Args:
        reporter: makes the reports; one without a tool's name if it is not given.
    """

    def __init__(self, reporter: Reporter | None = None) -> None:
        """Take the reporter, or make one."""
        super().__init__()
        self.reporter = reporter or Reporter()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        document = safely(_document, self.reporter, record) or _record(record)
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
        if document := safely(_document, self.reporter, record):
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
    made = _made(record)
    error = None if made else _error(record.exc_info)
    if error is None:
        return made
    level = record.levelno
    below = issubclass(type(level), int) and level < logging.ERROR
    return document_of(reporter.report(error, severity="warning" if below else "error"))


def _made(record: logging.LogRecord) -> dict[str, Any] | None:
    """Return the report that our filter put on the record."""
    made = getattr(record, "report", None)
    return made if type(made) is dict and made.get("document") == DOCUMENT else None


def _record(record: logging.LogRecord) -> dict[str, Any]:
    """Return what the line of a record without an exception has beside `log`."""
    moment = safely(datetime.fromtimestamp, record.created, UTC) or datetime.now(UTC)
    return {
        "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "severity": _text(record.levelname).lower(),
    }


def _logged(record: logging.LogRecord) -> dict[str, Any]:
    """Return what was logged, without secrets: the message, `extra`, and the stack if it was asked for."""
    extra = {name: value for name, value in vars(record).items() if name not in _OWN}
    fields = {
        "logger": _text(record.name),
        "message": _message(record),
        "extra": {_text(name): _plain(value) for name, value in extra.items()},
        "stack": None if record.stack_info is None else _text(record.stack_info),
    }
    return {name: value for name, value in fields.items() if value not in (None, {}, "")}


# What every record has, and what formatters and our filter add.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "report", "taskName"}


def _plain(value: object) -> Any:
    """Return a value of `extra` as JSON takes it."""
    if value is None or type(value) is bool:
        return value
    kind = type(value)  # of a class of its own, as those of numpy are
    number = safely(int if issubclass(kind, int) else float, value) if issubclass(kind, int | float) else None
    return _text(value) if number is None else number


def _text(value: object) -> str:
    return redact(value if type(value) is str else safe_text(value))


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
    message = safely(record.getMessage)
    message = message if type(message) is str else safe_text(record.msg)
    made = _made(record)  # a queue's handler puts its line, and the stack, behind the message
    return redact(message.partition("\n" + to_line(made))[0] if made else message)
