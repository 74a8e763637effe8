"""Whether trying again may help: a predicate for retry loops, decided by the system's raw code.

The raw code, because what it is folded into says less: CPython makes EACCES both of a sharing violation, which passes
in a moment, and of a missing permission, which does not.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from .codes import SystemCode, win32_of
from .foreign import paths_of, system_of
from .travel import chain_of
from .wrap import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_transient", "noted_on", "retried", "retries_of", "retry_after"]

# What passes by itself, by namespace. Absent on purpose: 5 and 4390 on files that are not fresh, ECONNREFUSED (nobody
# listens), ENOSPC, EMFILE (the same program will still have its files open), ENOTEMPTY on Unix (it is true there).
_PASSING = {
    # 145 on Windows: a file that was deleted is still open somewhere, and so still there.
    "win32": """
        ERROR_SHARING_VIOLATION ERROR_LOCK_VIOLATION ERROR_DIR_NOT_EMPTY ERROR_PATH_BUSY ERROR_BUSY ERROR_PIPE_BUSY
        ERROR_DELETE_PENDING ERROR_USER_MAPPED_FILE ERROR_NETNAME_DELETED ERROR_UNEXP_NET_ERR ERROR_SEM_TIMEOUT
        ERROR_TIMEOUT WAIT_TIMEOUT ERROR_RETRY WSAEINTR WSAEWOULDBLOCK WSAEINPROGRESS WSAENETRESET WSAECONNABORTED
        WSAECONNRESET WSAETIMEDOUT WSATRY_AGAIN ERROR_CONNECTION_ABORTED ERROR_INTERNET_CONNECTION_RESET
        ERROR_INTERNET_CONNECTION_ABORTED ERROR_INTERNET_TIMEOUT ERROR_INSTALL_ALREADY_RUNNING
    """,
    "errno": """
        EAGAIN EWOULDBLOCK EBUSY ETXTBSY ESTALE EINTR ECONNRESET ECONNABORTED ENETRESET ETIMEDOUT EINPROGRESS
    """,
    "getaddrinfo": "EAI_AGAIN",
    "tls": "UNEXPECTED_EOF_WHILE_READING",
    # 500 is as a rule a fault of the request or of the program; 502 to 504 come from what stands before it.
    "http": "REQUEST_TIMEOUT TOO_EARLY TOO_MANY_REQUESTS BAD_GATEWAY SERVICE_UNAVAILABLE GATEWAY_TIMEOUT",
    "curl": """
        CURLE_OPERATION_TIMEDOUT CURLE_GOT_NOTHING CURLE_SEND_ERROR CURLE_RECV_ERROR CURLE_PARTIAL_FILE CURLE_AGAIN
        CURLE_HTTP2_STREAM
    """,
}
_PASSING_SYMBOLS = {namespace: frozenset(symbols.split()) for namespace, symbols in _PASSING.items()}

# Libraries' own exceptions without a code: lost in the middle, or too slow. By name, so that nothing is imported.
_PASSING_TYPES = frozenset({"IncompleteRead", "RemoteDisconnected", "ChunkedEncodingError", "RemoteProtocolError"})
_TIMEOUTS = ("Timeout", "TimeoutError", "TimedOut")

FRESH = 10  # seconds for which a scanner or an indexer may hold a file that was just written
NOTE = "__howcome_retries__"
ACCESS_DENIED = "ERROR_ACCESS_DENIED"

Error = TypeVar("Error", bound=BaseException)


def is_transient(error: BaseException) -> bool:
    """Tell whether trying again soon may succeed.

    Decided by the first system code among *error* and its causes. ERROR_ACCESS_DENIED counts where the file concerned
    was changed in the last ten seconds: then it is most often a scanner that reads it. A group is transient if all its
    members are.

    Args:
        error: any exception: an OSError, a typed error, a group, one of urllib, requests or httpx.

    >>> is_transient(ConnectionResetError(104, "Connection reset by peer")), is_transient(PermissionError(13, "denied"))
    (True, False)
    """
    return _passes(error, set())


def retry_after(error: BaseException) -> float | None:
    """Return the seconds to wait that the server asked for (Retry-After), or None if it asked for nothing.

    A group's are those of its most patient member.
    """
    if isinstance(error, BaseExceptionGroup):
        return max((asked for member in leaves(error) if (asked := retry_after(member)) is not None), default=None)
    for each in chain_of(error):
        for holder in (each, _attribute(each, "response")):
            value = _header(_attribute(holder, "headers"))
            if value is not None:
                return _seconds(value)
    return None


def retried(error: Error, times: int, seconds: float | None = None) -> Error:
    """Note on *error* how often it was tried again before it was given up, for the report; return it.

    Args:
        error: the last attempt's exception.
        times: attempts after the first one.
        seconds: how long that took in all.

    >>> retries_of(retried(ConnectionResetError(), 4, 2.5))
    (4, 2.5)
    """
    try:
        setattr(error, NOTE, (times, seconds))
    except (AttributeError, TypeError):  # an exception without attributes is reported without them
        return error
    return error


def retries_of(error: BaseException) -> tuple[int, float | None] | None:
    """Return what `retried` noted on *error* or on one of its causes, the outermost first."""
    return noted_on(chain_of(error))


def noted_on(chain: Iterable[BaseException]) -> tuple[int, float | None] | None:
    """Return what `retried` noted on one of *chain*, the first."""
    for each in chain:
        if noted := getattr(each, "__dict__", {}).get(NOTE):
            times, seconds = noted
            return times, seconds
    return None


def _passes(error: BaseException, judged: set[int]) -> bool:
    if isinstance(error, BaseExceptionGroup):
        members = [member for member in leaves(error) if id(member) not in judged]
        judged.update(map(id, members))
        return bool(members) and all(_passes(member, judged) for member in members)
    for each in chain_of(error):
        if isinstance(each, BaseExceptionGroup):
            return _passes(each, judged)
        if code := _code(each):
            return _code_passes(code, error)
        if _type_passes(each):
            return True
    return False


def _code(error: BaseException) -> SystemCode | None:
    """Return a typed error's own code (its cause may be lost, as in another process), or a stranger's."""
    own = _attribute(error, "system")
    return own if isinstance(own, SystemCode) else system_of(error)


def _code_passes(code: SystemCode, error: BaseException) -> bool:
    code = win32_of(code) or code
    if code.symbol == ACCESS_DENIED:
        return any(_fresh(path) for each in chain_of(error) for path in _paths(each))
    return code.symbol in _PASSING_SYMBOLS.get(code.namespace, ())


def _paths(error: BaseException) -> tuple[str, ...]:
    own = _attribute(error, "paths")
    return own if isinstance(own, tuple) else paths_of(error)


def _type_passes(error: BaseException) -> bool:
    """Judge an exception without a code by its type."""
    if isinstance(error, TimeoutError | ConnectionResetError | ConnectionAbortedError | BlockingIOError):
        return True
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & _PASSING_TYPES) or type(error).__name__.endswith(_TIMEOUTS)


def _fresh(path: object) -> bool:
    """Tell whether a local file was made or changed a moment ago; a share is not asked, nor what hangs.

    Not one with Windows' read-only attribute: that is why it is refused, and it stays.
    """
    if not isinstance(path, str):
        return False
    from .facts import gather

    places = gather({"age_seconds", "read_only_file"}, [path]).places
    young = (each for each in places if each.age_seconds is not None and each.age_seconds <= FRESH)
    return any(not each.read_only_file for each in young)


def _header(headers: object) -> str | None:
    """Return Retry-After from whatever holds headers: a mapping, or an email.message.Message."""
    get = _attribute(headers, "get")
    if not callable(get):
        return None
    for name in ("Retry-After", "retry-after"):
        if isinstance(value := get(name), str):
            return value
    return None


def _seconds(value: str) -> float | None:
    """Read a number of seconds or a date (RFC 9110, 10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _attribute(holder: object, name: str) -> object:
    """Return an attribute, or None where asking for it raises (httpx's `request` does)."""
    try:
        return getattr(holder, name, None)
    except Exception:  # noqa: BLE001 - whatever a stranger's property raises
        return None
