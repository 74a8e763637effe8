"""The proving grounds are what they say: a test that relies on one relies on this."""

from __future__ import annotations

import errno
import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from grounds import need_command, run
from grounds.faulty import FaultyFileSystem
from grounds.servers import Serve
from grounds.users import AnotherUser
from grounds.volumes import Tmpfs
from grounds.windows import WindowsPython

FICLONE = 0x40049409


def clone(source: Path, destination: Path) -> None:
    import fcntl

    with source.open("rb") as old, destination.open("wb") as new:
        fcntl.ioctl(new, FICLONE, old.fileno())


def test_exfat_has_no_links(exfat: Path) -> None:
    (exfat / "file").write_text("x")

    with pytest.raises(OSError) as symlink:  # noqa: PT011  the number is checked below
        (exfat / "link").symlink_to("file")
    with pytest.raises(OSError) as hard_link:  # noqa: PT011  the number is checked below
        (exfat / "link").hardlink_to(exfat / "file")

    assert (symlink.value.errno, hard_link.value.errno) == (errno.ENOSYS, errno.EPERM)


@pytest.mark.parametrize("file_system", ["btrfs", "xfs"])
def test_clones_work_where_they_should(file_system: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(file_system)
    (place / "file").write_text("x" * 10_000)

    clone(place / "file", place / "clone")

    assert (place / "clone").read_text() == "x" * 10_000


def test_ext4_refuses_clones(ext4: Path) -> None:
    (ext4 / "file").write_text("x")

    with pytest.raises(OSError) as refused:  # noqa: PT011  the number is checked below
        clone(ext4 / "file", ext4 / "clone")

    assert refused.value.errno == errno.EOPNOTSUPP


def test_ntfs_judges_the_bytes_of_junctions(ntfs: Path) -> None:
    (ntfs / "directory").mkdir()

    with pytest.raises(OSError) as refused:  # noqa: PT011  the number is checked below
        os.setxattr(ntfs / "directory", "system.ntfs_reparse_data", b"\x03\x00\x00\xa0\xff\xff\x00\x00rubbish")

    assert refused.value.errno == errno.EINVAL


def test_two_volumes_are_two_devices(ext4: Path, xfs: Path) -> None:
    (ext4 / "file").write_text("x")

    with pytest.raises(OSError) as refused:  # noqa: PT011  the number is checked below
        (xfs / "link").hardlink_to(ext4 / "file")

    assert refused.value.errno == errno.EXDEV


@pytest.mark.parametrize("limit", [{"size": "64k"}, {"nr_inodes": 10}])
def test_a_small_disk_is_soon_full(tmpfs: Tmpfs, limit: dict[str, int | str]) -> None:
    place = tmpfs(**limit)  # type: ignore[arg-type]

    def fill() -> None:
        for number in range(100):
            (place / str(number)).write_bytes(bytes(4096))

    with pytest.raises(OSError) as full:  # noqa: PT011  the number is checked below
        fill()

    assert full.value.errno == errno.ENOSPC


def test_a_read_only_mount_shows_what_was_there(read_only: Callable[[Path], Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    read_only(tmp_path)

    assert (tmp_path / "file").read_text() == "x"
    with pytest.raises(OSError) as refused:  # noqa: PT011  the number is checked below
        (tmp_path / "file").write_text("y")
    assert refused.value.errno == errno.EROFS


def test_an_immutable_file_cannot_be_removed(immutable: Callable[[Path], Path], ext4: Path) -> None:
    (ext4 / "file").write_text("x")

    immutable(ext4 / "file")

    with pytest.raises(PermissionError) as refused:
        (ext4 / "file").unlink()
    assert refused.value.errno == errno.EPERM


def test_another_user_is_refused(another_user: AnotherUser) -> None:
    secret = another_user.home / "secret"
    secret.mkdir(mode=0o700)
    code = f"import os, howcome.errors; print(os.getuid()); os.listdir({str(secret)!r})"

    done = another_user.run("-c", code)

    assert done.stdout == "65534\n", done.stderr
    assert "PermissionError: [Errno 13]" in done.stderr


def test_a_fault_comes_where_it_is_asked_for(faulty: FaultyFileSystem) -> None:
    (faulty.path / "file").write_text("x")
    faulty.fail("rename", errno.EDQUOT, path="fi*", times=1)

    with pytest.raises(OSError) as quota:  # noqa: PT011  the number is checked below
        (faulty.path / "file").rename(faulty.path / "new")
    (faulty.path / "file").rename(faulty.path / "new")

    assert quota.value.errno == errno.EDQUOT
    assert (faulty.backing / "new").read_text() == "x"
    assert ("rename", "file") in faulty.calls()


@pytest.mark.parametrize(
    ("call", "provoke"),
    [
        ("mkdir", lambda place: (place / "new").mkdir()),
        ("symlink", lambda place: (place / "new").symlink_to("file")),
        ("link", lambda place: (place / "new").hardlink_to(place / "file")),
        ("unlink", lambda place: (place / "file").unlink()),
        ("rmdir", lambda place: (place / "directory").rmdir()),
        ("create", lambda place: (place / "new").touch()),
        ("open", lambda place: (place / "file").read_text()),
        ("read", lambda place: (place / "file").read_text()),
        ("write", lambda place: (place / "file").write_text("x")),
        ("readdir", lambda place: list(place.iterdir())),
        ("getattr", lambda place: (place / "file").stat()),
        ("chmod", lambda place: (place / "file").chmod(0o600)),
        ("utimens", lambda place: os.utime(place / "file")),
        ("readlink", lambda place: (place / "link").readlink()),
        ("statfs", os.statvfs),
    ],
)
def test_every_call_can_fail(faulty: FaultyFileSystem, call: str, provoke: Callable[[Path], object]) -> None:
    (faulty.path / "file").write_text("x")
    (faulty.path / "link").symlink_to("file")
    (faulty.path / "directory").mkdir()
    provoke(faulty.path) if call == "statfs" else None
    faulty.fail(call, errno.ESTALE if call != "getattr" else errno.EIO)

    with pytest.raises(OSError) as failed:  # noqa: PT011  the number is checked below
        provoke(faulty.path)

    assert failed.value.errno in {errno.ESTALE, errno.EIO}


def test_windows_python_is_windows_and_has_howcome(windows_python: WindowsPython) -> None:
    code = "import sys, attrs, cattrs, pytest, howcome.errors; print(sys.platform, sys.version_info[:2])"

    done = windows_python.run(code)

    assert done.stdout == "win32 (3, 11)\n", done.stderr


def test_windows_python_has_windows_errors(windows_python: WindowsPython) -> None:
    code = "import os\ntry: os.listdir('C:/nowhere')\nexcept OSError as error: print(error.winerror)"

    done = windows_python.run(code)

    assert done.stdout == "3\n", done.stderr


def test_the_server_answers_as_told(serve: Serve) -> None:
    server = serve()
    url = server.answer("/file", "text")

    with urllib.request.urlopen(url) as response:
        assert response.read() == b"text"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(server.answer("/secret", status=403))
    refused.value.close()
    with pytest.raises(ConnectionResetError):
        urllib.request.urlopen(server.answer("/reset", fault="reset"))

    assert refused.value.code == 403
    assert [path for _, path, _ in server.requests] == ["/file", "/secret", "/reset"]


def test_the_servers_certificate_is_trusted_by_who_knows_its_authority(serve: Serve) -> None:
    server = serve(tls="good")
    url = server.answer("/file", "text")

    with urllib.request.urlopen(url, context=ssl.create_default_context(cafile=server.ca)) as response:
        assert response.read() == b"text"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unknown-authority", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
        ("wrong-name", "IP address mismatch"),
    ],
)
def test_a_bad_certificate_is_refused(serve: Serve, kind: str, words: str) -> None:
    server = serve(tls=kind)  # type: ignore[arg-type]

    with pytest.raises(urllib.error.URLError, match=words):
        urllib.request.urlopen(server.url, context=ssl.create_default_context(cafile=server.ca))


KILLED = """
import os, signal
from pathlib import Path
from grounds import need_command, run
from grounds.faulty import faulty_file_system
from grounds.volumes import volume
from grounds.workshop import workshop

with workshop() as place, volume(place, "ext4"), volume(place, "ntfs"), faulty_file_system(place, "x"):
    print(place, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_left_of_a_run_that_was_killed(grounds: Path, ext4: Path, ntfs: Path) -> None:
    from grounds.workshop import sweep

    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    place = Path(killed.stdout.strip())
    assert place.is_dir(), killed.stderr

    for _ in range(50):
        sweep()
        if not place.exists():
            break
        time.sleep(0.1)

    assert not place.exists()
    for command in (["ps", "ax", "-o", "args"], [need_command("losetup"), "-a"]):
        assert str(place) not in run(*command).stdout
    assert grounds.is_dir()
