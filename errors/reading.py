"""What a report reads of live exceptions: text, cut to what a log can bear, well-formed and without secrets."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from .artifacts import ARTIFACT_FIELDS, Artifact
from .codes import SystemCode
from .languages import language_of
from .model import System
from .redact import harmless, redact
from .travel import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Reading", "clean"]

LONGEST_MESSAGE = 4096
LARGEST = 2**63
MOST_NOTES = 20
DEEPEST_GROUP = 10
MOST_FAILURES = 1000
_artifact_values = attrgetter(*ARTIFACT_FIELDS)


def clean(text: str) -> str:
    """Return *text* without secrets and lone surrogates, cut to a length that a log can bear."""
    if len(text) > LONGEST_MESSAGE:
        return f"{_well_formed(redact(text, stop=LONGEST_MESSAGE))}..."
    short = redact(text)
    return short if short.isascii() else _well_formed(short)


class Reading:
    """One look at an exception and all that belongs to it.

    Few failures speak of a secret. So texts are taken as they are, and looked at together at the end: where one holds a
    secret, all is read again by a reading that redacts each text before anything is made of it.

    Args:
        redacting: Whether it is that second one.

    Attributes:
        groups: How many levels of groups in groups there is room for.
        failures: How many failures there is room for.
    """

    def __init__(self, *, redacting: bool = False) -> None:
        self.groups = DEEPEST_GROUP
        self.failures = MOST_FAILURES
        self._redacting = redacting
        self._texts: set[str] = set()
        # An artifact and a system code are mostly those of the whole chain.
        self._artifact: tuple[Artifact | None, Artifact | None] = None, None
        self._said: tuple[tuple[SystemCode, str | None] | None, System | None] = None, None

    @property
    def harmless(self) -> bool:
        """Whether no text that it took holds a secret."""
        return harmless(self._texts)

    def text(self, text: str) -> str:
        """Return *text* as a report may hold it."""
        if text.__class__ is not str:  # one odd text must not cost the whole report, as all are looked at together
            text = safe_text(text)
        if self._redacting or len(text) > LONGEST_MESSAGE:
            return clean(text)
        self._texts.add(text)
        return text if text.isascii() else _well_formed(text)

    def texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return several of them."""
        return tuple([self.text(text) for text in texts]) if texts else ()

    def word(self, word: object) -> str | None:
        """Return a code, a name of a system's code or an operation as plain text; None where it is no text at all."""
        if type(word) is str:  # one of ours, as a rule: nothing to look at
            return word
        return self.text(safe_text(word)) if issubclass(type(word), str) else None

    def value(self, value: object) -> Any:
        """Return a value of a field as JSON can hold it: a text, a truth or a number that readers can read."""
        if value.__class__ in {bool, float} or (value.__class__ is int and abs(value) < LARGEST):
            return value
        return self.text(f"{value:#x}" if value.__class__ is int else safe_text(value))

    def notes(self, error: BaseException) -> tuple[str, ...]:
        """Return the first notes of *error*."""
        notes = getattr(error, "__notes__", ())
        kept = notes[:MOST_NOTES] if isinstance(notes, (list, tuple)) else ()
        return self.texts([safe_text(note) for note in kept]) if kept else ()

    def artifact(self, artifact: object) -> Artifact | None:
        """Return an artifact with its texts as a report may hold them."""
        if not isinstance(artifact, Artifact):
            return None
        if artifact is not self._artifact[0]:
            changed: dict[str, Any] = {}
            for name, value in zip(ARTIFACT_FIELDS, _artifact_values(artifact), strict=True):
                kept: Any
                if name == "editable":
                    kept = value if value.__class__ is bool else None
                else:
                    kept = None if value is None else self.text(str(value))
                if name == "kind" and kept is None:
                    kept = artifact.default_kind
                if kept is not value and (kept != value or kept.__class__ is not value.__class__):
                    changed[name] = kept
            self._artifact = artifact, attrs.evolve(artifact, **changed) if changed else artifact
        return self._artifact[1]

    def system(self, code: object, words: object) -> System | None:
        """Return what the system said: its code, and its words where they are known."""
        if not isinstance(code, SystemCode):
            return None
        said = code, str(words) if words else None
        if said != self._said[0]:
            self._said = said, self._system(*said)
        return self._said[1]

    def _system(self, code: SystemCode, words: str | None) -> System:
        words = self.text(words) if words else None
        return System(
            namespace=self.word(code.namespace) or "unknown",
            code=code.code if type(code.code) is int and -LARGEST <= code.code < LARGEST else None,
            symbol=self.word(code.symbol),
            kind=self.word(code.kind),
            platform=self.word(code.platform),
            text=words,
            language=language_of(code, words) if words else None,
        )


def _well_formed(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
