"""Holders are found for real on Linux, and on Windows itself; elsewhere its structures are read from recorded bytes."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from grounds import need_command
from howcome.errors import CacheLockError, InstallError, Reporter, Wheel, holders
from howcome.errors.holders import PROCESS_INFO, lock_holders, read_locks, read_lsof, read_process_infos, who_holds

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
HOLD = "import sys; f = open(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
LOCK = (
    "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); "
    "sys.stdin.read()"
)


def holding(code: str, path: Path) -> subprocess.Popen[str]:
    """Start a process that holds *path* until its standard input ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_another_process_that_has_a_file_open_is_named(tmp_path: Path) -> None:
    """On Windows this asks the real Restart Manager, and on macOS lsof."""
    (tmp_path / "deep").mkdir()
    held = tmp_path / "deep" / "held.txt"
    held.write_text("x")
    (tmp_path / "deep" / "free.txt").write_text("x")
    with holding(HOLD, held) as child:
        (holder,) = who_holds([str(tmp_path)], deadline=30)
        child.communicate("")

    assert (holder.pid, holder.own) == (child.pid, False)
    assert held.samefile(holder.path or "")
    assert str(holder) == f"{holder.name} (PID {child.pid})"
    assert holder.name.startswith("python")


@linux
def test_our_own_process_is_named_as_such(tmp_path: Path) -> None:
    with (tmp_path / "mine").open("w"):
        (holder,) = who_holds([str(tmp_path / "mine")])

    assert holder.own
    assert str(holder) == f"this program itself (PID {os.getpid()})"


@linux
def test_a_neighbour_with_the_same_beginning_is_not_meant(tmp_path: Path) -> None:
    with (tmp_path / "mine2").open("w"):
        assert who_holds([str(tmp_path / "mine")]) == ()


@linux
def test_the_holder_of_a_lock_is_named(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert [holder.pid for holder in lock_holders(str(tmp_path / "lock"))] == [os.getpid()]


@linux
def test_what_is_not_there_has_no_holder(tmp_path: Path) -> None:
    assert who_holds([str(tmp_path / "none")]) == ()
    assert lock_holders(str(tmp_path / "none")) == ()


def test_restart_managers_structures_are_read_as_the_headers_lay_them_out() -> None:
    name = "Visual Studio Code".encode("utf-16-le").ljust(512, b"\0")
    data = struct.pack("<III", 4242, 1, 2) + name + bytes(128) + struct.pack("<IIII", 1, 1, 1, 1)

    assert PROCESS_INFO.size == 668
    (holder,) = read_process_infos(data, own_pid=1, path="ruff.exe")
    assert (holder.name, holder.pid, holder.path, holder.own) == ("Visual Studio Code", 4242, "ruff.exe", False)


def test_a_process_that_ended_is_no_holder_and_the_programs_own_name_comes_first() -> None:
    title = "Python".encode("utf-16-le").ljust(512, b"\0")
    structures = b"".join(
        struct.pack("<III", pid, 7, 1) + title + bytes(128) + struct.pack("<IIII", 1, 1, 1, 1) for pid in (1, 2, 3)
    )
    asked: list[tuple[int, int]] = []

    def name_of(pid: int, started: int) -> str | None:
        asked.append((pid, started))
        return {1: "code.exe", 2: "", 3: None}[pid]

    found = read_process_infos(structures + b"part of one", own_pid=3, name_of=name_of)

    assert [(holder.name, holder.own) for holder in found] == [("code.exe", False), ("Python", True)]
    assert asked[0] == (1, (1 << 32) + 7)


def test_windows_tells_the_name_of_a_program(windows_python: Any) -> None:
    code = """
import os
from howcome.errors.holders import program_name, who_holds
print(program_name(os.getpid(), 0), repr(program_name(os.getpid(), 12345)), program_name(4194300, 0))
held = open("held", "w")
print(who_holds([os.path.abspath("held"), "C:\\\\windows"], deadline=20))  # Wine's Restart Manager names nobody
"""
    done = windows_python.run(code)

    assert done.stdout.splitlines() == ["python.exe '' None", "()"], done.stderr


def test_only_files_are_registered_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("one", "a/two", "a/b/three"):
        (tmp_path / name).touch()
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)

    found = holders._files([str(tmp_path), str(tmp_path / "none")])

    assert {Path(path).relative_to(tmp_path).as_posix() for path in found} == {"one", "a/two", "a/b/three"}
    for number in range(300):
        (tmp_path / str(number)).touch()
    assert len(holders._files([str(tmp_path)])) == holders.MOST_FILES


LSOF = """p612
ccode
fcwd
n/home/me/project
f23
n/home/me/project/x.log
p4242
cpython3
f3
n/home/me/project/.lock
"""


def test_each_process_is_read_once_from_what_lsof_prints() -> None:
    found = list(read_lsof(LSOF, own_pid=4242))

    assert [(holder.name, holder.pid, holder.path, holder.own) for holder in found] == [
        ("code", 612, "/home/me/project", False),
        ("python3", 4242, "/home/me/project/.lock", True),
    ]


@linux
def test_lsof_itself_is_understood(tmp_path: Path) -> None:
    need_command("lsof")
    (tmp_path / "file").touch()
    with holding(HOLD, tmp_path / "file") as child:
        inside, itself = list(holders._ask_lsof([str(tmp_path)])), list(holders._ask_lsof([str(tmp_path / "file")]))
        child.communicate("")

    assert [(holder.pid, holder.path) for holder in inside] == [(child.pid, str(tmp_path / "file"))]
    assert inside == itself


@linux
@pytest.mark.parametrize(
    "code",
    [
        "import os, sys; os.chdir(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
        "import mmap, os, sys; f = open(sys.argv[1] + '/mapped', 'r+b'); m = mmap.mmap(f.fileno(), 0); f.close();"
        "print('held', flush=True); sys.stdin.read()",
        "import os, sys; os.chroot(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
    ],
    ids=["current folder", "mapped", "root"],
)
def test_a_current_folder_a_root_and_a_mapped_file_are_held(tmp_path: Path, code: str) -> None:
    if "chroot" in code and os.geteuid() != 0:
        pytest.skip("only root may change the root")
    (tmp_path / "mapped").write_bytes(b"x" * 4096)
    with holding(code, tmp_path) as child:
        (holder,) = who_holds([str(tmp_path)])
        child.communicate("")

    assert holder.pid == child.pid


@linux
def test_a_program_that_runs_holds_its_file(tmp_path: Path) -> None:
    program = tmp_path / "napping"
    program.write_bytes(Path("/bin/sleep").read_bytes())
    program.chmod(0o755)
    with subprocess.Popen([program, "60"]) as child:
        (holder,) = who_holds([str(program)])
        child.kill()

    assert (holder.name, holder.pid, holder.path) == ("napping", child.pid, str(program))


@linux
def test_a_link_to_what_is_held_is_held(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with (tmp_path / "real" / "file").open("w"):
        (holder,) = who_holds([str(tmp_path / "link")])

    assert holder.own


@linux
def test_processes_of_others_are_invisible_to_users_and_root_sees_them(another_user: Any, grounds: Path) -> None:
    file = grounds / "held-by-root"
    file.touch()
    seen = f"from howcome.errors.holders import who_holds; print(who_holds([{str(file)!r}]))"
    with file.open():
        theirs = another_user.run("-c", seen)
        (ours,) = who_holds([str(file)])

    assert theirs.stdout == "()\n", theirs.stderr
    assert ours.own


@linux
def test_processes_that_come_and_go_are_no_trouble(tmp_path: Path) -> None:
    """With a file that one of them holds all the time, among others that end while they are looked at."""
    ended = threading.Event()

    def churn() -> None:
        while not ended.is_set():
            subprocess.run(["/bin/true"], check=False)

    threads = [threading.Thread(target=churn) for _ in range(2)]
    with (tmp_path / "file").open("w"):
        for thread in threads:
            thread.start()
        found = [who_holds([str(tmp_path)], deadline=20) for _ in range(10)]
        ended.set()
        for thread in threads:
            thread.join()

    assert {holder.pid for each in found for holder in each} >= {os.getpid()}
    assert all(found)


@linux
def test_thousands_of_processes_are_bounded_in_time_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listdir = os.listdir
    many = [str(number) for number in range(10_000_000, 10_020_000)]
    monkeypatch.setattr(os, "listdir", lambda path=".": many if path == "/proc" else listdir(path))
    monkeypatch.setattr(
        holders, "_proc_uses", lambda pid: time.sleep(0.001) or [str(tmp_path / "x")] * (pid % 1000 == 0)
    )
    monkeypatch.setattr(holders, "_process", lambda pid, held: [holders.Holder(name="x", pid=pid, path=held)])
    start = time.monotonic()

    few = who_holds([str(tmp_path)], deadline=1.5)

    assert time.monotonic() - start < 3
    assert 0 < len(few) < holders.MOST_HOLDERS
    monkeypatch.setattr(holders, "_proc_uses", lambda _: [str(tmp_path / "x")])
    assert len(who_holds([str(tmp_path)], deadline=20)) == holders.MOST_HOLDERS


LOCKS = """\
1: FLOCK  ADVISORY  WRITE 1001 08:01:77 0 EOF
1: -> FLOCK  ADVISORY  WRITE 1002 08:01:77 0 EOF
2: OFDLCK ADVISORY  WRITE -1 08:01:78 0 EOF
3: POSIX  ADVISORY  READ  1003 08:01:79 0 EOF
4: LEASE  ACTIVE    READ  1004 08:01:77 0 EOF
"""


def test_the_table_of_locks_is_read_without_those_who_wait() -> None:
    assert read_locks(LOCKS, {"08:01:77"}) == {1001, 1004}
    assert read_locks(LOCKS, {"08:01:78"}) == {-1}
    assert read_locks(LOCKS, {"08:01:80"}) == set()


@linux
@pytest.mark.parametrize("volume", ["ext4", "btrfs", "tmpfs"])
def test_the_holder_of_a_lock_is_found_on_each_kind_of_volume(request: pytest.FixtureRequest, volume: str) -> None:
    place = request.getfixturevalue(volume)
    path = (place() if callable(place) else place) / ".lock"
    with holding(LOCK, path) as child:
        (holder,) = lock_holders(str(path))
        child.communicate("")

    assert (holder.pid, holder.path) == (child.pid, str(path))


@linux
def test_a_lock_that_was_left_to_a_child_is_the_childs(tmp_path: Path) -> None:
    code = (
        "import fcntl, os, sys\n"
        "f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX)\n"
        "if os.fork(): os._exit(0)\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with holding(code, tmp_path / "lock") as parent:
        parent.wait()
        (holder,) = lock_holders(str(tmp_path / "lock"))
        parent.stdin.close()  # type: ignore[union-attr]

    assert holder.pid not in (parent.pid, os.getpid())


@linux
def test_an_error_about_a_lock_names_its_holder_where_that_is_asked_for(tmp_path: Path) -> None:
    import fcntl

    path, wheel = tmp_path / ".lock", Wheel(name="black")

    def failed() -> CacheLockError:
        with pytest.raises(CacheLockError) as caught, CacheLockError.wrap(wheel, path=path), path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return caught.value

    with holding(LOCK, path) as child:
        unasked, asked = Reporter().report(failed()), Reporter(holders=True).report(error := failed())
        child.communicate("")

    assert (unasked.holders, unasked.values.get("holder")) == ((), None)
    (holder,) = asked.holders
    assert (holder.pid, error.holder) == (child.pid, str(holder))
    assert f"It is held by: {holder}" in asked.message
    assert json.loads(asked.to_json())["holders"] == [
        {"name": holder.name, "pid": child.pid, "path": str(path), "own": False}
    ]
    assert (asked.hints[0].id, asked.hints[0].confidence) == ("held-by-process", "checked")
    assert str(holder) in asked.hints[0].text


@linux
def test_a_report_says_which_file_in_a_folder_is_held_by_whom(tmp_path: Path) -> None:
    tool = tmp_path / "Scripts" / "ruff"
    tool.parent.mkdir()
    tool.write_bytes(Path("/bin/sleep").read_bytes())
    tool.chmod(0o755)
    with subprocess.Popen([tool, "60"]) as child:
        with pytest.raises(InstallError) as caught, InstallError.wrap(Wheel(name="ruff"), path=tmp_path):
            tool.write_bytes(b"")
        report = Reporter(holders=True).report(caught.value)
        child.kill()

    assert report.hints[0].id == "held-by-process"
    assert report.hints[0].values == {"holder": f"ruff (PID {child.pid})", "name": "ruff"}


@linux
def test_a_place_that_may_be_remote_is_not_asked_for_holders(faulty: Any) -> None:
    error = OSError(16, "Device or resource busy", str(faulty.path))
    faulty.calls()

    assert Reporter(holders=True).report(error).holders == ()
    assert faulty.calls() == []


@linux
def test_an_installer_in_its_own_way_is_told_so(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "lock").open("w") as first, (tmp_path / "lock").open("w") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        with pytest.raises(CacheLockError) as caught, CacheLockError.wrap(Wheel(name="black"), path=tmp_path / "lock"):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        report = Reporter(holders=True).report(caught.value)

    assert (report.hints[0].id, report.hints[0].audience) == ("held-by-itself", "tool-author")
    assert report.hints[0].values["name"] == "lock"


@linux
def test_whoever_has_a_file_open_is_not_blamed_for_missing_rights(another_user: Any) -> None:
    file = another_user.home / "file"
    file.touch()
    code = (
        "import sys\nfrom howcome.errors import Reporter\n"
        f"held = open({str(file)!r})\n"
        f"try: open({str(file)!r}, 'w')\n"
        "except OSError as error: print(Reporter(holders=True).report(error).holders)"
    )

    assert another_user.run("-c", code).stdout == "()\n"
