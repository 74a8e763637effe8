"""Live exceptions to Failures: cut, redacted, chains flattened, groups kept apart.

Whatever an exception does when it is looked at (a `__str__` that raises, a cycle of causes, lone surrogates), a Failure
comes out.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from itertools import chain as chained
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from .artifacts import ARTIFACT_FIELDS, Artifact
from .base import HowcomeError
from .captured import recognized, tail
from .codes import SystemCode, this_platform
from .foreign import command_of, members_of, operation_of, output_of, paths_of, system_of, url_of, words_of
from .languages import language_of
from .model import FailedAttempt, Failure, Frame, Root, System
from .redact import redact
from .sentences import (
    COMMAND_ENDED,
    COMMAND_KILLED,
    COMMAND_SLOW,
    COPIES_FAILED,
    INTERRUPTION,
    PROGRAM_ENDED,
    system_message,
)
from .travel import StandIn, chain_of, is_context, safe_text, safely, type_name
from .wrap import Wrap, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .exceptions import Attempt

__all__ = ["exit_status", "failed_attempt", "failure_of", "frames_of", "root_of"]

LONGEST_MESSAGE = 4096
LARGEST = 2**63
_TRACEBACK = vars(BaseException)["__traceback__"].__get__  # past a property of that name
MOST_NOTES = 20
MOST_PATHS = 10
MOST_MEMBERS = 100
MOST_FRAMES = 40
INTERRUPTED = 130
LARGEST_STATUS = 2**32
ODD_STATUS = 255  # what Python exits with for a number that is none
DEEPEST_GROUP = 10
MOST_FAILURES = 1000
_artifact_values = attrgetter(*ARTIFACT_FIELDS)


class _Room:
    """What a report still has room for: groups in groups, and failures in all."""

    def __init__(self) -> None:
        self.groups = DEEPEST_GROUP
        self.failures = MOST_FAILURES


def failure_of(error: BaseException, *, room: _Room | None = None) -> Failure:
    """Return *error* with its chain as one Failure."""
    room = room or _Room()
    errors = [each for each in chain_of(error) if each is error or safely(_speaks, each, otherwise=True)]
    chain = _joined(_marked(errors, [_failure(each, room) for each in errors]))
    outer, *causes = _without_repeated_systems([*chain, *_told(chain)])
    return _set(outer, causes=tuple(causes))


def root_of(failure: Failure) -> Root | None:
    """Return the innermost system error of *failure*; of a group the one that all its members share."""
    for each in reversed(failure.why):
        shared = {root_of(member) for member in each.related}
        if len(shared) == 1 and (root := shared.pop()):
            return attrs.evolve(root, operation=root.operation or _operation(failure))
        for attempt in reversed(each.attempts):
            if attempt.system:
                return _root(attempt.system, attempt.operation)
        if each.system:
            return _root(each.system, each.operation or _operation(failure))
    return None


def exit_status(error: BaseException) -> int:
    """Return the status to exit with: the class's own, 130 for Ctrl-C, a batch's common one, else 1.

    Of what is shown as a failure SystemExit alone, which its raiser chose, may have the status of success.
    """
    kind = type(error)
    if issubclass(kind, BaseExceptionGroup):
        statuses = set(map(exit_status, leaves(error)))  # type: ignore[arg-type]
        return (statuses.pop() or 1) if len(statuses) == 1 else 1
    if issubclass(kind, SystemExit):
        status = error.code  # type: ignore[attr-defined]
        status = status if isinstance(status, int) else int(status is not None)
        return int(status) if -LARGEST_STATUS <= status < LARGEST_STATUS else ODD_STATUS
    if issubclass(kind, KeyboardInterrupt):
        return INTERRUPTED
    status = getattr(kind, "exit_code", 1) if issubclass(kind, HowcomeError) else 1
    return int(status) if isinstance(status, int) and status % 256 else 1


def frames_of(error: BaseException) -> tuple[Frame, ...]:
    """Return the lines of code that led to the innermost cause, outermost first, without locals."""
    frames: list[tuple[str, str, int | None]] = []
    for each in chain_of(error):
        trace = _TRACEBACK(each)
        found: list[tuple[str, str, int | None]] = []
        while trace is not None and len(found) < MOST_FRAMES:
            code = trace.tb_frame.f_code
            if code is not Wrap.__exit__.__code__:
                found.append((code.co_filename, code.co_qualname, trace.tb_lineno))
            trace = trace.tb_next
        places = {frame[:2] for frame in found}
        frames = [frame for frame in frames if frame[:2] not in places] + found
    return tuple(
        Frame(file=_clean(file), line=line, function=function) for file, function, line in frames[-MOST_FRAMES:]
    )


def _failure(error: BaseException, room: _Room) -> Failure:
    room.failures -= 1
    read = _typed if issubclass(type(error), HowcomeError) else _foreign
    return safely(read, error, room) or safely(_least, error) or Failure(type="unknown", message="<without text>")


def _least(error: BaseException) -> Failure:
    """Return what can be said of any exception."""
    name = _clean(type_name(error))
    code = getattr(type(error), "code", None) if issubclass(type(error), HowcomeError) else None
    return Failure(
        code=code if isinstance(code, str) else None,
        type=name,
        message=f"{name.rpartition('.')[2]}: {_clean(safe_text(error))}",
    )


def _typed(error: HowcomeError, room: _Room) -> Failure:
    own = error._system
    values = {name: _clean_value(value) for name, value in error.values.items() if name not in {"output", "attempts"}}
    members = members_of(error)
    return Failure(
        code=_word(error.code),
        type=_clean(type_name(error)),
        message=_clean(safe_text(error)),
        values=values | _count(members),
        operation=str(error.operation) if isinstance(error.operation, str) else None,
        artifact=_clean_artifact(error.artifact),
        paths=tuple(map(_clean, islice(error.paths, MOST_PATHS))),
        url=_clean(str(error.url)) if error.url else None,
        system=_system(own, error._system_text) if own else None,
        attempts=tuple(map(failed_attempt, islice(getattr(error, "attempts", ()), MOST_MEMBERS))),
        notes=_notes(error),
        output=tail(getattr(error, "output", None)),
        related=_members(members, room),
    )


def _foreign(error: BaseException, room: _Room) -> Failure:
    members = members_of(error)
    paths, related = tuple(map(_clean, paths_of(error))), _members(members, room)
    system = None if related else _system(system_of(error), words_of(error))
    command, status = command_of(error)
    url = url_of(error)
    return Failure(
        type=_clean(type_name(error)),
        message=COPIES_FAILED
        if related and not isinstance(error, BaseExceptionGroup)
        else _message(error, system, paths),
        values=_count(members)
        | {
            name: _clean_value(value)
            for name, value in (("command", command), ("exit_status", status))
            if value is not None
        },
        operation=operation_of(error),
        paths=paths,
        url=_clean(url) if url else None,
        system=system,
        notes=_notes(error),
        output=tail(output_of(error)),
        related=related,
    )


def _message(error: BaseException, system: System | None, paths: tuple[str, ...]) -> str:
    """Return a sentence for a stranger's error: what the system said in English, else the error's own words."""
    if system and (system.kind or system.text):
        return system_message(system, paths)
    if isinstance(error, BaseExceptionGroup):
        return _clean(safe_text(error.message))
    text = _clean(safe_text(error))
    match error:
        case KeyboardInterrupt():
            return INTERRUPTION
        case SystemExit(code=int() | None):
            return PROGRAM_ENDED.format(exit_status=exit_status(error))
        case SystemExit() | StandIn(sentence=True):
            return text
    command, status = command_of(error)
    if command is not None:
        return _clean(_command_message(command, status, getattr(error, "timeout", None)))
    whole = type_name(error)
    named = whole.rpartition(".")[2]
    named = whole if named.lower() == "error" else named  # zlib.error, shutil.Error
    return text if text.startswith(f"{named}(") else f"{named}: {text}" if text else named


def _command_message(command: str, status: int | None, timeout: object) -> str:
    if status is None:
        return COMMAND_SLOW.format(seconds=timeout, command=command)
    if status < 0:
        return COMMAND_KILLED.format(signal=-status, command=command)
    return COMMAND_ENDED.format(exit_status=status, command=command)


def _told(chain: list[Failure]) -> list[Failure]:
    """Return as the innermost cause what the words of an error or of a program tell of, where no code is known."""
    inner = next((each for each in reversed(chain) if each.output or each.type in _WORDY), None)
    if inner is None or any(each.system or each.attempts or each.related for each in chain):
        return []
    text = inner.output or inner.message
    finding = recognized(text, this_platform())
    if finding is None:
        return []
    line = text.split("\n")[finding.line - 1].replace("\\\\", "\\")  # a path of another line is of another matter
    code = SystemCode(finding.namespace, finding.code, finding.symbol, finding.kind, finding.platform)
    paths = tuple(_clean(path) for path in finding.paths if path in line and _is_absolute(path))
    words = re.sub(_NUMBERED, "", finding.matched) if finding.language else None
    system = _system(code, words)
    if system is None:
        return []
    message = system_message(system, paths)
    return [Failure(type="text", message=message, operation=finding.operation, paths=paths, system=system)]


def _marked(errors: list[BaseException], chain: list[Failure]) -> list[Failure]:
    """Mark what came before an error that has a code of its own, and another one: it was being handled, no more.

    `Path.mkdir(parents=True)` handles a missing folder, and then may not make its parent. Where the later error has no
    code, as a ValueError, the earlier one is why.
    """
    for place, (error, failure) in enumerate(zip(errors[:-1], chain, strict=False), 1):
        if (
            is_context(error)
            and (codes := _codes(failure))
            and codes.isdisjoint(chained.from_iterable(map(_codes, chain[place:])))
        ):
            _set(chain[place], handled=True)
    return chain


def _codes(failure: Failure) -> set[tuple[object, ...]]:
    systems = (failure.system, *(attempt.system for attempt in failure.attempts))
    own = {_identity(system) for system in systems if system}
    return own.union(*map(_codes, failure.related))


def _is_absolute(path: str) -> bool:
    return ntpath.isabs(path) or posixpath.isabs(path)


def _speaks(error: BaseException) -> bool:
    """Return whether a cause is more than a step of Python's own machinery, as those without a word are."""
    return type(error).__name__ not in _SILENT or bool(error.args)


_SILENT = {"CancelledError", "GeneratorExit", "StopAsyncIteration", "StopIteration"}
_NUMBERED = r"\[\w{1,9} -?\d{1,10}\] ?| ?\(os error -?\d{1,10}\)"  # a system's words are without these
# Errors that may hold a system's words and no number.
_WORDY = {"OSError", "ImportError", "FileNotFoundError"}


def _joined(chain: list[Failure]) -> list[Failure]:
    """Join a stranger's error with the one inside it where both tell of the same, as urllib's do."""
    joined = chain[:1]
    for inner in chain[1:]:
        outer = joined[-1]
        if "command" in inner.values and not inner.code and inner.values.items() <= outer.values.items():
            joined[-1] = _set(outer, output=outer.output or inner.output)  # one command, told of by two
        elif _tell_the_same(outer, inner):
            joined[-1] = attrs.evolve(
                outer,
                message=inner.message if inner.paths else outer.message,
                operation=outer.operation or inner.operation,
                paths=outer.paths or inner.paths,
                url=outer.url or inner.url,
                system=inner.system if inner.system and inner.system.text else outer.system,
                notes=outer.notes + inner.notes,
            )
        else:
            joined.append(inner)
    return joined


def _tell_the_same(outer: Failure, inner: Failure) -> bool:
    if outer.code or inner.code or not outer.system or not inner.system or outer.related or inner.related:
        return False
    return _same(outer.system, inner.system) and (not outer.paths or outer.paths == inner.paths)


def _without_repeated_systems(chain: list[Failure]) -> list[Failure]:
    """Drop a system that only repeats a cause's: a wrapping error keeps it in case its cause is lost."""
    inner: set[tuple[object, ...]] = set()
    for each in reversed(chain):
        own = each.system
        if own and _identity(own) in inner:
            _set(each, system=None)
        inner.update(_identity(system) for system in (own, *(attempt.system for attempt in each.attempts)) if system)
    return chain


def _set(failure: Failure, **fields: object) -> Failure:
    """Change fields of a failure that was just made, before anybody sees it."""
    for name, value in fields.items():
        object.__setattr__(failure, name, value)
    return failure


def _identity(system: System) -> tuple[object, ...]:
    return system.namespace, system.code, system.symbol


def _same(one: System, other: System) -> bool:
    return _identity(one) == _identity(other)


def _members(members: tuple[BaseException, ...], room: _Room) -> tuple[Failure, ...]:
    found: list[Failure] = []
    if not members or not room.groups:
        return ()
    room.groups -= 1
    for member in _telling(members):
        if room.failures <= 0:
            break
        found.append(failure_of(member, room=room))
    room.groups += 1
    return tuple(found)


def _count(members: tuple[BaseException, ...]) -> dict[str, Any]:
    """Return how many members a group has: a report does not hold more than some."""
    return {"members": len(members)} if members else {}


def _telling(members: tuple[BaseException, ...]) -> Iterator[BaseException]:
    """Yield the first hundred of *members*, and those of the rest (a hundred at most) that fail in a new way."""
    yield from members[:MOST_MEMBERS]
    if len(members) <= MOST_MEMBERS:
        return
    seen = set(map(_way, members[:MOST_MEMBERS]))
    new = (member for member in members[MOST_MEMBERS:] if (way := _way(member)) not in seen and not seen.add(way))  # type: ignore[func-returns-value]
    yield from islice(new, MOST_MEMBERS)


def _way(error: BaseException) -> tuple[object, ...]:
    """Return in which way *error* fails, roughly and at little cost."""
    return tuple(
        (type(each), getattr(each, "errno", None), getattr(each, "winerror", None)) for each in chain_of(error)
    )


def _root(system: System, operation: str | None) -> Root:
    return Root(
        namespace=system.namespace,
        code=system.code,
        symbol=system.symbol,
        kind=system.kind,
        platform=system.platform,
        operation=operation,
    )


def _operation(failure: Failure) -> str | None:
    return next((each.operation for each in reversed(failure.why) if each.operation), None)


def _system(code: SystemCode | None, text: str | None) -> System | None:
    if not isinstance(code, SystemCode):
        return None
    words = _clean(str(text)) if text else None
    number = code.code if type(code.code) is int and -LARGEST <= code.code < LARGEST else None
    return System(
        namespace=_word(code.namespace) or "unknown",
        code=number,
        symbol=_word(code.symbol),
        kind=_word(code.kind),
        platform=_word(code.platform),
        text=words,
        language=language_of(code, words) if words else None,
    )


def failed_attempt(attempt: Attempt) -> FailedAttempt:
    """Return a live attempt as a plain value."""
    return FailedAttempt(
        mode=_clean(safe_text(attempt.mode)),
        operation=_word(attempt.operation),
        system=_system(attempt.system, attempt.text),
        paths=tuple(map(_clean, islice(attempt.paths, MOST_PATHS))),
        reason=None if attempt.reason is None else _clean(safe_text(attempt.reason)),
    )


def _notes(error: BaseException) -> tuple[str, ...]:
    notes = getattr(error, "__notes__", None)
    kept = notes[:MOST_NOTES] if isinstance(notes, list | tuple) else ()
    return tuple(_clean(safe_text(note)) for note in kept)


def _clean(text: str) -> str:
    """Return *text* without secrets and lone surrogates, cut to a length that a log can bear."""
    if len(text) > LONGEST_MESSAGE:
        return f"{_well_formed(redact(text, stop=LONGEST_MESSAGE))}..."
    short = redact(text)
    return short if short.isascii() else _well_formed(short)


def _well_formed(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _word(value: object) -> str | None:
    """Return a code, a name of a system's code or an operation as a plain text, None where it is no text at all."""
    if type(value) is str:
        return value
    return _clean(safe_text(value)) if issubclass(type(value), str) else None


def _clean_value(value: object) -> Any:
    """Return a value of a field as JSON can hold it: a text, a truth or a number that readers can read."""
    if value.__class__ in {bool, float} or (value.__class__ is int and abs(value) < LARGEST):
        return value
    return _clean(f"{value:#x}" if value.__class__ is int else safe_text(value))


def _clean_artifact(artifact: Artifact | None) -> Artifact | None:
    if not isinstance(artifact, Artifact):
        return None
    changed: dict[str, Any] = {}
    for name, value in zip(ARTIFACT_FIELDS, _artifact_values(artifact), strict=True):
        kept: Any = None if value is None or name == "editable" else _clean(str(value))
        if name == "editable" and value.__class__ is bool:
            kept = value
        elif name == "kind" and kept is None:
            kept = artifact.default_kind
        if kept is not value and (kept != value or kept.__class__ is not value.__class__):
            changed[name] = kept
    return attrs.evolve(artifact, **changed) if changed else artifact
