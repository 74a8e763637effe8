"""Measuring two things in turn, so that what else the machine does meets both alike."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """How long the two took, in seconds, run by run."""

    name: str
    baseline: list[float]
    candidate: list[float]
    limit: float
    notes: tuple[str, ...] = ()

    @property
    def ratio(self) -> float:
        """The best time against the best time: noise only ever adds."""
        return min(self.candidate) / min(self.baseline)

    def show(self) -> None:
        """Print both, the ratio, and what else was measured."""
        for name, times in (("baseline", self.baseline), ("howcome", self.candidate)):
            best, median = min(times), statistics.median(times)
            sys.stdout.write(f"{self.name}: {name}: best {best * 1e6:.2f} us, median {median * 1e6:.2f} us\n")
        verdict = "within" if self.ratio <= self.limit else "ABOVE"
        sys.stdout.write(f"{self.name}: ratio {self.ratio:.2f}, {verdict} the limit of {self.limit}\n")
        for note in self.notes:
            sys.stdout.write(f"{self.name}: {note}\n")


def measure(
    name: str,
    baseline: Callable[[], object],
    candidate: Callable[[], object],
    *,
    limit: float,
    runs: int,
    loops: int = 1,
) -> Result:
    """Time *baseline* and *candidate* in turn, *runs* times *loops* calls each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for function, taken in zip((baseline, candidate), times, strict=True):
            start = time.perf_counter()
            for _ in range(loops):
                function()
            taken.append((time.perf_counter() - start) / loops)
    return Result(name, *times, limit=limit)
