"""The typed hierarchy: drawn as it is, whole after travelling, plain in what it says."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import attrs
import pytest
from howcome import errors
from howcome.errors import (
    Artifact,
    Attempt,
    BatchError,
    BuildError,
    CacheLockError,
    CacheWriteError,
    FetchError,
    HowcomeError,
    InstallError,
    IntegrityError,
    LinkError,
    Operation,
    Reporter,
    ResolveError,
    SourceDistribution,
    SystemCode,
    UnexpectedError,
    Wheel,
    Wrapping,
    exceptions,
)
from howcome.errors.travel import LONGEST_CHAIN, StandIn, chain_of

if TYPE_CHECKING:
    from collections.abc import Callable

WHEEL = Wheel("mypy-extensions", "1.0.0")
CLASSES = [getattr(errors, name) for name in exceptions.__all__ if name != "Attempt"]
TRAVELS: list[Callable[[BaseException], BaseException]] = [
    lambda error: pickle.loads(pickle.dumps(error)),
    copy.copy,
    copy.deepcopy,
]


def windows_error(winerror: int = 1314, text: str = "Dem Client fehlt ein erforderliches Recht.") -> OSError:
    """Return an OSError as Windows' Python raises it: errno folded to EINVAL, the truth in winerror."""
    error = OSError(22, text, "D:\\cache")
    error.winerror = winerror  # type: ignore[attr-defined, unused-ignore]
    return error


def raised(kind: type[Wrapping], cause: BaseException) -> HowcomeError:
    try:
        with kind.wrap(WHEEL):
            raise cause
    except HowcomeError as error:
        return error


def make(kind: type[HowcomeError]) -> HowcomeError:
    return kind("Several failed", [FetchError(artifact=WHEEL)]) if kind is BatchError else kind(artifact=WHEEL)


def test_the_drawing_is_the_hierarchy() -> None:
    drawn = re.findall(r"^([│ ├└─]*)(\w+Error)\s{2,}", exceptions.__doc__ or "", re.MULTILINE)
    above: dict[int, str] = {}
    parents = {}
    for bars, name in drawn:
        depth = len(bars) // 4
        above[depth] = name
        parents[name] = above.get(depth - 1, "Exception")

    assert parents == {kind.__name__: kind.__bases__[0].__name__ for kind in CLASSES}


def test_every_class_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in CLASSES]

    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("travel", TRAVELS, ids=["pickle", "copy", "deepcopy"])
def test_every_class_travels(kind: type[HowcomeError], travel: Callable[[BaseException], BaseException]) -> None:
    error = make(kind)
    error.add_note("on the build machine")

    back = travel(error)

    assert type(back) is kind
    assert str(back) == str(error)
    assert back.__notes__ == ["on the build machine"]
    assert isinstance(back, HowcomeError)
    assert back.artifact == error.artifact


@pytest.mark.parametrize("travel", TRAVELS, ids=["pickle", "copy", "deepcopy"])
def test_the_windows_code_outlives_the_journey(travel: Callable[[BaseException], BaseException]) -> None:
    back = travel(raised(FetchError, raised(CacheWriteError, windows_error())))

    assert isinstance(back, FetchError)
    assert back.system == SystemCode("win32", 1314, "ERROR_PRIVILEGE_NOT_HELD", "privilege-not-held", "windows")
    assert back.system_text == "Dem Client fehlt ein erforderliches Recht."
    _, middle, root = chain_of(back)
    assert isinstance(middle, CacheWriteError)
    assert root.winerror == 1314  # type: ignore[attr-defined]
    assert root.filename == "D:\\cache"  # type: ignore[attr-defined]


def _fails_with_1314() -> None:
    raise raised(FetchError, windows_error())


def test_a_process_pool_brings_1314_back() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        error = pool.submit(_fails_with_1314).exception()

    assert isinstance(error, FetchError)
    assert error.system is not None
    assert error.system.code == 1314


class Unpicklable(Exception):  # noqa: N818
    def __init__(self) -> None:
        super().__init__(lambda: None)

    def __str__(self) -> str:
        return "cannot travel"


@pytest.mark.parametrize("travel", TRAVELS, ids=["pickle", "copy", "deepcopy"])
def test_a_cause_that_cannot_travel_is_stood_in_for(travel: Callable[[BaseException], BaseException]) -> None:
    error = FetchError(artifact=WHEEL)
    error.__cause__ = Unpicklable()

    cause = travel(error).__cause__

    assert isinstance(cause, StandIn)
    assert cause.type_name.endswith("Unpicklable")
    assert str(cause) == "cannot travel"


def test_long_chains_are_cut_and_cycles_end() -> None:
    first = error = FetchError()
    for _ in range(1000):
        error.__cause__ = FetchError()
        error = error.__cause__
    assert len(list(chain_of(pickle.loads(pickle.dumps(first))))) == LONGEST_CHAIN

    error.__cause__ = first
    assert len(list(chain_of(first))) == LONGEST_CHAIN


def test_groups_travel_with_the_codes_of_their_members() -> None:
    group = ExceptionGroup("both", [windows_error(), ExceptionGroup("inner", [windows_error(32)])])

    cause = pickle.loads(pickle.dumps(raised(FetchError, group))).__cause__

    assert [member.winerror for member in (cause.exceptions[0], cause.exceptions[1].exceptions[0])] == [1314, 32]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "artifact", [WHEEL, SourceDistribution("black", "24.1"), Artifact(kind="npm-tarball", name="left-pad")]
)
def test_messages_name_the_kind_of_artifact(kind: type[HowcomeError], artifact: Artifact) -> None:
    if kind in {BatchError, LinkError}:
        pytest.skip("a batch has no artifact of its own; a link is named by its places")
    message = str(kind(artifact=artifact))

    assert message.endswith(f": {artifact}")
    assert "source distribution cache" not in message


def test_particulars_are_said_where_they_are_known() -> None:
    assert str(IntegrityError(artifact=WHEEL, algorithm="sha256", expected="aa", computed="bb")) == (
        "Failed to verify: wheel mypy-extensions==1.0.0. Expected sha256 aa, but it is bb."
    )
    assert str(IntegrityError(artifact=WHEEL, algorithm="sha256")) == "Failed to verify: wheel mypy-extensions==1.0.0"
    assert str(BuildError(command=["cc", "a b.c"], exit_status=1)) == (
        "Failed to build. This command ended with status 1: cc 'a b.c'"
    )
    assert str(ResolveError(requirement="black>=99", detail="The newest is 24.1.")) == (
        "No version satisfies all requirements. Required: black>=99. The newest is 24.1."
    )
    assert str(CacheLockError(path="/c/lock", holder="pip (PID 7)")) == (
        "Failed to lock the cache: /c/lock. It is held by: pip (PID 7)"
    )


def test_secrets_never_show() -> None:
    wheel = Wheel("black", url="https://ann:hunter2@index.example/black.whl")
    error = FetchError(artifact=wheel, url="https://index.example/?token=hunter2")

    for shown in (repr(wheel), str(wheel), repr(error), str(error), str(FetchError(url=wheel.url))):
        assert "hunter2" not in shown


def test_a_link_error_has_the_code_of_its_last_attempt() -> None:
    attempts = (Attempt.failed("junction", windows_error(1)), Attempt.failed("symlink", windows_error(1314)))
    error = LinkError(source="/a", destination="/b", attempts=attempts)

    assert str(error) == "Failed to link: /b -> /a"
    assert error.paths == ("/a", "/b")
    assert error.system is attempts[1].system
    assert pickle.loads(pickle.dumps(error)).attempts == attempts


def test_a_batch_is_an_exception_group_of_ours() -> None:
    stranger = ValueError("who")
    batch = BatchError("Some packages could not be fetched", [FetchError(artifact=WHEEL), stranger])

    with pytest.raises(HowcomeError):
        raise batch
    assert isinstance(batch, ExceptionGroup)
    assert isinstance(batch.exceptions[1], UnexpectedError)
    assert batch.exceptions[1].__cause__ is stranger
    matched, rest = batch.split(FetchError)
    assert isinstance(matched, BatchError)
    assert isinstance(rest, BatchError)
    assert str(batch) == "Some packages could not be fetched"


def test_a_class_of_ones_own_is_a_few_lines() -> None:
    @attrs.define(kw_only=True, slots=False, repr=False)
    class LicenseError(InstallError):
        code = "acme-license-refused"
        summary = "The license was not accepted"
        particulars = ("It is: {license}",)

        license: str

    assert str(LicenseError(artifact=WHEEL, license="EULA")) == (
        "The license was not accepted: wheel mypy-extensions==1.0.0. It is: EULA"
    )


@pytest.mark.parametrize("status", [0, 256, -1, 2**31, True, "1", 1.0, None])
def test_a_status_that_a_shell_takes_for_another_is_refused_when_a_class_says_it(status: object) -> None:
    with pytest.raises(ValueError, match=r"The exit_code of LicenseError is .*, but must be a whole number from 1"):
        type("LicenseError", (InstallError,), {"exit_code": status})


@pytest.mark.parametrize("status", [1, 78, 255, 1603, 2**31 - 1])
def test_a_class_says_its_status(status: int) -> None:
    kind = type("LicenseError", (InstallError,), {"exit_code": status})

    assert Reporter(facts=False).report(kind()).exit_code == status


FIELDS = {
    "CacheLockError": "holder",
    "IntegrityError": "algorithm expected computed",
    "UnpackError": "member",
    "BuildError": "command exit_status output",
    "MetadataError": "field expected found",
    "UnmetError": "requirement available detail",
    "IncompatibleError": "requirement available detail",
    "ResolveError": "requirement available detail",
    **dict.fromkeys(
        ["LinkError", "LinkFallbackError", "LinkReadError", "UnlinkError"], "source destination attempts reason mode"
    ),
}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_has_the_fields_that_are_fixed(kind: type[HowcomeError]) -> None:
    base = {field.name for field in attrs.fields(HowcomeError)}
    own = [field for field in attrs.fields(kind) if field.name not in base]

    assert [field.name for field in own] == FIELDS.get(kind.__name__, "").split()
    assert all(field.kw_only for field in attrs.fields(kind))
    assert kind.exit_code == 1
    assert kind.operation is None or kind.operation in set(Operation)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_is_shown_in_every_style(kind: type[HowcomeError]) -> None:
    error = make(kind)
    report = Reporter(facts=False).report(error)

    for style in ("full", "plain", "line", "github", "markdown"):
        shown = report.render(style=style, verbose=True)
        assert str(error) in shown.replace("\n  ", " ")
        assert kind.code in shown
    assert report.localized("en")["message"] == str(error)


def test_sizes_are_told_as_hashes_are() -> None:
    error = IntegrityError(artifact=WHEEL, algorithm="size", expected="1024", computed="17")

    assert str(error).endswith("Expected size 1024, but it is 17.")


def test_no_class_warns_of_anything_in_development_mode() -> None:
    code = (
        "import pickle\n"
        "from howcome import errors\n"
        "from howcome.errors import exceptions\n"
        "for name in exceptions.__all__:\n"
        "    kind = getattr(errors, name)\n"
        "    if name not in {'Attempt', 'BatchError'}:\n"
        "        error = pickle.loads(pickle.dumps(kind(artifact=errors.Wheel('black'))))\n"
        "        errors.Report.of(error).to_json()\n"
    )
    done = subprocess.run([sys.executable, "-X", "dev", "-W", "error", "-c", code], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
