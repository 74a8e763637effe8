"""Exceptions of the standard library and of others, raised for real: their codes, operations and paths are reported."""

from __future__ import annotations

import asyncio
import bz2
import concurrent.futures
import ctypes
import errno
import gzip
import http.client
import importlib
import importlib.metadata
import json
import lzma
import multiprocessing
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from grounds import need_module
from grounds.servers import Serve
from grounds.windows import WindowsPython
from howcome.errors import BuildError, FetchError, HowcomeError, InstallError, Report, Reporter, UnpackError, Wheel
from howcome.errors.foreign import system_of

REPORTER = Reporter(facts=False)
ReadOnly = Callable[[Path], Path]


def report_of(fail: Callable[[], object]) -> Report:
    try:
        fail()
    except BaseException as error:  # noqa: BLE001
        return REPORTER.report(error)
    raise AssertionError("nothing was raised")


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def symbol(report: Report) -> str | None:
    return report.root.symbol if report.root else None


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def closed() -> str:
    """Return the address of a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/simple/"


def get(library: str, url: str, **options: Any) -> None:
    if library == "urllib":
        context = ssl.create_default_context() if url.startswith("https") else None
        with urllib.request.urlopen(url, timeout=10, context=context):
            return
    need_module(library).get(url, timeout=10, **options).raise_for_status()


LIBRARIES = pytest.mark.parametrize("library", ["urllib", "requests", "httpx"])


@LIBRARIES
def test_a_refused_connection_is_told_once_with_its_code(library: str, closed: str) -> None:
    report = report_of(lambda: get(library, closed))

    assert report.system is not None
    assert (report.system.namespace, report.system.symbol) == ("errno", "ECONNREFUSED")
    assert report.causes == ()
    assert report.operation in {"fetch", "connect"}


@LIBRARIES
def test_a_name_that_does_not_exist_is_told_once_with_its_code(library: str) -> None:
    report = report_of(lambda: get(library, "http://nowhere.invalid/simple/"))

    assert report.root is not None
    assert report.root.namespace == "getaddrinfo"
    assert report.causes == ()


@LIBRARIES
def test_an_untrusted_certificate_is_told_with_the_reason_of_tls(library: str, serve: Serve) -> None:
    url = serve(tls="unknown-authority").answer("/simple/", b"")

    report = report_of(lambda: get(library, url))

    assert report.root is not None
    assert report.root.namespace == "tls"
    assert report.root.kind == "certificate-untrusted"


@LIBRARIES
def test_an_http_status_is_told_with_its_address(library: str, serve: Serve) -> None:
    url = serve().answer("/simple/black/", b"gone", status=403)

    report = report_of(lambda: get(library, url))

    assert report.root is not None
    assert (report.root.namespace, report.root.code, report.root.operation) == ("http", 403, "fetch")
    assert report.url == url


@LIBRARIES
def test_a_broken_connection_is_transient(library: str, serve: Serve) -> None:
    url = serve().answer("/simple/", b"x", fault="reset")

    report = report_of(lambda: get(library, url))

    assert report.transient is True
    assert symbol(report) == "ECONNRESET"


def test_a_wrapped_error_of_a_library_has_its_code(closed: str) -> None:
    def fail() -> None:
        with FetchError.wrap(Wheel("black"), url=closed):
            get("urllib", closed)

    report = report_of(fail)

    assert [cause.type for cause in report.causes] == ["urllib.error.URLError"]
    assert symbol(report) == "ECONNREFUSED"


def test_an_answer_that_is_cut_is_transient(serve: Serve) -> None:
    url = serve().answer("/x.whl", b"x" * 1000, fault="cut")

    def fail() -> None:
        with urllib.request.urlopen(url, timeout=10) as answer:
            answer.read()

    report = report_of(fail)

    assert (report.type, report.operation, report.transient) == ("http.client.IncompleteRead", "fetch", True)
    assert report.message == "IncompleteRead(500 bytes read, 500 more expected)"


CORRUPT: dict[str, tuple[bytes, Callable[[Path], object]]] = {
    "not-a-zip.whl": (b"junk" * 100, zipfile.ZipFile),
    "not-a-tar.tar": (b"junk" * 400, tarfile.open),
    "cut.tar.gz": (gzip.compress(b"x" * 100_000)[:50], lambda path: gzip.decompress(path.read_bytes())),
    "not-gzip.gz": (b"junk" * 100, lambda path: gzip.decompress(path.read_bytes())),
    "not-xz.xz": (b"junk" * 100, lambda path: lzma.decompress(path.read_bytes())),
    "cut.xz": (lzma.compress(b"x" * 100_000)[:-20], lambda path: lzma.decompress(path.read_bytes())),
    "not-bz2.bz2": (b"junk" * 100, lambda path: bz2.decompress(path.read_bytes())),
    "not-zlib": (b"junk" * 100, lambda path: zlib.decompress(path.read_bytes())),
}


@pytest.mark.parametrize("name", CORRUPT)
def test_a_corrupt_archive_is_an_error_of_unpacking_whatever_raised_it(name: str, tmp_path: Path) -> None:
    content, read = CORRUPT[name]
    path = tmp_path / name
    path.write_bytes(content)

    def fail() -> None:
        try:
            read(path)
        except Exception as error:
            raise UnpackError(artifact=Wheel("black"), path=path) from error

    report = report_of(fail)

    assert report.operation == "extract"
    assert report.paths == (str(path),)
    (cause,) = report.causes
    assert cause.message.strip()
    assert cause.system is None
    if name not in {"not-bz2.bz2", "cut.tar.gz", "cut.xz"}:  # OSError and EOFError say nothing of archives
        assert cause.operation == "extract"


def test_a_damaged_member_of_a_real_wheel_is_named(tmp_path: Path) -> None:
    path = tmp_path / "black.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("black/__init__.py", "x" * 100)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"x" * 100, b"y" * 100))

    with zipfile.ZipFile(path) as archive:
        report = report_of(lambda: archive.read("black/__init__.py"))

    assert "black/__init__.py" in report.message
    assert report.operation == "extract"


def test_a_program_that_failed_is_named_and_what_it_printed_is_recognized() -> None:
    code = "import sys; sys.stderr.write('cc1: fatal error: x.o: No space left on device\\n'); sys.exit(2)"

    report = report_of(lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True))

    assert report.message.startswith("This command ended with status 2: ")
    assert report.values["exit_status"] == 2
    assert report.output == "cc1: fatal error: x.o: No space left on device"
    assert symbol(report) == "ENOSPC"
    assert "free-space" in {hint.action.kind for hint in report.hints if hint.action}


def test_the_numbers_of_a_command_line_are_not_taken_for_errors() -> None:
    report = report_of(raising(subprocess.CalledProcessError(1, ["cc", "[Errno 13] Permission denied"])))

    assert report.root is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_program_that_a_signal_ended_says_so() -> None:
    report = report_of(lambda: subprocess.run(["sh", "-c", "kill -9 $$"], check=True))

    assert report.message == "This command was ended by signal 9: sh -c 'kill -9 $$'"
    assert report.operation == "exec"


def test_a_program_that_was_not_done_in_time_shows_what_it_printed() -> None:
    code = "import time; print('waiting for the lock', flush=True); time.sleep(30)"

    report = report_of(lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=2))

    assert report.message.startswith("This command was not done within 2 seconds: ")
    assert report.output == "waiting for the lock"


def test_the_output_of_a_build_is_recognized_too() -> None:
    error = BuildError(command=["cargo", "build"], exit_status=101, output="Zugriff verweigert (os error 5)\n")

    report = REPORTER.report(error)

    assert [cause.type for cause in report.causes] == ["text"]
    assert symbol(report) is not None


def test_a_command_that_two_errors_tell_of_is_told_once() -> None:
    code = "import sys; sys.stderr.write('[Errno 28] No space left on device\\n'); sys.exit(2)"

    def fail() -> None:
        try:
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        except subprocess.CalledProcessError as error:
            raise BuildError(command=error.cmd, exit_status=error.returncode) from error

    report = report_of(fail)

    assert report.output == "[Errno 28] No space left on device"
    assert [(cause.type, cause.system and cause.system.text) for cause in report.causes] == [
        ("text", "No space left on device")
    ]


def test_output_in_utf_16_is_read() -> None:
    error = subprocess.CalledProcessError(1, "wsl", stderr="Der Zugriff wurde verweigert.\r\n".encode("utf-16-le"))

    assert REPORTER.report(error).output == "Der Zugriff wurde verweigert."


def test_output_that_is_cut_inside_a_character_is_read() -> None:
    error = subprocess.CalledProcessError(1, "x", stderr=("é" * 5000).encode() + b"!")

    output = REPORTER.report(error).output

    assert output is not None
    assert set(output) == {"é", "!"}


def test_windows_output_is_read_in_the_code_page_of_consoles(windows_python: WindowsPython) -> None:
    code = """
from howcome.errors import Reporter
import subprocess
error = subprocess.CalledProcessError(1, "cmd", stderr="Zugriff verweigert für Müller".encode("oem"))
print(ascii(Reporter(facts=False).report(error).output))
"""
    done = windows_python.run(code)

    assert done.stdout.strip() == ascii("Zugriff verweigert für Müller"), done.stderr


def test_a_tree_that_was_copied_in_part_is_a_group_of_its_failures(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.py").write_text("")
    for name in ("one", "two"):
        (source / name).symlink_to(tmp_path / "missing")

    report = report_of(lambda: shutil.copytree(source, tmp_path / "copy"))

    assert report.message == "Some files could not be copied"
    assert {member.paths for member in report.related} == {
        (str(source / name), str(tmp_path / "copy" / name)) for name in ("one", "two")
    }
    assert (symbol(report), report.root and report.root.operation) == ("ENOENT", "copy")


def test_a_wrapped_copy_has_its_members_codes_and_none_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "one").symlink_to(tmp_path / "missing")

    def fail() -> None:
        with InstallError.wrap(Wheel("black")):
            shutil.copytree(tmp_path / "source", tmp_path / "copy")

    report = report_of(fail)

    assert report.system is None
    assert symbol(report) == "ENOENT"
    assert "[(" not in report.render()


def test_a_library_that_is_not_there_is_recognized_by_the_words() -> None:
    report = report_of(lambda: ctypes.CDLL("libnowhere-howcome.so.1"))

    assert "libnowhere-howcome.so.1" in report.message
    assert report.root is not None
    assert (report.root.symbol, report.root.operation) == ("ENOENT", "load-library")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("failed to persist the file (os error 13)", 13),
        ("[Errno 28] No space left on device: '/x'", 28),
        ("HTTPSConnection(host='x'): Failed to establish a new connection: [Errno 111] Connection refused", 111),
    ],
)
@pytest.mark.parametrize("kind", [OSError, RuntimeError])
def test_a_number_in_a_text_is_read_where_the_text_is_all(text: str, number: int, kind: type[Exception]) -> None:
    report = REPORTER.report(kind(text))

    assert report.system is not None
    assert report.system.code == number
    assert report.system.text


def test_words_before_a_number_are_kept() -> None:
    report = REPORTER.report(OSError("failed to persist the file: Keine Berechtigung (os error 13)"))

    assert report.system is not None
    assert report.system.text == "failed to persist the file: Keine Berechtigung"


def test_winerror_is_read_before_what_it_is_folded_into() -> None:
    error = OSError(22, "Dem Client fehlt ein erforderliches Recht.")
    error.winerror = 1314  # type: ignore[attr-defined, unused-ignore]

    code = system_of(error)

    assert code is not None
    assert (code.namespace, code.code) == ("win32", 1314)


def test_what_no_system_said_has_no_code() -> None:
    def undecodable() -> None:
        b"\xff".decode()

    for fail in (undecodable, lambda: json.loads("{"), lambda: importlib.import_module("nowhere_howcome")):
        report = report_of(fail)
        assert report.root is None
        assert report.message.startswith(report.type.rpartition(".")[2] + ": ")


def test_a_missing_distribution_and_a_module_without_a_name_are_told() -> None:
    missing = report_of(lambda: importlib.metadata.version("nowhere-howcome"))
    nameless = report_of(lambda: exec("from os import nowhere_howcome"))

    assert missing.message == "PackageNotFoundError: No package metadata was found for nowhere-howcome"
    assert missing.causes == ()  # StopIteration is how that was found out, and no cause
    assert nameless.paths == (os.__file__,)


def test_time_that_ran_out_is_transient() -> None:
    async def slow() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)

    report = report_of(lambda: asyncio.run(slow()))

    assert (report.type, report.transient) == ("TimeoutError", True)
    assert report.causes == ()


def test_a_worker_that_died_is_told() -> None:
    def fail() -> None:
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
            pool.submit(os._exit, 3).result()

    assert report_of(fail).type == "concurrent.futures.process.BrokenProcessPool"


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (SystemExit(3), 3, "The program ended with status 3"),
        (SystemExit("It will not do."), 1, "It will not do."),
        (SystemExit(), 0, "The program ended with status 0"),
        (KeyboardInterrupt(), 130, "Interrupted"),
    ],
)
def test_an_end_that_was_asked_for_keeps_its_status(error: BaseException, status: int, message: str) -> None:
    report = REPORTER.report(error)

    assert (report.exit_code, report.message) == (status, message)


def test_explicit_and_implicit_causes_are_told_and_suppressed_ones_are_not() -> None:
    def chained(how: str) -> None:
        try:
            Path("/nowhere/howcome").read_text()
        except OSError as error:
            if how == "from":
                raise FetchError from error
            if how == "context":
                raise FetchError  # noqa: B904
            raise FetchError from None

    found = [symbol(report_of(partial(chained, how))) for how in ("from", "context", "from None")]

    assert found == ["ENOENT", "ENOENT", None]


def test_notes_are_kept_where_they_were_left() -> None:
    def fail() -> None:
        try:
            raise http.client.BadStatusLine("x")
        except http.client.HTTPException as error:
            error.add_note("the proxy answered")
            outer = HowcomeError()
            outer.add_note("during the update")
            raise outer from error

    report = report_of(fail)

    assert report.notes == ("during the update",)
    assert report.causes[0].notes == ("the proxy answered",)


# --- what was being handled ---


def test_a_missing_folder_that_was_to_be_made_is_not_why_it_could_not_be(tmp_path: Path, read_only: ReadOnly) -> None:
    place = read_only(tmp_path)

    report = report_of(lambda: (place / "a" / "b").mkdir(parents=True))

    assert symbol(report) == "EROFS"
    assert report.paths == (str(place / "a"),)
    assert [(cause.handled, cause.system and cause.system.symbol) for cause in report.causes] == [(True, "ENOENT")]
    assert [hint.id for hint in report.hints] == [hint.id for hint in report_of((place / "a").mkdir).hints]
    shown = report.render()
    assert "Caused by:" not in shown
    assert f"Before that: it does not exist: {place}/a/b" in " ".join(shown.split())
    assert "Before that: " in report.render(style="plain")
    assert "ENOENT" not in report.render(style="line") + report.render(style="github")
    assert report.localized("en")["causes"] == []


def test_a_wrapping_error_has_the_code_of_what_failed_last(tmp_path: Path, read_only: ReadOnly) -> None:
    place = read_only(tmp_path)
    with pytest.raises(InstallError) as caught, InstallError.wrap(Wheel("black"), path=place):
        (place / "a" / "b").mkdir(parents=True)

    report = REPORTER.report(caught.value)
    again = Report.from_json(report.to_json())
    restored = REPORTER.restore(again)

    assert caught.value.system is not None
    assert caught.value.system.symbol == symbol(report) == "EROFS"
    assert [cause.handled for cause in again.causes] == [None, True]
    assert restored.system is not None
    assert restored.system.symbol == "EROFS"
    assert [cause.handled for cause in REPORTER.report(restored).causes] == [None, True]


def test_an_error_without_a_code_is_explained_by_what_was_being_handled(tmp_path: Path) -> None:
    def fail() -> None:
        try:
            (tmp_path / "missing").read_text(encoding="utf-8")
        except OSError:
            raise ValueError("no configuration")  # noqa: B904 -- without a `from`

    report = report_of(fail)

    assert symbol(report) == "ENOENT"
    assert [cause.handled for cause in report.causes] == [None]
    assert "Caused by: " in report.render()


def test_a_full_disk_outlives_the_cleaning_up_that_fails_too(tmp_path: Path) -> None:
    def fail() -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device", "/cache/x")  # noqa: TRY301
        except OSError:
            (tmp_path / "x.tmp").unlink()
            raise

    report = report_of(fail)

    assert symbol(report) == "ENOENT"
    assert "Before that: no space is left on the disk: /cache/x" in " ".join(report.render().split())


def test_words_are_of_the_error_whose_code_is_told() -> None:
    error = FetchError()
    error.__context__ = PermissionError(errno.EACCES, None)
    error.__context__.__context__ = FileNotFoundError(errno.ENOENT, "No such file or directory")

    assert error.system is not None
    assert error.system.symbol == "EACCES"
    assert error.system_text is None
