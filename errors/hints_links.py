"""Hints for links: junctions, symbolic links, hard links, copy-on-write copies."""

from __future__ import annotations

from ..locales import N_
from .hints import COPY, JUNCTION, MOVE_CACHE, Hint
from .premises import All, AnyOf, machine, place

__all__ = ["HINTS"]

LINKING = "junction symlink hardlink create"
UNSUPPORTED = "ERROR_INVALID_FUNCTION ERROR_NOT_SUPPORTED ERROR_SYMLINK_NOT_SUPPORTED STATUS_NOT_SUPPORTED"

NO_PRIVILEGE = All((machine("developer_mode", value=False), machine("elevated", value=False)))
PRIVILEGE = N_(
    "Use junctions instead of symbolic links: they need no privilege. Windows lets a program make symbolic links only "
    "in Developer Mode or as an administrator. Where no junction can be used, allow link mode `copy`."
)
PRIVILEGE_SEEN = N_(
    "Use junctions instead of symbolic links: they need no privilege. Developer Mode is off, and without it Windows "
    "lets only administrators make symbolic links. Where no junction can be used, allow link mode `copy`."
)

HINTS = (
    Hint(
        id="volume-without-links",
        text=N_(
            "The drive may have no links: exFAT, FAT32 and some network drives have none. "
            "Put the cache on an NTFS drive, or allow link mode `copy`."
        ),
        seen=N_(
            "{volume} is {file_system}, which has no links of any kind. "
            "Put the cache on an NTFS drive, or allow link mode `copy`."
        ),
        about=N_(
            "Memory cards and USB sticks are mostly formatted as exFAT or FAT32. These file systems have neither "
            "junctions nor symbolic links nor hard links, whatever rights the user has. Windows answers with error 1."
        ),
        action=COPY,
        symbols=UNSUPPORTED,
        operations=LINKING,
        platforms="windows",
        premise=All((place("reparse_points", False), place("hard_links", False))),
        unless=machine("wine"),
    ),
    Hint(
        id="mount-without-links",
        text=N_(
            "The file system there may have no links: exFAT, FAT32 and some network file systems have none. "
            "Put the cache on another file system, or allow link mode `copy`."
        ),
        seen=N_(
            "{volume} is {file_system}, which has no links of any kind. "
            "Put the cache on another file system, or allow link mode `copy`."
        ),
        about=N_(
            "Memory cards, USB sticks and some shares have file systems without links. The system then answers "
            "`Operation not permitted`, `Function not implemented` or `Operation not supported`, for root as well."
        ),
        action=COPY,
        symbols="EPERM ENOSYS ENOTSUP EOPNOTSUPP",
        operations="symlink hardlink create",
        platforms="linux macos",
        premise=All((place("symbolic_links", False), place("hard_links", False))),
        unless=place("windows_mount"),
    ),
    Hint(
        id="links-on-windows-mount",
        text=N_(
            "The Linux subsystem cannot make every link or set every permission on a Windows drive. "
            "Put the environment and the cache into the Linux home folder, or allow link mode `copy`."
        ),
        seen=N_(
            "{volume} is a Windows drive, on which the Linux subsystem cannot make every link or set every permission. "
            "Put the environment and the cache into the Linux home folder, or allow link mode `copy`."
        ),
        about=N_(
            "Under WSL, drives such as /mnt/c are shown through a file system that refuses some links, and modes too "
            "unless they are mounted with the option `metadata`. Files under the Linux home folder are not affected."
        ),
        action=COPY,
        symbols="EPERM ENOTSUP EOPNOTSUPP EINVAL",
        operations="symlink hardlink create clone write copy extract unknown",
        platforms="linux",
        path=r"^/mnt/[a-z]/",
        premise=place("windows_mount"),
    ),
    Hint(
        id="wine-without-junctions",
        text=N_("This may be Wine, which cannot make junctions. Allow link mode `copy`."),
        seen=N_("This is Wine, which cannot make junctions. Allow link mode `copy`."),
        about=N_(
            "Wine up to at least version 8 answers the request for a junction with error 50. "
            "Its symbolic links may report success although nothing was made; so files have to be copied."
        ),
        action=COPY,
        symbols="ERROR_NOT_SUPPORTED",
        operations="junction symlink",
        platforms="windows",
        premise=machine("wine"),
        certain=True,
    ),
    Hint(
        id="junction-on-share",
        text=N_(
            "A junction cannot point to a network drive, and network drives seldom hold any. "
            "Put the cache and the environment on a local drive, or allow link mode `copy`."
        ),
        seen=N_(
            "{volume} is a network drive. A junction cannot point to one, and network drives seldom hold any. "
            "Put the cache and the environment on a local drive, or allow link mode `copy`."
        ),
        about=N_(
            "Junctions are resolved by the computer that holds them, so Windows allows only local targets. "
            "A mapped drive letter looks local and is not. Windows answers with 1, 50, 123 or 161."
        ),
        action=COPY,
        symbols=f"{UNSUPPORTED} ERROR_INVALID_NAME ERROR_BAD_PATHNAME ERROR_ACCESS_DENIED ERROR_INVALID_PARAMETER",
        operations="junction create",
        platforms="windows",
        premise=place("remote"),
        certain=True,
    ),
    Hint(
        id="symlink-needs-privilege",
        text=PRIVILEGE,
        seen=PRIVILEGE_SEEN,
        about=N_(
            "Making a symbolic link needs a right that ordinary accounts lack. Developer Mode grants it to every "
            "program that asks for it in the newer way; whoever may change that setting can turn it on. Junctions do "
            "for folders on local drives, hard links for files on the same drive, and neither needs a right."
        ),
        action=JUNCTION,
        symbols="ERROR_PRIVILEGE_NOT_HELD STATUS_PRIVILEGE_NOT_HELD",
        operations="symlink junction hardlink create extract copy write install",
        platforms="windows",
        premise=NO_PRIVILEGE,
        unless=AnyOf((place("reparse_points", value=False), machine("developer_mode"))),
    ),
    Hint(
        id="symlink-not-permitted",
        text=PRIVILEGE,
        seen=PRIVILEGE_SEEN,
        about=N_(
            "Programs that are written for Node.js report EPERM where Windows says that a right is missing (1314). "
            "Packages made on other systems hold symbolic links, which unpacking them then has to make."
        ),
        action=JUNCTION,
        symbols="EPERM",
        operations="symlink",
        platforms="windows",
        premise=NO_PRIVILEGE,
        unless=AnyOf((place("reparse_points", value=False), machine("developer_mode"))),
    ),
    Hint(
        id="symlink-flag-missing",
        text=N_(
            "Use junctions, or update the program: it does not ask Windows for the symbolic links that Developer Mode "
            "allows."
        ),
        seen=N_(
            "Use junctions, or update the program: Developer Mode is on, but the program does not ask Windows for the "
            "symbolic links that it allows."
        ),
        about=N_(
            "Developer Mode takes effect only for calls with SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE. "
            "A program that does not pass the flag gets error 1314 as before."
        ),
        action=JUNCTION,
        symbols="ERROR_PRIVILEGE_NOT_HELD STATUS_PRIVILEGE_NOT_HELD",
        platforms="windows",
        premise=machine("developer_mode"),
        certain=True,
    ),
    Hint(
        id="privilege-not-held",
        text=N_(
            "The account lacks a right that this step needs. If it was to make a symbolic link, use a junction, which "
            "needs no privilege, or allow link mode `copy`; anything else needs an administrator."
        ),
        about=N_(
            "Error 1314 names no right. Installers meet it almost only when they make symbolic links, which Developer "
            "Mode allows to everybody. Changing owners, loading drivers and setting the clock need rights of their own."
        ),
        action=JUNCTION,
        symbols="ERROR_PRIVILEGE_NOT_HELD STATUS_PRIVILEGE_NOT_HELD",
        kinds="privilege-not-held",
        platforms="windows",
        general=True,
    ),
    Hint(
        id="symlink-flag-unknown",
        text=N_(
            "Use junctions, or repeat the call without the flag for symbolic links that need no privilege: "
            "this Windows does not know it."
        ),
        about=N_(
            "SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE came with Windows 10, version 1703. "
            "Older versions answer error 87."
        ),
        audience="tool-author",
        action=JUNCTION,
        symbols="ERROR_INVALID_PARAMETER",
        operations="symlink",
        platforms="windows",
    ),
    Hint(
        id="privilege-not-assigned",
        text=N_(
            "Look at the error before this one, which is what went wrong: the account lacks a right that the program "
            "tried to turn on. A junction needs no such right."
        ),
        about=N_(
            "Error 1300 says that not all rights that a program asked for could be turned on. It often hides an access "
            "denied error that came first."
        ),
        audience="tool-author",
        symbols="ERROR_NOT_ALL_ASSIGNED",
        platforms="windows",
    ),
    Hint(
        id="different-volumes",
        text=N_(
            "The two folders are on different volumes, and no link of this kind can lead from one to the other. "
            "Put the cache on the volume of the environment, or allow link mode `copy`."
        ),
        seen=N_(
            "{source} is on {source_volume} and {path} is on {volume}, and no link of this kind can lead from one to "
            "the other. Put the cache on the volume of the environment, or allow link mode `copy`."
        ),
        about=N_(
            "A hard link is a second name of a file, and a copy-on-write copy shares its blocks, so both must be on "
            "the file's own volume. Drive letters, partitions, mounted folders and network drives are volumes of "
            "their own."
        ),
        action=COPY,
        symbols="EXDEV ERROR_NOT_SAME_DEVICE",
        kinds="cross-device",
        operations="hardlink clone create copy install",
        premise=machine("same_volume", False),
    ),
    Hint(
        id="rename-across-volumes",
        text=N_(
            "The two places are on different volumes, and a file cannot be renamed from one to the other. "
            "Put the cache and the temporary folder on the volume of the environment."
        ),
        seen=N_(
            "{source} is on {source_volume} and {path} is on {volume}, and a file cannot be renamed from one to the "
            "other. Put the cache and the temporary folder on the volume of the environment."
        ),
        about=N_(
            "Renaming moves a name within one volume. A program that wants to move a file elsewhere has to copy it; "
            "one that does not is helped by having both folders on one volume."
        ),
        action=MOVE_CACHE,
        symbols="EXDEV ERROR_NOT_SAME_DEVICE",
        kinds="cross-device",
        operations="rename",
        premise=machine("same_volume", False),
    ),
    Hint(
        id="one-disk-two-mounts",
        text=N_(
            "Both folders may be on one disk but under different mounts, and neither renaming nor linking crosses "
            "mounts. Put both under one mount, or allow link mode `copy`."
        ),
        seen=N_(
            "Both folders are on one disk but under different mounts, and neither renaming nor linking crosses mounts. "
            "Put both under one mount, or allow link mode `copy`."
        ),
        about=N_(
            "Bind mounts, the layers of a container image and subvolumes show one disk in several places. "
            "The kernel refuses to rename or link from one mount to another although the disk is the same."
        ),
        action=COPY,
        symbols="EXDEV",
        platforms="linux macos",
        premise=machine("same_volume"),
        certain=True,
    ),
    Hint(
        id="across-volumes",
        text=N_(
            "The two places are on different volumes. "
            "Put the cache on the volume of the environment, or allow link mode `copy`."
        ),
        about=N_("Renaming and hard links work within one volume only."),
        action=COPY,
        symbols="EXDEV ERROR_NOT_SAME_DEVICE",
        kinds="cross-device",
        general=True,
    ),
    Hint(
        id="fallback-across-volumes",
        text=N_(
            "Put the cache on the volume of the environment for the preferred way to work: "
            "no link of this kind can lead from one volume to another."
        ),
        seen=N_(
            "{source} is on {source_volume} and {path} is on {volume}. "
            "Put the cache on the volume of the environment for the preferred way to work."
        ),
        about=N_(
            "What was linked in another way is whole. Hard links and clones lead to files of their own volume only."
        ),
        action=MOVE_CACHE,
        failures="link-fallback",
        symbols="EXDEV ERROR_NOT_SAME_DEVICE",
        kinds="cross-device",
        premise=machine("same_volume", False),
    ),
    Hint(
        id="fallback-without-links",
        text=N_(
            "Put the cache and the environment on a volume that has links for the preferred way to work: "
            "exFAT, FAT32 and some network drives have none."
        ),
        seen=N_(
            "{volume} is {file_system}, which has no links of any kind. "
            "Put the cache and the environment on a volume that has links for the preferred way to work."
        ),
        about=N_("What was linked in another way is whole. Memory cards and USB sticks seldom have links of any kind."),
        action=MOVE_CACHE,
        failures="link-fallback",
        symbols=f"{UNSUPPORTED} EPERM ENOSYS ENOTSUP EOPNOTSUPP",
        operations="junction symlink hardlink",
        premise=All(
            (place("hard_links", False), AnyOf((place("reparse_points", False), place("symbolic_links", False))))
        ),
        unless=machine("wine"),
    ),
    Hint(
        id="clones-not-supported",
        text=N_(
            "The file system cannot share blocks between files. Use hard links, or allow link mode `copy`; "
            "on Windows, ReFS and Dev Drives can, on Linux Btrfs and XFS."
        ),
        seen=N_(
            "{volume} is {file_system}, which cannot share blocks between files. Use hard links, or allow link mode "
            "`copy`."
        ),
        about=N_(
            "Copy-on-write copies need a file system that has them: APFS, Btrfs, XFS, ReFS. ext4 and NTFS do not."
        ),
        action=COPY,
        symbols=f"{UNSUPPORTED} ENOTSUP EOPNOTSUPP EINVAL ENOSYS ENOTTY",
        operations="clone",
        premise=place("clones", False),
    ),
    Hint(
        id="too-many-clones",
        text=N_("The file has been cloned as often as ReFS allows. Copy this file instead."),
        about=N_("ReFS lets 8175 regions of files share one block. Error 347 says that a block has reached the limit."),
        action=COPY,
        symbols="ERROR_BLOCK_TOO_MANY_REFERENCES",
    ),
    Hint(
        id="too-many-hard-links",
        text=N_("The file has as many names as its file system allows. Copy this file, or remove old environments."),
        seen=N_(
            "{source} has {links} names, as many as its file system allows. Copy this file, or remove old environments."
        ),
        about=N_(
            "NTFS allows 1024 names for a file, ext4 65,000, encrypted folders fewer. "
            "A small file that many packages share, such as an empty __init__.py, is the first to get there."
        ),
        action=COPY,
        symbols="EMLINK ERROR_TOO_MANY_LINKS",
        premise=place("links", 1000, how="least", where="source"),
        unless=place("links", 100, how="below", where="source"),
    ),
    Hint(
        id="hard-link-to-others-file",
        text=N_(
            "This system refuses hard links to files of other users. Use a cache folder of your own, "
            "or allow link mode `copy`."
        ),
        seen=N_(
            "{source} belongs to another user, and this system refuses hard links to others' files. "
            "Use a cache folder of your own, or allow link mode `copy`."
        ),
        about=N_(
            "Linux systems set fs.protected_hardlinks, so that nobody can link to a file that is neither theirs nor "
            "writable by them."
        ),
        action=COPY,
        symbols="EPERM",
        operations="hardlink",
        platforms="linux",
        premise=All((machine("protected_hardlinks"), place("owned", False, where="source"))),
    ),
    Hint(
        id="cloud-folder-hard-links",
        text=N_(
            "A folder that OneDrive or another service synchronizes refuses hard links, also to files that have a name "
            "in such a folder elsewhere. Move the environment out of that folder, or allow link mode `copy`."
        ),
        seen=N_(
            "{path} is in a synchronized folder, which refuses hard links. "
            "Move the environment out of that folder, or allow link mode `copy`."
        ),
        about=N_(
            "Windows' cloud files refuse names that lead to the same file from elsewhere. Once a cached file has a "
            "name in a synchronized folder, further hard links to it can fail everywhere, until that name is gone."
        ),
        action=COPY,
        symbols="ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS",
        premise=place("cloud"),
    ),
)
