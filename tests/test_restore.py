"""A typed error comes back from its report, in another process too, by its code and by nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from howcome import errors
from howcome.errors import (
    Attempt,
    BatchError,
    BuildError,
    FetchError,
    HowcomeError,
    InstallError,
    LinkError,
    Report,
    Reporter,
    SourceTree,
    SystemCode,
    UnexpectedError,
    VcsCheckout,
    Wheel,
    exceptions,
)
from howcome.errors.travel import StandIn

REPORTER = Reporter(facts=False)
CODE = SystemCode("win32", 1314, "ERROR_PRIVILEGE_NOT_HELD", "privilege-not-held", "windows")
# A value for each field of each class, whatever the class.
VALUES: dict[str, Any] = {
    "artifact": Wheel("black", "24.1", url="https://files.example/black.whl"),
    "path": "/cache/x",
    "url": "https://index.example/simple/",
    "system": CODE,
    "system_text": "Dem Client fehlt ein erforderliches Recht.",
    "holder": "pip (PID 7)",
    "algorithm": "size",
    "expected": "1024",
    "computed": "17",
    "member": "black/__init__.py",
    "command": "cc -c x.c",
    "exit_status": 2,
    "output": "cc: x.c: No such file or directory",
    "field": "Version",
    "found": "two",
    "requirement": "black>=99",
    "available": "24.1",
    "detail": "The newest is 24.1.",
    "source": "/cache/a",
    "destination": "/env/b",
    "attempts": (Attempt("symlink", "symlink", CODE, "Dem Client fehlt ein erforderliches Recht.", ("/a", "/b")),),
    "reason": "The file system has no links.",
    "mode": "copy",
}
CLASSES = [getattr(errors, name) for name in exceptions.__all__ if name not in {"Attempt", "BatchError"}]


def filled(kind: type[HowcomeError]) -> HowcomeError:
    fields = {field.alias: VALUES[field.alias] for field in attrs.fields(kind)}
    if issubclass(kind, LinkError):  # its paths are source and destination, its code its last attempt's
        del fields["path"], fields["system"], fields["system_text"]
    return kind(**fields)


def there_and_back(error: BaseException, reporter: Reporter = REPORTER) -> HowcomeError:
    return reporter.restore(Report.from_json(reporter.report(error).to_json()))


def said(error: BaseException) -> dict[str, Any]:
    """Return the report of *error* without what differs from report to report."""
    document: dict[str, Any] = json.loads(REPORTER.report(error).to_json())
    return {name: value for name, value in document.items() if name not in {"id", "timestamp", "traceback"}}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_comes_back_with_every_field(kind: type[HowcomeError]) -> None:
    error = filled(kind)
    error.add_note("in the night")

    back = there_and_back(error)

    assert type(back) is kind
    for field in attrs.fields(kind):
        assert getattr(back, field.name) == getattr(error, field.name), field.name
    assert back.system == error.system
    assert back.__notes__ == ["in the night"]
    assert said(back) == said(error)


def raised() -> HowcomeError:
    checkout = VcsCheckout("black", url="https://code.example/black", revision="main")
    with (
        pytest.raises(FetchError) as caught,
        FetchError.wrap(checkout),
        InstallError.wrap(SourceTree("black", path="/src", editable=True)),
    ):
        Path("/nowhere/howcome").read_text()
    return caught.value


def test_a_chain_comes_back_whole_and_says_the_same() -> None:
    error = raised()

    back = there_and_back(error)

    assert isinstance(back, FetchError)
    assert isinstance(back.artifact, VcsCheckout)
    inner = back.__cause__
    assert isinstance(inner, InstallError)
    assert inner.artifact == SourceTree("black", path="/src", editable=True)
    stranger = inner.__cause__
    assert isinstance(stranger, StandIn)
    assert stranger.type_name == "FileNotFoundError"
    assert stranger.system is not None
    assert stranger.system.symbol == "ENOENT"
    assert said(back) == said(error)


def test_batches_come_back_with_their_members_and_their_fields() -> None:
    error = BatchError("Some failed", [raised(), BatchError("Inner", [BuildError(exit_status=1)])], url="https://h/")

    back = there_and_back(error)

    assert isinstance(back, BatchError)
    assert back.url == "https://h/"
    assert isinstance(back.exceptions[0], FetchError)
    assert isinstance(back.exceptions[1], BatchError)
    assert said(back) == said(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("what"),
        PermissionError(13, "Keine Berechtigung", "/x"),
        KeyboardInterrupt(),
        subprocess.CalledProcessError(1, ["cc", "x.c"], stderr="cc: x.c: No such file or directory"),
        ExceptionGroup("both", [ValueError("a"), ExceptionGroup("inner", [OSError(28, "No space left", "/y")])]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_stranger_stays_generic_and_keeps_what_was_known(error: BaseException) -> None:
    original = REPORTER.report(error)

    back = there_and_back(error)

    assert isinstance(back, UnexpectedError)
    again = REPORTER.report(back)
    assert again.causes[0].message == original.message
    assert again.causes[0].paths == original.paths
    assert (again.root and again.root.symbol) == (original.root and original.root.symbol)
    assert [each.message for each in again.causes[0].related] == [each.message for each in original.related]


OWN = """
import attrs
from howcome.errors import FetchError, Report, Reporter, Wheel

@attrs.define(kw_only=True, slots=False, repr=False)
class MirrorError(FetchError):
    code = "acme-mirror-failed"
    summary = "The mirror does not answer"
    particulars = ("It is: {mirror}",)
    mirror: str
"""


def python(code: str, *, stdin: str = "") -> str:
    done = subprocess.run([sys.executable, "-c", code], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_process_restores_a_class_of_ones_own_where_it_is_registered_and_only_there() -> None:
    line = python(
        f"{OWN}\nprint(Reporter(facts=False).report(MirrorError(artifact=Wheel('black'), mirror='eu')).to_json())"
    )
    restore = "\nimport sys\nerror = Reporter(errors={errors}).restore(Report.from_json(sys.stdin.read()))\n"

    there = python(OWN + restore.format(errors="[MirrorError]") + "print(type(error).__name__, error)", stdin=line)
    elsewhere = python(OWN + restore.format(errors="[]") + "print(type(error).__name__, error.__cause__)", stdin=line)

    assert there == "MirrorError The mirror does not answer: wheel black. It is: eu\n"
    assert elsewhere == "UnexpectedError The mirror does not answer: wheel black. It is: eu\n"


def test_no_type_of_a_report_is_ever_imported() -> None:
    document = json.loads(REPORTER.report(FetchError(artifact=Wheel("black"))).to_json())
    document |= {"code": "acme-gone", "type": "antigravity.Flight"}
    document["causes"] = [{"type": "this.Zen", "message": "x"}]

    error = REPORTER.restore(Report.from_json(json.dumps(document)))

    assert isinstance(error, UnexpectedError)
    assert not {"antigravity", "this"} & set(sys.modules)


def test_a_class_whose_fields_have_changed_stays_generic() -> None:
    @attrs.define(kw_only=True, slots=False, repr=False)
    class LaterError(FetchError):
        code = "acme-later"

        needed: str

    document = json.loads(REPORTER.report(FetchError(artifact=Wheel("black"))).to_json()) | {"code": "acme-later"}

    error = Reporter(errors=[LaterError]).restore(Report.from_json(json.dumps(document)))

    assert isinstance(error, UnexpectedError)
    assert str(error.__cause__) == "Failed to fetch: wheel black"


@pytest.mark.parametrize(
    "values",
    [
        {"command": {"a": 1}},
        {"exit_status": "{0.__class__}"},
        {"artifact": "x"},
        {"system": []},
        {"path": {}},
        {"members": "x"},
    ],
)
def test_values_of_the_wrong_type_do_no_harm(values: dict[str, Any]) -> None:
    document = json.loads(REPORTER.report(BuildError(command="cc", exit_status=1)).to_json()) | {"values": values}
    report = Report.from_json(json.dumps(document))

    error = REPORTER.restore(report)

    assert isinstance(error, HowcomeError)
    assert "class" not in str(error).replace("__class__", "")
    REPORTER.report(error)
