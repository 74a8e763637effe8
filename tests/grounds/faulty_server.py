"""The FUSE file system behind the `faulty` fixture: run as ``python faulty_server.py BACKING MOUNTPOINT``.

It passes every call on to the directory BACKING, but first looks whether the test asked for an error.
Orders come as lines of JSON on standard input and are each answered with a line of JSON; the end of standard
input is the end of the file system.
"""

from __future__ import annotations

import ctypes
import errno
import fnmatch
import functools
import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mfusepy
from faulty_calls import CALLS  # found because this is run as a script


class Rules:
    """What the test asked for."""

    def __init__(self) -> None:
        self.rules: list[dict[str, Any]] = []
        self.seen: list[list[str]] = []
        self.lock = threading.Lock()

    def check(self, call: str, path: str) -> None:
        """Note a call; raise what the first rule that matches says."""
        with self.lock:
            self.seen.append([call, path])
            for rule in self.rules:
                if rule["call"] != call or not fnmatch.fnmatchcase(path, rule["path"]):
                    continue
                if rule["after"] > 0:
                    rule["after"] -= 1
                    continue
                if rule["times"] is not None:
                    if rule["times"] <= 0:
                        continue
                    rule["times"] -= 1
                delay = rule["delay"]
                break
            else:
                return
        time.sleep(delay)
        if rule["errno"]:
            raise mfusepy.FuseOSError(rule["errno"])

    def obey(self, order: dict[str, Any]) -> Any:
        """Carry out one order of the test."""
        with self.lock:
            if order["do"] == "fail":
                self.rules.append(order["rule"])
            elif order["do"] == "clear":
                self.rules.clear()
            elif order["do"] == "calls":
                seen, self.seen = self.seen, []
                return seen
            return "done"


def checked(call: str, method: Callable[..., Any], rules: Rules) -> Callable[..., Any]:
    """Return *method* with the look at the rules before it; both paths of a rename or link can match."""

    @functools.wraps(method)
    def wrapper(path: str, *rest: Any) -> Any:
        rules.check(call, path.lstrip("/"))
        try:
            return method(path, *rest)
        except OSError as error:
            raise mfusepy.FuseOSError(error.errno or errno.EIO) from error

    return wrapper


class Passthrough(mfusepy.Operations):  # type: ignore[misc]
    """Every call goes to the same path below *backing*."""

    use_ns = True

    def __init__(self, backing: str, rules: Rules) -> None:
        self.backing = backing
        for call in CALLS:
            setattr(self, call, checked(call, getattr(self, call), rules))

    def real(self, path: str) -> str:
        return f"{self.backing}/{path.lstrip('/')}"

    def init_with_config(self, _connection: Any, config: Any) -> None:
        """Let the kernel remember nothing, so that every call arrives here."""
        if config:
            config.contents.attr_timeout = config.contents.entry_timeout = config.contents.negative_timeout = 0

    def access(self, path: str, amode: int) -> int:
        if not os.access(self.real(path), amode):
            raise OSError(errno.EACCES, "access")
        return 0

    def chmod(self, path: str, mode: int) -> int:
        os.chmod(self.real(path), stat.S_IMODE(mode))
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        os.lchown(self.real(path), ctypes.c_int32(uid).value, ctypes.c_int32(gid).value)
        return 0

    def create(self, path: str, mode: int, _fi: Any = None) -> int:
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    def flush(self, _path: str, fh: int) -> int:
        os.close(os.dup(fh))
        return 0

    def fsync(self, _path: str, _datasync: int, fh: int) -> int:
        os.fsync(fh)
        return 0

    def getattr(self, path: str, _fh: int | None = None) -> dict[str, Any]:
        found = os.lstat(self.real(path))
        names = "st_mode st_ino st_nlink st_uid st_gid st_size st_blocks".split()
        times = {name: getattr(found, f"{name}_ns") for name in ("st_atime", "st_mtime", "st_ctime")}
        return {name: getattr(found, name) for name in names} | times

    def getxattr(self, path: str, name: str, _position: int = 0) -> bytes:
        return os.getxattr(self.real(path), name, follow_symlinks=False)

    def ioctl(self, _path: str, *_rest: Any) -> int:
        raise OSError(errno.ENOTTY, "ioctl")

    def link(self, target: str, source: str) -> int:
        os.link(self.real(source), self.real(target), follow_symlinks=False)
        return 0

    def listxattr(self, path: str) -> list[str]:
        return os.listxattr(self.real(path), follow_symlinks=False)

    def mkdir(self, path: str, mode: int) -> int:
        os.mkdir(self.real(path), mode)
        return 0

    def mknod(self, path: str, mode: int, dev: int) -> int:
        os.mknod(self.real(path), mode, dev)
        return 0

    def open(self, path: str, flags: int) -> int:
        return os.open(self.real(path), flags)

    def opendir(self, path: str) -> int:
        os.listdir(self.real(path))
        return 0

    def read(self, _path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def readdir(self, path: str, _fh: int) -> Iterator[str]:
        return iter([".", "..", *os.listdir(self.real(path))])

    def readlink(self, path: str) -> str:
        return os.readlink(self.real(path))

    def release(self, _path: str, fh: int) -> int:
        os.close(fh)
        return 0

    def removexattr(self, path: str, name: str) -> int:
        os.removexattr(self.real(path), name, follow_symlinks=False)
        return 0

    def rename(self, old: str, new: str) -> int:
        os.rename(self.real(old), self.real(new))
        return 0

    def rmdir(self, path: str) -> int:
        os.rmdir(self.real(path))
        return 0

    def setxattr(self, path: str, name: str, value: bytes, options: int, _position: int = 0) -> int:
        os.setxattr(self.real(path), name, value, options, follow_symlinks=False)
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(self.real(path))
        names = "f_bavail f_bfree f_blocks f_bsize f_favail f_ffree f_files f_flag f_frsize f_namemax".split()
        return {name: getattr(found, name) for name in names}

    def symlink(self, target: str, source: str) -> int:
        os.symlink(source, self.real(target))
        return 0

    def truncate(self, path: str, length: int, _fh: int | None = None) -> int:
        os.truncate(self.real(path), length)
        return 0

    def unlink(self, path: str) -> int:
        os.unlink(self.real(path))
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        os.utime(self.real(path), ns=times or (time.time_ns(),) * 2, follow_symlinks=False)
        return 0

    def write(self, _path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)


def listen(rules: Rules, point: str) -> None:
    """Obey orders until standard input ends, then unmount."""
    for line in sys.stdin:
        print(json.dumps(rules.obey(json.loads(line))), flush=True)
    subprocess.run(["umount", "-l", point], check=False, capture_output=True)


def main(backing: str, point: str) -> None:
    """Serve *backing* at *point*."""
    rules = Rules()
    threading.Thread(target=listen, args=(rules, point), daemon=True).start()
    mfusepy.FUSE(
        Passthrough(str(Path(backing).resolve()), rules), point, foreground=True, nothreads=True, allow_other=True
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
