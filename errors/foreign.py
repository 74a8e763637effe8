"""What other people's exceptions hold: the system's code, its words, the operation, the paths, the address.

CPython folds many Win32 codes into one errno (1314, 39, 225 and 448 become EINVAL, 32 becomes EACCES), so `winerror` is
read before `errno`. Exceptions of libraries are read by their shape; nothing is imported for them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING

from .codes import SystemCode, this_platform
from .redact import command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "command_of",
    "members_of",
    "operation_of",
    "output_of",
    "paths_of",
    "said_by",
    "system_of",
    "url_of",
    "words_of",
]

NTSTATUS_FAILURE = 0xC0000000
HTTP_FAILURE = 400
WINSOCK = 10000
UNSIGNED = 2**32
LOWEST_SIGNAL = -255  # a POSIX returncode of -11 is a signal, one of -1073741515 an NTSTATUS
DEEPEST = 5
LONGEST_TEXT = 2000

# What was being done when these were raised, by package and class; a class that has none takes its base's.
_OPERATIONS = {
    name: operation
    for operation, names in {
        "connect": "socket.gaierror ssl.SSLError httpx.ConnectError httpx.ConnectTimeout",
        "fetch": "urllib.URLError http.HTTPException requests.RequestException urllib3.HTTPError httpx.HTTPError",
        "extract": "zipfile.BadZipFile tarfile.TarError gzip.BadGzipFile _lzma.LZMAError lzma.LZMAError zlib.error",
        "exec": "subprocess.SubprocessError",
        "copy": "shutil.Error",
    }.items()
    for name in names.split()
}

# Numbers as Python and Rust write them into texts, for exceptions that keep the text alone.
_TOLD = (
    r"\[(?P<python>Errno|WinError) (?P<number>-?\d{1,10})\] ?(?P<words>[^\n'\"()\[\]]{0,300})"
    r"|\(os error (?P<rust>-?\d{1,10})\)"
    r"|\[SSL: (?P<tls>[A-Z0-9_]{3,80})\]"
)


def system_of(error: BaseException) -> SystemCode | None:
    """Return the system code that *error* itself holds (not its causes), or None.

    >>> system_of(FileNotFoundError(2, "No such file or directory")).symbol
    'ENOENT'
    >>> system_of(OSError("Dem Client fehlt ein erforderliches Recht. (os error 39)")).namespace in {"errno", "win32"}
    True
    """
    return _system(list(_held(error)))


def words_of(error: BaseException) -> str | None:
    """Return the system's own words in *error*, in whatever language they are."""
    return _words(list(_held(error)))


def paths_of(error: BaseException) -> tuple[str, ...]:
    """Return the one or two paths that *error* names, bytes decoded as the file system does."""
    return _places(list(_held(error)))


def said_by(error: BaseException) -> tuple[SystemCode | None, str | None, tuple[str, ...]]:
    """Return the system code, the system's words and the paths of *error*."""
    held = list(_held(error))
    return _system(held), _words(held), _places(held)


def url_of(error: BaseException) -> str | None:
    """Return the address that an error of urllib, requests or httpx was about."""
    for holder in (error, _attribute(error, "request"), _attribute(error, "response")):
        url = _attribute(holder, "url")
        if url is not None and "://" in str(url):
            return str(url)
    return None


def operation_of(error: BaseException) -> str | None:
    """Return what was being done, where the type of *error* says it.

    >>> import zipfile
    >>> operation_of(zipfile.BadZipFile("File is not a zip file"))
    'extract'
    """
    for kind in type(error).__mro__:
        if kind.__module__ == "builtins":
            continue
        package = str(kind.__module__).partition(".")[0]
        if operation := _OPERATIONS.get(f"{package}.{kind.__qualname__}"):
            return operation
    return None


def output_of(error: BaseException) -> object:
    """Return what a program printed, of CalledProcessError and TimeoutExpired: standard error tells more."""
    if not isinstance(_attribute(error, "cmd"), str | bytes | os.PathLike | list | tuple):
        return None
    return _attribute(error, "stderr") or _attribute(error, "output")


def command_of(error: BaseException) -> tuple[str | None, int | None]:
    """Return the command line that failed and its status, of CalledProcessError and TimeoutExpired."""
    command = _attribute(error, "cmd")
    if command is None:
        return None, None
    if isinstance(command, list | tuple):
        command = command_line(command)
    elif isinstance(command, bytes | os.PathLike):
        command = os.fsdecode(command)
    return (command, _number(error, "returncode")) if isinstance(command, str) else (None, None)


def members_of(error: BaseException) -> tuple[BaseException, ...]:
    """Return the exceptions that *error* groups; `shutil.Error` groups them as texts.

    >>> import shutil
    >>> [str(each) for each in members_of(shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]))]
    ["[Errno 28] No space left on device: 'a' -> 'b'"]
    """
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions
    if type(error).__name__ != "Error" or type(error).__module__ != "shutil":
        return ()
    listed = error.args[0] if error.args else ()
    rows = [row for row in listed if isinstance(row, tuple) and len(row) == 3] if isinstance(listed, list) else []  # noqa: PLR2004
    return tuple(_copy_error(*row) for row in rows)


def _copy_error(source: object, destination: object, why: object) -> OSError:
    """Return anew the error that `shutil.copytree` kept as text."""
    told = re.search(_TOLD, str(why)[:LONGEST_TEXT])
    paths = [os.fspath(path) if isinstance(path, str | os.PathLike) else str(path) for path in (source, destination)]
    if told is None or not told["number"]:
        return OSError(None, str(why), paths[0], None, paths[1])
    error = OSError(int(told["number"]), told["words"].strip(" :"), paths[0], None, paths[1])
    if told["python"] == "WinError":
        error.winerror = int(told["number"])  # type: ignore[attr-defined,unused-ignore]
    return error


def _held(error: BaseException) -> Iterator[BaseException]:
    """Yield *error*, then what it holds instead of having it as its cause: urllib's `reason`, requests' argument."""
    found: BaseException | None = error
    for _ in range(DEEPEST):
        if found is None:
            return
        yield found
        args = _attribute(found, "args")
        held = [_attribute(found, "reason"), *(args[:2] if isinstance(args, tuple) else ())]
        found = next(iter([each for each in held if isinstance(each, BaseException)]), None)


def _system(held: list[BaseException]) -> SystemCode | None:
    for each in held:
        for read in _READERS:
            if exact := read(each):
                return exact
    # A text says less than what an inner error holds.
    return next((told for each in held if (told := _text_code(each))), None)


def _words(held: list[BaseException]) -> str | None:
    for each in held:
        words = _attribute(each, "strerror")
        if isinstance(words, str) and words:
            return words
    told = next((told for each in held if (told := _told(each))), None)
    if told is None or told["tls"]:
        return None
    before, after = told.string[: told.start()].strip(" :\n"), (told["words"] or "").strip(" :")
    return f"{before}: {after}" if before and after else before or after or None


def _places(held: list[BaseException]) -> tuple[str, ...]:
    for each in held:
        if paths := tuple(_paths(each)):
            return paths
    return ()


def _attribute(holder: object, name: str) -> object:
    """Return an attribute, or None where asking for it raises (httpx's `request` does, hostile ones may)."""
    try:
        return getattr(holder, name, None)
    except KeyboardInterrupt:  # the user's
        raise
    except BaseException:  # noqa: BLE001 -- whatever a stranger's property raises
        return None


def _number(holder: object, name: str) -> int | None:
    value = _attribute(holder, name)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _paths(error: BaseException) -> Iterator[str]:
    kept = _attribute(error, "paths")  # a stand-in's
    if isinstance(kept, tuple):
        yield from (path for path in kept if isinstance(path, str))
    names = ("filename", "filename2") if isinstance(error, OSError) else ("path",)
    for name in names if isinstance(error, OSError | ImportError) else ():
        path = _attribute(error, name)
        if path is None:  # before abstract classes are asked, which takes long
            continue
        if isinstance(path, str | bytes):
            yield os.fsdecode(path)
        elif isinstance(path, os.PathLike):
            yield os.fsdecode(os.fspath(path))


def _identify(
    namespace: str, code: int | None = None, *, symbol: str | None = None, platform: str | None = None
) -> SystemCode:
    return _identifier()(namespace, code, symbol=symbol, platform=platform)


@cache
def _identifier() -> Callable[..., SystemCode]:
    from .kinds import identify  # the table of meanings is loaded when something has failed

    return identify


def _kept(error: BaseException) -> SystemCode | None:
    """Read what a stand-in for an exception that could not travel brings along."""
    code = _attribute(error, "system")
    return code if isinstance(code, SystemCode) else None


def _winerror(error: BaseException) -> SystemCode | None:
    number = _number(error, "winerror")
    return _windows_code(number) if number else None


def _windows_code(number: int) -> SystemCode:
    if number < 0 or number > 0xFFFF:  # noqa: PLR2004 -- ctypes.WinError() and COM put an HRESULT here
        return _identify("hresult", number % UNSIGNED, platform="windows")
    return _identify("win32", number, platform="windows")


def _errno(error: BaseException) -> SystemCode | None:
    number = _number(error, "errno") if isinstance(error, OSError) else None
    return _identify("errno", number, platform=this_platform()) if number and number > 0 else None


def _getaddrinfo(error: BaseException) -> SystemCode | None:
    if type(error).__name__ != "gaierror" or not (number := _number(error, "errno")):
        return None
    return _name_code(number)


def _name_code(number: int) -> SystemCode:
    if this_platform() == "windows":
        return _identify("win32", number, platform="windows")
    return _identify("getaddrinfo", number, platform=this_platform())


def _tls(error: BaseException) -> SystemCode | None:
    if not isinstance(error, OSError) or not hasattr(error, "library"):  # ssl.SSLError alone has it
        return None
    if number := _number(error, "verify_code"):
        return _identify("tls", number)
    reason = _attribute(error, "reason")
    return _identify("tls", symbol=reason) if isinstance(reason, str) else SystemCode("tls")


def _http_status(error: BaseException) -> SystemCode | None:
    """Read urllib's `code`, requests' and httpx's `response.status_code`."""
    own = _number(error, "code") if _attribute(error, "headers") is not None else None
    status = own or _number(_attribute(error, "response"), "status_code")
    return _identify("http", status) if status and status >= HTTP_FAILURE else None


def _exit_status(error: BaseException) -> SystemCode | None:
    """Read a Windows crash out of CalledProcessError: its exit status is an NTSTATUS."""
    status = _number(error, "returncode")
    if status is None or LOWEST_SIGNAL <= status < NTSTATUS_FAILURE:
        return None
    return _identify("ntstatus", status % UNSIGNED, platform="windows")


def _text_code(error: BaseException) -> SystemCode | None:
    """Read the number out of a text, where the text is all that there is: extensions in Rust raise so."""
    told = _told(error)
    if told is None:
        return None
    if told["tls"]:
        return _identify("tls", symbol=told["tls"])
    if told["python"] == "WinError" or (told["rust"] and this_platform() == "windows"):
        return _windows_code(int(told["number"] or told["rust"]))
    if told["rust"]:
        return _identify("errno", int(told["rust"]), platform=this_platform())
    return _python_code(int(told["number"]), told["words"])


def _told(error: BaseException) -> re.Match[str] | None:
    if (isinstance(error, OSError) and error.errno is not None) or _attribute(error, "cmd") is not None:
        return None
    if members_of(error):  # what they say is theirs
        return None
    try:
        text = str(error)[:LONGEST_TEXT]
    except Exception:  # noqa: BLE001 -- whatever a stranger's __str__ raises
        return None
    return re.search(_TOLD, text) if "rrno " in text or "rror " in text or "[SSL: " in text else None


def _python_code(number: int, words: str) -> SystemCode:
    """Return whose number this is, on this machine: `errno`, WinSock and name look-ups share a place in texts."""
    if number < 0 or "servname" in words:  # macOS numbers name look-ups from 1, and says "nodename nor servname ..."
        return _name_code(number)
    if this_platform() == "windows":
        return _windows_code(number) if number >= WINSOCK else _identify("errno", number, platform="windows")
    return _identify("errno", number, platform=this_platform())


_READERS = (_kept, _winerror, _tls, _getaddrinfo, _errno, _http_status, _exit_status)
