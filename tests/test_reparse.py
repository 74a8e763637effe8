"""The bytes of junctions: what goes in comes out, and a file system that we did not write agrees."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path

import pytest
from howcome.linkers.links import plain
from howcome.linkers.modes import Reason, RefusedError
from howcome.linkers.reparse import (
    LONGEST,
    MOUNT_POINT,
    SYMLINK,
    ReparseDataError,
    build_junction,
    junction_names,
    parse,
)
from hypothesis import given
from hypothesis import strategies as st

VOLUME = "Volume{01234567-89ab-cdef-0123-456789abcdef}"


@pytest.mark.parametrize(
    ("target", "substitute", "shown"),
    [
        ("C:\\cache", "\\??\\C:\\cache", "C:\\cache"),
        ("c:/cache/", "\\??\\c:\\cache", "c:\\cache"),
        ("\\\\?\\C:\\cache", "\\??\\C:\\cache", "C:\\cache"),
        ("\\??\\C:\\cache", "\\??\\C:\\cache", "C:\\cache"),
        ("C:\\a\\.\\b\\..\\c\\\\d", "\\??\\C:\\a\\c\\d", "C:\\a\\c\\d"),
        ("C:\\..\\x", "\\??\\C:\\x", "C:\\x"),
        ("C:\\", "\\??\\C:\\", "C:\\"),
        (f"\\\\?\\{VOLUME}\\x", f"\\??\\{VOLUME}\\x", f"\\\\?\\{VOLUME}\\x"),
        (f"\\\\?\\{VOLUME}", f"\\??\\{VOLUME}\\", f"\\\\?\\{VOLUME}\\"),
        ("C:\\日本\\\ud800", "\\??\\C:\\日本\\\ud800", "C:\\日本\\\ud800"),
    ],
)
def test_names_are_native(target: str, substitute: str, shown: str) -> None:
    assert junction_names(target) == (substitute, shown)
    assert parse(build_junction(target)).substitute == substitute


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("\\\\server\\share\\x", Reason.NETWORK_TARGET),
        ("//server/share/x", Reason.NETWORK_TARGET),
        ("\\\\?\\UNC\\server\\share", Reason.NETWORK_TARGET),
        ("cache", Reason.TARGET_UNUSABLE),
        ("\\cache", Reason.TARGET_UNUSABLE),
        ("C:", Reason.TARGET_UNUSABLE),
        ("C:cache", Reason.TARGET_UNUSABLE),
        ("C:\\a\0b", Reason.TARGET_UNUSABLE),
        ("", Reason.TARGET_UNUSABLE),
        ("C:\\" + "n" * 4100, Reason.TARGET_TOO_LONG),
    ],
)
def test_unusable_targets_are_refused(target: str, reason: str) -> None:
    with pytest.raises(RefusedError) as caught:
        build_junction(target)
    assert caught.value.reason == reason


def test_the_longest_target_fills_the_limit() -> None:
    longest = max(n for n in range(4000, 4100) if _fits("C:\\" + "n" * n))
    assert len(build_junction("C:\\" + "n" * longest)) in (LONGEST, LONGEST - 2)
    assert longest + 3 == 4089


def _fits(target: str) -> bool:
    try:
        build_junction(target)
    except RefusedError:
        return False
    return True


@given(st.lists(st.text(st.characters(exclude_characters='/\\\0:*?"<>|'), min_size=1).filter(lambda n: n.strip("."))))
def test_what_goes_in_comes_out(parts: list[str]) -> None:
    target = "\\".join(["C:", *parts]) + ("" if parts else "\\")
    assert parse(build_junction(target)).target == target


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReparseDataError):
        parse(data)


def changed(at: int, form: str, value: int) -> bytes:
    data = bytearray(build_junction("C:\\cache"))
    struct.pack_into(form, data, at, value)
    return bytes(data)


MALFORMED = {
    "another tag": changed(0, "<I", 0xA000001D),
    "a wrong length": changed(4, "<H", 3),
    "an odd offset": changed(8, "<H", 1),
    "a name beyond the end": changed(10, "<H", 2000),
    "no substitute name": changed(10, "<H", 0),
    "cut off": build_junction("C:\\cache")[:12],
    "nothing": b"",
    "too long": bytes(LONGEST + 1),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_malformed_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReparseDataError):
        parse(data)


def test_a_symlink_is_read_with_its_flags() -> None:
    name = "..\\cache".encode("utf-16-le")
    body = struct.pack("<HHHHI", 0, len(name), len(name), len(name), 1) + name * 2
    point = parse(struct.pack("<IHH", SYMLINK, len(body), 0) + body)
    assert (point.tag, point.target, point.relative) == (SYMLINK, "..\\cache", True)


@pytest.mark.parametrize("tag", [0x9000001A, 0x9000601A, 0x9000F01A, 0x80000021, 0x80000017])
def test_what_is_kept_online_or_compressed_is_no_link(tag: int) -> None:
    """The header is Windows' own for every tag; what follows belongs to the service."""
    blob = bytes(range(128))
    with pytest.raises(ReparseDataError, match="neither a junction's nor a symlink's"):
        parse(struct.pack("<IHH", tag, len(blob), 0) + blob)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("\\\\?\\C:\\cache", "C:\\cache"),
        ("C:\\cache", "C:\\cache"),
        ("\\\\?\\C:\\" + "n" * 300, "\\\\?\\C:\\" + "n" * 300),
        (f"\\\\?\\{VOLUME}\\x", f"\\\\?\\{VOLUME}\\x"),
    ],
)
def test_a_target_is_read_without_a_prefix_that_it_does_not_need(read: str, said: str) -> None:
    assert plain(read) == said


ATTRIBUTE = "system.ntfs_reparse_data"
FORGOTTEN = 1.2  # seconds until the kernel forgets that these were directories
NAMES = ["cache", "日本 ü", "deep/er", "n" * 200 + "/" + "m" * 100]
FORMS = ["C:\\{}", "\\\\?\\C:\\{}", "C:/{}/", "c:\\x\\..\\{}"]


def test_ntfs_takes_and_resolves_our_bytes(ntfs: Path) -> None:
    """NTFS-3G looks the target up from the root of its volume, whatever the drive letter."""
    junctions = []
    for name in NAMES:
        (ntfs / name).mkdir(parents=True)
        (ntfs / name / "inside").touch()
        for form in FORMS:
            junction = ntfs / f"junction{len(junctions)}"
            junction.mkdir()
            target = form.format(f"{ntfs.name}/{name}".replace("/", "\\"))
            os.setxattr(junction, ATTRIBUTE, build_junction(target))
            if name == "cache":  # NTFS-3G answers EIO where the buffer that Python offers first is too small
                assert parse(os.getxattr(junction, ATTRIBUTE)).tag == MOUNT_POINT
            junctions.append(junction)

    time.sleep(FORGOTTEN)
    for junction in junctions:
        assert junction.is_symlink()
        assert [path.name for path in junction.iterdir()] == ["inside"]


LONG = "C:\\" + "\\".join(["n" * 200] * 10)  # with the volume's own place before it, a path that Linux allows
LONGEST_TARGET = f"{LONG}\\{LONG[3:]}"[:4080].ljust(4089, "m")
# Each with what NTFS-3G makes of it where somebody told it which volume is C: and which one has this GUID. It has no
# answer for a path below a GUID, nor for one longer than Linux allows; these it accepts, and that is all.
KINDS = {
    "a drive's root": ("C:\\", "C:/"),
    "a drive's root, prefixed": ("\\\\?\\C:\\", "C:/"),
    "a volume's root": (f"\\\\?\\{VOLUME}\\", VOLUME),
    "a volume's directory": (f"\\\\?\\{VOLUME}\\cache", None),
    "a device's path": ("\\\\.\\C:\\cache", "C:/cache"),
    "a native path": ("\\??\\C:\\cache", "C:/cache"),
    "a lone surrogate": ("C:\\lone\ud800", "C:/lone\ud800"),
    "beyond 260 characters": (LONG, "C:/" + LONG[3:].replace("\\", "/")),
    "16 KiB of data": (LONGEST_TARGET, None),
}


def below(root: Path, target: str) -> None:
    """Make the directory that a target names, with something in it, below *root*; names go beyond what a path can."""
    here = os.open(root, os.O_RDONLY)
    for part in target.rpartition(":")[2].strip("\\").split("\\"):
        name = part.encode("utf-8", "surrogatepass") or b"."
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=here)
        here, above = os.open(name, os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(os.open("inside", os.O_CREAT, dir_fd=here))
    os.close(here)


def test_ntfs_takes_every_kind_of_target(ntfs_volume: Path, ntfs: Path) -> None:
    drives = ntfs_volume / ".NTFS-3G"
    drives.mkdir()
    try:
        for name in ("C:", VOLUME):
            (drives / name).symlink_to(ntfs_volume)
        for number, (target, resolved) in enumerate(KINDS.values()):
            if resolved is not None:
                below(ntfs_volume, target if ":" in target else "")
            (ntfs / f"{number}").mkdir()
            os.setxattr(ntfs / f"{number}", ATTRIBUTE, build_junction(target))
        assert len(build_junction(LONGEST_TARGET)) == LONGEST

        time.sleep(FORGOTTEN)
        for number, (kind, (_, resolved)) in enumerate(KINDS.items()):
            if resolved is not None:
                found = os.readlink(os.fsencode(ntfs / f"{number}"))  # noqa: PTH115 -- in bytes
                assert found == f"{drives}/{resolved}".encode("utf-8", "surrogatepass"), kind
                assert (ntfs / f"{number}" / "inside").exists(), kind
    finally:
        shutil.rmtree(drives)
        for name in (b"cache", b"lone\xed\xa0\x80", b"n" * 200, b"inside"):
            subprocess.run([b"rm", b"-rf", os.fsencode(ntfs_volume) + b"/" + name], check=True)


def test_ntfs_refuses_malformed_bytes_as_we_do(ntfs: Path) -> None:
    """NTFS-3G judges some when they are written, and the rest when somebody follows them."""
    refused = ["another tag", "a wrong length", "a name beyond the end", "cut off", "nothing", "too long"]
    for kind, data in MALFORMED.items():
        (ntfs / kind).mkdir()
        with pytest.raises(OSError, match="Invalid argument") if kind in refused else contextlib.nullcontext():
            os.setxattr(ntfs / kind, ATTRIBUTE, data)

    time.sleep(FORGOTTEN)
    for kind in MALFORMED.keys() - set(refused):
        with pytest.raises(OSError, match="No such file"):
            next((ntfs / kind).iterdir())
