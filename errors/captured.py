"""What a program printed before it failed: its last lines as text, and the system error that they tell of."""

from __future__ import annotations

import codecs
import io
import sys
from typing import TYPE_CHECKING, BinaryIO

from .redact import MARGIN, redact

if TYPE_CHECKING:
    from .recognize import Finding

__all__ = ["encoding_of", "recognized", "tail"]

MOST_LINES = 40
MOST_BYTES = 8192


def tail(output: object) -> str | None:
    r"""Return the last 40 lines of what a program printed, at most 8 KiB, without secrets.

    Args:
        output: Text, or the bytes that it printed, in UTF-8 or in what programs on this machine print.

    >>> tail(b"cc: x.c: No such file\r\n")
    'cc: x.c: No such file'
    """
    if output is None:
        return None
    if isinstance(output, bytes | bytearray | memoryview):
        output = _decoded(bytes(output[-MOST_BYTES - MARGIN :]))
    if not isinstance(output, str) or not output.strip():
        return None
    # What is cut off tells what in the rest is secret: the head of a private key may be there.
    shown = redact(output, max(0, len(output) - MOST_BYTES))
    return "\n".join(shown.splitlines()[-MOST_LINES:]).encode("utf-8", "backslashreplace").decode("utf-8")


def recognized(text: str, platform: str | None = None) -> Finding | None:
    """Return the surest system error that *text* tells of, the root cause first, or None."""
    from .recognize import recognize

    found = recognize(text, platform)
    return next((each for each in found if each.confidence != "possible"), None)


def _decoded(printed: bytes) -> str:
    """Return text of bytes that may begin inside a character: UTF-8, else what this machine's programs print."""
    if printed.count(0) > len(printed) // 4:  # wsl.exe prints UTF-16
        return printed[printed[0] == 0 :].decode("utf-16-le", "replace")
    start = next((place for place in range(min(4, len(printed))) if printed[place] & 0xC0 != 0x80), 0)  # noqa: PLR2004
    try:
        return printed[start:].decode("utf-8")
    except UnicodeDecodeError:
        # Consoles print in the OEM code page. Elsewhere, what is no UTF-8 stays readable as what it is.
        return (
            printed.decode("oem", "replace") if sys.platform == "win32" else printed.decode("utf-8", "backslashreplace")
        )


def encoding_of(raw: BinaryIO) -> str:
    """Return how a log is encoded that begins like *raw*: PowerShell's `>` writes UTF-16, with its mark."""
    beginning = raw.peek(2) if isinstance(raw, io.BufferedReader) else b""
    return "utf-16" if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
