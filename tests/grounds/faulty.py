"""A file system that answers with the error that the test asks for, at the call that the test asks for."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import missing, need_root_on_linux
from .faulty_calls import CALLS
from .volumes import stop, wait_for_mount
from .workshop import unmount


class FaultyFileSystem:
    """A FUSE mount at `path` that passes calls on to the directory `backing`, but for the faults asked for.

    Calls are named as FUSE names them: ``create open read write flush fsync release truncate mkdir rmdir symlink link
    readlink rename unlink getattr chmod chown utimens readdir opendir statfs access getxattr setxattr ...``.
    """

    def __init__(self, path: Path, backing: Path, server: subprocess.Popen[str]) -> None:
        self.path = path
        self.backing = backing
        self._server = server

    def fail(
        self, call: str, errno: int, *, path: str = "*", after: int = 0, times: int | None = None, delay: float = 0
    ) -> None:
        """Let *call* fail with *errno* (0: only be slow).

        Args:
            call: the FUSE call, as `rename`; for `rename` and `link`, *path* is the first argument that FUSE gets:
                the old name of a rename, the new name of a link or symlink.
            errno: Linux's number.
            path: a glob over the path below the mount, without a leading slash; ``*`` matches slashes as well.
            after: so many calls succeed first.
            times: so many calls fail; None: all.
            delay: seconds to wait before the answer.
        """
        if call not in CALLS:
            raise ValueError(f"FUSE has no call {call!r}.")
        rule = {"call": call, "errno": errno, "path": path, "after": after, "times": times, "delay": delay}
        self._order(do="fail", rule=rule)

    def clear(self) -> None:
        """Fail no more."""
        self._order(do="clear")

    def calls(self) -> list[tuple[str, str]]:
        """Return the calls since the last time this was asked, as (call, path)."""
        return [(call, path) for call, path in self._order(do="calls")]

    def _order(self, **order: Any) -> Any:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return json.loads(self._server.stdout.readline())


@contextlib.contextmanager
def faulty_file_system(workshop: Path, name: str) -> Iterator[FaultyFileSystem]:
    """Serve a new directory of *workshop* through a new mount."""
    need_root_on_linux("FUSE file system with faults")
    if importlib.util.find_spec("mfusepy") is None:
        missing("mfusepy (a package of the `tests` group)")
    if not Path("/dev/fuse").exists():
        missing("/dev/fuse")
    point, backing = workshop / f"{name}-faulty", workshop / f"{name}-backing"
    point.mkdir()
    backing.mkdir()
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("faulty_server.py")), str(backing), str(point)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for_mount(point, server)
        yield FaultyFileSystem(point, backing, server)
    finally:
        unmount(point)
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.close()
        stop(server)
        server.stdout.close()
