"""The base of the typed hierarchy, and the batch of several failures.

A class of the hierarchy is a few lines: what it says, its code, its operation, its fields. All that they share is here:
wrapping, sentences, the system code that outlives its cause, pickling.
"""
# No `from __future__ import annotations` here: together with the rewritten `__module__` at the end it would break
# `typing.get_type_hints`, and so cattrs, for these classes and for those derived from them elsewhere.

from collections.abc import Sequence
from functools import cache, partial
from typing import Any, ClassVar, Self

import attrs

from ..locales import N_
from .artifacts import Artifact, Operation, optional_path
from .codes import SystemCode
from .foreign import system_of, words_of
from .redact import redact
from .travel import chain_of, pack, unpack
from .wrap import StrPath, leaves

__all__ = ["BatchError", "HowcomeError", "UnexpectedError", "fill", "optional_path", "shown_by_fields"]


def shown_by_fields(self: Any) -> str:
    """Return the representation of an attrs object: the fields that are set, without secrets."""
    fields = {a.alias: getattr(self, a.name) for a in attrs.fields(type(self))}
    # before repr() too, whose backslashes take the quotes of a command line apart
    fields = {name: redact(value) if isinstance(value, str) else value for name, value in fields.items()}
    shown = ", ".join(f"{name}={value!r}" for name, value in fields.items() if value not in (None, ()))
    return redact(f"{type(self).__name__}({shown})")


@attrs.define(kw_only=True, slots=False, repr=False)
class HowcomeError(Exception):
    """Base class of everything we raise; derive your own from it.

    Args:
        artifact: What failed.
        path: The place concerned.
        url: The address concerned. Credentials in it never show.
        system: The system code, where there is no cause to take it from.
        system_text: The system's own words, likewise.

    A derived class names its `code` (kebab-case, for ever), its `summary` (a sentence that the artifact follows after a
    colon), perhaps its `particulars` (sentences with its fields in braces, said where these are known), its `operation`
    and its `exit_code` (1 if it says none). One whose cause is a system error derives from `Wrapping`, too.
    """

    code: ClassVar[str] = "failed"
    summary: ClassVar[str] = N_("The installation failed")
    particulars: ClassVar[tuple[str, ...]] = ()
    operation: ClassVar[Operation | None] = None
    exit_code: ClassVar[int] = 1

    artifact: Artifact | None = None
    path: str | None = attrs.field(default=None, converter=optional_path)
    url: str | None = None
    _system: SystemCode | None = None
    _system_text: str | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Refuse an exit status that a shell would take for another one, or for success.

        Raises:
            ValueError: The class says such an `exit_code`.
        """
        super().__init_subclass__(**options)
        status = cls.exit_code
        if not isinstance(status, int) or isinstance(status, bool) or not (0 < status < 2**31 and status % 256):
            raise ValueError(
                f"The exit_code of {cls.__name__} is {status!r}, but must be a whole number from 1 to 2147483647, no "
                "multiple of 256: shells keep the last eight bits alone, and 0 says that all went well."
            )

    @classmethod
    def _replacement(
        cls, error: Exception, artifact: Artifact | None, path: StrPath | None, url: str | None
    ) -> Exception | None:
        """Return the error that shall leave the block instead of *error*, or None."""
        cause = error
        if isinstance(error, HowcomeError):
            if type(error) is cls and error.artifact == artifact:
                return None
        elif isinstance(error, ExceptionGroup):
            members = list(leaves(error))
            if all(isinstance(member, HowcomeError) for member in members):
                cause = BatchError.of(error)
            elif not all(isinstance(member, OSError) for member in members):
                return None
        elif not isinstance(error, OSError):
            return None
        try:
            new = cls(artifact=artifact, path=path, url=url, system=_system(cause), system_text=_words(cause))
        except Exception as problem:  # noqa: BLE001 -- a class with fields that it must be given, a path that is none
            error.add_note(f"No {cls.__name__} could be made of it: {problem}")
            return None
        new.__cause__ = cause
        return new

    @property
    def system(self) -> SystemCode | None:
        """The system code of this error, or else of its nearest cause that has one."""
        own = self.own_system
        return own or next((code for each in chain_of(self) if (code := _own_system(each))), None)

    @property
    def system_text(self) -> str | None:
        """The system's own words, in the language that it spoke."""
        told = ((_own_words(each), _own_system(each)) for each in chain_of(self))
        return next((words for words, code in told if words or code), None)

    @property
    def own_system(self) -> SystemCode | None:
        """The system code that this error holds itself."""
        return self._system

    @property
    def paths(self) -> tuple[str, ...]:
        """The path concerned; for links the source, then the destination."""
        return () if self.path is None else (self.path,)

    @property
    def subject(self) -> str:
        """What stands after the colon: the artifact, or else the address, or the path."""
        return str(self.artifact or self.url or self.path or "")

    @property
    def values(self) -> dict[str, Any]:
        """The fields of its own class, by name: what its particulars speak of."""
        names = _own_fields(type(self))  # type: ignore[arg-type]
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def _said(self) -> str:
        """What it says of itself, before it is redacted."""
        sentence = f"{self.summary}: {subject}" if (subject := self.subject) else self.summary
        said = fill(self.particulars, self.values) if self.particulars else []
        return " ".join([f"{sentence}.", *said]) if said else sentence

    def __str__(self) -> str:
        return redact(self._said())

    __repr__ = shown_by_fields

    def _recipe(self) -> tuple[Any, tuple[Any, ...]]:
        """How to make this error anew in another process, without its causes."""
        return partial(type(self), **self._fields() | {"system": self.system, "system_text": self.system_text}), ()

    def _fields(self) -> dict[str, Any]:
        """Return what its constructor takes."""
        return {a.alias: getattr(self, a.name) for a in attrs.fields(type(self)) if a.init}

    def __reduce__(self) -> tuple[Any, ...]:
        return unpack, pack(self)


_BASE_FIELDS = {"artifact", "path", "url", "_system", "_system_text"}


@cache
def _own_fields(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields that *kind* has beside those of every error."""
    return tuple(field.name for field in attrs.fields(kind) if field.name not in _BASE_FIELDS)


def fill(templates: tuple[str, ...], values: dict[str, Any]) -> list[str]:
    """Return those sentences of *templates* whose every placeholder has a value.

    >>> fill(("Required: {requirement}.", "Available: {available}."), {"requirement": "black>=24"})
    ['Required: black>=24.']
    """
    said = []
    for template in templates:
        try:
            said.append(template.format(**values))
        except (KeyError, IndexError, ValueError):
            continue
    return said


def _own_system(error: BaseException) -> SystemCode | None:
    return error.own_system if isinstance(error, HowcomeError) else system_of(error)


def _own_words(error: BaseException) -> str | None:
    return error._system_text if isinstance(error, HowcomeError) else words_of(error)


def _system(error: BaseException) -> SystemCode | None:
    return error.system if isinstance(error, HowcomeError) else system_of(error)


def _words(error: BaseException) -> str | None:
    return error.system_text if isinstance(error, HowcomeError) else words_of(error)


class UnexpectedError(HowcomeError):
    """Anything that nobody foresaw: its cause says what."""

    code = "unexpected-error"
    summary = N_("An unexpected error occurred")

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """Return one whose cause is *error*."""
        new = cls(system=_system(error), system_text=_words(error))
        new.__cause__ = error
        return new


class BatchError(HowcomeError, ExceptionGroup[HowcomeError]):
    """Several failures at once, so that both `except HowcomeError` and `except*` see them.

    A class derived from it has a code and sentences of its own, and no fields.

    Args:
        message: One sentence for all of them.
        exceptions: What failed; a stranger among them becomes an `UnexpectedError`.
    """

    code = "batch-failed"
    summary = N_("Several operations failed")

    def __new__(cls, message: str, exceptions: Sequence[Exception], **fields: Any) -> Self:  # noqa: ARG004
        """Make the group: it is ExceptionGroup that holds the members."""
        ours = [error if isinstance(error, HowcomeError) else _typed(error) for error in exceptions]
        return super().__new__(cls, message, ours)

    def __init__(self, message: str, exceptions: Sequence[Exception], **fields: Any) -> None:  # noqa: ARG002
        """Set the fields of every typed error; all are optional."""
        super().__init__(**fields)
        self.args = (message, list(self.exceptions))

    @classmethod
    def of(cls, group: ExceptionGroup[Exception]) -> Self:
        """Return *group* as a batch, its cause and notes kept."""
        new = cls(group.message, group.exceptions)
        new.__cause__, new.__context__ = group.__cause__, group.__context__
        new.__suppress_context__ = group.__suppress_context__
        for note in getattr(group, "__notes__", ()):
            new.add_note(note)
        return new

    def derive(self, excs: Sequence[Exception], /) -> "BatchError":  # type: ignore[override]
        """Return a batch of some of its members, as `split` and `subgroup` ask."""
        return type(self)(self.message, excs, **self._fields())

    @property
    def system(self) -> SystemCode | None:
        """None, unless it was given one: each member has its own."""
        return self._system

    def _said(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return redact(f"{type(self).__name__}({self.message!r}, {list(self.exceptions)!r})")

    def _recipe(self) -> tuple[Any, tuple[Any, ...]]:
        return _batch, (type(self), self.message, tuple(pack(member) for member in self.exceptions), self._fields())

    def __reduce__(self) -> tuple[Any, ...]:
        return HowcomeError.__reduce__(self)


def _typed(error: Exception) -> HowcomeError:
    return BatchError.of(error) if isinstance(error, ExceptionGroup) else UnexpectedError.of(error)


def _batch(kind: type[BatchError], message: str, members: tuple[Any, ...], fields: dict[str, Any]) -> BatchError:
    return kind(message, [unpack(*links) for links in members], **fields)  # type: ignore[misc]


for _kind in (HowcomeError, UnexpectedError, BatchError):
    _kind.__module__ = __package__ or __name__
