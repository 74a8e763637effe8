"""A ``wrap`` around code that succeeds, against an empty context manager with slots."""

from __future__ import annotations

from .side_by_side import Result, measure

LIMIT = 2.2


class Empty:
    """Does nothing, with the same arguments."""

    __slots__ = ("artifact", "path", "url")

    def __init__(self, artifact: object, *, path: object = None, url: object = None) -> None:
        """Keep the arguments."""
        self.artifact = artifact
        self.path = path
        self.url = url

    def __enter__(self) -> None:
        """Enter."""

    def __exit__(self, *_raised: object) -> None:
        """Leave."""


def run() -> Result:
    """Measure."""
    from howcome.errors import FetchError, Wheel

    wheel = Wheel(name="black", version="24.1.0")

    def empty() -> None:
        with Empty(wheel):
            pass

    def wrapped() -> None:
        with FetchError.wrap(wheel):
            pass

    return measure("wrap", empty, wrapped, limit=LIMIT, runs=40, loops=20_000)
