"""How fast recognition is: a large log with one error in a thousand lines, an excerpt, and the first call.

python benchmarks/recognize.py [MEGABYTES]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator

from howcome.errors import recognize, recognize_lines

GOOD = "2026-01-01 12:00:00 INFO [worker-7] fetched package {} in 123 ms from cache at /var/cache/acme/x\n"
BAD = "2026-01-01 12:00:00 ERROR cannot open /srv/x: Permission denied (os error 13)\n"
EXCERPT = (
    GOOD * 18 + "error: Failed to fetch\n  Caused by: Dem Client fehlt ein erforderliches Recht. (os error 1314)\n"
)


def log(characters: int) -> Iterator[str]:
    """Yield the lines of a log of that size."""
    number = size = 0
    while size < characters:
        line = BAD if number % 1000 == 500 else GOOD.format(number)  # noqa: PLR2004
        yield line
        number, size = number + 1, size + len(line)


def main() -> None:
    """Print what was measured."""
    start = time.process_time()
    recognize("Zugriff verweigert")
    print(f"first call, all languages loaded: {1000 * (time.process_time() - start):.0f} ms")
    recognize(EXCERPT)
    start = time.process_time()
    for _ in range(50):
        recognize(EXCERPT)
    print(f"an excerpt of 20 lines, warm:     {1000 * (time.process_time() - start) / 50:.1f} ms")
    size = int(sys.argv[1]) * 1_000_000 if len(sys.argv) > 1 else 200_000_000
    start = time.process_time()
    size = sum(len(line) for line in log(size))
    making = time.process_time() - start
    start = time.process_time()
    found = sum(1 for _ in recognize_lines(log(size)))
    seconds = time.process_time() - start - making
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"a log of {size // 1_000_000} MB: {size / 1e6 / seconds:.1f} MB/s, {found} findings, {memory} MB of memory")


if __name__ == "__main__":
    main()
