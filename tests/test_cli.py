"""The commands, as people and scripts run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from howcome.errors import FetchError, Report, Wheel

SAID = "Dem Client fehlt ein erforderliches Recht. (os error 1314)"
DATA = Path(__file__).parents[1] / "errors" / "data"


def howcome(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "howcome.errors", *arguments], input=stdin, capture_output=True, check=False, timeout=120
    )


def document(*arguments: str, stdin: bytes = b"") -> Any:
    done = howcome(*arguments, stdin=stdin)
    read = json.loads(done.stdout)
    schema = json.loads((DATA / f"{read['document']}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(read, schema)
    return read


def test_explain_names_the_error_and_what_to_do() -> None:
    done = howcome("explain", SAID)

    assert done.returncode == 0
    assert b"ERROR_PRIVILEGE_NOT_HELD, Windows error 1314: a required privilege is not held" in done.stdout
    assert b"junction" in done.stdout


def test_explain_in_json_is_as_the_schema_says() -> None:
    (finding,) = document("explain", "--json", SAID)["findings"]

    assert (finding["namespace"], finding["code"], finding["language"]) == ("win32", 1314, "de")
    assert finding["hints"][0]["confidence"] == "likely"


@pytest.mark.parametrize(
    "code", ["1314", "EACCES", "ERROR_PRIVILEGE_NOT_HELD", "0x80070522", "-2147023582", "0xC0000022"]
)
def test_explain_takes_a_lone_code(code: str) -> None:
    assert howcome("explain", "--", code).returncode == 0


def test_explain_reads_standard_input_and_files(tmp_path: Path) -> None:
    log = tmp_path / "install.log"
    log.write_text(f"fine\n{SAID}\n", encoding="utf-8")

    assert b"1314" in howcome("explain", "--file", str(log)).stdout
    assert b"1314" in howcome("explain", stdin=log.read_bytes()).stdout
    (line,) = howcome("explain", "--json-lines", "--file", str(log)).stdout.splitlines()
    assert json.loads(line)["line"] == 2


def test_explain_renders_a_pasted_report() -> None:
    line = Report.of(FetchError(artifact=Wheel("black", "24.1"))).to_json()

    assert howcome("explain", line).stdout.startswith(b"error: Failed to fetch: wheel black==24.1")


@pytest.mark.parametrize(
    ("arguments", "stdin", "status"),
    [
        (["explain", "all is well"], b"", 1),
        (["explain", "99999999999"], b"", 1),
        (["explain", ""], b"", 2),
        (["explain"], b"", 2),
        (["explain"], bytes(range(256)) * 100, 1),
        (["explain"], b"x" * 50_000_000, 1),
        (["explain", "--file", "/nowhere/at/all"], b"", 2),
        (["explain", "--no-such-option"], b"", 2),
        (["nonsense"], b"", 2),
        (["hints", "no-such-hint"], b"", 2),
        (["codes", "no such code"], b"", 1),
        (["schema", "nonsense"], b"", 2),
    ],
    ids=[str(number) for number in range(12)],
)
def test_bad_input_gets_a_clear_answer(arguments: list[str], stdin: bytes, status: int) -> None:
    done = howcome(*arguments, stdin=stdin)

    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_explain_hides_secrets() -> None:
    done = howcome("explain", "--json", "OSError: [Errno 13] Permission denied: 'https://a:hunter2@index.example/x'")

    assert b"hunter2" not in done.stdout


@pytest.mark.parametrize("name", ["report", "findings", "codes", "hints"])
def test_schemas_are_schemas(name: str) -> None:
    schema = json.loads(howcome("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_codes_are_looked_up_by_number_and_name() -> None:
    assert b"ERROR_PRIVILEGE_NOT_HELD" in howcome("codes", "1314").stdout
    assert b"1314" in howcome("codes", "PRIVILEGE_NOT_HELD").stdout
    assert any(code["symbol"] == "EACCES" for code in document("codes", "--json", "EACCES")["codes"])


def test_hints_are_listed_and_explained() -> None:
    assert b"volume-without-links" in howcome("hints").stdout
    assert b"exFAT" in howcome("hints", "volume-without-links").stdout
    assert len(document("hints", "--json")["hints"]) > 10
