"""Hints for files and folders: space, names, volumes, what is already there."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, CLEAR_CACHE, FEWER, FREE_SPACE, MOVE_CACHE, MOVE_ENVIRONMENT, MOVE_TEMP, RETRY, Hint
from .premises import All, AnyOf, Held, machine, place

__all__ = ["HINTS"]

FAT = ("FAT32", "FAT", "vfat", "msdos")

HINTS = (
    Hint(
        id="disk-full",
        text=N_("The disk is full. Free up space or choose other folders for the cache and for temporary files."),
        seen=N_(
            "{volume} has {free_bytes} left. Free up space there, or choose other folders for the cache and for "
            "temporary files."
        ),
        about=N_(
            "It is often not the disk with the environment that is full, but the one with the cache or the temporary "
            "folder."
        ),
        action=FREE_SPACE,
        kinds="disk-full",
        premise=place("free_bytes", 200_000_000, how="below", where="destination"),
        unless=AnyOf(
            (
                place("free_inodes", 1, how="below", where="destination"),
                place("file_system", "tmpfs", where="destination"),
            )
        ),
    ),
    Hint(
        id="space-elsewhere",
        text=N_("The disk has space, but something on the way has none. Set TMPDIR to a folder on a disk with space."),
        seen=N_(
            "{volume} has {free_bytes} left, so something else is full: the temporary folder, a container's own disk, "
            "or a limit. Set TMPDIR to a folder on a disk with space, then try again."
        ),
        about=N_(
            "Programs write to the temporary folder before they write to the place that they name. Containers have a "
            "disk of their own, and the number of files to be watched has a limit that is reported in the same way."
        ),
        action=MOVE_TEMP,
        symbols="ENOSPC",
        premise=place("free_bytes", 200_000_000, how="least", where="destination"),
        unless=place("free_inodes", 1, how="below", where="destination"),
        certain=True,
    ),
    Hint(
        id="memory-disk-full",
        text=N_("The folder may be kept in memory, and is full. Use a folder on a disk (TMPDIR for temporary files)."),
        seen=N_(
            "{volume} is kept in memory (tmpfs), and has {free_bytes} left. Use a folder on a disk (TMPDIR for "
            "temporary files)."
        ),
        about=N_(
            "A tmpfs is a file system in memory with a fixed size. Unpacking a large package or building one can fill "
            "it."
        ),
        action=MOVE_TEMP,
        symbols="ENOSPC",
        platforms="linux",
        premise=All(
            (
                place("file_system", "tmpfs", where="destination"),
                place("free_bytes", 200_000_000, how="below", where="destination"),
            )
        ),
        unless=place("free_inodes", 1, how="below", where="destination"),
        certain=True,
    ),
    Hint(
        id="no-inodes",
        text=N_(
            "The volume may be unable to hold more files, though it has space left. Remove files there, or choose "
            "another volume."
        ),
        seen=N_(
            "{volume} has {free_bytes} left but can hold no more files. Remove files there, or choose another volume."
        ),
        about=N_(
            "A file system has a fixed number of inodes, one for each file. Caches of many small files can use them up."
        ),
        action=FREE_SPACE,
        symbols="ENOSPC",
        premise=place("free_inodes", 1, how="below", where="destination"),
        certain=True,
    ),
    Hint(
        id="quota-reached",
        text=N_(
            "Your quota on this disk is used up, though the disk may have space left. Remove files, or choose a cache "
            "folder on another disk."
        ),
        seen=N_(
            "Your quota on {volume} is used up, though the disk has {free_bytes} left. Remove files, or choose a "
            "cache folder on another disk."
        ),
        about=N_("An administrator can limit how much each user may store."),
        action=MOVE_CACHE,
        kinds="quota-exceeded",
        premise=All(
            (place("quota_reached", where="destination"), place("free_bytes", 0, how="least", where="destination"))
        ),
    ),
    Hint(
        id="read-only-volume",
        text=N_("Choose another folder for the cache or the environment: this volume cannot be written to."),
        seen=N_("Choose another folder for the cache or the environment: {volume} is read-only."),
        about=N_(
            "Images, snap packages and the Nix store are read-only for good. A disk that found an error, or a memory "
            "card whose switch is set, is read-only until that is mended."
        ),
        action=MOVE_CACHE,
        kinds="read-only",
        premise=place("read_only"),
    ),
    Hint(
        id="media-write-protected",
        text=N_(
            "The drive is write-protected. Set the switch of the memory card or USB stick to writable, or choose "
            "another drive."
        ),
        seen=N_(
            "{volume} is write-protected. Set the switch of the memory card or USB stick to writable, or choose "
            "another drive."
        ),
        about=N_(
            "Memory cards and some USB sticks have a switch against writing. An administrator can also forbid writing "
            "to removable drives."
        ),
        action=MOVE_CACHE,
        symbols="ERROR_WRITE_PROTECT",
        premise=place("read_only"),
    ),
    Hint(
        id="leftover-exists",
        text=N_(
            "Something is already there, perhaps left by an interrupted run or made by another installer that was "
            "faster. Remove it if it is not needed, then try again."
        ),
        seen=N_(
            "{path} is already there, perhaps left by an interrupted run or made by another installer that was faster. "
            "Remove it if it is not needed, then try again."
        ),
        about=N_(
            "Names that differ only in upper and lower case are one name on Windows and macOS. A broken link also "
            "counts as something."
        ),
        action=RETRY,
        kinds="already-exists",
        premise=place("exists", where="destination"),
        unless=place("dangling", where="destination"),
    ),
    Hint(
        id="obstacle-gone",
        text=N_("What was in the way may be gone by now. Try again."),
        seen=N_("What was in the way at {path} is gone by now. Try again."),
        about=N_("Another installer, or a program that cleans up, can make and remove a file within a moment."),
        action=RETRY,
        kinds="already-exists",
        premise=place("exists", value=False, where="destination"),
        certain=True,
    ),
    Hint(
        id="folder-not-empty",
        text=N_(
            "The folder is not empty: a program may hold or make files in it, or an earlier run left it behind. Close "
            "such programs and try again, or remove the folder if it is not needed."
        ),
        about=N_(
            "On Windows a removed file stays until its last user closes it. A second installer can fill a folder that "
            "the first one wants to replace."
        ),
        action=RETRY,
        kinds="not-empty",
        unless=Held(),
    ),
    Hint(
        id="too-many-open-files",
        text=N_(
            "Let the program work on fewer files at a time, or raise the limit for open files (`ulimit -n` in the "
            "shell)."
        ),
        seen=N_(
            "Let the program work on fewer files at a time, or raise its limit, which is {open_files_limit} open files "
            "(`ulimit -n` in the shell)."
        ),
        about=N_("Shells on macOS allow a program 256 open files, those on Linux 1024."),
        action=FEWER,
        kinds="too-many-open-files",
        premise=machine("open_files_limit", 5000, how="below"),
    ),
    Hint(
        id="file-too-large",
        text=N_(
            "The file is larger than this drive or session allows. Use another drive, since FAT32 ends at 4 GB, or "
            "raise `ulimit -f`."
        ),
        seen=N_("This session limits the size of files (`ulimit -f`). Raise the limit, then try again."),
        about=N_("FAT32 cannot hold files of 4 GB and more, and a session can have a limit of its own."),
        action=MOVE_CACHE,
        kinds="file-too-large",
        premise=machine("file_size_limited"),
        unless=place("file_system", FAT),
    ),
    Hint(
        id="fat-file-limit",
        text=N_("The drive may be FAT32, which holds no files of 4 GB and more. Choose a folder on another drive."),
        seen=N_("{volume} is {file_system}, which holds no files of 4 GB and more. Choose a folder on another drive."),
        about=N_("USB sticks and memory cards are often formatted as FAT32. exFAT and NTFS have no such limit."),
        action=MOVE_CACHE,
        kinds="file-too-large",
        premise=place("file_system", FAT),
        certain=True,
    ),
    Hint(
        id="file-too-fragmented",
        text=N_(
            "The file lies in too many pieces on the disk. Remove it and make it anew, or have an administrator "
            "defragment the drive."
        ),
        about=N_(
            "NTFS keeps a list of the pieces of each file, and that list is full: error 665. Files that grow bit by "
            "bit, and compressed ones, get there. On ReFS a file's additional streams can be too large."
        ),
        action=RETRY,
        symbols="ERROR_FILE_SYSTEM_LIMITATION",
    ),
    Hint(
        id="server-file-replaced",
        text=N_(
            "The file was replaced on the server while it was in use. Try again; a cache on a local disk avoids this."
        ),
        seen=N_(
            "{volume} is a network file system, where the file was replaced while it was in use. Try again, or put "
            "the cache on a local disk."
        ),
        about=N_("NFS answers ESTALE when the file behind an open handle is gone."),
        action=RETRY,
        kinds="stale",
        premise=place("remote"),
    ),
    Hint(
        id="share-unreachable",
        text=N_(
            "Check the network and the VPN, then try again: the network drive cannot be reached, or its connection was "
            "lost. A cache on a local disk avoids this."
        ),
        seen=N_(
            "Check the network and the VPN, then try again: the network drive {volume} cannot be reached, or its "
            "connection was lost. A cache on a local disk avoids this."
        ),
        about=N_(
            "Windows answers 53 and 67 for a wrong server or share name, 55, 59, 64 and 121 for a connection that was "
            "lost."
        ),
        action=RETRY,
        symbols=(
            "ERROR_BAD_NETPATH ERROR_BAD_NET_NAME ERROR_DEV_NOT_EXIST ERROR_UNEXP_NET_ERR ERROR_NETNAME_DELETED "
            "ERROR_SEM_TIMEOUT ERROR_NETWORK_UNREACHABLE "
        ),
        premise=place("remote"),
    ),
    Hint(
        id="slow-drive",
        text=N_("The drive may be slow or failing. Try again with the cache on another drive."),
        seen=N_(
            "{volume} is no network drive, and did not answer in time: it may be slow or failing. Try again with the "
            "cache on another drive."
        ),
        about=N_("Error 121 says that a drive or an adapter did not answer in time."),
        action=MOVE_CACHE,
        symbols="ERROR_SEM_TIMEOUT",
        premise=place("remote", value=False),
        certain=True,
    ),
    Hint(
        id="disk-damaged",
        text=N_(
            "Reading or writing failed in the disk or the network drive itself. Make a backup of what matters, check "
            "the disk, then remove the cache entry and try again."
        ),
        about=N_(
            "The hardware, its cable, or the server behind it failed; permissions have nothing to do with it. Folders "
            "that a container shares with its host can fail in this way for a moment after it has started."
        ),
        action=CLEAR_CACHE,
        kinds="io-error",
    ),
    Hint(
        id="cloud-file-refused",
        text=N_(
            "Start the service that synchronizes this folder, such as OneDrive, and let it keep the file on this "
            "device; or move the environment out of the folder."
        ),
        seen=N_(
            "{path} is in a synchronized folder. Start the service that synchronizes it, such as OneDrive, and let it "
            "keep the file on this device; or move the environment out of the folder."
        ),
        about=N_(
            "OneDrive and its like fetch some files only when they are opened, which fails while the service is paused "
            "or the network is gone. Environments with thousands of files belong elsewhere."
        ),
        action=MOVE_ENVIRONMENT,
        kinds="cloud-file",
        premise=place("cloud"),
    ),
    Hint(
        id="open-failed",
        text=N_(
            "Try again: a virus scanner may have held the file. If it is kept online only, make it available on this "
            "device first."
        ),
        about=N_(
            "Error 110 comes from drivers between the program and the disk: those of virus scanners, of services that "
            "synchronize folders, and of encryption."
        ),
        action=RETRY,
        symbols="ERROR_OPEN_FAILED",
    ),
    Hint(
        id="folder-is-file",
        text=N_(
            "A file is where a folder must be, or the folder is gone. Check the path; if two packages want the same "
            "name, install only one of them."
        ),
        seen=N_(
            "{path} is a file where a folder must be. Check the path; if two packages want the same name, install only "
            "one of them."
        ),
        about=N_(
            "A path can only lead through folders. A package that turned a module into a folder, or a working "
            "directory that was removed, also ends here."
        ),
        action=CHECK_NAME,
        kinds="not-a-directory",
        premise=place("directory", value=False, where="destination"),
    ),
    Hint(
        id="file-is-folder",
        text=N_(
            "A folder is where a file must be. Check the path; if two packages want the same name, install only one of "
            "them."
        ),
        seen=N_(
            "{path} is a folder where a file must be. Check the path; if two packages want the same name, install only "
            "one of them."
        ),
        about=N_("Reading a folder as if it were a file, or writing a file in its place, is refused."),
        action=CHECK_NAME,
        kinds="is-a-directory",
        premise=place("directory", where="destination"),
    ),
    Hint(
        id="data-damaged",
        text=N_(
            "Remove the damaged file from the cache and fetch it again. If more files fail, have the disk checked "
            "(`chkdsk` on Windows, `fsck` elsewhere)."
        ),
        about=N_("A download that was cut, a disk that lost its connection, or a file system with damaged records."),
        action=CLEAR_CACHE,
        kinds="corrupt",
    ),
    Hint(
        id="current-folder",
        text=N_("Leave this folder in every terminal and program that works inside it, then try again."),
        about=N_("Windows does not remove a folder while it is the current folder of a program."),
        action=RETRY,
        symbols="ERROR_CURRENT_DIRECTORY",
    ),
    Hint(
        id="drive-missing",
        text=N_(
            "The drive is not there for this program. Connect it, or use a folder on another drive: programs that run "
            "as administrator or as a service do not see the network drives that a user has connected."
        ),
        about=N_(
            "The letters of network drives belong to one session, and a program that runs as administrator has a "
            "session of its own."
        ),
        symbols="ERROR_INVALID_DRIVE",
        action=MOVE_CACHE,
    ),
    Hint(
        id="no-space-on-fat",
        text=N_(
            "The file or folder could not be made here. Choose another folder: the topmost folder of a FAT drive holds "
            "only so many names."
        ),
        about=N_("Error 82 is rare: a full topmost folder on FAT, or a name that the drive refuses."),
        symbols="ERROR_CANNOT_MAKE",
        action=MOVE_CACHE,
    ),
)
