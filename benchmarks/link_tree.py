"""Trees of 20,000 small files beside cp and uv, in turn, on fresh volumes of ext4, btrfs and XFS.

`python -m benchmarks link_tree`; `python -m benchmarks.link_tree` prints the time per file and the memory for growing
trees. The volumes are mounted from files, in memory where there is room: a used disk looks for free blocks for longer
than all else takes. Where mounting is not allowed, this file system has to do. uv is asked where it is installed.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from .side_by_side import Result

ROUNDS = 7
FILES = 20_000
# Mode, what does the same, and at most how much of its time is ours.
PEERS = {
    "hardlink": (["cp", "-al"], 0.9),
    "clone": (["cp", "-a", "--reflink=always"], 1.0),
    "copy": (["cp", "-a"], 1.0),
}
VOLUMES = {"ext4": ["mkfs.ext4", "-q"], "btrfs": ["mkfs.btrfs", "-q"], "xfs": ["mkfs.xfs", "-q"]}
SIZE = 4 << 30  # bytes of a volume; what is not written to takes no room
INSTALLED = re.compile(r"Installed 1 package in ([\d.]+)(ms|s)")


def modules(files: int) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of small files, forty in a directory."""
    for number in range(files):
        path = f"part{number // 800}/package{number // 40}/module_{number % 40}.py"
        yield path, b"x" * (500 + number % 40 * 37)


def plant(root: Path, files: int) -> Path:
    """Make a tree of them."""
    for path, content in modules(files):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def wheel(place: Path, files: int) -> Path:
    """Make a wheel of them."""
    contents = {f"many/{path}": content for path, content in modules(files)}
    contents["many-1.0.dist-info/METADATA"] = b"Metadata-Version: 2.1\nName: many\nVersion: 1.0\n"
    contents["many-1.0.dist-info/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip('=')},{len(content)}\n"
        for path, content in contents.items()
    )
    made = place / "many-1.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
        archive.writestr("many-1.0.dist-info/RECORD", f"{record}many-1.0.dist-info/RECORD,,\n")
    return made


def seconds(work: Callable[[Path], float | None], place: Path) -> float:
    """Return how long *work* says that it took, or took, to make a tree that is not there."""
    destination = place / "destination"
    started = time.perf_counter()
    said = work(destination)
    took = time.perf_counter() - started
    shutil.rmtree(destination)
    return said or took


def in_turn(name: str, place: Path, theirs: Callable[[Path], float | None], mode: str, limit: float) -> Result:
    """Time both, one after the other, several times."""
    from howcome.linkers import link_tree

    def ours(destination: Path) -> None:
        link_tree(place / "source", destination, modes=[mode])

    both: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, taken in zip((theirs, ours), both, strict=True):
            taken.append(seconds(work, place))
    return Result(name, *both, limit=limit)


def beside_cp(place: Path, where: str) -> Iterator[Result]:
    """Yield each mode that the file system has, against cp."""
    from howcome.linkers import LinkError, link_tree

    for mode, (command, limit) in PEERS.items():
        try:
            link_tree(place / "source" / "part0", place / "destination", modes=[mode])
        except LinkError:
            continue
        shutil.rmtree(place / "destination")

        def theirs(destination: Path, command: list[str] = command) -> None:
            subprocess.run([*command, str(place / "source"), str(destination)], check=True)

        yield in_turn(f"{mode} on {where}, against {' '.join(command)}", place, theirs, mode, limit)


def beside_uv(uv: str, place: Path, where: str) -> Result:
    """Time hard links against uv's, from a warm cache; uv says itself how long installing took."""
    packed = wheel(place, FILES)

    def theirs(destination: Path) -> float:
        command = [uv, "pip", "install", "--offline", "--no-index", "--link-mode", "hardlink"]
        environment = {**os.environ, "UV_CACHE_DIR": str(place / "cache")}
        done = subprocess.run(
            [*command, "--python", sys.executable, "--target", str(destination), str(packed)],
            check=True,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        found = INSTALLED.search(done.stderr)
        if found is None:
            raise RuntimeError(f"uv did not say how long it took: {done.stderr}")
        return float(found[1]) / (1000 if found[2] == "ms" else 1)

    seconds(theirs, place)  # fills the cache
    return in_turn(f"hardlink on {where}, against uv", place, theirs, "hardlink", 1.0)


@contextlib.contextmanager
def volume(kind: str) -> Iterator[Path | None]:
    """Mount a fresh file system of that kind; None where that is not possible."""
    with tempfile.TemporaryDirectory(dir=roomy()) as temporary:
        image, point = Path(temporary, f"{kind}.img"), Path(temporary, kind)
        point.mkdir()
        with image.open("wb") as file:
            file.truncate(SIZE)
        try:
            subprocess.run([*VOLUMES[kind], str(image)], check=True, capture_output=True)
            subprocess.run(["mount", "-o", "loop", str(image), str(point)], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{kind} is left out: {error}\n")
            yield None
            return
        try:
            yield point
        finally:
            subprocess.run(["umount", str(point)], check=True)


def roomy() -> str | None:
    """Return a directory in memory that has room for a volume, if there is one."""
    memory = "/dev/shm"
    return memory if Path(memory).is_dir() and shutil.disk_usage(memory).free > SIZE else None


def beside_all(place: Path, where: str) -> Iterator[Result]:
    """Measure every mode in one place."""
    plant(place / "source", FILES)
    yield from beside_cp(place, where)
    if uv := shutil.which("uv"):
        yield beside_uv(uv, place, where)
    else:
        sys.stderr.write("uv is left out: it is not installed.\n")


def run() -> Iterator[Result]:
    """Measure."""
    mounted = False
    for kind in VOLUMES:
        with volume(kind) as point:
            if point is not None:
                mounted = True
                yield from beside_all(point, kind)
    if not mounted:
        with tempfile.TemporaryDirectory() as temporary:
            yield from beside_all(Path(temporary), "this file system")


def growing(place: Path, counts: tuple[int, ...]) -> None:
    """Print the time per file and the memory for each count of files."""
    from howcome.linkers import link_tree

    for count in counts:
        source = plant(place / f"source{count}", count)

        def work(destination: Path, source: Path = source) -> None:
            link_tree(source, destination, modes=["hardlink"])

        took = min(seconds(work, place) for _ in range(3))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{count:7} files: {took / count * 1e6:.1f} us a file, at most {memory:.1f} MiB\n")
        shutil.rmtree(source)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=roomy()) as temporary:
        growing(Path(temporary), (1_000, 20_000, 200_000))
