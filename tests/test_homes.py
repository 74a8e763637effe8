"""Homes and names of users stay on the machine where a front end asks for that."""

from __future__ import annotations

import logging

import pytest
from howcome.errors import Attempt, CacheReadError, Report, Reporter, Wheel
from howcome.errors.cli import main
from howcome.errors.homes import hider
from howcome.errors.logs import ReportFilter

TOKEN = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\\?\C:\Users\ann\cache", r"\\?\~\cache"),
        (r"C:\Users\ann\cache", r"~\cache"),
        ("file:///C:/Users/ann/cache", "file:///~/cache"),
        ("file:///C%3A/Users/ann/cache", "file:///~/cache"),
        ("C%3A%5CUsers%5Cann%5Ccache", "~%5Ccache"),
        (r"'C:\\Users\\ann\\cache'", r"'~\\cache'"),
        (r"C:\Users\bob\cache", r"C:\Users\<user>\cache"),
        ("/home/bob/.cache and /Users/bob/Library", "/home/<user>/.cache and /Users/<user>/Library"),
        (r"C:\Users\Public\cache", r"C:\Users\Public\cache"),
        ("/Users/Shared/cache", "/Users/Shared/cache"),
        ("https://index.example/home/x", "https://index.example/home/x"),
        ("annette and joann", "annette and joann"),
    ],
)
def test_homes_are_hidden_however_they_are_written(text: str, expected: str) -> None:
    assert hider(r"C:\Users\ann", "ann")(text) == expected


def test_a_home_of_another_user_is_hidden_in_every_field() -> None:
    error = CacheReadError(artifact=Wheel("black", path="/home/bob/.cache/black.whl"))
    error.add_note("see /home/bob/notes")
    report = Reporter(paths="home", facts=False).report(error)

    assert "bob" not in report.to_json() + report.render(verbose=True)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_pasted_report_is_shown_without_its_secrets(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    line = Report.of(OSError("with a secret")).to_json().replace("with a secret", f"token={TOKEN}")

    assert main(["explain", *options, line]) == 0
    assert TOKEN not in (shown := capsys.readouterr().out)
    assert "****" in shown


def test_the_filter_takes_secrets_out_of_the_logged_message_too() -> None:
    error = OSError(2, "gone")
    record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "using %s", (TOKEN,), (OSError, error, None))

    assert ReportFilter().filter(record)
    assert record.getMessage() == "using ****"


def test_an_attempt_shows_no_secret() -> None:
    assert TOKEN not in repr(Attempt("copy", text=f"token={TOKEN}", paths=(f"https://me:{TOKEN}@x/",)))
