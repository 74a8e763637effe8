"""Reports at the worst moments, with the real thing: a full disk, no memory, half an import, streams that are gone."""

from __future__ import annotations

import errno
import io
import json
import logging
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from grounds.memory import LITTLE_MEMORY
from grounds.schemas import check
from grounds.volumes import Tmpfs
from howcome.errors import FetchError, Report, Reporter, Wheel
from howcome.errors.logs import ReportFormatter

STATUS = 78
FAIL = f"""
import sys
from howcome.errors import FetchError, Reporter, Wheel
class SetUpError(FetchError):
    exit_code = {STATUS}
def fail(**streams):
    with Reporter(tool=("acme", "1"), facts=False).boundary(**streams):
        with SetUpError.wrap(Wheel("black", "1")):
            raise PermissionError(13, "Permission denied", "/x")
"""


def child(code: str, **options: Any) -> subprocess.CompletedProcess[str]:
    options = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, **options}
    return subprocess.run([sys.executable, "-c", FAIL + code], text=True, check=False, timeout=100, **options)


# --- a full disk ---


def fill(place: Path) -> Path:
    """Leave no space at *place*, and return the file that takes it."""
    hoard = place / "hoard"
    with hoard.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017
    return hoard


def test_a_log_on_a_full_disk_hides_neither_the_failure_nor_its_status(tmpfs: Tmpfs) -> None:
    place = tmpfs(size="64k")
    log = place / "log"
    log.touch()
    hoard = fill(place)

    told = child(f"fail(log=open({str(log)!r}, 'a'))")
    assert told.returncode == STATUS
    assert told.stderr.startswith("error: Failed to fetch: wheel black==1\n")
    assert "Traceback" not in told.stderr
    assert log.read_text() == ""

    hoard.unlink()
    child(f"fail(log=open({str(log)!r}, 'a'))")
    check(json.loads(log.read_text()))


def test_a_screen_on_a_full_disk_costs_neither_the_log_nor_the_status(tmpfs: Tmpfs, tmp_path: Path) -> None:
    place, log = tmpfs(size="64k"), tmp_path / "log"
    (place / "screen").touch()
    fill(place)

    with (place / "screen").open("a") as screen:
        told = child(f"fail(log=open({str(log)!r}, 'a'))", stderr=screen)
    assert told.returncode == STATUS
    check(json.loads(log.read_text()))


def test_a_logger_on_a_full_disk_goes_on_when_there_is_space(
    tmpfs: Tmpfs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmpfs(size="64k")
    handler = logging.FileHandler(place / "log")
    handler.setFormatter(ReportFormatter(Reporter(facts=False)))
    log = logging.Logger("installer")
    log.addHandler(handler)
    monkeypatch.setattr(logging, "raiseExceptions", False)  # as in production
    hoard = fill(place)

    log.error("the first", exc_info=FetchError(artifact=Wheel("black")))
    hoard.unlink()
    log.error("the second", exc_info=FetchError(artifact=Wheel("ruff")))
    handler.close()

    last = json.loads((place / "log").read_text().splitlines()[-1])
    assert last["log"]["message"] == "the second"
    check(last)
    assert capsys.readouterr().err == ""


# --- no memory ---


def test_the_boundary_shows_logs_and_exits_without_memory(tmp_path: Path) -> None:
    log = tmp_path / "log"
    told = child(f"""{LITTLE_MEMORY}
hoard = []
leave(40_000_000)
with Reporter(facts=False).boundary(log=open({str(log)!r}, "a")), SetUpError.wrap(Wheel("black", "1")):
    use_up(hoard)
""")
    assert told.returncode == 1, told.stderr
    assert told.stderr.startswith("error: MemoryError")
    document = json.loads(log.read_text())
    assert document["type"] == "MemoryError"
    check(document)


def test_a_message_that_memory_has_no_second_place_for_is_reported(tmp_path: Path) -> None:
    told = child(f"""{LITTLE_MEMORY}
from howcome.errors import BuildError, Report
text = "the compiler said: password=hunter2 " * 3_000_000
Report.of(ValueError("warm")).to_json()
leave(60_000_000)
for error in (ValueError(text), OSError(2, text, text), BuildError(command=text, exit_status=1, output=text)):
    error.add_note(text)
    report = Report.of(error)
    print(report.type, len(report.to_json()), "hunter2" in report.to_json() + report.render())
""")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert [line[0] for line in lines] == ["ValueError", "FileNotFoundError", "howcome.errors.BuildError"], told.stderr
    assert all(int(size) < 65536 and shown == "False" for _, size, shown in lines)


# --- half an import ---


@pytest.fixture
def half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for modules, which are forgotten after the test."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("half_"):
            del sys.modules[name]


def test_an_exception_of_a_module_whose_import_fails_is_reported(half: Path) -> None:
    (half / "half_there.py").write_text(
        "class ThereError(Exception):\n"
        "    def __str__(self):\n"
        "        return SENTENCE\n"  # which the module never comes to
        "try:\n"
        "    open('/nowhere/of/ours')\n"
        "except OSError as error:\n"
        "    raise ThereError from error\n"
        "SENTENCE = 'never'\n"
    )
    with pytest.raises(Exception) as caught:  # noqa: PT011
        __import__("half_there")
    assert "half_there" not in sys.modules

    report = Reporter(facts=False).report(caught.value)
    assert report.type == "half_there.ThereError"
    assert report.message == "ThereError: <ThereError without text>"
    assert report.root is not None
    assert report.root.symbol == "ENOENT"
    assert report.traceback[-1].file.endswith("half_there.py")

    error = FetchError(artifact=Wheel("black"))
    error.__cause__ = caught.value
    again = Reporter(facts=False).report(pickle.loads(pickle.dumps(error)))
    assert [cause.type for cause in again.causes] == ["half_there.ThereError", "FileNotFoundError"]


def test_modules_that_import_each_other_are_reported(half: Path) -> None:
    (half / "half_one.py").write_text("import half_two\nclass OneError(Exception): pass\n")
    (half / "half_two.py").write_text("from half_one import OneError\n")
    with pytest.raises(ImportError) as caught:
        __import__("half_one")

    report = Reporter(facts=False).report(caught.value)
    assert "partially initialized module 'half_one'" in report.message
    assert report.paths == (str(half / "half_one.py"),)
    check(json.loads(report.to_json()))


def test_a_report_is_made_while_our_own_modules_are_imported() -> None:
    """Another thread may report while the first import of what reports is under way."""
    told = child("""
import threading
from howcome.errors import Report
made = []
def report():
    made.append(Report.of(OSError(28, "full", "/x")).root.symbol)
threads = [threading.Thread(target=report) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(*made)
""")
    assert told.stdout.split() == ["ENOSPC"] * 8, told.stderr


# --- streams ---


@pytest.mark.parametrize("columns", [1, 2, 5])
def test_a_terminal_of_one_column_gets_all_of_it(columns: int) -> None:
    pty = pytest.importorskip("pty")  # Windows has none
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    told = child("fail()", stderr=theirs, env={**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"})
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)

    assert told.returncode == STATUS
    assert "".join("error: Failed to fetch".split()) in "".join(shown.split())
    assert "access is denied".replace(" ", "") in "".join(shown.split())


@pytest.mark.parametrize("stream", ["log", "stream"])
def test_a_stream_that_was_closed_or_is_a_broken_pipe_costs_the_other_nothing(stream: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    given = {"log": "stream", "stream": "log"}[stream]
    for broken in ("open(os.devnull, 'w'); gone.close()", "broken_pipe()"):
        told = child(f"""
import os
def broken_pipe():
    read, write = os.pipe()
    os.close(read)
    return open(write, "w")
gone = {broken}
fail({stream}=gone, {given}=open({str(other)!r}, "w"))
""")
        assert told.returncode == STATUS, told.stderr
        assert "Failed to fetch: wheel black==1" in other.read_text()


def test_a_stream_in_memory_gets_the_same_as_a_file(tmp_path: Path) -> None:
    error, memory = FetchError(artifact=Wheel("black")), io.StringIO()
    with (tmp_path / "file").open("w+", encoding="utf-8") as file:
        Report.of(error).show(memory)
        Report.of(error).show(file)

    assert (tmp_path / "file").read_text(encoding="utf-8") == memory.getvalue()
