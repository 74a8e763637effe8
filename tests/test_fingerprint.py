"""What failures are counted by: the same wherever it happens, and `c1` for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import attrs
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
    SourceDistribution,
    SystemCode,
    Wheel,
)
from howcome.errors.failures import failure_of
from howcome.errors.fingerprint import fingerprint
from howcome.errors.kinds import identify
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def windows(number: int, words: str = "", path: str = "C:\\x") -> OSError:
    error = OSError(22, words, path)
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    return error


def fetched(cause: BaseException, name: str = "black", version: str = "24.1", path: str = "/cache") -> HowcomeError:
    wheel = Wheel(name, version)
    with (
        pytest.raises(FetchError) as caught,
        FetchError.wrap(wheel, url=f"https://h/{name}"),
        CacheWriteError.wrap(wheel, path=path),
    ):
        raise cause
    return caught.value


def link(*codes: int, mode: str = "symlink") -> LinkError:
    attempts = [Attempt(mode, mode, identify("win32", code, platform="windows"), "words") for code in codes]
    return LinkError(source="/a", destination="/b", attempts=attempts)


def of(error: BaseException) -> str:
    return fingerprint(failure_of(error))


@given(words=WORDS, path=WORDS, name=WORDS, version=WORDS, note=WORDS)
@settings(max_examples=50, deadline=None)
def test_language_place_name_version_and_notes_do_not_count(
    words: str, path: str, name: str, version: str, note: str
) -> None:
    error = fetched(windows(1314, words, path), name, version, path)
    error.add_note(note)

    assert of(error) == of(fetched(windows(1314)))


def test_tool_facts_hints_and_severity_do_not_count() -> None:
    first = Reporter(facts=False).report(fetched(windows(5)))
    second = Reporter(tool=("acme", "9"), facts=True).report(fetched(windows(5)), severity="warning")

    assert first.fingerprint == second.fingerprint


def test_a_kind_that_is_learnt_later_does_not_count() -> None:
    known = SystemCode("win32", 5, "ERROR_ACCESS_DENIED", "permission-denied")

    assert of(FetchError(system=known)) == of(FetchError(system=SystemCode("win32", 5, "ERROR_ACCESS_DENIED")))


def test_where_a_class_lies_does_not_count() -> None:
    failure = failure_of(ValueError("x"))

    assert fingerprint(attrs.evolve(failure, type="acme.errors.ValueError")) == fingerprint(failure)


def test_errno_is_the_same_on_every_system() -> None:
    linux, macos = (
        SystemCode("errno", 39, "ENOTEMPTY", None, "linux"),
        SystemCode("errno", 66, "ENOTEMPTY", None, "macos"),
    )

    assert of(FetchError(system=linux)) == of(FetchError(system=macos))


def test_what_the_operation_of_a_stranger_is_taken_for_does_not_count() -> None:
    failure = failure_of(fetched(OSError(28, "x")))
    (middle, stranger) = failure.causes
    told = attrs.evolve(failure, causes=(middle, attrs.evolve(stranger, operation="copy")))

    assert fingerprint(told) == fingerprint(failure)


def test_the_output_of_a_program_counts_by_its_code_alone() -> None:
    def built(output: str) -> str:
        return Report.of(BuildError(command="cc", exit_status=1, output=output)).fingerprint

    assert built("cc: x.o: No space left on device") == built("ld: /tmp/y: No space left on device") != built("no")


CAUSES: dict[str, Callable[[], BaseException]] = {
    "1314": lambda: fetched(windows(1314)),
    "5": lambda: fetched(windows(5)),
    "EACCES": lambda: fetched(PermissionError(13, "x")),
    "ENOSPC": lambda: fetched(OSError(28, "x")),
    "no cause": lambda: FetchError(artifact=Wheel("black")),
    "another class": lambda: IntegrityError(artifact=Wheel("black")),
    "another artifact": lambda: FetchError(artifact=SourceDistribution("black")),
    "no artifact": FetchError,
    "a stranger": lambda: TypeError("x"),
    "another stranger": lambda: ValueError("x"),
    "one attempt": lambda: link(1),
    "another attempt": lambda: link(1, mode="junction"),
    "two attempts": lambda: link(1, 1314),
    "two attempts in another order": lambda: link(1314, 1),
    "a batch": lambda: BatchError("m", [link(1)]),
    "a batch of others": lambda: BatchError("m", [link(1), link(1314)]),
    "a number without a name": lambda: FetchError(system=SystemCode("win32", 65001)),
    "a number of another space": lambda: FetchError(system=SystemCode("ntstatus", 65001)),
}


def test_different_causes_differ() -> None:
    found = {name: of(make()) for name, make in CAUSES.items()}

    # A code that an error holds itself, and not through a cause, is no part of c1.
    assert found.pop("a number without a name") == found.pop("a number of another space") == found["no artifact"]
    assert len(set(found.values())) == len(found), found


def test_members_are_a_set() -> None:
    def batch(*members: HowcomeError) -> str:
        return of(BatchError("m", list(members)))

    assert batch(link(1), link(1314)) == batch(link(1314), link(1), link(1)) != batch(link(1))


def test_it_is_sha_256_of_the_form_that_is_documented() -> None:
    """The form, written out by hand: codes, operations and kinds of artifacts, attempts, causes, members."""
    attempt = ["symlink", "symlink", ["win32", "ERROR_INVALID_FUNCTION"]]
    privilege = [["win32", "ERROR_PRIVILEGE_NOT_HELD"], None, None, [], []]
    fetch = ["fetch-failed", "fetch", "wheel", [], [["cache-write-failed", "write", "wheel", [], []], privilege], []]
    form: list[Any] = ["batch-failed", None, None, [], [], [fetch, ["link-failed", "create", None, [attempt], [], []]]]
    text = json.dumps(form, separators=(",", ":"))

    assert of(BatchError("m", [fetched(windows(1314)), link(1)])) == f"c1:{sha256(text.encode()).hexdigest()[:16]}"


VECTORS = {
    "1314": "c1:f6637a568206e0a9",
    "5": "c1:9dd84e362d55734d",
    "EACCES": "c1:30f5fe50e91e24b7",
    "ENOSPC": "c1:4662ad3aeb4e6c35",
    "no cause": "c1:e3f465acb8ccbdf6",
    "another class": "c1:b8f5c109d07116b2",
    "another artifact": "c1:5f066b59ea6e7a83",
    "a stranger": "c1:ba1067fca2384064",
    "two attempts": "c1:f15556027f7ac8ba",
    "a batch of others": "c1:c6fadf5ac58ded6c",
}


@pytest.mark.parametrize("name", VECTORS)
def test_recorded_fingerprints_are_for_ever(name: str) -> None:
    report = Report.of(CAUSES[name]())

    assert report.fingerprint == VECTORS[name]
    assert Report.from_json(report.to_json()).fingerprint == VECTORS[name]
