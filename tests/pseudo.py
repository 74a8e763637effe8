"""Pseudo-locales, made on the fly: English that is longer, accented and bracketed: what is not translated shows.

Their folders are real ones, so that everything between catalog and screen takes part.
"""

from __future__ import annotations

import re
from pathlib import Path

import catalogs
from babel.messages.catalog import Catalog

ACCENTED = str.maketrans("aceinosuyACEINOSUY", "áçéîñöšüýÁÇÉÎÑÖŠÜÝ")
HEBREW = str.maketrans("abcdefghiklmnopqrstuvwyz", "אבגדהוזחטיכלמנסעפצקרשתםץ")
KEPT = re.compile(rf"\{{\w+\}}|{catalogs.UNTOUCHED.pattern}")
OPEN, CLOSE, RIGHT_TO_LEFT_MARK = "⟦", "⟧", "\u200f"


def pseudo(sentence: str, *, right_to_left: bool = False) -> str:
    """Return *sentence* in a made-up language, longer by half; what must stay stays."""
    parts, last = [], 0
    for kept in (*KEPT.finditer(sentence), None):
        part = sentence[last : kept.start() if kept else None]
        parts.append(part.lower().translate(HEBREW) if right_to_left else part.translate(ACCENTED))
        if kept:
            parts.append(kept[0])
            last = kept.end()
    padded = "".join(parts)
    filler = ("ל" if right_to_left else "ø") * 3
    padding = " ".join([filler] * (len(sentence) // 8))
    text = f"{OPEN}{padded}{' ' + padding if padding else ''}{CLOSE}"
    return f"{RIGHT_TO_LEFT_MARK}{text}{RIGHT_TO_LEFT_MARK}" if right_to_left else text


def write_catalog(folder: Path, language: str, *, right_to_left: bool = False) -> None:
    """Write a catalog of the pseudo-locale *language* below *folder*."""
    template = catalogs.read(catalogs.template_path())
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            texts = [message.id] if isinstance(message.id, str) else list(message.id)
            said = tuple(pseudo(text, right_to_left=right_to_left) for text in texts)
            catalog.add(message.id, said[0] if isinstance(message.id, str) else said)
    path = folder / language / "LC_MESSAGES" / "howcome.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogs.written(catalog))
