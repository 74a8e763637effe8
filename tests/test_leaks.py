"""No secret leaves in any rendering, log or convention, wherever in an exception it stands."""

from __future__ import annotations

import io
import json
import logging
import subprocess
from pathlib import Path

import pytest
from howcome.errors import Artifact, Attempt, BuildError, FetchError, LinkError, Report, Reporter, Wheel
from howcome.errors.conventions import to_ecs, to_opentelemetry, to_problem
from howcome.errors.logs import ReportFormatter
from howcome.errors.serialize import document_of
from hypothesis import given, settings
from hypothesis import strategies as st
from secret_corpus import HABITATS, LONG, PEM, PLAIN, SHAPED

SECRETS = PLAIN | SHAPED


def everything(error: BaseException) -> str:
    """Return whatever a report of *error* is ever written as."""
    report = Reporter(facts=False).report(error)
    document, screen = document_of(report), io.StringIO()
    report.show(screen)
    log = ReportFormatter(Reporter(facts=False)).format(
        logging.LogRecord("x", logging.ERROR, "x", 1, "It failed.", (), (type(error), error, None))
    )
    styles = [report.render(style=style, verbose=True) for style in ("full", "plain", "line", "github", "markdown")]
    others = [json.dumps(made) for made in (to_ecs(document), to_opentelemetry(document), to_problem(document))]
    return "\n".join(
        [report.to_json(limit=None), screen.getvalue(), log, str(report.localized("de")), *styles, *others]
    )


@given(st.sampled_from(HABITATS), st.sampled_from(sorted(SECRETS.values())))
@settings(max_examples=60, deadline=None)
def test_no_secret_leaves_wherever_it_stands(habitat: str, secret: str) -> None:
    text = habitat.format(secret)
    artifact = Artifact(kind="wheel", name=text, version="1", filename=text, url=text, path=text, revision=text)
    link = LinkError(source=text, destination=text, attempts=(Attempt("copy", "copy", None, text, (text,)),))
    build = BuildError(artifact=artifact, command=text, output=text, path=text, url=text)
    link.__cause__ = ValueError(text)
    build.__cause__ = link
    error = FetchError(artifact=Wheel(text, url=text), url=text)
    error.__cause__ = ExceptionGroup(text, [build, OSError(2, text, text, None, text)])
    for each in (error, build, link, link.__cause__):
        each.add_note(text)

    assert secret not in everything(error)
    assert not any(secret in shown for each in (error, build, link, artifact) for shown in (str(each), repr(each)))


@pytest.mark.parametrize("key", PEM.values(), ids=PEM)
def test_a_private_key_whose_head_is_cut_off_the_output_does_not_leave(key: str) -> None:
    long = key.replace(LONG, "\n".join([LONG] * 60))
    report = Report.of(BuildError(output=f"reading the key\n{long}\nit failed"))

    assert LONG not in report.to_json() + report.render(verbose=True)
    assert "it failed" in (report.output or "")


@pytest.mark.parametrize("secret", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize(
    "arguments",
    [
        ["sh", "-c", "export GH_TOKEN='{}'; make"],
        ["sh", "-c", 'A="$HOME"; PASSWORD=\'{}\' make "x"'],
        ["setup", "--config", "{{'api_key': '{}'}}"],
        ["setup", "--password", "it's{}"],
        ["setup", "--password", "both'\"{}"],
    ],
)
def test_the_quotes_of_a_command_line_hide_no_secret(arguments: list[str], secret: str) -> None:
    command = [argument.format(secret) for argument in arguments]
    build = BuildError(command=command, exit_status=1)

    assert secret not in everything(build) + repr(build)
    assert secret not in everything(subprocess.CalledProcessError(1, command))


@pytest.mark.parametrize("command", ["setup --password {}", ["setup", "--password", "{}"], b"setup --password {}"])
def test_a_command_that_failed_is_told_without_its_secrets(command: str | list[str] | bytes) -> None:
    secret = PLAIN["a password"]
    if isinstance(command, bytes):
        filled: object = command.replace(b"{}", secret.encode())
    else:
        filled = command.format(secret) if isinstance(command, str) else [part.format(secret) for part in command]

    assert secret not in everything(subprocess.CalledProcessError(1, filled))  # type: ignore[arg-type]
    assert secret not in everything(subprocess.TimeoutExpired(filled, 5))  # type: ignore[arg-type]


def test_a_command_line_takes_whatever_was_run() -> None:
    build = BuildError(command=["cc", Path("x y"), b"-O2", 5, "it's"])  # type: ignore[list-item]

    assert build.command == "cc 'x y' -O2 5 \"it's\""
