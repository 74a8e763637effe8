"""Holders are found for real on Linux; Windows' structures are read from recorded bytes."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from howcome.errors.holders import PROCESS_INFO, lock_holders, read_process_infos, who_holds

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
HOLD = "import sys; f = open(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_another_process_that_has_a_file_open_is_named(tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_text("x")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(held)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "held\n"

        (holder,) = who_holds([str(tmp_path)])
        child.communicate("")

    assert (holder.pid, holder.path, holder.own) == (child.pid, str(held), False)
    assert str(child.pid) in str(holder)


def test_our_own_process_is_named_as_such(tmp_path: Path) -> None:
    with (tmp_path / "mine").open("w"):
        (holder,) = who_holds([str(tmp_path / "mine")])

    assert holder.own
    assert str(holder) == f"this program itself (PID {os.getpid()})"


def test_a_neighbour_with_the_same_beginning_is_not_meant(tmp_path: Path) -> None:
    with (tmp_path / "mine2").open("w"):
        assert who_holds([str(tmp_path / "mine")]) == ()


def test_the_holder_of_a_lock_is_named(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert [holder.pid for holder in lock_holders(str(tmp_path / "lock"))] == [os.getpid()]


def test_what_is_not_there_has_no_holder(tmp_path: Path) -> None:
    assert who_holds([str(tmp_path / "none")]) == ()
    assert lock_holders(str(tmp_path / "none")) == ()


def test_restart_managers_structures_are_read_as_the_headers_lay_them_out() -> None:
    name = "Visual Studio Code".encode("utf-16-le").ljust(512, b"\0")
    data = struct.pack("<III", 4242, 1, 2) + name + bytes(128) + struct.pack("<IIII", 1, 1, 1, 1)

    assert PROCESS_INFO.size == 668
    (holder,) = read_process_infos(data, own_pid=1, path="ruff.exe")
    assert (holder.name, holder.pid, holder.path, holder.own) == ("Visual Studio Code", 4242, "ruff.exe", False)
