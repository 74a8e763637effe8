"""Hints for refusals: permissions, files in use, locks."""

from __future__ import annotations

from ..locales import N_
from .hints import CLOSE, MOVE_CACHE, RETRY, USE_ENVIRONMENT, WAIT, Hint
from .premises import All, AnyOf, Held, machine, place

__all__ = ["HINTS"]

CHANGING = "write create mkdir rename delete extract copy lock install uninstall symlink junction hardlink"
PROGRAM = r"\.(exe|dll|pyd|so)$"
PRIVATE = r"/users/[^/]+/(desktop|documents|downloads|library/(containers|mobile documents|mail|messages))/"
OF_UNIX = r"/((usr|opt|library|system|etc)/|var/(?!folders/|tmp/))"
SYSTEM_FOLDERS = rf"^([a-z]:/(program files|windows|programdata)|{OF_UNIX})"
FRESH = r"/(te?mp|caches?|downloads)/(?!.*\.(exe|dll|pyd)$)|/(pip-|\.tmp)|\.(whl|part|tmp|partial|crdownload)$"
IN_USE = "ERROR_SHARING_VIOLATION ERROR_USER_MAPPED_FILE STATUS_SHARING_VIOLATION"

OTHERS = N_(
    "The file or folder may belong to another user. Choose a folder of your own, or have an administrator give this "
    "one back to you."
)
OTHERS_SEEN = N_(
    "{path} belongs to {owner}. Choose a folder of your own, or have an administrator give this one back to you."
)
OF_OTHERS = All((place("owned", value=False, where="destination"), place("writable", value=False, where="destination")))

HINTS = (
    Hint(
        id="held-by-process",
        text=N_("Another program has this file open. Close it, or wait until it is done, then try again."),
        seen=N_("{name} is open in {holder}. Close it there, or wait until that is done, then try again."),
        about=N_(
            "A file that a process has open cannot be replaced or removed on Windows, and not run while it is written "
            "on Linux."
        ),
        action=CLOSE,
        symbols="ERROR_ACCESS_DENIED EACCES EAGAIN EWOULDBLOCK",
        kinds="in-use locked delete-pending not-empty",
        premise=Held(),
        certain=True,
    ),
    Hint(
        id="held-by-itself",
        text=N_("This program itself has the file open. Tell its maintainers that it must close the file first."),
        seen=N_("This program itself has {name} open. Tell its maintainers that it must close the file first."),
        about=N_(
            "An installer that has a file open, or runs from it, stands in its own way: on Windows it can neither "
            "replace nor remove the file, and a lock that it holds already is not given to it twice."
        ),
        audience="tool-author",
        symbols="ERROR_ACCESS_DENIED EACCES EAGAIN EWOULDBLOCK",
        kinds="in-use locked delete-pending not-empty",
        premise=Held(own=True),
        certain=True,
    ),
    Hint(
        id="program-in-use",
        text=N_("Close {name}, or the program that has loaded it, then try again. Windows does not replace it before."),
        plain=N_("Close the program that is to be replaced, or that has loaded the file, then try again."),
        about=N_(
            "Windows neither replaces nor removes a program or library while a process runs it: an editor, a language "
            "server, the installer itself."
        ),
        action=CLOSE,
        symbols=f"ERROR_ACCESS_DENIED {IN_USE}",
        operations="create delete rename write copy extract uninstall install",
        platforms="windows",
        path=PROGRAM,
        unless=AnyOf((Held(), place("read_only_file", where="destination"))),
    ),
    Hint(
        id="library-loaded",
        text=N_("Close the programs that may have loaded {name}, such as editors and running Pythons, then try again."),
        plain=N_(
            "Close the programs that may have loaded the file, such as editors and running Pythons, then try again."
        ),
        about=N_("Windows neither replaces nor removes a library while a process has it loaded."),
        action=CLOSE,
        symbols=f"ERROR_ACCESS_DENIED {IN_USE}",
        operations="unknown",
        platforms="windows",
        path=r"\.(dll|pyd|node)$",
        unless=Held(),
    ),
    Hint(
        id="held-on-windows",
        text=N_(
            "Close the editors, servers and terminals that use this folder, then try again: Windows neither renames "
            "nor removes what a program has open."
        ),
        about=N_("Programs that are written for Node.js report EPERM where Windows says that access is denied."),
        action=CLOSE,
        symbols="EPERM",
        operations="rename delete",
        platforms="windows",
        unless=Held(),
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
        unless=Held(),
    ),
    Hint(
        id="fresh-file-scanned",
        text=N_(
            "Wait a few seconds, then try again: a virus scanner or the search indexer may have the new files open. If "
            "it happens again and again, tell IT in which folder."
        ),
        about=N_(
            "Files that were just written are opened by scanners and indexers; until they are done, the folder above "
            "cannot be renamed or removed."
        ),
        action=WAIT,
        symbols="ERROR_ACCESS_DENIED ERROR_SHARING_VIOLATION ERROR_LOCK_VIOLATION EPERM EBUSY",
        operations="rename delete",
        platforms="windows",
        path=FRESH,
        unless=AnyOf((Held(), place("read_only_file", where="destination"))),
    ),
    Hint(
        id="read-only-file",
        text=N_("The file may be marked read-only. Remove the mark in its properties, then try again."),
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
        seen=N_(
            "{path} belongs to the system or to all users, and only an administrator may change it. Install into a "
            "virtual environment, or into a folder of your own."
        ),
        about=N_(
            "Program Files, the Windows folder, /usr and the like can be changed by administrators only, and should "
            "be changed by their own installer only."
        ),
        action=USE_ENVIRONMENT,
        kinds="permission-denied",
        operations=f"{CHANGING} unknown",
        path=SYSTEM_FOLDERS,
        premise=machine("elevated", value=False),
        unless=place("owned", where="destination"),
    ),
    Hint(
        id="owned-by-another-user",
        text=OTHERS,
        seen=OTHERS_SEEN,
        about=N_(
            "A cache that was once used with sudo belongs to root from then on. An administrator can change its owner "
            "with `chown -R`."
        ),
        action=MOVE_CACHE,
        symbols="EACCES",
        operations=f"{CHANGING} read fetch unknown",
        platforms="linux macos",
        path=rf"^(?!{OF_UNIX}|/mnt/[a-z]/|{PRIVATE}).",
        premise=OF_OTHERS,
        unless=place("remote"),
    ),
    Hint(
        id="others-file-kept",
        text=OTHERS,
        seen=OTHERS_SEEN,
        about=N_(
            "In folders that everybody may write to, such as /tmp, only the owner of a file may remove or rename it; "
            "and only the owner may change its permissions and times."
        ),
        action=MOVE_CACHE,
        symbols="EPERM",
        operations="delete rename write copy extract install uninstall unknown",
        platforms="linux macos",
        path=rf"^(?!{OF_UNIX}|/mnt/[a-z]/|{PRIVATE}).",
        premise=place("owned", value=False, where="destination"),
        unless=place("remote"),
    ),
    Hint(
        id="mode-forbids",
        text=N_(
            "You may own the file or folder while its permissions forbid this. Allow yourself to write there with "
            "`chmod u+rwX`."
        ),
        seen=N_("You own {path}, but its permissions are {mode}. Allow yourself to write there with `chmod u+rwX`."),
        about=N_("The owner's own permission bits count for the owner, too."),
        symbols="EACCES",
        operations=CHANGING,
        platforms="linux macos",
        premise=All((place("owned", where="destination"), place("writable", value=False, where="destination"))),
        certain=True,
    ),
    Hint(
        id="system-python",
        text=N_("This Python may belong to the operating system. Create a virtual environment and install there."),
        seen=N_("This Python belongs to the operating system. Create a virtual environment and install there."),
        about=N_(
            "The system's own tools depend on its Python; its packages come from the system's package manager (the "
            "file EXTERNALLY-MANAGED says so)."
        ),
        action=USE_ENVIRONMENT,
        symbols="EACCES EPERM",
        operations="write create install uninstall mkdir delete rename copy extract unknown",
        platforms="linux macos",
        path=rf"^{OF_UNIX}.*/(site|dist)-packages",
        premise=All((machine("externally_managed"), machine("environment", value=False))),
    ),
    Hint(
        id="externally-managed",
        text=N_("This Python belongs to the operating system. Create a virtual environment and install there."),
        about=N_(
            "The system's own tools depend on its Python; its packages come from the system's package manager (the "
            "file EXTERNALLY-MANAGED says so)."
        ),
        action=USE_ENVIRONMENT,
        symbols="EPERM",
        words=r"externally[- ]managed",
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
        id="windows-program-holds",
        text=N_(
            "A Windows program, such as an editor, may have the folder open. Close it, or put the environment into the "
            "Linux home folder."
        ),
        seen=N_(
            "{volume} is a Windows drive, and a Windows program, such as an editor, may have the folder open. Close "
            "it, or put the environment into the Linux home folder."
        ),
        about=N_("Under WSL, Windows' rules about open files hold on Windows drives, and show as `Permission denied`."),
        action=CLOSE,
        symbols="EACCES EBUSY",
        operations="rename delete unknown",
        platforms="linux",
        path=r"^/mnt/[a-z]/",
        premise=place("windows_mount"),
    ),
    Hint(
        id="selinux-refuses",
        text=N_("SELinux may have refused this. Ask the administrator to look into the audit log."),
        seen=N_(
            "SELinux is enforcing here, and the permissions would allow this. Ask the administrator to look into the "
            "audit log."
        ),
        about=N_("SELinux refuses what its policy does not name, whatever the permissions are. Leave it on."),
        audience="admin",
        symbols="EACCES",
        operations=CHANGING,
        platforms="linux",
        premise=All((machine("selinux", "enforcing"), place("writable", where="destination"))),
        certain=True,
    ),
    Hint(
        id="apparmor-refuses",
        text=N_("AppArmor may have refused this. Ask the administrator to look into the system log."),
        seen=N_(
            "AppArmor confines this program (profile {apparmor}), and the permissions would allow this. Ask the "
            "administrator to look into the system log."
        ),
        about=N_(
            "An AppArmor profile lists what a program may touch, whatever the permissions are. Containers and snap "
            "packages run under profiles of their own."
        ),
        audience="admin",
        symbols="EACCES EPERM",
        operations=CHANGING,
        platforms="linux",
        premise=All((machine("apparmor", how="known"), place("writable", where="destination"))),
        certain=True,
    ),
    Hint(
        id="encrypted-file",
        text=N_(
            "The file is encrypted for another account, or its key is missing. Use a cache folder that is not "
            "encrypted, or run this as the account that encrypted the file."
        ),
        seen=N_(
            "{path} is encrypted for another account, or its key is missing. Use a cache folder that is not encrypted, "
            "or run this as the account that encrypted the file."
        ),
        about=N_(
            "Windows' encryption of files (EFS) ties a file to the account that encrypted it; services and "
            "administrators cannot read it either. A copy to a drive without EFS needs the key, too."
        ),
        action=MOVE_CACHE,
        symbols="ERROR_ENCRYPTION_FAILED ERROR_DECRYPTION_FAILED ERROR_FILE_ENCRYPTED",
        platforms="windows",
        premise=place("encrypted"),
    ),
    Hint(
        id="share-write-refused",
        text=N_(
            "The share does not allow this, whatever the rights of the folder are. Ask its owner for the right to "
            "write, or put the cache on a local drive."
        ),
        seen=N_(
            "{volume} is a network drive, whose share does not allow this. Ask its owner for the right to write, or "
            "put the cache on a local drive."
        ),
        about=N_("On a Windows share two sets of rights count: those of the share, and those of the file."),
        action=MOVE_CACHE,
        symbols="ERROR_NETWORK_ACCESS_DENIED",
        premise=place("remote"),
    ),
    Hint(
        id="macos-privacy",
        text=N_(
            "macOS guards this folder. Use another folder, or allow the program that runs this, such as the terminal, "
            "under System Settings, Privacy & Security, Files and Folders."
        ),
        about=N_(
            "macOS asks before a program reads Desktop, Documents, Downloads or other programs' data, and answers "
            "EPERM until it is allowed."
        ),
        symbols="EPERM",
        platforms="macos",
        path=rf"^{PRIVATE}",
    ),
    Hint(
        id="mount-point-busy",
        text=N_(
            "The folder may be a mount point, or hold a file that is in use on a network drive. Empty it instead of "
            "removing it, or unmount it first."
        ),
        seen=N_("{path} is a mount point, which cannot be removed or renamed. Empty it instead, or unmount it first."),
        about=N_(
            "Volumes of a container are mount points. Removing their content is allowed, removing the folder itself is "
            "not. On NFS, a file that is removed while it is open stays as .nfs followed by digits until it is closed."
        ),
        symbols="EBUSY",
        operations="delete rename uninstall",
        platforms="linux macos",
        premise=place("mount_point"),
    ),
    Hint(
        id="program-running",
        text=N_("Stop the program: it is running, or still being written. Then try again."),
        about=N_(
            "Linux refuses to write to a program that runs, and to run one that is open for writing. Renaming the old "
            "one aside works."
        ),
        action=RETRY,
        symbols="ETXTBSY",
        unless=Held(),
    ),
    Hint(
        id="lock-held",
        text=N_("Another run of an installer holds the lock. Wait until it is done, or end it, then try again."),
        about=N_(
            "Installers lock their cache so that two of them do not change it at once. The lock goes with the program "
            "that holds it; a lock file that stays behind holds nothing."
        ),
        action=WAIT,
        symbols="EAGAIN EWOULDBLOCK ERROR_LOCK_VIOLATION ERROR_SHARING_VIOLATION STATUS_SHARING_VIOLATION",
        operations="lock",
        unless=Held(),
    ),
    Hint(
        id="locks-not-supported",
        text=N_(
            "Put the cache on a local disk: this file system may have no locks, as some network file systems have none."
        ),
        seen=N_(
            "Put the cache on a local disk: {volume} is {file_system}, a network file system, which may have no locks."
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
