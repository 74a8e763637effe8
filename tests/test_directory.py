"""One entry for a whole directory: which way, why, and what is left."""

from __future__ import annotations

import errno
import fnmatch
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from grounds.faulty import FaultyFileSystem
from grounds.windows import WindowsPython
from howcome.errors import LinkError, Report
from howcome.linkers import (
    LinkMode,
    LinkResult,
    is_link,
    link_directory,
    link_tree,
    read_link,
    remove_linked,
    unlink_directory,
)
from howcome.linkers.folders import Folder
from howcome.linkers.modes import Reason, RefusedError
from howcome.linkers.removal import remove_at
from howcome.linkers.symlink import verify

posix_only = pytest.mark.skipif(os.name == "nt", reason="the order of ways is POSIX's")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "a.py").write_text("a = 1")
    return tmp_path / "cache"


def leftovers(place: Path) -> list[str]:
    return [path.name for path in place.iterdir() if ".howcome" in path.name]


@posix_only
def test_a_symlink_is_the_first_way(cache: Path, tmp_path: Path) -> None:
    result = link_directory(cache, tmp_path / "new" / "site")

    assert (result.mode, result.attempts, result.fallback, dict(result.files)) == (LinkMode.SYMLINK, (), None, {})
    assert read_link(tmp_path / "new" / "site") == str(cache)
    assert leftovers(tmp_path / "new") == []


@posix_only
def test_where_there_are_no_links_a_copy_is_made_and_every_attempt_is_told(exfat: Path) -> None:
    (exfat / "cache").mkdir()
    (exfat / "cache" / "a.py").write_text("a = 1")

    result = link_directory(exfat / "cache", exfat / "site", modes=["junction", "symlink", "hardlink", "copy"])

    assert result.mode is LinkMode.COPY
    assert [attempt.mode for attempt in result.attempts] == ["junction", "symlink", "hardlink"]
    assert result.attempts[0].reason == Reason.WINDOWS_ONLY
    assert all(attempt.system for attempt in result.attempts[1:])
    assert result.fallback is not None
    assert result.fallback.attempts == result.attempts
    assert (exfat / "site" / "a.py").read_text() == "a = 1"
    assert leftovers(exfat) == []


@posix_only
def test_when_no_way_works_the_error_has_every_attempt(exfat: Path) -> None:
    (exfat / "cache").mkdir()
    (exfat / "cache" / "a.py").touch()

    with pytest.raises(LinkError) as caught:
        link_directory(exfat / "cache", exfat / "new" / "site", modes=["symlink", "hardlink"])

    assert [attempt.mode for attempt in caught.value.attempts] == ["symlink", "hardlink"]
    assert not (exfat / "new").exists()


def test_an_existing_thing_is_an_obstacle(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with pytest.raises(LinkError) as caught:
        link_directory(cache, tmp_path / "site")
    assert caught.value.reason == Reason.ALREADY_THERE
    assert (tmp_path / "site").is_dir()


@posix_only
def test_a_link_that_points_there_already_is_success(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(cache)
    before = (tmp_path / "site").lstat()

    assert link_directory(cache, tmp_path / "site").mode is LinkMode.SYMLINK
    assert link_directory(cache, tmp_path / "site", existing="replace").mode is LinkMode.SYMLINK
    assert (tmp_path / "site").lstat() == before


@posix_only
def test_replace_takes_links_files_and_directories_alike(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kept").touch()
    for number, make in enumerate((Path.mkdir, Path.touch, lambda path: path.symlink_to(tmp_path / "other"))):
        site = tmp_path / f"site{number}"
        make(site)
        link_directory(cache, site, existing="replace")
        assert read_link(site) == str(cache)
    assert (tmp_path / "other" / "kept").exists()
    assert leftovers(tmp_path) == []


@posix_only
def test_a_dangling_link_is_made_only_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(LinkError):
        link_directory(tmp_path / "missing", tmp_path / "site")
    link_directory(tmp_path / "missing", tmp_path / "site", dangling=True)
    assert is_link(tmp_path / "site")
    assert not (tmp_path / "site").exists()
    unlink_directory(tmp_path / "site")
    assert not is_link(tmp_path / "site")


def test_junctions_alone_are_refused_elsewhere(cache: Path, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("junctions exist here")
    with pytest.raises(LinkError) as caught:
        link_directory(cache, tmp_path / "site", modes=["junction"])
    assert [attempt.reason for attempt in caught.value.attempts] == [Reason.WINDOWS_ONLY]


@pytest.mark.parametrize("separator", ["", os.sep])
@posix_only
def test_unlinking_never_touches_the_target(cache: Path, tmp_path: Path, separator: str) -> None:
    link_directory(cache, tmp_path / "site")
    unlink_directory(f"{tmp_path / 'site'}{separator}")
    assert not (tmp_path / "site").is_symlink()
    assert (cache / "a.py").exists()


def test_unlinking_refuses_what_is_no_link(cache: Path) -> None:
    with pytest.raises(LinkError) as caught:
        unlink_directory(cache)
    assert caught.value.reason == Reason.NOT_A_LINK
    assert cache.is_dir()


def test_each_error_says_what_failed(cache: Path, tmp_path: Path) -> None:
    """Removing and reading are not linking."""
    for call, path, said in (
        (unlink_directory, cache, f"Failed to remove what was linked: {cache}. It is not a link."),
        (unlink_directory, tmp_path / "no", f"Failed to remove what was linked: {tmp_path / 'no'}"),
        (remove_linked, tmp_path / "no", f"Failed to remove what was linked: {tmp_path / 'no'}"),
        (read_link, cache, f"Failed to read the link: {cache}. It is not a link."),
        (read_link, tmp_path / "no", f"Failed to read the link: {tmp_path / 'no'}"),
    ):
        with pytest.raises(LinkError) as caught:
            call(path)
        report = Report.of(caught.value)
        assert str(caught.value) == said
        assert report.message == said
        assert report.code == ("link-read-failed" if call is read_link else "unlink-failed")
        for attempt in caught.value.attempts:
            assert (attempt.operation, attempt.paths) == (report.operation, (str(path),))


@posix_only
@pytest.mark.parametrize("link", [link_directory, link_tree])
def test_a_parent_that_cannot_be_made_is_told_as_that(
    cache: Path, tmp_path: Path, link: Callable[..., LinkResult]
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LinkError) as caught:
        link(cache, tmp_path / "file" / "env" / "site")

    found = [(a.mode, a.operation, a.system and a.system.symbol, a.paths) for a in caught.value.attempts]
    assert found == [("mkdir", "mkdir", "ENOTDIR", (str(tmp_path / "file" / "env"),))]


@posix_only
@pytest.mark.parametrize(
    ("operation", "code", "glob"),
    [
        ("mkdir", errno.ENOSPC, ".site.howcome-*/sub"),
        ("rename", errno.EACCES, ".site.howcome-*"),
        ("mkdir", errno.EROFS, ".site.howcome"),
        ("create", errno.ENOSPC, ".site.howcome/*"),
    ],
)
def test_a_step_that_every_way_needs_is_told_with_its_whole_path(
    cache: Path, faulty: FaultyFileSystem, operation: str, code: int, glob: str
) -> None:
    """Calls that work in a folder name bare names, which would be sought in the working directory."""
    (cache / "sub").mkdir()
    faulty.fail(operation, code, path=glob)

    with pytest.raises(LinkError) as caught:
        link_directory(cache, faulty.path / "site", modes=["hardlink", "copy"])

    attempt = caught.value.attempts[-1]
    assert attempt.system is not None
    assert (attempt.operation, attempt.system.code) == (operation, code)
    assert fnmatch.fnmatch(attempt.paths[0], f"{faulty.path}/{glob}")
    assert list(faulty.path.iterdir()) == []


@posix_only
def test_what_cannot_be_removed_is_named(cache: Path, ext4: Path, immutable: Callable[[Path], Path]) -> None:
    link_directory(cache, ext4 / "site", modes=["copy"])
    held = immutable(ext4 / "site" / "a.py")
    with Folder.open(str(ext4)) as folder, pytest.raises(PermissionError) as caught:
        remove_at(folder, "site")
    assert caught.value.filename == str(held)


def test_an_earlier_failure_of_one_way_does_not_stand_in_the_next_ones_place(cache: Path, ext4: Path) -> None:
    result = link_directory(cache, ext4 / "site", modes=["hardlink", "symlink"])
    assert result.mode is LinkMode.SYMLINK
    assert result.fallback is not None
    assert result.fallback.mode == "symlink"
    assert leftovers(ext4) == []


@pytest.mark.parametrize("existing", ["fail", "replace"])
def test_a_source_inside_the_destination_is_told_as_that(cache: Path, tmp_path: Path, existing: str) -> None:
    for link in (link_directory, link_tree):
        with pytest.raises(LinkError) as caught:
            link(cache, tmp_path, existing=existing)  # type: ignore[operator]
        assert caught.value.reason == "The source is inside the destination."
    assert (cache / "a.py").exists()


@pytest.mark.parametrize("mode", ["symlink", "hardlink", "copy"])
def test_remove_linked_undoes_every_mode(cache: Path, tmp_path: Path, mode: str) -> None:
    link_directory(cache, tmp_path / "site", modes=[mode])
    remove_linked(tmp_path / "site")
    assert not os.path.lexists(tmp_path / "site")
    assert (cache / "a.py").read_text() == "a = 1"
    assert leftovers(tmp_path) == []
    with pytest.raises(LinkError):
        remove_linked(tmp_path / "site")


ON_WINDOWS = r"""
import os, sys, tempfile
from pathlib import Path
from howcome.linkers import LinkError, link_directory, link_tree, remove_linked, is_link
place = Path(tempfile.mkdtemp())
cache = place / "cache"
(cache / "sub").mkdir(parents=True)
(cache / "sub" / "a.py").write_text("a")
result = link_directory(cache, place / "site")
print(result.mode, [(a.mode, a.system.code if a.system else a.reason) for a in result.attempts])
print((place / "site" / "sub" / "a.py").read_text())
try:
    link_directory(cache, place / "links", modes=["junction", "symlink"])
except LinkError as error:
    print([a.system.code if a.system else str(a.reason) for a in error.attempts])
tree = link_tree(cache, place / "copied", modes=["symlink", "copy"])
print(tree.mode, [str(a.reason) for a in tree.attempts], tree.fallback is not None)
link_tree(cache, place / "copied", modes=["copy"], existing="replace")
(cache / "sub" / "a.py").write_text("b")
link_tree(cache, place / "copied", modes=["copy"], existing="merge")
print((place / "copied" / "sub" / "a.py").read_text())
remove_linked(place / "site"); remove_linked(place / "copied")
print(sorted(os.listdir(place)))
"""


def test_on_windows_python_what_does_not_work_is_left_out(windows_python: WindowsPython) -> None:
    """Wine refuses the junction's FSCTL with 50, and its CreateSymbolicLink says yes and makes nothing."""
    done = windows_python.run(ON_WINDOWS)

    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines == [
        f"hardlink [('junction', 50), ('symlink', '{Reason.DOES_NOT_WORK}')]",
        "a",
        f"[50, '{Reason.DOES_NOT_WORK}']",
        f"copy ['{Reason.DOES_NOT_WORK}'] True",
        "b",
        "['cache']",
    ], done.stdout + (done.stderr or "")


REPLACING = """
import sys
from howcome.linkers import link_directory
print("ready", flush=True)
while True:
    for source in sys.argv[2:]:
        link_directory(source, sys.argv[1], modes=["symlink"], existing="replace")
"""


@posix_only
@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.proof)])
def test_killed_at_any_moment_there_is_one_link_or_the_other(cache: Path, tmp_path: Path, rounds: int) -> None:
    (tmp_path / "other").mkdir()
    sources = [str(cache), str(tmp_path / "other")]
    link_directory(cache, tmp_path / "site")
    for _ in range(rounds):
        with subprocess.Popen(
            [sys.executable, "-c", REPLACING, str(tmp_path / "site"), *sources], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0, 0.05))
            process.kill()
        assert read_link(tmp_path / "site") in sources
    link_directory(cache, tmp_path / "site", existing="replace")
    link_directory(tmp_path / "other", tmp_path / "site", existing="replace")
    assert leftovers(tmp_path) == []


@posix_only
def test_one_file_with_too_many_links_is_copied_and_the_rest_linked(ext4: Path) -> None:
    (ext4 / "cache").mkdir()
    (ext4 / "many").mkdir()
    for name in ("a", "b"):
        (ext4 / "cache" / name).touch()
    for number in range(65_000 - 1):
        os.link(ext4 / "cache" / "a", ext4 / "many" / f"{number}")

    result = link_directory(ext4 / "cache", ext4 / "site", modes=["hardlink", "copy"])

    assert dict(result.files) == {LinkMode.HARDLINK: 1, LinkMode.COPY: 1}
    assert [a.system.symbol for a in result.attempts if a.system] == ["EMLINK"]


@posix_only
def test_a_relative_link_that_points_there_is_success_too(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to("cache")
    assert link_directory(cache, tmp_path / "site").mode is LinkMode.SYMLINK
    (tmp_path / "other").mkdir()
    with pytest.raises(LinkError):
        link_directory(tmp_path / "other", tmp_path / "site")


@posix_only
def test_linked_parents_are_followed_and_made_ones_go_again(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to("real")
    link_directory(cache, tmp_path / "linked" / "new" / "site")
    assert read_link(tmp_path / "real" / "new" / "site") == str(cache)
    with pytest.raises(LinkError):
        link_directory(cache, tmp_path / "linked" / "a" / "b" / "site", modes=["junction"])
    assert not (tmp_path / "real" / "a").exists()


@posix_only
def test_a_link_that_leads_elsewhere_is_no_success(cache: Path, tmp_path: Path) -> None:
    """A share's server, or whoever is faster, can make another link of what was asked for."""
    (tmp_path / "other").mkdir()
    for target in (tmp_path / "other", tmp_path / "nowhere"):
        (tmp_path / "made").symlink_to(target)
        with Folder.open(str(tmp_path)) as folder, pytest.raises(RefusedError) as caught:
            verify(str(cache), folder, "made")
        assert caught.value.reason == Reason.DOES_NOT_WORK
        assert not (tmp_path / "made").is_symlink()
    assert (tmp_path / "other").is_dir()


@posix_only
def test_a_relative_source_is_sought_from_the_working_directory(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not from the link's own folder, as the system would."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "env").mkdir()
    link_directory("cache", "env/site")
    assert read_link("env/site") == str(cache)


@posix_only
def test_whether_two_places_share_a_volume_is_found_by_trying(ext4: Path, btrfs: Path) -> None:
    """The parent's path is on the source's volume, and leads to another."""
    (ext4 / "cache").mkdir()
    (ext4 / "cache" / "a.py").touch()
    (ext4 / "env").symlink_to(btrfs)
    result = link_directory(ext4 / "cache", ext4 / "env" / "site", modes=["hardlink", "copy"])
    assert result.mode is LinkMode.COPY
    assert [a.system.symbol for a in result.attempts if a.system] == ["EXDEV"]


@pytest.mark.parametrize("nothing", ["", Path(), ".", "..", "./", b""])
def test_the_working_directory_is_never_replaced_or_removed_for_want_of_a_name(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing: str
) -> None:
    work = tmp_path / "work" / "here"
    work.mkdir(parents=True)
    (work / "precious").write_text("kept")
    monkeypatch.chdir(work)

    for call in (
        lambda: link_directory(cache, nothing, existing="replace"),
        lambda: link_tree(cache, nothing, existing="replace"),
        lambda: remove_linked(nothing),
    ):
        with pytest.raises(LinkError) as caught:
            call()
        assert caught.value.reason == Reason.NO_NAME
    assert (work / "precious").read_text() == "kept"


def test_an_empty_path_is_no_source_and_no_place_to_merge_into(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cache)

    with pytest.raises(LinkError) as caught:
        link_tree("", tmp_path / "site")
    assert caught.value.reason == Reason.NO_SOURCE
    with pytest.raises(LinkError) as caught:
        link_directory("", tmp_path / "site", dangling=True)
    assert caught.value.reason == Reason.NO_SOURCE
    with pytest.raises(LinkError) as caught:
        link_tree(cache, "", existing="merge")
    assert caught.value.reason == Reason.NO_NAME
    assert not (tmp_path / "site").exists()


def test_a_tree_may_be_merged_into_the_working_directory(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")

    link_tree(cache, ".", existing="merge")

    assert (tmp_path / "site" / "a.py").read_text() == "a = 1"
