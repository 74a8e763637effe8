"""Small real file systems, mounted from loop files or memory."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from . import missing, need_command, need_root_on_linux, run
from .workshop import unmount


class Tmpfs(Protocol):
    """The `tmpfs` fixture's type."""

    def __call__(self, *, size: str = ..., nr_inodes: int | None = ...) -> Path:
        """Mount a tmpfs; *size* in bytes, or with ``k`` or ``m`` behind."""


_numbers = itertools.count(1)

# Each is as small as its mkfs allows or the tests need; the files are sparse.
SIZES = {"ntfs": 256, "btrfs": 256, "xfs": 300, "ext4": 256, "exfat": 128}
MAKERS: dict[str, list[str]] = {
    "ntfs": ["mkfs.ntfs", "-F", "-Q"],
    "btrfs": ["mkfs.btrfs", "-q"],
    "xfs": ["mkfs.xfs", "-q"],
    "ext4": ["mkfs.ext4", "-q", "-F"],
    "exfat": ["mkfs.exfat"],
}
DAEMONS = {"ntfs": ["ntfs-3g", "-o", "no_detach"], "exfat": ["mount.exfat-fuse", "-d"]}


@contextlib.contextmanager
def volume(workshop: Path, file_system: str) -> Iterator[Path]:
    """Make and mount a *file_system* (a key of `SIZES`), and yield where.

    NTFS and exFAT are served by FUSE daemons, as children that the kernel kills when this process dies.
    """
    need_root_on_linux(f"{file_system} volume")
    image = workshop / f"{file_system}-{next(_numbers)}.img"
    point = image.with_suffix("")
    maker = need_command(MAKERS[file_system][0])
    point.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZES[file_system] << 20)
    run(maker, *MAKERS[file_system][1:], image)
    with _served(image, point) if file_system in DAEMONS else _mounted(image, point, file_system):
        yield point
    image.unlink(missing_ok=True)


@contextlib.contextmanager
def _mounted(image: Path, point: Path, file_system: str) -> Iterator[None]:
    """Mount with the kernel's own file system; the loop device frees itself."""
    kernel = Path("/proc/filesystems").read_text().split()
    if file_system not in kernel:
        missing(f"{file_system} in this kernel")
    run("mount", "-t", file_system, "-o", "loop", image, point)
    try:
        yield
    finally:
        unmount(point)


@contextlib.contextmanager
def _served(image: Path, point: Path) -> Iterator[None]:
    """Mount with a FUSE daemon that runs as our child."""
    file_system = image.name.partition("-")[0]
    program, *options = DAEMONS[file_system]
    # exfat-fuse insists on a block device; the device goes when its last user does.
    device = str(image) if file_system == "ntfs" else run("losetup", "-f", "--show", image).stdout.strip()
    daemon = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", need_command(program), *options, device, str(point)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_mount(point, daemon)
    finally:
        if device != str(image):
            run("losetup", "-d", device)
    try:
        yield
    finally:
        unmount(point)
        stop(daemon)


def wait_for_mount(point: Path, daemon: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Wait until *daemon* serves *point*, 20 seconds at most."""
    deadline = time.monotonic() + 20
    while not os.path.ismount(point):
        if daemon.poll() is not None or time.monotonic() > deadline:
            stop(daemon)
            raise RuntimeError(f"{daemon.args!r} did not mount {point}.")
        time.sleep(0.02)


def stop(daemon: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End a child of ours, by force after 5 seconds."""
    daemon.terminate()
    try:
        daemon.wait(5)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


@contextlib.contextmanager
def tmpfs_factory(workshop: Path) -> Iterator[Tmpfs]:
    """Yield a function that mounts a tmpfs; each is unmounted at the end."""
    points: list[Path] = []

    def mount(*, size: str = "1m", nr_inodes: int | None = None) -> Path:
        need_root_on_linux("tmpfs of a chosen size")
        point = workshop / f"tmpfs-{next(_numbers)}"
        point.mkdir()
        options = f"size={size}" + (f",nr_inodes={nr_inodes}" if nr_inodes else "")
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", point)
        points.append(point)
        return point

    try:
        yield mount
    finally:
        for point in reversed(points):
            unmount(point)
            point.rmdir()


@contextlib.contextmanager
def read_only_factory() -> Iterator[Callable[[Path], Path]]:
    """Yield a function that makes any directory a read-only mount (EROFS), until the end of the test."""
    points: list[Path] = []

    def make_read_only(path: Path) -> Path:
        need_root_on_linux("read-only mount")
        run("mount", "--bind", path, path)
        points.append(path)
        run("mount", "-o", "remount,bind,ro", path)
        return path

    try:
        yield make_read_only
    finally:
        for point in reversed(points):
            unmount(point)


@contextlib.contextmanager
def immutable_factory() -> Iterator[Callable[[Path], Path]]:
    """Yield a function that makes a file or directory immutable (EPERM even for root), until the end of the test."""
    changed: list[Path] = []

    def make_immutable(path: Path) -> Path:
        need_root_on_linux("immutable file")
        try:
            run(need_command("chattr"), "+i", path)
        except RuntimeError as error:
            if "not supported" in str(error):
                missing(f"immutable flag on the file system of {path}")
            raise
        changed.append(path)
        return path

    try:
        yield make_immutable
    finally:
        for path in reversed(changed):
            subprocess.run(["chattr", "-i", str(path)], capture_output=True, check=False)
