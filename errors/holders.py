"""Who holds a file: the processes that have it open."""

from __future__ import annotations

import attrs

__all__ = ["Holder"]


@attrs.frozen(kw_only=True)
class Holder:
    """A process that has a file open.

    Args:
        name: The program's name, such as `code.exe`.
        pid: Its process id.
        path: What it has open.
        own: Whether it is this very process.
    """

    name: str
    pid: int | None = None
    path: str | None = None
    own: bool | None = None

    def __str__(self) -> str:
        return self.name if self.pid is None else f"{self.name} (PID {self.pid})"
