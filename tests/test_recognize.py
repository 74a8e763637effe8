"""Excerpts as people paste them, and what they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from howcome.errors import recognize, recognize_lines
from hypothesis import given, settings
from hypothesis import strategies as st

EXCERPTS = [
    ("Dem Client fehlt ein erforderliches Recht. (os error 1314)", "ERROR_PRIVILEGE_NOT_HELD", "windows"),
    ('called `Result::unwrap()` on an `Err` value: Os { code: 2, kind: NotFound, message: "..." }', "ENOENT", None),
    ("PermissionError: [WinError 5] Zugriff verweigert: 'C:\\\\x.exe'", "ERROR_ACCESS_DENIED", "windows"),
    ("OSError: [Errno 28] No space left on device", "ENOSPC", None),
    ("Error: EPERM: operation not permitted, symlink 'a' -> 'C:\\\\b'", "EPERM", "windows"),
    ("npm ERR! errno -4048 at C:\\Users\\ann", "EPERM", "windows"),
    ("failed with 0x80070522", "ERROR_PRIVILEGE_NOT_HELD", "windows"),
    ("process ended with -1073741515", "STATUS_DLL_NOT_FOUND", "windows"),
    ("&lt;code&gt;sh: ./a: Aucun fichier ou dossier de ce type&lt;/code&gt;", "ENOENT", None),
    ("Can't open /etc/a.conf: No such file or directory at /usr/bin/a line 12.", "ENOENT", None),
    (
        "Verbindung: Ein Verbindungsversuch ist fehlgeschlagen, da die Gegenstelle nach einer bestimmten Zeitspanne"
        " nicht ordnungsgemäß reagiert hat, oder die hergestellte Verbindung fehlerhaft war.",
        "WSAETIMEDOUT",
        "windows",
    ),
]
SPACES = [json.loads(line) for line in (Path(__file__).parent / "reports/spaces.jsonl").read_text("utf-8").splitlines()]
HARMLESS = [
    "",
    "error: 5 packages failed",
    "error[E0502]: cannot borrow",
    "exit code 1",
    "black 24.1.0",
    "error 404.html",
    "line 13",
    "<code>EACCES</code> (Permission denied): The caller may not write here.",
]


@pytest.mark.parametrize(("text", "symbol", "platform"), EXCERPTS, ids=[symbol for _, symbol, _ in EXCERPTS])
def test_the_first_finding_names_the_error(text: str, symbol: str, platform: str | None) -> None:
    finding = recognize(text)[0]

    assert finding.symbol == symbol
    assert finding.platform == platform or platform is None
    assert finding.matched in text
    assert text[slice(*finding.span)] == finding.matched


@pytest.mark.parametrize("report", SPACES, ids=lambda report: report["text"][:50])
def test_a_number_is_whose_the_text_says(report: dict[str, str]) -> None:
    assert recognize(report["text"])[0].symbol == report["symbol"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_system_error_is_not_found(text: str) -> None:
    assert recognize(text) == []


def test_a_number_that_two_systems_share_has_an_alternative() -> None:
    (finding,) = recognize("something failed (os error 5)")

    assert {finding.symbol, *(other.symbol for other in finding.alternatives)} == {"EIO", "ERROR_ACCESS_DENIED"}
    assert finding.confidence == "likely"


def test_the_words_win_over_the_platform() -> None:
    assert recognize("Zugriff verweigert (os error 5)", platform="linux")[0].symbol == "ERROR_ACCESS_DENIED"


def test_the_hint_for_the_missing_privilege_mentions_junctions() -> None:
    hints = recognize("Dem Client fehlt ein erforderliches Recht. (os error 1314)")[0].hints

    assert "junction" in hints[0].text
    assert {hint.confidence for hint in hints} == {"likely"}


def test_paths_and_operation_come_along() -> None:
    finding = recognize("OSError: [WinError 1314] words: 'C:\\\\a' -> 'C:\\\\b', while creating a symlink")[0]

    assert finding.paths == ("C:\\a", "C:\\b")


def test_a_log_streams_in_its_own_order() -> None:
    lines = ["fine\n", "[Errno 28] No space left on device\n", "fine\n", "(os error 1314)\n"]

    found = list(recognize_lines(lines))

    assert [(finding.symbol, finding.line) for finding in found] == [("ENOSPC", 2), ("ERROR_PRIVILEGE_NOT_HELD", 4)]
    assert "".join(lines)[slice(*found[1].span)] == "(os error 1314)"


@given(st.text())
@settings(deadline=None)
def test_any_text_gives_findings_or_none(text: str) -> None:
    for finding in recognize(text):
        start, end = finding.span
        assert 0 <= start < end <= len(text)
