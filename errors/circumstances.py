# ruff: noqa: E501, RUF001 -- patterns and rows are easier to read in one line; texts hold full-width punctuation
"""What a text says around an error: which paths it is about, and which program says it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .blocks import Block

__all__ = ["paths_of", "tool_in", "tool_of"]

# --- paths ---

_QUOTED = r"(?:'[^'\n]{1,600}'|\"[^\"\n]{1,600}\"|`[^`\n]{1,600}`|“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|«[^»\n]{1,600}»|»[^«\n]{1,600}«|‘[^’\n]{1,600}’|「[^」\n]{1,600}」|『[^』\n]{1,600}』)"
_STOP = r"\s*?\"<>|：；，。（）［］【】「」『』«»“”"
# A path without quotes ends at a blank, unless another folder follows: C:\Program Files\x
_INNER = rf"(?:[^:{_STOP}]|[ ](?=(?:[^\s\\/:{_STOP}]{{1,40}}[ ]){{0,3}}[^\s\\/:{_STOP}]{{1,60}}\\)(?![ ](?:to|in|from|and|as)[ ]))"
_BARE = (
    rf"(?:\\\\[^:{_STOP}]{{2,600}}|\\\\\?\\[A-Za-z]:\\{_INNER}{{1,600}}|[A-Za-z]:\\{_INNER}{{1,600}}|[A-Za-z]:/[^:{_STOP}]{{1,600}}|/[^{_STOP}:',]{{2,600}}|~/[^{_STOP}:',]{{1,600}}"
    rf"|\.{{1,2}}/[^{_STOP}:',]{{2,600}}|\.{{0,2}}[\w-]{{1,60}}\\[\w.-]{{1,60}}\\[^:{_STOP}]{{1,600}})"
)
# Two in a row: with an arrow, with a word between them (any word between quoted ones), as arguments of a call.
_PAIR = re.compile(
    rf"({_QUOTED}|{_BARE})\s{{1,9}}(?:->|=>|→|to|nach|in|en|vers|a|para|naar|на|в|как|as)\s{{1,9}}({_QUOTED}|{_BARE})"
    rf"|({_QUOTED})\s(?!and\b|und\b|or\b|oder\b|et\b|ou\b|y\b|e\b|i\b|и\b|failed\b)[^\W\d_]{{1,12}}\s({_QUOTED})"
    rf"|(?i:rename|move|copy|link|replace)\w{{0,20}}:?\s?\(?\s?({_QUOTED}|{_BARE})\s?,?\s(?:Just\s)?({_QUOTED}|{_BARE})"
)
_FROM_TO = re.compile(r"\bfrom\s{1,9}([^\n]{2,400}?)\s{1,9}to\s{1,9}([^\n]{2,400}?)(?::?\s*$|:\s)", re.MULTILINE)
_FIELDS = re.compile(
    r"(?:^[^\n]{0,40}\s|^|[{,]\s{0,9})['\"]?(path|dest)['\"]?:?\s{1,4}(?:'([^'\n]{1,600})'|\"([^\"\n]{1,600})\"|([^\s'\"][^\n]{0,600}))",
    re.MULTILINE,
)
_ONE = re.compile(rf"{_QUOTED}|(?<![\w:/.\\-]){_BARE}")
_NAMED = re.compile(
    rf"(?:pfad|path|datei|file|director(?:y|io)|folder|ordner|chemin|fichier|ruta|archivo|percorso|caminho|arquivo|bestand|pad)\s({_QUOTED})",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.[A-Za-z]\w{0,11}$")
_NO_PATH = re.compile(r"://|^/[a-z]$|^https?:|[<>|\n]|\s(?:the|is|not|to|of)\s|::")
# Where a source says what it says: x.cpp(12,3): and x.py:12: are places in programs, not what an error is about.
_POSITION = re.compile(
    r"^[ \t]*(?:\d{1,4}>)?(?:[A-Za-z]:)?[^\s:()'\"][^\n:()'\"]{0,300}(?:\(\d+(?:,\d+)*\)[ ]?|:\d+(?::\d+)?): ?|\burl: \S+",
    re.MULTILINE,
)
_OF_THE_NET = frozenset({"http", "tls", "getaddrinfo"})


def paths_of(block: Block, namespace: str | None = None) -> tuple[str, ...]:
    r"""Return the path or both paths that an error is about: those nearest to it.

    Args:
        block: The failure.
        namespace: Whose code the error is; what the network says is rarely about a path.

    >>> from .blocks import Block
    >>> paths_of(Block("", "", ": 'C:\\\\a' -> 'C:\\\\b'"))
    ('C:\\a', 'C:\\b')
    """
    if namespace in _OF_THE_NET:
        return ()
    above, _, own = block.before.rpartition("\n")
    before = f"{above}\n{own}"
    for text, place in ((block.after, 0), (own, -1), (above, -1), (block.below, 0)):
        pairs = [pair for found in _PAIR.finditer(text) if (pair := _both(found))] or [
            pair for found in _FROM_TO.finditer(text) if (pair := _both(found))
        ]
        if pairs:
            return pairs[place]
    fields = {
        found[1]: _plain(found[2] or found[3] or found[4]) for found in _FIELDS.finditer(f"{before}\n{block.below}")
    }
    if _is_path(fields.get("path", "")):
        return (fields["path"], fields["dest"]) if "dest" in fields else (fields["path"],)
    pieces = ((block.after, 0), (block.words, 0), (own, -1), (above, -1), (block.below, 0), (block.lead, -1))
    for text, place in pieces:
        if found := _singles(text):
            return (_whole(found[place], before),)
    return ()


def _whole(path: str, before: str) -> str:
    """Return the whole path where a message has a name of its own and the words before it the path."""
    if "/" in path or "\\" in path:
        return path
    return next((each for each in reversed(_singles(before)) if re.split(r"[\\/]", each)[-1] == path), path)


def _singles(text: str) -> list[str]:
    text = _POSITION.sub(" ", text)
    found = [plain for each in _ONE.finditer(text) if _is_path(plain := _plain(each[0]))]
    return found or [_plain(each[1]) for each in _NAMED.finditer(text)]


def _both(found: re.Match[str]) -> tuple[str, str] | None:
    """Return two paths that stand together, if at least one looks like a path or both are quoted."""
    first, second = [each for each in found.groups() if each]
    paths = _plain(first), _plain(second)
    quoted = first[:1] in "'\"`" and second[:1] in "'\"`"
    return paths if quoted or any(map(_is_path, paths)) else None


def _is_path(text: str) -> bool:
    return ("/" in text or "\\" in text or bool(_FILE.search(text))) and not _NO_PATH.search(text)


def _plain(quoted: str) -> str:
    """Return a path without its quotes, and without the backslashes that a representation doubles."""
    if quoted[:1] in "'\"`“„«»‘「『" and len(quoted) > 1:
        quoted = quoted[1:-1].strip("\u00a0\u202f ")
        return quoted.replace("\\\\", "\\") if "\\\\" in quoted[1:] else quoted
    return quoted.strip().rstrip(":.,;)]}'")


# --- the tool ---

# Its name; what a text must have one of, in lower case; the pattern.
_TOOLS = (
    ("npm", ("npm",), r"^npm (?:ERR!|error|WARN|warn)|\bnpm (?:install|ci|run)\b"),
    ("pnpm", ("pnpm",), r"ERR_PNPM|\bpnpm (?:install|add)\b"),
    ("yarn", ("yn0", "yarn"), r"\bYN\d{4}\b|\byarn (?:install|add)\b"),
    ("node-gyp", ("gyp err",), r"^gyp ERR!"),
    ("uv", ("uv ", "uv_", "uv\\", "uv/", "wheel", "distributions", "minor version"), r"\buv (?:pip|sync|add|run|tool|venv|cache|python|lock|init)\b|\bUV_[A-Z_]+|[\\/]uv[\\/]cache[\\/]|Failed to (?:download|prepare) distributions|Failed to fetch wheel|Python minor version link"),
    ("conda", ("conda", "repodata"), r"\bConda[A-Z]\w*Error\b|\bconda (?:install|create|update|env)\b|repodata\.json"),
    ("mamba", ("mamba",), r"\bmicromamba\b|\bmamba (?:install|create)\b"),
    ("poetry", ("poetry",), r"\bpoetry (?:install|add|update|lock)\b"),
    ("pipx", ("pipx",), r"\bpipx (?:install|run)\b"),
    ("pip", ("pip", "install packages", "ssl certificate", "retry(", "build wheel"), r"^\s*× Getting requirements to build wheel|\bpip3? install\b|[\\/]pip[\\/]_|\bpip\._|^ERROR: Could not install packages due to|There was a problem confirming the ssl certificate|^WARNING: Retrying \(Retry"),
    ("rustup", ("rustup",), r"\brustup\b"),
    ("cargo", ("cargo", "crates", "custom build"), r"failed to run custom build command|[\\/]\.cargo[\\/]bin[\\/]|\bcargo(?: build| install| fmt| run| test)\b|crates\Wio\b|\.cargo[\\/]registry"),
    ("apt", ("e:", "w:", "err:"), r"^[EW]: |^Err:\d"),
    ("dnf", ("dnf", "yum"), r"^(?:dnf|yum): |\bdnf install\b"),
    ("brew", ("brew",), r"\bbrew (?:install|upgrade)\b|/opt/homebrew/"),
    ("winget", ("winget",), r"\b[Ww]in[Gg]et\b"),
    ("choco", ("choco",), r"\bchoco(?:latey)?\b"),
    ("scoop", ("scoop",), r"\bscoop (?:install|update)\b"),
    ("docker", ("docker", "daemon"), r"Error response from daemon|^docker: |\bdocker (?:run|build|pull)\b|dockerDesktop"),
    ("gradle", ("gradle", "build failed"), r"^FAILURE: Build failed with an exception|\bgradlew?\b"),
    ("maven", ("failed to execute goal",), r"^\[ERROR\] Failed to execute goal"),
    ("go", ("go: ", "go "), r"^go: |\bgo (?:get|build|install|mod)\b"),
    ("composer", ("composer",), r"\bcomposer (?:install|update)\b"),
    ("gem", ("gem ", "bundle"), r"\bgem install\b|\bbundle install\b"),
    ("msbuild", ("msb",), r"\berror MSB\d{4}\b"),
    ("cl", ("fatal error c",), r"fatal error C\d{4}:"),
    ("cmake", ("cmake",), r"^CMake Error"),
    ("powershell", ("fullyqualifiederrorid", "at line:", "-item", "-archive", "-process", "-webrequest", "-content"), r"\bFullyQualifiedErrorId\b|^At line:\d{1,6} char|^(?:New|Remove|Copy|Move|Rename|Set|Get|Expand|Start|Invoke)-[A-Z]\w+ ?: "),
    ("curl", ("curl",), r"\bcurl: \("),
    ("wget", ("wget",), r"^wget: "),
    ("git", ("fatal: ", "git "), r"^fatal: |\bgit (?:clone|fetch|pull|push|checkout)\b"),
    ("scoop", ("scoop",), r"[\\/]scoop[\\/](?:apps|shims)"),
    ("vcpkg", ("vcpkg",), r"\bvcpkg\b"),
    ("conan", ("conan",), r"\bconan (?:install|create)\b|[\\/]\.conan2?[\\/]"),
    ("nix", ("/nix/",), r"/nix/(?:store|var)\b"),
    ("cocoapods", ("cocoapods", "pod install"), r"\b(?:cocoapods|CocoaPods)\b|\bpod install\b"),
    ("bundler", ("bundler",), r"[\\/]bundler[-\\/]"),
    ("flutter", ("flutter", "(dart:io"), r"\bflutter(?:_tools)?\b|\(dart:io/"),
    ("terraform", ("terraform",), r"\bterraform\b"),
    ("deno", ("deno",), r"[\\/]\.?deno[\\/]|\bdeno (?:install|run|cache)\b"),
    ("bun", ("bun ",), r"\bbun (?:install|add)\b"),
    ("mix", ("mix",), r"[\\/]\.mix[\\/]|\bmix deps\.get\b"),
    ("rebar3", ("===> ",), r"^===> "),
    ("nuget", ("nuget",), r"\bNuGet\.|[\\/]\.?nuget[\\/]"),
    ("make", ("make",), r"^make(?:\[\d\])?: \*\*\*"),
)  # fmt: skip
_PROGRAM = re.compile(
    r"^(?:/(?:usr/)?s?bin/)?(bash|tar|cp|mv|rm|ln|tee|mkdir|git|gcc|cc|g\+\+|clang|ls|cat|touch|rmdir|install|chmod|chown|ld|rsync|unzip|ssh|scp|sudo|mount|dpkg|wget|find|du|df|sed|grep): ",
    re.MULTILINE,
)


@cache
def _pattern_of(tool: str) -> re.Pattern[str]:
    return next(re.compile(pattern, re.MULTILINE) for name, _, pattern in _TOOLS if name == tool)


def tool_of(block: Block) -> str | None:
    """Return the program that a failure is plainly from: the one whose name comes before its words, else a sign of one.

    >>> from .blocks import Block
    >>> tool_of(Block("tar: x: Cannot open: ", "No such file or directory"))
    'tar'
    """
    return _by_its_name(block.line) or _by_a_sign(block.line) or _by_its_name(block.before) or _by_a_sign(block.text)


def _by_its_name(text: str) -> str | None:
    programs = _PROGRAM.findall(text)
    return str(programs[-1]) if programs else None


def _by_a_sign(text: str) -> str | None:
    lower = text.lower()
    for name, needs, _ in _TOOLS:
        if any(need in lower for need in needs) and _pattern_of(name).search(text):
            return name
    return None


@lru_cache(2)  # of the text that is being read
def tool_in(text: str) -> str | None:
    """Return a program that a text has a sign of."""
    return _by_a_sign(text)
