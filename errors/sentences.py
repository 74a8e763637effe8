"""What a failure says, in English: the sentence that JSON holds, and the pieces from which render.py says it anew."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..locales import N_
from . import exceptions
from .codes import SystemCode
from .kinds import SENTENCES, ErrorKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .base import HowcomeError
    from .model import Root, System

__all__ = [
    "COMMAND_ENDED",
    "COMMAND_KILLED",
    "COMMAND_SLOW",
    "COPIES_FAILED",
    "INTERRUPTION",
    "PROGRAM_ENDED",
    "code_name",
    "own_classes",
    "read_off",
    "sentence_of",
    "system_message",
]

# What errors of others say, once it is known what they are.
INTERRUPTION = N_("Interrupted")
COPIES_FAILED = N_("Some files could not be copied")  # shutil.Error, whose text is a list of tuples
PROGRAM_ENDED = N_("The program ended with status {exit_status}")
COMMAND_ENDED = N_("This command ended with status {exit_status}: {command}")
COMMAND_KILLED = N_("This command was ended by signal {signal}: {command}")
COMMAND_SLOW = N_("This command was not done within {seconds} seconds: {command}")
_OF_OTHERS = (COMMAND_ENDED, COMMAND_KILLED, COMMAND_SLOW, PROGRAM_ENDED)


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


def read_off(message: str) -> tuple[str, dict[str, str]]:
    """Return the template of what an error of others says, and its values; the message itself where it has none.

    >>> read_off("This command was ended by signal 9: gcc -c x.c")
    ('This command was ended by signal {signal}: {command}', {'signal': '9', 'command': 'gcc -c x.c'})
    """
    for template in _OF_OTHERS:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(template))
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return template, found.groupdict()
    return message, {}


def system_message(system: System, paths: tuple[str, ...] = ()) -> str:
    """Return a system error in plain English, with the paths that it was about."""
    sentence = sentence_of(system.kind) or system.text or code_name(system)
    return f"{sentence}: {' -> '.join(paths)}" if paths else sentence
