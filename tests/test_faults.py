"""Faults provoked for real, not raised by hand: each ends in the right code and the right hint.

docs/faults.md lists them, and the last test prints that table and holds it to these tests.
"""

from __future__ import annotations

import errno
import fcntl
import json
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="provokes the faults of Linux, and Wine's")

DIAGNOSE = """
import json, os, sys
from howcome.errors.advice import advise, facts_wanted
from howcome.errors.facts import gather
from howcome.errors.foreign import system_of
from howcome.errors.hints import Situation
from howcome.errors.holders import who_holds

def diagnose(call, operation, *paths, holders=False, url=None):
    paths = tuple(map(os.fspath, paths))
    try:
        call()
    except Exception as error:
        found, failure = system_of(error), error
    else:
        return ["no fault", "", ""]
    situation = Situation(system=found, operation=operation, paths=paths, platform=found.platform, url=url,
                          text=str(failure), holders=who_holds(paths) if holders else ())
    facts = gather(facts_wanted(situation), paths, deadline=20, each=10)
    advice = advise(situation, facts)
    first = advice[0] if advice else None
    getattr(failure, "close", int)()  # urllib's errors hold a connection
    return [found.symbol or f"{found.namespace} {found.code}", first and first.id, first and first.confidence]
"""
space: dict[str, Any] = {}
exec(DIAGNOSE, space)
diagnose: Callable[..., list[str]] = space["diagnose"]
FICLONE = 0x40049409
TABLE = Path(__file__).parents[1] / "docs" / "faults.md"


def write(path: Path, size: int = 1) -> Callable[[], object]:
    return lambda: path.write_bytes(b"x" * size)


def child(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 0, result.stderr
    return list(json.loads(result.stdout))


def limited(limit: str, code: str) -> list[str]:
    code = f"import resource; resource.setrlimit({limit})\n{DIAGNOSE}\nprint(json.dumps({code}))"
    return child(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False))


def test_full_memory_disk(tmpfs: Any) -> None:
    file = tmpfs(size="64k") / "big"
    assert diagnose(write(file, 100_000), "write", file) == ["ENOSPC", "memory-disk-full", "checked"]


def test_no_inodes_left(tmpfs: Any) -> None:
    folder = tmpfs(nr_inodes=5)

    def fill() -> None:
        for number in range(20):
            (folder / str(number)).touch()

    assert diagnose(fill, "create", folder) == ["ENOSPC", "no-inodes", "checked"]


def test_read_only_volume(read_only: Any, tmp_path: Path) -> None:
    file = read_only(tmp_path) / "file"
    assert diagnose(write(file), "write", file) == ["EROFS", "read-only-volume", "checked"]


def test_rename_across_volumes(tmpfs: Any, ext4: Path) -> None:
    source = tmpfs() / "file"
    source.touch()
    target = ext4 / "file"
    assert diagnose(lambda: source.rename(target), "rename", source, target) == [
        "EXDEV",
        "rename-across-volumes",
        "checked",
    ]


def test_hard_link_across_volumes(tmpfs: Any, ext4: Path) -> None:
    source = tmpfs() / "file"
    source.touch()
    target = ext4 / "file"
    assert diagnose(lambda: target.hardlink_to(source), "hardlink", source, target) == [
        "EXDEV",
        "different-volumes",
        "checked",
    ]


def test_symbolic_link_on_exfat(exfat: Path) -> None:
    link = exfat / "link"
    assert diagnose(lambda: link.symlink_to("x"), "symlink", exfat, link)[1:] == ["mount-without-links", "checked"]


def test_hard_link_on_exfat(exfat: Path) -> None:
    (exfat / "file").touch()
    link = exfat / "link"
    assert diagnose(lambda: link.hardlink_to(exfat / "file"), "hardlink", exfat / "file", link) == [
        "EPERM",
        "mount-without-links",
        "checked",
    ]


def test_immutable_file(immutable: Any, ext4: Path) -> None:
    file = ext4 / "file"
    file.touch()
    immutable(file)
    assert diagnose(write(file), "write", file) == ["EPERM", "immutable-file", "checked"]


def test_name_too_long(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 300)
    assert diagnose(write(file), "write", file) == ["ENAMETOOLONG", "name-too-long", "checked"]


def test_link_loop(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    assert diagnose(link.read_bytes, "read", link) == ["ELOOP", "link-loop", "checked"]


def test_dangling_link_in_the_way(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    assert diagnose(link.mkdir, "mkdir", link) == ["EEXIST", "dangling-link", "checked"]


def test_something_in_the_way(tmp_path: Path) -> None:
    assert diagnose(tmp_path.mkdir, "mkdir", tmp_path) == ["EEXIST", "leftover-exists", "checked"]


def test_folder_not_empty(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert diagnose(tmp_path.rmdir, "delete", tmp_path) == ["ENOTEMPTY", "folder-not-empty", "likely"]


def test_file_where_a_folder_must_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    file = tmp_path / "file" / "below"
    assert diagnose(write(file), "write", file) == ["ENOTDIR", "folder-is-file", "likely"]


def test_folder_where_a_file_must_be(tmp_path: Path) -> None:
    assert diagnose(write(tmp_path), "write", tmp_path) == ["EISDIR", "file-is-folder", "checked"]


def test_missing_file(tmp_path: Path) -> None:
    file = tmp_path / "gone"
    assert diagnose(file.read_bytes, "read", file) == ["ENOENT", "nothing-there", "likely"]


def test_missing_git(tmp_path: Path) -> None:
    git = tmp_path / "git"
    assert diagnose(lambda: subprocess.run([git], check=False), "exec", git) == ["ENOENT", "git-missing", "likely"]


def test_missing_program(tmp_path: Path) -> None:
    tool = tmp_path / "python9"
    assert diagnose(lambda: subprocess.run([tool], check=False), "exec", tool) == [
        "ENOENT",
        "program-missing",
        "likely",
    ]


def test_program_of_another_kind(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_bytes(b"\x01\x02")
    tool.chmod(0o755)
    assert diagnose(lambda: subprocess.run([tool], check=False), "exec", tool) == [
        "ENOEXEC",
        "wrong-architecture",
        "likely",
    ]


def test_program_without_the_executable_bit(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.touch()
    assert diagnose(lambda: subprocess.run([tool], check=False), "exec", tool) == [
        "EACCES",
        "exec-not-permitted",
        "checked",
    ]


def test_script_whose_interpreter_is_gone(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/gone/python\n")
    tool.chmod(0o755)
    assert diagnose(lambda: subprocess.run([tool], check=False), "exec", tool) == [
        "ENOENT",
        "loader-missing",
        "checked",
    ]


def test_environment_whose_python_is_gone(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.symlink_to("/gone/python3")
    assert diagnose(lambda: subprocess.run([python], check=False), "exec", python) == [
        "ENOENT",
        "interpreter-gone",
        "checked",
    ]


def test_program_on_a_mount_without_programs(tmpfs: Any) -> None:
    tool = tmpfs() / "tool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    subprocess.run(["mount", "-o", "remount,noexec", tool.parent], check=True)
    assert diagnose(lambda: subprocess.run([tool], check=False), "exec", tool) == ["EACCES", "no-exec-mount", "checked"]


def test_hard_link_to_a_file_of_another_user(another_user: Any, grounds: Path) -> None:
    theirs, mine = another_user.home.parent / "roots-file", another_user.home / "link"
    theirs.touch()
    code = (
        f"{DIAGNOSE}\ncall = lambda: os.link({str(theirs)!r}, {str(mine)!r})\n"
        f"print(json.dumps(diagnose(call, 'hardlink', {str(theirs)!r}, {str(mine)!r})))"
    )
    assert child(another_user.run("-c", code)) == ["EPERM", "hard-link-to-others-file", "checked"]


def test_running_program_is_written_to(tmp_path: Path) -> None:
    tool = tmp_path / "sleep"
    shutil.copy("/bin/sleep", tool)
    with subprocess.Popen([tool, "60"]) as running:
        found = diagnose(write(tool), "write", tool)
        held = diagnose(write(tool), "write", tool, holders=True)
        running.kill()
    assert found == ["ETXTBSY", "program-running", "likely"]
    assert held == ["ETXTBSY", "held-by-process", "checked"]


def test_mount_point_is_removed(tmpfs: Any) -> None:
    point = tmpfs()
    assert diagnose(point.rmdir, "delete", point) == ["EBUSY", "mount-point-busy", "checked"]


def test_too_many_open_files() -> None:
    code = "diagnose(lambda: [open('/dev/null') for _ in range(99)], 'read', '/dev/null')"
    # The modules are read first: with few files allowed, importing fails as well.
    warm = "diagnose(lambda: open('/gone'), 'read', '/gone')"
    found = limited("resource.RLIMIT_NOFILE, (64, 64)", f"[{warm}, {code}][1]")
    assert found == ["EMFILE", "too-many-open-files", "checked"]


def test_file_larger_than_the_limit(tmp_path: Path) -> None:
    file = str(tmp_path / "big")
    opened = f"open({file!r}, 'ab', 0)"
    code = f"diagnose(lambda: {opened}.write(bytes(5000)) < 5000 and {opened}.write(b'x'), 'write', {file!r})"
    assert limited("resource.RLIMIT_FSIZE, (4096, 4096)", code) == ["EFBIG", "file-too-large", "checked"]


def test_lock_that_another_holds(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        found = diagnose(lambda: fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB), "lock", path)
    assert found == ["EAGAIN", "lock-held", "likely"]


def test_folder_of_another_user(another_user: Any, grounds: Path) -> None:
    folder = grounds / "roots-cache"
    folder.mkdir(mode=0o755)
    code = (
        f"{DIAGNOSE}\nprint(json.dumps(diagnose(lambda: open({str(folder / 'x')!r}, 'w'), 'write', {str(folder)!r})))"
    )
    assert child(another_user.run("-c", code)) == ["EACCES", "owned-by-another-user", "checked"]


def test_own_folder_whose_mode_forbids(another_user: Any) -> None:
    folder = another_user.home / "mine"
    code = (
        f"{DIAGNOSE}\nos.mkdir({str(folder)!r}, 0o555)\n"
        f"print(json.dumps(diagnose(lambda: open({str(folder / 'x')!r}, 'w'), 'write', {str(folder)!r})))"
    )
    assert child(another_user.run("-c", code)) == ["EACCES", "mode-forbids", "checked"]


def test_clone_on_ext4(ext4: Path) -> None:
    (ext4 / "a").write_bytes(b"x")
    with (ext4 / "a").open("rb") as source, (ext4 / "b").open("wb") as target:
        found = diagnose(lambda: fcntl.ioctl(target, FICLONE, source.fileno()), "clone", ext4 / "a", ext4 / "b")
    assert found == ["EOPNOTSUPP", "clones-not-supported", "checked"]


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.EIO, "disk-damaged"),
        (errno.ESTALE, "server-file-replaced"),
        (errno.EDQUOT, "quota-reached"),
        (errno.ENOMEM, "memory-refused"),
    ],
)
def test_file_system_that_answers_so(faulty: Any, number: int, hint: str) -> None:
    faulty.fail("create", number)
    found = diagnose(write(faulty.path / "file"), "write", faulty.path / "file")
    assert found[:2] == [errno.errorcode[number], hint]


def test_refused_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    assert diagnose(lambda: socket.create_connection(address), "connect")[0] == "ECONNREFUSED"


def test_port_that_is_taken() -> None:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        assert diagnose(lambda: second.bind(first.getsockname()), "connect") == ["EADDRINUSE", "port-taken", "likely"]


def test_name_that_does_not_exist() -> None:
    found = diagnose(lambda: socket.getaddrinfo("index.invalid", 443), "connect")
    assert found[1] in {"host-not-found", "name-service-failed", "name-service-busy", "offline"}


def test_connection_that_is_reset(serve: Any) -> None:
    url = serve().answer("/x", fault="reset")
    assert diagnose(lambda: urllib.request.urlopen(url), "fetch")[1] == "connection-lost"


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("unknown-authority", "certificate-of-proxy"),
        ("expired", "certificate-expired"),
        ("wrong-name", "certificate-for-other-host"),
    ],
)
def test_certificates(serve: Any, kind: str, hint: str) -> None:
    server = serve(tls=kind)
    trusted = None if kind == "unknown-authority" else str(server.ca)
    context = ssl.create_default_context(cafile=trusted)
    assert diagnose(lambda: urllib.request.urlopen(server.url, context=context), "fetch")[1] == hint


def test_tls_to_a_plain_port(serve: Any) -> None:
    url = serve().url.replace("http:", "https:")
    assert diagnose(lambda: urllib.request.urlopen(url), "fetch")[1] in {"plain-http-port", "tls-failed"}


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "sign-in"),
        (403, "forbidden"),
        (404, "not-on-server"),
        (407, "proxy-sign-in"),
        (416, "partial-download-stale"),
        (429, "too-many-requests"),
        (500, "server-failed"),
        (503, "server-failed"),
    ],
)
def test_answers_of_a_server(serve: Any, status: int, hint: str) -> None:
    url = serve().answer("/x", status=status)
    assert diagnose(lambda: urllib.request.urlopen(url), "fetch")[1] == hint


WINDOWS = """
import socket, subprocess, tempfile
place = tempfile.mkdtemp(dir="C:\\\\")  # not where TEMP leads: that may be on Z: as well
FAR = "Z:\\\\dev\\\\shm\\\\howcome-link"
at = lambda *names: os.path.join(place, *names)
open(at("file"), "w").close(); open(at("prog.exe"), "w").write("x" * 99)
os.mkdir(at("full")); open(at("full", "x"), "w").close(); os.mkdir(at("folder"))
held = open(at("held.exe"), "w")
free = socket.socket(); free.bind(("127.0.0.1", 0)); port = free.getsockname(); free.close()
print(json.dumps({
    "missing": diagnose(lambda: open(at("gone")), "read", at("gone")),
    "no folder": diagnose(lambda: os.listdir(at("gone", "x")), "read", at("gone", "x")),
    "in use": diagnose(lambda: os.remove(at("held.exe")), "delete", at("held.exe")),
    "renamed in use": diagnose(lambda: os.rename(at("held.exe"), at("b.exe")), "rename", at("held.exe"), at("b.exe")),
    "not empty": diagnose(lambda: os.rmdir(at("full")), "delete", at("full")),
    "exists": diagnose(lambda: os.mkdir(at("folder")), "mkdir", at("folder")),
    "bad program": diagnose(lambda: subprocess.run([at("prog.exe")]), "exec", at("prog.exe")),
    "other volume": diagnose(lambda: os.link(at("file"), FAR), "hardlink", at("file"), FAR),
    "refused": diagnose(lambda: socket.create_connection(port), "connect"),
    "no host": diagnose(lambda: socket.getaddrinfo("index.invalid", 443), "connect"),
    "no program": diagnose(lambda: subprocess.run([at("gone.exe")]), "exec", at("gone.exe")),
}))
"""
ON_WINDOWS = {
    "missing": {"nothing-there"},
    "no folder": {"nothing-there"},
    "in use": {"program-in-use"},
    "renamed in use": {"program-in-use"},
    "not empty": {"folder-not-empty"},
    "exists": {"leftover-exists"},
    "bad program": {"wrong-architecture"},
    "other volume": {"different-volumes"},
    "refused": {"connection-refused", "proxy-not-running"},
    "no host": {"host-not-found"},
    "no program": {"program-missing"},
}


def test_windows_faults(windows_python: Any) -> None:
    told = windows_python.run(DIAGNOSE + WINDOWS)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    print(found)

    assert {name: hint for name, (_, hint, _) in found.items() if hint not in ON_WINDOWS[name]} == {}
    assert len(found) >= 10


def test_the_table_lists_every_fault() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and "`" in line]
    hints = {row.split("|")[3].strip().strip("`") for row in rows}
    print(*rows, sep="\n")

    assert len(rows) >= 40
    assert [hint for hint in hints if f'"{hint}"' not in source] == []
