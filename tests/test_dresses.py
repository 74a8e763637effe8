"""A report is recognized as before, however it was dressed on its way: quoted, colored, stamped, wrapped, re-cased."""

from __future__ import annotations

import html
import itertools
import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from howcome.errors import recognize, recognize_lines

REPORTS = Path(__file__).with_name("reports")


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (REPORTS / name).read_text(encoding="utf-8").splitlines()]


TEXTS = [report["text"] for report in load("own.jsonl")] + [
    report["text"] for report in load("seen.jsonl") if report["expected_namespace"] != "none"
]


def each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(map(change, text.split("\n")))


def wrapped(width: int) -> Callable[[str], str]:
    return lambda text: "\n".join(
        line[start : start + width] for line in text.split("\n") for start in range(0, max(len(line), 1), width)
    )


FULL_WIDTH = str.maketrans("()[]:", "（）【】：")  # noqa: RUF001 -- as Chinese and Japanese programs print
DRESSES: dict[str, Callable[[str], str]] = {
    "quoted": each_line("> ".__add__),
    "quoted twice": each_line(">> ".__add__),
    "colored": each_line(lambda line: f"\x1b[1;31m{line}\x1b[0m"),
    "with Windows' line ends": lambda text: text.replace("\n", "\r\n"),
    "with ^M": each_line(lambda line: line + "^M"),
    "boxed": each_line("  │ ".__add__),
    "stamped": each_line("2026-11-24T10:00:01.123Z ".__add__),
    "stamped with a time": each_line("[10:00:01] ".__add__),
    "from a journal": each_line("Nov 24 10:00:01 host acme[123]: ".__add__),
    "from a container's build": each_line("#12 1.234 ".__add__),
    "with HTML's entities": html.escape,
    "with curly apostrophes": lambda text: text.replace("'", "\u2019"),
    "with full-width brackets": lambda text: text.translate(FULL_WIDTH),
    "with hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "with loose accents": lambda text: unicodedata.normalize("NFD", text),
    "wrapped at 80": wrapped(80),
    "wrapped at 120": wrapped(120),
    "indented": each_line("        ".__add__),
}
PAIRS = list(itertools.permutations(DRESSES, 2))


def first(text: str) -> tuple[str, str | None] | None:
    found = recognize(text)
    for finding in found:
        assert text[slice(*finding.span)] == finding.matched
    return (found[0].namespace, found[0].symbol) if found else None


@pytest.mark.parametrize("dress", DRESSES)
def test_a_dressed_report_is_recognized_as_before(dress: str) -> None:
    changed = [text for text in TEXTS if first(DRESSES[dress](text)) != first(text)]

    assert changed == []


def test_two_dresses_are_seen_through_as_one() -> None:
    choose = random.Random(1)
    tried = [(choose.choice(TEXTS), choose.choice(PAIRS)) for _ in range(150)]

    changed = [(pair, text) for text, pair in tried if first(DRESSES[pair[1]](DRESSES[pair[0]](text))) != first(text)]

    assert len(changed) <= 1, changed


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_words_and_numbers_are_recognized_in_any_case(case: Callable[[str], str]) -> None:
    changed = [text for text in TEXTS if (found := first(text)) and (again := first(case(text))) != found and again]

    assert len(changed) <= 2, changed


@pytest.mark.parametrize("before", [0, 1, 30, 5000])
def test_a_report_in_a_long_log_is_recognized_as_it_is_alone(before: int) -> None:
    filler = "12:00 INFO fetched package 7 in 12 ms\n"
    texts = random.Random(2).sample(TEXTS, 15)
    for text in texts:
        log = filler * before + text + "\n" + filler * 1500
        alone, found = recognize(text), recognize(log)
        assert [finding.symbol for finding in found] == [finding.symbol for finding in alone], text
        for finding, other in zip(found, alone, strict=True):
            assert log[slice(*finding.span)] == finding.matched == other.matched
            assert finding.span[0] == other.span[0] + len(filler) * before
            assert finding.line == other.line + before
            assert finding.paths == other.paths


def test_no_error_is_lost_or_doubled_wherever_blocks_end() -> None:
    report = (
        "error: Failed to fetch\n  Caused by: Dem Client fehlt ein erforderliches\n    Recht.\n    (os error 1314)\n"
    )
    for shift in range(120, 140):
        lines = ["fine\n"] * shift + report.splitlines(keepends=True) + ["fine\n"] * 300
        (finding,) = recognize_lines(lines)
        assert (finding.symbol, finding.line) == ("ERROR_PRIVILEGE_NOT_HELD", shift + 2)
        assert "".join(lines)[slice(*finding.span)] == finding.matched


def test_every_line_of_a_log_that_is_full_of_errors_is_found_once() -> None:
    lines = [f"cp: cannot create regular file '/srv/{number}': Permission denied\n" for number in range(1000)]

    found = list(recognize_lines(lines))

    assert [finding.line for finding in found] == list(range(1, 1001))
    text = "".join(lines)
    assert all(text[slice(*finding.span)] == finding.matched for finding in found)


def test_an_error_in_a_line_as_long_as_the_log_is_found_where_it_is() -> None:
    line = "x=1; " * 30_000 + "cp: cannot create 'y': Permission denied (os error 13) " + "z=2; " * 30_000
    (finding,) = recognize_lines([line])

    assert line[slice(*finding.span)] == finding.matched
    assert finding.symbol == "EACCES"


def test_errors_are_ranked_as_the_text_says_without_its_dressing() -> None:
    text = (
        "System.UnauthorizedAccessException: Access to the path 'a' is denied.\n"
        " ---> System.IO.IOException: Permission denied"
    )
    assert first(text) == ("errno", "EACCES")

    assert {name for name, dress in DRESSES.items() if first(dress(text)) != first(text)} == set()


def test_a_log_s_failure_keeps_what_its_first_lines_say_over_blank_lines() -> None:
    text = (
        "CMake Error at C:/vcpkg/scripts/distfile.cmake:185 (file):\n  file RENAME failed to rename\n\n"
        "    C:/vcpkg/temp/a.tar.bz2\n\n  to\n\n    C:/vcpkg/a.tar.bz2\n\n  because: No such file or directory\n"
    )
    log = "fine\n" * 300 + text + "fine\n" * 300

    (found,) = recognize_lines(log.splitlines(keepends=True))

    assert (found.operation, found.paths, found.tool) == (
        "rename",
        ("C:/vcpkg/temp/a.tar.bz2", "C:/vcpkg/a.tar.bz2"),
        "cmake",
    )


@pytest.mark.parametrize("blank", [" ", "\n"])
def test_phrases_are_recognized_where_a_line_was_broken_between_their_words(blank: str) -> None:
    assert first(f'Get "https://x/v2/": x509: certificate signed by{blank}unknown authority') == (
        "tls",
        "CERTIFICATE_VERIFY_FAILED",
    )
