"""Recognition: a large log with one error in a thousand lines, an excerpt of 20 lines, and the first call.

The limits are absolute, on one core: 25 MB/s and 100 MB of memory, 2 ms, 150 ms. Beside them, in the same run, what
folding the same log costs, normalizing it, and searching it for what systems say by one plain alternation.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from .side_by_side import Result

MEGABYTES = int(os.environ.get("HOWCOME_BENCHMARK_MB", "200"))
FASTEST, MOST_MEMORY = 25, 100  # MB/s, MB
GOOD = {
    "English": "2026-01-01 12:00:00 INFO [worker-7] fetched package {} in 123 ms from cache at /var/cache/acme/x\n",
    "German": "2026-01-01 12:00:00 INFO [worker-7] Paket {} für Gerät geladen, Größe geprüft, 123 ms, /var/cache/x\n",
    "Japanese": "2026-01-01 12:00:00 INFO パッケージ {} をダウンロードしました、キャッシュに保存します 123 ms\n",
}
GOOD["words of errors"] = (
    '10.0.0.7 - - [01/Jan/2026:12:00:00] "GET /simple/error-{}/ HTTP/1.1" 200 512 status=0 code=0 request read\n'
)
BAD = "2026-01-01 12:00:00 ERROR cannot open /srv/x: Permission denied (os error 13)\n"
EXCERPT = (
    "".join(GOOD["English"].format(number) for number in range(18))
    + "error: Failed to fetch\n  Caused by: Dem Client fehlt ein erforderliches Recht. (os error 1314)\n"
)
# In a process of its own: how long reading a log takes, how many errors it has, and the most memory that this took.
READING = """
import resource, sys, time
from howcome.errors import recognize_lines
start = time.process_time()
with open(sys.argv[1], encoding="utf-8", newline="") as log:
    found = sum(1 for _ in recognize_lines(log))
print(time.process_time() - start, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
FIRST = """
import time
from howcome.errors import recognize
start = time.process_time()
recognize("Zugriff verweigert: доступ, 访问")
print(time.process_time() - start)
"""


def run() -> Iterator[Result]:
    """Measure."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def alone(code: str, *arguments: str) -> list[float]:
        command = [sys.executable, "-c", code, *arguments]
        said = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
        return [float(each) for each in said.split()]

    yield Result("first call", [0.150], [alone(FIRST)[0] for _ in range(7)], limit=1)
    yield excerpt()
    with tempfile.TemporaryDirectory() as folder:
        for language, good in GOOD.items():
            megabytes = MEGABYTES if language == "English" else MEGABYTES // 10
            path = Path(folder, language)
            size = write(path, good, megabytes * 1_000_000)
            seconds, found, memory = zip(*(alone(READING, str(path)) for _ in range(3)), strict=True)
            notes = [f"{size / 1e6 / min(seconds):.1f} MB/s, {found[0]:.0f} errors, {max(memory):.0f} MB of memory"]
            if max(memory) > MOST_MEMORY:
                notes.append(f"ABOVE the limit of {MOST_MEMORY} MB of memory")
            notes += side_by_side(path, size / 1e6 / min(seconds))
            path.unlink()
            yield Result(f"log, {language}", [size / 1e6 / FASTEST], list(seconds), limit=1, notes=tuple(notes))


def excerpt() -> Result:
    """Measure an excerpt, once warm."""
    from howcome.errors import recognize

    recognize(EXCERPT)
    times = [clocked(lambda: recognize(EXCERPT)) for _ in range(200)]
    return Result("excerpt of 20 lines", [0.002], times, limit=1, notes=(f"median {statistics.median(times):.4f} s",))


def write(path: Path, good: str, size: int) -> int:
    """Write a log of about that many bytes and return how many they are."""
    with path.open("w", encoding="utf-8", newline="") as log:
        number = 0
        while log.tell() < size if number % 1000 == 0 else True:
            log.write(BAD if number % 1000 == 500 else good.format(number))  # noqa: PLR2004
            number += 1
    return path.stat().st_size


def side_by_side(path: Path, ours: float) -> Iterator[str]:
    """Say how fast other looks at the same log are, for orientation."""
    from howcome.errors.wording import shipped

    with path.open(encoding="utf-8", newline="") as log:
        text = log.read(2_000_000)
    size = len(text.encode()) / 1e6
    messages = sorted({message.text for message in shipped() if "%" not in message.text}, key=len, reverse=True)[:275]
    plain = re.compile("|".join(map(re.escape, messages)), re.IGNORECASE)
    for name, look in (
        ("casefold", text.casefold),
        ("NFKC", lambda: unicodedata.normalize("NFKC", text)),
        ("an alternation of 275 messages", lambda: plain.search(text)),
    ):
        rate = size / min(clocked(look) for _ in range(3))
        yield f"{name}: {rate:.0f} MB/s, {ours / rate:.2f} of it is ours"


def clocked(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start
