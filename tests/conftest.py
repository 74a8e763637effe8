"""Fixtures: the proving grounds, each with a fresh place for the test that asks for it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from grounds.faulty import FaultyFileSystem, faulty_file_system
from grounds.servers import Serve, server_factory
from grounds.users import AnotherUser
from grounds.volumes import Tmpfs, immutable_factory, read_only_factory, tmpfs_factory, volume
from grounds.windows import WindowsPython, windows_python_of
from grounds.workshop import workshop

os.environ["LANGUAGE"] = "en"  # whatever the language of whoever runs the tests


@pytest.fixture(scope="session", autouse=True)
def _every_report_that_any_test_makes_is_valid() -> Iterator[None]:
    """Hold to the schema whatever leaves `Reporter.report`, and every line that is written of whatever document."""
    if not find_spec("jsonschema") or not find_spec("howcome"):
        yield
        return
    from grounds.schemas import check
    from howcome.errors import Report, Reporter
    from howcome.errors.serialize import document_of, to_line

    made = Reporter.report

    def report(self: Reporter, error: BaseException, **options: Any) -> Report:
        found = made(self, error, **options)
        check(json.loads(to_line(document_of(found), limit=None)))
        return found

    def checked(document: Mapping[str, Any], **options: Any) -> str:
        line = to_line(document, **options)
        told = json.loads(line)
        if "document" in told:
            check(told)
        elif "log" in told:
            check(told, "record", name="report")
        elif "matched" in told:
            check(told, "finding", name="findings")
        return line

    def cut(document: Mapping[str, Any], **options: Any) -> str:
        line = to_line(document, **options)
        if '"truncated": true' in line:  # one that was read and is whole is as whoever wrote it wished
            check(json.loads(line))
        return line

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reporter, "report", report)
        patch.setattr("howcome.errors.report.to_line", cut)
        for module in ("logs", "commands", "cli", "serialize"):  # linkers/ take it from the last when they need it
            patch.setattr(f"howcome.errors.{module}.to_line", checked)
        yield


@pytest.fixture(scope="session")
def grounds() -> Iterator[Path]:
    """A directory of this run, which everybody may enter, in a mount namespace of this run."""
    with workshop() as place:
        yield place


@contextlib.contextmanager
def _fresh(volume: Path) -> Iterator[Path]:
    """Yield a new directory in *volume*."""
    place = Path(tempfile.mkdtemp(dir=volume))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def ntfs_volume(grounds: Path) -> Iterator[Path]:
    """A mounted NTFS volume, for the whole run."""
    with volume(grounds, "ntfs") as point:
        yield point


@pytest.fixture(scope="session")
def btrfs_volume(grounds: Path) -> Iterator[Path]:
    """A mounted btrfs volume, for the whole run."""
    with volume(grounds, "btrfs") as point:
        yield point


@pytest.fixture(scope="session")
def xfs_volume(grounds: Path) -> Iterator[Path]:
    """A mounted XFS volume, for the whole run."""
    with volume(grounds, "xfs") as point:
        yield point


@pytest.fixture(scope="session")
def ext4_volume(grounds: Path) -> Iterator[Path]:
    """A mounted ext4 volume, for the whole run."""
    with volume(grounds, "ext4") as point:
        yield point


@pytest.fixture(scope="session")
def exfat_volume(grounds: Path) -> Iterator[Path]:
    """A mounted exFAT volume, for the whole run."""
    with volume(grounds, "exfat") as point:
        yield point


@pytest.fixture
def ntfs(ntfs_volume: Path) -> Iterator[Path]:
    """A new directory on NTFS: its ``system.ntfs_reparse_data`` attribute takes a junction's bytes."""
    with _fresh(ntfs_volume) as place:
        yield place


@pytest.fixture
def btrfs(btrfs_volume: Path) -> Iterator[Path]:
    """A new directory on btrfs, where clones work."""
    with _fresh(btrfs_volume) as place:
        yield place


@pytest.fixture
def xfs(xfs_volume: Path) -> Iterator[Path]:
    """A new directory on XFS, where clones work."""
    with _fresh(xfs_volume) as place:
        yield place


@pytest.fixture
def ext4(ext4_volume: Path) -> Iterator[Path]:
    """A new directory on ext4: no clones, and at most 65,000 links to a file."""
    with _fresh(ext4_volume) as place:
        yield place


@pytest.fixture
def exfat(exfat_volume: Path) -> Iterator[Path]:
    """A new directory on exFAT, which has no links of any kind."""
    with _fresh(exfat_volume) as place:
        yield place


@pytest.fixture
def tmpfs(grounds: Path) -> Iterator[Tmpfs]:
    """``tmpfs(size="64k", nr_inodes=10)`` mounts a tmpfs and returns where; a full disk is a write away."""
    with tmpfs_factory(grounds) as mount:
        yield mount


@pytest.fixture
def read_only(grounds: Path) -> Iterator[Callable[[Path], Path]]:
    """``read_only(path)`` makes a directory a read-only mount (EROFS); what is in it stays visible."""
    assert grounds
    with read_only_factory() as make_read_only:
        yield make_read_only


@pytest.fixture
def immutable() -> Iterator[Callable[[Path], Path]]:
    """``immutable(path)`` sets the immutable flag (EPERM for everybody); not on every file system."""
    with immutable_factory() as make_immutable:
        yield make_immutable


@pytest.fixture
def another_user(grounds: Path) -> AnotherUser:
    """``another_user.run("-c", code)`` runs this Python as uid 65534; ``another_user.home`` is theirs."""
    return AnotherUser(grounds)


@pytest.fixture
def faulty(grounds: Path, request: pytest.FixtureRequest) -> Iterator[FaultyFileSystem]:
    """A file system at ``faulty.path``; ``faulty.fail("rename", errno.EIO)`` makes its calls fail."""
    with faulty_file_system(grounds, f"{abs(hash(request.node.nodeid))}") as file_system:
        yield file_system


@pytest.fixture(scope="session")
def windows_python(grounds: Path) -> Iterator[WindowsPython]:
    """``windows_python.run(code)`` runs real Windows Python, which can import howcome and pytest."""
    with windows_python_of(grounds) as python:
        yield python


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """``serve()`` starts an HTTP server on loopback, ``serve(tls="expired")`` an HTTPS one."""
    with server_factory(tmp_path) as start:
        yield start
