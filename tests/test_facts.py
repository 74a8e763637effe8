"""Facts are what the machine is; the mechanism keeps its deadlines and opens nothing that is remote."""

from __future__ import annotations

import ctypes
import json
import os
import struct
import subprocess
import sys
import time
import typing
from pathlib import Path
from typing import Any

import pytest
from howcome.errors import Reporter, _drives, _facts_posix, _mounts, facts
from howcome.errors._facts_macos import read_capabilities
from howcome.errors._facts_windows import name_facts as windows_names
from howcome.errors._mounts import read_mountinfo, read_statfs, resolve, table_of
from howcome.errors.facts import MACHINE_FACTS, PLACE_FACTS, Facts, Place, gather
from howcome.errors.holders import who_holds

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")


def place_of(path: Path, *wanted: str) -> Place:
    (place,) = gather(set(wanted or PLACE_FACTS), [str(path)], deadline=10, each=10).places
    return place


def test_nothing_wanted_is_nothing_asked() -> None:
    assert gather(set(), ["/"]) == Facts()


def test_only_what_is_wanted_is_asked(tmp_path: Path) -> None:
    found = gather({"elevated"}, [str(tmp_path)])

    assert found.places == ()
    assert found.elevated is not None
    assert found.memory_free_bytes is None


@linux
def test_a_file_is_described(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    file.chmod(0o640)

    place = place_of(file)

    assert (place.exists, place.link, place.directory, place.mode, place.links) == (True, False, False, "0640", 1)
    assert place.owned
    assert place.free_bytes > 0


@linux
def test_a_dangling_link_is_told_from_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "whole").symlink_to(tmp_path)

    assert (place_of(tmp_path / "dangling").dangling, place_of(tmp_path / "whole").dangling) == (True, False)


@linux
def test_a_small_memory_disk_is_known_as_such(tmpfs: object) -> None:
    place = place_of(tmpfs(size="64k"))

    assert (place.file_system, place.mount_point, place.remote) == ("tmpfs", True, False)
    assert place.total_bytes == 65536


@linux
def test_exfat_has_no_links(exfat: Path) -> None:
    place = place_of(exfat)

    assert (place.file_system, place.hard_links, place.symbolic_links) == ("exFAT", False, False)


@linux
def test_an_immutable_file_is_seen(immutable: object, ext4: Path) -> None:
    file = ext4 / "file"
    file.write_text("x")
    immutable(file)

    assert place_of(file).immutable


MOUNTINFO = """\
1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
2 1 0:40 / /far rw - nfs4 server:/export rw
3 1 0:41 / /share rw - cifs //server/share rw
4 1 0:42 / /net rw - autofs systemd-1 rw,direct
5 1 0:43 / /home/me/cloud rw - fuse.rclone remote: rw
6 1 0:44 / /home/me/odd rw - fuse.somebodys something rw
7 1 0:45 / /home/me/ssh rw - fuse.sshfs me@server: rw
8 1 8:17 / /media/card\\040one rw,noexec - fuseblk /dev/sdb1 rw
9 1 0:46 / /mnt/c rw - 9p C:\\134 rw,aname=drvfs;path=C:\\;uid=1000
10 1 0:47 / /mnt/n rw - 9p drvfs rw,aname=drvfs;path=UNC\\server\\share;uid=1000
11 4 8:33 / /net rw - xfs /dev/sdc1 rw
12 1 0:48 / /run rw - tmpfs tmpfs rw
13 2 0:49 / /far/near rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/far", True), ("/far/a/b", True), ("/farther", False), ("/share/x", True), ("/home/me", False),
        ("/home/me/cloud/x", True), ("/home/me/odd/x", None), ("/home/me/ssh/x", True), ("/media/card one/x", False),
        ("/mnt/c/Users", False), ("/mnt/n/Users", True), ("/net/x", False), ("/run/x", False),
        ("/run/../far/x", True), ("/far/../run", True), ("/far/near/x", True),
    ],
)  # fmt: skip
def test_the_table_of_mounts_tells_what_is_remote(path: str, remote: bool | None) -> None:
    found = resolve(path, table_of(read_mountinfo(MOUNTINFO)))[1]

    assert found is not None
    assert found.remote is remote


def with_links(monkeypatch: pytest.MonkeyPatch, links: dict[str, str]) -> list[str]:
    """Let *links* be the only links there are; return the paths that are looked at."""
    seen: list[str] = []
    monkeypatch.setattr(os.path, "islink", lambda path: seen.append(path) or path in links)
    monkeypatch.setattr(os, "readlink", links.__getitem__)
    return seen


def test_links_into_what_is_remote_are_not_followed_whatever_the_detour(monkeypatch: pytest.MonkeyPatch) -> None:
    links = {"/a": "/b/c", "/b": "run/x", "/run/x/c": "../../far", "/loop": "/loop", "/up": "/run/x/y"}
    seen = with_links(monkeypatch, links)
    table = table_of(read_mountinfo(MOUNTINFO))

    assert resolve("/a/deep", table) == ("/far/deep", table["/far"])
    assert resolve("/up/../../../a/./deep", table) == ("/far/deep", table["/far"])  # `..` is seen from where /up leads
    assert resolve("/up/../c/../far/x", table) == ("/far/../far/x", table["/far"])
    assert resolve("/loop/x", table) == ("/loop/x", None)
    assert resolve("/a", table) == ("/a", table["/"])  # the last part is not followed unless it is wanted
    assert resolve("/a", table, last=True) == ("/far", table["/far"])
    assert [path for path in seen if path.startswith("/far")] == []


def test_more_links_than_linux_follows_are_not_followed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    links = {f"/{number}": f"/{number + 1}" for number in range(60)} | {"/60": "/far"}
    with_links(monkeypatch, links)

    assert resolve("/0/x", table_of(read_mountinfo(MOUNTINFO)))[1] is None


@linux
def test_what_a_fuse_daemon_serves_is_named_and_never_asked(faulty: Any) -> None:
    (faulty.backing / "file").write_text("x")
    (faulty.backing.parent / "link-to-it").unlink(missing_ok=True)
    (faulty.backing.parent / "link-to-it").symlink_to(faulty.path)
    faulty.calls()

    inside = place_of(faulty.path / "file")
    through = place_of(faulty.backing.parent / "link-to-it" / "file")
    holders = who_holds([str(faulty.path / "file"), str(faulty.backing.parent / "link-to-it")])

    assert faulty.calls() == []
    assert (inside.volume, through.volume) == (str(faulty.path), str(faulty.path))
    assert (inside.remote, inside.exists, inside.free_bytes, holders) == (None, None, None, ())
    assert (faulty.path / "file").exists()
    assert faulty.calls() != []  # it does count


@linux
def test_an_automount_is_not_set_off(grounds: Path) -> None:
    """Nobody answers this one: who looked inside would wait for ever, in a child that this test would have to end."""
    point = grounds / "automount"
    point.mkdir()
    reading, writing = os.pipe()
    options = f"fd={writing},pgrp={os.getpgrp()},minproto=5,maxproto=5,direct"
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.mount(b"nobody", os.fsencode(point), b"autofs", 0, options.encode()) == 0, os.strerror(
        ctypes.get_errno()
    )
    try:
        code = (
            "import sys\nfrom howcome.errors import Reporter\n"
            "error = OSError(28, 'No space left on device', sys.argv[1])\n"
            "print(Reporter(holders=True).report(error).to_json())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(point / "cache" / "x")],
            capture_output=True, text=True, timeout=30, start_new_session=True, check=True, pass_fds=(),
        )  # fmt: skip
        os.set_blocking(reading, False)
        with pytest.raises(BlockingIOError):
            os.read(reading, 1)  # a request to mount something would be here
    finally:
        libc.umount2(os.fsencode(point), 2)
        os.close(reading)
        os.close(writing)
    (place,) = json.loads(done.stdout)["facts"]["places"]
    assert (place["remote"], place["file_system"], "free_bytes" in place) == (True, "autofs", False)


HANGING = """
import os, sys, time
from howcome.errors import Reporter, _facts_posix
from howcome.errors.advice import all_hints
import howcome.errors.serialize
all_hints()  # imports are not what is measured
path, fifo = sys.argv[1:]
if fifo:  # every look at a place waits for somebody who never writes
    _facts_posix.PLACE_PROBES = [(gives, lambda _: open(fifo)) for gives, _ in _facts_posix.PLACE_PROBES]
start = time.monotonic()
text = Reporter(holders=True).report(OSError(28, "No space left on device", path)).to_json()
print(time.monotonic() - start, text)
"""


@linux
@pytest.mark.parametrize("kind", ["file system", "probe"])
def test_what_hangs_delays_neither_the_report_nor_the_exit(faulty: Any, tmp_path: Path, kind: str) -> None:
    faulty.fail("getattr", 0, delay=3)
    os.mkfifo(tmp_path / "fifo")
    faulty.calls()
    arguments = (faulty.path / "x" / "y", "") if kind == "file system" else (tmp_path, tmp_path / "fifo")
    start = time.monotonic()

    done = subprocess.run([sys.executable, "-c", HANGING, *arguments], capture_output=True, text=True, check=True)

    elapsed, _, text = done.stdout.partition(" ")
    facts_told = json.loads(text)["facts"]
    assert [place for place in facts_told.get("places", ()) if "free_bytes" in place] == []
    assert float(elapsed) < 2  # the deadline is half a second; the rest is for a busy machine
    assert time.monotonic() - start < 3
    assert faulty.calls() == []


def test_windows_paths_to_servers_are_known_in_each_spelling() -> None:
    spellings = [
        r"\\server\share\x",
        "//server/share/x",
        r"\\?\UNC\server\share",
        r"\\?\unc\server\share",
        r"\\.\UNC\server\share",
        r"\??\UNC\server\share",
        "//?/UNC/server/share",
        r"\\server@SSL\DavWWWRoot\x",
        r"\\?\GLOBALROOT\Device\Mup\server\share",
        r"\\localhost\c$\x",
        r"N:\x",
        r"\\?\N:\x",
        r"W:\x",
        r"R:\x",
        r"X:\x",
    ]
    assert [path for path in spellings if drives(path).remote is not True] == []
    unknown = [r"\\.\PhysicalDrive0", r"\\?\GLOBALROOT\Device\HarddiskVolume1\x", r"Q:\x", r"\\.\pipe\x", r"L:\x"]
    assert [path for path in unknown if drives(path).remote is not None] == []


DEVICES = {
    "C:": r"\Device\HarddiskVolume3",
    "D:": r"\Device\HarddiskVolume4",
    "N:": r"\Device\LanmanRedirector\;N:0\server\share",
    "W:": r"\Device\WebDavRedirector\;W:0\server\x",
    "R:": r"\??\UNC\server\share",
    "S:": r"\??\C:\some",
    "L:": "\\??\\L:\\",
    "X:": r"\Device\Unheard\of",
}
LINKS = {
    r"C:\here": r"D:\there",
    r"C:\away": r"\\server\share",
    r"C:\some\deep": r"..\away\x",
    r"D:\there\more": r"\\?\UNC\server\y",
    r"C:\middle": r"C:\here\more\z",
    r"C:\mapped": r"\\?\N:\y",
    r"C:\disk": "\\\\?\\Volume{12345678-1234-1234-1234-123456789abc}\\",
    r"C:\round": r"C:\round",
}


def drives(path: str, *, last: bool = False) -> _drives.Where:
    return _drives.resolve(
        path, last=last, device_of=DEVICES.get, kind_of=lambda drive: 4 if drive == "X:" else 3, target_of=LINKS.get
    )


@pytest.mark.parametrize(
    ("path", "leads_to", "remote"),
    [
        (r"C:\a\b", r"C:\a\b", False), (r"c:/a/./x/../b", r"C:\a\b", False), (r"\\?\C:\a", r"C:\a", False),
        (r"\\.\C:\a", r"C:\a", False), (r"C:\here", r"C:\here", False), (r"C:\here\x", r"D:\there\x", False),
        (r"C:\away\x", r"\\server\share\x", True), (r"S:\deep\y", None, True), (r"S:\file", r"C:\some\file", False),
        (r"C:\here\more\x", None, True), (r"C:\middle\x", None, True), (r"C:\mapped\x", r"\\?\N:\y\x", True),
        (r"C:\disk\x", r"\\?\Volume{12345678-1234-1234-1234-123456789abc}\x", False), (r"C:\round\x", None, None),
    ],
)  # fmt: skip
def test_windows_links_are_read_and_not_followed_to_servers(path: str, leads_to: str | None, remote: bool) -> None:
    where = drives(path)

    assert where.remote is remote
    assert leads_to in (None, where.path)


def test_windows_asks_no_mapped_drive(windows_python: Any) -> None:
    code = r"""
import ctypes, json, attrs
from howcome.errors.facts import PLACE_FACTS, gather
define = ctypes.windll.kernel32.DefineDosDeviceW
assert define(0, "S:", "C:\\windows") and define(1, "N:", "\\??\\UNC\\192.0.2.1\\share")  # where nobody ever answers
paths = ["S:\\system32", "N:\\x", "//192.0.2.1/share", "C:\\windows"]
places = gather(set(PLACE_FACTS), paths, deadline=20, each=10).places
define(2, "S:", None), define(2, "N:", None)
print(json.dumps([attrs.asdict(place) for place in places]))
"""
    done = windows_python.run(code)
    assert done.returncode == 0, done.stderr
    places = {place["path"]: place for place in json.loads(done.stdout)}

    assert (places["S:\\system32"]["volume"], places["S:\\system32"]["directory"]) == ("C:", True)
    assert (places["C:\\windows"]["owned"], places["C:\\windows"]["name_limit"]) == (True, 255)
    for path in ("N:\\x", "//192.0.2.1/share"):
        assert (places[path]["remote"], places[path]["exists"], places[path]["free_bytes"]) == (True, None, None)


def test_a_probe_that_hangs_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def probes(*_: object) -> list[object]:
        return [(None, lambda: time.sleep(5) or {"wsl": 1}), (None, lambda: {"user": "me"}), (None, lambda: 1 / 0)]

    monkeypatch.setattr(facts, "_probes", probes)
    start = time.monotonic()

    found = gather({"wsl", "user"}, [], deadline=2, each=0.1)

    assert (found.wsl, found.user) == (None, "me")
    assert time.monotonic() - start < 1.5


def test_hanging_probes_end_at_the_deadline_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_probes", lambda *_: [(None, lambda: time.sleep(5) or {})] * 50)
    start = time.monotonic()

    gather({"wsl"}, [], deadline=0.3, each=0.1)

    assert time.monotonic() - start < 1


def test_every_fact_that_is_given_has_a_field() -> None:
    from howcome.errors import _facts_python, _facts_windows

    modules = (_facts_posix, _facts_windows, _facts_python)
    given = {name for module in modules for gives, _ in module.MACHINE_PROBES for name in gives}
    local = {name for module in (_facts_posix, _facts_windows) for gives, _ in module.PLACE_PROBES for name in gives}

    assert (given - MACHINE_FACTS, local - PLACE_FACTS) == (set(), set())


@pytest.mark.parametrize(
    ("path", "bad"),
    [("C:\\a\\aux.py", "aux.py"), ("C:\\a\\b:c", "b:c"), ("C:\\a.\\b", "a."), ("C:\\aux2\\com10", None)],
)
def test_names_that_windows_cannot_have(path: str, bad: str | None) -> None:
    assert windows_names(path).get("reserved_name") == bad


def test_credentials_of_a_proxy_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.example:3128")

    found = gather({"proxy"}, [], deadline=10, each=10)

    assert "secret" not in found.proxy
    assert "proxy.example:3128" in found.proxy


class Statfs(ctypes.Structure):
    """`struct statfs` as macOS's <sys/mount.h> declares it, with 64-bit inodes."""

    _fields_ = [
        ("bsize", ctypes.c_uint32), ("iosize", ctypes.c_int32), ("blocks", ctypes.c_uint64), ("bfree", ctypes.c_uint64),
        ("bavail", ctypes.c_uint64), ("files", ctypes.c_uint64), ("ffree", ctypes.c_uint64),
        ("fsid", ctypes.c_int32 * 2), ("owner", ctypes.c_uint32), ("type", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("fssubtype", ctypes.c_uint32), ("fstypename", ctypes.c_char * 16), ("mntonname", ctypes.c_char * 1024),
        ("mntfromname", ctypes.c_char * 1024), ("flags_ext", ctypes.c_uint32), ("reserved", ctypes.c_uint32 * 7),
    ]  # fmt: skip


def statfs(kind: bytes, on: bytes, source: bytes, flags: int) -> bytes:
    return bytes(Statfs(fsid=(7, 26), flags=flags, fstypename=kind, mntonname=on, mntfromname=source))


def test_macos_table_of_mounts_is_read_as_its_headers_lay_it_out() -> None:
    assert ctypes.sizeof(Statfs) == _mounts.STATFS.size == 2168
    root = statfs(b"apfs", b"/", b"/dev/disk3s1s1", 0x04809001)  # read-only, local, journaled, a root
    share = statfs(b"smbfs", b"/Volumes/share", b"//me@server/share", 0x00000000)
    home = statfs(b"autofs", b"/home", b"map auto_home", 0x00500000)  # automounted
    card = statfs(b"exfat", b"/Volumes/CARD", b"/dev/disk5s1", 0x1204)  # local, removable, no programs

    found = table_of(read_statfs(root + share + home + card + b"rest"))

    assert {point: mount.remote for point, mount in found.items()} == {
        "/": False, "/Volumes/share": True, "/home": True, "/Volumes/CARD": False
    }  # fmt: skip
    assert found["/"].options == {"ro"}
    assert found["/Volumes/CARD"] == _mounts.Mount(
        "/Volumes/CARD", "exfat", "/dev/disk5s1", frozenset({"removable", "noexec"}), "7:26", remote=False
    )


def test_macos_features_are_those_that_the_volume_says_it_knows() -> None:
    capabilities, valid = [0x106, 0x10000, 0, 0], [0x1FF, 0x10000, 0, 0]
    apfs = struct.pack("=I4I4I", 36, *capabilities, *valid)
    fat = struct.pack("=I4I4I", 36, 0, 0, 0, 0, 0x6, 0, 0, 0)

    assert read_capabilities(apfs) == {
        "symbolic_links": True,
        "hard_links": True,
        "case_sensitive": True,
        "clones": True,
    }
    assert read_capabilities(fat) == {"symbolic_links": False, "hard_links": False}


@pytest.mark.parametrize(
    ("hard", "used", "most_files", "files", "reached"),
    [(1000, 500 * 1024, 0, 9, False), (1000, 1000 * 1024, 0, 9, True), (0, 10**12, 0, 9, False), (0, 1, 10, 10, True)],
)
def test_a_quota_is_read_as_linux_lays_it_out(hard: int, used: int, most_files: int, files: int, reached: bool) -> None:
    data = struct.pack("=8QI4x", hard, 0, used, most_files, 0, files, 0, 0, 0x3F)

    assert _facts_posix.quota_reached(data) is reached


@linux
def test_a_volume_without_quotas_says_nothing_of_them(ext4: Path) -> None:
    assert place_of(ext4).quota_reached is None


@linux
def test_a_folder_that_folds_case_is_known(exfat: Path, ext4: Path) -> None:
    assert (place_of(exfat).case_sensitive, place_of(ext4).case_sensitive) == (False, True)


@linux
def test_another_users_file_is_known_as_such(another_user: Any) -> None:
    (another_user.home / "file").touch()
    os.chown(another_user.home, another_user.uid, 12345)

    mine, theirs = place_of(another_user.home / "file"), place_of(another_user.home)

    assert (mine.owned, mine.in_group) == (True, True)
    assert (theirs.owned, theirs.owner, theirs.group, theirs.in_group) == (False, "nobody", "12345", False)


@linux
def test_a_file_that_was_just_written_is_young(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert place_of(tmp_path / "file").age_seconds < 60
    assert place_of(tmp_path / "none").age_seconds is None
    assert place_of(Path("/etc/passwd")).age_seconds > 60


@linux
def test_open_files_are_counted_even_when_no_more_can_be_opened() -> None:
    code = """
import resource
from howcome.errors._facts_posix import limit_facts
before = limit_facts()["open_files"]
files = [open("/dev/null") for _ in range(5)]
print(limit_facts()["open_files"] - before)
resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
try:
    while True: files.append(open("/dev/null"))
except OSError: pass
print(limit_facts()["open_files"], limit_facts()["open_files_limit"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "5\n32 32\n"


@linux
def test_the_system_has_a_name() -> None:
    system = gather({"system"}, [], deadline=10, each=10).system

    assert system
    assert any(character.isdigit() for character in system) or "/" in system


def from_files(monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> None:
    monkeypatch.setattr(_facts_posix, "_read", lambda path: files.get(path, ""))


@pytest.mark.parametrize(
    ("release", "version"),
    [
        ("4.4.0-19041-Microsoft", 1), ("4.19.43-microsoft-standard", 2), ("5.15.90.1-microsoft-standard-WSL2", 2),
        ("6.1.0-18-amd64", 0),
    ],
)  # fmt: skip
def test_the_kernel_tells_which_wsl_it_is(monkeypatch: pytest.MonkeyPatch, release: str, version: int) -> None:
    from_files(monkeypatch, {"/proc/sys/kernel/osrelease": release})

    assert _facts_posix.kernel_facts()["wsl"] == version


@pytest.mark.parametrize(("told", "state"), [("1", "enforcing"), ("0", "permissive"), ("", "disabled")])
def test_selinux_has_three_states(monkeypatch: pytest.MonkeyPatch, told: str, state: str) -> None:
    from_files(monkeypatch, {"/sys/fs/selinux/enforce": told})

    assert _facts_posix.kernel_facts()["selinux"] == state


def test_a_container_that_says_so_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "exists", lambda _: False)
    monkeypatch.delenv("container", raising=False)
    from_files(monkeypatch, {"/run/systemd/container": "systemd-nspawn\n"})

    assert _facts_posix.container_facts() == {"container": "systemd-nspawn"}


def test_reports_hide_the_home_and_the_user_in_facts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    home = str(Path.home())
    monkeypatch.setenv("LOGNAME", "ann-lee")
    given = Facts(
        user="ann-lee",
        proxy="http://ann-lee:s3cret@proxy.example",
        places=(Place(path=f"{home}/.cache", owner="ann-lee"),),
    )

    text = Reporter(paths="home", facts=given).report(PermissionError(13, "denied", f"{home}/.cache/x")).to_json()

    assert home not in text
    assert "ann-lee" not in text


def test_the_schema_describes_every_fact_with_an_example() -> None:
    schema = json.loads((Path(facts.__file__).parent / "data" / "report.schema.json").read_text(encoding="utf-8"))
    told = schema["$defs"]["facts"]["properties"]
    types = {"str": "string", "bool": "boolean", "int": "integer", "float": "number"}
    for kind, described in ((Facts, told), (Place, told["places"]["items"]["properties"])):
        hints = {name: hint for name, hint in typing.get_type_hints(kind).items() if name != "places"}
        fields = {name: (typing.get_args(hint) or (hint,))[0].__name__ for name, hint in hints.items()}
        assert {name: told.get("type") for name, told in described.items() if name != "places"} == {
            name: types[field] for name, field in fields.items()
        }
        each_of = {name: each for name, each in described.items() if name != "places"}
        assert [name for name, each in each_of.items() if not each.get("description", "").endswith(".")] == []
        python = {"string": str, "boolean": bool, "integer": int, "number": float}
        for name, each in each_of.items():
            assert each["examples"], name
            assert all(type(example) is python[each["type"]] for example in each["examples"]), name
            assert ("bytes" in each["description"]) >= name.endswith("_bytes"), name
            assert ("seconds" in each["description"]) >= name.endswith("_seconds"), name
