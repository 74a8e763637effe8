"""`howcome hints` lists every hint and explains one; golden files show what people will read to whoever changes it.

To write them anew: `python -m howcome.errors hints > tests/golden/hints/list.txt`, and likewise for the one page.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from howcome.errors import Report, Reporter
from howcome.errors.advice import all_hints
from howcome.errors.facts import Facts, Place

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


def explain(*arguments: str, stdin: str, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"SSL_CERT_FILE", "HTTPS_PROXY"}}
    return subprocess.run(
        [sys.executable, "-m", "howcome.errors", "explain", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
        env=environment | variables,
    ).stdout


def test_a_pasted_text_is_checked_against_this_machine_only_where_it_is_said_to_be_from_here() -> None:
    text = "requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"

    pasted = explain(stdin=text, SSL_CERT_FILE="/etc/ssl/certs/ca-certificates.crt")
    here = explain("--here", stdin=text, SSL_CERT_FILE="/etc/ssl/certs/ca-certificates.crt")

    assert "[checked]" not in pasted
    assert "[checked]" in here
    assert "what SSL_CERT_FILE names" in " ".join(here.split())


def test_the_facts_of_a_pasted_report_decide_and_not_those_of_this_machine() -> None:
    card = Place(path="/media/card/x", volume="/media/card", file_system="FAT32", free_bytes=10**10)
    error = OSError(errno.EFBIG, "File too large", "/media/card/x")
    there = Reporter(facts=Facts(platform="linux", places=(card,))).report(error)

    told = explain(stdin=there.to_json())
    same = Report.from_json(explain("--json", stdin=there.to_json()))

    assert "/media/card is FAT32, which holds no files of 4 GB and more." in " ".join(told.split())
    assert "[checked]" in told
    assert [(hint.id, hint.confidence) for hint in same.hints] == [("fat-file-limit", "checked")]
    assert same.facts == there.facts
