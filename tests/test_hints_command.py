"""`howcome hints` lists every hint and explains one; golden files show what people will read to whoever changes it.

To write them anew: `python -m howcome.errors hints > tests/golden/hints/list.txt`, and likewise for the one page.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from howcome.errors.advice import all_hints

GOLDEN = Path(__file__).parent / "golden" / "hints"
SCHEMA = Path(__file__).parents[1] / "errors" / "data" / "hints.schema.json"


def hints(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "howcome.errors", "hints", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("arguments", "golden"), [((), "list.txt"), (("volume-without-links",), "page.txt")])
def test_what_people_read_is_as_in_the_golden_file(arguments: tuple[str, ...], golden: str) -> None:
    assert hints(*arguments).stdout == (GOLDEN / golden).read_text(encoding="utf-8")


def test_every_hint_is_listed_and_explained() -> None:
    listed = hints().stdout.splitlines()

    assert {hint.id for hint in all_hints()} == {line for line in listed if line and not line.startswith(" ")}


@pytest.mark.parametrize("arguments", [(), ("held-by-process",), ("volume-without-links",)])
def test_the_document_is_as_its_schema_says(arguments: tuple[str, ...]) -> None:
    document: dict[str, Any] = json.loads(hints("--json", *arguments).stdout)

    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    assert [hint["id"] for hint in document["hints"]] == list(arguments) or len(document["hints"]) == len(all_hints())


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("volume-without-link", "volume-without-links"), ("git lfs", "git-lfs-missing"), ("disc-full", "disk-full")],
)
def test_an_unknown_id_is_answered_with_those_that_are_like_it(wrong: str, meant: str) -> None:
    done = hints(wrong)

    assert done.returncode == 2
    assert f"Did you mean {meant}" in done.stderr


def test_an_id_that_is_like_none_is_answered_with_where_to_look() -> None:
    done = hints("zzzz")

    assert (done.returncode, done.stdout) == (2, "")
    assert "`howcome hints` lists them all." in done.stderr
