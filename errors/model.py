"""The plain immutable values that a report is made of.

They hold text, numbers and each other: nothing live, nothing translated, no secret. Words of closed sets (operations,
kinds, severities) are plain strings here, so that a report of a later version can be read. Absent means unknown.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- cattrs resolves these at run time
from itertools import takewhile
from typing import Any

import attrs

from .artifacts import Artifact  # noqa: TC001
from .facts import Facts  # noqa: TC001
from .hints import Advice  # noqa: TC001
from .holders import Holder  # noqa: TC001

__all__ = [
    "DOCUMENT",
    "SCHEMA_VERSION",
    "FailedAttempt",
    "Failure",
    "Frame",
    "ReportValues",
    "Retries",
    "Root",
    "System",
    "Tool",
]

DOCUMENT = "report"
SCHEMA_VERSION = "1.0"


@attrs.frozen(kw_only=True)
class System:
    """What the operating system (or TLS, HTTP, curl) said: code and words."""

    namespace: str
    code: int | None = None
    symbol: str | None = None
    kind: str | None = None
    platform: str | None = None
    text: str | None = None
    language: str | None = None


@attrs.frozen(kw_only=True)
class Root:
    """The innermost system error, repeated at the top so that the commonest query is one comparison."""

    namespace: str
    code: int | None = None
    symbol: str | None = None
    kind: str | None = None
    platform: str | None = None
    operation: str | None = None


@attrs.frozen(kw_only=True)
class FailedAttempt:
    """One way that was tried, and why it failed."""

    mode: str
    operation: str | None = None
    system: System | None = None
    paths: tuple[str, ...] = ()
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Failure:
    """One exception, as a value: what failed, in which operation, why."""

    code: str | None = None
    type: str
    message: str
    values: Mapping[str, Any] = attrs.field(factory=dict)
    operation: str | None = None
    artifact: Artifact | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    system: System | None = None
    attempts: tuple[FailedAttempt, ...] = ()
    notes: tuple[str, ...] = ()
    output: str | None = None
    causes: tuple[Failure, ...] = ()
    related: tuple[Failure, ...] = ()
    handled: bool | None = None

    @property
    def why(self) -> tuple[Failure, ...]:
        """The failure and its causes, without what came before them and was only being handled."""
        return (self, *takewhile(lambda cause: not cause.handled, self.causes))

    def more_than(self, shown: int) -> int:
        """Return how many members a group has beyond the first *shown*, those that the report leaves out included."""
        members = self.values.get("members")
        count = members if isinstance(members, int) else 0
        return max(count, len(self.related)) - min(shown, len(self.related))


@attrs.frozen(kw_only=True)
class Tool:
    """The front end that reports."""

    name: str
    version: str | None = None


@attrs.frozen(kw_only=True)
class Retries:
    """How often (times) and how long (seconds) it was tried again before it was given up."""

    count: int
    seconds: float | None = None


@attrs.frozen(kw_only=True)
class Frame:
    """One line of a traceback. Locals are never recorded."""

    file: str
    line: int | None = None
    function: str | None = None


@attrs.frozen(kw_only=True)
class ReportValues(Failure):
    """One failure and its envelope."""

    document: str = DOCUMENT
    schema_version: str = SCHEMA_VERSION
    id: str
    timestamp: str
    severity: str = "error"
    tool: Tool | None = None
    root: Root | None = None
    hints: tuple[Advice, ...] = ()
    facts: Facts | None = None
    fingerprint: str
    exit_code: int = 1
    transient: bool | None = None
    retries: Retries | None = None
    holders: tuple[Holder, ...] = ()
    traceback: tuple[Frame, ...] = ()
    truncated: bool | None = None
    docs_url: str | None = None
