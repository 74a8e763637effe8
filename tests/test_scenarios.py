"""The failure that started the project, end to end on real file systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from howcome.errors import CacheWriteError, FetchError, Report, Wheel, recognize
from howcome.linkers import link_directory

GOLDEN = Path(__file__).with_name("golden")
WHEEL = Wheel("mypy-extensions", "1.0.0")


def install(cache: Path, modes: list[str] | None) -> str:
    """Link an archive into the cache's wheels, as a front end does, and return the mode that was used."""
    (cache / "archive" / "x1").mkdir(parents=True)
    (cache / "archive" / "x1" / "module.py").write_text("x = 1")
    with FetchError.wrap(WHEEL, url="https://files.example/x.whl"), CacheWriteError.wrap(WHEEL, path=cache):
        return link_directory(cache / "archive" / "x1", cache / "wheels" / "mypy-extensions", modes=modes).mode


def test_links_only_on_a_real_memory_card_fail_with_the_reason_and_a_checked_hint(exfat: Path) -> None:
    with pytest.raises(FetchError) as caught:
        install(exfat, ["symlink", "hardlink"])
    report = Report.of(caught.value)

    assert [cause.code for cause in report.causes][:2] == ["cache-write-failed", "link-failed"]
    assert [attempt.mode for attempt in report.causes[1].attempts] == ["symlink", "hardlink"]
    assert report.hints[0].id == "mount-without-links"
    assert report.hints[0].confidence == "checked"
    assert "exFAT" in report.hints[0].text
    assert report.hints[0].action is not None
    assert report.hints[0].action.value == "copy"
    shown = report.render(width=1000).replace(str(exfat), "/media/card").replace(report.id[:8], "0193e2a1")
    shown = shown.replace(str(exfat.parent), "/media/card")
    assert shown + "\n" == (GOLDEN / "real-card.full.txt").read_text(encoding="utf-8")
    assert recognize(shown)[0].platform == "linux"
    assert Report.from_json(report.to_json()).fingerprint == report.fingerprint


def test_with_every_mode_allowed_the_same_install_succeeds(exfat: Path) -> None:
    assert install(exfat, None) == "copy"
    assert (exfat / "wheels" / "mypy-extensions" / "module.py").read_text() == "x = 1"


def test_where_links_are_possible_the_same_install_is_a_link(tmp_path: Path) -> None:
    mode = install(tmp_path, None)

    assert {"mode": str(mode)} == json.loads((GOLDEN / "links-allowed.json").read_text(encoding="utf-8"))
    assert (tmp_path / "wheels" / "mypy-extensions" / "module.py").read_text() == "x = 1"
