"""What this machine itself says, in a language whose catalog we do not ship.

Windows is asked for its messages; elsewhere the C library's own catalogs are read, for the languages that the
environment names. Nothing changes the process's locale, and nothing is asked unless the shipped catalogs have no
answer.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from ..locales.catalogs import find
from .codes import symbol_for
from .wording import Index, Message, Wording, find_in, make_message, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_live_messages", "live_languages"]

_FOLDERS = ("/usr/share/locale", "/usr/share/locale-langpack", "/usr/lib/locale", "/usr/local/share/locale")
_NUMBERS = (*range(1, 2000), *range(4350, 4400), *range(10004, 10110), *range(11001, 11005))  # what installers meet


def live_languages() -> list[str]:
    """Return the languages of the environment whose catalogs we do not ship, as gettext would look for them."""
    named = os.environ.get("LANGUAGE", "").split(":")
    named += [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = {each.partition(".")[0].partition("@")[0]: None for each in named}
    return [each for each in found if each.replace("_", "").isalnum() and find(each) is None]


def find_live_messages(text: str) -> list[Wording]:
    """Return what this machine's own catalogs have of a text."""
    index = _index(tuple(live_languages()))
    return find_in(text, index) if index else []


@cache
def _index(languages: tuple[str, ...]) -> Index | None:
    try:
        messages = list(_windows_messages() if sys.platform == "win32" else _libc_messages(languages))
    except Exception:  # noqa: BLE001 -- whatever a machine's catalogs hold, a report comes out
        return None
    return Index(messages) if messages else None


def _libc_messages(languages: tuple[str, ...]) -> Iterator[Message]:
    import gettext

    english = {
        message.code: message.symbol
        for message in shipped()
        if message.language == "en" and message.namespace == "errno"
    }
    for language in languages:
        for folder in _FOLDERS:
            for name in dict.fromkeys((language, language.partition("_")[0])):
                path = os.path.join(folder, name, "LC_MESSAGES", "libc.mo")  # noqa: PTH118
                if not os.path.exists(path):  # noqa: PTH110
                    continue
                with open(path, "rb") as file:  # noqa: PTH123
                    catalog = gettext.GNUTranslations(file)
                for code, symbol in english.items():
                    for words in _english_words(code):
                        said = catalog.gettext(words)
                        message = make_message("errno", str(code), symbol, name.replace("_", "-"), "live", said)
                        if said != words and message:
                            yield message


@cache
def _english() -> dict[int, list[str]]:
    from ..locales.catalogs import catalog

    words: dict[int, list[str]] = {}
    for entry in catalog("en", "system"):
        namespace, _, rest = (entry.context or "").partition(":")
        number = rest.partition(":")[0]
        if namespace == "errno" and number.isdigit():
            words.setdefault(int(number), []).append(entry.translation)
    return words


def _english_words(code: int) -> list[str]:
    return _english().get(code, [])


def _windows_messages() -> Iterator[Message]:
    """Ask Windows for its messages in the language that it speaks to its user."""
    import ctypes

    describe = getattr(ctypes, "FormatError", None)
    for number in _NUMBERS:
        symbol = symbol_for("win32", number)
        if describe and symbol and (said := describe(number)):
            message = make_message("win32", str(number), symbol, "und", "live", said)
            if message:
                yield message
