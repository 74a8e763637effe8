"""What this machine itself says, in languages whose catalogs we do not ship, and of codes that we do not quote.

Windows is asked for its messages in the languages that it has; elsewhere the C library's own catalogs are read: those
of the languages that the environment names, and, for a text with letters beyond ASCII, those of all that are installed.
Nothing changes the process's locale, and nothing is asked unless the shipped catalogs have no answer.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from ..locales import catalogs
from .codes import symbol_for
from .wording import Index, Message, Wording, find_in, make_messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["find_live_messages", "live_languages", "live_messages"]

_FOLDERS = ("/usr/share/locale", "/usr/share/locale-langpack", "/usr/lib/locale", "/usr/local/share/locale")
_NUMBERS = (*range(1, 2000), *range(4350, 4400), *range(10004, 10110), *range(11001, 11005))  # what installers meet
_MOST = 8  # languages of Windows: it has few, but some emulation names all that there are
_ENGLISH = {"en", "C", "POSIX"}


def live_languages() -> list[str]:
    """Return the languages that the environment names, as gettext would look for them."""
    named = os.environ.get("LANGUAGE", "").split(":")
    named += [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = {each.partition(".")[0].partition("@")[0]: None for each in named}
    return [each for each in found if each.replace("_", "").isalnum() and each.partition("_")[0] not in _ENGLISH]


def find_live_messages(text: str) -> list[Wording]:
    """Return what this machine's own catalogs have of a text."""
    for languages in _wanted(text):
        if (index := _index(languages)) and (found := find_in(text, index)):
            return found
    return []


def live_messages(text: str) -> tuple[Message, ...]:
    """Return what this machine may say in a text with such letters."""
    return tuple(message for languages in _wanted(text) for message in _messages(languages))


def _wanted(text: str) -> Iterator[tuple[str, ...]]:
    if sys.platform == "win32":
        yield ()
        return
    if named := tuple(live_languages()):
        yield named
    if not text.isascii():
        yield _installed()


@cache
def _installed() -> tuple[str, ...]:
    """Return the languages of all the C library's catalogs that we do not ship."""
    found, shipped = set(), set(catalogs.languages())
    for folder in _FOLDERS:
        try:
            names = os.listdir(folder)  # noqa: PTH208 -- pathlib costs more than the catalogs
        except OSError:
            continue
        found |= {name for name in names if "@" not in name and name not in shipped and _path(folder, name)}
    return tuple(sorted(found))


def _path(folder: str, language: str) -> str | None:
    path = os.path.join(folder, language, "LC_MESSAGES", "libc.mo")  # noqa: PTH118
    return path if os.path.exists(path) else None  # noqa: PTH110


@cache
def _index(languages: tuple[str, ...]) -> Index | None:
    messages = _messages(languages)
    return Index(messages) if messages else None


@cache
def _messages(languages: tuple[str, ...]) -> tuple[Message, ...]:
    try:
        return tuple(_windows_messages() if sys.platform == "win32" else _libc_messages(languages))
    except Exception:  # noqa: BLE001 -- whatever a machine's catalogs hold, a report comes out
        return ()


# --- the C library ---


def _libc_messages(languages: tuple[str, ...]) -> Iterator[Message]:
    """Yield what the C library's catalogs have for its own English words."""
    english = _english()
    for language in languages:
        for name in dict.fromkeys((language, language.partition("_")[0])):
            for path in filter(None, (_path(folder, name) for folder in _FOLDERS)):
                said = _translated(path, {words for _, _, words in english})
                entries = [(context, symbol, said[words]) for context, symbol, words in english if words in said]
                yield from make_messages(name.replace("_", "-"), entries)


@cache
def _english() -> list[tuple[str, str, str]]:
    """Return the C library's words for all of its numbers: those that we quote, and those that it says here."""
    entries = [
        (f"{context.rpartition(':')[0] if context.count(':') > 1 else context}:live", symbol, words)
        for context, symbol, words in catalogs.quotes("en")
        if context.startswith(("errno:", "getaddrinfo:"))
    ]
    entries += [(f"errno:{number}:live", symbol, os.strerror(number)) for number, symbol in errno.errorcode.items()]
    return list(dict.fromkeys(entries))


def _translated(path: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the translations of a few texts from a compiled catalog, which has its texts in order.

    Reading the whole costs five times as much, in each of a hundred languages.
    """
    import struct

    with open(path, "rb") as file:  # noqa: PTH123
        data = file.read()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translations = struct.unpack_from(f"{order}3I", data, 8)

    def text(table: int, place: int) -> bytes:
        length, start = struct.unpack_from(f"{order}2I", data, table + 8 * place)
        return data[start : start + length]

    header = dict(line.partition(b": ")[::2] for line in text(translations, 0).lower().split(b"\n"))
    charset = header.get(b"content-type", b"").partition(b"charset=")[2].strip().decode("ascii") or "utf-8"
    found = {}
    for words in wanted:
        key, low, high = words.encode(), 0, count
        while low < high:
            middle = (low + high) // 2
            if text(originals, middle) < key:
                low = middle + 1
            else:
                high = middle
        if low < count and text(originals, low) == key and (said := text(translations, low).decode(charset)) != words:
            found[words] = said
    return found


# --- Windows ---


def _windows_messages() -> Iterator[Message]:
    """Ask Windows for its messages in each of the languages that it has."""
    import ctypes
    import importlib

    known = [(number, symbol) for number in _NUMBERS if (symbol := symbol_for("win32", number))]
    kernel: Any = importlib.import_module("ctypes").WinDLL("kernel32")
    buffer = ctypes.create_unicode_buffer(2048)
    for language, tag in _windows_languages(kernel):
        entries = []
        for number, symbol in known:
            # FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS
            if kernel.FormatMessageW(0x1200, None, number, language, buffer, len(buffer), None):
                entries.append((f"win32:{number}:live", symbol, buffer.value))
        yield from make_messages(tag, entries)


def _windows_languages(kernel: Any) -> list[tuple[int, str]]:
    """Return the numbers and the tags of the languages of Windows' own texts: those installed, the user's first."""
    import ctypes
    import importlib

    numbers = [kernel.GetUserDefaultUILanguage(), kernel.GetSystemDefaultUILanguage()]
    prototype: Any = importlib.import_module("ctypes").WINFUNCTYPE(ctypes.c_int, ctypes.c_wchar_p, ctypes.c_void_p)

    def keep(number: str, _unused: object) -> int:
        numbers.append(int(number, 16))
        return 1

    kernel.EnumUILanguagesW(prototype(keep), 4, None)  # MUI_LANGUAGE_ID: as hexadecimal numbers
    name = ctypes.create_unicode_buffer(85)
    return [
        (number, name.value if kernel.LCIDToLocaleName(number, name, len(name), 0) else "und")
        for number in list(dict.fromkeys(filter(None, numbers)))[:_MOST]
    ]
