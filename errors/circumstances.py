# ruff: noqa: E501 -- patterns are easier to read in one line
"""What a text says around an error: what was being done, to which paths, and by which program."""

from __future__ import annotations

import re

__all__ = ["operation_of", "paths_of", "tool_of"]

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

_NAMED = "|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in OPERATIONS.items())
_OPERATION = re.compile(_NAMED, re.IGNORECASE)
_SYSCALLS = {"open": "read", "unlink": "delete", "rmdir": "delete", "link": "hardlink", "spawn": "exec", "scandir": "read", "copyfile": "copy", "lstat": "read", "stat": "read"}  # fmt: skip
_SYSCALL = re.compile(
    r"\bsyscall['\"]?[:=]?\s{1,3}['\"]?([a-z]{2,12})\b|\bE[A-Z]{3,14}: [a-z ,'-]{3,60}, ([a-z]{2,12})\b"
)

_QUOTED = r"(?:'[^'\n]{1,600}'|\"[^\"\n]{1,600}\"|`[^`\n]{1,600}`|“[^”\n]{1,600}”)"
_BARE = r"(?:\\\\[^\s:*?\"<>|]{2,600}|[A-Za-z]:[\\/][^\s:*?\"<>|]{1,600}|/[^\s:*?\"'<>|,()]{2,600})"
_PAIR = re.compile(rf"({_QUOTED}|{_BARE})\s{{1,9}}(?:->|→|to)\s{{1,9}}({_QUOTED}|{_BARE})")
_FROM_TO = re.compile(r"\bfrom\s{1,9}([^\n]{2,400}?)\s{1,9}to\s{1,9}([^\n]{2,400}?)(?::?\s*$|:\s)", re.MULTILINE)
_NPM = re.compile(r"^[^\n]{0,40}\bpath (\S[^\n]{0,600})$", re.MULTILINE)
_NPM_DEST = re.compile(r"^[^\n]{0,40}\bdest (\S[^\n]{0,600})$", re.MULTILINE)
_ONE = re.compile(rf"{_QUOTED}|(?<![\w:/.]){_BARE}")

_TOOLS = re.compile(
    r"^(?P<npm>npm (?:ERR!|error|WARN))|^(?P<pnpm>\s?ERR_PNPM)|^(?P<apt>E: )|^(?P<gyp>gyp ERR!)|(?P<cargo>\bcargo(?: build| install)\b|crates\.io)"
    r"|(?P<curl>\bcurl: \()|(?P<winget>\bwinget\b)|(?P<conda>\bCondaHTTPError\b)|^(?P<program>bash|tar|cp|mv|rm|ln|tee|mkdir|git|gcc|ls|cat|touch|rmdir|install): ",
    re.MULTILINE,
)


def operation_of(text: str) -> str | None:
    """Return what was being done, by the last word in *text* that says so.

    >>> operation_of("failed to rename file from a to b")
    'rename'
    """
    if found := _SYSCALL.search(text):
        call = found[1] or found[2]
        named = _SYSCALLS.get(call, call)
        if named in OPERATIONS:
            return named
    last = None
    for match in _OPERATION.finditer(text):
        last = match.lastgroup
    return last.replace("_", "-") if last else None


def paths_of(before: str, after: str) -> tuple[str, ...]:
    r"""Return the path or both paths that an error is about.

    Args:
        before: The lines up to the error.
        after: The rest of its line.

    >>> paths_of("", ": 'C:\\\\a' -> 'C:\\\\b'")
    ('C:\\a', 'C:\\b')
    """
    for text in (after, before):
        pairs = [found for pattern in (_PAIR, _FROM_TO) for found in pattern.finditer(text)]
        if pairs:
            chosen = pairs[0] if text is after else pairs[-1]
            return _plain(chosen[1]), _plain(chosen[2])
    if path := _NPM.search(before + after):
        dest = _NPM_DEST.search(before + after)
        return (path[1], dest[1]) if dest else (path[1],)
    for text in (after, before):
        named = [plain for each in _ONE.finditer(text) if _is_path(plain := _plain(each[0]))]
        if named:
            return (named[0] if text is after else named[-1],)
    return ()


def _is_path(text: str) -> bool:
    return ("/" in text or "\\" in text or bool(re.search(r"\.\w{1,5}$", text))) and "://" not in text


def _plain(quoted: str) -> str:
    """Return a path without its quotes, and without the backslashes that a representation doubles."""
    if quoted[:1] in "'\"`“":
        quoted = quoted[1:-1]
        return quoted.replace("\\\\", "\\") if "\\\\" in quoted[1:] else quoted
    return quoted.strip().rstrip(":.,")


def tool_of(text: str) -> str | None:
    """Return the program that a text is plainly from.

    >>> tool_of("tar: x: Cannot open: No such file or directory")
    'tar'
    """
    found = _TOOLS.search(text)
    if found is None:
        return None
    return found["program"] or found.lastgroup
