"""The commands link and doctor, as they are run."""

from __future__ import annotations

import json
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


def test_what_cannot_be_linked_has_a_reason(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    done = howcome("link", cache, tmp_path / "site", "--json")
    assert done.returncode == 1
    assert document(done.stdout, "link")["reason"] == "The destination already exists."
    told = howcome("link", cache, tmp_path / "site")
    assert told.returncode == 1
    assert "The destination already exists." in told.stderr
    assert "Traceback" not in told.stderr


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
