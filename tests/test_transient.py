"""Whether trying again may help, and the retry libraries that ask."""

from __future__ import annotations

import email.message
import http.server
import json
import os
import threading
import time
import urllib.error
import urllib.request
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from grounds import need_module
from howcome.errors import Report
from howcome.errors.codes import code_for, this_platform
from howcome.errors.transient import is_transient, retried, retries_of, retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator


def os_error(symbol: str) -> OSError:
    number = code_for("errno", symbol, this_platform())
    assert number is not None
    return OSError(number, symbol)


def windows_error(number: int, path: str | None = None) -> OSError:
    """Make what CPython raises on Windows: there alone the constructor takes the number."""
    error = OSError(22, "...", path) if os.name != "nt" else OSError(22, "...", path, number)
    if os.name != "nt":
        error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize("symbol", ["EAGAIN", "EBUSY", "ETXTBSY", "ESTALE", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT"])
def test_what_passes_by_itself_is_transient(symbol: str) -> None:
    assert is_transient(os_error(symbol))


@pytest.mark.parametrize("symbol", ["EACCES", "EPERM", "ENOENT", "ENOSPC", "EROFS", "EXDEV", "ECONNREFUSED", "EINVAL"])
def test_what_stays_is_not(symbol: str) -> None:
    assert not is_transient(os_error(symbol))


@pytest.mark.skipif(os.name == "nt", reason="ENOTEMPTY is 145 there, which passes")
def test_a_directory_that_is_not_empty_stays_so_on_unix() -> None:
    assert not is_transient(os_error("ENOTEMPTY"))


@pytest.mark.parametrize("number", [32, 33, 145, 303, 1224, 10053, 10054, 10060, 11002, -2147024864])
def test_windows_errors_that_pass(number: int) -> None:
    assert is_transient(windows_error(number))


@pytest.mark.parametrize("number", [2, 3, 5, 17, 112, 206, 1314, 4390, 10061, 11001, -2147024891])
def test_windows_errors_that_stay(number: int) -> None:
    assert not is_transient(windows_error(number))


def test_access_denied_passes_for_a_file_that_was_just_written(tmp_path: Path) -> None:
    path = tmp_path / "wheel.tmp"
    path.write_bytes(b"")

    assert is_transient(windows_error(5, str(path)))


def test_access_denied_stays_for_an_old_file_and_for_none(tmp_path: Path) -> None:
    old = Path(os.__file__)

    assert time.time() - max(old.stat().st_mtime, old.stat().st_ctime) > 10
    assert not is_transient(windows_error(5, str(old)))
    assert not is_transient(windows_error(5, str(tmp_path / "missing")))
    assert not is_transient(windows_error(5, "\\\\server\\share\\file"))


def test_windows_own_errors_are_judged_by_what_they_are(windows_python: Any) -> None:
    code = """
import os, stat, tempfile
from howcome.errors import is_transient

def tried(call):
    try: call()
    except OSError as error: return error.winerror, is_transient(error)

place = tempfile.mkdtemp(dir="C:\\\\")
at = lambda name: os.path.join(place, name)
held, kept = open(at("held"), "w"), open(at("kept"), "w").close()
os.chmod(at("kept"), stat.S_IREAD)
os.mkdir(at("full")); open(at("full\\\\x"), "w").close()
print(tried(lambda: os.remove(at("held"))), tried(lambda: os.remove(at("kept"))), tried(lambda: os.rmdir(at("full"))))
print(tried(lambda: os.remove(at("gone"))))
"""
    done = windows_python.run(code)

    assert done.stdout == "(32, True) (5, False) (145, True)\n(2, False)\n", done.stderr


def test_a_place_that_may_be_remote_is_not_looked_at(faulty: Any) -> None:
    (faulty.backing / "fresh").touch()
    faulty.calls()

    assert not is_transient(windows_error(5, str(faulty.path / "fresh")))
    assert faulty.calls() == []


def test_the_cause_decides() -> None:
    error = RuntimeError("the download failed")
    error.__cause__ = os_error("ECONNRESET")
    other = RuntimeError("the download failed")
    other.__cause__ = os_error("EACCES")

    assert is_transient(error)
    assert not is_transient(other)


def test_the_last_error_decides_over_what_it_came_after() -> None:
    error = os_error("EACCES")
    error.__context__ = os_error("ECONNRESET")

    assert not is_transient(error)


def test_a_cycle_of_causes_ends() -> None:
    first, second = RuntimeError(), RuntimeError()
    first.__cause__, second.__cause__ = second, first

    assert not is_transient(first)
    assert retry_after(first) is None


def test_a_group_is_transient_if_all_its_members_are() -> None:
    passing, staying = os_error("EBUSY"), os_error("EACCES")

    assert is_transient(ExceptionGroup("", [passing, ExceptionGroup("", [passing])]))
    assert not is_transient(ExceptionGroup("", [passing, staying]))


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError(), BlockingIOError()])
def test_errors_without_a_number_are_judged_by_type(error: OSError) -> None:
    assert is_transient(error)


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), MemoryError(), OSError()])
def test_everything_else_stays(error: BaseException) -> None:
    assert not is_transient(error)


def test_other_libraries_time_outs_pass() -> None:
    kind = type("ReadTimeout", (Exception,), {})

    assert is_transient(kind())


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers with the status in the path, and asks for 7 seconds."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Retry-After", "7")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "expected"), [(429, True), (503, True), (502, True), (404, False), (500, False)])
def test_urllib_errors(server: str, status: int, expected: bool) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught, urllib.request.build_opener().open(f"{server}/{status}"):
        pass
    with caught.value as error:
        assert is_transient(error) is expected
        assert retry_after(error) == 7.0


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120.0), (formatdate(0, usegmt=True), 0.0), ("soon", None), ("-5", None), ("", None)]
)
def test_retry_after_is_read_as_the_standard_has_it(value: str, seconds: float | None) -> None:
    headers = email.message.Message()
    headers["Retry-After"] = value
    error = RuntimeError()
    error.response = SimpleNamespace(status_code=503, headers=headers)  # type: ignore[attr-defined]

    assert is_transient(error)
    assert retry_after(error) == seconds


def test_a_date_is_counted_from_now() -> None:
    error = RuntimeError()
    error.headers = {"retry-after": formatdate(time.time() + 60, usegmt=True)}  # type: ignore[attr-defined]

    assert 57 < (retry_after(error) or 0) <= 60


def test_what_was_retried_is_kept_on_the_error() -> None:
    error = RuntimeError()
    error.__cause__ = retried(os_error("EBUSY"), 3, 1.5)

    assert retries_of(error) == (3, 1.5)
    assert retries_of(RuntimeError()) is None


class Flaky:
    """Fails with *error* as often as it is told to."""

    def __init__(self, error: OSError, times: int) -> None:
        self.error = error
        self.times = times
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        return "done"


def test_stamina_takes_the_predicate() -> None:
    stamina = need_module("stamina")
    passing, staying = Flaky(os_error("ECONNRESET"), 2), Flaky(os_error("EACCES"), 2)
    retry = stamina.retry(on=is_transient, attempts=3, wait_initial=0.001, wait_max=0.002)

    assert retry(passing)() == "done"
    with pytest.raises(PermissionError):
        retry(staying)()
    assert (passing.calls, staying.calls) == (3, 1)


def test_tenacity_takes_the_predicate_and_notes_the_retries() -> None:
    tenacity = need_module("tenacity")

    def note(state: Any) -> None:
        error = state.outcome.exception()
        retried(error, state.attempt_number - 1, state.seconds_since_start)

    flaky = Flaky(os_error("EBUSY"), 99)
    retry = tenacity.retry(
        retry=tenacity.retry_if_exception(is_transient), stop=tenacity.stop_after_attempt(3), after=note, reraise=True
    )
    with pytest.raises(OSError, match="EBUSY") as caught:
        retry(flaky)()

    assert flaky.calls == 3
    assert (retries_of(caught.value) or (0,))[0] == 2


def test_the_report_says_whether_and_how_often_it_was_retried() -> None:
    error = RuntimeError("the download failed")
    error.__cause__ = retried(os_error("ECONNRESET"), 4, 12.5)
    report = Report.of(error)

    assert report.transient is True
    assert json.loads(report.to_json())["retries"] == {"count": 4, "seconds": 12.5}
    assert Report.of(os_error("EACCES")).retries is None
