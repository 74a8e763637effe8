"""Whatever an exception, a stream, a clock or a document does: a report comes out, bounded, valid, and on one line."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
import threading
from itertools import pairwise
from typing import Any, NoReturn

import attrs
import jsonschema
import pytest
from grounds.memory import LITTLE_MEMORY
from howcome.errors import (
    Artifact,
    Attempt,
    BatchError,
    BuildError,
    CacheLockError,
    CacheWriteError,
    FetchError,
    Hint,
    HowcomeError,
    IntegrityError,
    LinkError,
    MetadataError,
    Report,
    Reporter,
    ReportFormatError,
    ResolveError,
    SystemCode,
    UnpackError,
    Wheel,
)
from howcome.errors.conventions import to_ecs, to_opentelemetry, to_problem
from howcome.errors.facts import Facts, Place
from howcome.errors.serialize import document_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_report import SCHEMA

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
STYLES = ("full", "plain", "line", "github", "markdown")
UNSAFE = {*map(chr, range(10)), *map(chr, range(11, 32)), "\x7f", "\x9b", "\u202e", "\u2028", "\ud800"}
LIMIT = 64 * 1024


def check(error: BaseException, **options: Any) -> dict[str, Any]:
    """Return the document of a report, once it is known to be what every report is."""
    report = Reporter(**{"facts": False, **options}).report(error)
    line = report.to_json()
    assert len(line) <= LIMIT
    assert line.isascii()
    assert "\n" not in line
    document: dict[str, Any] = json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    VALIDATOR.validate(document)
    again = Report.from_json(line)
    assert again.fingerprint == report.fingerprint
    for style in STYLES:
        for width in (1, None) if style == "full" else (None,):
            shown = report.render(style=style, verbose=True, width=width)
            assert len(shown) <= 201_000
            assert not set(shown) & UNSAFE
            shown.encode()
    report.show(io.StringIO())
    report.localized("de")
    return document


# --- hostile exceptions ---


class Trap(BaseException):
    """What hostile code raises: no Exception, so that `except Exception` is not enough."""


RAISED = [RuntimeError("no"), KeyError(), RecursionError(), MemoryError(), SystemExit(3), Trap(), GeneratorExit()]
NAMES = [
    "errno", "winerror", "filename", "filename2", "strerror", "__notes__", "args", "code", "reason", "response",
    "request", "headers", "url", "stderr", "output", "returncode", "cmd", "timeout", "library", "verify_code", "system",
    "exceptions", "message", "paths", "__dict__", "__howcome_report__", "__howcome_retries__", "attempts", "values",
]  # fmt: skip
STRANGE = [
    None, 0, -1, 10**30, -(10**5000), 3.5, float("nan"), float("inf"), "x\x1b[31m\ud800\n", b"\xff\x00", [], {},
    object(),
    "a" * 100_000, [1] * 1000, {"a": float("nan")}, True, int, ValueError("inner"), "https://h.example/x", ("a", 1),
]  # fmt: skip


class Str(str):
    """A text that raises in whatever way it is looked at."""

    def _raise(self, *_args: object, **_named: object) -> NoReturn:
        raise Trap

    __str__ = __len__ = __getitem__ = __iter__ = __contains__ = __add__ = lower = isascii = encode = splitlines = _raise
    __hash__ = None  # type: ignore[assignment]


class Int(int):
    def _raise(self, *_args: object) -> NoReturn:
        raise Trap

    __index__ = __int__ = __str__ = __repr__ = __gt__ = __lt__ = __abs__ = __mod__ = __bool__ = _raise


def raising(error: BaseException) -> property:
    def get(_self: object) -> NoReturn:
        raise error

    return property(get)


def holding(value: object) -> property:
    def get(_self: object) -> object:
        return value

    return property(get)


def hostile(base: type[BaseException], traps: dict[str, BaseException], values: dict[str, object]) -> BaseException:
    """Return an exception with properties that raise and attributes that hold what they should not."""
    body: dict[str, Any] = {name: raising(error) for name, error in traps.items()}
    body |= {name: holding(value) for name, value in values.items() if name not in traps}
    kind = type("Hostile\x1b", (base,), body)
    arguments = ("m", [ValueError("a")]) if issubclass(base, BaseExceptionGroup) else (2, "gone", "/x")
    made = kind(*arguments)
    assert isinstance(made, BaseException)
    return made


BASES = st.sampled_from([Exception, OSError, ValueError, KeyboardInterrupt, ExceptionGroup, ImportError, UnicodeError])
TRAPS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(RAISED), max_size=5)
VALUES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*STRANGE, Str("x"), Int(5)]), max_size=5)


@given(BASES, TRAPS, VALUES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_properties_may_raise_and_hold_anything(
    base: type[BaseException], traps: dict[str, BaseException], values: dict[str, object]
) -> None:
    check(hostile(base, traps, values))


@given(st.sampled_from(["__str__", "__repr__", "__getattribute__", "__class__", "__hash__", "__eq__", "__bool__"]),
       st.sampled_from(RAISED), st.sampled_from([Exception, OSError, FetchError, CacheWriteError]))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_methods_may_raise_anything(name: str, error: BaseException, base: type[BaseException]) -> None:
    def trap(*_args: object) -> NoReturn:
        raise error

    kind = type("Hostile", (base,), {"__class__": property(trap)} if name == "__class__" else {})
    hostile, outer = kind(), ValueError("outer")
    outer.__cause__ = hostile
    if name != "__class__":
        setattr(kind, name, trap)

    check(hostile)
    assert check(outer)["message"] == "ValueError: outer"


class Evil:
    """Raises in whatever way it is looked at, even asked for its class."""

    def _raise(self, *_args: object) -> NoReturn:
        raise Trap

    __str__ = __repr__ = __eq__ = __bool__ = __len__ = __iter__ = __getattr__ = __format__ = __fspath__ = _raise
    __class__ = property(_raise)
    __hash__ = None  # type: ignore[assignment]


class Dict(dict[str, object]):
    def _raise(self, *_args: object) -> NoReturn:
        raise Trap

    __iter__ = items = keys = __len__ = _raise


ODD = [
    *STRANGE, Str("x"), Int(5), Evil(), [Evil()], (Evil(),), {"a": Evil()}, Dict(a=1), range(10**9), itertools.count(),
]  # fmt: skip
KINDS: list[type[HowcomeError]] = [
    FetchError, IntegrityError, BuildError, LinkError, CacheLockError, MetadataError, ResolveError, UnpackError,
    BatchError,
]  # fmt: skip
ON_CLASSES = ["code", "summary", "particulars", "operation", "exit_code", "values", "paths", "system", "subject"]


def made(kind: type[HowcomeError]) -> HowcomeError:
    return kind("Some failed", [FetchError()]) if issubclass(kind, BatchError) else kind()


def holds(name: str, value: object, where: str, kind: type[HowcomeError]) -> HowcomeError:
    """Return an error that holds *value* where it should not."""
    if where == "class":
        kind = type("OddError", (kind,), {})
        setattr(kind, name, value)
        return made(kind)
    error = made(kind)
    artifact, attempt, code = Wheel("black"), Attempt("copy", "copy"), SystemCode("errno", 2, "ENOENT", "not-found")
    holder = {"error": error, "artifact": artifact, "attempt": attempt, "code": code}[where]
    object.__setattr__(holder, name, value)
    if where == "attempt":
        error.attempts = (attempt,)  # type: ignore[attr-defined]
    elif where == "artifact":
        error.artifact = artifact
    elif where == "code":
        error._system = code
    return error


PLACES = st.one_of(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.sampled_from([("class", name) for name in ON_CLASSES])
            | st.sampled_from([("error", field.name) for field in attrs.fields(kind)]),
        )
    ),
    *(
        st.tuples(st.just(FetchError), st.sampled_from([(where, field.name) for field in attrs.fields(kind)]))
        for where, kind in (("artifact", Artifact), ("attempt", Attempt), ("code", SystemCode))
    ),
)


@given(PLACES, st.sampled_from(range(len(ODD))))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fields_may_hold_anything(place: tuple[type[HowcomeError], tuple[str, str]], number: int) -> None:
    kind, (where, name) = place
    error = holds(name, ODD[number], where, kind)

    check(error)
    check(error, paths="home")
    check(BatchError("Some failed", [error]))
    report = Reporter(facts=False).report(error)
    assert Reporter(facts=False).restore(report)
    for convention in (to_ecs, to_opentelemetry, to_problem):
        json.dumps(convention(document_of(report)))


@pytest.mark.parametrize("number", range(len(ODD)))
def test_what_a_front_end_gives_may_be_anything(number: int) -> None:
    odd: Any = ODD[number]
    for facts in (Facts(), Facts(places=(Place(path="/cache"),))):
        object.__setattr__(facts, "platform", odd)
        check(OSError(28, "x", "/cache"), facts=facts)
    check(OSError(28, "x", "/cache"), facts=Facts(places=(Place(path=odd),)))
    check(FetchError(), tool=odd, docs_url=odd, paths=odd)
    check(FetchError(), tool=(odd, odd))
    assert Reporter(facts=False).report(FetchError(), severity=odd).to_json()


@pytest.mark.parametrize("said", [None, 5, b"x", Str("x"), object()], ids=range(5))
def test_str_may_return_anything(said: object) -> None:
    check(type("Hostile", (Exception,), {"__str__": lambda _self: said, "__repr__": lambda _self: said})())


class Liar(Exception):  # noqa: N818
    __class__ = FetchError  # type: ignore[assignment]


class Meta(type):
    def __getattribute__(cls, name: str) -> Any:
        if name in {"__name__", "__qualname__", "__module__", "__mro__", "code", "exit_code"}:
            raise Trap
        return super().__getattribute__(name)

    def __instancecheck__(cls, instance: object) -> bool:
        raise Trap

    def __hash__(cls) -> int:
        raise Trap


class Surprising(Exception, metaclass=Meta):  # noqa: N818
    pass


class OddError(FetchError):
    code = None  # type: ignore[assignment]
    summary = 5  # type: ignore[assignment]
    operation = object()  # type: ignore[assignment]
    particulars = None  # type: ignore[assignment]


OddError.exit_code = "x"  # type: ignore[assignment]  # which a class statement may not say


@pytest.mark.parametrize(
    "error",
    [
        Liar("x"),
        Surprising("x"),
        OddError(),
        FetchError(artifact="no artifact"),  # type: ignore[arg-type]
        FetchError(artifact=Artifact(kind=5, name=["x"], version=float("nan"))),  # type: ignore[arg-type]
        FetchError(url=b"x", system="no code", system_text=7),  # type: ignore[arg-type]
        OSError(10**30, "x", "/x"),
        OSError(2, None, None),
        OSError(-5, "x"),
        OSError("a", "b", "c"),
        UnicodeDecodeError("utf-8", b"x" * 1_000_000, 1, 2, "bad"),
        SystemExit(10**30),
        SystemExit("x" * 100_000),
        SystemExit(None),
        subprocess.CalledProcessError(10**30, ["x"] * 100_000, b"\xff" * 1_000_000),
        subprocess.CalledProcessError(None, None),  # type: ignore[arg-type]
        subprocess.TimeoutExpired(None, float("nan")),  # type: ignore[arg-type]
        KeyError(),
        BaseExceptionGroup("x\x1b", [KeyboardInterrupt(), SystemExit(4)]),
    ],
    ids=lambda error: object.__repr__(error)[:40],
)
def test_classes_may_lie(error: BaseException) -> None:
    check(error)
    outer = FetchError(artifact=Wheel("black", "1"))
    outer.__cause__ = error
    assert check(outer)["message"] == "Failed to fetch: wheel black==1"


# --- sizes and shapes ---


def linked(errors: list[Any], attribute: str = "__cause__") -> Any:
    for outer, inner in pairwise(errors):
        setattr(outer, attribute, inner)
    return errors[0]


@pytest.mark.parametrize("attribute", ["__cause__", "__context__"])
def test_a_chain_of_ten_thousand_is_cut(attribute: str) -> None:
    error = linked([ValueError(number) for number in range(10_000)], attribute)
    assert check(error)["causes"]
    linked([error, error], attribute)  # and a cycle


def test_a_cycle_of_causes_ends() -> None:
    errors = [FetchError(), OSError(2, "gone"), ValueError("x")]
    assert len(check(linked([*errors, errors[0]]))["causes"]) == 2


def test_a_group_may_be_its_own_cause_and_member() -> None:
    members: list[Exception] = [ValueError("a")]
    group = ExceptionGroup("x", members)
    group.__cause__ = group
    members[0].__cause__ = group
    batch = BatchError("y", [group])
    batch.__context__ = batch
    check(group)
    check(batch)


def test_a_group_of_a_hundred_thousand_is_counted_and_cut() -> None:
    document = check(ExceptionGroup("many", [OSError(number % 40, "x") for number in range(100_000)]))
    assert document["values"]["members"] == 100_000


def test_groups_may_be_deep_and_wide() -> None:
    error: Exception = ValueError("innermost")
    for _ in range(500):
        error = ExceptionGroup("x" * 50, [error, OSError(13, "denied", "/x")])
    check(error)
    wide: Exception = ValueError("innermost")
    for _ in range(5):
        wide = ExceptionGroup("x", [wide] * 30)
    check(wide)


def test_ten_thousand_notes_of_any_type_are_cut() -> None:
    error = ValueError("x")
    error.__notes__ = [object(), None, b"x", "y" * 100_000, "\ud800\x1b"] * 2000  # type: ignore[list-item]
    assert len(check(error)["notes"]) <= 20


@pytest.mark.parametrize("notes", [None, 5, "text", {"a": 1}, (None,), iter("abc"), Str("x")], ids=range(7))
def test_notes_may_be_no_list(notes: Any) -> None:
    error = ValueError("x")
    error.__notes__ = notes
    check(error)
    check(linked([FetchError(), error]))


def test_code_root_and_fingerprint_are_never_cut() -> None:
    error = FetchError(
        artifact=Wheel("w" * 100_000, "1" * 100_000), path="/p" * 100_000, url="https://h/" + "u" * 100_000
    )
    error.__cause__ = ExceptionGroup("g" * 100_000, [OSError(13, "x" * 100_000, f"/{n}" * 5000) for n in range(300)])
    document = check(error)
    assert document["truncated"] is True
    assert document["code"] == "fetch-failed"
    assert document["root"]["symbol"] == "EACCES"
    assert document["fingerprint"].startswith("c1:")
    tiny = json.loads(Report.of(error).to_json(limit=1000))
    assert {"code", "root", "fingerprint", "truncated", "id"} <= tiny.keys()


@pytest.mark.proof
def test_a_message_of_a_hundred_megabytes_costs_little() -> None:
    code = """
import resource, time
from howcome.errors import Report, BuildError
Report.of(ValueError("warm")).to_json()
pieces = ["x", "password=", "https://a:b", "\\n", "\\x1b"]
texts = [piece * (100_000_000 // len(piece)) for piece in pieces]
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
for text in texts:
    for error in (ValueError(text), OSError(2, text, text), BuildError(command=text, output=text)):
        error.add_note(text)
        assert len(Report.of(error).to_json()) < 65536
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, time.process_time() - began)
"""
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert int(told[0]) < 300_000  # KiB above the texts: str() of a typed error may hold one a few times
    assert float(told[1]) < 30  # seconds for the fifteen


# --- the reporter's own parts ---


def broken(*_args: object) -> NoReturn:
    raise Trap


@pytest.mark.parametrize("made", [broken, lambda: None, lambda: 5, object])
def test_a_clock_and_an_id_may_fail(made: Any) -> None:
    document = check(FetchError(), clock=made, new_id=made)
    assert document["id"]
    assert document["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "hint",
    [None, 5, Hint(id="x", text="{nothing} {", symbols="ENOENT"), Hint(id=5, text=None, symbols="ENOENT"),  # type: ignore[arg-type]
     Hint(id="y", text="\x1b\ud800" * 100_000, symbols="ENOENT"), type("H", (), {"__getattr__": broken})()],
    ids=range(6),
)  # fmt: skip
def test_hints_may_be_anything(hint: Any) -> None:
    check(OSError(2, "gone", "/x"), hints=[hint])


@pytest.mark.parametrize("facts", [5, "x", object(), type("F", (), {"__getattr__": broken})()], ids=range(4))
def test_facts_may_be_anything(facts: Any) -> None:
    check(OSError(2, "gone", "/x"), facts=facts)


def test_a_facts_probe_that_raises_or_hangs_costs_itself_alone() -> None:
    check(PermissionError(13, "denied", "/proc/self/\ud800"), facts=True)
    check(PermissionError(13, "denied", "/x\0y"), facts=True, holders=True)


# --- at the edge of the machine ---


def child(code: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100, **options
    )


def test_a_report_is_made_close_to_the_recursion_limit() -> None:
    told = child("""
from howcome.errors import FetchError, Report, Reporter, Wheel
made = []
def deep():
    try:
        deep()
    except RecursionError as error:
        try:
            made.append(Report.of(error).to_json())
        except RecursionError:  # where there is no room to call anything
            made.clear()
        raise
try:
    deep()
except RecursionError:
    pass
print(len(made) > 900, sum('"type": "RecursionError"' in line for line in made) > len(made) - 20)
""")
    assert told.stdout.split() == ["True", "True"], told.stderr[-2000:]


def test_a_report_is_made_without_memory() -> None:
    told = child(f"""{LITTLE_MEMORY}
from howcome.errors import FetchError, Reporter, Wheel
hoard = []
leave(40_000_000)
reporter = Reporter(facts=False)
try:
    with FetchError.wrap(Wheel("black", "1")):
        use_up(hoard)
except MemoryError as error:
    report = reporter.report(error)
    line = report.to_json()
    del hoard
    print(report.type, line[:22])
""")
    assert told.stdout.startswith('MemoryError {"document": "report"'), told.stderr[-2000:]


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "utf-16", "shift_jis", "utf-8", "charmap"])
def test_any_encoding_will_do(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    Report.of(FetchError(artifact=Wheel("キャッシュ\ud800", "1"))).show(stream)
    stream.flush()
    assert "Failed to fetch" in raw.getvalue().decode(encoding)


class Stream:
    """A stream with whatever methods it is given, and no others."""

    def __init__(self, **methods: Any) -> None:
        for name, method in methods.items():
            setattr(self, name, method)


STREAMS = [
    None, 5, object(), Stream(write=broken), Stream(flush=broken, write=len), Stream(isatty=broken, write=len),
    Stream(fileno=broken, isatty=lambda: True, write=len), Stream(write=lambda _text: 1), Stream(encoding=5, write=len),
]  # fmt: skip


@pytest.mark.parametrize("stream", STREAMS, ids=range(len(STREAMS)))
@pytest.mark.parametrize("log", STREAMS, ids=range(len(STREAMS)))
def test_the_boundary_exits_as_the_report_says_whatever_its_streams_do(stream: Any, log: Any) -> None:
    with pytest.raises(SystemExit) as caught, Reporter(facts=False).boundary(log=log, stream=stream):
        raise KeyboardInterrupt
    assert caught.value.code == 130


def test_boundaries_may_be_nested() -> None:
    screen = io.StringIO()
    reporter = Reporter(facts=False)
    with pytest.raises(SystemExit) as caught, reporter.boundary(stream=screen), reporter.boundary(stream=screen):
        raise ExceptionGroup("x", [FetchError()])
    assert caught.value.code == 1
    assert screen.getvalue().count("error: x") == 1


@pytest.mark.parametrize(
    "setup", ["sys.stderr = None", "sys.stderr.close()", "os.close(2)", "sys.stdout = sys.stderr = None"]
)
def test_without_standard_error_the_status_is_the_same(setup: str) -> None:
    told = child(f"""
import os, sys
from howcome.errors import FetchError, Reporter
{setup}
with Reporter().boundary():
    raise KeyboardInterrupt
""")
    assert told.returncode == 130


def test_a_broken_pipe_and_a_full_disk_do_not_change_the_status() -> None:
    read, write = os.pipe()
    os.close(read)
    code = """
import sys
from howcome.errors import FetchError, Reporter
with Reporter().boundary(log=open("/dev/full", "w")):
    raise KeyboardInterrupt
"""
    told = subprocess.run([sys.executable, "-c", code], stderr=write, check=False, timeout=60)
    os.close(write)
    assert told.returncode == 130


@pytest.mark.parametrize("where", ["atexit.register(fail)", "threading.Thread(target=late, daemon=True).start()"])
def test_reports_are_made_while_the_interpreter_goes_down(where: str) -> None:
    told = child(f"""
import atexit, sys, threading, time
from howcome.errors import FetchError, Report, Wheel
def fail():
    try:
        with FetchError.wrap(Wheel("black", "1")):
            raise PermissionError(13, "Permission denied", "/x")
    except FetchError as error:
        Report.of(error).show(sys.stdout)
def late():
    while True:
        fail()
{where}
time.sleep(0.3)
""")
    assert told.returncode == 0, told.stderr
    assert "Failed to fetch: wheel black==1" in told.stdout


def test_threads_report_the_same_exception_alike() -> None:
    error = FetchError(artifact=Wheel("black", "1"))
    error.__cause__ = OSError(13, "Permission denied", "/x")
    start, ids = threading.Barrier(8), []

    def report() -> None:
        start.wait()
        ids.append(Reporter(facts=False).report(error).id)

    threads = [threading.Thread(target=report) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1


def test_a_forked_process_makes_reports_with_ids_of_its_own() -> None:
    told = child("""
import os
from howcome.errors import FetchError, Report
Report.of(FetchError())
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, Report.of(PermissionError(13, "Permission denied", "/x")).id.encode())
    os._exit(0)
os.wait()
print(os.read(read, 100).decode() != Report.of(PermissionError(13, "Permission denied", "/x")).id)
""")
    assert told.stdout.split() == ["True"], told.stderr


def test_ctrl_c_while_reporting_still_exits_with_its_status() -> None:
    class Interrupting(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise KeyboardInterrupt

    with pytest.raises(SystemExit) as caught, Reporter(facts=False).boundary(stream=io.StringIO()):
        raise Interrupting
    assert caught.value.code in {1, 130}


# --- what comes from outside is shown, not obeyed ---

HOSTILE_TEXTS = [
    "::error file=x::injected", "\n::set-output name=x::y", "%0A::stop-commands::x", "\r::add-mask::x", "@everyone",
    "```\n# out of the fence", "~~~\nx", "`code`", "<script>alert(1)</script>", "<details>", "[x](https://evil.example)",
    "![x](https://evil.example/p.png)", "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "\x1b[2J\x1b[H", "\x9b31m",
    "#1 closes #2", "a\u202eb", "a\u2028b", "\x00", "&#64;x", "<!-- ", "-->", "| a | b |", "\\", "{braces} %s %d",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_comes_from_outside_is_shown_and_not_obeyed(text: str) -> None:
    error = FetchError(artifact=Wheel(text, text, url=text), path=text, url=text)
    error.__cause__ = OSError(13, text, text)
    error.add_note(text)
    kind = type(text.replace("\0", ""), (ValueError,), {"__module__": text})
    error.__cause__.__cause__ = ExceptionGroup(text, [kind(text), HowcomeError(path=text)])
    report = Reporter(tool=(text, text), facts=False, docs_url=text).report(error)
    check(error, tool=(text, text), docs_url=text)

    github = report.render(style="github")
    assert "\n" not in github
    assert "\r" not in github
    assert github.startswith("::error ")
    head = github[2:].partition("::")[0]
    assert not set(head.partition("title=")[2]) & {":", ","}
    markdown = report.render(style="markdown", verbose=True).split("\n")
    fence = next(line for line in markdown if line.startswith("```")).removesuffix("text")
    outside = markdown[: markdown.index(f"{fence}text")]
    inside = markdown[markdown.index(f"{fence}text") + 1 : -1]
    assert markdown[-1] == fence
    assert not any(line.strip().startswith(fence) for line in inside)
    assert not any(mark in line for line in outside for mark in ("<", "@", "[", "](")), outside


# --- documents that are read ---

LINE = Reporter(facts=False).report(FetchError(artifact=Wheel("black", "1"))).to_json()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just(10**1000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read(text: str | bytes) -> None:
    try:
        report = Report.from_json(text)
    except ReportFormatError:
        return
    line = report.to_json()
    assert line.isascii()
    json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    for style in STYLES:
        shown = report.render(style=style, verbose=True)
        assert not set(shown) & UNSAFE
        report.render(style=style, lang="de")
    Reporter().restore(report)


@given(st.dictionaries(st.sampled_from(sorted({*SCHEMA["properties"], "unknown"})), JSON, max_size=6))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_document_with_anything_in_its_fields_is_read_or_refused(fields: dict[str, Any]) -> None:
    read(json.dumps(json.loads(LINE) | fields))
    read(json.dumps(fields))


@given(st.text() | st.binary())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    read(text)


def nested(opening: str, closing: str, depth: int, name: str) -> str:
    return f'{LINE[:-1]}, "{name}": {opening * depth}1{closing * depth}}}'


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000, '{"a":' * 1_000_000, "[" * 1_000_000 + "]" * 1_000_000,
        *(nested(opening, closing, depth, name) for depth in (50, 200, 900, 20_000)
          for opening, closing in (("[", "]"), ('{"a": ', "}"), ('[{"type": "x", "message": "y", "related": ', "}]"))
          for name in ("unknown", "causes", "related", "values", "facts")),
        LINE[:-1] + ', "code": "a", "code": "b"}', LINE[:-1] + ', "exit_code": NaN}', LINE[:-1] + ', "x": Infinity}',
        LINE[:-1] + ', "exit_code": ' + "9" * 10_000 + "}", LINE[:-1] + ', "exit_code": 1e999}',
        LINE[:-1] + ', "message": "\\ud800"}', "\ufeff" + LINE, LINE.encode("utf-16"), LINE.encode("utf-32"),
        b"\xff\xfe\x00",
        LINE + LINE, LINE + "\n" + LINE, "null", "1", '"x"', '{"document": ["report"]}', '{"document": "report"}',
        LINE.replace('"1.0"', "{}"), LINE.replace('"1.0"', '"1.x"'), LINE.replace('"1.0"', '"01.0"'),
        LINE.replace('"kind": "wheel"', '"kind": []'), LINE.replace('"kind": "wheel"', '"kind": {}'),
    ],
    ids=lambda text: repr(text)[-30:],
)  # fmt: skip
def test_hostile_documents_are_read_or_refused(text: str | bytes) -> None:
    read(text)


@pytest.mark.parametrize("odd", [b"/x", b"\xff", 5, None])
def test_a_path_that_is_no_text_costs_nothing_else_of_the_report(odd: object) -> None:
    class OddError(FetchError):
        paths = ("/first", odd)  # type: ignore[assignment]

    report = Reporter(facts=False).report(OddError(url="https://h.example/x"))

    assert report.message == "Failed to fetch: https://h.example/x"
    assert report.paths == ("/first", str(odd))
