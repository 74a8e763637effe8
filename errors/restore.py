"""From a report back to a typed error: by its code, from a registry, never by importing its type."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from .base import BatchError, HowcomeError, UnexpectedError
from .codes import SystemCode
from .exceptions import Attempt, LinkError
from .travel import LONGEST_CHAIN, StandIn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import FailedAttempt, Failure, System

__all__ = ["restored"]


def restored(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> HowcomeError:
    """Return the typed error of *failure* with its chain; what has no class here becomes an `UnexpectedError`."""
    first = _chain(failure, registry)
    return first if isinstance(first, HowcomeError) else UnexpectedError.of(first)


def _chain(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> Exception:
    failures = (failure, *failure.causes[:LONGEST_CHAIN])
    chain = [_one(each, registry) for each in failures]
    for (error, cause), told in zip(pairwise(chain), failures[1:], strict=True):
        error.__context__ = cause
        if not told.handled:
            error.__cause__ = cause
    return chain[0]


def _one(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> Exception:
    try:
        kind = registry.get(failure.code or "")
        error = _made(kind, failure, registry) if kind else _stranger(failure, registry)
    except (TypeError, ValueError, RecursionError):  # a class that has changed since, or a report that nobody wrote
        error = _stand_in(failure)
    for note in failure.notes:
        error.add_note(note)
    return error


def _stranger(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> Exception:
    if failure.related:
        return ExceptionGroup(failure.message, [_chain(member, registry) for member in failure.related])
    return _stand_in(failure)


def _stand_in(failure: Failure) -> StandIn:
    words = failure.system.text if failure.system else None
    made = StandIn(failure.type, failure.message, _code(failure.system), words, failure.paths, failure.url)
    made.sentence = True
    return made


def _made(kind: type[HowcomeError], failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> HowcomeError:
    names = {field.alias for field in attrs.fields(kind)}
    fields: dict[str, Any] = {name: value for name, value in failure.values.items() if name in names}
    fields |= {"artifact": failure.artifact, "url": failure.url, "system": _code(failure.system)}
    fields["system_text"] = failure.system.text if failure.system else None
    if "output" in names:
        fields["output"] = failure.output
    if issubclass(kind, LinkError):
        fields["source"], fields["destination"] = (None, None, *failure.paths)[-2:]
        fields["attempts"] = tuple(map(_attempt, failure.attempts))
    elif failure.paths:
        fields["path"] = failure.paths[0]
    if issubclass(kind, BatchError):
        return kind(failure.message, [_chain(member, registry) for member in failure.related], **fields)
    return kind(**fields)


def _attempt(attempt: FailedAttempt) -> Attempt:
    system = attempt.system
    text = system.text if system else None
    return Attempt(attempt.mode, attempt.operation, _code(system), text, attempt.paths, attempt.reason)


def _code(system: System | None) -> SystemCode | None:
    if system is None:
        return None
    return SystemCode(system.namespace, system.code, system.symbol, system.kind, system.platform)
