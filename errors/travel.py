"""How an error travels to another process: `pickle` and `copy` keep its fields, its notes and the chain of causes.

CPython drops causes when it pickles an exception, and `winerror` of an OSError with them. Here a chain is packed link
by link; a link that cannot travel is replaced by a `StandIn`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .foreign import paths_of, system_of, url_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .codes import SystemCode

__all__ = [
    "LONGEST_CHAIN",
    "StandIn",
    "cause_of",
    "chain_of",
    "is_context",
    "pack",
    "safe_text",
    "safely",
    "type_name",
    "unpack",
]

Returned = TypeVar("Returned")

# Read past whatever a class or its metaclass puts in the place of these.
_CAUSE: Callable[[BaseException], BaseException | None] = vars(BaseException)["__cause__"].__get__
_CONTEXT: Callable[[BaseException], BaseException | None] = vars(BaseException)["__context__"].__get__
_SUPPRESSED: Callable[[BaseException], bool] = vars(BaseException)["__suppress_context__"].__get__
_NAME: Callable[[type], str] = vars(type)["__name__"].__get__
_QUALNAME: Callable[[type], str] = vars(type)["__qualname__"].__get__
_MODULE: Callable[[type], object] = vars(type)["__module__"].__get__

LONGEST_CHAIN = 100
LONGEST_TEXT = 8192


class StandIn(Exception):  # noqa: N818 -- it names no failure of its own
    """Stands for a cause that could not travel.

    Args:
        type_name: The type that it had, as `package.module.Class`.
        text: What it said.
        system: The system code that it held.
        words: The system's own words in it.
        paths: The paths that it named.
        url: The address that it was about.

    Attributes:
        sentence: Whether the text is what a report says of it, not what it said itself.
    """

    sentence = False

    def __init__(  # noqa: PLR0917 -- as they stand in `args`, which pickling takes
        self,
        type_name: str,
        text: str,
        system: SystemCode | None = None,
        words: str | None = None,
        paths: tuple[str, ...] = (),
        url: str | None = None,
    ) -> None:
        super().__init__(type_name, text, system, words, paths, url)
        self.type_name = type_name
        self.text = text
        self.system = system
        self.strerror = words
        self.paths = paths
        self.url = url

    def __str__(self) -> str:
        return self.text


class Link:
    """One exception of a chain, ready to travel. A plain class: making a named tuple would weigh on the import.

    Args:
        rebuild: What makes it anew.
        arguments: What that takes.
        notes: Its notes.
        explicit: Whether the next link is its `__cause__`, or else its `__context__`.
        suppressed: Its `__suppress_context__`.
    """

    def __init__(
        self,
        rebuild: Callable[..., BaseException],
        arguments: tuple[Any, ...],
        notes: tuple[str, ...],
        *,
        explicit: bool,
        suppressed: bool,
    ) -> None:
        self.rebuild = rebuild
        self.arguments = arguments
        self.notes = notes
        self.explicit = explicit
        self.suppressed = suppressed


def cause_of(error: BaseException) -> BaseException | None:
    """Return what Python would print above *error*: its cause, or else its context unless that is suppressed.

    A process pool puts the other process's traceback, as text, in the place of the cause; the context is what it was.
    """
    cause = _CAUSE(error)
    if cause is None:
        return None if _SUPPRESSED(error) else _CONTEXT(error)
    return _CONTEXT(error) if _NAME(type(cause)).endswith("RemoteTraceback") else cause


def is_context(error: BaseException) -> bool:
    """Tell whether what `cause_of` returns for *error* was only being handled when it was raised, without a `from`."""
    return _CAUSE(error) is None


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and its causes, outermost first; a cycle ends it, and so does the hundredth."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < LONGEST_CHAIN:
        yield current
        seen.add(id(current))
        current = cause_of(current)


def type_name(error: BaseException) -> str:
    """Return the type of *error* as `module.Class`, or `Class` for a builtin one."""
    if issubclass(type(error), StandIn):
        return error.type_name  # type: ignore[attr-defined, no-any-return]
    kind = type(error)
    name, module = _QUALNAME(kind), safely(_MODULE, kind, otherwise="")
    module = module if module.__class__ is str else safe_text(module)
    return name if module in {"builtins", ""} else f"{module}.{name}"


def safe_text(value: object) -> str:
    """Return `str(value)`, cut to 8,192 characters, or a plain remark where it raises."""
    text = safely(str, value)
    # What `str` returns may be of a class of its own; its characters are plain.
    return f"<{_NAME(type(value))} without text>" if text is None else str.__getitem__(text, slice(LONGEST_TEXT))


def safely(function: Callable[..., Returned], *arguments: Any, otherwise: Any = None) -> Returned | Any:
    """Return what *function* returns, or *otherwise* where it raises: code of strangers may raise anything.

    Ctrl-C is let through: it is the user's.
    """
    try:
        return function(*arguments)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 -- reporting never fails
        return otherwise


def pack(error: BaseException) -> tuple[Link, ...]:
    """Return the chain of *error* as links that can be pickled."""
    return tuple(_link(member) for member in chain_of(error))


def unpack(*links: Link) -> BaseException:
    """Return the chain that was packed, its first error."""
    errors = [_rebuilt(link) for link in links]
    for link, error, cause in zip(links, errors, [*errors[1:], None], strict=True):
        error.__context__ = cause
        if link.explicit:
            error.__cause__ = cause
        error.__suppress_context__ = link.suppressed
    return errors[0]


def _rebuilt(link: Link) -> BaseException:
    error = link.rebuild(*link.arguments)
    for note in link.notes:
        error.add_note(note)
    return error


def _link(error: BaseException) -> Link:
    rebuild, arguments = _recipe(error)
    notes = tuple(note for note in getattr(error, "__notes__", ()) if isinstance(note, str))
    explicit, suppressed = error.__cause__ is not None, error.__suppress_context__
    return Link(rebuild, arguments, notes, explicit=explicit, suppressed=suppressed)


def _recipe(error: BaseException) -> tuple[Callable[..., BaseException], tuple[Any, ...]]:
    """Return a callable and its arguments that make *error* anew, without its causes."""
    own = getattr(error, "_recipe", None)
    if own is not None:
        return own()  # type: ignore[no-any-return]
    if isinstance(error, BaseExceptionGroup):
        return _group, (type(error), error.message, tuple(pack(member) for member in error.exceptions))
    pickled = _pickled(error)
    if pickled is None:
        told = system_of(error), words_of(error), paths_of(error), url_of(error)
        return StandIn, (type_name(error), safe_text(error), *told)
    return _unpickled, (pickled, getattr(error, "winerror", None))


def _pickled(error: BaseException) -> bytes | None:
    """Return *error* pickled, if it survives that: some exceptions pickle and fail when they are read."""
    import pickle

    try:
        data = pickle.dumps(error)
        same = type(pickle.loads(data)) is type(error)  # noqa: S301 -- bytes made in the line above
    except Exception:  # noqa: BLE001 -- whatever a stranger's __reduce__ raises
        return None
    return data if same else None


def _unpickled(data: bytes, winerror: int | None) -> BaseException:
    import pickle

    error: BaseException = pickle.loads(data)  # noqa: S301 -- part of a pickle that is being read already
    if winerror is None or getattr(error, "winerror", None) == winerror or not isinstance(error, OSError):
        return error
    paths = (*paths_of(error), None, None)
    whole = type(error)(error.errno, error.strerror, paths[0], winerror, paths[1])
    if getattr(whole, "winerror", None) != winerror:  # elsewhere than on Windows the fourth argument is ignored
        whole.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
    return whole


def _group(kind: type[BaseExceptionGroup[Any]], message: str, members: tuple[tuple[Link, ...], ...]) -> BaseException:
    errors = [unpack(*links) for links in members]
    try:
        return kind(message, errors)
    except Exception:  # noqa: BLE001 -- a subclass with a constructor of its own
        return BaseExceptionGroup(message, errors)
