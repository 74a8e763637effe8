"""Values to text: terminal, plain, one line, GitHub annotation, Markdown.

Describing is not showing: a `Script` says what a report says, in a language; the styles lay it out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from ..locales import N_
from .layout import flow, shown, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import Facts, Place
    from .model import Failure, ReportValues
    from .script import Script

__all__ = ["render", "render_values"]

WIDTH = 120
NARROWEST = 20
LONGEST = 200_000
MOST_MEMBERS = 10
FEW_MEMBERS = 3  # of a batch, in one line
STYLES = ("full", "plain", "line", "github", "markdown")
SHORT_ID = 8
COLORS = {"error": "1;31", "warning": "1;33", "hint": "1;36", "faint": "2"}


def render(
    report: ReportValues, script: Script, *, width: int | None, color: bool, verbose: bool, style: str = "full"
) -> str:
    """Return *report* as text; see `Report.render`.

    Raises:
        ValueError: There is no such style.
    """
    if style not in STYLES:
        raise ValueError(f"There is no style {style!r}; the styles are: {', '.join(STYLES)}.")
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


def render_values(report: ReportValues, script: Script) -> dict[str, Any]:
    """Return message, causes and hints as values for a window, in the language of *script*."""
    return {
        "language": script.voice.tag,
        "severity": script.severity(report).rstrip(" :\u00a0\uff1a"),
        "message": _joined(script.message(report)),
        "causes": [_joined(script.message(cause)) for cause in list(script.links(report, whole=False))[1:]],
        "attempts": [
            {"mode": attempt.mode, "text": _joined(script.attempt(attempt))}
            for each in (report, *report.causes)
            for attempt in each.attempts
        ],
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


class Full:
    """The terminal's style: hanging indents, colors, a footer to quote."""

    def __init__(self, script: Script, width: int, *, color: bool) -> None:
        self.script = script
        self.width = width
        self.color = color

    def lines(self, report: ReportValues, *, verbose: bool) -> Iterator[str]:
        """Yield the lines of *report*."""
        say = self.script.say
        _, *causes = self.script.links(report)
        yield from self._flow(self.script.message(report), spaced(self.script.severity(report)), paint=report.severity)
        yield from self._details(report, "  ")
        for cause in causes:
            yield from self._cause(cause, "  ")
        for advice in report.hints:
            yield ""
            yield from self._flow(self.script.advice(advice), spaced(say(HINT)), paint="hint")
        if verbose:
            yield from self._verbose(report)
        yield ""
        template = say(N_("report {id}"))
        identity = report.id if verbose else report.id[:SHORT_ID]
        parts = [_flat(report.code or report.type), template.format(id=_flat(identity))]
        parts += [shown(report.docs_url)] if report.docs_url else []
        yield self._painted(" \u00b7 ".join(parts), "faint")

    def _cause(self, cause: Failure, indent: str) -> Iterator[str]:
        lead = indent + spaced(self.script.say(_label(cause)))
        yield from self._flow(self.script.message(cause), lead)
        yield from self._details(cause, self._rest(lead, self.width // 3))

    def _details(self, failure: Failure, indent: str) -> Iterator[str]:
        """Yield what hangs below a failure: attempts, notes, output, members."""
        modes = [_flat(attempt.mode) for attempt in failure.attempts]
        longest = max(map(len, modes), default=0)
        for mode, attempt in zip(modes, failure.attempts, strict=True):
            yield from self._flow(self.script.attempt(attempt), f"{indent}{mode + ':':{longest + 1}} ")
        for note in failure.notes:
            yield from self._flow(shown(note), indent + spaced(self.script.say(NOTE)))
        for line in (failure.output or "").splitlines():
            yield f"{indent}| {shown(line)}".rstrip()
        for number, member in enumerate(failure.related[:MOST_MEMBERS], 1):
            lead = f"{indent}{number}. "
            yield from self._flow(self.script.message(member), lead)
            yield from self._details(member, " " * len(lead))
            for cause in list(self.script.links(member))[1:]:
                yield from self._cause(cause, " " * len(lead))
        if (more := failure.more_than(MOST_MEMBERS)) > 0:
            yield f"{indent}{self.script.more(more)}"

    def _verbose(self, report: ReportValues) -> Iterator[str]:
        for title, lines in _sections(self.script, report):
            yield ""
            yield title
            for line in lines:
                yield from flow(line, width=self.width, first="  ", rest="    ")

    def _flow(self, text: str, lead: str, paint: str = "") -> Iterator[str]:
        rest = self._rest(lead, max(self.width - NARROWEST, 0))
        for number, line in enumerate(flow(text, width=self.width, first=lead, rest=rest)):
            head = lead.rstrip(" ") if paint and number == 0 else ""
            yield self._painted(head, paint) + line[len(head) :] if head else line

    @staticmethod
    def _rest(lead: str, most: int) -> str:
        from .layout import width_of

        return " " * min(width_of(lead), most)

    def _painted(self, text: str, paint: str) -> str:
        return f"\x1b[{COLORS[paint]}m{text}\x1b[0m" if self.color and paint in COLORS else text


# TRANSLATORS: Stands before a hint. With the colon and spacing of your language, as the next ones.
HINT = N_("hint:")
# TRANSLATORS: Stands before a cause, as in a chain "error: ... Caused by: ..."
CAUSED_BY = N_("Caused by:")
# TRANSLATORS: Stands in such a chain before an error that came earlier and is not the cause: the program was handling
# it when the one above came up.
BEFORE = N_("Before that:")
NOTE = N_("note:")


def _label(cause: Failure) -> str:
    return BEFORE if cause.handled else CAUSED_BY


def _sections(script: Script, report: ReportValues) -> Iterator[tuple[str, list[str]]]:
    """Yield what only a verbose rendering has, each section with its title. Facts keep the names they have in JSON."""
    say = script.say
    about = [say(N_("time: {time}")).format(time=shown(report.timestamp))]
    about.append(say(N_("fingerprint: {fingerprint}")).format(fingerprint=shown(report.fingerprint)))
    if report.tool:
        tool = shown(" ".join(part for part in (report.tool.name, report.tool.version) if part))
        about.append(say(N_("reported by: {tool}")).format(tool=tool))
    if report.retries:
        count = report.retries.count
        template = script.voice.counted("It was tried again once.", "It was tried again {count} times.", count)
        about.append(template.format(count=script.voice.number(count)))
    about += [
        say(N_("in use by: {holder}")).format(holder=script.value(str(holder), "holder")) for holder in report.holders
    ]
    yield say(N_("This report:")), about
    if report.facts:
        lines = [f"{name}: {_fact(value)}" for name, value in _known(report.facts) if name != "places"]
        for place in report.facts.places:
            told = ", ".join(f"{name}: {_fact(value)}" for name, value in _known(place) if name != "path")
            lines.append(f"{shown(place.path)}: {told}" if told else shown(place.path))
        if lines:
            yield say(N_("The machine that it is from:")), lines
    if report.traceback:
        frames = [f"{frame.file}:{frame.line or '?'} {frame.function or ''}" for frame in report.traceback]
        yield say(N_("Where it happened, the innermost call last:")), [shown(frame).rstrip() for frame in frames]


def _fact(value: object) -> str:
    """Return a fact as JSON has it."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else shown(str(value))


def _known(values: Facts | Place) -> Iterator[tuple[str, object]]:
    """Yield the facts that are known."""
    names = (field.name for field in attrs.fields(type(values)))
    yield from ((name, value) for name in names if (value := getattr(values, name)) is not None)


def plain(script: Script, report: ReportValues, *, verbose: bool) -> Iterator[str]:
    """Yield lines without glyphs, columns or colors, for screen readers and simple logs."""
    say = script.say
    yield _capital(spaced(script.severity(report)) + _joined(script.message(report)))
    yield from _plain_details(script, report)
    for cause in list(script.links(report))[1:]:
        yield from _plain_cause(script, cause)
    for advice in report.hints:
        # TRANSLATORS: A hint whose premise was confirmed on the machine.
        label = N_("Hint, checked:") if advice.confidence == "checked" else N_("Hint:")
        yield spaced(say(label)) + " ".join(part for part in (script.hint(advice), script.helps(advice)) if part)
    if verbose:
        for title, lines in _sections(script, report):
            yield title
            yield from lines
    # TRANSLATORS: {code} is a word that stays as it is, such as fetch-failed.
    yield say(N_("Code: {code}")).format(code=shown(report.code or report.type))
    yield say(N_("Report: {id}")).format(id=_flat(report.id))
    if report.docs_url:
        yield shown(report.docs_url)


def _plain_cause(script: Script, cause: Failure) -> Iterator[str]:
    yield spaced(script.say(_label(cause))) + _joined(script.message(cause))
    yield from _plain_details(script, cause)


def _plain_details(script: Script, failure: Failure) -> Iterator[str]:
    for attempt in failure.attempts:
        # TRANSLATORS: {mode} is a link mode, and stays as it is; {reason} is a clause that says why it failed.
        template = script.say(N_("Tried {mode}: {reason}"))
        yield template.format(mode=shown(attempt.mode), reason=_joined(script.attempt(attempt)))
    for note in failure.notes:
        yield _capital(spaced(script.say(NOTE)) + _joined(shown(note)))
    if failure.output:
        yield script.say(N_("It printed:"))
        yield from map(shown, failure.output.splitlines())
    for number, member in enumerate(failure.related[:MOST_MEMBERS], 1):
        # TRANSLATORS: One of several failures, counted; {sentence} says what failed.
        template = script.say(N_("Failure {number}: {sentence}"))
        yield template.format(number=number, sentence=_joined(script.message(member)))
        yield from _plain_details(script, member)
        for cause in list(script.links(member))[1:]:
            yield from _plain_cause(script, cause)
    if (more := failure.more_than(MOST_MEMBERS)) > 0:
        yield script.more(more)


def one_line(script: Script, report: ReportValues) -> str:
    """Return the chain on one line, with the first hint."""
    chain = one_chain(script, report)
    if report.hints:
        template = script.say(N_("{sentence} (hint: {hint})"))
        chain = template.format(sentence=chain, hint=_joined(script.hint(report.hints[0])))
    return _joined(f"{spaced(script.severity(report))}{chain} [{shown(report.code or report.type)}]")


def one_chain(script: Script, failure: Failure) -> str:
    """Return a failure and its causes in one line."""
    return ": ".join(part for each in script.links(failure, whole=False) for part in _one_line_of(script, each))


def _one_line_of(script: Script, failure: Failure) -> Iterator[str]:
    """Yield what a failure says, and why each way failed that was tried."""
    yield _joined(script.message(failure))
    if failure.attempts:
        yield "; ".join(f"{shown(each.mode)}: {_joined(script.attempt(each))}" for each in failure.attempts)
    if failure.related:
        members = [one_chain(script, member) for member in failure.related[:FEW_MEMBERS]]
        more = failure.more_than(FEW_MEMBERS)
        yield "; ".join([*members, script.more(more)] if more > 0 else members)


def github(script: Script, report: ReportValues) -> str:
    """Return an annotation for GitHub Actions; its commands escape %, CR and LF, in properties also : and ,."""
    messages = [part for each in script.links(report, whole=False) for part in _one_line_of(script, each)]
    hints = [spaced(script.say(HINT)) + script.hint(advice) for advice in report.hints]
    text = "\n".join([*messages, *hints])
    title = _escaped(shown(report.code or report.type)).replace(":", "%3A").replace(",", "%2C")
    return f"::{'warning' if report.severity == 'warning' else 'error'} title={title}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def markdown(script: Script, report: ReportValues) -> Iterator[str]:
    """Yield a block for bug reports: nothing in it is taken for markup."""
    lines = list(Full(script, WIDTH, color=False).lines(report, verbose=True))
    fence = "`" * max(3, 1 + max((len(run) for line in lines for run in re.findall("`+", line)), default=0))
    # TRANSLATORS: The title of a block for bug reports.
    title = script.say(N_("Failure report"))
    code, fingerprint = (_flat(word).replace("`", "'") for word in (report.code or report.type, report.fingerprint))
    yield f"**{title}** `{code}` `{fingerprint}`"
    yield ""
    yield f"{fence}text"
    yield from lines
    yield fence


def _joined(text: str) -> str:
    return " ".join(text.split("\n"))


def _flat(word: str) -> str:
    """Return a word that a report holds, which may be one that was read and hold anything, in one line."""
    return _joined(shown(word))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
