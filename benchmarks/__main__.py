"""Run the benchmarks that are named, or all; the status is 1 when one is above its limit."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

from .side_by_side import Result

KEPT_OUT = {"__main__", "side_by_side"}


def main(names: list[str]) -> int:
    """Run the benchmarks called *names*."""
    known = sorted({module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])} - KEPT_OUT)
    if unknown := set(names) - set(known):
        sys.stderr.write(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.\n")
        return 2
    above = False
    for name in names or known:
        results = importlib.import_module(f"benchmarks.{name}").run()
        for result in [results] if isinstance(results, Result) else results:
            result.show()
            above |= result.ratio > result.limit
    return int(above)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
