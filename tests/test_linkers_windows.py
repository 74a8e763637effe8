"""Linking on Windows: as they are on Windows, where junctions complete, and by Windows Python under Wine elsewhere.

Under Wine no junction can be made, and its symbolic links are empty promises: the tests that need one are left out
there, and nowhere else; `test_windows_python_runs_these` counts them.
"""

# ruff: noqa: PTH103, PTH110, PTH123, PTH208

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from howcome.linkers import (
    LinkError,
    LinkMode,
    is_link,
    link_directory,
    link_tree,
    read_link,
    remove_linked,
    unlink_directory,
)
from howcome.linkers.folders import Folder, is_directory, leads_elsewhere
from howcome.linkers.junction import make_junction
from howcome.linkers.locks import turn
from howcome.linkers.merging import TURN
from howcome.linkers.modes import Reason
from howcome.linkers.staging import Staging

if TYPE_CHECKING:
    from grounds.windows import WindowsPython

on_windows = pytest.mark.skipif(os.name != "nt", reason="Windows Python runs these.")


def wine() -> bool:
    """Say whether this is Wine and no Windows."""
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


def completing(test: object) -> object:
    """Mark a test that needs junctions which complete."""
    return on_windows(pytest.mark.skipif(wine(), reason="Wine makes no junctions.")(test))  # type: ignore[arg-type]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "cache" / "sub").mkdir(parents=True)
    (tmp_path / "cache" / "sub" / "a.py").write_text("a")
    return tmp_path


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_windows_python_runs_these(request: pytest.FixtureRequest) -> None:
    if os.name == "nt":
        pytest.skip("they ran as they are")
    windows_python: WindowsPython = request.getfixturevalue("windows_python")
    tests = "Z:" + str(Path(__file__).resolve()).replace("/", "\\")

    done = windows_python.run(
        "-m", "pytest", "-v", "--noconftest", "-p", "no:cacheprovider", "-c", "NUL", tests, timeout=300
    )

    source = Path(__file__).read_text(encoding="utf-8")
    left_out = set(re.findall(r"^@completing(?:\n@.*)*\ndef (\w+)", source, re.MULTILINE))
    skipped = re.findall(r"(\w+)(?:\[.*\])? SKIPPED", done.stdout)
    assert set(skipped) - left_out == {name for name in globals() if name.startswith("test_windows_python")}, (
        done.stdout + done.stderr
    )
    assert re.search(r"\n=+ \d\d passed, \d+ skipped", done.stdout), done.stdout + done.stderr


@pytest.mark.proof
def test_windows_python_runs_the_other_tests_of_linking_too(request: pytest.FixtureRequest) -> None:
    """What fails there needs a symbolic link, or a ground that Linux has."""
    if os.name == "nt":
        pytest.skip("they ran as they are")
    windows_python: WindowsPython = request.getfixturevalue("windows_python")
    folder = "Z:" + str(Path(__file__).resolve().parent)
    options = ["-v", "--noconftest", "-p", "no:cacheprovider", "-c", "NUL", "--tb=short", "-o", f"pythonpath={folder}"]

    done = windows_python.run(
        "-m", "pytest", *options, f"{folder}/test_tree.py", f"{folder}/test_directory.py", timeout=900
    )

    bad = re.findall(r"::(\w+)(\[\S+\])? (?:FAILED|ERROR)", done.stdout)
    grounds = set(re.findall(r"def (\w+)\(.*\n(?:E .*\n)?E       fixture '", done.stdout))
    left = [name + words for name, words in bad if name not in grounds and words not in ("[symlink]", "[link]")]
    assert left == [], done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 40, done.stdout


# Several processes.


def start(code: str) -> subprocess.Popen[str]:
    """Start another Windows Python."""
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for source in ("one", "two"):
        for number in range(40):
            (tmp_path / source / f"d{number // 4}").mkdir(parents=True, exist_ok=True)
            (tmp_path / source / f"d{number // 4}" / f"{number}").write_text(source)
    return tmp_path


MERGING = """
from howcome.linkers import link_tree
print('ready', flush=True)
for _ in range({rounds}):
    link_tree({source!r}, {site!r}, modes=['copy'], existing='merge'{more})
"""


def merging(place: Path, source: str, rounds: int, more: str = "") -> str:
    paths = {"source": str(place / source), "site": str(place / "site")}
    return MERGING.format(**paths, rounds=rounds, more=more)


def texts(site: Path) -> set[str]:
    return {path.read_text() for path in site.rglob("*") if path.is_file()}


@on_windows
def test_who_merges_waits_for_whoever_merges_already(sources: Path) -> None:
    link_tree(sources / "one", sources / "site", modes=["copy"])
    with (
        Folder.open(str(sources)) as parent,
        Staging(parent, "site") as staging,
        turn(staging.claims, TURN),
    ):
        other = start(merging(sources, "two", 1))
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "ready"
        time.sleep(1.5)
        assert other.poll() is None
        assert texts(sources / "site") == {"one"}
    output = other.communicate(timeout=60)[0]
    assert other.returncode == 0, output
    assert texts(sources / "site") == {"two"}
    assert names(sources) == ["one", "site", "two"]


@on_windows
def test_of_two_that_merge_at_once_none_fails_and_nothing_is_mixed(sources: Path) -> None:
    processes = [start(merging(sources, source, 2)) for source in ("one", "two")]
    outputs = [process.communicate(timeout=120)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outputs
    assert len(texts(sources / "site")) == 1
    assert len([path for path in (sources / "site").rglob("*") if path.is_file()]) == 40
    assert names(sources) == ["one", "site", "two"]


@on_windows
@pytest.mark.parametrize("when", ["filling", "merging"])
def test_what_a_killed_process_left_is_cleared_by_the_next_call(sources: Path, when: str) -> None:
    link_tree(sources / "one", sources / "site", modes=["copy"])
    stop = ", progress=lambda step: step.files == 30 and (print('half', flush=True), __import__('time').sleep(60))"
    for pause in [0.0] if when == "filling" else [0.2, 0.4]:
        process = start(merging(sources, "two", 1 if when == "filling" else 50, more=stop if when == "filling" else ""))
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        if when == "filling":
            assert process.stdout.readline().strip() == "half"
        time.sleep(pause)
        process.kill()
        process.communicate()
        assert len(names(sources)) > 3, "it was not in the middle"

        next_one = start(merging(sources, "one", 1))
        output = next_one.communicate(timeout=60)[0]

        assert next_one.returncode == 0, output
        assert texts(sources / "site") == {"one"}
        assert names(sources) == ["one", "site", "two"]


# What needs no junction.


@on_windows
@pytest.mark.parametrize("existing", ["fail", "merge", "replace"])
def test_trees_go_by_paths_of_any_length_and_slash(place: Path, existing: str) -> None:
    deep = place.joinpath(*["d" * 60] * 6)
    extended = f"\\\\?\\{place / 'cache' / ('e' * 100) / ('f' * 100) / ('g' * 100)}"
    os.makedirs(extended)
    with open(f"{extended}\\b.py", "w", encoding="utf-8") as file:
        file.write("b")
    for _ in range(1 if existing == "fail" else 2):
        link_tree(str(place / "cache").replace("\\", "/"), str(deep).replace("\\", "/") + "/", existing=existing)  # type: ignore[arg-type]

    assert os.path.exists(f"\\\\?\\{deep}\\{'e' * 100}\\{'f' * 100}\\{'g' * 100}\\b.py")
    assert os.listdir(f"\\\\?\\{deep.parent}") == [deep.name]
    remove_linked(deep)
    assert os.listdir(f"\\\\?\\{deep.parent}") == []
    shutil.rmtree(f"\\\\?\\{place / ('d' * 60)}")
    shutil.rmtree(f"\\\\?\\{place / 'cache'}")


@on_windows
@pytest.mark.parametrize("mode", ["hardlink", "copy"])
def test_read_only_files_come_and_go_and_stay_read_only_in_the_cache(place: Path, mode: str) -> None:
    cached = place / "cache" / "sub" / "a.py"
    cached.chmod(stat.S_IREAD)
    link_tree(place / "cache", place / "site", modes=[mode])
    link_tree(place / "cache", place / "site", modes=[mode], existing="merge")
    link_tree(place / "cache", place / "site", modes=[mode], existing="replace")
    assert not (place / "site" / "sub" / "a.py").stat().st_mode & stat.S_IWRITE

    remove_linked(place / "site")

    assert not cached.stat().st_mode & stat.S_IWRITE
    assert names(place) == ["cache"]


@on_windows
def test_a_name_that_a_scanner_holds_is_waited_for(place: Path) -> None:
    link_tree(place / "cache", place / "site", modes=["copy"])
    (place / "cache" / "sub" / "a.py").write_text("b")
    held = (place / "site" / "sub" / "a.py").open(encoding="utf-8")
    closing = threading.Timer(0.5, held.close)
    closing.start()
    started = time.monotonic()

    link_tree(place / "cache", place / "site", modes=["copy"], existing="merge")

    assert 0.4 < time.monotonic() - started < 2
    assert (place / "site" / "sub" / "a.py").read_text() == "b"
    closing.join()
    assert names(place) == ["cache", "site"]


@on_windows
def test_a_name_that_stays_held_is_given_up_after_two_seconds(place: Path) -> None:
    link_tree(place / "cache", place / "site", modes=["copy"])
    (place / "cache" / "sub" / "a.py").write_text("b")
    with (place / "site" / "sub" / "a.py").open(encoding="utf-8") as held:
        started = time.monotonic()
        with pytest.raises(LinkError) as caught:
            link_tree(place / "cache", place / "site", modes=["copy"], existing="merge")
        assert 1 < time.monotonic() - started < 4
        assert held.read() == "a"

    assert [attempt.system.code for attempt in caught.value.attempts if attempt.system] == [32]
    assert (place / "site" / "sub" / "a.py").read_text() == "a"
    assert names(place) == ["cache", "site"]


@on_windows
@pytest.mark.parametrize("target", ["\\\\localhost\\no-such-share\\x", "\\\\?\\UNC\\localhost\\no-such-share\\x"])
def test_no_junction_points_to_the_network(place: Path, target: str) -> None:
    with pytest.raises(LinkError) as caught:
        link_directory(target, place / "new" / "site", modes=["junction"], dangling=True)
    assert [attempt.reason for attempt in caught.value.attempts] == [Reason.NETWORK_TARGET]
    assert names(place) == ["cache"]


@on_windows
def test_what_is_no_directory_is_refused_before_anything_is_made(place: Path) -> None:
    for target in (place / "cache" / "sub" / "a.py", place / "missing"):
        with pytest.raises(LinkError):
            link_directory(target, place / "new" / "site", modes=["junction"])
    with pytest.raises(LinkError) as caught:
        link_directory(place / "cache", place / "cache" / "sub" / "site", modes=["junction"])
    assert caught.value.reason == Reason.INSIDE_SOURCE
    assert names(place) == ["cache"]


@on_windows
def test_a_failure_leaves_what_is_there(place: Path) -> None:
    (place / "site").mkdir()
    (place / "site" / "mine").touch()
    for modes in (["junction"], ["hardlink"], None):
        with pytest.raises(LinkError) as caught:
            link_directory(place / "cache", place / "site", modes=modes)
        assert caught.value.reason == Reason.ALREADY_THERE
    assert names(place / "site") == ["mine"]
    with pytest.raises(LinkError):
        unlink_directory(place / "site")
    assert names(place / "site") == ["mine"]


@on_windows
def test_a_replaced_tree_is_whole(place: Path) -> None:
    (place / "site").mkdir()
    (place / "site" / "old").touch()
    for _ in "12":
        link_directory(place / "cache", place / "site", modes=["hardlink", "copy"], existing="replace")
    assert names(place / "site") == ["sub"]
    assert names(place) == ["cache", "site"]


@pytest.fixture
def substituted(place: Path) -> Iterator[str]:
    """A drive that stands for the place."""
    used = {chr(65 + number) for number in range(26) if os.path.exists(f"{chr(65 + number)}:\\")}
    drive = next(f"{letter}:" for letter in "QRSTUVWXY" if letter not in used)
    if sys.platform == "win32":
        import ctypes

        assert ctypes.windll.kernel32.DefineDosDeviceW(0, drive, str(place))
        yield drive
        assert ctypes.windll.kernel32.DefineDosDeviceW(2, drive, None)


@on_windows
def test_a_subst_drive_is_seen_through(place: Path, substituted: str) -> None:
    from howcome.linkers.junction import local_target

    assert local_target(f"{substituted}\\cache").lower() == str(place / "cache").lower()
    assert local_target(f"{substituted}\\").rstrip("\\").lower() == str(place).lower()
    assert local_target(str(place)) == str(place)


@on_windows
@pytest.mark.parametrize(
    "device",
    [
        "\\??\\UNC\\192.0.2.1\\share",
        "\\Device\\Mup\\192.0.2.1\\share",
        "\\Device\\LanmanRedirector\\;Q:0\\192.0.2.1\\x",
    ],
)
def test_a_mapped_drive_is_no_target_and_its_server_is_not_asked(place: Path, device: str) -> None:
    """Nobody ever answers at this address: whoever asks waits."""
    if sys.platform == "win32":
        import ctypes

        used = {chr(65 + number) for number in range(26) if os.path.exists(f"{chr(65 + number)}:\\")}
        drive = next(f"{letter}:" for letter in "QRSTUVWXY" if letter not in used)
        assert ctypes.windll.kernel32.DefineDosDeviceW(1, drive, device)
        try:
            started = time.monotonic()
            with pytest.raises(LinkError) as caught:
                link_directory(f"\\\\?\\{drive}\\cache", place / "site", modes=["junction"], dangling=True)
            assert time.monotonic() - started < 5
        finally:
            ctypes.windll.kernel32.DefineDosDeviceW(3, drive, device)
        assert [attempt.reason for attempt in caught.value.attempts] == [Reason.NETWORK_TARGET]
        assert names(place) == ["cache"]


@on_windows
def test_what_was_there_is_no_junction_afterwards(place: Path) -> None:
    with pytest.raises(FileExistsError) as caught:
        make_junction(str(place / "cache"), str(place / "cache" / "sub"))
    assert caught.value.winerror == 183  # type: ignore[attr-defined,unused-ignore]
    assert names(place / "cache" / "sub") == ["a.py"]


@on_windows
def test_a_relative_source_is_sought_from_the_working_directory(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    (place / "env").mkdir()
    link_tree("cache", "env/site", modes=["hardlink"])
    assert names(place / "env" / "site") == ["sub"]


# Recorded faults: what the systems at hand do not answer. Each is a fake that raises, in the place of the real call,
# what Windows is documented to say there.


def answering(code: int, words: str) -> Callable[..., None]:
    def call(*paths: object, **_options: object) -> None:
        raise OSError(0, words, str(paths[0]), code)

    return call


@on_windows
@pytest.mark.parametrize(
    ("code", "symbol", "words"),
    [
        (1314, "ERROR_PRIVILEGE_NOT_HELD", "Dem Client fehlt ein erforderliches Recht"),
        (1463, "ERROR_SYMLINK_CLASS_DISABLED", "The symbolic link cannot be followed because its type is disabled"),
        (87, "ERROR_INVALID_PARAMETER", "The parameter is incorrect"),
    ],
)
def test_without_the_right_to_make_symbolic_links_the_next_mode_is_used(
    place: Path, monkeypatch: pytest.MonkeyPatch, code: int, symbol: str, words: str
) -> None:
    monkeypatch.setattr(os, "symlink", answering(code, words))  # a fake: Wine makes links without asking for a right

    result = link_directory(place / "cache", place / "site", modes=["symlink", "hardlink"])
    tree = link_tree(place / "cache", place / "tree", modes=["symlink", "copy"])

    assert (result.mode, tree.mode) == (LinkMode.HARDLINK, LinkMode.COPY)
    for each in (result, tree):
        (attempt,) = each.attempts
        assert attempt.system is not None
        assert (attempt.mode, attempt.operation, attempt.text) == ("symlink", "symlink", words)
        assert (attempt.system.namespace, attempt.system.code, attempt.system.symbol) == ("win32", code, symbol)
        assert each.fallback is not None
        assert f"linked with link mode `{each.mode}` instead" in str(each.fallback)
    assert names(place) == ["cache", "site", "tree"]


@on_windows
def test_a_file_with_too_many_names_is_copied_and_the_rest_linked(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = place / "cache" / "sub" / "a.py"
    (place / "cache" / "sub" / "b.py").touch()
    (place / "many").mkdir()
    if wine():  # which leaves it to the file system below: Linux' own take 65,000 names and more
        real = os.link

        def refusing(old: str, new: str, **options: Any) -> None:
            if old.endswith("a.py"):
                answering(1142, "An attempt was made to create more links on a file than it supports")(old)
            real(old, new, **options)

        monkeypatch.setattr(os, "link", refusing)
    else:
        for number in range(1022):  # with the cache's own name 1023; and one is still to come
            os.link(cached, place / "many" / str(number))
        with contextlib.suppress(OSError):
            os.link(cached, place / "many" / "last")

    result = link_tree(place / "cache", place / "site", modes=["hardlink", "copy"])

    assert dict(result.files) == {LinkMode.HARDLINK: 1, LinkMode.COPY: 1}
    assert [a.system.symbol for a in result.attempts if a.system] == ["ERROR_TOO_MANY_LINKS"]
    with pytest.raises(LinkError) as caught:
        link_tree(place / "cache", place / "other", modes=["hardlink"])
    assert [a.system.code for a in caught.value.attempts if a.system] == [1142]
    assert names(place) == ["cache", "many", "site"]


@on_windows
def test_a_junction_that_windows_does_not_trust_gives_way_to_the_next_mode(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near folders that are kept online a junction is made, and whoever follows it is told 448."""
    real = os.stat

    def distrusting(path: Any, **options: Any) -> os.stat_result:
        if ".howcome-" in str(path) and options.get("follow_symlinks", True):
            answering(448, "The path cannot be traversed because it contains an untrusted mount point")(path)
        return real(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(
            "howcome.linkers.junction.make_junction", lambda _target, path: Path(path).mkdir()
        )  # Wine has none
        patch.setattr(os, "stat", distrusting)
        with pytest.raises(LinkError) as caught:
            link_directory(place / "cache", place / "site", modes=["junction"])
    assert names(place) == ["cache"], "the junction that cannot be followed is gone"

    (attempt,) = caught.value.attempts
    assert attempt.system is not None
    assert (attempt.mode, attempt.system.code, attempt.system.symbol) == (
        "junction",
        448,
        "ERROR_UNTRUSTED_MOUNT_POINT",
    )
    assert attempt.reason == Reason.DOES_NOT_WORK


# Tags of reparse points that are no links: of files kept online (0x9000?01A), of OneDrive, of compressed, deduplicated
# and archived files, of an app's alias, of a container's layer, of a socket (Windows Protocols, [MS-FSCC] 2.1.2.1).
NO_LINKS = [*range(0x9000001A, 0x9001001A, 0x1000), 0x80000021, 0x80000017, 0x80000013, 0xC0000004, 0x8000001B]
NO_LINKS += [0x90001018, 0x80000023]


@on_windows
@pytest.mark.parametrize("tag", NO_LINKS, ids=hex)
def test_what_is_kept_online_is_no_link(place: Path, monkeypatch: pytest.MonkeyPatch, tag: int) -> None:
    kept = place / "cache"
    real = os.lstat

    def recorded(path: Any) -> Any:
        """Return what Windows says of a folder kept online: a fake, as no service keeps any here."""
        found = real(path)
        if str(path).endswith("cache"):
            names_ = [name for name in dir(found) if name.startswith("st_")]
            return SimpleNamespace(**{name: getattr(found, name) for name in names_} | {"st_reparse_tag": tag})
        return found

    monkeypatch.setattr(os, "lstat", recorded)
    assert not is_link(kept)
    assert not leads_elsewhere(os.lstat(kept))
    assert is_directory(os.lstat(kept))
    with pytest.raises(LinkError) as caught:
        unlink_directory(kept)
    assert caught.value.reason == Reason.NOT_A_LINK
    with pytest.raises(LinkError) as caught:
        read_link(kept)
    assert caught.value.reason == Reason.NOT_A_LINK
    link_tree(kept, place / "site", modes=["copy"])
    assert (place / "site" / "sub" / "a.py").read_text() == "a"
    assert (kept / "sub" / "a.py").read_text() == "a"


# What needs junctions.


@completing
def test_a_junction_is_the_first_way(place: Path) -> None:
    result = link_directory(place / "cache", place / "new" / "site")

    site = place / "new" / "site"
    assert (result.mode, result.attempts, result.fallback) == (LinkMode.JUNCTION, (), None)
    assert os.lstat(site).st_reparse_tag == 0xA0000003  # type: ignore[attr-defined,unused-ignore]
    assert read_link(site) == str(place / "cache")
    assert is_link(site)
    assert (site / "sub" / "a.py").read_text() == "a"
    assert names(place / "new") == ["site"]
    printed = subprocess.run(["cmd", "/c", "dir", "/al", str(place / "new")], capture_output=True, check=True).stdout
    assert b"JUNCTION" in printed
    assert str(place / "cache").encode() in printed, "the print name is what people see"


@completing
def test_a_junction_that_points_there_already_is_success(place: Path) -> None:
    link_directory(place / "cache", place / "site")
    before = os.lstat(place / "site")
    for source in (place / "cache", str(place / "cache").upper(), str(place / "cache").replace("\\", "/") + "/"):
        for existing in ("fail", "replace"):
            assert link_directory(source, place / "site", existing=existing).mode is LinkMode.JUNCTION  # type: ignore[arg-type]
    assert os.lstat(place / "site").st_ctime_ns == before.st_ctime_ns


@completing
def test_a_dangling_junction_is_a_link(place: Path) -> None:
    link_directory(place / "missing", place / "site", modes=["junction"], dangling=True)
    assert is_link(place / "site")
    assert not (place / "site").exists()
    with pytest.raises(LinkError) as caught:
        link_directory(place / "cache", place / "site")
    assert caught.value.reason == Reason.ALREADY_THERE
    link_directory(place / "cache", place / "site", existing="replace")
    assert names(place / "site") == ["sub"]
    shutil.rmtree(place / "cache")
    assert is_link(place / "site")
    unlink_directory(place / "site")
    assert names(place) == []


@pytest.mark.parametrize("separator", ["", "\\", "/"])
@completing
def test_unlinking_a_junction_keeps_its_target(place: Path, separator: str) -> None:
    link_directory(place / "cache", place / "site")
    unlink_directory(f"{place / 'site'}{separator}")
    assert names(place) == ["cache"]
    assert (place / "cache" / "sub" / "a.py").read_text() == "a"


@completing
def test_a_junction_takes_the_place_of_everything(place: Path) -> None:
    (place / "other").mkdir()
    (place / "other" / "kept").touch()
    link_directory(place / "other", place / "site")
    link_directory(place / "cache", place / "site", existing="replace")
    assert names(place / "other") == ["kept"]
    unlink_directory(place / "site")
    for make in (Path.mkdir, Path.touch):
        make(place / "site")
        link_directory(place / "cache", place / "site", existing="replace")
        assert read_link(place / "site") == str(place / "cache")
        unlink_directory(place / "site")
    assert names(place) == ["cache", "other"]


@completing
def test_a_tree_with_a_junction_in_it_keeps_it_and_goes_without_its_target(place: Path) -> None:
    (place / "outside").mkdir()
    (place / "outside" / "kept").touch()
    link_directory(place / "outside", place / "cache" / "sub" / "inner", modes=["junction"])
    link_tree(place / "cache", place / "site")
    assert read_link(place / "site" / "sub" / "inner") == str(place / "outside")
    link_tree(place / "cache", place / "site", existing="replace")

    remove_linked(place / "site")
    remove_linked(place / "cache")

    assert names(place) == ["outside"]
    assert names(place / "outside") == ["kept"]


@completing
def test_merging_into_a_junction_is_refused(place: Path) -> None:
    (place / "real").mkdir()
    link_directory(place / "real", place / "site", modes=["junction"])
    with pytest.raises(LinkError) as caught:
        link_tree(place / "cache", place / "site", existing="merge")
    assert caught.value.reason == Reason.MERGE_INTO_LINK
    assert names(place / "real") == []


@completing
@pytest.mark.parametrize("name", ["\u65e5\u672c \xfc", "lone\ud800", "n" * 200 + "\\" + "m" * 200])
def test_a_junction_takes_targets_of_any_name_and_length(place: Path, name: str) -> None:
    target = f"{place}\\{name}"
    os.makedirs(f"\\\\?\\{target}\\inside")
    link_directory(target, place / "site", modes=["junction"])
    assert os.listdir(place / "site") == ["inside"]
    assert read_link(place / "site").removeprefix("\\\\?\\") == target
    assert link_directory(target, place / "site", modes=["junction"]).mode is LinkMode.JUNCTION
    unlink_directory(place / "site")
    shutil.rmtree(f"\\\\?\\{place}\\{name.partition(chr(92))[0]}")


@completing
def test_a_junction_to_a_volume_by_its_guid_and_through_a_subst_drive(place: Path, substituted: str) -> None:
    if sys.platform == "win32":
        import ctypes

        volume = ctypes.create_unicode_buffer(64)
        drive, rest = os.path.splitdrive(str(place / "cache"))
        assert ctypes.windll.kernel32.GetVolumeNameForVolumeMountPointW(drive + "\\", volume, 64)
        for target in (volume.value + rest.lstrip("\\"), f"{substituted}\\cache", f"\\\\?\\{place / 'cache'}"):
            link_directory(target, place / "site", modes=["junction"])
            assert names(place / "site") == ["sub"]
            unlink_directory(place / "site")
        link_directory(f"{substituted}\\", place.parent / "root", modes=["junction"])
        assert names(place.parent / "root") == ["cache"]
        unlink_directory(place.parent / "root")


@completing
def test_a_scanner_that_holds_the_new_directory_is_waited_for(place: Path) -> None:
    from howcome.linkers.junction import make_junction

    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel32 = ctypes.windll.kernel32
        kernel32.CreateFileW.restype = wintypes.HANDLE
        waiting = threading.Event()
        released: list[float] = []

        def hold() -> None:
            path = str(place / "site")
            invalid = wintypes.HANDLE(-1).value
            while not waiting.is_set():
                handle = kernel32.CreateFileW(path, 0x80000000, 7, None, 3, 0x02000000, None)
                if handle != invalid:
                    time.sleep(0.3)
                    kernel32.CloseHandle(wintypes.HANDLE(handle))
                    released.append(time.monotonic())
                    return

        scanner = threading.Thread(target=hold)
        scanner.start()
        make_junction(str(place / "cache"), str(place / "site"))
        waiting.set()
        scanner.join()
        assert names(place / "site") == ["sub"]
