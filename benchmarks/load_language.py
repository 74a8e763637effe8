"""What it takes to load a language: our reader beside Babel's, on the template with every sentence translated."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po
from howcome.locales.voices import _voice, voice_of

from .side_by_side import Result, measure

TEMPLATE = Path(__file__).parents[1] / "locales" / "howcome.pot"


def run() -> Result:
    """Load a catalog as long as a real one, fresh each time."""
    text = re.sub(
        r'msgid "(.*)"\nmsgstr ""',
        r'msgid "\1"\nmsgstr "Ein Satz von etwa dieser Länge: \1"',
        TEMPLATE.read_text("utf-8"),
    )
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "xx", "LC_MESSAGES", "howcome.po")
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

        def ours() -> object:
            _voice.cache_clear()
            return voice_of("xx", (place,)).say("Failed to fetch")

        def theirs() -> object:
            return read_po(io.BytesIO(path.read_bytes()))

        return measure("load a language, beside Babel's reader", theirs, ours, limit=0.5, runs=20)
