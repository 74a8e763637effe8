# ruff: noqa: RUF001 -- full-width punctuation
"""What a stream gets: its colors, its width, its letters; a real terminal is a pseudo-terminal here."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from grounds.windows import WindowsPython
from howcome.errors import FetchError, Report, Wheel
from howcome.errors.layout import encodable, flow, isolated, shown, visible, width_of
from scenarios import SCENARIOS

SHOW = "from howcome.errors import *; Report.of(FetchError(artifact=Wheel({name!r}, '1'))).show()"


def environment_with(**variables: str) -> dict[str, str]:
    left_out = {"NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_ACTIONS"}
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **variables}


def on_a_terminal(columns: int, name: str = "black", **variables: str) -> str:
    """Return what standard error gets where that is a terminal of *columns* columns."""
    pty = pytest.importorskip("pty")  # Windows has none
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = environment_with(**{"TERM": "xterm", "PYTHONIOENCODING": "utf-8", **variables})
    subprocess.run([sys.executable, "-c", SHOW.format(name=name)], stderr=theirs, check=True, env=environment)
    os.close(theirs)
    parts = []
    with contextlib.suppress(OSError):  # the end of a pseudo-terminal
        while part := os.read(ours, 65536):
            parts.append(part)
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def piped(**variables: str) -> str:
    command = [sys.executable, "-c", SHOW.format(name="black")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment_with(**variables))
    return done.stderr


def test_a_terminal_gets_colors_and_its_own_width() -> None:
    text = on_a_terminal(40, "a-package-with-a-name")

    assert text.startswith("\x1b[1;31merror:\x1b[0m Failed to fetch:")
    for escape in ("\x1b[1;31m", "\x1b[2m", "\x1b[0m"):
        text = text.replace(escape, "")
    assert max(map(width_of, text.splitlines())) <= 40
    assert len(text.splitlines()) == 4


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_no_color_and_dumb_terminals_are_respected(variables: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(80, **variables)


def test_a_pipe_gets_colors_only_where_they_are_forced() -> None:
    assert "\x1b" not in piped()
    assert "\x1b[1;31merror:" in piped(FORCE_COLOR="1")


def test_github_actions_get_an_annotation_first() -> None:
    first, second, *_ = piped(GITHUB_ACTIONS="true").splitlines()

    assert first == "::error title=fetch-failed::Failed to fetch: wheel black==1"
    assert second == "error: Failed to fetch: wheel black==1"


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "cp932", "cp1255", "utf-8"])
@pytest.mark.parametrize("name", ["long-cjk-path", "hebrew-path", "memory-card", "full-disk"])
def test_any_console_gets_every_scenario(name: str, encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")

    SCENARIOS[name]().show(stream)

    text = raw.getvalue().decode(encoding)
    assert text.startswith("error: ")
    assert "report 0193e2a1" in text
    # Where isolates cannot be written, Hebrew is written out: unprotected it would reorder its line.
    assert ("\u05e9" in text) == (name == "hebrew-path" and encoding == "utf-8")
    assert "\\u2066" not in text


def test_the_middle_dot_has_a_fallback() -> None:
    assert encodable("a \u00b7 b", "ascii") == "a - b"
    assert encodable("a \u00b7 b", "cp437") == "a \u00b7 b"
    assert encodable("a \u00b7 b", "no-such-encoding") == "a - b"


def test_windows_shows_a_report_without_escapes_in_a_pipe(windows_python: WindowsPython) -> None:
    done = windows_python.run(SHOW.format(name="black"))

    assert done.returncode == 0, done.stderr
    assert "error: Failed to fetch: wheel black==1" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_stream_of_windows_that_is_no_console_counts_as_one_that_obeys(windows_python: WindowsPython) -> None:
    code = (
        "import sys; from howcome.errors.terminal import _obeys_escapes\n"
        "print(_obeys_escapes(sys.stdout)); print(_obeys_escapes(open('CONOUT$', 'w')))"
    )
    done = windows_python.run(code)

    assert done.stdout.split()[:1] == ["True"], done.stdout + done.stderr


def test_windows_tells_the_users_language(windows_python: WindowsPython) -> None:
    code = (
        "import os; [os.environ.pop(name, None) for name in ('LC_ALL', 'LC_MESSAGES', 'LANG', 'LANGUAGE')]\n"
        "from howcome.locales.preferred import preferred_languages; print(preferred_languages())"
    )
    done = windows_python.run(code)

    assert done.stdout.strip().startswith("['en"), done.stdout + done.stderr


# --- widths ---


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("cache", 5),
        ("キャッシュ", 10),
        ("ｶﾞ", 2),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("e\u0301", 1),
        ("👩\u200d💻", 2),
        ("👍🏽", 2),
        ("❤\ufe0f", 2),
        ("🇩🇪", 2),
        ("\u2066abc\u2069", 3),
        ("ש\u05c1", 1),
    ],
)
def test_widths_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert width_of(text) == columns


def test_wide_text_wraps_between_characters_and_never_before_closing_ones() -> None:
    text = "指定されたファイルが見つかりませんでした。もう一度「確認」してから、やり直してください。ー終わり"
    for width in range(12, 40):
        lines = list(flow(text, width=width, first="> ", rest="  "))

        assert "".join(line[2:] for line in lines) == text
        assert all(width_of(line) <= width for line in lines)
        assert not [line for line in lines[1:] if line[2] in "。、」）ーっッ"]
        assert not [line for line in lines if line.endswith(("「", "（"))]


def test_clusters_are_not_parted() -> None:
    lines = list(flow("👩\u200d💻👍🏽" * 10, width=9))

    assert len(lines) > 1
    assert all(line.count("👩") == line.count("💻") and line.count("👍") == line.count("🏽") for line in lines)


@pytest.mark.parametrize(
    "path", ["D:\\キャッシュ\\日本語の長いフォルダー名\\ファイル.py", "/home/é/ein-langer-ordner/datei"]
)
def test_a_path_stays_whole(path: str) -> None:
    assert any(path in line for line in flow(f"見つかりません： {path} は使えません。", width=20))


def test_an_isolate_ends_on_the_line_where_it_begins() -> None:
    words = shown("the system said: " + "שלום עולם " * 20)
    lines = list(flow(f"{words} at {isolated('C:/שרה/x')}", width=40))

    assert len(lines) > 3
    assert all(line.count("\u2066") + line.count("\u2068") == line.count("\u2069") for line in lines)


def test_controls_from_outside_are_written_out_inside_of_isolates_too() -> None:
    assert visible("\u2069\u202e") == "\\u2069\\u202e"
    assert isolated("א\u2069ב\x1b[2J") == "\u2066א\\u2069ב\\x1b[2J\u2069"


def test_a_real_error_with_a_hebrew_path_is_isolated(tmp_path: Path) -> None:
    path = tmp_path / "שלום עולם"
    with pytest.raises(FileNotFoundError) as caught:
        path.read_text(encoding="utf-8")

    assert f"\u2066{path}\u2069" in Report.of(caught.value).render(width=500)
    text = Report.of(FetchError(artifact=Wheel("שלום"))).render()
    assert text.startswith("error: Failed to fetch: wheel \u2068שלום\u2069")
