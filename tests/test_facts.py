"""Facts are what the machine is; the mechanism keeps its deadlines and opens nothing that is remote."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from howcome.errors import _facts_posix, facts
from howcome.errors._facts_posix import Mount, resolve
from howcome.errors._facts_windows import name_facts as windows_names
from howcome.errors.facts import MACHINE_FACTS, PLACE_FACTS, Facts, Place, gather

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")


def place_of(path: Path, *wanted: str) -> Place:
    (place,) = gather(set(wanted or PLACE_FACTS), [str(path)], deadline=10, each=10).places
    return place


def _noted(opened: list[object], real: Callable[..., object], path: object, *rest: object, **options: object) -> object:
    opened.append(path)
    return real(path, *rest, **options)


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


def test_a_remote_volume_is_named_and_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = Mount("/proc/none", "nfs4", "server:/export", frozenset(["rw"]), "0:1")
    local = Mount("/", "ext4", "/dev/x", frozenset(["rw"]), "8:1")
    monkeypatch.setattr(_facts_posix, "mounts", lambda: [local, remote])
    opened: list[object] = []
    with monkeypatch.context() as patched:
        for name in ("lstat", "statvfs", "open", "access"):
            patched.setattr(os, name, partial(_noted, opened, getattr(os, name)))
        found = [probe("/proc/none/a") for _, probe in _facts_posix.PLACE_PROBES]

    place = Place(path="x", **{name: value for each in found for name, value in each.items()})
    assert [path for path in opened if "/proc/none" in str(path)] == []
    assert (place.remote, place.file_system, place.exists, place.free_bytes) == (True, "nfs4", None, None)


@linux
def test_a_link_to_a_remote_volume_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/far/away")
    table = [Mount("/", "ext4", "x", frozenset(), "8:1"), Mount("/far", "autofs", "x", frozenset(), "0:1")]

    path, mount = resolve(str(tmp_path / "link" / "deep"), table)

    assert (path, mount.kind) == ("/far/away/deep", "autofs")


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
