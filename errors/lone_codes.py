"""What a code means that stands alone, as somebody types it who wants it explained."""

from __future__ import annotations

import re

import attrs

from .advice import advise
from .codes import parse
from .hints import Situation
from .kinds import classify
from .recognize import Finding
from .sentences import sentence_of

__all__ = ["lone_code"]

# What may stand before a lone code, and which readings are left then.
_WHOSE = (
    r"(?P<whose>(?:os|windows|win32|winerror|linux|macos|errno|http|ntstatus|hresult|exit|system|error|err|code|status|fehler"
    r"|erreur|errore|erro|fout|fel|feil|virhe|błąd|chyba|hiba|hata|ошибка|помилка|エラー|오류|错误|錯誤|[ :#=(\[])+)"
    r"(?P<word>[+-]?[A-Za-z0-9_]+)[)\]]?"
)
_SYSTEMS: dict[str, tuple[str | None, frozenset[str] | None]] = {
    "win": ("windows", frozenset({"win32", "hresult", "ntstatus"})),
    "linux": ("linux", frozenset({"errno"})),
    "macos": ("macos", frozenset({"errno"})),
    "errno": (None, frozenset({"errno"})),
    "http": (None, frozenset({"http"})),
    "ntstatus": (None, frozenset({"ntstatus", "win32"})),
    "hresult": (None, frozenset({"hresult", "win32"})),
}
_HEXADECIMAL = 8  # digits
_OWN = 255  # up to here an exit status is the program's own, or a signal's; beyond, it can be a code of Windows


def lone_code(text: str, platform: str | None = None) -> list[Finding]:
    """Return what a bare `1314`, `EACCES`, `os error 5` or `0x80070522` means: one finding, or none.

    Args:
        text: The code, and maybe whose it is; recognition looks for codes in sentences only.
        platform: windows, linux or macos, where that is known.

    >>> lone_code("errno 13")[0].symbol
    'EACCES'
    """
    said = re.fullmatch(_WHOSE, text.strip(), re.IGNORECASE)
    whose, word = (said["whose"].lower(), said["word"]) if said else ("", text.strip())
    if "exit" in whose and word.lstrip("+-").isdigit() and abs(int(word)) <= _OWN:
        return []
    system, namespaces = next((what for name, what in _SYSTEMS.items() if name in whose), (None, None))
    readings = [
        classify(code)
        for code in parse(
            f"0x{word}" if whose.startswith("hresult") and len(word) == _HEXADECIMAL else word, platform or system
        )
        if not namespaces or code.namespace in namespaces
    ]
    if not readings:
        return []
    start = text.index(word)
    first, *others = [
        Finding(
            namespace=code.namespace,
            code=code.code,
            symbol=code.symbol,
            kind=code.kind,
            platform=code.platform,
            summary=sentence_of(code.kind) or str(code),
            confidence="certain" if len(readings) == 1 else "likely",
            matched=word,
            span=(start, start + len(word)),
            line=1,
            hints=tuple(advise(Situation(system=code, platform=code.platform))),
        )
        for code in readings
    ]
    return [attrs.evolve(first, alternatives=tuple(others))]
