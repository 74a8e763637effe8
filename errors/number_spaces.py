# ruff: noqa: E501, ARG001 -- patterns are easier to read in one line; readers are alike
"""Whose number is it: the platform that a text speaks of, and what a number means there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from . import codes, kinds
from .codes import SystemCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from .formats import Mention

__all__ = ["guess_platform", "readings"]

# Patterns that begin with a character of their own are found many times as fast as those that may begin with several.
_SIGNS = {
    "windows": (
        r":(?<=[A-Za-z]:)(?<![A-Za-z][A-Za-z]:)[\\/]{1,2}[\w.]", r"\\\\[\w?.]",
        r"\.(?i:exe|dll|pyd|msi)\b", r"//\./pipe/", r"W(?i:inError)\b", r"A(?i:ppData)\b", r"w(?i:in-?(?:32|64))\b",
    ),
    "macos": (r"/(?<![\w:]/)(?:Users|Applications|Library|opt/homebrew)/", r"\.dylib\b", r"darwin\b", r"Darwin\b", r"macOS\b"),
    "linux": (
        r"/(?<![\w:]/)(?:home|usr|var|etc|root|tmp|proc|mnt|media|opt|app|lib|run|srv|workspace)/",
        r"Linux error\b", r"\.so(?:\.\d+)?\b", r"[Uu]buntu\b", r"dpkg\b",
    ),
}  # fmt: skip
_HIGHEST_ERRNO = 133
_WEIGHTS = {"windows": 2, "macos": 3, "linux": 1}


def guess_platform(text: str) -> str | None:
    r"""Return the platform that paths and names speak of, None where nothing tells.

    >>> guess_platform(r"C:\Users\me\x.txt"), guess_platform("/Users/me/x.txt"), guess_platform("x")
    ('windows', 'macos', None)
    """
    scores = {
        platform: min(3, sum(sum(1 for _ in zip(range(3), sign.finditer(text), strict=False)) for sign in signs))
        * _WEIGHTS[platform]
        for platform, signs in _signs().items()
    }
    best = max(scores, key=lambda platform: scores[platform])
    return best if scores[best] else None


@cache
def _signs() -> dict[str, list[re.Pattern[str]]]:
    return {platform: [re.compile(sign) for sign in signs] for platform, signs in _SIGNS.items()}


def readings(mention: Mention, platform: str | None) -> list[SystemCode]:
    """Return what a mention means, the likeliest first; none where it is no known error."""
    found = _READERS[mention.space](mention, platform)
    read = [kinds.classify(code) for code in found]
    if platform is None:  # what installers meet has a kind: ENOTEMPTY of macOS is likelier than Linux's EREMOTE
        read.sort(key=lambda code: code.kind is None)
    return read


def _meaning(mention: Mention, platform: str | None) -> list[SystemCode]:
    namespace, symbol = mention.meaning or ("", "")
    if namespace == "either":
        windows, unix = symbol.split()
        first = [SystemCode("errno", None, unix), SystemCode("win32", codes.code_for("win32", windows), windows)]
        return first if platform in ("linux", "macos") else first[::-1]
    if symbol.isdigit():
        return [SystemCode(namespace, int(symbol), codes.symbol_for(namespace, int(symbol)))]
    where = platform if namespace == "getaddrinfo" else None
    return [SystemCode(namespace, codes.code_for(namespace, symbol, where), symbol, platform=where)]


def _rust(mention: Mention, platform: str | None) -> list[SystemCode]:
    found = [code for code in codes.parse(mention.value, platform) if code.namespace != "http"]
    for code in codes.parse(mention.value) if platform else ():  # the words may show that it is another platform's
        if code.namespace in ("win32", "errno") and code.namespace not in {known.namespace for known in found}:
            found.append(code)
    return found or _unnamed(mention, platform)


def _unnamed(mention: Mention, platform: str | None) -> list[SystemCode]:
    number = int(mention.value)
    windows = platform == "windows" or number > _HIGHEST_ERRNO
    return [SystemCode("win32" if windows else "errno", number)] if number > 0 else []


def _number(mention: Mention, platform: str | None) -> list[SystemCode]:
    """Read what C programs and Python call errno: never a Win32 number but for sockets."""
    number = int(mention.value)
    if 10000 <= number < 12000:  # noqa: PLR2004 - WinSock's
        return codes.parse(mention.value, "windows")
    found = [code for code in codes.parse(mention.value, platform) if code.namespace in ("errno", "getaddrinfo")]
    return sorted(found, key=lambda code: code.namespace != "getaddrinfo") if number < 0 else found


def _negative(mention: Mention, platform: str | None) -> list[SystemCode]:
    return [code for code in codes.parse(mention.value, platform) if code.namespace in ("errno", "getaddrinfo")]


def _win32(mention: Mention, platform: str | None) -> list[SystemCode]:
    number = int(mention.value or 11001)
    if number < 0 or number > 0xFFFF:  # noqa: PLR2004
        return codes.parse(mention.value, "windows")
    return [SystemCode("win32", number, codes.symbol_for("win32", number))] if number else []


def _getaddrinfo(mention: Mention, platform: str | None) -> list[SystemCode]:
    number = int(mention.value)
    if number > 10000:  # noqa: PLR2004 - WinSock's
        return _win32(mention, platform)
    where = "linux" if number < 0 else platform or "macos"
    symbol = codes.symbol_for("getaddrinfo", number, where)
    return [SystemCode("getaddrinfo", number, symbol, platform=where)] if symbol else []


def _wide(mention: Mention, platform: str | None) -> list[SystemCode]:
    return codes.parse(mention.value)


def _hex(mention: Mention, platform: str | None) -> list[SystemCode]:
    number = int(mention.value, 16)
    return codes.parse(f"0x{mention.value}") or [SystemCode("hresult", number)]


def _lower_name(mention: Mention, platform: str | None) -> list[SystemCode]:
    return [
        code for code in codes.parse(mention.value, platform) if code.namespace == "errno" and kinds.classify(code).kind
    ]


def _known_hex(mention: Mention, platform: str | None) -> list[SystemCode]:
    return codes.parse(f"0x{mention.value}")


def _name(mention: Mention, platform: str | None) -> list[SystemCode]:
    found = codes.parse(mention.value, platform)
    return [code for code in found if code.namespace != "http"]


def _plain(namespace: str) -> Callable[[Mention, str | None], list[SystemCode]]:
    def read(mention: Mention, platform: str | None) -> list[SystemCode]:
        number = int(mention.value)
        symbol = codes.symbol_for(namespace, number)
        return [SystemCode(namespace, number, symbol)] if symbol and number else []

    return read


_READERS: dict[str, Callable[[Mention, str | None], list[SystemCode]]] = {
    "meaning": _meaning, "rust": _rust, "number": _number, "negative": _negative, "win32": _win32,
    "getaddrinfo": _getaddrinfo, "wide": _wide, "hex": _hex, "known hex": _known_hex, "lower name": _lower_name, "exception": _meaning, "name": _name,
    "curl": _plain("curl"), "http": _plain("http"),
}  # fmt: skip
