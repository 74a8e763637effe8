"""Installer errors that say what failed, why, and what to do.

Raise typed errors (`with FetchError.wrap(wheel):`), show and log them (`Reporter`), explain any text (`recognize`).
What is heavy is loaded when it is first used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .artifacts import (
    Artifact,
    Environment,
    IndexPage,
    InstalledDistribution,
    Interpreter,
    Launcher,
    LockFile,
    Operation,
    Requirement,
    SourceDistribution,
    SourceTree,
    VcsCheckout,
    Wheel,
)
from .codes import SystemCode
from .exceptions import (
    Attempt,
    BatchError,
    BuildError,
    CacheLockError,
    CacheReadError,
    CacheWriteError,
    FetchError,
    HowcomeError,
    IncompatibleError,
    InstallError,
    IntegrityError,
    LauncherError,
    LinkError,
    LinkFallbackError,
    LinkReadError,
    MetadataError,
    ResolveError,
    TargetEnvironmentError,
    UnexpectedError,
    UninstallError,
    UnlinkError,
    UnmetError,
    UnpackError,
)
from .wrap import Wrapping

if TYPE_CHECKING:
    from .hints import Advice, Hint
    from .kinds import ErrorKind
    from .recognize import Finding, recognize, recognize_lines
    from .report import Report, Reporter, ReportFormatError
    from .transient import is_transient

__all__ = [
    "Advice",
    "Artifact",
    "Attempt",
    "BatchError",
    "BuildError",
    "CacheLockError",
    "CacheReadError",
    "CacheWriteError",
    "Environment",
    "ErrorKind",
    "FetchError",
    "Finding",
    "Hint",
    "HowcomeError",
    "IncompatibleError",
    "IndexPage",
    "InstallError",
    "InstalledDistribution",
    "IntegrityError",
    "Interpreter",
    "Launcher",
    "LauncherError",
    "LinkError",
    "LinkFallbackError",
    "LinkReadError",
    "LockFile",
    "MetadataError",
    "Operation",
    "Report",
    "ReportFormatError",
    "Reporter",
    "Requirement",
    "ResolveError",
    "SourceDistribution",
    "SourceTree",
    "SystemCode",
    "TargetEnvironmentError",
    "UnexpectedError",
    "UninstallError",
    "UnlinkError",
    "UnmetError",
    "UnpackError",
    "VcsCheckout",
    "Wheel",
    "Wrapping",
    "is_transient",
    "recognize",
    "recognize_lines",
]

_LAZY = {
    "Advice": "hints",
    "ErrorKind": "kinds",
    "Finding": "recognize",
    "Hint": "hints",
    "Report": "report",
    "ReportFormatError": "report",
    "Reporter": "report",
    "is_transient": "transient",
    "recognize": "recognize",
    "recognize_lines": "recognize",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_LAZY[name]}", __name__), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """Keeps a name for the function when the module of the same name is imported: importing would bind the module."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _LAZY and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
