"""Hints for refusals: permissions, files in use, locks."""

from __future__ import annotations

from ..locales import N_
from .hints import CLOSE, MOVE_CACHE, MOVE_TEMP, RETRY, USE_ENVIRONMENT, WAIT, Hint
from .premises import All, AnyOf, Held, machine, place

__all__ = ["HINTS"]

CHANGING = "write create mkdir rename delete extract copy lock install uninstall symlink junction hardlink"
PROGRAM = r"\.(exe|dll|pyd|so)$"
SYSTEM_FOLDERS = r"^[a-z]:/(program files|windows|programdata)|/(usr|opt|library)/"
IN_USE = "ERROR_SHARING_VIOLATION ERROR_USER_MAPPED_FILE STATUS_SHARING_VIOLATION"

HINTS = (
    Hint(
        id="held-by-process",
        text=N_("Another program has this file open. Close it, then try again."),
        seen=N_("{holder} has {name} open. Close it, then try again."),
        about=N_(
            "A file that a process has open cannot be replaced or removed on Windows, and not run while it is written "
            "on Linux."
        ),
        action=CLOSE,
        symbols="ERROR_ACCESS_DENIED EACCES",
        kinds="in-use locked delete-pending not-empty",
        premise=Held(),
        certain=True,
    ),
    Hint(
        id="program-in-use",
        text=N_("{name} is probably running or loaded by another program. Close that program, then try again."),
        plain=N_("The program is probably running or loaded by another one. Close it, then try again."),
        about=N_(
            "Windows neither replaces nor removes a program or library while a process runs it: an editor, a language "
            "server, the installer itself."
        ),
        action=CLOSE,
        symbols=f"ERROR_ACCESS_DENIED {IN_USE}",
        operations="delete rename write copy uninstall install",
        platforms="windows",
        path=PROGRAM,
        unless=place("read_only_file"),
    ),
    Hint(
        id="file-in-use",
        text=N_(
            "Another program has the file open: an application, an editor, a virus scanner or a backup. Close it, or "
            "wait a moment, then try again."
        ),
        about=N_(
            "Windows refuses to open, rename or remove what another process has opened without sharing. Fresh "
            "downloads are opened by scanners for seconds."
        ),
        action=RETRY,
        symbols=IN_USE,
        kinds="in-use delete-pending",
        platforms="windows",
    ),
    Hint(
        id="fresh-file-scanned",
        text=N_(
            "A virus scanner or the search indexer may have the new files open. Wait a few seconds, then try again."
        ),
        about=N_(
            "Files that were just written are opened by scanners and indexers; until they are done, the folder above "
            "cannot be renamed or removed."
        ),
        action=WAIT,
        symbols="ERROR_ACCESS_DENIED ERROR_SHARING_VIOLATION ERROR_DIR_NOT_EMPTY",
        operations="rename",
        platforms="windows",
    ),
    Hint(
        id="read-only-file",
        text=N_("The file is marked read-only. Remove the mark in its properties, then try again."),
        seen=N_("{name} is marked read-only. Remove the mark in its properties, then try again."),
        about=N_("Windows does not remove or replace files with the read-only attribute."),
        symbols="ERROR_ACCESS_DENIED ERROR_FILE_READ_ONLY",
        platforms="windows",
        premise=place("read_only_file", where="destination"),
        certain=True,
    ),
    Hint(
        id="protected-folder",
        text=N_(
            "This folder belongs to the system or to all users. Install into a virtual environment, or into a folder "
            "of your own."
        ),
        about=N_(
            "Program Files, the Windows folder, /usr and the like can be changed by administrators only, and should "
            "be changed by their own installer only."
        ),
        action=USE_ENVIRONMENT,
        kinds="permission-denied",
        operations=CHANGING,
        path=SYSTEM_FOLDERS,
        unless=AnyOf((machine("elevated"), place("owned", where="destination"))),
    ),
    Hint(
        id="owned-by-another-user",
        text=N_(
            "The folder may belong to another user. Choose a folder of your own, or have an administrator give this "
            "one back to you."
        ),
        seen=N_(
            "{path} belongs to {owner}. Choose a folder of your own, or have an administrator give this one back to "
            "you."
        ),
        about=N_(
            "A cache that was once used with sudo belongs to root from then on. An administrator can change its owner "
            "with `chown -R`."
        ),
        action=MOVE_CACHE,
        symbols="EACCES EPERM",
        operations=f"{CHANGING} read fetch",
        platforms="linux macos",
        premise=All(
            (place("owned", value=False, where="destination"), place("writable", value=False, where="destination"))
        ),
        unless=place("remote"),
    ),
    Hint(
        id="mode-forbids",
        text=N_(
            "You own the folder, but its permissions forbid this. Allow yourself to write there with `chmod u+rwX`."
        ),
        seen=N_("You own {path}, but its permissions are {mode}. Allow yourself to write there with `chmod u+rwX`."),
        about=N_("The owner's own permission bits count for the owner, too."),
        symbols="EACCES",
        platforms="linux macos",
        premise=All((place("owned", where="destination"), place("writable", value=False, where="destination"))),
        certain=True,
    ),
    Hint(
        id="system-python",
        text=N_("This Python belongs to the operating system. Create a virtual environment and install there."),
        about=N_(
            "The system's own tools depend on its Python; its packages come from the system's package manager (the "
            "file EXTERNALLY-MANAGED says so)."
        ),
        action=USE_ENVIRONMENT,
        kinds="permission-denied",
        operations="write create install uninstall mkdir delete",
        path=r"/(site|dist)-packages",
        premise=All((machine("externally_managed"), machine("environment", value=False))),
        unless=machine("environment"),
    ),
    Hint(
        id="immutable-file",
        text=N_(
            "The file may be marked immutable. Whoever marked it can remove the mark with `chattr -i` (on macOS: "
            "`chflags nouchg`)."
        ),
        seen=N_(
            "{path} is marked immutable or append-only. Whoever marked it can remove the mark with `chattr -ia` (on "
            "macOS: `chflags nouchg`)."
        ),
        about=N_("An immutable file cannot be changed, renamed, linked or removed by anybody, root included."),
        audience="admin",
        symbols="EPERM",
        operations=CHANGING,
        platforms="linux macos",
        premise=AnyOf((place("immutable"), place("append_only"))),
        certain=True,
    ),
    Hint(
        id="no-exec-mount",
        text=N_(
            "Programs cannot be run from this folder, or this file may not be run. Choose another temporary folder "
            "(TMPDIR) or environment."
        ),
        seen=N_(
            "{volume} is mounted with `noexec`, so nothing there can be run. Choose another temporary folder (TMPDIR) "
            "or environment."
        ),
        about=N_(
            "Administrators often mount /tmp with the option noexec. Build tools and installers then need a temporary "
            "folder elsewhere."
        ),
        action=MOVE_TEMP,
        symbols="EACCES EPERM",
        operations="exec build load-library",
        platforms="linux macos",
        premise=place("no_exec"),
    ),
    Hint(
        id="windows-program-holds",
        text=N_(
            "A Windows program may have the folder open. Close it, or put the environment into the Linux home folder."
        ),
        seen=N_(
            "{volume} is a Windows drive, and a Windows program may have the folder open. Close it, or put the "
            "environment into the Linux home folder."
        ),
        about=N_("Under WSL, Windows' rules about open files hold on Windows drives, and show as `Permission denied`."),
        action=CLOSE,
        symbols="EACCES EBUSY",
        operations="rename delete",
        platforms="linux",
        path=r"^/mnt/[a-z]/",
        premise=place("windows_mount"),
    ),
    Hint(
        id="selinux-refuses",
        text=N_("SELinux may have refused. Ask the administrator to look into the audit log; do not turn SELinux off."),
        seen=N_(
            "SELinux is enforcing here, and the permissions would allow this. Ask the administrator to look into the "
            "audit log."
        ),
        about=N_("SELinux refuses what its policy does not name, whatever the permissions are."),
        audience="admin",
        symbols="EACCES",
        platforms="linux",
        premise=All((machine("selinux", "enforcing"), place("writable", where="destination"))),
        certain=True,
    ),
    Hint(
        id="macos-privacy",
        text=N_(
            "macOS guards this folder. Allow the terminal program access under System Settings, Privacy & Security, "
            "or use another folder."
        ),
        about=N_(
            "macOS asks before a program reads Desktop, Documents, Downloads or other programs' data, and answers "
            "EPERM until it is allowed."
        ),
        symbols="EPERM",
        platforms="macos",
        path=r"/users/[^/]+/(desktop|documents|downloads|library)/",
    ),
    Hint(
        id="mount-point-busy",
        text=N_("A mount point cannot be removed or renamed. Empty it instead, or unmount it first."),
        seen=N_("{path} is a mount point, which cannot be removed or renamed. Empty it instead, or unmount it first."),
        about=N_(
            "Volumes of a container are mount points. Removing their content is allowed, removing the folder itself "
            "is not."
        ),
        symbols="EBUSY",
        operations="delete rename uninstall",
        platforms="linux macos",
        premise=place("mount_point", where="any"),
    ),
    Hint(
        id="program-running",
        text=N_("The program is running or being written. Stop it, or wait until the writing is done, then try again."),
        about=N_(
            "Linux refuses to write to a program that runs, and to run one that is open for writing. Renaming the old "
            "one aside works."
        ),
        action=RETRY,
        symbols="ETXTBSY",
    ),
    Hint(
        id="lock-held",
        text=N_("Another installer holds the lock. Wait until it is done; if none is running, remove the lock file."),
        about=N_("Installers lock their cache so that two of them do not change it at once."),
        action=WAIT,
        symbols="EAGAIN EWOULDBLOCK ERROR_LOCK_VIOLATION EACCES",
        kinds="locked try-again",
        operations="lock",
        unless=AnyOf((place("writable", value=False, where="destination"), place("read_only"), place("remote"))),
    ),
    Hint(
        id="locks-not-supported",
        text=N_(
            "The file system does not support locks, as some network file systems do not. Put the cache on a local "
            "disk."
        ),
        seen=N_(
            "{volume} is {file_system}, a network file system, which may have no locks. Put the cache on a local disk."
        ),
        about=N_(
            "Locks on NFS need a service on the server; some parallel file systems and sandboxes have none. The codes "
            "are ENOLCK, ENOSYS, EOPNOTSUPP, EBADF and 524."
        ),
        action=MOVE_CACHE,
        symbols=(
            "ENOLCK ENOSYS EOPNOTSUPP ENOTSUP ENOTSUPP EBADF EINVAL ERROR_NOT_SUPPORTED ERROR_INVALID_FUNCTION "
            "errno:524 "
        ),
        operations="lock",
        premise=place("remote"),
    ),
)
