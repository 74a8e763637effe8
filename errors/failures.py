"""Live exceptions to Failures: cut, redacted, chains flattened, groups kept apart.

Whatever an exception does when it is looked at (a `__str__` that raises, a cycle of causes, lone surrogates), a Failure
comes out.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from functools import lru_cache
from itertools import chain as chained
from itertools import islice
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any

import attrs

from .base import HowcomeError
from .captured import recognized, tail
from .codes import SystemCode, this_platform
from .foreign import command_of, members_of, operation_of, output_of, said_by, url_of
from .model import FailedAttempt, Failure, Frame, Root, System
from .reading import Reading, clean
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

Step = tuple[CodeType, TracebackType]
_TRACEBACK = vars(BaseException)["__traceback__"].__get__  # past a property of that name
_WRAPPING = Wrap.__exit__.__code__
MOST_MEMBERS = 100
MOST_PATHS = 10
MOST_FRAMES = 40
INTERRUPTED = 130
LARGEST_STATUS = 2**32
ODD_STATUS = 255  # what Python exits with for a number that is none


def failure_of(error: BaseException, chain: list[BaseException] | None = None) -> Failure:
    """Return *error* with its *chain*, where that is known already, as one Failure."""
    chain = chain or list(chain_of(error))
    reading = Reading()
    failure = _whole(chain, reading)
    return failure if reading.harmless else _whole(chain, Reading(redacting=True))


def root_of(failure: Failure) -> Root | None:
    """Return the innermost system error of *failure*; of a group the one that all its members share."""
    chain = failure.why[::-1]
    for each in chain:
        if each.related and len(shared := set(map(root_of, each.related))) == 1 and (root := shared.pop()):
            return attrs.evolve(root, operation=root.operation or _operation(chain))
        for attempt in reversed(each.attempts):
            if attempt.system:
                return _root(attempt.system, attempt.operation)
        if each.system:
            return _root(each.system, each.operation or _operation(chain))
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


def frames_of(chain: list[BaseException]) -> tuple[Frame, ...]:
    """Return the lines of code that led to the innermost cause of a *chain*, outermost first, without locals."""
    frames: list[Step] = []
    inner: set[int] = set()  # the code that causes went through: it stands in the tracebacks of what is around them too
    for each in reversed(chain):
        steps = _steps(each)
        frames = [step for step in steps if id(step[0]) not in inner] + frames
        inner.update([id(code) for code, _ in steps])
    return tuple(
        [
            Frame(file=_name(code.co_filename), line=trace.tb_lineno, function=code.co_qualname)
            for code, trace in frames[-MOST_FRAMES:]
        ]
    )


def _steps(error: BaseException) -> list[Step]:
    """Return the code of each frame that *error* went through, with its place in the traceback."""
    steps: list[Step] = []
    trace = _TRACEBACK(error)
    while trace is not None and len(steps) < MOST_FRAMES:
        code = trace.tb_frame.f_code
        if code is not _WRAPPING:
            steps.append((code, trace))
        trace = trace.tb_next
    return steps


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    """Return the name of a file of code, or of a class: a program has not many."""
    return clean(name)


def _whole(chain: list[BaseException], reading: Reading) -> Failure:
    errors = [each for each in chain if each is chain[0] or safely(_speaks, each, otherwise=True)]
    failures = _joined(_marked(errors, [_failure(each, reading) for each in errors]))
    outer, *causes = _without_repeated_systems([*failures, *_told(failures, reading)])
    return _set(outer, causes=tuple(causes))


def _failure(error: BaseException, reading: Reading) -> Failure:
    reading.failures -= 1
    read = _typed if issubclass(type(error), HowcomeError) else _foreign
    return safely(read, error, reading) or safely(_least, error) or Failure(type="unknown", message="<without text>")


def _least(error: BaseException) -> Failure:
    """Return what can be said of any exception."""
    name = _name(type_name(error))
    code = getattr(type(error), "code", None) if issubclass(type(error), HowcomeError) else None
    return Failure(
        code=code if isinstance(code, str) else None,
        type=name,
        message=f"{name.rpartition('.')[2]}: {clean(safe_text(error))}",
    )


def _typed(error: HowcomeError, reading: Reading) -> Failure:
    own = error._system
    values = {name: reading.value(value) for name, value in error.values.items() if name not in _APART}
    members = members_of(error)
    said = error._said() if type(error).__str__ is HowcomeError.__str__ else safe_text(error)
    return Failure(
        code=reading.word(error.code),
        type=_name(type_name(error)),
        message=reading.text(said),
        values=values | _count(members) if members else values,
        operation=str(error.operation) if isinstance(error.operation, str) else None,
        artifact=reading.artifact(error.artifact),
        paths=reading.texts(error.paths[:MOST_PATHS]),
        url=reading.text(str(error.url)) if error.url else None,
        system=reading.system(own, error._system_text),
        attempts=tuple([failed_attempt(each, reading) for each in getattr(error, "attempts", ())[:MOST_MEMBERS]]),
        notes=reading.notes(error),
        output=tail(getattr(error, "output", None)),
        related=_members(members, reading) if members else (),
    )


def _foreign(error: BaseException, reading: Reading) -> Failure:
    members = members_of(error)
    code, words, named = said_by(error)
    paths, related = reading.texts(named), _members(members, reading) if members else ()
    system = None if related else reading.system(code, words)
    command, status = command_of(error)
    told = {"command": command, "exit_status": status} if command is not None else {}
    url = url_of(error)
    return Failure(
        type=_name(type_name(error)),
        message=COPIES_FAILED
        if related and not isinstance(error, BaseExceptionGroup)
        else _message(error, system, paths, reading),
        values=_count(members) | {name: reading.value(value) for name, value in told.items() if value is not None},
        operation=operation_of(error),
        paths=paths,
        url=reading.text(url) if url else None,
        system=system,
        notes=reading.notes(error),
        output=tail(output_of(error)) if command is not None else None,
        related=related,
    )


def _message(error: BaseException, system: System | None, paths: tuple[str, ...], reading: Reading) -> str:
    """Return a sentence for a stranger's error: what the system said in English, else the error's own words."""
    if system and (system.kind or system.text):
        return system_message(system, paths)
    if isinstance(error, BaseExceptionGroup):
        return reading.text(safe_text(error.message))
    text = reading.text(safe_text(error))
    match error:
        case KeyboardInterrupt():
            return INTERRUPTION
        case SystemExit(code=int() | None):
            return PROGRAM_ENDED.format(exit_status=exit_status(error))
        case SystemExit() | StandIn(sentence=True):
            return text
    command, status = command_of(error)
    if command is not None:
        return reading.text(_command_message(command, status, getattr(error, "timeout", None)))
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


def _told(chain: list[Failure], reading: Reading) -> list[Failure]:
    """Return as the innermost cause what the words of an error or of a program tell of, where no code is known."""
    if any(each.system or each.attempts or each.related for each in reversed(chain)):
        return []
    inner = next((each for each in reversed(chain) if each.output or each.type in _WORDY), None)
    if inner is None:
        return []
    text = inner.output or inner.message
    finding = recognized(text, this_platform())
    if finding is None:
        return []
    line = text.split("\n")[finding.line - 1].replace("\\\\", "\\")  # a path of another line is of another matter
    code = SystemCode(finding.namespace, finding.code, finding.symbol, finding.kind, finding.platform)
    paths = reading.texts(path for path in finding.paths if path in line and _is_absolute(path))
    words = re.sub(_NUMBERED, "", finding.matched) if finding.language else None
    system = reading.system(code, words)
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


_APART = {"output", "attempts"}  # which have fields of their own in a report
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
        if each.system:
            own = _identity(each.system)
            if own in inner:
                _set(each, system=None)
            inner.add(own)
        for attempt in each.attempts:
            if attempt.system:
                inner.add(_identity(attempt.system))
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


def _members(members: tuple[BaseException, ...], reading: Reading) -> tuple[Failure, ...]:
    found: list[Failure] = []
    if not members or not reading.groups:
        return ()
    reading.groups -= 1
    for member in _telling(members):
        if reading.failures <= 0:
            break
        found.append(_whole(list(chain_of(member)), reading))
    reading.groups += 1
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


def _operation(chain: tuple[Failure, ...]) -> str | None:
    """Return what was being done, by the first of *chain* that knows."""
    return next((each.operation for each in chain if each.operation), None)


def failed_attempt(attempt: Attempt, reading: Reading | None = None) -> FailedAttempt:
    """Return a live attempt as a plain value."""
    reading = reading or Reading(redacting=True)
    return FailedAttempt(
        mode=reading.text(safe_text(attempt.mode)),
        operation=reading.word(attempt.operation),
        system=reading.system(attempt.system, attempt.text),
        paths=reading.texts(attempt.paths[:MOST_PATHS]),
        reason=None if attempt.reason is None else reading.text(safe_text(attempt.reason)),
    )
