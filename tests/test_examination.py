"""What works between two places is found by trying it there, and nothing is left behind."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from howcome.linkers import LinkMode, examine


def test_a_good_place_is_healthy_and_left_as_it_was(ext4: Path) -> None:
    found = examine(ext4 / "cache", ext4 / "new" / "target")

    assert found.healthy
    assert found.modes == (LinkMode.SYMLINK, LinkMode.HARDLINK, LinkMode.COPY)
    outcomes = {check.name: check.outcome for check in found.checks}
    assert outcomes["link-clone"] == "fails"
    assert {name for name, outcome in outcomes.items() if outcome == "fails"} == {"link-clone"}
    assert list(ext4.iterdir()) == []


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
    assert found.checks[0].system is not None
    assert found.checks[0].system.symbol == "EROFS"
    document = json.loads(found.to_json())
    assert document["document"] == "doctor"
    assert document["checks"][0]["system"]["kind"] == "read-only"


def test_what_a_killed_examination_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    code = "import sys\nfrom howcome.linkers import examine\nwhile True: examine(sys.argv[1], sys.argv[1])"
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
        time.sleep(random.uniform(0.2, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 10
    while examine(tmp_path, tmp_path) and list(tmp_path.iterdir()):
        # What the killed one was just starting has its lock for a moment more, until it is a program of its own.
        assert time.monotonic() < deadline
