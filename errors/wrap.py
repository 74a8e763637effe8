"""The context manager behind `FetchError.wrap(wheel)`: an OSError in, the typed error out, the cause kept.

It costs a successful block next to nothing: all the thinking happens on the way out of a failed one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .artifacts import Artifact

__all__ = ["Wrap", "leaves"]

StrPath = str | os.PathLike[str]


class _Wrapping(Protocol):
    """What the wrapped class offers: `HowcomeError` implements it."""

    def _replacement(
        self, error: Exception, artifact: Artifact | None, path: StrPath | None, url: str | None
    ) -> Exception | None: ...


class Wrap(tuple[_Wrapping, "Artifact | None", "StrPath | None", "str | None"]):
    """Turn what leaves the block into a typed error: (class, artifact, path, url).

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
