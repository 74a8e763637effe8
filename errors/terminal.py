"""Where a report is shown: the color, width, letters and language that suit a stream."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from ..locales.voices import ENGLISH, voice_of
from .layout import encodable
from .render import render
from .script import Script

if TYPE_CHECKING:
    from ..locales.voices import Voice
    from .model import ReportValues

__all__ = ["readers_voice", "show", "wants_color"]


def show(report: ReportValues, stream: TextIO, script: Script) -> None:
    """Write *report* to *stream*, in English where that lacks the letters of the language. Never raises."""
    try:
        terminal = stream.isatty()
        width = os.get_terminal_size(stream.fileno()).columns if terminal else None
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 -- a stream of a stranger's class
        terminal, width = False, None
    try:
        encoding = getattr(stream, "encoding", None) or "utf-8"
        if not script.voice.fits(encoding):
            script = Script(ENGLISH)
        color = wants_color(stream, terminal=terminal)
        text = render(report, script, width=width, color=color, verbose=False)
        if os.environ.get("GITHUB_ACTIONS") == "true" and not terminal:
            annotation = render(report, script, width=None, color=False, verbose=False, style="github")
            text = f"{annotation}\n{text}"
        stream.write(encodable(text, encoding) + "\n")
        stream.flush()
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 -- a closed stream, a broken pipe, a full disk: there is nobody left to tell
        return


def readers_voice(lang: str | None, catalogs: tuple[str, ...] = ()) -> Voice:
    """Return the voice of *lang*, or, where that is None, of the user's own language."""
    if lang is not None:
        return voice_of(lang, catalogs)
    from ..locales.preferred import preferred_languages

    return voice_of(preferred_languages(), catalogs)


def wants_color(stream: TextIO, *, terminal: bool) -> bool:
    """Tell whether to use colors; see https://no-color.org and https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb" and _obeys_escapes(stream)


def _obeys_escapes(stream: TextIO) -> bool:
    """Tell whether a console obeys escape sequences; older ones of Windows print them, and newer ones must be asked."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32")
    handle = wintypes.HANDLE(msvcrt.get_osfhandle(stream.fileno()))
    mode = wintypes.DWORD()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return True  # no console of Windows: a pseudo-terminal of Cygwin's kind
    virtual_terminal = 4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
    return bool(mode.value & virtual_terminal) or bool(kernel.SetConsoleMode(handle, mode.value | virtual_terminal))
