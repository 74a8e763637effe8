"""Trees side by side with cp, in one run: `python benchmarks/link_tree.py DIR` (DIR decides the file system).

Prints medians of seconds and their ratio; then the time per file and the memory for growing trees.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from howcome.linkers import LinkError, link_tree

ROUNDS = 5
PEERS = {
    "hardlink": ["cp", "-al"],
    "clone": ["cp", "-a", "--reflink=always"],
    "copy": ["cp", "-a"],
}


def plant(root: Path, files: int) -> Path:
    """Make a tree of small files, forty in a directory."""
    for number in range(files):
        folder = root / f"part{number // 800}" / f"package{number // 40}"
        if number % 40 == 0:
            folder.mkdir(parents=True)
        (folder / f"module_{number % 40}.py").write_bytes(b"x" * (500 + number % 40 * 37))
    return root


def seconds(work: Callable[[Path], object], place: Path) -> float:
    """Return how long *work* takes to make a tree that is not there."""
    destination = place / "destination"
    started = time.perf_counter()
    work(destination)
    took = time.perf_counter() - started
    shutil.rmtree(destination)
    return took


def side_by_side(source: Path, place: Path) -> None:
    """Print each mode's time beside that of cp."""
    for mode, command in PEERS.items():
        try:
            link_tree(source, place / "destination", modes=[mode])
        except LinkError:
            print(f"{mode:9} not on this file system")
            continue
        shutil.rmtree(place / "destination")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(
                seconds(lambda to, run=command: subprocess.run([*run, str(source), str(to)], check=True), place)  # type: ignore[misc]
            )
            ours.append(seconds(lambda to, mode=mode: link_tree(source, to, modes=[mode]), place))  # type: ignore[misc]
        mine, other = statistics.median(ours), statistics.median(theirs)
        print(f"{mode:9} {mine:.3f} s, {' '.join(command)} {other:.3f} s: {mine / other:.2f}x")


def growing(place: Path, counts: tuple[int, ...]) -> None:
    """Print the time per file and the memory for each count of files."""
    for count in counts:
        source = plant(place / f"source{count}", count)
        took = min(seconds(lambda to, source=source: link_tree(source, to, modes=["hardlink"]), place) for _ in "123")  # type: ignore[misc]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:7} files: {took / count * 1e6:.1f} us a file, at most {memory:.1f} MiB")
        shutil.rmtree(source)


def main() -> None:
    """Run in the directory that is named."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        side_by_side(plant(Path(place, "source"), 20_000), Path(place))
        if "--grow" in sys.argv:
            growing(Path(place), (1_000, 20_000, 200_000))


if __name__ == "__main__":
    main()
