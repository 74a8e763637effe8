"""What works between two places is found by trying it there, and nothing is left behind."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from howcome.errors.advice import find_hint
from howcome.linkers import Check, Examination, LinkMode, examine
from howcome.linkers.doctor import CHECKS, OUTCOMES
from howcome.linkers.examination import FAR, LOCKED, NOT_THERE
from howcome.linkers.trials import FEW_FILES, IN_CACHE, IN_TARGET, LITTLE_SPACE

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="provokes the faults of Linux")
SCHEMA = json.loads((Path(find_hint.__code__.co_filename).parent / "data" / "doctor.schema.json").read_text("utf-8"))


def found_in(examination: Examination, place: str | None, name: str) -> Check:
    """Return one check, once the whole is known to be valid by the schema and to have words for people."""
    jsonschema.validate(json.loads(examination.to_json()), SCHEMA)
    assert {check.name for check in examination.checks} <= CHECKS.keys()
    assert {check.outcome for check in examination.checks} <= OUTCOMES.keys()
    (check,) = [check for check in examination.checks if (check.place, check.name) == (place, name)]
    return check


def hints_of(check: Check) -> list[tuple[str, str]]:
    return [(hint.id, hint.confidence) for hint in check.hints]


def test_a_good_place_is_healthy_and_left_as_it_was(ext4: Path) -> None:
    found = examine(ext4, ext4)

    assert found.healthy
    assert found.modes == (LinkMode.SYMLINK, LinkMode.HARDLINK, LinkMode.COPY)
    outcomes = {check.name: check.outcome for check in found.checks}
    assert outcomes["link-clone"] == "fails"
    assert {name for name, outcome in outcomes.items() if outcome == "fails"} == {"link-clone"}
    assert list(ext4.iterdir()) == []


@linux
def test_a_name_that_nobody_can_have_is_not_one_that_is_missing_yet(tmp_path: Path) -> None:
    for place in (tmp_path / ("n" * 300), tmp_path / "missing" / ("n" * 300) / "x", tmp_path / ("ab/" * 2000)):
        found = examine(place, tmp_path)
        check = found_in(found, "cache", "write")
        assert check.system is not None
        assert check.system.symbol == "ENAMETOOLONG"
        assert "present" not in {check.name for check in found.checks}
        assert not found.healthy
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("places", [("", "."), (".", "")])
def test_an_empty_path_is_not_the_working_directory(places: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="must name directories"):
        examine(*places)


def test_where_there_are_no_links_copying_is_what_is_left(exfat: Path) -> None:
    found = examine(exfat, exfat)

    assert found.modes == (LinkMode.COPY,)
    checks = {check.name: check for check in found.checks}
    assert checks["link-symlink"].system is not None
    assert checks["distinct-case"].outcome == "fails"
    assert list(exfat.iterdir()) == []


def test_a_read_only_place_is_not_healthy(tmp_path: Path, read_only) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "ro").mkdir()
    found = examine(tmp_path, read_only(tmp_path / "ro"))

    assert not found.healthy
    assert found.modes == ()
    write = found_in(found, "target", "write")
    assert write.system is not None
    assert write.system.symbol == "EROFS"
    assert hints_of(write) == [("read-only-volume", "checked")]
    assert found_in(found, "cache", "rename-over").outcome == "works"  # the other place is tried all the same


def test_what_does_not_exist_is_not_made(tmp_path: Path) -> None:
    found = examine(tmp_path / "cache" / "deep", tmp_path / "target")

    assert found.healthy
    assert (found.cache, found.target) == (str(tmp_path / "cache" / "deep"), str(tmp_path / "target"))
    assert [found_in(found, place, "present").reason for place in ("cache", "target")] == [NOT_THERE, NOT_THERE]
    assert list(tmp_path.iterdir()) == []


@linux
@pytest.mark.parametrize("below", ["", "cache"])
def test_a_file_where_a_folder_must_be_is_said_to_be_one(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("kept")

    write = found_in(examine(tmp_path / "file" / below, tmp_path), "cache", "write")

    assert write.system is not None
    assert write.system.symbol == "ENOTDIR"
    assert ("folder-is-file", "checked") in hints_of(write)
    assert (tmp_path / "file").read_text() == "kept"


@linux
def test_a_dangling_link_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")

    found = examine(tmp_path / "link", tmp_path)

    assert ("dangling-link", "checked") in hints_of(found_in(found, "cache", "write"))
    assert not (tmp_path / "gone").exists()


@linux
def test_a_full_volume_is_not_healthy(tmpfs: Any) -> None:
    place = tmpfs(size="64k")
    with pytest.raises(OSError, match="No space"):
        (place / "big").write_bytes(b"x" * 100_000)

    found = examine(place, place)

    assert not found.healthy
    write = found_in(found, "target", "write")
    assert write.system is not None
    assert (write.system.symbol, hints_of(write)) == ("ENOSPC", [("memory-disk-full", "checked")])
    assert [path.name for path in place.iterdir()] == ["big"]


@linux
def test_little_space_and_few_inodes_are_seen_before_they_are_used_up(tmpfs: Any) -> None:
    small, crowded = examine(*[tmpfs(size="1m")] * 2), examine(*[tmpfs(size="100m", nr_inodes=300)] * 2)

    assert (small.healthy, crowded.healthy) == (False, False)
    space, inodes = found_in(small, "cache", "space"), found_in(crowded, "cache", "inodes")
    assert (space.reason, hints_of(space)) == (LITTLE_SPACE, [("memory-disk-full", "checked")])
    assert inodes.reason == FEW_FILES
    assert found_in(small, "cache", "write").outcome == "works"


@linux
def test_a_place_of_another_user_is_told_as_such(another_user: Any, grounds: Path) -> None:
    folder = grounds / "roots-own-cache"
    folder.mkdir(mode=0o755)
    code = "import sys\nfrom howcome.linkers import examine\nprint(examine(*sys.argv[1:]).to_json())"

    done = another_user.run("-c", code, folder, another_user.home)

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    (write,) = [each for each in document["checks"] if each["name"] == "write" and each["place"] == "cache"]
    assert (write["outcome"], write["system"]["symbol"]) == ("fails", "EACCES")
    assert (write["hints"][0]["id"], write["hints"][0]["confidence"]) == ("owned-by-another-user", "checked")
    assert list(folder.iterdir()) == []


@linux
def test_a_volume_without_programs_is_found_out(grounds: Path) -> None:
    place = grounds / "no-programs"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", str(place)], check=True)
    try:
        check = found_in(examine(place, place), "target", "executable")
    finally:
        subprocess.run(["umount", str(place)], check=True)

    assert check.system is not None
    assert check.system.symbol == "EACCES"
    assert ("exec-forbidden-here", "checked") in hints_of(check) or any(
        sure == "checked" for _, sure in hints_of(check)
    )


@linux
def test_a_place_that_hangs_on_nothing_remote_is_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from howcome.errors import _mounts

    assert found_in(examine(tmp_path, tmp_path), "cache", "local").outcome == "works"
    monkeypatch.setattr(_mounts, "REMOTE", _mounts.REMOTE | {"ext4", "overlay", "tmpfs", "xfs", "btrfs"})
    far = examine(tmp_path, tmp_path)

    assert (found_in(far, "cache", "local").outcome, found_in(far, "cache", "local").reason) == ("fails", FAR)
    assert far.healthy  # slow, perhaps; but it works


@linux
def test_who_holds_the_caches_lock_is_named(tmp_path: Path) -> None:
    code = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True);"
        "sys.stdin.read()"
    )
    (tmp_path / "free.lock").touch()
    command = [sys.executable, "-c", code, str(tmp_path / ".lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        held = found_in(examine(tmp_path, tmp_path), "cache", "unlocked")
        child.communicate(b"")
    free = found_in(examine(tmp_path, tmp_path), "cache", "unlocked")

    assert (held.outcome, held.reason) == ("fails", LOCKED)
    assert [(holder.pid, holder.path) for holder in held.holders] == [(child.pid, str(tmp_path / ".lock"))]
    assert (free.outcome, free.holders) == ("works", ())
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "free.lock"]


def test_each_trial_has_words_for_people_and_leaves_its_place_to_the_next(tmp_path: Path) -> None:
    for trial in {trial.name: trial for trial in (*IN_CACHE, *IN_TARGET)}.values():
        assert trial.name in CHECKS
        folder = tmp_path / trial.name
        folder.mkdir()
        if sys.platform != "win32":
            assert trial.run(str(folder)) is None, trial.name


KILLED = """
import sys
from howcome.linkers import examine
print("ready", flush=True)
while True: examine(*sys.argv[1:])
"""


def killed_at_a_random_moment(cache: Path, target: Path, longest: float) -> None:
    command = [sys.executable, "-c", KILLED, str(cache), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.uniform(0, longest))
        process.kill()


def swept(cache: Path, target: Path) -> None:
    """See that the next examination clears what is left."""
    deadline = time.monotonic() + 10
    while examine(cache, target) and [*cache.iterdir(), *target.iterdir()]:
        # What the killed one was just starting has its lock for a moment more, until it is a program of its own.
        assert time.monotonic() < deadline, [*cache.iterdir(), *target.iterdir()]


def test_what_a_killed_examination_left_has_its_name_and_is_cleared_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "target").mkdir()
    for _ in range(3):
        killed_at_a_random_moment(tmp_path / "cache", tmp_path / "target", 0.1)
        left = [*(tmp_path / "cache").iterdir(), *(tmp_path / "target").iterdir()]
        assert all(path.name.startswith(".howcome-doctor.howcome") for path in left)
    swept(tmp_path / "cache", tmp_path / "target")


@pytest.mark.proof
def test_two_hundred_killed_examinations_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "target").mkdir()
    left = 0
    for _ in range(200):
        killed_at_a_random_moment(tmp_path / "cache", tmp_path / "target", 0.1)
        left += any((tmp_path / "cache").iterdir())
        swept(tmp_path / "cache", tmp_path / "target")
    assert left > 50  # most were killed in the middle


def test_two_examinations_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom howcome.linkers import examine\nfor _ in range(5): assert examine(*sys.argv[1:] * 2).healthy"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]

    assert [process.wait(60) for process in both] == [0, 0]
    assert list(tmp_path.iterdir()) == []


def test_windows_is_examined_too(windows_python: Any) -> None:
    code = """
import json, os, tempfile
from howcome.linkers import examine
place = tempfile.mkdtemp(dir="C:\\\\")
found = examine(place, place)
print(found.to_json())
print(os.listdir(place))
"""
    done = windows_python.run(code)
    assert done.returncode == 0, done.stderr
    text, left = done.stdout.splitlines()
    document = json.loads(text)
    jsonschema.validate(document, SCHEMA)

    outcomes = {check["name"]: check["outcome"] for check in document["checks"]}
    assert (outcomes["link-copy"], outcomes["link-junction"], outcomes["distinct-case"]) == ("works", "fails", "fails")
    assert document["healthy"] is True
    assert left == "[]"


def test_the_page_and_the_schema_name_every_check() -> None:
    page = (Path(__file__).parents[1] / "docs" / "doctor.md").read_text(encoding="utf-8")
    told = SCHEMA["$defs"]["check"]["properties"]["name"]["description"]

    assert [name for name in CHECKS if f"`{name}`" not in page] == []
    assert set(re.findall(r"[a-z-]+", told.partition(": ")[2].partition(".")[0])) == CHECKS.keys()


def test_the_pages_example_runs(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "doctor.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for name in ("cache", "archive", "target"):
        (tmp_path / name).mkdir()

    exec(example, {name: tmp_path / name for name in ("cache", "archive", "target")})

    assert (tmp_path / "target" / "black").is_dir()
