"""System codes: a number in its namespace, the symbol that it has there, and whose number it is.

The tables lie in data/ and are read on the first question that needs them. data/README.md says where they come from,
and which name is canonical where a number has several.
"""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SystemCode", "code_for", "parse", "search", "symbol_for", "this_platform", "win32_of"]

_LABELS = {
    "win32": "Windows error",
    "errno": "errno",
    "ntstatus": "NTSTATUS",
    "hresult": "HRESULT",
    "getaddrinfo": "getaddrinfo error",
    "http": "HTTP status",
    "tls": "TLS verify error",
    "curl": "curl error",
}
_ERRNO_LABELS = {"linux": "Linux error", "macos": "macOS error", "windows": "Windows C runtime error"}

# Namespaces whose numbers differ from platform to platform: one column each.
_BY_PLATFORM = ("errno", "getaddrinfo")
# Whose number it is when nobody says: Linux's, as in the catalogs, then whoever else has it.
_PLATFORMS = ("linux", "macos", "windows", "freebsd", "libuv")
_WINSOCK = range(10000, 12000)
# libuv's own numbers, of Windows: below every errno that a kernel or libuv elsewhere negates.
_LIBUV = range(-4095, -2999)

_HALF, _WIDE = 0xFFFF, 0xFFFFFFFF
_NEGATIVE = range(-0x80000000, -_HALF)
_ERROR_NTSTATUS = 0xC0000000
# What precedes the low word in HRESULT_FROM_WIN32, in HRESULTs of facility STORAGE and in NTSTATUS_FROM_WIN32.
_FROM_WIN32, _FROM_STORAGE, _NT_FROM_WIN32 = 0x8007, 0x8003, 0xC007
_FROM_NT, _NT_BIT = 0xD, 0x10000000  # HRESULT_FROM_NT sets that bit of an NTSTATUS

# Numbers that, alone and without a platform, are more often a Windows error than an errno in what installers print:
# "5" is access denied and hardly ever EIO, while "13" is EACCES and hardly ever ERROR_INVALID_DATA.
_WINDOWS_FIRST = frozenset({3, 5, 6, 15, 19, 21, 32, 33, 50, 53, 67, 80, 82, 87, 112, 123, 126, 127})

# HRESULTs of facility STORAGE (0x8003xxxx) whose low word is the DOS error of the same meaning. Others are not:
# 0x80030009 is an invalid pointer, not ERROR_INVALID_BLOCK.
_STORAGE = frozenset({1, 2, 3, 4, 5, 6, 8, 0x12, 0x13, 0x19, 0x1D, 0x1E, 0x20, 0x21, 0x50, 0x57, 0x70})


# Names in lower case are names only where they cannot be words.
_LOWER_CASE = r"e[a-z0-9]+|[a-z0-9]+_[a-z0-9_]+"  # compiled at its first use, for a light import


@attrs.frozen
class SystemCode:
    """What a system said, as a number or a name in its namespace.

    Attributes:
        namespace: ``win32`` (WinSock too), ``errno``, ``ntstatus``, ``hresult``, ``getaddrinfo``, ``http``, ``tls`` or
            ``curl``.
        code: the number as it was given; HRESULT and NTSTATUS are unsigned, 32 bits.
        symbol: the canonical name, such as ``ERROR_PRIVILEGE_NOT_HELD``.
        kind: the portable meaning, an ``ErrorKind``'s value.
        platform: ``windows``, ``linux`` or ``macos``: whose errno or getaddrinfo number it is.

    >>> print(SystemCode("win32", 1314, "ERROR_PRIVILEGE_NOT_HELD"))
    ERROR_PRIVILEGE_NOT_HELD, Windows error 1314
    >>> print(SystemCode("errno", 13, "EACCES", platform="linux"))
    EACCES, Linux error 13
    >>> print(SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED"))
    STATUS_ACCESS_DENIED, NTSTATUS 0xC0000022
    """

    namespace: str
    code: int | None = None
    symbol: str | None = None
    kind: str | None = None
    platform: str | None = None

    def __str__(self) -> str:
        """Return symbol and number, for people."""
        label = _LABELS.get(self.namespace, self.namespace)
        if self.namespace == "errno":
            label = _ERRNO_LABELS.get(self.platform or "", label)
            if self.code is not None and self.code < 0:  # libuv numbers its errors alike on every Windows
                label = "libuv error"
        if self.code is None:
            return self.symbol or f"unknown {label}"
        number = f"0x{self.code & _WIDE:08X}" if self.namespace in ("ntstatus", "hresult") else str(self.code)
        # People know HTTP's statuses by number.
        return f"{self.symbol}, {label} {number}" if self.symbol and self.namespace != "http" else f"{label} {number}"


def this_platform() -> str:
    """Return ``windows``, ``macos`` or ``linux`` (which stands for every other Unix too)."""
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def symbol_for(namespace: str, code: int, platform: str | None = None) -> str | None:
    """Return the canonical name of a number, or None.

    Args:
        namespace: one of SystemCode's.
        code: the number; HRESULT and NTSTATUS signed or unsigned.
        platform: for errno and getaddrinfo, whose number it is: ``linux``, ``macos``, ``windows``, ``freebsd``. None
            asks Linux's numbers, then the others'. libuv's and the kernel's negative numbers are known everywhere.

    >>> symbol_for("errno", 66, "macos"), symbol_for("errno", 39, "linux"), symbol_for("errno", -4048)
    ('ENOTEMPTY', 'ENOTEMPTY', 'EPERM')
    """
    if namespace in _BY_PLATFORM:
        for column in _columns(namespace, platform):
            if symbol := column[0].get(code):
                return symbol
        return _errno_beyond_the_table(code, platform) if namespace == "errno" else None
    if namespace not in _LABELS:
        return None
    if namespace in ("hresult", "ntstatus"):
        code &= _WIDE
    symbol = _table(namespace)[0].get(code)
    if symbol is None and (number := _wrapped(namespace, code)) is not None:
        return symbol_for("win32", number)
    return symbol


def code_for(namespace: str, symbol: str, platform: str | None = None) -> int | None:
    """Return the number of a name (an alias counts), or None.

    For errno and getaddrinfo, a name whose number differs between platforms has none without a platform.

    >>> code_for("win32", "ERROR_PRIVILEGE_NOT_HELD"), code_for("errno", "ENOTEMPTY", "macos")
    (1314, 66)
    """
    if namespace in _BY_PLATFORM:
        numbers = [column[1][symbol] for column in _columns(namespace, platform) if symbol in column[1]]
        if platform is None and len({number for number in numbers if number not in _LIBUV}) > 1:
            return None
        return numbers[0] if numbers else None
    return _table(namespace)[1].get(symbol) if namespace in _LABELS else None


def parse(text: str, platform: str | None = None) -> list[SystemCode]:
    """Return the readings of a lone number or name, the likeliest first; unknown ones have none.

    An HRESULT that wraps a Win32 code (0x8007xxxx) is read as that code first, and then as itself.

    Args:
        text: ``1314``, ``EACCES``, ``0x80070522``, ``-2147023582``, ``3221225506``, ``CURLE_SSL_CACERT``.
        platform: ``windows``, ``linux`` or ``macos``, where the text comes from, if that is known.

    >>> [str(code) for code in parse("-2147023582")]
    ['ERROR_PRIVILEGE_NOT_HELD, Windows error 1314', 'ERROR_PRIVILEGE_NOT_HELD, HRESULT 0x80070522']
    >>> [str(code) for code in parse("17", "windows")]
    ['ERROR_NOT_SAME_DEVICE, Windows error 17', 'EEXIST, Windows C runtime error 17']
    >>> parse("teapot")
    []
    """
    text = text.strip()
    if re.fullmatch(r"[+-]?\d{1,10}|0[xX][0-9a-fA-F]{1,8}", text, re.ASCII):
        hexadecimal = text[:2].lower() == "0x"
        number = int(text, 16 if hexadecimal else 10)
        if number in _NEGATIVE or _HALF < number <= _WIDE:
            return _wide_readings(number & _WIDE)
        if number < 0:
            return _negative_readings(number, platform)
        return _small_readings(number, "windows" if hexadecimal else platform)
    found = _named_readings(text, platform)
    return found if found or not re.fullmatch(_LOWER_CASE, text) else _named_readings(text.upper(), platform)


def win32_of(code: SystemCode) -> SystemCode | None:
    """Return the Win32 code that an HRESULT or NTSTATUS wraps or equals, without a kind; None if there is none.

    The equals of an NTSTATUS are those of RtlNtStatusToDosError, as far as installers meet them.

    >>> print(win32_of(SystemCode("ntstatus", 0xC0000043)))
    ERROR_SHARING_VIOLATION, Windows error 32
    """
    number = code.code
    if code.namespace not in ("hresult", "ntstatus"):
        return None
    if number is None:
        number = code_for(code.namespace, code.symbol or "")
    found = None if number is None else _wrapped(code.namespace, number & _WIDE)
    return None if found is None else SystemCode("win32", found, _table("win32")[0].get(found))


def search(query: str) -> Iterator[SystemCode]:
    """Yield the codes that a number, a part of a name or several words of one stand for.

    >>> [code.symbol for code in search("privilege held")]
    ['ERROR_PRIVILEGE_NOT_HELD', 'STATUS_PRIVILEGE_NOT_HELD']
    """
    found = parse(query)
    words = re.findall(r"[A-Z0-9]+", query.upper())
    for namespace in _LABELS if words else ():
        for symbol, number in _all_of(namespace):
            if all(word in symbol for word in words) and symbol_for(namespace, number or 0) in (symbol, None):
                found.append(SystemCode(namespace, number, symbol))
    seen: set[tuple[str, str | None]] = set()
    for code in found:
        key = (code.namespace, code.symbol)
        if key not in seen:
            seen.add(key)
            yield code


# --- the tables ---

_Table = tuple[dict[int, str], dict[str, int]]  # number -> canonical symbol, symbol -> number


def _lines(name: str) -> list[list[str]]:
    """Return the cells of data/<name>.tsv, its heading first."""
    # Beside this file rather than through importlib.resources, which costs 20 ms, and works when vendored.
    with open(f"{__file__.removesuffix('codes.py')}data/{name}.tsv", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs more than the table
        return [line.rstrip("\n").split("\t") for line in file]


@functools.cache
def _table(namespace: str) -> _Table:
    """Read the table of a namespace that has one number for a name."""
    names: dict[int, str] = {}
    numbers: dict[str, int] = {}
    for number, symbol in _lines(namespace)[1:]:
        if number != "-":
            names.setdefault(int(number, 0), symbol)  # the first row of a number has its canonical name
            numbers[symbol] = int(number, 0)
    return names, numbers


@functools.cache
def _platform_tables(namespace: str) -> dict[str, _Table]:
    """Read the table of a namespace that has a column for each platform."""
    heading, *rows = _lines(namespace)
    tables: dict[str, _Table] = {platform: ({}, {}) for platform in heading[1:]}
    for symbol, *cells in rows:
        for (names, numbers), cell in zip(tables.values(), cells, strict=True):
            if cell != "-":
                names.setdefault(int(cell), symbol)
                numbers[symbol] = int(cell)
    return tables


@functools.cache
def _tls_reasons() -> frozenset[str]:
    """Return OpenSSL's reasons, which logs give by name only."""
    return frozenset(symbol for number, symbol in _lines("tls")[1:] if number == "-")


@functools.cache
def _nt_equals() -> dict[int, int]:
    """Return the Win32 numbers that some NTSTATUS numbers equal."""
    ntstatus, win32 = _table("ntstatus")[1], _table("win32")[1]
    return {ntstatus[status]: win32[error] for status, error in _lines("ntstatus_win32")[1:]}


def _columns(namespace: str, platform: str | None) -> list[_Table]:
    """Return the columns that answer for a platform, libuv's last; all of them for None."""
    tables = _platform_tables(namespace)
    return [tables[name] for name in _PLATFORMS if name in tables and (platform in (None, name) or name == "libuv")]


def _errno_beyond_the_table(code: int, platform: str | None) -> str | None:
    """Name the numbers that some report in errno's place: kernels and libuv negate it, Python has WinSock's."""
    if code in _WINSOCK and platform in (None, "windows"):
        symbol = _table("win32")[0].get(code, "").removeprefix("WSA")
        return symbol if symbol in _platform_tables("errno")["windows"][1] else None
    return symbol_for("errno", -code, platform) if _LIBUV.stop <= code < 0 else None


def _wrapped(namespace: str, number: int) -> int | None:
    """Return the Win32 number inside an unsigned HRESULT or NTSTATUS."""
    facility, low = number >> 16, number & _HALF
    if namespace == "hresult":
        if facility == _FROM_WIN32 or (facility == _FROM_STORAGE and low in _STORAGE):
            return low
        return _wrapped("ntstatus", number & ~_NT_BIT) if number >> 28 == _FROM_NT else None
    if namespace == "ntstatus":
        return low if facility == _NT_FROM_WIN32 else _nt_equals().get(number)
    return None


def _all_of(namespace: str) -> Iterator[tuple[str, int | None]]:
    """Yield the names of a namespace with their numbers, each once."""
    if namespace in _BY_PLATFORM:
        for symbol in dict.fromkeys(symbol for table in _columns(namespace, None) for symbol in table[1]):
            yield symbol, code_for(namespace, symbol)
        return
    yield from _table(namespace)[1].items()
    if namespace == "tls":
        yield from ((symbol, None) for symbol in sorted(_tls_reasons()))


# --- readings ---


def _known(namespace: str, number: int, platform: str | None = None) -> list[SystemCode]:
    """Return the code, if its number has a name."""
    symbol = symbol_for(namespace, number, platform)
    return [SystemCode(namespace, number, symbol, platform=platform)] if symbol else []


def _wide_readings(number: int) -> list[SystemCode]:
    """Read a number of 32 bits: HRESULT or NTSTATUS, and what they wrap."""
    found: list[SystemCode] = []
    if number >> 28 == _FROM_NT:
        found += _known("ntstatus", number & ~_NT_BIT)
    elif number >> 16 in (_FROM_WIN32, _NT_FROM_WIN32):
        found += _known("win32", number & _HALF)
    order = ("ntstatus", "hresult") if number >= _ERROR_NTSTATUS else ("hresult", "ntstatus")
    for namespace in order:
        found += _known(namespace, number)
    return found


def _negative_readings(number: int, platform: str | None) -> list[SystemCode]:
    """Read a small negative number: libuv's, or an errno that the kernel or a tool negated, or getaddrinfo's."""
    for namespace in _BY_PLATFORM:
        if symbol := _platform_tables(namespace)["libuv"][0].get(number):
            return [SystemCode(namespace, number, symbol, platform="windows" if namespace == "errno" else None)]
    found = _errno_readings(-number, platform)
    if platform in (None, "linux"):
        found += _known("getaddrinfo", number, "linux")
    return found


def _small_readings(number: int, platform: str | None) -> list[SystemCode]:
    """Read a small number: Win32 or errno, then an HTTP status."""
    if not number:
        return []  # nobody's error
    windows = _known("win32", number)
    others = _errno_readings(number, platform)
    statuses = _known("http", number)
    if platform == "windows" or (platform is None and number in _WINDOWS_FIRST):
        return [*windows, *others, *statuses]
    if platform is None and statuses:
        return [*statuses, *windows, *others]  # those Win32 numbers are rare
    return [*others, *windows, *statuses]


def _errno_readings(number: int, platform: str | None) -> list[SystemCode]:
    """Read an errno: once if all agree, else once for each meaning, Linux's first."""
    if platform is not None:
        return _known("errno", number, platform)
    platforms: dict[str, list[str]] = {}
    for name in ("linux", "macos", "windows"):
        if symbol := _platform_tables("errno")[name][0].get(number):
            platforms.setdefault(symbol, []).append(name)
    return [
        SystemCode("errno", number, symbol, platform=None if len(platforms) == 1 else names[0])
        for symbol, names in platforms.items()
    ]


def _named_readings(name: str, platform: str | None) -> list[SystemCode]:
    """Read a name, under its canonical one."""
    found: list[SystemCode] = []
    for namespace in (
        name for name in _LABELS if name != "http"
    ):  # LOCKED and FOUND are words before they are statuses
        where = platform if namespace in _BY_PLATFORM else None
        number = code_for(namespace, name, where)
        if number is not None:
            symbol = symbol_for(namespace, number, where)
            given = None if number in _LIBUV else number
            found.append(SystemCode(namespace, given, symbol, platform=where))
        elif namespace in _BY_PLATFORM and any(name in column[1] for column in _columns(namespace, None)):
            found.append(SystemCode(namespace, None, name, platform=where))
    if (reason := name.removeprefix("X509_V_ERR_")) in _tls_reasons():
        found.append(SystemCode("tls", None, reason))
    elif reason != name:
        found += [code for code in _named_readings(reason, platform) if code.namespace == "tls"]
    return found
