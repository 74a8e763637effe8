"""What a failure is counted by: the same on ten thousand machines, whatever their language, paths and versions.

Version `c1` is for ever: recorded vectors in the tests hold it. It never looks at a kind (that table grows), a text, a
path or a version, nor at the operation of a stranger's error, which is told from its type by a table that grows too.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import FailedAttempt, Failure, System

__all__ = ["fingerprint"]

_canonical = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def fingerprint(failure: Failure) -> str:
    """Return `c1:` and 16 hexadecimal digits of SHA-256 over what *failure* essentially is."""
    return _digest(_failure(failure))


@lru_cache(maxsize=1024)
def _digest(essence: tuple[Any, ...]) -> str:
    """Return the fingerprint of failures of which many are alike; JSON makes no difference of tuples and lists."""
    return f"c1:{sha256(_canonical(essence).encode()).hexdigest()[:16]}"


def _failure(failure: Failure) -> tuple[Any, ...]:
    *own, members = _cause(failure)
    return *own, tuple(map(_cause, failure.causes)), members


def _cause(cause: Failure) -> tuple[Any, ...]:
    return (
        cause.code or _origin(cause),
        cause.operation if cause.code else None,
        cause.artifact.kind if cause.artifact else None,
        tuple(map(_attempt, cause.attempts)),
        _members(cause),
    )


def _members(failure: Failure) -> tuple[Any, ...]:
    """Return the members of a group as a sorted set: ten packages that fail alike are one failure."""
    return tuple(sorted(set(map(_failure, failure.related)), key=json.dumps)) if failure.related else ()


def _attempt(attempt: FailedAttempt) -> tuple[Any, ...]:
    return attempt.mode, attempt.operation, _system(attempt.system)


def _origin(failure: Failure) -> Any:
    return _system(failure.system) or failure.type.rpartition(".")[2]


def _system(system: System | None) -> tuple[Any, ...] | None:
    return None if system is None else (system.namespace, system.symbol or system.code)
