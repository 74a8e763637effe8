"""A directory and a mount namespace of this test run's own, both gone when the run is, however it ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "howcome-grounds-"
_CLONE_NEWNS = 0x00020000
_MS_REC = 0x4000
_MS_PRIVATE = 1 << 18


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """Yield a new directory that everybody may enter, and take it away again with all that is mounted in it."""
    sweep()
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    place.chmod(0o755)
    with _alive(place):
        private_mounts()
        try:
            yield place
        finally:
            remove(place)


def private_mounts() -> bool:
    """Move this process into a mount namespace of its own, so that the kernel unmounts when the process dies.

    Returns whether that worked; where it did not, `remove` and the next run's `sweep` do the same with more effort.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNS) != 0:
        return False
    return bool(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None) == 0)


def mounts_below(place: Path) -> list[Path]:
    """Return what is mounted in *place*, innermost first."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return []
    points = [Path(line.split()[1].replace("\\040", " ")) for line in mounts.read_text().splitlines()]
    return [point for point in reversed(points) if point.is_relative_to(place)]


def unmount(point: Path) -> None:
    """Unmount *point*; lazily when something still uses it."""
    for options in ([], ["-l"]):
        if subprocess.run(["umount", *options, str(point)], capture_output=True, check=False).returncode == 0:
            return


def remove(place: Path) -> None:
    """Unmount what is mounted in *place* and delete it."""
    for point in mounts_below(place):
        unmount(point)
    if not mounts_below(place):
        shutil.rmtree(place, ignore_errors=True)


def sweep() -> None:
    """Remove the workshops of runs that were killed: nobody holds the lock on their `alive` file."""
    if sys.platform == "win32":
        return
    import fcntl

    for place in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (place / "alive").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            # Young ones are just being made.
            with contextlib.suppress(OSError):
                if time.time() - place.stat().st_mtime > 3600:
                    remove(place)
        except OSError:
            continue
        else:
            remove(place)


@contextlib.contextmanager
def _alive(place: Path) -> Iterator[None]:
    """Hold a lock that says that *place* is in use."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (place / "alive.new").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (place / "alive.new").rename(place / "alive")
        yield
