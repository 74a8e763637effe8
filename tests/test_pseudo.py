"""Nothing that we say stays English, and no line breaks, where sentences are longer, accented or right to left."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import catalogs
import pytest
from howcome.errors import Report, Reporter
from howcome.errors.holders import Holder
from howcome.errors.layout import width_of
from howcome.linkers.cli import main as whole_command
from howcome.locales.voices import _voice
from pseudo import CLOSE, OPEN, write_catalog
from scenarios import SCENARIOS

LONGEST_FRAGMENT = 14
# A front end's own sentences, and what errors of strangers say, are in no catalog of ours.
NOT_OURS = ("Some packages could not be fetched", "RuntimeError: The plan has no step for b", "KeyError: 'b'")
LONG_WORDS = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pseudo")
    write_catalog(place, "qps")
    write_catalog(place, "yi", right_to_left=True)
    return place


@pytest.fixture(params=SCENARIOS.values(), ids=SCENARIOS)
def report(request: pytest.FixtureRequest, folder: Path) -> Report:
    make: Callable[[], Report] = request.param
    return Reporter(catalogs=[folder]).read(make().to_json())


def fragments() -> list[str]:
    """Return pieces of all our sentences, long enough that only we can have said them."""
    found = []
    for message in catalogs.read(catalogs.template_path()):
        for text in [message.id] if isinstance(message.id, str) else list(message.id):
            pieces = re.split(rf"\{{\w+\}}|{catalogs.UNTOUCHED.pattern}|\n", text)
            found += [piece.strip() for piece in pieces if len(piece.strip()) >= LONGEST_FRAGMENT]
    return found


FRAGMENTS = fragments()


def outside(text: str) -> str:
    """Return what stands outside of all brackets."""
    depth, kept = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        if depth == 0 and character != CLOSE:
            kept.append(character)
    assert depth == 0, "a bracket is lost"
    return "".join(kept)


@pytest.mark.parametrize("style", ["full", "plain", "line", "markdown"])
def test_no_sentence_stays_english(report: Report, style: str) -> None:
    text = report.render(lang="qps", style=style, width=10_000)

    assert not [piece for piece in FRAGMENTS if piece in text]


def test_nothing_but_codes_names_and_words_of_others_stands_outside_of_our_sentences(report: Report) -> None:
    text = "\n".join(
        line for line in report.render(lang="qps", width=10_000).splitlines() if not line.strip().startswith("| ")
    )
    for known in (*NOT_OURS, *report.notes, report.code or report.type):
        text = text.replace(known, "")
    for failure in (report, *report.causes):
        for attempt in failure.attempts:
            text = text.replace(f"{attempt.mode}:", "")

    assert not LONG_WORDS.findall(outside(text))


@pytest.mark.parametrize("width", [50, 80, 120])
def test_long_sentences_wrap_within_the_terminal(report: Report, width: int) -> None:
    for line in report.render(lang="qps", width=width).splitlines():
        longest = max(width_of(word) for word in re.split(r" (?![^(]*[);])", line.strip()))

        assert width_of(line) <= width or longest > width // 2 or line.lstrip().startswith("|"), line


def test_values_for_a_window_are_translated_too(report: Report) -> None:
    values = report.localized("qps")

    texts = [values["message"], *values["causes"], *(hint["text"] for hint in values["hints"])]
    assert values["language"] == "qps"
    assert not [piece for piece in FRAGMENTS if piece in "\n".join(texts)]
    assert [hint["id"] for hint in values["hints"]] == [hint.id for hint in report.hints]
    assert all(OPEN in hint["action"]["label"] for hint in values["hints"] if hint["action"])


def order_on_screen(line: str) -> list[str]:
    """Return the parts of *line* that are isolated, and assert that each isolate ends within it."""
    depth, found = 0, [""]
    for character in line:
        if character in "\u2066\u2067\u2068":
            depth += 1
        elif character == "\u2069":
            depth -= 1
            found.append("")
        elif depth:
            found[-1] += character
        assert depth >= 0
    assert depth == 0, line
    return found


def test_letters_from_right_to_left_are_isolated_in_english(report: Report) -> None:
    for line in report.render(width=60, verbose=True).splitlines():
        inside = "".join(order_on_screen(line))
        strong = [letter for letter in line if unicodedata.bidirectional(letter) in {"R", "AL"}]

        assert all(letter in inside for letter in strong)


def test_paths_and_names_are_isolated_in_a_language_from_right_to_left(report: Report) -> None:
    text = report.render(lang="yi", width=10_000)
    values = [path for failure in (report, *report.causes) for path in failure.paths]

    isolated = [part for line in text.splitlines() for part in order_on_screen(line)]
    shown = [path for path in values if path in text]
    assert all(any(path in part for part in isolated) for path in shown)


def test_this_program_itself_is_named_in_the_readers_language(folder: Path) -> None:
    holder = Holder(name="python", pid=7, own=True)
    report = attrs.evolve(SCENARIOS["locked-executable"](), holders=(holder,))
    text = Reporter(catalogs=[folder]).read(report.to_json()).render(lang="qps", verbose=True)

    assert "PÎD 7" in text
    assert "this program itself" not in text


# A process of its own: what it keeps of the catalogs it saw must not reach other tests.
SPEAKING = """
import contextlib, io, json, sys
from howcome.locales import catalogs
catalogs._FOLDER = sys.argv[1]
from howcome.errors.cli import main
said = []
for arguments in json.loads(sys.argv[2]):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        with contextlib.suppress(SystemExit):
            main([*arguments, "--lang", "qps"])
    said.append(out.getvalue())
print(json.dumps(said))
"""
COMMANDS = [
    ["hints"],
    ["hints", "disk-full"],
    ["hints", "disk-fill"],
    ["codes", "1314"],
    ["codes", "no such code"],
    ["--help"],
    ["explain", "-h"],
    ["explain", "1314"],
    ["explain", "os.rename failed: OSError: [Errno 18] Invalid cross-device link: '/a/b' -> '/c/d'"],
    ["explain", "5"],
    ["explain", ""],
    ["explain", "all is well"],
    ["explain", "--file", "/nowhere/at/all"],
]


def test_the_command_line_speaks_the_wished_language(folder: Path) -> None:
    command = [sys.executable, "-c", SPEAKING, str(folder), json.dumps(COMMANDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    for arguments, text in zip(COMMANDS, json.loads(done.stdout), strict=True):
        flat = re.sub(r"\s+", " ", text)
        assert OPEN in text, arguments
        assert not [piece for piece in FRAGMENTS if piece in flat], arguments


@pytest.mark.parametrize("command", ["explain", "codes", "hints", "schema", "link", "doctor"])
def test_every_command_takes_a_language(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        whole_command([command, "--help", "--lang", "tlh"])

    assert caught.value.code == 0
    assert "--lang LANG" in capsys.readouterr().out


def test_doctor_and_link_speak_the_wished_language(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("howcome.locales.catalogs._FOLDER", str(folder))
    _voice.cache_clear()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "module.py").touch()
    places = [str(tmp_path / "cache"), str(tmp_path / "target")]

    whole_command(["doctor", "--cache", places[0], "--target", places[1], "--lang", "qps"])
    whole_command(["link", *places, "--tree", "--mode", "hardlink", "--lang", "qps"])
    whole_command(["link", *places, "--lang", "qps"])
    told = capsys.readouterr()
    _voice.cache_clear()

    flat = re.sub(r"\s+", " ", told.out + told.err)
    assert told.err.startswith(OPEN)
    assert not [piece for piece in FRAGMENTS if piece in flat]
    assert not [line for line in told.out.splitlines() if line and OPEN not in line], told.out
