"""From a report back to a typed error: by its code, from a registry, never by importing its type."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from .base import BatchError, HowcomeError, UnexpectedError
from .codes import SystemCode
from .exceptions import Attempt, LinkError
from .travel import StandIn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import FailedAttempt, Failure, System

__all__ = ["restored"]


def restored(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> HowcomeError:
    """Return the typed error of *failure* with its chain; what has no class here becomes an `UnexpectedError`."""
    chain = [_one(each, registry) for each in (failure, *failure.causes)]
    outer = chain[0]
    if not isinstance(outer, HowcomeError):
        chain.insert(0, UnexpectedError())
    for error, cause in pairwise(chain):
        error.__cause__ = cause
    first = chain[0]
    if not isinstance(first, HowcomeError):  # cannot be: it was inserted above
        raise TypeError(type(first).__name__)
    return first


def _one(failure: Failure, registry: Mapping[str, type[HowcomeError]]) -> Exception:
    system = _code(failure.system)
    stranger = StandIn(failure.type, failure.message, system)
    kind = registry.get(failure.code or "")
    if kind is None:
        return stranger
    try:
        error = _made(kind, failure, registry, system)
    except (TypeError, ValueError):  # a class that has changed since
        return stranger
    for note in failure.notes:
        error.add_note(note)
    return error


def _made(
    kind: type[HowcomeError], failure: Failure, registry: Mapping[str, type[HowcomeError]], system: SystemCode | None
) -> HowcomeError:
    if issubclass(kind, BatchError):
        return kind(failure.message, [restored(member, registry) for member in failure.related])
    names = {field.alias for field in attrs.fields(kind)}
    fields: dict[str, Any] = {name: value for name, value in failure.values.items() if name in names}
    fields |= {"artifact": failure.artifact, "url": failure.url, "system": system}
    fields["system_text"] = failure.system.text if failure.system else None
    if "output" in names:
        fields["output"] = failure.output
    if issubclass(kind, LinkError):
        fields["source"], fields["destination"] = (*failure.paths, None, None)[:2]
        fields["attempts"] = tuple(map(_attempt, failure.attempts))
    elif failure.paths:
        fields["path"] = failure.paths[0]
    return kind(**fields)


def _attempt(attempt: FailedAttempt) -> Attempt:
    system = attempt.system
    text = system.text if system else None
    return Attempt(attempt.mode, attempt.operation, _code(system), text, attempt.paths, attempt.reason)


def _code(system: System | None) -> SystemCode | None:
    if system is None:
        return None
    return SystemCode(system.namespace, system.code, system.symbol, system.kind, system.platform)
