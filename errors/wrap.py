"""The context manager behind `FetchError.wrap(wheel)`: an OSError in, the typed error out, the cause kept.

It costs a successful block next to nothing: all the thinking happens on the way out of a failed one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .artifacts import Artifact

__all__ = ["Wrap", "Wrapping", "leaves"]

StrPath = str | os.PathLike[str]


class Wrap(tuple[Any, "Artifact | None", "StrPath | None", "str | None"]):
    """Turn what leaves the block into a typed error: (class of ours, artifact, path, url).

    A tuple, because one is made at every use and C makes it.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or not isinstance(error, Exception):
            return
        wrapping, artifact, path, url = self
        replacement = wrapping._replacement(error, artifact, path, url)
        if replacement is not None:
            raise replacement from (replacement.__cause__ or error)


class Wrapping:
    """The second base of those errors whose cause is a system error.

    Errors with facts of their own (a hash that differs, a command that failed) are raised with their fields instead.
    """

    __slots__ = ()

    @classmethod
    def wrap(cls, artifact: Artifact | None, *, path: StrPath | None = None, url: str | None = None) -> Wrap:
        """Return a context manager that turns an OSError, or a group of them, into this error.

        Args:
            artifact: What the block is about.
            path: The place that it works on.
            url: The address that it works on.

        A typed error of another class, or about another artifact, becomes the cause of the new one; one of the same
        class about the same artifact passes unchanged. Everything else (KeyboardInterrupt, bugs) is left alone.

        >>> from howcome.errors import Artifact, FetchError
        >>> with FetchError.wrap(Artifact("black", kind="wheel")):
        ...     raise ConnectionResetError(104, "Connection reset by peer")
        Traceback (most recent call last):
        howcome.errors.FetchError: Failed to fetch: wheel black
        """
        return Wrap((cls, artifact, path, url))


def leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    """Yield the errors in *group* and in the groups inside it, without recursion, each once.

    >>> [str(leaf) for leaf in leaves(ExceptionGroup("a", [OSError("b"), ExceptionGroup("c", [OSError("d")])]))]
    ['b', 'd']
    """
    waiting: list[BaseException] = [group]
    seen: set[int] = set()
    while waiting:
        error = waiting.pop()
        if id(error) in seen:
            continue
        seen.add(id(error))
        if isinstance(error, BaseExceptionGroup):
            waiting.extend(reversed(error.exceptions))
        else:
            yield error
