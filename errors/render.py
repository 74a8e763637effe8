"""Values to text: terminal, plain, one line, GitHub annotation, Markdown. The only place that translates.

Describing is not showing: a `Script` says what a report says, in a language; the styles lay it out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TextIO

import attrs

from ..locales import N_
from .advice import find_hint
from .base import fill
from .layout import flow, visible
from .sentences import code_name, own_classes, sentence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .facts import Facts, Place
    from .hints import Advice
    from .model import FailedAttempt, Failure, ReportValues, System

__all__ = ["render", "render_values", "show", "speaker"]

WIDTH = 120
NARROWEST = 20
LONGEST = 200_000
MOST_MEMBERS = 10
STYLES = ("full", "plain", "line", "github", "markdown")
SHORT_ID = 8
COLORS = {"error": "1;31", "warning": "1;33", "hint": "1;36", "faint": "2"}


def speaker(lang: str | None) -> Callable[[str], str]:
    """Return a function that says an English sentence in *lang*, or as it is where that language lacks it."""
    from ..locales.catalogs import catalog, find

    folder = find(lang) if lang else None
    if folder is None or folder == "en":
        return str
    messages = {entry.message: entry.translation for entry in catalog(folder, "howcome") if entry.translation}
    return lambda sentence: messages.get(sentence, sentence)


def render(report: ReportValues, *, lang: str | None, width: int | None, color: bool, verbose: bool, style: str) -> str:
    """Return *report* as text; see `Report.render`.

    Raises:
        ValueError: There is no such style.
    """
    if style not in STYLES:
        raise ValueError(f"There is no style {style!r}; the styles are: {', '.join(STYLES)}.")
    script = Script(speaker(lang), translated=lang not in {None, "en"})
    match style:
        case "plain":
            lines = plain(script, report, verbose=verbose)
        case "line":
            lines = iter([one_line(script, report)])
        case "github":
            lines = iter([github(script, report)])
        case "markdown":
            lines = markdown(script, report)
        case _:
            lines = Full(script, max(width or WIDTH, 1), color=color).lines(report, verbose=verbose)
    text = "\n".join(lines)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n..."


def render_values(report: ReportValues, lang: str | None) -> dict[str, Any]:
    """Return message, causes and hints in *lang*, as values for a window."""
    script = Script(speaker(lang), translated=lang not in {None, "en"})
    return {
        "severity": script.say(report.severity),
        "message": script.message(report),
        "causes": [script.message(cause) for cause in report.causes],
        "hints": [
            {
                "id": advice.id,
                "text": script.hint(advice),
                "confidence": advice.confidence,
                "action": advice.action
                and {
                    "kind": advice.action.kind,
                    "value": advice.action.value,
                    "label": script.say(advice.action.label),
                },
            }
            for advice in report.hints
        ],
    }


def show(report: ReportValues, stream: TextIO) -> None:
    """Write *report* to *stream* with the color, width, glyphs and encoding that suit it. Never raises."""
    try:
        terminal = stream.isatty()
        width = os.get_terminal_size(stream.fileno()).columns if terminal else None
    except (OSError, ValueError, AttributeError):
        terminal, width = False, None
    try:
        color = _wants_color(terminal=terminal)
        style = "github" if os.environ.get("GITHUB_ACTIONS") == "true" and not terminal else "full"
        text = render(report, lang=None, width=width, color=color, verbose=False, style="full")
        if style == "github":
            text = f"{render(report, lang=None, width=None, color=False, verbose=False, style=style)}\n{text}"
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.write(_encodable(text, encoding) + "\n")
        stream.flush()
    except Exception:  # noqa: BLE001 -- a closed stream, a broken pipe, a full disk: there is nobody left to tell
        return


def _wants_color(*, terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _encodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = text.replace("\u00b7", "-")
        return text.encode("ascii" if _unknown(encoding) else encoding, "backslashreplace").decode(
            "ascii" if _unknown(encoding) else encoding
        )
    return text


def _unknown(encoding: str) -> bool:
    import codecs

    try:
        codecs.lookup(encoding)
    except LookupError:
        return True
    return False


class Script:
    """What a report says, sentence by sentence, in one language."""

    def __init__(self, say: Callable[[str], str], *, translated: bool) -> None:
        self.say = say
        self.translated = translated

    def message(self, failure: Failure) -> str:
        """Return a failure's sentence; the stored English where it cannot be said anew."""
        if failure.system and not failure.code:
            return self.system(failure.system, failure.paths)
        kind = own_classes().get(failure.code or "")
        if not self.translated or kind is None or failure.related:
            return visible(failure.message)
        subject = self._subject(failure)
        sentence = self.say(kind.summary)
        if subject:
            sentence = self.say(N_("{sentence}: {subject}")).format(sentence=sentence, subject=subject)
        said = fill(tuple(map(self.say, kind.particulars)), dict(failure.values))
        return visible(" ".join([f"{sentence}.", *said]) if said else sentence)

    def _subject(self, failure: Failure) -> str:
        if failure.code == "link-failed":
            return " -> ".join(reversed(failure.paths))
        if failure.artifact:
            label = self.say(failure.artifact.label) or failure.artifact.kind
            return f"{label} {failure.artifact.identity}".rstrip()
        return failure.url or (failure.paths[0] if failure.paths else "")

    def system(self, system: System, paths: tuple[str, ...] = ()) -> str:
        """Return a system error in plain words, with its code, and with the system's own words if they are foreign."""
        sentence = self.say(sentence_of(system.kind) or "") or visible(system.text or "")
        if paths:
            where = visible(" -> ".join(paths))
            sentence = self.say(N_("{sentence}: {subject}")).format(sentence=sentence, subject=where)
        if not sentence:
            return code_name(system)
        if system.text and system.language != "en" and sentence_of(system.kind):
            # TRANSLATORS: {code} is such as "ERROR_PRIVILEGE_NOT_HELD, Windows error 1314"; keep the line feed.
            template = self.say(N_("{sentence} ({code};\nthe system said: {text})"))
            return template.format(sentence=sentence, code=code_name(system), text=visible(system.text))
        return f"{sentence} ({code_name(system)})"

    def attempt(self, attempt: FailedAttempt) -> str:
        """Return why one way failed."""
        if attempt.system:
            return self.system(attempt.system)
        return visible(self.say(attempt.reason or N_("It did not work.")))

    def hint(self, advice: Advice) -> str:
        """Return a hint's sentences, anew from its id and values where the reader's language has them."""
        hint = find_hint(advice.id) if self.translated else None
        if hint is not None:
            said = fill((self.say(hint.template(advice.confidence, advice.values)),), dict(advice.values))
            if said:
                return visible(said[0])
        return visible(advice.text)


class Full:
    """The terminal's style: hanging indents, colors, a footer to quote."""

    def __init__(self, script: Script, width: int, *, color: bool) -> None:
        self.script = script
        self.width = width
        self.color = color

    def lines(self, report: ReportValues, *, verbose: bool) -> Iterator[str]:
        """Yield the lines of *report*."""
        say = self.script.say
        label = say(report.severity)
        yield from self._flow(self.script.message(report), f"{label}: ", paint=report.severity)
        yield from self._details(report, "  ")
        for cause in report.causes:
            yield from self._cause(cause, "  ")
        for advice in report.hints:
            yield ""
            mark = say(N_("[checked]")) if advice.confidence == "checked" else ""
            helps = (
                say(N_("This helps: {names}")).format(names=", ".join(advice.helps)) if len(advice.helps) > 1 else ""
            )
            text = " ".join(part for part in (self.script.hint(advice), visible(helps), mark) if part)
            yield from self._flow(text, f"{say(N_('hint'))}: ", paint="hint")
        if verbose:
            yield from self._verbose(report)
        yield ""
        short = report.id if verbose else report.id[:SHORT_ID]
        footer = [
            report.code or report.type,
            f"{say(N_('report'))} {short}",
            *([report.docs_url] if report.docs_url else []),
        ]
        yield self._painted(visible(" \u00b7 ".join(footer)), "faint")

    def _cause(self, cause: Failure, indent: str) -> Iterator[str]:
        lead = f"{indent}{self.script.say(N_('Caused by'))}: "
        yield from self._flow(self.script.message(cause), lead)
        yield from self._details(cause, " " * min(len(lead), self.width // 3))

    def _details(self, failure: Failure, indent: str) -> Iterator[str]:
        """Yield what hangs below a failure: attempts, notes, output, members."""
        longest = max((len(attempt.mode) for attempt in failure.attempts), default=0)
        for attempt in failure.attempts:
            yield from self._flow(self.script.attempt(attempt), f"{indent}{attempt.mode + ':':{longest + 1}} ")
        for note in failure.notes:
            yield from self._flow(visible(note), f"{indent}{self.script.say(N_('note'))}: ")
        for line in (failure.output or "").splitlines():
            yield f"{indent}| {visible(line)}"
        for number, member in enumerate(failure.related[:MOST_MEMBERS], 1):
            lead = f"{indent}{number}. "
            yield from self._flow(self.script.message(member), lead)
            yield from self._details(member, " " * len(lead))
            for cause in member.causes:
                yield from self._cause(cause, " " * len(lead))
        if (more := failure.more_than(MOST_MEMBERS)) > 0:
            yield f"{indent}{self.script.say(N_('And {count} more.')).format(count=more)}"

    def _verbose(self, report: ReportValues) -> Iterator[str]:
        yield ""
        yield visible(f"{report.timestamp}  {report.fingerprint}")
        if report.facts:
            yield from (f"{name}: {visible(str(value))}" for name, value in _known(report.facts) if name != "places")
            for place in report.facts.places:
                about = ", ".join(f"{name}={value}" for name, value in _known(place) if name != "path")
                yield visible(f"{place.path}: {about}")
        for frame in report.traceback:
            yield visible(f"  {frame.file}:{frame.line} {frame.function or ''}")

    def _flow(self, text: str, lead: str, paint: str = "") -> Iterator[str]:
        rest = " " * min(len(lead), max(self.width - NARROWEST, 0))
        for number, line in enumerate(flow(text, width=self.width, first=lead, rest=rest)):
            head = lead.rstrip(" ") if paint and number == 0 else ""
            yield self._painted(head, paint) + line[len(head) :] if head else line

    def _painted(self, text: str, paint: str) -> str:
        return f"\x1b[{COLORS[paint]}m{text}\x1b[0m" if self.color and paint in COLORS else text


def _known(values: Facts | Place) -> Iterator[tuple[str, object]]:
    """Yield the facts that are known."""
    names = (field.name for field in attrs.fields(type(values)))
    yield from ((name, value) for name in names if (value := getattr(values, name)) is not None)


def plain(script: Script, report: ReportValues, *, verbose: bool) -> Iterator[str]:
    """Yield lines without glyphs, columns or colors, for screen readers and simple logs."""
    say = script.say
    yield f"{say(report.severity).capitalize()}: {_joined(script.message(report))}"
    yield from _plain_details(script, report)
    for cause in report.causes:
        yield f"{say(N_('Caused by'))}: {_joined(script.message(cause))}"
        yield from _plain_details(script, cause)
    for advice in report.hints:
        checked = say(N_("checked")) if advice.confidence == "checked" else say(N_("likely"))
        yield f"{say(N_('Hint'))}, {checked}: {script.hint(advice)}"
    if verbose:
        yield f"{say(N_('Time'))}: {report.timestamp}"
    yield f"{say(N_('Code'))}: {report.code or report.type}"
    yield f"{say(N_('Report'))}: {report.id}"


def _plain_details(script: Script, failure: Failure) -> Iterator[str]:
    for attempt in failure.attempts:
        yield f"{script.say(N_('Tried'))} {attempt.mode}: {_joined(script.attempt(attempt))}"
    for note in failure.notes:
        yield f"{script.say(N_('Note'))}: {_joined(visible(note))}"
    for member in failure.related[:MOST_MEMBERS]:
        yield f"{script.say(N_('Failed'))}: {_joined(script.message(member))}"
        for cause in member.causes:
            yield f"{script.say(N_('Caused by'))}: {_joined(script.message(cause))}"
    if (more := failure.more_than(MOST_MEMBERS)) > 0:
        yield script.say(N_("And {count} more.")).format(count=more)


def one_line(script: Script, report: ReportValues) -> str:
    """Return the chain on one line, with the first hint."""
    chain = ": ".join(_joined(script.message(each)) for each in (report, *report.causes))
    hint = f" ({script.say(N_('hint'))}: {script.hint(report.hints[0])})" if report.hints else ""
    return f"{script.say(report.severity)}: {chain}{hint} [{visible(report.code or report.type)}]"


def github(script: Script, report: ReportValues) -> str:
    """Return an annotation for GitHub Actions; its commands escape %, CR and LF, in properties also : and ,."""
    messages = [_joined(script.message(each)) for each in (report, *report.causes)]
    text = "\n".join([*messages, *(script.hint(advice) for advice in report.hints)])
    data = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    title = (
        visible(report.code or report.type)
        .replace("%", "%25")
        .replace(":", "%3A")
        .replace(",", "%2C")
        .replace("\n", "%0A")
    )
    return f"::{'warning' if report.severity == 'warning' else 'error'} title={title}::{data}"


def markdown(script: Script, report: ReportValues) -> Iterator[str]:
    """Yield a block for bug reports: nothing in it is taken for markup."""
    lines = list(Full(script, WIDTH, color=False).lines(report, verbose=True))
    fence = "`" * max(3, 1 + max((len(run) for line in lines for run in _backticks(line)), default=0))
    yield f"**{script.say(N_('Failure report'))}** `{visible(report.code or report.type)}` `{report.fingerprint}`"
    yield ""
    yield f"{fence}text"
    yield from lines
    yield fence


def _backticks(line: str) -> list[str]:
    import re

    return re.findall("`+", line)


def _joined(text: str) -> str:
    return " ".join(text.split("\n"))
