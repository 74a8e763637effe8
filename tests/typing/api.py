"""What type checkers see of the interface: `nox -s typing` checks this file, and nothing runs it.

A `type: ignore` here is a mistake that must be found: strict checkers complain of one that is not needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, assert_type

import attrs
from howcome.errors import (
    Advice,
    Artifact,
    Attempt,
    BatchError,
    BuildError,
    CacheLockError,
    CacheReadError,
    CacheWriteError,
    ErrorKind,
    FetchError,
    Finding,
    Hint,
    HowcomeError,
    IncompatibleError,
    InstallError,
    IntegrityError,
    LauncherError,
    LinkError,
    MetadataError,
    Operation,
    Report,
    Reporter,
    ResolveError,
    SystemCode,
    TargetEnvironmentError,
    UninstallError,
    UnmetError,
    UnpackError,
    VcsCheckout,
    Wheel,
    is_transient,
    recognize,
    recognize_lines,
)
from howcome.linkers import LinkMode, LinkResult, link_directory


class MirrorError(FetchError):
    """A class without fields of its own."""

    code = "acme-mirror-failed"
    exit_code = 3


@attrs.define(kw_only=True, slots=False, repr=False)
class LicenseError(InstallError):
    """A class with a field."""

    code: ClassVar[str] = "acme-license-refused"
    summary: ClassVar[str] = "The license was not accepted"
    particulars: ClassVar[tuple[str, ...]] = ("It is: {license}",)
    operation = Operation.INSTALL

    license: str


def wraps(wheel: Wheel, place: Path) -> None:
    """Each class wraps, with an artifact or None, a path in any form, and an address."""
    with FetchError.wrap(wheel, url="https://index.example/"), CacheReadError.wrap(None, path=place):
        pass
    with CacheWriteError.wrap(wheel, path=str(place)), CacheLockError.wrap(wheel), UnpackError.wrap(wheel):
        pass
    with InstallError.wrap(wheel), LinkError.wrap(wheel), LauncherError.wrap(wheel), UninstallError.wrap(wheel):
        pass
    with TargetEnvironmentError.wrap(wheel), MirrorError.wrap(VcsCheckout(url="https://x", revision="main")):
        pass
    with FetchError.wrap("black"):  # type: ignore[arg-type]
        pass
    with FetchError.wrap(wheel, place):  # type: ignore[call-arg]
        pass
    with IntegrityError.wrap(wheel):  # type: ignore[attr-defined]
        pass


def raises(wheel: Wheel) -> Iterator[HowcomeError]:
    """Fields are keyword-only and typed."""
    yield LicenseError(artifact=wheel, license="EULA")
    yield IntegrityError(artifact=wheel, algorithm="sha256", expected="aa", computed="bb")
    yield BuildError(command=["cc", Path("x.c")], exit_status=1, output="no")
    yield BuildError(command="cc x.c")
    yield MetadataError(field="Version", expected="1", found="2")
    yield IncompatibleError(requirement="cp312", available="cp311", detail="A sentence.")
    yield ResolveError(requirement="black>=99")
    yield UnmetError(requirement="x")
    yield LinkError(source=Path("a"), destination="b", attempts=[Attempt("copy", "copy")])
    yield CacheLockError(path=Path("lock"), holder="pip (PID 7)")
    yield BatchError("Some failed", [FetchError(), ValueError("a stranger")], url="https://x")
    yield LicenseError(artifact=wheel)  # type: ignore[call-arg]
    yield IntegrityError("sha256")  # type: ignore[arg-type, call-arg]
    yield IntegrityError(algorithm=256)  # type: ignore[arg-type]


def attributes(error: HowcomeError) -> None:
    """What errors hold."""
    assert_type(error.artifact, Artifact | None)
    assert_type(error.system, SystemCode | None)
    assert_type(error.system_text, str | None)
    assert_type(error.paths, tuple[str, ...])
    assert_type(error.code, str)
    assert_type(error.exit_code, int)
    assert_type(error.operation, Operation | None)
    if isinstance(error, LicenseError):
        assert_type(error.license, str)
    if isinstance(error, LinkError):
        assert_type(error.attempts, tuple[Attempt, ...])
        assert_type(error.attempts[0].system, SystemCode | None)
    if isinstance(error, BatchError):
        assert_type(error.message, str)


def reports(error: BaseException, log: io.StringIO) -> int:
    """A reporter takes any exception."""
    reporter = Reporter(
        tool=("acme-installer", "2.1"),
        hints=[Hint(id="acme-disk", text="Ask Acme for a bigger disk.", symbols="ENOSPC")],
        errors=[MirrorError, LicenseError],
        docs_url="https://docs.example/",
        paths="home",
        facts=False,
    )
    with reporter.boundary(log=log, stream=log):
        pass
    report = reporter.report(error)
    assert_type(report, Report)
    assert_type(report.hints, tuple[Advice, ...])
    assert_type(report.to_json(), str)
    assert_type(report.render(lang="de", style="line"), str)
    assert_type(report.localized("de"), dict[str, Any])
    assert_type(Report.from_json(b"{}"), Report)
    assert_type(reporter.restore(report), HowcomeError)
    assert_type(is_transient(error), bool)
    Reporter(tool="acme")  # type: ignore[arg-type]
    Reporter(errors=[ValueError])  # type: ignore[list-item]
    return report.exit_code


def recognizes(text: str) -> None:
    """Findings are typed."""
    assert_type(recognize(text, platform="windows"), list[Finding])
    assert_type(recognize_lines([text]), Iterator[Finding])
    assert_type(recognize(text)[0].span, tuple[int, int])
    assert_type(ErrorKind("disk-full"), ErrorKind)


def pools(wheels: list[Wheel]) -> None:
    """What a pool's jobs raised makes a batch."""

    def fetch(wheel: Wheel) -> None:
        with FetchError.wrap(wheel):
            result = link_directory("a", "b", modes=[LinkMode.JUNCTION])
            assert_type(result, LinkResult)
            assert_type(result.fallback, LinkError | None)

    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(fetch, wheel) for wheel in wheels]
    failed = [error for job in jobs if isinstance(error := job.exception(), Exception)]
    if failed:
        raise BatchError("Some packages could not be fetched", failed)
