"""What other people's exceptions hold: the system's code, its words, the paths.

CPython folds many Win32 codes into one errno (1314, 39, 225 and 448 become EINVAL, 32 becomes EACCES), so `winerror` is
read before `errno`. Exceptions of libraries are read by their shape; nothing is imported for them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .codes import SystemCode, this_platform
from .kinds import identify

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["paths_of", "system_of", "url_of", "words_of"]

NTSTATUS_FAILURE = 0xC0000000
HTTP_FAILURE = 400
UNSIGNED = 2**32
LOWEST_SIGNAL = -255  # a POSIX returncode of -11 is a signal, one of -1073741515 an NTSTATUS


def system_of(error: BaseException) -> SystemCode | None:
    """Return the system code that *error* itself holds (not its causes), or None.

    >>> system_of(FileNotFoundError(2, "No such file or directory")).symbol
    'ENOENT'
    """
    for read in (_winerror, _tls, _getaddrinfo, _errno, _http_status, _exit_status):
        if found := read(error):
            return found
    reason = _attribute(error, "reason")  # urllib's URLError holds the real error
    return system_of(reason) if isinstance(reason, OSError) and reason is not error else None


def words_of(error: BaseException) -> str | None:
    """Return the system's own words in *error*, in whatever language they are."""
    words = _attribute(error, "strerror")
    if isinstance(words, str) and words:
        return words
    reason = _attribute(error, "reason")
    return words_of(reason) if isinstance(reason, OSError) and reason is not error else None


def paths_of(error: BaseException) -> tuple[str, ...]:
    """Return the one or two paths that *error* names, bytes decoded as the file system does."""
    return tuple(_paths(error))


def url_of(error: BaseException) -> str | None:
    """Return the address that an error of urllib, requests or httpx was about."""
    for holder in (error, _attribute(error, "request"), _attribute(error, "response")):
        url = _attribute(holder, "url")
        if url is not None and "://" in str(url):
            return str(url)
    return None


def _attribute(holder: object, name: str) -> object:
    """Return an attribute, or None where asking for it raises (httpx's `request` does, hostile ones may)."""
    try:
        return getattr(holder, name, None)
    except Exception:  # noqa: BLE001 -- whatever a stranger's property raises
        return None


def _number(holder: object, name: str) -> int | None:
    value = _attribute(holder, name)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _paths(error: BaseException) -> Iterator[str]:
    if not isinstance(error, OSError):
        return
    for name in ("filename", "filename2"):
        path = _attribute(error, name)
        if isinstance(path, str | bytes):
            yield os.fsdecode(path)
        elif isinstance(path, os.PathLike):
            yield os.fsdecode(os.fspath(path))


def _winerror(error: BaseException) -> SystemCode | None:
    number = _number(error, "winerror")
    if not number:
        return None
    if number < 0 or number > 0xFFFF:  # noqa: PLR2004 -- ctypes.WinError() and COM put an HRESULT here
        return identify("hresult", number % UNSIGNED, platform="windows")
    return identify("win32", number, platform="windows")


def _errno(error: BaseException) -> SystemCode | None:
    number = _number(error, "errno") if isinstance(error, OSError) else None
    return identify("errno", number, platform=this_platform()) if number and number > 0 else None


def _getaddrinfo(error: BaseException) -> SystemCode | None:
    if type(error).__name__ != "gaierror" or not (number := _number(error, "errno")):
        return None
    if this_platform() == "windows":
        return identify("win32", number, platform="windows")
    return identify("getaddrinfo", number, platform=this_platform())


def _tls(error: BaseException) -> SystemCode | None:
    if not isinstance(error, OSError) or not hasattr(error, "library"):  # ssl.SSLError alone has it
        return None
    if number := _number(error, "verify_code"):
        return identify("tls", number)
    reason = _attribute(error, "reason")
    return identify("tls", symbol=reason) if isinstance(reason, str) else SystemCode("tls")


def _http_status(error: BaseException) -> SystemCode | None:
    """Read urllib's `code`, requests' and httpx's `response.status_code`."""
    own = _number(error, "code") if _attribute(error, "headers") is not None else None
    status = own or _number(_attribute(error, "response"), "status_code")
    return identify("http", status) if status and status >= HTTP_FAILURE else None


def _exit_status(error: BaseException) -> SystemCode | None:
    """Read a Windows crash out of CalledProcessError: its exit status is an NTSTATUS."""
    status = _number(error, "returncode")
    if status is None or LOWEST_SIGNAL <= status < NTSTATUS_FAILURE:
        return None
    return identify("ntstatus", status % UNSIGNED, platform="windows")
