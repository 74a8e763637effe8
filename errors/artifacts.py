"""What failed, and what was being done to it."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

import attrs

from ..locales import N_
from .redact import redact

__all__ = [
    "Artifact",
    "Environment",
    "IndexPage",
    "InstalledDistribution",
    "Interpreter",
    "Launcher",
    "LockFile",
    "Operation",
    "Requirement",
    "SourceDistribution",
    "SourceTree",
    "VcsCheckout",
    "Wheel",
]


def optional_path(path: str | os.PathLike[str] | None) -> str | None:
    """Return *path* as text, or None.

    Not `attrs.converters.optional(os.fspath)`: to find the signature of a builtin, attrs has its documentation
    tokenized, and that made up a quarter of what importing this package takes.
    """
    return None if path is None else os.fspath(path)


if not TYPE_CHECKING:  # of a function attrs asks the signature twice for each class, also where it inherits the field
    optional_path = attrs.Converter(optional_path)


class Operation(StrEnum):
    """What was being done when it failed. The set is closed: logs are queried by it."""

    RESOLVE = "resolve"
    FETCH = "fetch"
    READ = "read"
    WRITE = "write"
    CREATE = "create"
    RENAME = "rename"
    DELETE = "delete"
    COPY = "copy"
    SYMLINK = "symlink"
    JUNCTION = "junction"
    HARDLINK = "hardlink"
    CLONE = "clone"
    LOCK = "lock"
    MKDIR = "mkdir"
    EXTRACT = "extract"
    EXEC = "exec"
    CONNECT = "connect"
    LOAD_LIBRARY = "load-library"
    BUILD = "build"
    VERIFY = "verify"
    INSTALL = "install"
    UNINSTALL = "uninstall"


@attrs.frozen(repr=False)
class Artifact:
    """A thing that installers handle. Use a kind below, or name one of another ecosystem.

    Args:
        name: The project's name, normalized or not.
        version: Its version, as text.
        filename: The file's name, where it has one.
        url: Where it comes from. Credentials in it never show.
        path: Where it lies on this machine.
        revision: The commit, branch or tag of a checkout.
        subdirectory: The folder inside a checkout or archive.
        editable: Whether a source tree is installed in place.
        kind: A kebab-case word, needed for kinds that have no class here.

    >>> str(Wheel("black", "24.1.0"))
    'wheel black==24.1.0'
    >>> str(Artifact(kind="conda-package", name="numpy", version="2.1"))
    'conda-package numpy==2.1'
    """

    label: ClassVar[str] = ""
    default_kind: ClassVar[str] = "artifact"

    kind: str = attrs.field(default=attrs.Factory(lambda self: self.default_kind, takes_self=True), kw_only=True)
    name: str | None = None
    version: str | None = None
    filename: str | None = None
    url: str | None = None
    path: str | None = attrs.field(default=None, converter=optional_path)
    revision: str | None = attrs.field(default=None, kw_only=True)
    subdirectory: str | None = attrs.field(default=None, kw_only=True)
    editable: bool | None = attrs.field(default=None, kw_only=True)

    @property
    def identity(self) -> str:
        """Its name and version, or else whatever names it best, without secrets."""
        if self.name and self.version:
            return redact(f"{self.name}=={self.version}")
        found = self.name or self.filename or self.url or self.path or self.revision or ""
        return redact(str(found))

    def __str__(self) -> str:
        return f"{self.label or self.kind} {self.identity}".rstrip()

    def __repr__(self) -> str:
        given = {a.name: getattr(self, a.name) for a in attrs.fields(type(self))}
        if type(self) is not Artifact:
            del given["kind"]
        shown = ", ".join(f"{name}={redact(repr(value))}" for name, value in given.items() if value is not None)
        return f"{type(self).__name__}({shown})"


class Wheel(Artifact):
    """A built distribution."""

    __slots__ = ()
    default_kind = "wheel"
    label = N_("wheel")


class SourceDistribution(Artifact):
    """An archive of sources, from which a wheel is built."""

    __slots__ = ()
    default_kind = "source-distribution"
    label = N_("source distribution")


class SourceTree(Artifact):
    """A folder of sources: `path`, and `editable` where it is installed in place."""

    __slots__ = ()
    default_kind = "source-tree"
    label = N_("source tree")


class VcsCheckout(Artifact):
    """A checkout: `url`, `revision`, `subdirectory`."""

    __slots__ = ()
    default_kind = "vcs-checkout"
    label = N_("checkout")


class InstalledDistribution(Artifact):
    """A project as it lies in an environment."""

    __slots__ = ()
    default_kind = "installed-distribution"
    label = N_("installed package")


class Requirement(Artifact):
    """What was asked for, before anything was chosen: `name` holds the requirement as it was written."""

    __slots__ = ()
    default_kind = "requirement"
    label = N_("requirement")


class IndexPage(Artifact):
    """A project's page on a package index, or the index itself."""

    __slots__ = ()
    default_kind = "index-page"
    label = N_("index page")


class Interpreter(Artifact):
    """A Python: `path`, `version`."""

    __slots__ = ()
    default_kind = "interpreter"
    label = N_("Python interpreter")


class Launcher(Artifact):
    """A script or executable that starts a program: `name`, `path`."""

    __slots__ = ()
    default_kind = "launcher"
    label = N_("launcher")


class Environment(Artifact):
    """A virtual or other environment: `path`."""

    __slots__ = ()
    default_kind = "environment"
    label = N_("environment")


class LockFile(Artifact):
    """A file that pins what is installed: `path`."""

    __slots__ = ()
    default_kind = "lock-file"
    label = N_("lock file")


ARTIFACT_FIELDS = tuple(field.name for field in attrs.fields(Artifact))
KINDS = {kind.default_kind: kind for kind in Artifact.__subclasses__()}
