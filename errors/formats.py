"""How tools write system errors: a row for each form, each anchored on a literal, none that can run away.

The groups of a row say what was found: `code` or `hex` or `symbol`, `path` and `other`, `call`.
"""

from __future__ import annotations

import re

import attrs

__all__ = ["FORMS", "Form", "infer_platform", "operation_of"]


@attrs.frozen
class Form:
    """One way of writing an error: its name, whose number it is (None: that of the platform), and its pattern."""

    name: str
    namespace: str | None
    pattern: re.Pattern[str]
    tool: str | None = None


def _form(name: str, namespace: str | None, pattern: str, tool: str | None = None) -> Form:
    return Form(name, namespace, re.compile(pattern, re.VERBOSE), tool)


PATHS = r"""(?: :\s? (?P<quote>['"]) (?P<path>[^'"\n]{1,1024}) (?P=quote)
            (?: \s -> \s (?P=quote) (?P<other>[^'"\n]{1,1024}) (?P=quote) )? )?"""
NODE = r"(?P<symbol>E[A-Z0-9]{2,15}) : \s (?P<words>[a-z][a-z ,'-]{3,60}?) , \s (?P<call>[a-z]{2,20})"
QUOTED = r"""(?: \s '(?P<path>[^'\n]{1,1024})' (?: \s -> \s '(?P<other>[^'\n]{1,1024})' )? )?"""
ERRNO_NAMES = (
    "PERM NOENT ACCES EXIST NOSPC ROFS XDEV BUSY MFILE NOTEMPTY TXTBSY LOOP NAMETOOLONG MLINK ISDIR NOTDIR "
    "INVAL IO STALE DQUOT NOTSUP OPNOTSUPP NOSYS CONNREFUSED CONNRESET TIMEDOUT HOSTUNREACH "
    "NETUNREACH PIPE NOMEM NOEXEC NOLCK AGAIN BADF CONNABORTED ADDRINUSE"
).split()
TLS_REASONS = "CERTIFICATE_VERIFY_FAILED WRONG_VERSION_NUMBER UNEXPECTED_EOF_WHILE_READING".split()

FORMS = (
    _form("rust", None, r"[(\[\uff08] \s? os \s error \s (?P<code>\d{1,10}) \s? [)\]\uff09]"),
    _form("rust-debug", None, r"Os \s \{ \s code: \s (?P<code>\d{1,10}) , \s kind: \s \w{1,40} , \s message:"),
    _form("python-winerror", "win32", r"\[ WinError \s (?P<code>-?\d{1,11}) \] [^\n:'\"]{0,300}" + PATHS),
    _form("python-errno", "errno", r"\[ Errno \s (?P<code>-?\d{1,6}) \] [^\n:'\"]{0,300}" + PATHS),
    _form("node", "errno", NODE + QUOTED),
    _form("node-code", "errno", r"\b code:? \s? ['\"]? (?P<symbol>E[A-Z0-9]{2,15}) \b"),
    _form("node-errno", "errno", r"\b errno:? \s (?P<code>-\d{1,5}) \b"),
    _form("pywin32", "win32", r"\( (?P<code>\d{1,5}) , \s ['\"] (?P<call>[A-Z]\w{3,40}) ['\"]"),
    _form("hresult", "hresult", r"\b 0[xX] (?P<hex>[8][0-9a-fA-F]{7}) \b"),
    _form("ntstatus", "ntstatus", r"\b 0[xX] (?P<hex>[cC]0[0-9a-fA-F]{6}) \b"),
    _form("exit-status", "ntstatus", r"(?<![\d.-]) (?P<code>-107374\d{4}|322122\d{4}) (?![\d.])"),
    _form("hresult-decimal", "hresult", r"(?<![\d.]) (?P<code>-21470\d{5}|-21480\d{5}) (?![\d.])"),
    _form("windows-number", "win32", r"\b (?:System|Windows) \s [Ee]rror (?:\s code)? :? \s (?P<code>\d{1,5}) \b"),
    _form("winsock-name", "win32", r"\b (?P<symbol>WSA[A-Z_]{4,30}) \b"),
    _form("windows-name", "win32", r"\b (?P<symbol>ERROR_[A-Z0-9_]{3,60}) \b"),
    _form("ntstatus-name", "ntstatus", r"\b (?P<symbol>STATUS_[A-Z0-9_]{3,60}) \b"),
    _form("resolver-name", "getaddrinfo", r"\b (?P<symbol>EAI_[A-Z]{4,10}) \b"),
    _form("errno-name", "errno", rf"(?<![\w$-]) (?P<symbol>E(?:{'|'.join(ERRNO_NAMES)})) (?![\w-])"),
    _form("curl", "curl", r"\b curl: \s \( (?P<code>\d{1,3}) \)", "curl"),
    _form("tls", "tls", rf"\b (?P<symbol>{'|'.join(TLS_REASONS)}) \b"),
)

SIGNS = {
    "windows": re.compile(
        r"\b[A-Za-z]:[\\/]|\\\\|\.exe\b|\.dll\b|\.pyd\b|WinError|AppData|PowerShell|\bcmd\b|mklink|MSVC|win32|Windows|\bLNK\d"
    ),
    "macos": re.compile(r"/Users/|/Library/|/private/var|\.dylib\b|macOS|[Dd]arwin|Homebrew|/opt/homebrew|OSX"),
    "linux": re.compile(
        r"/home/|/usr/|/var/|/etc/|/tmp/|/root/|/opt/|/mnt/|\.so\b|[Ll]inux|Ubuntu|Debian|\bdpkg\b|\bapt\b"
    ),
}

# What a call's name, or a word of the sentence around it, says of the operation; the first that occurs is it.
OPERATIONS = {
    "junction": r"junction",
    "symlink": r"symlink|symbolic link|mklink|CreateSymbolicLink",
    "hardlink": r"hard ?link|CreateHardLink|\blink\b",
    "clone": r"reflink|FICLONE|clonefile",
    "rename": r"renam|persist|MoveFile|\bmv\b",
    "copy": r"\bcopy|copyfile|CopyFile",
    "delete": r"remov|delet|unlink|rmdir|uninstall|\brm\b|scandir",
    "mkdir": r"mkdir|create (?:a )?director",
    "extract": r"extract|unpack|unzip|untar",
    "lock": r"\block\b|flock",
    "exec": r"spawn|exec|CreateProcess|launch|\brun\b",
    "load-library": r"LoadLibrary|DLL load|dlopen|shared object",
    "connect": r"connect|getaddrinfo|socket|resolve host|dial tcp",
    "fetch": r"download|fetch|request",
    "write": r"writ",
    "create": r"creat",
    "read": r"\bread|\bopen|\bstat\b|scan",
}


def infer_platform(text: str) -> str | None:
    r"""Return the system that *text* is from, by its paths and names; None where nothing tells.

    >>> infer_platform("failed to read C:\\Users\\ann")
    'windows'
    """
    return next((platform for platform, sign in SIGNS.items() if sign.search(text)), None)


_NAMED = "|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in OPERATIONS.items())
_OPERATION = re.compile(_NAMED, re.IGNORECASE)


def operation_of(text: str) -> str | None:
    """Return what was being done, by the last word in *text* that says so.

    >>> operation_of("failed to rename file from a to b")
    'rename'
    """
    last = None
    for match in _OPERATION.finditer(text):
        last = match.lastgroup
    return last.replace("_", "-") if last else None
