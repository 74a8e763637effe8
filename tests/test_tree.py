"""Trees: every way, all or nothing, on real file systems."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from grounds.users import AnotherUser
from grounds.volumes import Tmpfs
from howcome.errors.exceptions import LinkError
from howcome.linkers import LinkMode, LinkProgress, link_tree, staging
from howcome.linkers.folders import Folder
from howcome.linkers.modes import Reason
from howcome.linkers.renames import move

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes, links and descriptors of POSIX")


def plant(root: Path) -> Path:
    """Make a tree with everything that a cache can hold."""
    (root / "pkg" / "deep" / "deeper").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "pkg" / "a.py").write_text("a = 1\n")
    (root / "pkg" / "b.py").write_bytes(b"")
    (root / "pkg" / "deep" / "deeper" / "big").write_bytes(bytes(range(256)) * 9000)
    tool = root / "pkg" / "tool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    os.utime(tool, (1_500_000_000, 1_500_000_000))
    if os.name != "nt":
        (root / "pkg" / "link").symlink_to("a.py")
        (root / "pkg" / "nowhere").symlink_to("../../outside")
        (root / "pkg" / "private").write_text("secret")
        (root / "pkg" / "private").chmod(0o400)
    return root


def looks(root: Path) -> dict[str, object]:
    """Return everything that must be kept, by path."""
    found: dict[str, object] = {}
    for folder, names, files in os.walk(root):
        for name in names + files:
            path = Path(folder, name)
            status = path.lstat()
            content: object = path.readlink() if path.is_symlink() else path.is_dir() or path.read_bytes()
            found[str(path.relative_to(root))] = (stat.filemode(status.st_mode), status.st_mtime_ns, content)
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return plant(tmp_path / "cache")


def leftovers(place: Path) -> list[str]:
    return [path.name for path in place.iterdir() if ".howcome" in path.name]


@pytest.mark.parametrize("mode", ["hardlink", "copy", "symlink"])
def test_everything_is_kept(cache: Path, tmp_path: Path, mode: str) -> None:
    site = tmp_path / "env" / "site"

    result = link_tree(cache, site, modes=[mode])

    assert result.mode == mode
    assert sum(result.files.values()) == (5 if os.name != "nt" else 4)
    assert result.fallback is None
    assert leftovers(site.parent) == []
    if mode != "symlink":
        assert looks(site) == looks(cache)
    assert (site / "pkg" / "a.py").samefile(cache / "pkg" / "a.py") == (mode != "copy")


@pytest.mark.parametrize("volume", ["btrfs", "xfs"])
def test_clones_share_blocks_and_not_the_file(volume: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(volume)
    cache = plant(place / "cache")

    result = link_tree(cache, place / "site")

    assert result.mode is LinkMode.CLONE
    assert result.fallback is None
    assert looks(place / "site") == looks(cache)
    assert not (place / "site" / "pkg" / "a.py").samefile(cache / "pkg" / "a.py")


def test_ext4_refuses_clones_and_says_so(ext4: Path) -> None:
    cache = plant(ext4 / "cache")

    result = link_tree(cache, ext4 / "site")

    assert result.mode is LinkMode.HARDLINK
    assert [(a.mode, a.system.symbol) for a in result.attempts if a.system] == [("clone", "EOPNOTSUPP")]
    assert result.fallback is None, "nobody asked for clones"
    asked = link_tree(cache, ext4 / "asked", modes=["clone", "hardlink"])
    assert asked.fallback is not None
    assert asked.fallback.attempts == asked.attempts
    with pytest.raises(LinkError) as caught:
        link_tree(cache, ext4 / "other", modes=["clone"])
    assert [attempt.mode for attempt in caught.value.attempts] == ["clone"]
    assert not (ext4 / "other").exists()
    assert leftovers(ext4) == []


def test_across_two_mounts_hardlinks_become_copies(ext4: Path, btrfs: Path) -> None:
    cache = plant(ext4 / "cache")

    result = link_tree(cache, btrfs / "site", modes=["hardlink", "copy"])

    assert result.mode is LinkMode.COPY
    assert [a.system.symbol for a in result.attempts if a.system] == ["EXDEV"]
    assert result.fallback is not None
    assert str(result.fallback) == (
        f"The preferred way to link did not work: {btrfs / 'site'} -> {cache}. "
        "It was linked with link mode `copy` instead."
    )
    assert looks(btrfs / "site") == looks(cache)
    unasked = link_tree(cache, btrfs / "unasked")
    assert unasked.fallback is not None, "a copy of everything is worth a word, asked for or not"
    assert [attempt.mode for attempt in unasked.fallback.attempts] == ["clone", "hardlink"]


def test_a_mount_inside_the_source_is_decided_anew(ext4: Path, btrfs: Path) -> None:
    cache = plant(ext4 / "cache")
    plant(btrfs / "inner")
    (cache / "mounted").mkdir()
    subprocess.run(["mount", "--bind", str(btrfs / "inner"), str(cache / "mounted")], check=True)
    try:
        result = link_tree(cache, ext4 / "site", modes=["hardlink", "copy"])
    finally:
        subprocess.run(["umount", str(cache / "mounted")], check=True)

    assert dict(result.files) == {LinkMode.HARDLINK: 5, LinkMode.COPY: 5}
    assert [a.system.symbol for a in result.attempts if a.system] == ["EXDEV"]


def test_exfat_takes_copies_only(exfat: Path) -> None:
    cache = exfat / "cache"
    cache.mkdir()
    (cache / "a.py").write_text("a = 1")

    result = link_tree(cache, exfat / "site", modes=["clone", "hardlink", "copy"])

    assert result.mode is LinkMode.COPY
    assert [attempt.mode for attempt in result.attempts] == ["clone", "hardlink"]
    assert (exfat / "site" / "a.py").read_text() == "a = 1"
    assert leftovers(exfat) == []
    link_tree(cache, exfat / "site", modes=["copy"], existing="replace")
    (cache / "a.py").write_text("a = 2")
    link_tree(cache, exfat / "site", modes=["copy"], existing="merge")
    assert (exfat / "site" / "a.py").read_text() == "a = 2"
    assert leftovers(exfat) == []


def test_a_full_disk_leaves_nothing_behind(cache: Path, tmpfs: Tmpfs) -> None:
    disk = tmpfs(size="64k")

    with pytest.raises(LinkError) as caught:
        link_tree(cache, disk / "new" / "site", modes=["hardlink", "copy"])

    assert [a.system.symbol for a in caught.value.attempts if a.system] == ["EXDEV", "ENOSPC"]
    assert list(disk.iterdir()) == []


def test_a_read_only_mount_is_named(cache: Path, tmp_path: Path, read_only) -> None:
    (tmp_path / "ro").mkdir()
    place = read_only(tmp_path / "ro")

    with pytest.raises(LinkError) as caught:
        link_tree(cache, place / "site")

    assert [a.system.symbol for a in caught.value.attempts if a.system] == ["EROFS"]


@posix_only
def test_names_that_are_not_utf8_are_kept(tmp_path: Path) -> None:
    cache = os.fsencode(tmp_path) + b"/cache"
    Path(os.fsdecode(cache + b"/d\xff")).mkdir(parents=True)
    Path(os.fsdecode(cache + b"/d\xff/\xfe.py")).write_text("x")

    link_tree(os.fsdecode(cache), tmp_path / "site", modes=["copy"])

    assert [os.fsencode(path.name) for path in (tmp_path / "site" / os.fsdecode(b"d\xff")).iterdir()] == [b"\xfe.py"]


@posix_only
def test_read_only_directories_are_kept_for_a_user_too(another_user: AnotherUser) -> None:
    code = """
import os, sys
from pathlib import Path
from howcome.linkers import link_tree, remove_linked
home = Path(sys.argv[1]); cache = home / "ro-cache"
(cache / "sub").mkdir(parents=True); (cache / "sub" / "a").write_text("a")
(cache / "sub").chmod(0o555); cache.chmod(0o555)
for existing in ("fail", "replace"):
    link_tree(cache, home / "site", modes=["copy"], existing=existing)
    print(oct((home / "site").stat().st_mode), oct((home / "site" / "sub").stat().st_mode))
(home / "old").mkdir()
link_tree(cache, home / "old", modes=["copy"], existing="merge")
print(oct((home / "old" / "sub").stat().st_mode))
remove_linked(home / "site"); remove_linked(home / "old")
print([n for n in os.listdir(home) if "site" in n or "howcome" in n])
"""
    done = another_user.run("-c", code, str(another_user.home))

    assert done.stdout.split("\n")[:4] == ["0o40555 0o40555", "0o40555 0o40555", "0o40555", "[]"], done.stderr


@posix_only
def test_a_directory_that_must_not_be_read_is_told_by_its_whole_path(another_user: AnotherUser) -> None:
    code = """
import sys
from pathlib import Path
from howcome.linkers import LinkError, link_tree
home = Path(sys.argv[1]); private = home / "mixed" / "sub" / "private"
private.mkdir(parents=True); private.chmod(0)
try:
    link_tree(home / "mixed", home / "site", modes=["copy"])
except LinkError as error:
    print([(attempt.system.symbol, attempt.paths) for attempt in error.attempts] == [("EACCES", (str(private),))])
"""
    done = another_user.run("-c", code, str(another_user.home))

    assert done.stdout.strip() == "True", done.stderr


@posix_only
def test_other_users_files_are_copied(another_user: AnotherUser, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from howcome.linkers import link_tree
home = Path(sys.argv[1])
result = link_tree(home / "theirs", home / "mine", modes=["hardlink", "copy"])
print(result.mode, [a.system.symbol for a in result.attempts])
"""
    theirs = another_user.home / "theirs"
    theirs.mkdir()
    (theirs / "a.py").write_text("a")
    (theirs / "a.py").chmod(0o644)
    theirs.chmod(0o755)

    done = another_user.run("-c", code, str(another_user.home))

    protected = Path("/proc/sys/fs/protected_hardlinks").read_text().strip() == "1"
    assert done.stdout.strip() == ("copy ['EPERM']" if protected else "hardlink []"), done.stderr


def test_a_file_with_too_many_links_is_copied(ext4: Path) -> None:
    cache = plant(ext4 / "cache")
    (ext4 / "many").mkdir()
    for number in range(65_000 - 1):
        os.link(cache / "pkg" / "a.py", ext4 / "many" / str(number))

    result = link_tree(cache, ext4 / "site", modes=["hardlink", "copy"])

    assert dict(result.files) == {LinkMode.HARDLINK: 4, LinkMode.COPY: 1}
    with pytest.raises(LinkError) as caught:
        link_tree(cache, ext4 / "other", modes=["hardlink"])
    assert [a.system.symbol for a in caught.value.attempts if a.system] == ["EMLINK"]


@posix_only
def test_a_fifo_is_refused(cache: Path, tmp_path: Path) -> None:
    os.mkfifo(cache / "pkg" / "pipe")

    with pytest.raises(LinkError) as caught:
        link_tree(cache, tmp_path / "site")

    assert caught.value.reason == Reason.SPECIAL_FILE
    assert leftovers(tmp_path) == []


def test_mutable_files_share_nothing(cache: Path, tmp_path: Path) -> None:
    asked = []

    def mutable(path: str) -> bool:
        asked.append(path)
        return path.endswith("a.py")

    result = link_tree(cache, tmp_path / "site", modes=["hardlink"], mutable=mutable)

    assert str(Path("pkg", "a.py")) in asked
    assert not (tmp_path / "site" / "pkg" / "a.py").samefile(cache / "pkg" / "a.py")
    assert (tmp_path / "site" / "pkg" / "b.py").samefile(cache / "pkg" / "b.py")
    assert result.mode is LinkMode.HARDLINK


def test_progress_counts_files_and_bytes(cache: Path, tmp_path: Path) -> None:
    seen: list[LinkProgress] = []

    link_tree(cache, tmp_path / "site", modes=["hardlink"], progress=seen.append)

    files = [path for path in cache.rglob("*") if path.is_file() and not path.is_symlink()]
    assert [step.files for step in seen] == list(range(1, len(files) + 1))
    assert seen[-1].bytes == sum(path.stat().st_size for path in files)


@pytest.mark.parametrize("existing", ["fail", "merge", "replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_progress_raises_undoes_the_whole(
    cache: Path, tmp_path: Path, existing: str, error: type[BaseException]
) -> None:
    site = tmp_path / "site"
    if existing != "fail":
        shutil.copytree(cache, site, symlinks=True)
        (site / "pkg" / "a.py").write_text("older")
    before = looks(site) if site.exists() else None

    def stop(step: LinkProgress) -> None:
        if step.files == 3:
            raise error

    with pytest.raises(error):
        link_tree(cache, site, existing=existing, progress=stop)  # type: ignore[arg-type]
    assert (looks(site) if site.exists() else None) == before
    assert leftovers(tmp_path) == []


def test_an_empty_directory_is_an_obstacle(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()

    with pytest.raises(LinkError) as caught:
        link_tree(cache, tmp_path / "site")
    assert caught.value.reason == Reason.ALREADY_THERE


def test_replace_takes_the_place_of_everything(cache: Path, tmp_path: Path) -> None:
    for number, make in enumerate((Path.mkdir, Path.touch, lambda path: path.symlink_to(tmp_path / "cache"))):
        site = tmp_path / f"site{number}"
        make(site)
        link_tree(cache, site, existing="replace", modes=["copy"])
        assert looks(site) == looks(cache)
        assert not site.is_symlink()
    assert leftovers(tmp_path) == []
    assert cache.is_dir()


def test_merge_keeps_what_is_there_and_replaces_what_is_in_both(cache: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "pkg" / "own").mkdir(parents=True)
    (site / "pkg" / "a.py").write_text("older")

    link_tree(cache, site, existing="merge", modes=["copy"])

    assert (site / "pkg" / "a.py").read_text() == "a = 1\n"
    assert (site / "pkg" / "own").is_dir()
    assert (site / "pkg" / "deep" / "deeper" / "big").is_file()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("obstacle", ["file", "link", "directory"])
def test_a_merge_that_is_refused_changes_nothing(cache: Path, tmp_path: Path, obstacle: str) -> None:
    site = tmp_path / "site"
    (site / "pkg").mkdir(parents=True)
    (site / "pkg" / "a.py").write_text("older")
    if obstacle == "file":
        (site / "pkg" / "deep").touch()
    elif obstacle == "link":
        (tmp_path / "outside").mkdir()
        (site / "pkg" / "deep").symlink_to(tmp_path / "outside")
    else:
        (site / "pkg" / "tool").mkdir()
    before = looks(site)

    with pytest.raises(LinkError) as caught:
        link_tree(cache, site, existing="merge")

    assert caught.value.reason in (Reason.FILE_FOR_DIRECTORY, Reason.LINK_FOR_DIRECTORY)
    assert looks(site) == before
    assert leftovers(tmp_path) == []
    if obstacle == "link":
        assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "file"])
def test_merging_into_a_link_or_a_file_is_refused(cache: Path, tmp_path: Path, kind: str) -> None:
    site = tmp_path / "site"
    if kind == "link":
        (tmp_path / "real").mkdir()
        site.symlink_to(tmp_path / "real")
    else:
        site.touch()

    with pytest.raises(LinkError) as caught:
        link_tree(cache, site, existing="merge")
    assert caught.value.reason in (Reason.MERGE_INTO_LINK, Reason.MERGE_INTO_FILE)


def test_a_source_that_changes_is_reported(cache: Path, tmp_path: Path) -> None:
    def change(_step: LinkProgress) -> None:
        (cache / "pkg" / f"new{time.monotonic_ns()}").touch()

    with pytest.raises(LinkError) as caught:
        link_tree(cache, tmp_path / "site", modes=["copy"], progress=change)

    assert caught.value.reason == Reason.SOURCE_CHANGED
    assert not (tmp_path / "site").exists()


@posix_only
def test_extended_attributes_come_along(tmp_path: Path) -> None:
    cache = plant(tmp_path / "cache")
    try:
        os.setxattr(cache / "pkg" / "a.py", "user.origin", b"here")
    except OSError as error:
        pytest.skip(f"no extended attributes: {error}")

    link_tree(cache, tmp_path / "site", modes=["copy"])

    assert os.getxattr(tmp_path / "site" / "pkg" / "a.py", "user.origin") == b"here"


@pytest.mark.parametrize(
    ("source", "destination", "reason"),
    [
        ("cache", "cache", Reason.SAME_PLACE),
        ("cache", "cache/pkg/inner", Reason.INSIDE_SOURCE),
        ("cache/pkg", "cache", Reason.INSIDE_DESTINATION),
        ("cache/pkg/a.py", "site", Reason.NOT_A_DIRECTORY),
        ("cache", "/", Reason.NO_NAME),
    ],
)
def test_places_that_make_no_sense_are_refused(
    cache: Path, tmp_path: Path, source: str, destination: str, reason: str
) -> None:
    before = looks(cache)

    with pytest.raises(LinkError) as caught:
        link_tree(tmp_path / source, tmp_path / destination, existing="replace")

    assert caught.value.reason == reason
    assert looks(cache) == before


def test_a_missing_source_has_its_code(tmp_path: Path) -> None:
    with pytest.raises(LinkError) as caught:
        link_tree(tmp_path / "missing", tmp_path / "site")
    assert caught.value.reason == Reason.NO_SOURCE
    assert isinstance(caught.value.__cause__, FileNotFoundError)


@pytest.mark.parametrize("words", [{"modes": ["teleport"]}, {"modes": []}, {"existing": "keep"}, {"workers": 0}])
def test_wrong_arguments_are_value_errors(cache: Path, tmp_path: Path, words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        link_tree(cache, tmp_path / "site", **words)  # type: ignore[arg-type]


LINKING = """
import sys
from howcome.linkers import link_tree
link_tree(sys.argv[1], sys.argv[2], modes=["copy"], existing=sys.argv[3])
"""


@pytest.mark.parametrize("workers", [1, 2, 5, None])
def test_workers_change_nothing_but_time(tmp_path: Path, workers: int | None) -> None:
    for number in range(100):
        (tmp_path / "cache").mkdir(exist_ok=True)
        (tmp_path / "cache" / f"{number}").write_text(f"{number}")
    seen: list[LinkProgress] = []

    result = link_tree(tmp_path / "cache", tmp_path / "site", modes=["copy"], workers=workers, progress=seen.append)

    assert dict(result.files) == {LinkMode.COPY: 100}
    assert [step.files for step in seen] == list(range(1, 101))
    assert looks(tmp_path / "site") == looks(tmp_path / "cache")


@pytest.mark.parametrize("workers", [2, 5])
def test_what_is_raised_in_a_worker_undoes_the_whole(tmp_path: Path, workers: int) -> None:
    (tmp_path / "cache").mkdir()
    for number in range(100):
        (tmp_path / "cache" / f"{number}").write_text(f"{number}")

    def stop(step: LinkProgress) -> None:
        if step.files > 60:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        link_tree(tmp_path / "cache", tmp_path / "site", modes=["copy"], workers=workers, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@posix_only
@pytest.mark.parametrize("existing", ["fail", "replace", "merge"])
@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.proof)])
def test_killed_at_any_moment_the_destination_is_whole(tmp_path: Path, existing: str, rounds: int) -> None:
    old, new, site = tmp_path / "old", tmp_path / "new", tmp_path / "site"
    for place, text in ((old, "old"), (new, "new")):
        for folder in range(10):
            (place / f"d{folder}").mkdir(parents=True)
            for name in range(10):
                (place / f"d{folder}" / f"{name}").write_text(text)
    for _ in range(rounds):
        if existing != "fail":
            link_tree(old, site, modes=["copy"], existing="replace")
        allowed = [None if existing == "fail" else looks(old), looks(new)]
        process = subprocess.Popen([sys.executable, "-c", LINKING, str(new), str(site), existing])
        time.sleep(random.uniform(0.02, 0.35))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if existing == "merge":
            (tmp_path / "nothing").mkdir(exist_ok=True)
            link_tree(tmp_path / "nothing", site, existing="merge")  # the next call undoes what was half done
        contents = {path: text for path, (_, _, text) in looks(site).items()} if site.exists() else None
        whole = [None if each is None else {path: text for path, (_, _, text) in each.items()} for each in allowed]
        assert contents in whole
        link_tree(old, site, modes=["copy"], existing="replace")
        assert leftovers(tmp_path) == []
        shutil.rmtree(site)


@posix_only
@pytest.mark.parametrize("existing", ["fail", "replace", "merge"])
def test_eight_processes_and_one_destination(tmp_path: Path, existing: str) -> None:
    sources = []
    for number in range(8):
        source = tmp_path / f"source{number}"
        for folder in range(5):
            (source / f"d{folder}").mkdir(parents=True)
            for name in range(10):
                (source / f"d{folder}" / f"{name}").write_text(f"{number}")
        sources.append(source)
    site = tmp_path / "site"

    processes = [
        subprocess.Popen([sys.executable, "-c", LINKING, str(source), str(site), existing], stderr=subprocess.PIPE)
        for source in sources
    ]
    errors = [process.communicate(timeout=60)[1].decode() for process in processes]

    texts = {path.read_text() for path in site.rglob("*") if path.is_file()}
    assert len(texts) == 1, "a mixture"
    assert len([path for path in site.rglob("*") if path.is_file()]) == 50
    assert leftovers(tmp_path) == [], errors
    lost = [error for error in errors if error]
    assert len(lost) == (7 if existing == "fail" else 0), errors
    assert all("already exists" in error for error in lost), errors


def test_a_faster_neighbor_is_replaced_where_names_cannot_be_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an exchange there is a moment without a destination, in which a neighbor can put its own."""
    moved: list[str] = []

    def move_and_lose(here: Folder, old: str, there: Folder, new: str) -> None:
        move(here, old, there, new)
        if not moved:
            (tmp_path / "site").mkdir()
            (tmp_path / "site" / "neighbor").touch()
        moved.append(old)

    monkeypatch.setattr(staging, "exchange", lambda *_names: False)
    monkeypatch.setattr(staging, "move", move_and_lose)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "ours").touch()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "before").touch()

    link_tree(tmp_path / "cache", tmp_path / "site", modes=["copy"], existing="replace")

    assert moved == ["site", "site"]
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["ours"]
    assert leftovers(tmp_path) == []


def test_a_living_neighbor_is_left_alone(cache: Path, tmp_path: Path) -> None:
    inside: list[list[str]] = []

    def also(_step: LinkProgress) -> None:
        if not inside:
            inside.append(leftovers(tmp_path))
            link_tree(cache, tmp_path / "site", modes=["hardlink"])

    with pytest.raises(LinkError) as caught:
        link_tree(cache, tmp_path / "site", progress=also)
    assert caught.value.reason == Reason.ALREADY_THERE
    assert looks(tmp_path / "site") == looks(cache)
    assert leftovers(tmp_path) == []


def test_a_name_of_greatest_length_can_be_a_destination(cache: Path, tmp_path: Path) -> None:
    link_tree(cache, tmp_path / ("n" * 255))
    with contextlib.suppress(LinkError):
        link_tree(cache, tmp_path / ("n" * 256))
    assert leftovers(tmp_path) == []


INTERRUPTED = """
import sys
from howcome.linkers import link_tree
print("ready", flush=True)
link_tree(sys.argv[1], sys.argv[2], modes=["copy"], existing=sys.argv[3])
"""


@posix_only
@pytest.mark.parametrize("existing", ["fail", "replace", "merge"])
@pytest.mark.parametrize("rounds", [3, pytest.param(60, marks=pytest.mark.proof)])
def test_control_c_at_any_moment_leaves_one_or_the_other(tmp_path: Path, existing: str, rounds: int) -> None:
    old, new, site = tmp_path / "old", tmp_path / "new", tmp_path / "site"
    for place, text in ((old, "old"), (new, "new")):
        for name in range(400):
            (place / f"d{name // 20}").mkdir(parents=True, exist_ok=True)
            (place / f"d{name // 20}" / f"{name}").write_text(text)
    for _ in range(rounds):
        if existing != "fail":
            link_tree(old, site, modes=["copy"], existing="replace")
        process = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTED, str(new), str(site), existing],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.uniform(0.0, 0.06))
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=60)[1]

        assert process.returncode in (0, -signal.SIGINT), errors
        assert "LinkError" not in errors
        contents = {path.read_text() for path in site.rglob("*") if path.is_file()}
        allowed = [{"new"}] if process.returncode == 0 else [{"new"}, set() if existing == "fail" else {"old"}]
        assert contents in allowed
        link_tree(old, site, modes=["copy"], existing="replace")  # clears what Ctrl-C kept from being removed
        assert leftovers(tmp_path) == []
        shutil.rmtree(site)


@posix_only
@pytest.mark.proof
@pytest.mark.parametrize("existing", ["replace", "merge"])
@pytest.mark.parametrize("ending", ["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("mode", ["hardlink", "clone", "symlink"])
def test_ended_in_the_middle_of_any_mode_one_or_the_other_stands(
    btrfs: Path, mode: str, ending: str, existing: str
) -> None:
    old, new, site = btrfs / "old", btrfs / "new", btrfs / "site"
    for place, text in ((old, "old"), (new, "new")):
        for name in range(400):
            (place / f"d{name // 20}").mkdir(parents=True, exist_ok=True)
            (place / f"d{name // 20}" / f"{name}").write_text(text)
    (btrfs / "nothing").mkdir()
    code = INTERRUPTED.replace('modes=["copy"]', f'modes=["{mode}"]')
    seen = set()
    for _ in range(12):
        link_tree(old, site, modes=[mode], existing="replace")
        command = [sys.executable, "-c", code, str(new), str(site), existing]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0.0, 0.06))
            process.send_signal(signal.Signals[ending])
        if ending == "SIGKILL" and existing == "merge":
            link_tree(btrfs / "nothing", site, existing="merge")  # the next call undoes what was half done
        contents = {path.read_text() for path in site.rglob("*") if path.is_file()}
        assert contents in ([{"new"}] if process.returncode == 0 else [{"old"}, {"new"}])
        assert len([path for path in site.rglob("*") if path.is_file()]) == 400
        seen.add(process.returncode)
    assert -signal.Signals[ending] in seen, "none was ended in the middle"
    link_tree(new, site, modes=[mode], existing="replace")
    assert leftovers(btrfs) == []
    assert {path.read_text() for path in old.rglob("*") if path.is_file()} == {"old"}


@posix_only
@pytest.mark.parametrize("existing", ["merge", "replace"])
def test_a_link_that_is_put_in_the_way_meanwhile_is_not_followed(cache: Path, tmp_path: Path, existing: str) -> None:
    outside, parent = tmp_path / "outside", tmp_path / "env"
    outside.mkdir()
    (parent / "site" / "pkg").mkdir(parents=True)

    def swap(step: LinkProgress) -> None:
        if step.files == 2:
            (parent / "site").rename(parent / "gone")
            (parent / "site").symlink_to(outside)
            parent.rename(tmp_path / "moved")
            parent.symlink_to(outside)

    with contextlib.suppress(LinkError):
        link_tree(cache, parent / "site", modes=["copy"], existing=existing, progress=swap)  # type: ignore[arg-type]
    assert list(outside.iterdir()) == []
    assert leftovers(tmp_path / "moved") == []


def test_what_progress_raises_is_the_callers_even_where_it_looks_like_the_systems(cache: Path, tmp_path: Path) -> None:
    mine = FileNotFoundError(2, "mine")

    def stop(_step: LinkProgress) -> None:
        raise mine

    def choose(_path: str) -> bool:
        raise mine

    for words in ({"progress": stop}, {"mutable": choose}):
        with pytest.raises(FileNotFoundError) as caught:
            link_tree(cache, tmp_path / "new" / "site", **words)  # type: ignore[arg-type]
        assert caught.value is mine
        assert not (tmp_path / "new").exists()


def test_a_full_disk_half_way_gives_the_merged_directory_back(tmpfs: Tmpfs, tmp_path: Path) -> None:
    cache = plant(tmp_path / "cache")
    disk = tmpfs(size="1m")
    (disk / "site" / "pkg").mkdir(parents=True)
    (disk / "site" / "pkg" / "a.py").write_text("older")
    before = looks(disk / "site")

    with pytest.raises(LinkError) as caught:
        link_tree(cache, disk / "site", modes=["copy"], existing="merge")

    assert [a.system.symbol for a in caught.value.attempts if a.system] == ["ENOSPC"]
    assert looks(disk / "site") == before
    assert leftovers(disk) == []


@posix_only
def test_sockets_and_devices_are_refused(cache: Path, tmp_path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as listening:
        here = os.open(cache, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{here}/s")
        os.close(here)
        with pytest.raises(LinkError) as caught:
            link_tree(cache, tmp_path / "site")
    assert caught.value.reason == Reason.SPECIAL_FILE
    (cache / "s").unlink()
    if os.geteuid() == 0:
        os.mknod(cache / "null", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        with pytest.raises(LinkError):
            link_tree(cache, tmp_path / "site")
    assert leftovers(tmp_path) == []


@posix_only
def test_a_directory_with_a_default_rights_list_gives_each_file_its_own_mode(ext4: Path) -> None:
    """What a new file's mode is, is not for the umask alone to say."""
    cache = plant(ext4 / "cache")
    (ext4 / "env").mkdir()
    try:
        # A version, then tag, permissions and id of: owner, group, mask, others; linux/posix_acl_xattr.h.
        entries = [(0x01, 7), (0x04, 7), (0x10, 7), (0x20, 0)]
        value = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", tag, bits, 0xFFFFFFFF) for tag, bits in entries)
        os.setxattr(ext4 / "env", "system.posix_acl_default", value)
    except OSError as error:
        pytest.skip(f"no lists of rights: {error}")

    link_tree(cache, ext4 / "env" / "site", modes=["copy"])

    assert looks(ext4 / "env" / "site") == looks(cache)


@posix_only
@pytest.mark.parametrize("mode", ["copy", "clone"])
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_modes_are_the_sources_whatever_the_umask(btrfs: Path, mode: str, umask: int) -> None:
    cache = plant(btrfs / "cache")
    (cache / "pkg" / "suid").touch()
    (cache / "pkg" / "suid").chmod(0o4755)
    before = os.umask(umask)
    try:
        link_tree(cache, btrfs / "site", modes=[mode])
    finally:
        os.umask(before)
    assert looks(btrfs / "site") == looks(cache)
