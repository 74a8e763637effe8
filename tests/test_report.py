"""From live exceptions to values, to JSON, to what people see; and whatever happens, a report comes out."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from howcome.errors import (
    Attempt,
    BatchError,
    BuildError,
    CacheWriteError,
    FetchError,
    HowcomeError,
    IntegrityError,
    LinkError,
    Report,
    Reporter,
    ReportFormatError,
    UnexpectedError,
    Wheel,
)
from howcome.errors.facts import Facts, Place
from howcome.errors.kinds import identify

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).with_name("golden")
SCHEMA = json.loads((Path(__file__).parents[1] / "errors" / "data" / "report.schema.json").read_text(encoding="utf-8"))
WHEEL = Wheel("mypy-extensions", "1.0.0", url="https://files.example/mypy_extensions-1.0.0-py3-none-any.whl")
MEMORY_CARD = Facts(
    platform="windows",
    elevated=False,
    developer_mode=False,
    places=(
        Place(
            path="D:\\cache",
            volume="D:",
            file_system="exFAT",
            hard_links=False,
            reparse_points=False,
            free_bytes=31_000_000_000,
            remote=False,
        ),
    ),
)
PRIVILEGE = "Dem Client fehlt ein erforderliches Recht."


def reporter(**options: Any) -> Reporter:
    return Reporter(
        tool=("acme-installer", "2.1"),
        clock=lambda: datetime(2026, 11, 22, 6, 25, 0, 123_000, tzinfo=UTC),
        new_id=lambda: "0193e2a1-7c00-7000-8000-000000000000",
        **{"facts": False, **options},
    )


def raised(fail: Callable[[], None]) -> BaseException:
    try:
        fail()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


def on_a_memory_card() -> None:
    """Fail as the front end does that allows links only, with its cache on a memory card."""
    windows = {number: identify("win32", number, platform="windows") for number in (1, 1314)}
    with FetchError.wrap(WHEEL, url=WHEEL.url), CacheWriteError.wrap(WHEEL, path="D:\\cache"):
        raise LinkError(
            source="D:\\cache\\archive\\x1",
            destination="D:\\cache\\wheels\\mypy-extensions",
            attempts=(
                Attempt("junction", "junction", windows[1], "Incorrect function."),
                Attempt("symlink", "symlink", windows[1314], PRIVILEGE),
            ),
        )


def valid(report: Report) -> dict[str, Any]:
    """Return the report's document, once it is known to be valid by the schema, ASCII and one line."""
    line = report.to_json()
    assert line.isascii()
    assert "\n" not in line
    document: dict[str, Any] = json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    jsonschema.validate(document, SCHEMA)
    return document


def test_the_memory_card_in_json() -> None:
    document = valid(reporter(facts=MEMORY_CARD).report(raised(on_a_memory_card)))
    document.pop("traceback")

    assert document == json.loads((GOLDEN / "memory-card.json").read_text(encoding="utf-8"))


def test_a_round_trip_loses_nothing_not_even_what_is_not_known_yet() -> None:
    document = valid(reporter(facts=MEMORY_CARD).report(raised(on_a_memory_card)))
    document |= {"schema_version": "1.9", "mood": "bad", "severity": "fatal", "operation": "teleport"}
    document["causes"][0]["shade"] = {"of": ["grey"]}
    document["facts"]["places"][0]["color"] = 7

    report = Report.from_json(json.dumps(document))

    assert json.loads(report.to_json()) == document
    assert report.severity == "fatal"
    assert "mypy-extensions" in report.render()


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", '{"document": "findings"}', '{"document": "report", "schema_version": "2.0"}',
     '{"document": "report", "schema_version": "1.0"}', "[" * 100_000, '{"document": "report", "schema_version": 1}'],
)  # fmt: skip
def test_what_is_no_report_of_ours_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ReportFormatError, match=r"[A-Z].*") as caught:
        Report.from_json(text)

    assert isinstance(caught.value, ValueError)


def test_a_report_is_restored_to_its_typed_error() -> None:
    reporter_here = reporter(facts=MEMORY_CARD)
    report = Report.from_json(reporter_here.report(raised(on_a_memory_card)).to_json())

    error = reporter_here.restore(report)

    assert isinstance(error, FetchError)
    assert error.artifact == WHEEL
    assert isinstance(error.__cause__, CacheWriteError)
    link = error.__cause__.__cause__
    assert isinstance(link, LinkError)
    assert [attempt.mode for attempt in link.attempts] == ["junction", "symlink"]
    assert link.system is not None
    assert link.system.code == 1314
    assert str(link) == "Failed to link: D:\\cache\\wheels\\mypy-extensions -> D:\\cache\\archive\\x1"


def test_an_unknown_code_is_restored_without_importing_anything() -> None:
    document = valid(reporter().report(FetchError(artifact=WHEEL)))
    document |= {"code": "acme-exploded", "type": "os.path.Exploded", "message": "It exploded"}

    error = reporter().restore(Report.from_json(json.dumps(document)))

    assert isinstance(error, UnexpectedError)
    assert str(error.__cause__) == "It exploded"


def test_a_second_report_has_the_first_ones_id_and_time() -> None:
    error = FetchError(artifact=WHEEL)
    first = Report.of(error)

    second = Report.of(error)

    assert (second.id, second.timestamp) == (first.id, first.timestamp)
    assert first.id != Report.of(FetchError(artifact=WHEEL)).id
    assert first.id[14] == "7"


def test_a_real_oserror_is_reported_with_code_path_and_operation(tmp_path: Path) -> None:
    def fail() -> None:
        with CacheWriteError.wrap(WHEEL):
            (tmp_path / "missing" / "file").write_text("")

    document = valid(reporter().report(raised(fail)))

    assert document["operation"] == "write"
    assert document["root"]["kind"] == "not-found"
    assert document["causes"][0]["paths"] == [str(tmp_path / "missing" / "file")]
    assert "system" not in document


def test_groups_keep_the_chain_of_each_member() -> None:
    batch = BatchError("Some packages could not be fetched", [raised(on_a_memory_card), ValueError("x\x1b[31m")])  # type: ignore[list-item]

    report = reporter(facts=MEMORY_CARD).report(batch)
    document = valid(report)

    assert [len(member["causes"]) for member in document["related"]] == [2, 1]
    assert [hint["id"] for hint in document["hints"]].count("volume-without-links") == 1
    assert "\x1b" not in report.render()
    assert report.render().startswith("error: Some packages could not be fetched\n  1. Failed to fetch: wheel mypy-ext")


def test_many_members_are_counted() -> None:
    batch = BatchError("Many", [FetchError(artifact=Wheel(f"p{number}", "1")) for number in range(25)])

    assert "And 15 more." in reporter().report(batch).render()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (FetchError(), 1),
        (KeyboardInterrupt(), 130),
        (ValueError(), 1),
        (BatchError("x", [FetchError(), FetchError()]), 1),
        (BaseExceptionGroup("x", [KeyboardInterrupt()]), 130),
        (SystemExit(0), 0),
        (BaseExceptionGroup("x", [SystemExit(0), SystemExit(0)]), 1),
        (BaseExceptionGroup("x", [SystemExit(4)]), 4),
    ],
)
def test_exit_codes(error: BaseException, status: int) -> None:
    assert Report.of(error).exit_code == status


def test_the_boundary_shows_logs_and_exits() -> None:
    log, screen = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as caught, reporter().boundary(log=log, stream=screen):
        raise IntegrityError(artifact=WHEEL, algorithm="sha256", expected="aa", computed="bb")

    assert caught.value.code == 1
    assert screen.getvalue().startswith("error: Failed to verify: wheel mypy-extensions==1.0.0. Expected sha256 aa")
    (line,) = log.getvalue().splitlines()
    assert Report.from_json(line).code == "integrity-failed"


def test_the_boundary_lets_system_exit_pass() -> None:
    with pytest.raises(SystemExit) as caught, reporter().boundary():
        raise SystemExit(7)

    assert caught.value.code == 7


class Hostile(Exception):  # noqa: N818
    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__

    def __getattr__(self, name: str) -> Any:
        raise KeyError(name)


class Cyclic(Exception):  # noqa: N818
    def __init__(self) -> None:
        self.__cause__ = self


def with_notes(error: BaseException, count: int) -> BaseException:
    for number in range(count):
        error.add_note(f"note {number}")
    return error


HOSTILE = {
    "str raises": Hostile(),
    "cycle": Cyclic(),
    "surrogates": OSError(2, "gone", "/tmp/\udcff"),
    "bytes path": OSError(2, "gone", b"/tmp/\xff"),
    "ten thousand notes": with_notes(ValueError(), 10_000),
    "long message": ValueError("x" * 10_000_000),
    "NaN": HowcomeError(path="/x"),
    "escapes": ValueError("\x1b]0;title\x07\u202eevil\u2028line"),
    "strange number": OSError(99999, "what"),
    "no number": OSError("just words"),
    "memory": MemoryError(),
    "deep group": ExceptionGroup("a", [ExceptionGroup("b", [ExceptionGroup("c", [Hostile()])])]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_exception_a_bounded_report_comes_out(name: str) -> None:
    report = Report.of(HOSTILE[name])

    document = valid(report)

    assert document["message"]
    assert len(report.to_json()) <= 64 * 1024
    for style in ("full", "plain", "line", "github", "markdown"):
        shown = report.render(style=style, verbose=True, width=1)
        assert len(shown) <= 201_000
        assert not set(shown) & {"\x1b", "\x07", "\u202e", "\u2028"}
        shown.encode()


def test_a_huge_report_is_cut_and_says_so() -> None:
    members = [FetchError(artifact=Wheel("n" * 3000, "1"), path="/p" * 500) for _ in range(100)]
    report = reporter().report(BatchError("Many", members))

    assert valid(report)["truncated"] is True
    assert len(report.to_json(limit=None)) > 64 * 1024


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "no-such-encoding"])
def test_any_stream_will_do(encoding: str) -> None:
    raw = io.BytesIO()
    stream: Any = io.TextIOWrapper(raw, encoding="utf-8" if encoding.startswith("no") else encoding)

    Report.of(FetchError(artifact=Wheel("キャッシュ", "1"))).show(stream)

    assert b"error: Failed to fetch: wheel" in raw.getvalue()


def test_a_closed_stream_is_no_failure_of_its_own() -> None:
    stream = io.StringIO()
    stream.close()

    Report.of(FetchError()).show(stream)


def test_a_full_disk_while_logging_hides_nothing() -> None:
    screen = io.StringIO()
    log = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115, PTH123
    with pytest.raises(SystemExit), reporter().boundary(log=log, stream=screen):
        raise FetchError(artifact=WHEEL)
    with contextlib.suppress(OSError):
        log.close()

    assert "Failed to fetch" in screen.getvalue()


def test_the_end_of_a_programs_output_is_kept() -> None:
    code = "import sys; print('\\n'.join(map(str, range(100))), file=sys.stderr); sys.exit(3)"

    def fail() -> None:
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    document = valid(reporter().report(raised(fail)))

    assert document["output"].splitlines()[0] == "60"
    assert document["output"].splitlines()[-1] == "99"


def test_build_output_is_kept_apart_from_the_message() -> None:
    error = BuildError(artifact=WHEEL, command=["cc", "x.c"], exit_status=1, output="line\n" * 100)

    document = valid(reporter().report(error))

    assert document["output"].count("line") == 40
    assert "line" not in document["message"]
    assert document["values"] == {"command": "cc x.c", "exit_status": 1}


def test_fingerprints_ignore_language_path_version_and_day() -> None:
    def failure(words: str, path: str, version: str) -> str:
        def fail() -> None:
            with FetchError.wrap(Wheel("black", version)):
                raise OSError(13, words, path)

        return Report.of(raised(fail)).fingerprint

    first = failure("Permission denied", "/a", "1")

    assert failure("Keine Berechtigung", "/b", "2") == first
    assert Report.of(FetchError()).fingerprint != first


def test_recorded_fingerprints_are_for_ever() -> None:
    assert Report.of(raised(on_a_memory_card)).fingerprint == "c1:c8ee04b26cce427e"
    assert Report.of(FetchError(artifact=WHEEL)).fingerprint == "c1:e3f465acb8ccbdf6"
    assert Report.of(ValueError("x")).fingerprint == "c1:f8331c165912e75a"
    assert Report.of(BatchError("m", [FetchError(), FetchError(), ValueError()])).fingerprint == "c1:02b08126fbc4da12"


def test_secrets_are_removed_everywhere() -> None:
    error = FetchError(artifact=Wheel("black", url="https://a:hunter2@h/x"), url="https://h/?token=hunter2")
    error.add_note("Authorization: Bearer hunter2")
    error.__cause__ = ValueError("password=hunter2")
    report = Report.of(error)

    assert "hunter2" not in report.to_json() + report.render(verbose=True)
    assert "****" in report.to_json()


def test_holders_are_sought_where_asked_and_named_in_the_hint(tmp_path: Path) -> None:
    path = tmp_path / "black.exe"
    with path.open("w"):
        held = PermissionError(errno.EBUSY, "Device or resource busy", str(path))
        report = reporter(holders=True).report(held)
        unasked = reporter().report(PermissionError(errno.EBUSY, "Device or resource busy", str(path)))

    assert [holder.pid for holder in report.holders] == [os.getpid()]
    assert valid(report)["holders"][0]["own"] is True
    told = {hint.id: hint.text for hint in report.hints}
    assert told["held-by-itself"].startswith("This program itself has black.exe open.")
    assert unasked.holders == ()
    assert "held-by-process" not in [hint.id for hint in unasked.hints]


def test_home_and_user_are_hidden_on_request_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/zoe-q")
    monkeypatch.setenv("USERPROFILE", "/home/zoe-q")
    error = CacheWriteError(artifact=Wheel("black", path="/home/zoe-q/w.whl"), path="/home/zoe-q/cache")
    error.add_note("The folder belongs to zoe-q.")
    facts = Facts(user="zoe-q", places=(Place(path="/home/zoe-q/cache", owner="zoe-q"),))

    hidden = reporter(paths="home", facts=facts).report(error)
    as_is = reporter(facts=facts).report(error)

    assert "zoe-q" not in json.dumps(valid(hidden)) + hidden.render(verbose=True)
    assert hidden.paths == ("~/cache",)
    assert hidden.notes == ("The folder belongs to <user>.",)
    assert as_is.paths == ("/home/zoe-q/cache",)
    assert hidden.fingerprint == as_is.fingerprint


def test_a_hint_that_helps_several_members_is_given_once_with_what_it_helps() -> None:
    def full(name: str) -> HowcomeError:
        def fail() -> None:
            with CacheWriteError.wrap(Wheel(name, "1")):
                raise OSError(errno.ENOSPC, "No space left on device", "/cache")

        return raised(fail)  # type: ignore[return-value]

    batch = BatchError("Some failed", [full("black"), BatchError("Inner", [full("ruff")]), FetchError(artifact=WHEEL)])
    document = valid(reporter().report(batch))

    space = [hint for hint in document["hints"] if hint.get("action", {}).get("kind") == "free-space"]
    assert [hint["helps"] for hint in space] == [[str(Wheel("black", "1")), str(Wheel("ruff", "1"))]]


PLUGIN = """
from howcome.errors import Hint
HINTS = [Hint(id="acme-disk", text="Ask Acme for a bigger disk.", symbols="ENOSPC")]
def broken():
    raise SystemExit("no hints today")
"""
PLUGIN_PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "acme-hints"
version = "1"
[project.entry-points."howcome.hints"]
a-broken = "acme_hints:broken"
absent = "acme_missing:HINTS"
good = "acme_hints:HINTS"
[tool.setuptools]
py-modules = ["acme_hints"]
"""


def test_an_installed_plugins_hints_are_used_and_a_broken_one_costs_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "acme_hints.py").write_text(PLUGIN, encoding="utf-8")
    (source / "pyproject.toml").write_text(PLUGIN_PROJECT, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(source)]
    subprocess.run(pip, check=True, capture_output=True)
    code = (
        "from howcome.errors import Reporter\n"
        "for plugins in (False, True):\n"
        "    report = Reporter(plugins=plugins, facts=False).report(OSError(28, 'No space left on device'))\n"
        "    print('acme-disk' in [hint.id for hint in report.hints])\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(target)},
    )

    assert told.stdout.split() == ["False", "True"]
