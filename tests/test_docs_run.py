"""The examples of README.md and of the documentation run as they stand, from top to bottom of a page."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from grounds import need_module
from howcome.errors import Report, Wheel
from howcome.linkers.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def blocks_of(page: Path, language: str) -> list[str]:
    """Return the examples of *page* that are in *language*."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("page", "libraries", "least"),
    [
        ("doctor", [], 1),
        ("hints", [], 3),
        ("languages", [], 3),
        ("logging", ["structlog", "opentelemetry.sdk._logs"], 3),
        ("retrying", ["stamina", "tenacity"], 3),
    ],
)
def test_the_examples_of_a_page_run(page: str, libraries: list[str], least: int, tmp_path: Path) -> None:
    for library in libraries:
        need_module(library)
    blocks = blocks_of(DOCS / f"{page}.md", "python")
    archive = tmp_path / "cache" / "archive"
    archive.mkdir(parents=True)
    names: dict[str, Any] = {"cache": tmp_path / "cache", "archive": archive, "target": tmp_path}
    try:
        for block in blocks:
            exec(compile(block, f"docs/{page}.md", "exec"), names)
    finally:
        if "structlog" in libraries:
            need_module("structlog").reset_defaults()

    assert len(blocks) >= least


def test_the_message_that_the_readme_explains_is_explained_so(capsys: pytest.CaptureFixture[str]) -> None:
    command, _, output = blocks_of(ROOT / "README.md", "console")[0].partition("\n")
    words = shlex.split(command.removeprefix("$ python3 dev.py "))

    assert main([*words, "--lang", "en"]) == 0
    assert capsys.readouterr().out == output


def test_the_front_end_of_the_readme_links_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def download(wheel: Wheel) -> Path:
        if wheel.name == "lost":
            raise ConnectionResetError(104, "Connection reset by peer")
        archive = tmp_path / "archive"
        archive.mkdir()
        return archive

    wheels = [Wheel(name="black", version="24.1.0"), Wheel(name="lost", version="1.0")]
    names: dict[str, Any] = {"download": download, "cache": tmp_path, "wheels": wheels, "json_log": io.StringIO()}
    [example] = blocks_of(ROOT / "README.md", "python")
    with pytest.raises(SystemExit) as left:
        exec(compile(example, "README.md", "exec"), names)

    report = Report.from_json(names["json_log"].getvalue())
    assert left.value.code == report.exit_code
    assert (tmp_path / "black").is_dir()
    assert "Failed to fetch: wheel lost==1.0" in capsys.readouterr().err
    assert [call["function"] for call in json.loads(report.to_json())["traceback"]][:2] == ["<module>", "fetch"]


def test_the_readme_names_every_page() -> None:
    named = re.findall(r"\]\(docs/(\w+)\.md\)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert sorted(named) == sorted(page.stem for page in DOCS.glob("*.md"))


def test_the_tests_that_the_page_on_junctions_names_are_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "junctions.md").read_text(encoding="utf-8")))
    files = (Path(__file__).parent / f"test_{name}.py" for name in ("reparse", "linkers_windows", "directory", "tree"))
    defined = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}

    assert len(named) > 20
    assert named <= defined
