"""The commands link and doctor, as they are run."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMAS = Path(__file__).parents[1] / "errors" / "data"


def howcome(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "howcome.linkers", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def document(text: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))).validate(found)
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "a.py").write_text("a = 1")
    return tmp_path / "cache"


def test_link_says_how(cache: Path, tmp_path: Path) -> None:
    done = howcome("link", cache, tmp_path / "site", "--mode", "copy")
    assert (done.returncode, done.stderr) == (0, "")
    assert "copy" in done.stdout


def test_a_tree_is_told_as_json_and_a_pipe_sees_no_bar(cache: Path, tmp_path: Path) -> None:
    done = howcome("link", cache, tmp_path / "site", "--tree", "--mode", "hardlink", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert document(done.stdout, "link")["files"] == {"hardlink": 1}


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
def test_a_terminal_sees_how_much_is_done(tmp_path: Path) -> None:
    import pty

    for number in range(300):
        (tmp_path / "cache" / f"d{number // 50}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "cache" / f"d{number // 50}" / f"{number}").write_bytes(b"x" * 10_000)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "howcome.linkers", "link", "--tree", tmp_path / "cache", tmp_path / "site"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # EIO is a pseudo-terminal's end
            while piece := os.read(ours, 4096):
                seen += piece
        os.close(ours)
        assert process.stdout is not None
        said = process.stdout.read().decode()

    steps = seen.decode().split("\r")
    assert any(step.startswith(f"[{'=' * 24}] 100%  300 files, 3") for step in steps), steps
    assert steps[1].startswith("[  "), "the first file is shown at once"
    assert steps[-1] == "\x1b[K", "the bar goes when it is done"
    assert "was linked" in said
    assert "[" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tree", "--mode", "junction", "--mode", "copy"], "junction: A junction links whole directories"),
        (["--tree", "--mode", "teleport"], "invalid choice"),
    ],
)
def test_what_did_not_work_is_said_in_words(cache: Path, tmp_path: Path, words: list[str], said: str) -> None:
    done = howcome("link", cache, tmp_path / "site", *words)
    assert said in done.stdout + done.stderr


def test_what_the_system_refused_is_said_in_words(ext4: Path) -> None:
    (ext4 / "cache").mkdir()
    (ext4 / "cache" / "a.py").touch()
    done = howcome("link", ext4 / "cache", ext4 / "site", "--tree")
    assert "clone did not work: the file system cannot do this (EOPNOTSUPP, Linux error 95)" in done.stdout


def test_what_cannot_be_linked_has_a_reason(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    done = howcome("link", cache, tmp_path / "site", "--json")
    assert done.returncode == 1
    assert document(done.stdout, "link")["reason"] == "The destination already exists."
    told = howcome("link", cache, tmp_path / "site")
    assert told.returncode == 1
    assert "The destination already exists." in told.stderr
    assert "add --existing replace." in told.stderr
    assert "Traceback" not in told.stderr
    assert "--existing merge." in howcome("link", cache, tmp_path / "site", "--tree").stderr
    for existing in ("merge", "replace"):
        assert howcome("link", cache, tmp_path / "site", "--tree", "--existing", existing).returncode == 0


def test_one_link_cannot_be_merged(cache: Path, tmp_path: Path) -> None:
    assert howcome("link", cache, tmp_path / "site", "--existing", "merge").returncode == 2


def test_doctor_names_the_best_mode_and_its_status_tells(tmp_path: Path) -> None:
    done = howcome("doctor", "--cache", tmp_path, "--target", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The best link mode here: symlink" in done.stdout
    found = document(howcome("doctor", "--cache", tmp_path, "--target", tmp_path, "--json").stdout, "doctor")
    assert found["modes"][0] == "symlink"
    assert howcome("doctor", "--cache", tmp_path, "--target", "/proc").returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["link", "doctor"])
def test_the_schema_is_printed(name: str) -> None:
    assert json.loads(howcome("schema", name).stdout)["$id"] == f"urn:howcome:{name}:1.0"


def test_a_pipe_sees_no_bar_of_a_large_tree_either(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / "cache" / f"d{number // 50}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "cache" / f"d{number // 50}" / f"{number}").touch()
    done = howcome("link", "--tree", tmp_path / "cache", tmp_path / "site", "--mode", "copy")
    assert (done.stdout, done.stderr) == (f"{tmp_path / 'site'} was linked: copy\n  copy: 300 files\n", "")


def test_a_fallback_is_told_as_a_warning_with_advice_that_still_helps(cache: Path, ext4: Path) -> None:
    done = howcome("link", cache, ext4 / "site", "--mode", "hardlink", "--mode", "copy")

    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"{ext4 / 'site'} was linked: copy", "  copy: 1 file"]
    said = " ".join(done.stderr.split())
    assert said.startswith(f"warning: The preferred way to link did not work: {ext4 / 'site'} -> {cache}. ")
    assert "It was linked with link mode `copy` instead. hardlink: the two places are on different file" in said
    assert "Put the cache on the volume of the environment for the preferred way to work. [checked]" in said
    assert "Failed" not in said
    assert "allow link mode" not in said


@pytest.mark.parametrize("option", ["--cache", "--target"])
def test_doctor_takes_an_empty_name_for_no_folder(tmp_path: Path, option: str) -> None:
    done = howcome("doctor", "--cache", tmp_path, "--target", tmp_path, option, "")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Name a folder after --cache and --target: an empty name is no folder's.\n"


def test_doctor_says_each_reason_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = howcome("doctor", "--cache", tmp_path / "file", "--target", tmp_path)
    (line,) = [line for line in done.stdout.splitlines() if "ENOTDIR" in line or "ERROR_DIRECTORY" in line]
    assert line.startswith("  fails  write")
    assert line.endswith(")")
    assert done.returncode == 1
