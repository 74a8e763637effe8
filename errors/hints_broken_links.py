"""Hints for links that are there already: damaged, distrusted, dangling, or of no use here."""

from __future__ import annotations

from ..locales import N_
from .hints import COPY, RETRY, Hint
from .premises import All, AnyOf, machine, place

__all__ = ["HINTS"]

HINTS = (
    Hint(
        id="link-distrusted",
        text=N_(
            "Windows does not trust this link, as happens in and near synchronized folders. "
            "Put the program's data outside OneDrive and AppData\\Roaming, or allow link mode `copy`."
        ),
        seen=N_(
            "{path} is in a synchronized folder, where Windows does not trust links. "
            "Put the program's data elsewhere, or allow link mode `copy`."
        ),
        about=N_(
            "Error 448 comes from redirection trust: a filter of a synchronization client, or the program itself, "
            "refuses to follow junctions that an ordinary user made. Trying again does not help."
        ),
        action=COPY,
        symbols="ERROR_UNTRUSTED_MOUNT_POINT",
        premise=place("cloud"),
    ),
    Hint(
        id="links-on-shares-off",
        text=N_(
            "Windows is set not to follow symbolic links that lie on network drives. "
            "Put real copies into shared caches, or use a cache on a local drive."
        ),
        seen=N_(
            "This Windows is set not to follow symbolic links that lie on network drives. "
            "Put real copies into shared caches, or use a cache on a local drive."
        ),
        about=N_(
            "An administrator decides which kinds of symbolic links Windows follows "
            "(`fsutil behavior query SymlinkEvaluation` shows it). Those on network drives are off by default."
        ),
        action=COPY,
        symbols="ERROR_SYMLINK_CLASS_DISABLED",
        premise=machine("remote_links", False),
    ),
    Hint(
        id="links-not-supported",
        text=N_("The file system there has no symbolic links. Allow link mode `copy`, or choose another drive."),
        seen=N_(
            "{volume} is {file_system}, which has no symbolic links. Allow link mode `copy`, or choose another drive."
        ),
        about=N_("Network drives and file systems of other systems often have no symbolic links."),
        action=COPY,
        symbols="ERROR_SYMLINK_NOT_SUPPORTED",
        premise=AnyOf((place("reparse_points", False), place("symbolic_links", False))),
    ),
    Hint(
        id="not-a-link",
        text=N_(
            "An ordinary folder is where a link was expected, perhaps left by an interrupted run. "
            "Remove it if it holds nothing of yours, then try again."
        ),
        seen=N_(
            "{path} is an ordinary folder, not a link; it may have been left by an interrupted run. "
            "Remove it if it holds nothing of yours, then try again."
        ),
        about=N_(
            "A junction starts as an empty folder that is turned into a link. When the second step fails, "
            "some programs leave the folder behind."
        ),
        action=RETRY,
        symbols="ERROR_NOT_A_REPARSE_POINT STATUS_NOT_A_REPARSE_POINT",
        premise=All((place("directory"), place("link", False))),
    ),
    Hint(
        id="link-damaged",
        text=N_(
            "A link there is damaged or of a kind that this program cannot follow. Remove the link, not what it points "
            "to, then try again."
        ),
        seen=N_(
            "{path} is a link that is damaged or that this program cannot follow. Remove the link, not what it points "
            "to, then try again."
        ),
        about=N_(
            "Links made by WSL, by a container or by an interrupted program can hold data that Windows cannot follow. "
            "`rmdir` removes a folder link and leaves its target alone."
        ),
        action=RETRY,
        symbols=(
            "ERROR_INVALID_REPARSE_DATA ERROR_REPARSE_TAG_INVALID ERROR_REPARSE_TAG_MISMATCH "
            "ERROR_REPARSE_ATTRIBUTE_CONFLICT "
        ),
        premise=place("link", where="destination"),
    ),
    Hint(
        id="link-data-refused",
        text=N_(
            "Windows cannot use this link as it was written. Remove the link, not what it points to, and allow another "
            "link mode, such as `copy`."
        ),
        about=N_(
            "A junction whose stored target is malformed can be created, and fails with 87, 123 or 4392 when it is "
            "used."
        ),
        action=COPY,
        symbols="ERROR_INVALID_PARAMETER ERROR_INVALID_NAME",
        operations="junction read",
        platforms="windows",
    ),
    Hint(
        id="link-loop",
        text=N_("Links lead in a circle, or through too many other links. Remove the link that points back."),
        seen=N_("{path} is a link that leads in a circle, or through too many other links. Remove it, then try again."),
        about=N_("Windows follows at most 63 links on one path, Linux 40."),
        symbols="ELOOP ERROR_CANT_RESOLVE_FILENAME",
        premise=place("link"),
        unless=All((place("link", False), place("exists"))),
    ),
    Hint(
        id="dangling-link",
        text=N_("A link may be there whose target is gone. Remove the link, then try again."),
        seen=N_("{path} is a link whose target is gone. Remove the link, then try again."),
        about=N_(
            "A link outlives what it points to. To programs that follow it nothing is there; whoever wants to create "
            "something in its place is told that something exists."
        ),
        action=RETRY,
        symbols="EEXIST ENOENT ERROR_ALREADY_EXISTS ERROR_FILE_EXISTS ERROR_FILE_NOT_FOUND ERROR_PATH_NOT_FOUND",
        operations="read write create mkdir rename delete copy symlink junction hardlink clone extract install lock",
        premise=place("dangling", where="destination"),
        certain=True,
    ),
    Hint(
        id="delete-link-as-directory",
        text=N_(
            "It may be a link to a folder, which Windows removes as a folder, not as a file. Use `rmdir`; its target "
            "stays."
        ),
        seen=N_(
            "{path} is a link to a folder, which Windows removes as a folder, not as a file. Use `rmdir`; its target "
            "stays."
        ),
        about=N_("DeleteFile answers 5 for junctions and for symbolic links to folders; RemoveDirectory removes them."),
        audience="tool-author",
        symbols="ERROR_ACCESS_DENIED",
        operations="delete",
        platforms="windows",
        premise=All((place("link", where="destination"), place("directory", where="destination"))),
        certain=True,
    ),
)
