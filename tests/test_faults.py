"""Faults provoked for real, not raised by hand: each goes through a report and ends in the right code and hint.

docs/faults.md lists them; the last test prints that table, and holds the page to it.
"""

from __future__ import annotations

import errno
import fcntl
import functools
import json
import os
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
from grounds import need_command

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="provokes the faults of Linux, and Wine's")

DIAGNOSE = """
import json, os, sys
from howcome.errors import InstallError, Operation, Reporter, Wheel, facts

facts.gather.__kwdefaults__ |= {"deadline": 20, "each": 10}  # what is found counts here, not how fast

def diagnose(call, operation, *paths, holders=False, url=None):
    # Report it as a front end does, and return the root's code and what the first hint says.
    step = type("Step", (InstallError,), {"operation": Operation(operation)})
    try:
        with step.wrap(Wheel(name="black", version="24.1"), path=paths[-1] if paths else None, url=url):
            call()
    except Exception as error:
        report = Reporter(holders=holders).report(error)
        getattr(error.__cause__, "close", int)()  # urllib's errors hold a connection
    else:
        return ["no fault", "", ""]
    first = report.hints[0] if report.hints else None
    code = report.root.symbol or f"{report.root.namespace} {report.root.code}"
    return [code, first and first.id, first and first.confidence]
"""
space: dict[str, Any] = {}
exec(DIAGNOSE, space)
diagnose: Callable[..., list[str]] = space["diagnose"]
FICLONE = 0x40049409
TABLE = Path(__file__).parents[1] / "docs" / "faults.md"
ROWS: list[tuple[str, str, str, str]] = []


def fault(title: str, code: str, hint: str, confidence: str = "likely") -> Callable[..., Any]:
    """Put a row into the table, and hold what a test returns to it; alternatives have ` or ` between them."""
    ROWS.append((title, code, hint, confidence))

    def decorate(test: Callable[..., list[str]]) -> Callable[..., None]:
        @functools.wraps(test)
        def checked(*arguments: Any, **options: Any) -> None:
            found = test(*arguments, **options)
            for wanted, told in zip((code, hint, confidence), found, strict=True):
                assert told in wanted.split(" or "), found

        return checked

    return decorate


def write(path: Path, size: int = 1) -> Callable[[], object]:
    return lambda: path.write_bytes(b"x" * size)


def child(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 0, result.stderr
    return list(json.loads(result.stdout))


def limited(limit: str, code: str) -> list[str]:
    code = f"import resource; resource.setrlimit({limit})\n{DIAGNOSE}\nprint(json.dumps({code}))"
    return child(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False))


@fault("A memory disk is full", "ENOSPC", "memory-disk-full", "checked")
def test_full_memory_disk(tmpfs: Any) -> list[str]:
    file = tmpfs(size="64k") / "big"
    return diagnose(write(file, 100_000), "write", file)


@fault("A disk is full", "ENOSPC", "disk-full", "checked")
def test_full_disk(ext4: Path, grounds: Path) -> list[str]:
    image, point = grounds / "full.img", grounds / "full"
    point.mkdir()
    with image.open("wb") as file:
        file.truncate(1 << 20)
    subprocess.run([need_command("mkfs.ext4"), "-q", "-F", str(image)], check=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(point)], check=True)
    try:
        return diagnose(write(point / "big", 2 << 20), "write", point / "big")
    finally:
        subprocess.run(["umount", str(point)], check=True)


@fault("A volume has no inodes left", "ENOSPC", "no-inodes", "checked")
def test_no_inodes_left(tmpfs: Any) -> list[str]:
    folder = tmpfs(nr_inodes=5)

    def fill() -> None:
        for number in range(20):
            (folder / str(number)).touch()

    return diagnose(fill, "create", folder)


@fault("A quota of Btrfs is reached", "EDQUOT", "quota-reached")
def test_quota_of_btrfs(btrfs_volume: Path) -> list[str]:
    program, folder = need_command("btrfs"), btrfs_volume / "limited"
    for command in (
        ["quota", "enable", btrfs_volume],
        ["subvolume", "create", folder],
        ["qgroup", "limit", "1M", folder],
    ):
        subprocess.run([program, *map(str, command)], check=True, capture_output=True)
    try:
        return diagnose(write(folder / "big", 4 << 20), "write", folder / "big")
    finally:
        subprocess.run([program, "subvolume", "delete", str(folder)], check=True, capture_output=True)
        subprocess.run([program, "quota", "disable", str(btrfs_volume)], check=True, capture_output=True)


@fault("A folder is mounted read-only", "EROFS", "read-only-volume", "checked")
def test_read_only_volume(read_only: Any, tmp_path: Path) -> list[str]:
    file = read_only(tmp_path) / "file"
    return diagnose(write(file), "write", file)


@fault("A file is renamed to another volume", "EXDEV", "rename-across-volumes", "checked")
def test_rename_across_volumes(tmpfs: Any, ext4: Path) -> list[str]:
    source, target = tmpfs() / "file", ext4 / "file"
    source.touch()
    return diagnose(lambda: source.rename(target), "rename", source, target)


@fault("A hard link leads to another volume", "EXDEV", "different-volumes", "checked")
def test_hard_link_across_volumes(tmpfs: Any, ext4: Path) -> list[str]:
    source, target = tmpfs() / "file", ext4 / "file"
    source.touch()
    return diagnose(lambda: target.hardlink_to(source), "hardlink", source, target)


@fault("A symbolic link on exFAT", "ENOSYS or EPERM", "mount-without-links", "checked")
def test_symbolic_link_on_exfat(exfat: Path) -> list[str]:
    link = exfat / "link"
    return diagnose(lambda: link.symlink_to("x"), "symlink", exfat, link)


@fault("A hard link on exFAT", "EPERM", "mount-without-links", "checked")
def test_hard_link_on_exfat(exfat: Path) -> list[str]:
    (exfat / "file").touch()
    link = exfat / "link"
    return diagnose(lambda: link.hardlink_to(exfat / "file"), "hardlink", exfat / "file", link)


@fault("An immutable file is written to", "EPERM", "immutable-file", "checked")
def test_immutable_file(immutable: Any, ext4: Path) -> list[str]:
    file = ext4 / "file"
    file.touch()
    immutable(file)
    return diagnose(write(file), "write", file)


@fault("A file that may only grow is replaced", "EPERM", "immutable-file", "checked")
def test_append_only_file(ext4: Path) -> list[str]:
    file = ext4 / "log"
    file.touch()
    subprocess.run([need_command("chattr"), "+a", str(file)], check=True)
    try:
        return diagnose(write(file), "write", file)
    finally:
        subprocess.run(["chattr", "-a", str(file)], check=True)


@fault("A name has 300 bytes", "ENAMETOOLONG", "name-too-long", "checked")
def test_name_too_long(tmp_path: Path) -> list[str]:
    file = tmp_path / ("x" * 300)
    return diagnose(write(file), "write", file)


@fault("A link points to itself", "ELOOP", "link-loop", "checked")
def test_link_loop(tmp_path: Path) -> list[str]:
    link = tmp_path / "link"
    link.symlink_to(link)
    return diagnose(link.read_bytes, "read", link)


@fault("A dangling link is in the way", "EEXIST", "dangling-link", "checked")
def test_dangling_link_in_the_way(tmp_path: Path) -> list[str]:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    return diagnose(link.mkdir, "mkdir", link)


@fault("A folder exists already", "EEXIST", "leftover-exists", "checked")
def test_something_in_the_way(tmp_path: Path) -> list[str]:
    return diagnose(tmp_path.mkdir, "mkdir", tmp_path)


@fault("A folder to remove is not empty", "ENOTEMPTY", "folder-not-empty")
def test_folder_not_empty(tmp_path: Path) -> list[str]:
    (tmp_path / "file").touch()
    return diagnose(tmp_path.rmdir, "delete", tmp_path)


@fault("A file is where a folder must be", "ENOTDIR", "folder-is-file")
def test_file_where_a_folder_must_be(tmp_path: Path) -> list[str]:
    (tmp_path / "file").touch()
    file = tmp_path / "file" / "below"
    return diagnose(write(file), "write", file)


@fault("A folder is where a file must be", "EISDIR", "file-is-folder", "checked")
def test_folder_where_a_file_must_be(tmp_path: Path) -> list[str]:
    return diagnose(write(tmp_path), "write", tmp_path)


@fault("A file is missing", "ENOENT", "nothing-there")
def test_missing_file(tmp_path: Path) -> list[str]:
    file = tmp_path / "gone"
    return diagnose(file.read_bytes, "read", file)


@fault("Git is missing", "ENOENT", "git-missing")
def test_missing_git(tmp_path: Path) -> list[str]:
    git = tmp_path / "git"
    return diagnose(lambda: subprocess.run([git], check=False), "exec", git)


@fault("A program is missing", "ENOENT", "program-missing")
def test_missing_program(tmp_path: Path) -> list[str]:
    tool = tmp_path / "python9"
    return diagnose(lambda: subprocess.run([tool], check=False), "exec", tool)


@fault("A program is of another kind", "ENOEXEC", "wrong-architecture", "likely")
def test_program_of_another_kind(tmp_path: Path) -> list[str]:
    tool = tmp_path / "tool"
    tool.write_bytes(b"\x01\x02")
    tool.chmod(0o755)
    return diagnose(lambda: subprocess.run([tool], check=False), "exec", tool)


@fault("A program lacks the executable bit", "EACCES", "exec-not-permitted", "checked")
def test_program_without_the_executable_bit(tmp_path: Path) -> list[str]:
    tool = tmp_path / "tool"
    tool.touch(0o644)
    return diagnose(lambda: subprocess.run([tool], check=False), "exec", tool)


@fault("A volume allows no programs", "EACCES", "no-exec-mount", "checked")
def test_volume_without_programs(grounds: Path) -> list[str]:
    place = grounds / "noexec"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", str(place)], check=True)
    try:
        shutil.copy("/bin/true", place / "tool")
        return diagnose(lambda: subprocess.run([place / "tool"], check=False), "exec", place / "tool")
    finally:
        subprocess.run(["umount", str(place)], check=True)


@fault("A script's interpreter is gone", "ENOENT", "loader-missing", "checked")
def test_script_whose_interpreter_is_gone(tmp_path: Path) -> list[str]:
    tool = tmp_path / "tool"
    tool.write_text("#!/gone/python\n")
    tool.chmod(0o755)
    return diagnose(lambda: subprocess.run([tool], check=False), "exec", tool)


@fault("An environment's Python is gone", "ENOENT", "interpreter-gone", "checked")
def test_environment_whose_python_is_gone(tmp_path: Path) -> list[str]:
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.symlink_to("/gone/python3")
    return diagnose(lambda: subprocess.run([python], check=False), "exec", python)


def running(tmp_path: Path, *, holders: bool) -> list[str]:
    tool = tmp_path / "sleep"
    shutil.copy("/bin/sleep", tool)
    with subprocess.Popen([tool, "60"]) as process:
        try:
            return diagnose(write(tool), "write", tool, holders=holders)
        finally:
            process.kill()


@fault("A running program is written to", "ETXTBSY", "program-running")
def test_running_program_is_written_to(tmp_path: Path) -> list[str]:
    return running(tmp_path, holders=False)


@fault("The same, with its holders asked for", "ETXTBSY", "held-by-process", "checked")
def test_running_program_is_written_to_and_named(tmp_path: Path) -> list[str]:
    return running(tmp_path, holders=True)


@fault("A mount point is removed", "EBUSY", "mount-point-busy", "checked")
def test_mount_point_is_removed(tmpfs: Any) -> list[str]:
    point = tmpfs()
    return diagnose(point.rmdir, "delete", point)


@fault("A process opens more files than it may", "EMFILE", "too-many-open-files", "checked")
def test_too_many_open_files() -> list[str]:
    code = "diagnose(lambda: [open('/dev/null') for _ in range(99)], 'read', '/dev/null')"
    # The modules are read first: with few files allowed, importing fails as well.
    warm = "diagnose(lambda: open('/gone'), 'read', '/gone')"
    return limited("resource.RLIMIT_NOFILE, (64, 64)", f"[{warm}, {code}][1]")


@fault("A file outgrows the limit of the session", "EFBIG", "file-too-large", "checked")
def test_file_larger_than_the_limit(tmp_path: Path) -> list[str]:
    file = str(tmp_path / "big")
    opened = f"open({file!r}, 'ab', 0)"
    code = f"diagnose(lambda: {opened}.write(bytes(5000)) < 5000 and {opened}.write(b'x'), 'write', {file!r})"
    return limited("resource.RLIMIT_FSIZE, (4096, 4096)", code)


def locked(path: Path, *, holders: bool) -> list[str]:
    code = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder, path.open("a") as second:
        assert holder.stdout is not None
        holder.stdout.readline()
        found = diagnose(lambda: fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB), "lock", path, holders=holders)
        holder.communicate(b"")
    return found


@fault("A lock is held by another", "EAGAIN", "lock-held")
def test_lock_that_another_holds(tmp_path: Path) -> list[str]:
    return locked(tmp_path / "lock", holders=False)


@fault("The same, with its holder asked for", "EAGAIN", "held-by-process", "checked")
def test_lock_that_another_holds_and_is_named(tmp_path: Path) -> list[str]:
    return locked(tmp_path / "lock", holders=True)


@fault("A folder belongs to root", "EACCES", "owned-by-another-user", "checked")
def test_folder_of_another_user(another_user: Any, grounds: Path) -> list[str]:
    folder = grounds / "roots-cache"
    folder.mkdir(mode=0o755)
    code = (
        f"{DIAGNOSE}\nprint(json.dumps(diagnose(lambda: open({str(folder / 'x')!r}, 'w'), 'write', {str(folder)!r})))"
    )
    return child(another_user.run("-c", code))


@fault("A folder of one's own forbids writing", "EACCES", "mode-forbids", "checked")
def test_own_folder_whose_mode_forbids(another_user: Any) -> list[str]:
    folder = another_user.home / "mine"
    code = (
        f"{DIAGNOSE}\nos.mkdir({str(folder)!r}, 0o555)\n"
        f"print(json.dumps(diagnose(lambda: open({str(folder / 'x')!r}, 'w'), 'write', {str(folder)!r})))"
    )
    return child(another_user.run("-c", code))


@fault("A hard link to a file of another user", "EPERM", "hard-link-to-others-file", "checked")
def test_hard_link_to_a_file_of_another_user(another_user: Any, grounds: Path) -> list[str]:
    file, link = grounds / "roots-file", another_user.home / "link"
    file.touch(0o644)
    call = f"lambda: os.link({str(file)!r}, {str(link)!r})"
    code = f"{DIAGNOSE}\nprint(json.dumps(diagnose({call}, 'hardlink', {str(file)!r}, {str(link)!r})))"
    return child(another_user.run("-c", code))


@fault("A clone on ext4", "EOPNOTSUPP", "clones-not-supported", "checked")
def test_clone_on_ext4(ext4: Path) -> list[str]:
    (ext4 / "a").write_bytes(b"x")
    with (ext4 / "a").open("rb") as source, (ext4 / "b").open("wb") as target:
        return diagnose(lambda: fcntl.ioctl(target, FICLONE, source.fileno()), "clone", ext4 / "a", ext4 / "b")


def answered(faulty: Any, number: int) -> list[str]:
    faulty.fail("create", number)
    return diagnose(write(faulty.path / "file"), "write", faulty.path / "file")


@fault("A file system answers EIO", "EIO", "disk-damaged")
def test_damaged_disk(faulty: Any) -> list[str]:
    return answered(faulty, errno.EIO)


@fault("A file system answers ESTALE", "ESTALE", "server-file-replaced")
def test_stale_handle(faulty: Any) -> list[str]:
    return answered(faulty, errno.ESTALE)


@fault("A file system answers EDQUOT", "EDQUOT", "quota-reached")
def test_quota(faulty: Any) -> list[str]:
    return answered(faulty, errno.EDQUOT)


@fault("A file system answers ENOMEM", "ENOMEM", "memory-refused")
def test_no_memory(faulty: Any) -> list[str]:
    return answered(faulty, errno.ENOMEM)


@fault("A port that nobody listens at", "ECONNREFUSED", "proxy-not-running")
def test_refused_connection(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    without_proxies(monkeypatch)
    return diagnose(lambda: socket.create_connection(unused_port()), "connect")


@fault("The same, while a proxy is set", "ECONNREFUSED", "proxy-not-running", "checked")
def test_proxy_that_does_not_run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    without_proxies(monkeypatch)
    host, port = unused_port()
    monkeypatch.setenv("http_proxy", f"http://{host}:{port}")
    return diagnose(lambda: urllib.request.build_opener().open("http://index.invalid/"), "connect")


def unused_port() -> tuple[str, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return tuple(free.getsockname())


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@fault("A port that is taken", "EADDRINUSE", "port-taken")
def test_port_that_is_taken() -> list[str]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        return diagnose(lambda: second.bind(first.getsockname()), "connect")


@fault(
    "A name that does not exist",
    "EAI_NONAME or EAI_AGAIN",
    "host-not-found or name-service-failed or name-service-busy or offline",
    "likely or checked",
)
def test_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    without_proxies(monkeypatch)
    return diagnose(lambda: socket.getaddrinfo("index.invalid", 443), "connect")


@fault("A connection that is reset", "ECONNRESET", "connection-lost")
def test_connection_that_is_reset(serve: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    without_proxies(monkeypatch)
    url = serve().answer("/x", fault="reset")
    return diagnose(lambda: urllib.request.build_opener().open(url), "fetch", url=url)


def certificate(serve: Any, monkeypatch: pytest.MonkeyPatch, kind: str) -> list[str]:
    without_proxies(monkeypatch)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    server = serve(tls=kind)
    trusted = None if kind == "unknown-authority" else str(server.ca)
    context = ssl.create_default_context(cafile=trusted)
    return diagnose(lambda: urllib.request.urlopen(server.url, context=context), "fetch", url=server.url)


@fault("A certificate of an unknown authority", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate-of-proxy")
def test_certificate_of_an_unknown_authority(serve: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return certificate(serve, monkeypatch, "unknown-authority")


@fault("A certificate that has expired", "CERT_HAS_EXPIRED", "certificate-expired", "checked")
def test_certificate_that_has_expired(serve: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return certificate(serve, monkeypatch, "expired")


@fault("A certificate for another name", "IP_ADDRESS_MISMATCH or HOSTNAME_MISMATCH", "certificate-for-other-host")
def test_certificate_for_another_name(serve: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return certificate(serve, monkeypatch, "wrong-name")


@fault("TLS to a plain HTTP port", "WRONG_VERSION_NUMBER or RECORD_LAYER_FAILURE", "plain-http-port or tls-failed")
def test_tls_to_a_plain_port(serve: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    without_proxies(monkeypatch)
    url = serve().url.replace("http:", "https:")
    return diagnose(lambda: urllib.request.build_opener().open(url), "fetch", url=url)


ANSWERS = [
    (401, "UNAUTHORIZED", "sign-in"),
    (403, "FORBIDDEN", "forbidden"),
    (404, "NOT_FOUND", "not-on-server"),
    (407, "PROXY_AUTHENTICATION_REQUIRED", "proxy-sign-in"),
    (416, "RANGE_NOT_SATISFIABLE", "partial-download-stale"),
    (429, "TOO_MANY_REQUESTS", "too-many-requests"),
    (500, "INTERNAL_SERVER_ERROR", "server-failed"),
    (503, "SERVICE_UNAVAILABLE", "server-failed"),
]
ROWS += [(f"The server answers {status}", code, hint, "likely") for status, code, hint in ANSWERS]


@pytest.mark.parametrize(("status", "code", "hint"), ANSWERS)
def test_answers_of_a_server(serve: Any, monkeypatch: pytest.MonkeyPatch, status: int, code: str, hint: str) -> None:
    without_proxies(monkeypatch)
    url = serve().answer("/x", status=status)
    opener = urllib.request.build_opener()
    assert diagnose(lambda: opener.open(url), "fetch", url=url) == [code, hint, "likely"]


WINDOWS = """
import socket, stat, subprocess, tempfile
place = tempfile.mkdtemp(dir="C:\\\\")  # not where TEMP leads: that may be on Z: as well
FAR = "Z:\\\\dev\\\\shm\\\\howcome-link"
at = lambda *names: os.path.join(place, *names)
open(at("file"), "w").close(); open(at("prog.exe"), "w").write("x" * 99)
open(at("kept"), "w").close(); os.chmod(at("kept"), stat.S_IREAD)
os.mkdir(at("full")); open(at("full", "x"), "w").close(); os.mkdir(at("folder"))
held = open(at("held.exe"), "w")
data = open(at("data.bin"), "w")
free = socket.socket(); free.bind(("127.0.0.1", 0)); port = free.getsockname(); free.close()
for name in [name for name in os.environ if name.lower().endswith("_proxy")]: del os.environ[name]
print(json.dumps({
    "A file is missing": diagnose(lambda: os.stat(at("gone")), "read", at("gone")),
    "A folder on the way is missing": diagnose(lambda: os.listdir(at("gone", "x")), "read", at("gone", "x")),
    "A program that is in use is removed": diagnose(lambda: os.remove(at("held.exe")), "delete", at("held.exe")),
    "A program that is in use is renamed":
        diagnose(lambda: os.rename(at("held.exe"), at("b.exe")), "rename", at("held.exe"), at("b.exe")),
    "A file that is in use is removed": diagnose(lambda: os.remove(at("data.bin")), "delete", at("data.bin")),
    "A read-only file is removed": diagnose(lambda: os.remove(at("kept")), "delete", at("kept")),
    "A folder to remove is not empty": diagnose(lambda: os.rmdir(at("full")), "delete", at("full")),
    "A folder exists already": diagnose(lambda: os.mkdir(at("folder")), "mkdir", at("folder")),
    "A file that is no program is run": diagnose(lambda: subprocess.run([at("prog.exe")]), "exec", at("prog.exe")),
    "A hard link leads to another drive": diagnose(lambda: os.link(at("file"), FAR), "hardlink", at("file"), FAR),
    "A name has a character that Windows forbids": diagnose(lambda: os.mkdir(at("a<b")), "mkdir", at("a<b")),
    "A name has 300 characters": diagnose(lambda: os.mkdir(at("n" * 300)), "mkdir", at("n" * 300)),
    "A port that nobody listens at": diagnose(lambda: socket.create_connection(port), "connect"),
    "A name that does not exist": diagnose(lambda: socket.getaddrinfo("index.invalid", 443), "connect"),
    "A program is missing": diagnose(lambda: subprocess.run([at("gone.exe")]), "exec", at("gone.exe")),
}))
"""
ON_WINDOWS = [
    ("A file is missing", "ERROR_FILE_NOT_FOUND", "nothing-there", "likely"),
    ("A folder on the way is missing", "ERROR_PATH_NOT_FOUND", "nothing-there", "likely"),
    ("A program that is in use is removed", "ERROR_SHARING_VIOLATION", "program-in-use", "likely"),
    ("A program that is in use is renamed", "ERROR_SHARING_VIOLATION", "program-in-use", "likely"),
    ("A file that is in use is removed", "ERROR_SHARING_VIOLATION", "file-in-use", "likely"),
    ("A read-only file is removed", "ERROR_ACCESS_DENIED", "read-only-file", "checked"),
    ("A folder to remove is not empty", "ERROR_DIR_NOT_EMPTY", "folder-not-empty", "likely"),
    ("A folder exists already", "ERROR_ALREADY_EXISTS", "leftover-exists", "checked"),
    ("A file that is no program is run", "ERROR_BAD_EXE_FORMAT", "wrong-architecture", "likely"),
    ("A hard link leads to another drive", "ERROR_NOT_SAME_DEVICE", "different-volumes", "checked"),
    ("A name has a character that Windows forbids", "ERROR_INVALID_NAME", "reserved-name", "checked"),
    ("A name has 300 characters", "ERROR_FILE_NOT_FOUND", "missing-because-long", "checked"),
    ("A port that nobody listens at", "WSAECONNREFUSED", "proxy-not-running", "likely"),
    ("A name that does not exist", "WSAHOST_NOT_FOUND", "host-not-found", "likely"),
    ("A program is missing", "ERROR_FILE_NOT_FOUND", "program-missing", "likely"),
]


def test_windows_faults(windows_python: Any) -> None:
    told = windows_python.run(DIAGNOSE + WINDOWS)
    assert told.returncode == 0, told.stderr

    assert json.loads(told.stdout) == {title: found for title, *found in ON_WINDOWS}
    assert len(ON_WINDOWS) >= 10


def table(rows: list[tuple[str, str, str, str]]) -> str:
    """Return *rows* as the page has them."""
    said = {"checked": "yes", "likely": "no"}
    cells = [
        (title, code.replace(" or ", ", "), "`" + hint.replace(" or ", "`, `") + "`", said.get(sure, "at times"))
        for title, code, hint, sure in rows
    ]
    head = ["| Fault | Code | Hint | Checked |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in cells)])


def test_the_page_has_the_table_of_these_faults() -> None:
    print(table(ROWS), table(ON_WINDOWS), sep="\n\n")
    page = TABLE.read_text(encoding="utf-8")

    assert len(ROWS) >= 30
    assert table(ROWS) in page
    assert table(ON_WINDOWS) in page
