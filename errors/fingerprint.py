"""What a failure is counted by: the same on ten thousand machines, whatever their language, paths and versions.

Version `c1` is for ever: recorded vectors in the tests hold it. It never looks at a kind (that table grows), a text, a
path or a version, nor at the operation of a stranger's error, which is told from its type by a table that grows too.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import FailedAttempt, Failure, System

__all__ = ["fingerprint"]

_canonical = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def fingerprint(failure: Failure) -> str:
    """Return `c1:` and 16 hexadecimal digits of SHA-256 over what *failure* essentially is."""
    return f"c1:{sha256(_canonical(_failure(failure)).encode()).hexdigest()[:16]}"


def _failure(failure: Failure) -> list[Any]:
    return [
        failure.code or _origin(failure),
        failure.operation if failure.code else None,
        failure.artifact.kind if failure.artifact else None,
        [_attempt(attempt) for attempt in failure.attempts],
        [_cause(cause) for cause in failure.causes],
        _members(failure),
    ]


def _cause(cause: Failure) -> list[Any]:
    return [
        cause.code or _origin(cause),
        cause.operation if cause.code else None,
        cause.artifact.kind if cause.artifact else None,
        [_attempt(attempt) for attempt in cause.attempts],
        _members(cause),
    ]


def _members(failure: Failure) -> list[Any]:
    """Return the members of a group as a sorted set: ten packages that fail alike are one failure."""
    if not failure.related:
        return []
    return [json.loads(member) for member in sorted({json.dumps(_failure(member)) for member in failure.related})]


def _attempt(attempt: FailedAttempt) -> list[Any]:
    return [attempt.mode, attempt.operation, _system(attempt.system)]


def _origin(failure: Failure) -> Any:
    return _system(failure.system) or failure.type.rpartition(".")[2]


def _system(system: System | None) -> list[Any] | None:
    return None if system is None else [system.namespace, system.symbol or system.code]
