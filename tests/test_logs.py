"""Reports in logs, each by the real library."""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import logging
import logging.handlers
import queue
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

import pytest
from grounds import need_module
from grounds.schemas import check
from howcome.errors import FetchError, Reporter, Wheel
from howcome.errors.logs import ReportFilter, ReportFormatter, emit, report_exceptions, set_span_status
from howcome.errors.serialize import LONGEST_LINE

REPORTER = Reporter(tool=("acme-installer", "2.1"), facts=False)


def fail() -> None:
    with FetchError.wrap(Wheel(name="black", version="24.1"), path="/cache"):
        raise PermissionError(13, "Keine Berechtigung\nhier", "/cache/x")


@pytest.fixture
def logger() -> Iterator[tuple[logging.Logger, logging.StreamHandler[io.StringIO]]]:
    """Yield a logger of its own, with a handler that writes into memory."""
    made = logging.Logger("installer")
    handler = logging.StreamHandler(io.StringIO())
    made.addHandler(handler)
    yield made, handler
    handler.close()


def lines(handler: logging.StreamHandler[io.StringIO]) -> list[str]:
    """Return the lines that were written, once they are known to be as the schema says."""
    found = handler.stream.getvalue().splitlines()
    for line in found:
        if line.startswith("{"):
            document = json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
            check(document, *() if "document" in document else ("record",), name="report")
    return found


def test_the_formatter_writes_the_report_as_one_line(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    try:
        fail()
    except FetchError:
        log.exception("fetching %s", "https://user:secret@files.example/")

    (line,) = lines(handler)
    document = json.loads(line)
    assert line.isascii()
    assert (document["document"], document["code"], document["severity"]) == ("report", "fetch-failed", "error")
    assert document["root"]["symbol"]
    assert document["log"]["logger"] == "installer"
    assert "secret" not in line


def test_the_formatter_writes_other_records_as_one_line_too(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    log.warning("one\ntwo")
    log.warning("%d", "not a number")

    first, second = map(json.loads, lines(handler))
    assert first["log"] == {"logger": "installer", "message": "one\ntwo"}
    assert first["severity"] == "warning"
    assert second["log"]["message"] == "%d"


def test_a_warning_with_an_exception_is_a_warning(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    try:
        fail()
    except FetchError as error:
        log.warning("went on", exc_info=error)

    assert json.loads(lines(handler)[0])["severity"] == "warning"


def test_the_filter_gives_any_formatter_the_report_in_place_of_the_traceback(logger: Any) -> None:
    log, handler = logger
    handler.addFilter(ReportFilter(REPORTER))
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    try:
        fail()
    except FetchError:
        log.exception("fetching")
    log.error("no exception")

    message, line, other = lines(handler)
    assert (message, other) == ("ERROR fetching", "ERROR no exception")
    assert json.loads(line)["code"] == "fetch-failed"


def test_a_boundary_and_a_log_agree_on_the_id(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    try:
        fail()
    except FetchError as error:
        shown = REPORTER.report(error)
        log.exception("fetching")

    assert json.loads(lines(handler)[0])["id"] == shown.id


@pytest.mark.parametrize("given", ["exception", "true", "triple", "nothing", "empty triple"])
def test_exc_info_is_taken_in_every_form(logger: Any, given: str) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    try:
        fail()
    except FetchError as error:
        forms = {
            "exception": error,
            "true": True,
            "triple": (type(error), error, error.__traceback__),
            "nothing": None,
            "empty triple": (None, None, None),
        }
        log.log(logging.ERROR, "fetching", exc_info=forms[given])

    assert json.loads(lines(handler)[0]).get("code") == (
        None if given in {"nothing", "empty triple"} else "fetch-failed"
    )


def test_extra_fields_and_the_stack_are_kept_without_secrets(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    index = "https://u:{}@h/".format("hunter" + "2")  # the stack quotes this very file
    try:
        fail()
    except FetchError:
        log.exception("fetching", stack_info=True, extra={"wheel": Wheel("black"), "attempt": 3, "index": index})

    (line,) = lines(handler)
    told = json.loads(line)["log"]
    assert told["extra"] == {"wheel": "wheel black", "attempt": 3, "index": "https://u:****@h/"}
    assert "test_extra_fields" in told["stack"]
    assert "hunter" + "2" not in line


class Raising:
    """Raises, whatever it is asked for, what `except Exception` does not catch."""

    def _raise(self, *_: object) -> NoReturn:
        raise GeneratorExit

    __str__ = __repr__ = __format__ = __bool__ = __eq__ = __len__ = __iter__ = __getattr__ = _raise
    __hash__ = None  # type: ignore[assignment]


class Text(str):
    __slots__ = ()
    __str__ = __len__ = __getitem__ = __contains__ = lower = isascii = Raising._raise


class Number(float):
    __float__ = __repr__ = __str__ = Raising._raise


ODD = [
    None, Raising(), Text("x"), Number(1.5), 5, 10**5000, -(2**70), float("nan"), float("-inf"),
    "\ud800\u2028\x1b", b"\xff", {"a": 1}, {Raising: 1}, [1] * 100_000, "x" * 1_000_000, object(), Exception,
    "https://ann:" + "hunter2X@h.example/",
]  # fmt: skip
FIELDS = [
    "name",
    "msg",
    "args",
    "levelname",
    "levelno",
    "created",
    "stack_info",
    "exc_info",
    "report",
    "odd",
    "taskName",
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("failed", [True, False])
def test_whatever_a_record_holds_a_line_is_written(field: str, odd: object, failed: bool) -> None:
    error = FetchError(artifact=Wheel("black"))
    given = (FetchError, error, None) if failed else None
    record = logging.LogRecord("installer", logging.ERROR, "x.py", 1, "fetching %s", ("black",), given)
    setattr(record, field, odd)

    line = ReportFormatter(REPORTER).format(record)
    document = json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert line.isascii()
    assert len(line) <= LONGEST_LINE
    assert "hunter2X" not in line
    check(document, *() if failed and field != "exc_info" else ("record",), name="report")
    assert ReportFilter(REPORTER).filter(record)


def test_many_extra_fields_are_cut_with_the_rest() -> None:
    record = logging.LogRecord("installer", logging.ERROR, "x.py", 1, "fetching", (), None)
    vars(record).update({f"field {number} {'x' * 50}": "y" * 50 for number in range(10_000)})

    line = ReportFormatter(REPORTER).format(record)
    assert len(line) <= LONGEST_LINE
    assert json.loads(line)["log"]["message"] == "fetching"


def test_a_clock_that_fails_costs_no_line() -> None:
    def broken() -> NoReturn:
        raise GeneratorExit

    record = logging.LogRecord("installer", logging.ERROR, "x.py", 1, "fetching", (), None)
    for info in (None, (FetchError, FetchError(), None)):
        record.exc_info = info
        assert json.loads(ReportFormatter(Reporter(clock=broken)).format(record))["timestamp"].endswith("Z")


@contextlib.contextmanager
def through_a_queue(log: logging.Logger, target: logging.Handler) -> Iterator[logging.handlers.QueueHandler]:
    """Let *log* write through a queue, as programs do that must not wait for a disk."""
    records: queue.SimpleQueue[Any] = queue.SimpleQueue()
    log.handlers = [handler := logging.handlers.QueueHandler(records)]
    listener = logging.handlers.QueueListener(records, target)
    listener.start()
    yield handler
    listener.stop()


def test_a_queue_carries_the_report_that_a_filter_made(logger: Any) -> None:
    log, target = logger
    target.setFormatter(ReportFormatter(REPORTER))
    with through_a_queue(log, target) as handler:
        handler.addFilter(ReportFilter(REPORTER))
        try:
            fail()
        except FetchError:
            log.exception("fetching", stack_info=True)
        log.warning("no exception")

    document, other = map(json.loads, lines(target))
    assert document["code"] == "fetch-failed"
    assert document["log"] == {"logger": "installer", "message": "fetching"}
    assert other["log"]["message"] == "no exception"


def test_a_queue_carries_the_line_that_a_formatter_made(logger: Any) -> None:
    log, target = logger
    with through_a_queue(log, target) as handler:
        handler.setFormatter(ReportFormatter(REPORTER))
        try:
            fail()
        except FetchError:
            log.exception("fetching")

    (line,) = lines(target)
    assert json.loads(line)["code"] == "fetch-failed"


def test_an_error_that_is_logged_twice_has_one_id(logger: Any) -> None:
    log, handler = logger
    handler.setFormatter(ReportFormatter(REPORTER))
    try:
        fail()
    except FetchError:
        log.exception("fetching")
        log.exception("giving up")

    first, second = map(json.loads, lines(handler))
    assert first["id"] == second["id"]
    assert [each["log"]["message"] for each in (first, second)] == ["fetching", "giving up"]


@pytest.mark.parametrize("given", ["exception", "true", "triple"])
def test_structlog_gets_the_report_in_place_of_exc_info(given: str) -> None:
    structlog = need_module("structlog")
    written = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(written),
        processors=[report_exceptions(REPORTER), structlog.processors.JSONRenderer()],
    )
    try:
        fail()
    except FetchError as error:
        if given == "true":
            log.exception("fetching", wheel="black")
        else:
            info = error if given == "exception" else (type(error), error, error.__traceback__)
            log.exception("fetching", wheel="black", exc_info=info)
    log.info("done", exc_info=None)

    event, done = map(json.loads, written.getvalue().splitlines())
    assert (event["event"], event["wheel"]) == ("fetching", "black")
    assert event["report"]["code"] == "fetch-failed"
    assert "exc_info" not in event
    assert done == {"event": "done"}


class Receiver(http.server.BaseHTTPRequestHandler):
    """An OpenTelemetry collector that keeps what it is sent."""

    received: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep the test's output clean."""


@contextlib.contextmanager
def collector() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    received: list[tuple[str, bytes]] = []
    handler = type("Handler", (Receiver,), {"received": received})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()
        thread.join()


def attributes_of(record: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in record.attributes}


def test_opentelemetry_exports_the_report_as_a_log_record_and_marks_the_span() -> None:
    exporters = need_module("opentelemetry.exporter.otlp.proto.http._log_exporter")
    span_exporters = need_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    logs, logs_export = need_module("opentelemetry.sdk._logs"), need_module("opentelemetry.sdk._logs.export")
    trace, trace_export = need_module("opentelemetry.sdk.trace"), need_module("opentelemetry.sdk.trace.export")
    log_messages = need_module("opentelemetry.proto.collector.logs.v1.logs_service_pb2")
    span_messages = need_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    with pytest.raises(FetchError) as caught:
        fail()
    report = REPORTER.report(caught.value)

    with collector() as (address, received):
        logging_provider, tracing_provider = logs.LoggerProvider(), trace.TracerProvider()
        logging_provider.add_log_record_processor(
            logs_export.SimpleLogRecordProcessor(exporters.OTLPLogExporter(f"{address}/v1/logs"))
        )
        tracing_provider.add_span_processor(
            trace_export.SimpleSpanProcessor(span_exporters.OTLPSpanExporter(f"{address}/v1/traces"))
        )
        with tracing_provider.get_tracer("test").start_as_current_span("install") as span:
            emit(report, logging_provider.get_logger("test"))
            set_span_status(span, report)
        logging_provider.shutdown()
        tracing_provider.shutdown()

    bodies = dict(received)
    request = log_messages.ExportLogsServiceRequest.FromString(bodies["/v1/logs"])
    record = request.resource_logs[0].scope_logs[0].log_records[0]
    attributes = attributes_of(record)
    assert record.body.string_value == report.message
    assert record.severity_text == "ERROR"
    assert record.time_unix_nano // 1_000_000 == round(datetime.fromisoformat(report.timestamp).timestamp() * 1000)
    assert attributes["error.type"] == "fetch-failed"
    assert attributes["exception.type"] == "howcome.errors.FetchError"
    assert "in fail" in attributes["exception.stacktrace"]
    spans = span_messages.ExportTraceServiceRequest.FromString(bodies["/v1/traces"])
    span_sent = spans.resource_spans[0].scope_spans[0].spans[0]
    assert span_sent.trace_id == record.trace_id
    assert span_sent.status.code == 2
    assert attributes_of(span_sent)["error.type"] == "fetch-failed"
    assert not span_sent.events
