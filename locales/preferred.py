"""Which languages the user reads, best first, as the environment or the system says. Nothing is set, ever."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["preferred_languages"]

NAMES = 85  # characters of LOCALE_NAME_MAX_LENGTH


def preferred_languages(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the user's languages, best first; none where nothing says.

    As gettext does it: the first of LC_ALL, LC_MESSAGES and LANG that is set names the locale; unless that is `C`,
    LANGUAGE, a list with colons, goes before it. Where none is set, Windows and macOS are asked for the languages of
    their user interface.

    Args:
        environment: The variables; this process's if they are not given.

    >>> preferred_languages({"LANG": "de_AT.UTF-8", "LANGUAGE": "pt_PT:fr"})
    ['pt_PT', 'fr', 'de_AT.UTF-8']
    >>> preferred_languages({"LC_ALL": "C", "LANGUAGE": "fr"})
    ['C']
    """
    variables = os.environ if environment is None else environment
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := variables.get(name))), "")
    if locale.partition(".")[0] in {"C", "POSIX"}:
        return [locale]
    wished = [name for name in variables.get("LANGUAGE", "").split(":") if name]
    if locale or wished or environment is not None:
        return [*wished, *([locale] if locale else [])]
    try:
        return _of_windows() if sys.platform == "win32" else _of_macos() if sys.platform == "darwin" else []
    except Exception:  # noqa: BLE001 -- a language that cannot be told is no reason to fail
        return []


def _of_windows() -> list[str]:
    """Ask for the language of the user interface: locales can differ, and name formats of dates and numbers."""
    if sys.platform != "win32":
        return []
    import ctypes

    kernel = ctypes.WinDLL("kernel32")
    name = ctypes.create_unicode_buffer(NAMES)
    return [name.value] if kernel.LCIDToLocaleName(kernel.GetUserDefaultUILanguage(), name, NAMES, 0) else []


def _of_macos() -> list[str]:
    """Ask for the preferred languages of the user, through Core Foundation."""
    import ctypes
    import ctypes.util

    path = ctypes.util.find_library("CoreFoundation")
    if path is None:
        return []
    core = ctypes.CDLL(path)
    core.CFLocaleCopyPreferredLanguages.restype = ctypes.c_void_p
    core.CFArrayGetCount.argtypes = [ctypes.c_void_p]
    core.CFArrayGetCount.restype = ctypes.c_long
    core.CFArrayGetValueAtIndex.argtypes = [ctypes.c_void_p, ctypes.c_long]
    core.CFArrayGetValueAtIndex.restype = ctypes.c_void_p
    core.CFStringGetCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32]
    core.CFStringGetCString.restype = ctypes.c_bool
    core.CFRelease.argtypes = [ctypes.c_void_p]
    array = core.CFLocaleCopyPreferredLanguages()
    utf8 = 0x08000100  # kCFStringEncodingUTF8
    found = []
    for place in range(core.CFArrayGetCount(array)):
        name = ctypes.create_string_buffer(NAMES)
        if core.CFStringGetCString(core.CFArrayGetValueAtIndex(array, place), name, NAMES, utf8):
            found.append(name.value.decode("utf-8"))
    core.CFRelease(array)
    return found
