"""The one crossing from live exceptions to plain values: Reporter, Report.

Reporting never fails. Whatever an exception does when it is looked at, a report comes out, bounded in size; what cannot
be had is absent.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TextIO

import attrs

from ..locales.voices import ENGLISH, voice_of
from .advice import advise_all, facts_wanted
from .base import HowcomeError
from .codes import SystemCode
from .facts import Facts, is_plain
from .failures import INTERRUPTED, exit_status, failure_of, frames_of, root_of
from .fingerprint import fingerprint
from .held import holders_of, name_lock_holders
from .hints import Hint, Situation
from .model import Failure, ReportValues, Retries, Tool
from .plugins import plugin_catalogs, plugin_errors, plugin_hints
from .render import render, render_values
from .script import Script
from .sentences import own_classes
from .serialize import LONGEST_LINE, ReportFormatError, document_of, read_report, to_line
from .terminal import readers_voice, show
from .transient import is_transient, noted_on
from .travel import chain_of, safe_text, safely, type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..locales.voices import Voice
    from .hints import Advice

__all__ = ["Report", "ReportFormatError", "Reporter"]

STAMP = "__howcome_report__"
RESERVE = 8 << 20  # bytes of address space, untouched, with which to show and log a report where memory is used up


class Report(ReportValues):
    """A failure as plain values: show it, log it, send it, read it again anywhere."""

    __slots__ = ("_read", "_reporter")

    @classmethod
    def of(cls, error: BaseException) -> Report:
        """Return the report of *error* with nothing configured: `Reporter().report(error)`."""
        return Reporter().report(error)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the report that one line of JSON holds, fields of later minor versions kept.

        Raises:
            ReportFormatError: It is no report, or one of another major version.
        """
        return read_report(text, cls)

    def to_json(self, *, limit: int | None = LONGEST_LINE) -> str:
        """Return one line of ASCII JSON of at most *limit* bytes (64 KiB), or as long as it comes if that is None."""
        return to_line(document_of(self), limit=limit)

    def render(
        self,
        lang: str | None = None,
        width: int | None = None,
        color: bool = False,
        verbose: bool = False,
        style: str = "full",
    ) -> str:
        """Return it as text.

        Args:
            lang: The reader's language, such as `de`; English where it is not given or where we do not speak it.
            width: In columns; 120 where it is not given.
            color: Whether to use ANSI colors.
            verbose: Whether to add facts, times and the traceback.
            style: `full`, `plain`, `line`, `github` or `markdown`.
        """
        return render(self, self._script(lang), width=width, color=color, verbose=verbose, style=style)

    def show(self, stream: TextIO | None = None, *, lang: str | None = None) -> None:
        """Write it to *stream* (standard error) as suits that stream. Never raises.

        Args:
            stream: A text stream.
            lang: The reader's language. If it is not given, the Reporter's, else the one that the user's environment
                or system says; English where we do not speak it, or where the stream lacks its letters.
        """
        reporter = getattr(self, "_reporter", None)
        stream = sys.stderr if stream is None else stream
        if stream is not None:  # as under pythonw
            catalogs = reporter.catalogs if reporter else ()
            voice = safely(readers_voice, lang or (reporter and reporter.lang), catalogs) or ENGLISH
            show(self, stream, self._with(voice))

    def localized(self, lang: str | None) -> dict[str, Any]:
        """Return message, causes and hints in the reader's language, as values for a window; see `render`."""
        return render_values(self, self._script(lang))

    def _script(self, lang: str | None) -> Script:
        reporter = getattr(self, "_reporter", None)
        return self._with(voice_of(lang, reporter.catalogs if reporter else ()))

    def _with(self, voice: Voice) -> Script:
        """Return what says this report, with the hints and classes of the front end that made or read it."""
        reporter = getattr(self, "_reporter", None)
        return Script(voice, reporter.hints, reporter.errors) if reporter else Script(voice)


def new_id() -> str:
    """Return a UUID of version 7: sortable by the time at which it was made (RFC 9562)."""
    number = int.from_bytes(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10), "big")
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class Reporter:
    """Makes reports, as one front end wants them.

    Args:
        tool: The front end's name and version.
        hints: Hints of the front end's own, beside ours.
        errors: Classes of the front end's own, which `restore` may make.
        plugins: Whether to load the hints of installed plugins: that runs code of the environment.
        docs_url: Where the error index is published, such as "https://docs.example": pages are below errors/, hints/
            and codes/.
        paths: `as-is`, or `home` to hide the home directory and the user's name.
        facts: Whether to look at the machine after a failure.
        holders: Whether to seek the processes that hold a file or a lock, for at most a second each.
        clock: Returns the time, with a zone.
        new_id: Returns an identifier for a report.
        lang: The language to show reports in; the user's own if it is not given.
        catalogs: Folders of the front end's own with a folder for each language, in it `LC_MESSAGES/howcome.po`, as
            howcome.locales has: translations of its own hints and classes.
    """

    def __init__(
        self,
        tool: tuple[str, str] | None = None,
        hints: Iterable[Hint] = (),
        errors: Iterable[type[HowcomeError]] = (),
        *,
        plugins: bool = False,
        docs_url: str | None = None,
        paths: str = "as-is",
        facts: bool | Facts = True,
        holders: bool = False,
        clock: Callable[[], datetime] = now,
        new_id: Callable[[], str] = new_id,
        lang: str | None = None,
        catalogs: Iterable[str | os.PathLike[str]] = (),
    ) -> None:
        self.tool = safely(_tool, tool) if tool is not None else None
        given = (*hints, *(plugin_hints() if plugins else ()))
        self.hints = tuple(hint for hint in given if issubclass(type(hint), Hint))
        kinds = (*(plugin_errors() if plugins else ()), *errors)
        self.errors = {**own_classes(), **{kind.code: kind for kind in kinds}}
        self.lang = lang
        self.catalogs = (*(os.fspath(each) for each in catalogs), *(plugin_catalogs() if plugins else ()))
        self.plugins = plugins
        self.docs_url = docs_url if type(docs_url) is str else None
        self.paths = paths
        self.facts = facts if facts is True or safely(is_plain, facts) else False
        self.holders = holders
        self.clock = clock
        self.new_id = new_id

    def report(self, error: BaseException, *, severity: str = "error") -> Report:
        """Return the report of *error*; a second one of the same object has the first one's id and time.

        Args:
            error: Any exception, or a group of them.
            severity: `error`, or `warning` for what was got around.
        """
        identity, timestamp = safely(self._stamp, error, otherwise=None) or (new_id(), _timestamp(now()))
        severity = severity if type(severity) is str else "error"
        envelope = {"id": identity, "timestamp": timestamp, "severity": severity, "tool": self.tool}
        report = safely(self._whole, error, envelope) or _least(error, envelope)
        return self._own(report)

    def _whole(self, error: BaseException, envelope: dict[str, Any]) -> Report:
        if self.holders:
            name_lock_holders(error)
        chain = list(chain_of(error))
        failure = failure_of(error, chain)
        root = root_of(failure)
        hints = self.hints
        situations = list(_situations(failure))
        facts = safely(self._facts, situations, hints)
        holders = safely(holders_of, situations, otherwise=()) if self.holders else ()
        situations = [attrs.evolve(each, holders=holders) for each in situations] if holders else situations
        advice = safely(_advice, situations, failure, facts, hints, otherwise=())
        report = Report(
            **dict(zip(_FAILURE_FIELDS, _failure_values(failure), strict=True)),
            **envelope,
            root=root,
            hints=self._with_pages(advice),
            facts=facts,
            holders=holders,
            fingerprint=fingerprint(failure),
            exit_code=safely(exit_status, error, otherwise=1),
            transient=safely(is_transient, error) or None,
            retries=safely(_retries, chain),
            traceback=safely(frames_of, chain, otherwise=()),
            docs_url=self._page(failure, root),
        )
        return self._private(report)

    def _page(self, failure: Failure, root: Any) -> str | None:
        """Return the address of the failure's page in the error index: of its class, else of the system's code."""
        if self.docs_url and failure.code:
            return f"{self.docs_url.rstrip('/')}/errors/{failure.code}"
        if self.docs_url and root and root.symbol and root.kind:
            return f"{self.docs_url.rstrip('/')}/codes/{root.symbol}"
        return None

    def _with_pages(self, advice: tuple[Advice, ...]) -> tuple[Advice, ...]:
        if not self.docs_url:
            return advice
        return tuple(attrs.evolve(each, docs_url=f"{self.docs_url.rstrip('/')}/hints/{each.id}") for each in advice)

    def read(self, text: str | bytes) -> Report:
        """Return the report that one line of JSON holds, which this Reporter's hints, classes and catalogs can say.

        Raises:
            ReportFormatError: It is no report, or one of another major version.
        """
        return self._own(Report.from_json(text))

    def _own(self, report: Report) -> Report:
        object.__setattr__(report, "_reporter", self)
        return report

    @contextmanager
    def boundary(self, log: TextIO | None = None, stream: TextIO | None = None) -> Iterator[None]:
        """Show what leaves the block, log it as one line of JSON, and exit with the report's status.

        Args:
            log: A text stream for the JSON line.
            stream: Where to show it; standard error if it is not given.

        Raises:
            SystemExit: With the report's exit status. A SystemExit from inside passes unchanged.
        """
        reserve: bytearray | None = bytearray(RESERVE)
        try:
            yield
        except (SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001 -- this is the last place that sees it
            reserve = None  # noqa: F841 -- gives the memory back
            calls = error.__traceback__  # without the frame of this function, which is none of theirs
            raise SystemExit(self._shown(error.with_traceback(calls and calls.tb_next), log, stream)) from None

    def _shown(self, error: BaseException, log: TextIO | None, stream: TextIO | None) -> int:
        """Show and log *error*, as far as that can be done, and return its status."""
        try:
            report = self.report(error)
            report.show(stream)
            if log is not None:  # a full disk or a closed stream must not hide the failure itself
                safely(_write_line, log, report)
        except KeyboardInterrupt:
            return INTERRUPTED
        return report.exit_code

    def restore(self, report: ReportValues) -> HowcomeError:
        """Return the typed error of *report*, by its code from this Reporter's registry, never by importing its type.

        What is not there, or cannot be made from the report's values, becomes an `UnexpectedError` that says the same.
        """
        from .restore import restored

        return restored(report, self.errors)

    def _stamp(self, error: BaseException) -> tuple[str, str]:
        """Return id and time, kept on the exception where that accepts attributes."""
        kept = safely(_kept, error)
        if _is_stamp(kept):
            return kept  # type: ignore[no-any-return]
        moment = safely(lambda: _timestamp(self.clock())) or _timestamp(now())
        identity = safely(self.new_id)
        made = (identity if type(identity) is str and identity else new_id()), moment
        kept = safely(_keep, error, made)  # another thread may have been faster
        return kept if _is_stamp(kept) else made

    def _private(self, report: Report) -> Report:
        if self.paths != "home":
            return report
        from .homes import hide, hider

        private: Report = hide(report, hider())
        return private

    def _facts(self, situations: list[Situation], hints: tuple[Hint, ...]) -> Facts | None:
        if not isinstance(self.facts, bool):
            return self.facts
        if not self.facts:
            return None
        wanted = {fact for situation in situations for fact in facts_wanted(situation, hints)}
        if not wanted:
            return None
        from .facts import gather

        return gather(wanted, dict.fromkeys(path for situation in situations for path in situation.paths))


_FAILURE_FIELDS = (
    "code", "type", "message", "values", "operation", "artifact", "paths", "url",
    "system", "attempts", "notes", "output", "causes", "related", "handled",
)  # fmt: skip
_failure_values = attrgetter(*_FAILURE_FIELDS)


def _situations(failure: Failure) -> Iterator[Situation]:
    """Yield what hints are chosen by: each failure of the chain, innermost first, then the members of groups."""
    chain = failure.why[::-1]
    artifact = code = operation = output = tool = None
    paths: tuple[str, ...] = ()
    for each in chain:  # what is not known of one of them is taken from the innermost that knows
        artifact, code, operation = artifact or each.artifact, code or each.code, operation or each.operation
        paths, output, tool = paths or each.paths, output or each.output, tool or _program(each)
    for each in chain:
        for member in _distinct(each.related) if each.related else ():
            yield from _situations(member)
        if each.system or each.attempts or each is failure:
            yield Situation(
                system=_code(each.system),
                code=each.code or code,
                operation=each.operation or operation,
                artifact=artifact.kind if artifact else None,
                paths=each.paths or paths,
                url=each.url or failure.url,
                platform=each.system.platform if each.system else None,
                tool=tool,
                text="\n".join(filter(None, (each.system.text if each.system else each.message, output))),
                attempts=each.attempts,
            )


def _first(name: str, chain: Iterable[Failure]) -> Any:
    """Return a field of the first failure that has something in it, or None."""
    return next(filter(None, map(attrgetter(name), chain)), None)


def _distinct(members: Iterable[Failure]) -> Iterator[Failure]:
    """Yield the members of a group that differ in how they fail, or in the folder where they do."""
    seen = set()
    for member in members:
        paths = _first("paths", member.why[::-1])
        folder = paths[-1].replace("\\", "/").rpartition("/")[0] if paths else None
        if (key := (fingerprint(member), folder)) not in seen:
            seen.add(key)
            yield member


def _program(failure: Failure) -> str | None:
    """Return the program that a failure's command line starts with."""
    command = failure.values.get("command")
    return command.lstrip("'\"").partition(" ")[0].rstrip("'\"") if isinstance(command, str) else None


def _advice(
    situations: list[Situation], failure: Failure, facts: Facts | None, hints: tuple[Hint, ...]
) -> tuple[Advice, ...]:
    """Return the hints for *failure*, with the artifacts that each helps where that is a batch."""
    advice = advise_all(situations, facts, hints)
    helped: dict[str, list[str]] = {}
    for member in _members(failure):
        artifact = _first("artifact", (member, *member.causes))
        if artifact is not None:
            for each in advise_all(_situations(member), facts, hints, most=None):
                helped.setdefault(each.id, []).append(str(artifact))
    if not helped:
        return tuple(advice)
    return tuple(attrs.evolve(each, helps=tuple(dict.fromkeys(helped.get(each.id, ())))) for each in advice)


def _members(failure: Failure) -> Iterator[Failure]:
    """Yield the failures that are no groups, of groups in groups too."""
    for each in (failure, *failure.causes):
        for member in each.related:
            inner = list(_members(member))
            yield from inner or [member]


def _code(system: Any) -> Any:
    return system and SystemCode(system.namespace, system.code, system.symbol, system.kind, system.platform)


def _retries(chain: list[BaseException]) -> Retries | None:
    found = noted_on(chain)
    return Retries(count=int(found[0]), seconds=found[1]) if found else None


def _least(error: BaseException, envelope: dict[str, Any]) -> Report:
    """Return a report with what can be said of any exception, when there is no memory, or no stack, for more."""
    kind = type(error)
    code = getattr(kind, "code", None) if issubclass(kind, HowcomeError) else None
    name = safely(type_name, error, otherwise="unknown")
    failure = Failure(code=code if isinstance(code, str) else None, type=name, message=f"{name}: without text")
    return Report(
        code=failure.code,
        type=failure.type,
        message=failure.message,
        **envelope,
        fingerprint=safely(fingerprint, failure, otherwise=f"c1:{0:016x}"),
        exit_code=safely(exit_status, error, otherwise=1),
    )


def _write_line(log: TextIO, report: Report) -> None:
    log.write(report.to_json() + "\n")
    log.flush()


def _kept(error: BaseException) -> Any:
    return vars(error).get(STAMP)


def _keep(error: BaseException, stamp: tuple[str, str]) -> Any:
    return vars(error).setdefault(STAMP, stamp)


def _is_stamp(kept: Any) -> bool:
    return type(kept) is tuple and [type(part) for part in kept] == [str, str]


def _tool(given: tuple[str, str]) -> Tool:
    name, version = given
    return Tool(name=safe_text(name), version=None if version is None else safe_text(version))


def _timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
