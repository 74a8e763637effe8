"""Several hands for the files of one directory, for those who ask for them.

Python's threads take turns. On an idle machine with two cores, a second one saved 3 to 15% of the time of copies and
clones on btrfs and XFS, for half as much processor time again; where others are at work, that is no gain. One thread is
used unless the caller knows better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["Crew"]

SMALLEST_SHARE = 8  # items that are worth handing to another thread


class Crew:
    """Who does the work; a context manager.

    Args:
        workers: How many threads; None is one.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.hands = workers or 1
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, items: Sequence[str], work: Callable[[Sequence[str]], None]) -> None:
        """Have *work* done on all *items*, and wait for it; the first error is raised when nobody works any more."""
        if self.hands == 1 or len(items) < 2 * SMALLEST_SHARE:
            work(items)
            return
        share = max(SMALLEST_SHARE, -(-len(items) // self.hands))
        shares = [items[start : start + share] for start in range(0, len(items), share)]
        futures = [self._workers().submit(work, others) for others in shares[1:]]
        try:
            work(shares[0])
        except BaseException:
            for future in futures:
                future.cancel()
            raise
        finally:
            _wait(futures)
        for future in futures:
            future.result()

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self.hands - 1, thread_name_prefix="howcome-linker")
        return self._pool


def _wait(futures: list[Future[None]]) -> None:
    """Wait until nobody works any more: they use descriptors that are closed next."""
    from concurrent.futures import wait

    while True:
        try:
            wait(futures)
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
        else:
            return
