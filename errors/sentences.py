"""What a failure says, in English: the sentence that JSON holds, and the pieces from which render.py says it anew."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from . import exceptions
from .codes import SystemCode
from .kinds import SENTENCES, ErrorKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .base import HowcomeError
    from .model import Root, System

__all__ = ["code_name", "own_classes", "sentence_of", "system_message"]


@cache
def own_classes() -> Mapping[str, type[HowcomeError]]:
    """Return our exception classes by their codes."""
    members = (getattr(exceptions, name) for name in exceptions.__all__)
    return {member.code: member for member in members if hasattr(member, "exit_code")}


def sentence_of(kind: str | None) -> str | None:
    """Return the clause that says what a portable kind means, without capital and stop; None for an unknown kind."""
    try:
        return SENTENCES[ErrorKind(kind)] if kind else None
    except (KeyError, ValueError):  # a later version's kind
        return None


def code_name(system: System | Root) -> str:
    """Return how people name a system's code: "ERROR_PRIVILEGE_NOT_HELD, Windows error 1314"."""
    return str(SystemCode(system.namespace, system.code, system.symbol, system.kind, system.platform))


def system_message(system: System, paths: tuple[str, ...] = ()) -> str:
    """Return a system error in plain English, with the paths that it was about."""
    sentence = sentence_of(system.kind) or system.text or code_name(system)
    return f"{sentence}: {' -> '.join(paths)}" if paths else sentence
