"""The vocabulary of hints. A hint is a row of data: which failures it is for, what must be true, what it says.

The rows are in the modules hints_*.py, by topic; advice.py chooses among them.
A hint's id is for ever. Its sentences may be improved: whoever renders a report finds them by the id.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

import attrs

from ..locales import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .codes import SystemCode
    from .premises import Condition

__all__ = [
    "ACTION_KINDS",
    "AUDIENCES",
    "EXAMPLES",
    "Action",
    "Advice",
    "Hint",
    "Situation",
    "examples_for",
    "is_sound",
    "placeholders",
]

AUDIENCES = ("user", "admin", "package-author", "tool-author")
ACTION_KINDS = (
    "set-link-mode",
    "retry",
    "wait",
    "move-cache",
    "move-environment",
    "move-temp",
    "clear-cache",
    "recreate-environment",
    "use-environment",
    "close-process",
    "free-space",
    "login",
    "set-proxy",
    "set-certificates",
    "set-concurrency",
    "install-tool",
    "check-name",
)


@attrs.frozen
class Action:
    """What a program could do about it at the press of a button.

    Args:
        kind: One of ACTION_KINDS.
        value: What to set, where there is something to set.
        label: The words on the button, English.
    """

    kind: str
    value: str | None = None
    label: str = ""


# What stands for each {placeholder}: for translators, for the error index and for tests.
EXAMPLES = {
    "path": r"C:\Users\me\cache\wheels",
    "source": r"D:\downloads\black.whl",
    "name": "black.exe",
    "folder": r"C:\Users\me\cache",
    "host": "index.example",
    "url": "https://index.example/simple/black/",
    "tool": "git",
    "holder": "code.exe (PID 4242)",
    "volume": "D:",
    "source_volume": "C:",
    "file_system": "exFAT",
    "owner": "root",
    "user": "me",
    "mode": "0755",
    "free_bytes": "12 MB",
    "total_bytes": "64 GB",
    "path_length": "271",
    "name_length": "260",
    "name_limit": "255",
    "reserved_name": "aux",
    "links": "1023",
    "open_files_limit": "256",
    "long_path_switches": "2",
    "memory_free_bytes": "120 MB",
    "proxy": "http://proxy.example:3128",
    "proxy_variable": "HTTPS_PROXY",
    "certificates_variable": "SSL_CERT_FILE",
    "clock": "2019-01-01",
    "container": "docker",
    "machine": "aarch64",
    "bits": "32",
    "sandbox": "snap",
    "apparmor": "snap.installer",
    "python": "3.11.9",
    "system": "Debian GNU/Linux 12",
}
# The same for a hint that is never for Windows.
_OF_UNIX = {
    "path": "/home/me/cache/wheels",
    "source": "/mnt/downloads/black.whl",
    "name": "black",
    "folder": "/home/me/cache",
    "holder": "code (PID 4242)",
    "volume": "/mnt",
    "source_volume": "/home",
}

COPY = Action("set-link-mode", "copy", N_("Copy instead"))
JUNCTION = Action("set-link-mode", "junction", N_("Use junctions"))
SYMLINK = Action("set-link-mode", "symlink", N_("Use symbolic links"))
RETRY = Action("retry", None, N_("Try again"))
WAIT = Action("wait", None, N_("Wait and try again"))
MOVE_CACHE = Action("move-cache", None, N_("Choose another cache folder"))
MOVE_ENVIRONMENT = Action("move-environment", None, N_("Choose another environment folder"))
MOVE_TEMP = Action("move-temp", None, N_("Choose another temporary folder"))
CLEAR_CACHE = Action("clear-cache", None, N_("Remove the damaged cache entry"))
RECREATE = Action("recreate-environment", None, N_("Create the environment again"))
USE_ENVIRONMENT = Action("use-environment", None, N_("Use a virtual environment"))
CLOSE = Action("close-process", None, N_("Show what to close"))
FREE_SPACE = Action("free-space", None, N_("Free up space"))
LOGIN = Action("login", None, N_("Sign in"))
SET_PROXY = Action("set-proxy", None, N_("Change the proxy settings"))
SET_CERTIFICATES = Action("set-certificates", None, N_("Choose the certificates to trust"))
FEWER = Action("set-concurrency", "1", N_("Work on fewer files at a time"))
INSTALL_TOOL = Action("install-tool", None, N_("Install what is missing"))
CHECK_NAME = Action("check-name", None, N_("Check the name"))


@attrs.frozen(kw_only=True)
class Situation:
    """What hints are chosen by; made from a failure or from a finding.

    Args:
        system: The system's code, its kind filled in.
        code: The failure's own code, such as `link-failed`.
        operation: What was being done, a value of `Operation`.
        artifact: The kind of artifact, such as `wheel`.
        paths: One path, or source then destination.
        url: The address, where there is one.
        platform: windows linux macos: where it failed.
        tool: The program that failed or that was called.
        text: The system's words, or the lines around a finding.
        attempts: Ways that were tried, each with `mode`, `system`, `operation` and `paths`.
        holders: The processes that hold the paths, if somebody asked.
    """

    system: SystemCode | None = None
    code: str | None = None
    operation: str | None = None
    artifact: str | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    platform: str | None = None
    tool: str | None = None
    text: str | None = None
    attempts: tuple[Any, ...] = ()
    holders: tuple[Any, ...] = ()


def _words(values: str | Iterable[str]) -> frozenset[str]:
    return frozenset(values.split() if isinstance(values, str) else values)


def _pattern(pattern: str | re.Pattern[str] | None) -> re.Pattern[str] | None:
    return None if pattern is None else re.compile(pattern)


@attrs.frozen(kw_only=True, eq=False)
class Hint:
    """One hint. Criteria that are given must all hold; sets are written as words in one string.

    Args:
        id: Kebab-case, for ever.
        text: What to do, as whole sentences, when nothing is known for certain.
        plain: What is said instead while a value of *text* is unknown; needed where *text* names any.
        seen: What is said when facts confirm the premise; it may name what was seen.
        about: For the error index: why this happens and when, in a paragraph.
        audience: Who can follow it: one of AUDIENCES.
        action: What a program could do about it.
        symbols: Symbols of system codes, or `http:404` where there is none. Either these or the kinds must match.
        kinds: Portable kinds of system codes.
        failures: Codes of failures, such as `integrity-failed`.
        operations: Values of `Operation`; the word `unknown` where it may also be unknown, as in a pasted text.
        artifacts: Kinds of artifacts.
        platforms: windows linux macos.
        tools: Names of programs, without `.exe`; the last part of a path counts too.
        path: A pattern that one of the paths must match, as lower case with `/` between its parts.
        words: A pattern that must occur in the lower-case text.
        premise: What must be true of the machine. None where no fact can tell.
        unless: What makes the hint pointless.
        general: Shown only where no other hint is.
        certain: Shown only where facts confirm the premise.
    """

    id: str
    text: str
    plain: str | None = None
    seen: str | None = None
    about: str = ""
    audience: str = "user"
    action: Action | None = None
    symbols: frozenset[str] = attrs.field(default="", converter=_words)
    kinds: frozenset[str] = attrs.field(default="", converter=_words)
    failures: frozenset[str] = attrs.field(default="", converter=_words)
    operations: frozenset[str] = attrs.field(default="", converter=_words)
    artifacts: frozenset[str] = attrs.field(default="", converter=_words)
    platforms: frozenset[str] = attrs.field(default="", converter=_words)
    tools: frozenset[str] = attrs.field(default="", converter=_words)
    path: re.Pattern[str] | None = attrs.field(default=None, converter=_pattern)
    words: re.Pattern[str] | None = attrs.field(default=None, converter=_pattern)
    premise: Condition | None = None
    unless: Condition | None = None
    general: bool = False
    certain: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return every template of it, for translators."""
        return tuple(each for each in (self.seen, self.text, self.plain) if each)

    def template(self, confidence: str, values: Mapping[str, object]) -> str:
        """Return the sentences for *confidence* whose placeholders all have a value in *values*."""
        wanted = (self.seen, self.text) if confidence == "checked" else (self.text,)
        known = values.keys()
        return next((each for each in wanted if each and placeholders(each) <= known), self.plain or self.text)


@attrs.frozen(kw_only=True)
class Advice:
    """A hint that follows from a failure, as reports carry it.

    Args:
        id: The hint's id.
        text: Its sentences in English, with the values in place.
        values: The values that its template names.
        audience: Who can follow it.
        confidence: `checked` where facts confirmed its premise, else `likely`.
        action: What a program could do about it.
        helps: The ids of the artifacts that it would help, in a batch.
        docs_url: Its page in the error index.
    """

    id: str
    text: str
    values: Mapping[str, str] = attrs.field(factory=dict)
    audience: str = "user"
    confidence: str = "likely"
    action: Action | None = None
    helps: tuple[str, ...] = ()
    docs_url: str | None = None


def is_sound(hint: Hint) -> bool:
    """Tell whether a stranger's row holds what reports can carry: an id, sentences, an audience, an action.

    >>> is_sound(Hint(id="acme-desk", text="Call {owner}.")), is_sound(Hint(id="No id", text="Call us."))
    (True, False)
    """
    sentences = (hint.text, hint.plain, hint.seen)
    return (
        isinstance(hint.id, str)
        and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", hint.id) is not None
        and isinstance(hint.text, str)
        and all(each is None or isinstance(each, str) for each in sentences)
        and hint.audience in AUDIENCES
        and (hint.action is None or isinstance(hint.action, Action))
    )


def examples_for(hint: Hint) -> dict[str, str]:
    """Return what stands for each {placeholder} of a hint, as on a system that it is for."""
    return EXAMPLES | _OF_UNIX if hint.platforms and "windows" not in hint.platforms else EXAMPLES


@cache
def placeholders(template: str) -> frozenset[str]:
    """Return the names in *template*'s braces.

    >>> sorted(placeholders("{volume} is {file_system}."))
    ['file_system', 'volume']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)
