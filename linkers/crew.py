"""Several hands for work that waits for the disk; one pair for work that does not.

Python's threads take turns, so that a second one makes work slower that never waits. Whether it waits is measured: the
time that passed against the time spent computing, and whether the thread slept by itself or was put aside by others.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["Crew"]

HANDS = 4
SMALLEST_SHARE = 8  # items that are worth handing to another thread
MEASURED = 0.02  # seconds of work after which it is known whether it waits
WAITING = 2.0  # as much time passes as twice the time spent computing


class Crew:
    """Who does the work; a context manager.

    Args:
        workers: How many threads; None measures whether more than one are of use.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.hands = workers or 1
        self._measuring = workers is None and sys.platform == "linux"
        self._passed = self._computed = 0.0
        self._slept = 0
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
            self._alone(items, work)
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

    def _alone(self, items: Sequence[str], work: Callable[[Sequence[str]], None]) -> None:
        if not self._measuring:
            work(items)
            return
        before = _spent()
        work(items)
        passed, computed, slept = (now - then for now, then in zip(_spent(), before, strict=True))
        self._passed += passed
        self._computed += computed
        self._slept += int(slept)
        if self._passed > MEASURED:
            if self._slept > 0 and self._passed > WAITING * self._computed:
                self.hands = HANDS
            self._passed = self._computed = 0.0
            self._slept = 0

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


def _spent() -> tuple[float, float, float]:
    """Return the time that has passed, this thread's own, and how much oftener it slept than it was put aside."""
    if sys.platform != "linux":
        return 0.0, 0.0, 0
    import resource

    usage = resource.getrusage(resource.RUSAGE_THREAD)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime, usage.ru_nvcsw - usage.ru_nivcsw
