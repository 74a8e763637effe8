"""What leaves a `with FetchError.wrap(wheel):` block."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import attrs
import pytest
from howcome import errors
from howcome.errors import (
    BatchError,
    CacheWriteError,
    FetchError,
    HowcomeError,
    SourceDistribution,
    SystemCode,
    Wheel,
    Wrapping,
    exceptions,
)

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = Wheel("black", "24.1")


def leaving(error: BaseException, kind: type[Wrapping] = FetchError) -> BaseException:
    try:
        with kind.wrap(WHEEL, path="/cache", url="https://index.example/black"):
            raise error  # noqa: TRY301
    except BaseException as left:  # noqa: BLE001
        return left


def test_a_real_oserror_becomes_the_typed_error(tmp_path: Path) -> None:
    with pytest.raises(CacheWriteError) as caught, CacheWriteError.wrap(WHEEL, path=tmp_path):
        (tmp_path / "missing" / "file").write_text("")

    error = caught.value
    assert isinstance(error.__cause__, FileNotFoundError)
    assert error.artifact is WHEEL
    assert error.path == str(tmp_path)
    assert error.system is not None
    assert error.system.symbol == "ENOENT"


def test_an_unresolvable_name_keeps_its_number_space() -> None:
    with pytest.raises(FetchError) as caught, FetchError.wrap(WHEEL):
        socket.getaddrinfo("nowhere.invalid", 443)

    assert caught.value.system is not None
    assert caught.value.system.namespace in {"getaddrinfo", "win32"}


def test_another_class_or_artifact_becomes_the_cause() -> None:
    inner = CacheWriteError(artifact=WHEEL)
    other = FetchError(artifact=SourceDistribution("black", "24.1"))

    assert leaving(inner).__cause__ is inner
    assert leaving(other).__cause__ is other
    assert isinstance(leaving(other), FetchError)


def test_a_subclass_is_another_class() -> None:
    class SpecialFetchError(FetchError):
        pass

    special = SpecialFetchError(artifact=WHEEL)
    assert leaving(special).__cause__ is special


def test_the_same_class_about_the_same_artifact_passes_unchanged() -> None:
    error = FetchError(artifact=Wheel("black", "24.1"))

    assert leaving(error) is error


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), ValueError("a bug"), SystemExit(3), BaseExceptionGroup("b", [KeyboardInterrupt()])]
)
def test_everything_else_is_left_alone(error: BaseException) -> None:
    assert leaving(error) is error


def test_a_group_of_system_errors_is_wrapped() -> None:
    group = ExceptionGroup("both", [OSError(2, "a"), ExceptionGroup("inner", [TimeoutError()])])

    left = leaving(group)

    assert isinstance(left, FetchError)
    assert left.__cause__ is group


def test_a_group_of_our_own_becomes_a_batch() -> None:
    inner = CacheWriteError(artifact=WHEEL)

    left = leaving(ExceptionGroup("both", [inner]))

    assert isinstance(left.__cause__, BatchError)
    assert left.__cause__.exceptions == (inner,)


def test_a_group_with_a_stranger_is_left_alone() -> None:
    group = ExceptionGroup("mixed", [OSError(2, "a"), ValueError("a bug")])

    assert leaving(group) is group


def test_a_group_of_system_errors_and_ours_is_left_alone() -> None:
    group = ExceptionGroup("mixed", [OSError(2, "a"), ExceptionGroup("inner", [CacheWriteError(artifact=WHEEL)])])

    assert leaving(group) is group


def test_those_classes_wrap_whose_cause_is_a_system_error() -> None:
    kinds = {name: getattr(errors, name) for name in exceptions.__all__}
    wrapping = {name for name, kind in kinds.items() if hasattr(kind, "wrap") and Wrapping in kind.__bases__}

    assert wrapping == {
        *("FetchError", "CacheReadError", "CacheWriteError", "CacheLockError", "UnpackError", "InstallError"),
        *("LinkError", "LauncherError", "UninstallError", "TargetEnvironmentError"),
    }


class AcmeError(HowcomeError, Wrapping):
    """One of a front end's own."""


@attrs.define(kw_only=True, slots=False, repr=False)
class LicenseError(AcmeError):
    """One that cannot be made without its field."""

    license: str


def test_a_class_of_ones_own_wraps() -> None:
    assert isinstance(leaving(OSError(2, "a"), AcmeError), AcmeError)


def test_an_error_that_nothing_can_be_made_of_is_not_hidden() -> None:
    error = OSError(2, "a")

    assert leaving(error, LicenseError) is error
    assert "LicenseError" in error.__notes__[0]
    assert "license" in error.__notes__[0]


def test_the_address_and_the_place_are_kept() -> None:
    left = leaving(ConnectionResetError(104, "Connection reset by peer"))

    assert isinstance(left, FetchError)
    assert (left.url, left.paths) == ("https://index.example/black", ("/cache",))
    assert isinstance(left.system, SystemCode)


def test_success_costs_nothing_to_see() -> None:
    with FetchError.wrap(WHEEL) as nothing:
        pass

    assert nothing is None
