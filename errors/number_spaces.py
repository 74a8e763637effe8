# ruff: noqa: E501, ARG001 -- patterns are easier to read in one line; readers are alike
"""Whose number is it: the platform that a text speaks of, and what a number means there."""

from __future__ import annotations

import re
from functools import cache, lru_cache
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
    "macos": (
        r"/(?<![\w:]/)(?:Users|Applications|Library|opt/homebrew|usr/local/(?:Cellar|Frameworks|Homebrew|Caskroom))\b/?", r"o(?i:sx-(?:arm64|x64))\b", r"\.dylib\b", r"darwin\b", r"Darwin\b", r"macOS\b"),
    "linux": (
        r"/(?<![\w:]/)(?:home|usr|var|etc|root|tmp|proc|mnt|media|opt|app|lib|run|srv|workspace|dev|nix|storage|boot|sys|snap)/",
        r"Linux error\b", r"\.so(?:\.\d+)?\b", r"[Uu]buntu\b", r"dpkg\b", r"cc1(?:plus)?: ", r"UnixException\b",
    ),
}  # fmt: skip
_HIGHEST_ERRNO = 133
_WEIGHTS = {"windows": 2, "macos": 3, "linux": 1}


@lru_cache(64)
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
    return list(_read(mention._replace(start=0, end=0, tool=None), platform))


@lru_cache(2048)  # the same errors come again and again
def _read(mention: Mention, platform: str | None) -> tuple[SystemCode, ...]:
    read = map(kinds.classify, _READERS[mention.space](mention, platform))
    if platform is None:  # what installers meet has a kind: ENOTEMPTY of macOS is likelier than Linux's EREMOTE
        return tuple(sorted(read, key=lambda code: code.kind is None))
    return tuple(read)


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
    """Read what Rust calls an OS error: a Win32 number on Windows, errno's everywhere else."""
    if platform != "windows":
        found = [code for code in codes.parse(mention.value, platform) if code.namespace != "http"]
    else:
        found = [code for code in codes.parse(mention.value, platform) if code.namespace not in ("http", "errno")]
    for code in codes.parse(mention.value) if platform else ():  # the words may show that it is another platform's
        if code.namespace in ("win32", "errno") and code.namespace not in {known.namespace for known in found}:
            elsewhere = platform == "windows" and code.namespace == "errno" and not code.platform
            found.append(SystemCode("errno", code.code, code.symbol, platform="linux") if elsewhere else code)
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


def _function(mention: Mention, platform: str | None) -> list[SystemCode]:
    """Read what a function gave, if it is a system's: of others the number is their own."""
    said = mention.value.lower()
    number = _GIVEN.findall(said)[-1]
    names = _FUNCTION.findall(said)
    given = mention._replace(value=number)
    if _OF_WINDOWS.fullmatch(names[0]) or _OF_WINDOWS.fullmatch(names[-1]):
        return _api(given, platform)
    if _OF_C.fullmatch(names[0]) and (_FAILED.intersection(names) or (number < "0" and "(" in said)):
        return _call(given, platform)
    return []


_GIVEN = re.compile(r"(?<!\w)(?:0x[0-9a-f]+|-?\d+)")
_FUNCTION = re.compile(r"[a-z_]\w*")
_FAILED = frozenset({"failed", "failure", "fails", "errno", "errcode", "rc", "err"})
_OF_WINDOWS = re.compile(
    r"(?:(?:create|open)(?:process(?:asuser|withtokenw?|withlogonw?)?|file(?:mapping)?|directory|symboliclink|hardlink|service|scmanager|mutex|event|thread|"
    r"pipe|namedpipe|processtoken|key)|(?:copy|move|delete|replace|lock|unlock|read|write|map ?viewof|find(?:first|next)|set(?:endof)?|flush|"
    r"unmapviewof)(?:file|filetransacted|filebuffers|filepointer|fileattributes|filetime|filesecurity|filewithprogress)|removedirectory|setcurrentdirectory|"
    r"getfileattributes|getfullpathname|getlongpathname|getfinalpathnamebyhandle|gettempfilename|getdiskfreespace|getvolumeinformation|getmodulehandle|"
    r"getmodulefilename|getprocaddress|loadlibrary|loadimage|shellexecute|shfileoperation|deviceiocontrol|duplicatehandle|closehandle|waitforsingleobject|"
    r"waitformultipleobjects|terminateprocess|assignprocesstojobobject|createjobobject|setinformationjobobject|virtualalloc|virtualprotect|heapalloc|"
    r"reg(?:open|create|set|delete|query|enum|load|save|unload)(?:key|value|tree)|startservice|controlservice|deleteservice|changeserviceconfig|"
    r"queryservicestatus|adjusttokenprivileges|lookupprivilegevalue|lookupaccount(?:name|sid)|logonuser|impersonateloggedonuser|setnamedsecurityinfo|"
    r"getnamedsecurityinfo|setsecurityinfo|revertwow64fsredirection|wow64(?:revert|disable)wow64fsredirection|crypt(?:acquirecontext|genrandom|protectdata|"
    r"unprotectdata)|beginupdateresource|endupdateresource|updateresource|winhttp\w{3,24}|internet(?:open|openurl|connect|readfile)|http(?:sendrequest|"
    r"openrequest)|wsastartup|wsasocket|wsaconnect|wsarecv|wsasend|addprinter(?:driver)?|setupdi\w{4,40}|setupcopyoeminf|updatedriverforplugandplaydevices|"
    r"createtoolhelp32snapshot|connectnamedpipe|waitnamedpipe|msiinstallproduct|msiopenpackage)"
    r"(?:ex)?(?:[aw]|2)?"
)
# Of the C library; also plain words, so that more must be said of them.
_OF_C = re.compile(
    r"(?:open(?:at|dir)?|creat|read(?:link|dir|v)?|write(?:v)?|p(?:read|write)(?:64)?|close|lseek|f?stat(?:at|vfs|fs)?|lstat|access|fopen|fwrite|fread|"
    r"fclose|rename(?:at2?)?|unlink(?:at)?|link(?:at)?|symlink(?:at)?|mkdir(?:at)?|rmdir|mknod|f?ch(?:mod|own|dir|root)|lchown|utimensat|f?truncate|"
    r"f?allocate|posix_fallocate|f(?:data)?sync|flock|fcntl|ioctl|mount|umount2?|mmap|munmap|mprotect|mlock|brk|v?fork|clone[23]?|execv[pe]{0,2}|execl[pe]?|"
    r"posix_spawnp?|spawn|waitpid|kill|pipe2?|dup[23]?|socket(?:pair)?|bind|listen|connect|accept4?|recv(?:from|msg)?|send(?:to|msg|file)?|shutdown|"
    r"[gs]etsockopt|select|poll|epoll_(?:create1?|ctl|wait)|inotify_(?:init1?|add_watch)|eventfd|timerfd_create|sem_open|shm_open|dlopen|copy_file_range|"
    r"splice|pthread_create|set[eg]?uid|setgroups|setrlimit|prctl|ptrace|unshare|setns|pivot_root|reboot|sysctl|statx|link)"
)


def _api(mention: Mention, platform: str | None) -> list[SystemCode]:
    """Read what a function of Windows gave: only what has a name, since functions also return counts."""
    number = int(mention.value, 16 if mention.value[1:2] in ("x", "X") else 10)
    if number > 0xFFFF:  # noqa: PLR2004
        return codes.parse(mention.value)
    symbol = codes.symbol_for("win32", number)
    return [SystemCode("win32", number, symbol)] if symbol and number > 1 else []


def _call(mention: Mention, platform: str | None) -> list[SystemCode]:
    """Read what a function of the C library gave: -1 only says that it failed."""
    if mention.value == "-1":
        return []
    found = codes.parse(mention.value, "windows" if mention.value[:2] == "10" and len(mention.value) > 4 else platform)  # noqa: PLR2004
    return [code for code in found if code.namespace in ("errno", "win32") and code.symbol and code.code]


def _reason(mention: Mention, platform: str | None) -> list[SystemCode]:
    words = " ".join(mention.value.lower().replace("-", "").replace("temporarily ", "").split())
    number = _REASONS[words]
    return [SystemCode("http", number, codes.symbol_for("http", number))]


_REASONS = {
    "too many requests": 429, "service unavailable": 503, "bad gateway": 502, "gateway timeout": 504,
    "internal server error": 500, "proxy authentication required": 407, "forbidden": 403, "unauthorized": 401,
}  # fmt: skip


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
    "getaddrinfo": _getaddrinfo, "function": _function, "api": _api, "call": _call, "reason": _reason, "wide": _wide, "hex": _hex, "known hex": _known_hex, "lower name": _lower_name, "exception": _meaning, "name": _name,
    "curl": _plain("curl"), "http": _plain("http"),
}  # fmt: skip
