"""The commands, as people and scripts run them."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from howcome.errors import FetchError, Report, Wheel
from howcome.errors.cli import main

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
    for way in ([], ["-"], ["--file", "-"]):
        assert b"1314" in howcome("explain", *way, stdin=log.read_bytes()).stdout
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


def test_a_long_log_is_explained_once_for_each_error(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    with log.open("w", encoding="utf-8") as file:
        for number in range(90_000):
            file.write(f"12:00 INFO fetched package {number} from the cache, all is well\n")
            if number % 1000 == 500:
                file.write("cp: cannot create regular file '/srv/x': Permission denied\n")
        file.write("OSError: [Errno 28] No space left on device\n")

    done = howcome("explain", "--file", str(log))

    assert done.stdout.count(b"EACCES") == 1
    assert b"First in line 502; places in all: 90" in done.stdout
    assert done.stdout.index(b"EACCES") < done.stdout.index(b"ENOSPC")
    assert b"explained once" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the most memory that was taken")
def test_a_line_as_long_as_the_log_takes_no_more_memory(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_text("x" * 100_000_000 + "\n(os error 1314)\n", encoding="utf-8")
    line, memory = with_most_memory("explain", "--json-lines", "--file", str(log))

    assert json.loads(line)["symbol"] == "ERROR_PRIVILEGE_NOT_HELD"
    assert int(memory) < 100


@pytest.mark.proof
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the most memory that was taken")
@pytest.mark.parametrize(("option", "lines"), [("--json-lines", 5_000), ("--json", 1)])
def test_a_log_of_half_a_gigabyte_takes_no_more_memory(tmp_path: Path, option: str, lines: int) -> None:
    log = tmp_path / "long.log"
    with log.open("w", encoding="utf-8") as file:
        for number in range(5_000):
            file.writelines(
                f"12:00 INFO fetched package {number}.{each} from the cache, all is well\n" for each in range(999)
            )
            file.write(f"cp: cannot create regular file '/srv/{number}': Permission denied\n")
        file.write("x" * (500_000_000 - file.tell()))

    *found, memory = with_most_memory("explain", option, "--file", str(log))

    assert len(found) == lines
    assert int(memory) < 100


def with_most_memory(*arguments: str) -> list[bytes]:
    """Return the lines that a command prints, and last the most memory that it took, in MB."""
    most = "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    code = f"import sys; from howcome.errors.cli import main; main(sys.argv[1:]); {most}"
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True).stdout.splitlines()


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("1314", "ERROR_PRIVILEGE_NOT_HELD"),
        ("EACCES", "EACCES"),
        ("0x80070522", "ERROR_PRIVILEGE_NOT_HELD"),
        ("-1073741515", "STATUS_DLL_NOT_FOUND"),
        ("errno 13", "EACCES"),
        ("exit code 3221225781", "STATUS_DLL_NOT_FOUND"),
        ("os error 5", "ERROR_ACCESS_DENIED"),
        ("WinError 32", "ERROR_SHARING_VIOLATION"),
        ("error 1314", "ERROR_PRIVILEGE_NOT_HELD"),
        ("Windows error 5", "ERROR_ACCESS_DENIED"),
        ("Linux error 13", "EACCES"),
        ("NTSTATUS 0xC0000135", "STATUS_DLL_NOT_FOUND"),
        ("HRESULT 80070005", "ERROR_ACCESS_DENIED"),
        ("Fehler 1314", "ERROR_PRIVILEGE_NOT_HELD"),
        ("HTTP 404", "NOT_FOUND"),
    ],
)
def test_a_lone_code_may_say_whose_it_is(text: str, symbol: str) -> None:
    assert document("explain", "--json", "--", text)["findings"][0]["symbol"] == symbol


@pytest.mark.parametrize("text", ["exit status 137", "exit code 1", "exit status -9"])
def test_the_exit_status_of_a_program_is_no_code_of_the_system(text: str) -> None:
    assert howcome("explain", "--", text).returncode == 1


def test_a_code_without_a_sentence_is_said_once() -> None:
    assert b"Or: ERROR_OUT_OF_PAPER, Windows error 28\n" in howcome("explain", "28").stdout


def test_a_log_of_reports_is_explained_report_by_report_and_each_failure_once() -> None:
    lost = Report.of(FetchError()).to_json()
    full = Report.of(OSError(errno.ENOSPC, "No space left on device")).to_json()
    told = howcome("explain", stdin=f'{lost}\n{full}\n{{"message": "on we go"}}\n{lost}\n'.encode()).stdout.decode()

    assert told.count("fetch-failed") == 1
    assert told.index("fetch-failed") < told.index("ENOSPC, Linux error 28")


def test_schema_takes_json_and_codes_wants_a_query() -> None:
    assert howcome("schema", "--json", "link").stdout == howcome("schema", "link").stdout
    assert howcome("codes").returncode == 2


@pytest.mark.parametrize("options", [[], ["--json"], ["--json-lines"]], ids=str)
def test_a_log_that_powershell_wrote_is_read(options: list[str], tmp_path: Path) -> None:
    (log := tmp_path / "log.txt").write_bytes("x\r\nOSError: [Errno 28] No space left on device\r\n".encode("utf-16"))

    told = howcome("explain", *options, "--file", str(log))

    assert told.returncode == 0
    assert b"ENOSPC" in told.stdout


@pytest.mark.skipif(os.name == "nt", reason="there are no FIFOs")
def test_a_log_may_come_through_a_fifo(tmp_path: Path) -> None:
    os.mkfifo(fifo := tmp_path / "log")
    with subprocess.Popen([sys.executable, "-c", f"open({str(fifo)!r}, 'w').write('OSError: [Errno 28] x')"]):
        assert b"ENOSPC" in howcome("explain", "--file", str(fifo)).stdout


def test_a_language_that_is_not_spoken_is_said_to_be_none_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("xx", "cs", "\x1b[31m"):
        assert main(["explain", "EACCES", "--lang", lang]) == 0
        out, err = capsys.readouterr()
        assert "access is denied" in out
        assert re.fullmatch(r"howcome: warning: .+ is not among the languages: de, en, es, .+, zh-TW\.\n", err)
        assert "\x1b" not in err


@pytest.mark.parametrize("lang", ["de", "de_AT.UTF-8", "pt-PT", "en-GB", "C", "POSIX"])
def test_a_language_that_is_spoken_is_not_warned_of(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "EACCES", "--lang", lang])

    assert capsys.readouterr().err == ""


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert capsys.readouterr().out == f"howcome {version('howcome')}\n"
