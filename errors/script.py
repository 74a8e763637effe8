"""What a report says, sentence by sentence, in one language. How it is laid out is render.py's matter.

Codes, ids and values travel in a report, so that it is said anew in any language, wherever it was written. Where the
sentence of today cannot be filled from them, the English that the report stores stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..locales import N_
from ..locales.voices import ENGLISH
from .advice import find_hint
from .artifacts import KINDS
from .base import fill
from .exceptions import LinkError
from .layout import bare, isolated, shown
from .model import Failure
from .sentences import code_name, own_classes, read_off, sentence_of, system_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..locales.voices import Voice
    from .base import HowcomeError
    from .hints import Advice, Hint
    from .model import FailedAttempt, ReportValues, System

__all__ = ["Script", "operation_sentence"]

# TRANSLATORS: Joins two whole sentences. Languages without spaces between sentences write {one}{next}.
JOINED = N_("{one} {next}")
# TRANSLATORS: What failed, then its subject: "Failed to fetch: wheel black==24.1.0", "access is denied: /cache".
ABOUT = N_("{sentence}: {subject}")
# TRANSLATORS: Ends a sentence before further ones: "Failed to fetch: wheel black==24.1.0."
STOPPED = N_("{sentence}.")
# What TLS and HTTP libraries say is English everywhere, and said by the name of the code already.
ALWAYS_ENGLISH = {"tls", "http", "curl"}
# TRANSLATORS: Marks a hint whose premise was confirmed on the machine.
CHECKED = N_("[checked]")
# Values that are English of ours themselves.
MOST_HELPED = 5
SENTENCES_AS_VALUES = ("reason", "detail")
_SIZE = re.compile(r"(\d+) (bytes|kB|MB|GB|TB)")
_ITSELF = re.compile(r"this program itself \(PID (\d+)\)")  # as holders.Holder has it
_UNITS = {
    # TRANSLATORS: A size of a file or of free space: the unit as your language writes it, with its space.
    "kB": N_("{number} kB"),
    "MB": N_("{number} MB"),
    "GB": N_("{number} GB"),
    "TB": N_("{number} TB"),
}
_OPERATIONS = {
    "resolve": N_("This was while versions were being chosen."),
    "fetch": N_("This was while something was being downloaded."),
    "read": N_("This was while something was being read."),
    "write": N_("This was while something was being written."),
    "create": N_("This was while something was being created."),
    "rename": N_("This was while something was being renamed."),
    "delete": N_("This was while something was being deleted."),
    "copy": N_("This was while something was being copied."),
    "symlink": N_("This was while a symbolic link was being made."),
    "junction": N_("This was while a junction was being made."),
    "hardlink": N_("This was while a hard link was being made."),
    "clone": N_("This was while a file was being cloned."),
    "lock": N_("This was while something was being locked."),
    "mkdir": N_("This was while a folder was being created."),
    "extract": N_("This was while an archive was being unpacked."),
    "exec": N_("This was while a program was being started."),
    "connect": N_("This was while a connection was being made."),
    "load-library": N_("This was while a library was being loaded."),
    "build": N_("This was while something was being built."),
    "verify": N_("This was while something was being verified."),
    "install": N_("This was while something was being installed."),
    "uninstall": N_("This was while something was being uninstalled."),
}


def operation_sentence(operation: str | None) -> str | None:
    """Return the English sentence that says what was being done; None for an operation of a later version."""
    return _OPERATIONS.get(operation or "")


class Script:
    """What a report says, in one voice.

    Args:
        voice: The language.
        hints: Hints of a front end or of plugins, whose sentences are looked for before ours.
        errors: Classes of a front end or of plugins by their codes, likewise.
    """

    def __init__(
        self, voice: Voice, hints: Iterable[Hint] = (), errors: Mapping[str, type[HowcomeError]] | None = None
    ) -> None:
        self.voice = voice
        self.say = voice.say
        self.hints = tuple(hints)
        self.errors = errors or {}

    def message(self, failure: Failure) -> str:
        """Return a failure's sentence; the stored English where it cannot be said anew."""
        if failure.system and not failure.code:
            return self.system(failure.system, failure.paths)
        kind = self._kind(failure)
        if kind is None or failure.related or (self.voice.english and failure.message.isascii()):
            template, values = read_off(failure.message)
            said = self.say(template)
            return said.format(**{name: self.value(value) for name, value in values.items()}) if values else shown(said)
        english, whole = _composed(kind, failure, self if self.voice.english else Script(ENGLISH))
        ours = failure.code in own_classes()
        if bare(english) != bare(shown(failure.message)) and not (whole and ours):
            return shown(failure.message)  # another version's sentence, or more than the values tell
        return english if self.voice.english else _composed(kind, failure, self)[0]

    def system(self, system: System, paths: tuple[str, ...] = ()) -> str:
        """Return a system error in plain words, with its code, and with the system's own words if they are foreign."""
        known = sentence_of(system.kind)
        sentence = self.say(known) if known else shown(system.text or "")
        if paths and sentence:
            sentence = self.about(sentence, " -> ".join(self.value(path) for path in paths))
        if not sentence:
            return self.about(_code_of(system), " -> ".join(map(self.value, paths))) if paths else _code_of(system)
        foreign = system.language not in {"en", self.voice.tag} and system.namespace not in ALWAYS_ENGLISH
        if known and system.text and foreign:
            # TRANSLATORS: {code} stays as it is, so that it can be searched for; keep the line feed.
            template = self.say(N_("{sentence} ({code};\nthe system said: {text})"))
            return template.format(sentence=sentence, code=_code_of(system), text=shown(system.text))
        return self.say(N_("{sentence} ({code})")).format(sentence=sentence, code=_code_of(system))

    def links(self, report: Failure, *, whole: bool = True) -> Iterator[Failure]:
        """Yield a failure and its causes; what a typed error knows of the system itself follows it as a cause.

        Args:
            report: The failure.
            whole: Whether to yield, too, what came before and was only being handled.
        """
        for each in (report, *report.causes) if whole else report.why:
            yield each
            if each.code and each.system:
                yield Failure(type="system", message=system_message(each.system), system=each.system)

    def attempt(self, attempt: FailedAttempt) -> str:
        """Return why one way failed."""
        if attempt.system:
            return self.system(attempt.system)
        return shown(self.say(attempt.reason or N_("It did not work.")))

    def hint(self, advice: Advice) -> str:
        """Return a hint's sentences, anew from its id and values where the reader's language has them."""
        hint = None if self.voice.english else find_hint(advice.id, self.hints)
        if hint is not None:
            values = {name: self.value(value, name) for name, value in advice.values.items()}
            template = hint.template(advice.confidence, advice.values)
            said = fill((self.say(template),), values)
            if said and (template != hint.plain or fill((template,), dict(advice.values)) == [advice.text]):
                return said[0]
        return shown(self.say(advice.text))

    def helps(self, advice: Advice) -> str:
        """Return which packages of a batch a hint helps; nothing where there is only one."""
        if len(advice.helps) < 2:  # noqa: PLR2004 -- one is what the report is about
            return ""
        names = ", ".join(map(self.artifact, advice.helps[:MOST_HELPED]))
        more = len(advice.helps) - MOST_HELPED
        if more <= 0:
            return self.say(N_("This helps: {names}.")).format(names=names)
        template = self.voice.counted(
            "This helps: {names}, and one more.", "This helps: {names}, and {count} more.", more
        )
        return template.format(names=names, count=self.voice.number(more))

    def advice(self, advice: Advice) -> str:
        """Return a hint with all that is said about it: what it helps, and whether facts confirmed it."""
        mark = self.say(CHECKED) if advice.confidence == "checked" else ""
        parts = [part for part in (self.helps(advice), mark) if part]
        return " ".join([self.hint(advice), *parts])

    def artifact(self, text: str) -> str:
        """Return an artifact's text, in which its label is English, with the language's label."""
        label = next((kind.label for kind in KINDS.values() if text.startswith(f"{kind.label} ")), "")
        return f"{self.say(label)} {self.value(text.removeprefix(label).lstrip())}" if label else self.value(text)

    def severity(self, report: ReportValues) -> str:
        """Return the label of the first line, its colon included."""
        # TRANSLATORS: Stands before what failed: "error: Failed to fetch". With the colon and spacing of your language.
        labels = {"error": N_("error:"), "warning": N_("warning:")}
        label = labels.get(report.severity)
        return self.say(label) if label else f"{shown(report.severity)}:"

    def more(self, number: int) -> str:
        """Return the line that counts what is not shown."""
        template = self.voice.counted("And one more.", "And {count} more.", number)
        return template.format(count=self.voice.number(number))

    def about(self, sentence: str, subject: str) -> str:
        """Return a sentence with what it is about."""
        return self.say(ABOUT).format(sentence=sentence, subject=subject) if subject else sentence

    def joined(self, sentences: Iterable[str]) -> str:
        """Return whole sentences as one text."""
        first, *others = sentences
        for each in others:
            first = self.say(JOINED).format(one=first, next=each)
        return first

    def value(self, value: object, name: str = "") -> str:
        """Return a value as it stands in a sentence: numbers as the language writes them, nothing that steers."""
        if isinstance(value, str):
            size = _SIZE.fullmatch(value) if name.endswith("_bytes") else None
            if size:
                return self.size(int(size[1]), size[2])
            if name == "holder":
                return isolated(_ITSELF.sub(self._itself, value), self.voice.right_to_left)
            return isolated(self.say(value) if name in SENTENCES_AS_VALUES else value, self.voice.right_to_left)
        return isolated(str(value), self.voice.right_to_left)

    def _itself(self, match: re.Match[str]) -> str:
        # TRANSLATORS: Names the process that says this, among others that have a file open.
        return self.say(N_("this program itself (PID {pid})")).format(pid=match[1])

    def size(self, number: int, unit: str) -> str:
        """Return a size as the language writes it."""
        template = _UNITS.get(unit)
        if template is None:
            template = self.voice.counted("{number} byte", "{number} bytes", number)
            return template.format(number=self.voice.number(number))
        return self.say(template).format(number=self.voice.number(number))

    def subject(self, failure: Failure) -> str:
        """Return what a failure is about: a link, an artifact, an address, a path."""
        kind = self._kind(failure)
        if kind and issubclass(kind, LinkError) and failure.paths:
            return " -> ".join(self.value(path) for path in reversed(failure.paths))
        if failure.artifact:
            label = self.say(failure.artifact.label) if failure.artifact.label else self.value(failure.artifact.kind)
            return f"{label} {self.value(failure.artifact.identity)}".rstrip()
        return self.value(failure.url or (failure.paths[0] if failure.paths else ""))

    def _kind(self, failure: Failure) -> type[HowcomeError] | None:
        code = failure.code or ""
        return self.errors.get(code) or own_classes().get(code)


def _composed(kind: type[HowcomeError], failure: Failure, script: Script) -> tuple[str, bool]:
    """Return a failure's sentences from its class and values, and whether all of them could be filled."""
    sentence = script.about(script.say(kind.summary), script.subject(failure))
    values = {name: script.value(value, name) for name, value in failure.values.items()}
    said = fill(tuple(map(script.say, kind.particulars)), values)
    whole = len(said) == len(kind.particulars)
    return (script.joined([script.say(STOPPED).format(sentence=sentence), *said]) if said else sentence), whole


def _code_of(system: System) -> str:
    """Return how people name a system's code; a report that was read may hold anything in it."""
    return shown(code_name(system)).replace("\n", " ")
