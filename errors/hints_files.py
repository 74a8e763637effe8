"""Hints for files and folders: space, names, volumes, what is already there."""

from __future__ import annotations

from ..locales import N_
from .hints import CLEAR_CACHE, FEWER, FREE_SPACE, MOVE_CACHE, MOVE_ENVIRONMENT, MOVE_TEMP, RETRY, Hint
from .premises import All, AnyOf, machine, place

__all__ = ["HINTS"]

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
        premise=place("free_bytes", 200_000_000, how="below"),
        unless=AnyOf((place("free_inodes", 1, how="below"), place("file_system", "tmpfs"))),
    ),
    Hint(
        id="memory-disk-full",
        text=N_("The temporary folder is kept in memory and is full. Set TMPDIR to a folder on a disk."),
        seen=N_(
            "{volume} is kept in memory (tmpfs), and has {free_bytes} left. Use a folder on a disk instead (TMPDIR "
            "for temporary files)."
        ),
        about=N_(
            "A tmpfs is a file system in memory with a fixed size. Unpacking a large package or building one can fill "
            "it."
        ),
        action=MOVE_TEMP,
        symbols="ENOSPC",
        platforms="linux",
        premise=All((place("file_system", "tmpfs"), place("free_bytes", 200_000_000, how="below"))),
        unless=place("free_inodes", 1, how="below"),
        certain=True,
    ),
    Hint(
        id="no-inodes",
        text=N_(
            "The volume can hold no more files, though it may have space left. Remove files there, or choose another "
            "volume."
        ),
        seen=N_(
            "{volume} has {free_bytes} left but can hold no more files. Remove files there, or choose another volume."
        ),
        about=N_(
            "A file system has a fixed number of inodes, one for each file. Caches of many small files can use them up."
        ),
        action=FREE_SPACE,
        symbols="ENOSPC",
        premise=place("free_inodes", 1, how="below"),
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
        premise=All((place("quota_reached"), place("free_bytes", 0, how="least"))),
    ),
    Hint(
        id="read-only-volume",
        text=N_("The volume cannot be written to. Choose another folder for the cache or the environment."),
        seen=N_("{volume} is mounted read-only. Choose another folder for the cache or the environment."),
        about=N_(
            "Images, snap packages and the Nix store are read-only for good. A disk that found an error, or a memory "
            "card whose switch is set, is read-only until that is mended."
        ),
        action=MOVE_CACHE,
        kinds="read-only",
        premise=place("read_only"),
    ),
    Hint(
        id="path-too-long",
        text=N_(
            "The path is longer than Windows allows without long paths. Use a folder with a short path, such as "
            "C:\\v, or turn on long paths."
        ),
        seen=N_(
            "The path has {path_length} characters, and {long_path_switches} of the 3 switches for long paths are on. "
            "Use a folder with a short path, such as C:\\v, or have an administrator set LongPathsEnabled."
        ),
        about=N_(
            "Paths of 260 characters and more need a Windows that knows them (10, version 1607), the registry value "
            "LongPathsEnabled, and a program whose manifest asks for them. All three must be on."
        ),
        action=MOVE_ENVIRONMENT,
        symbols="ERROR_FILENAME_EXCED_RANGE ERROR_BUFFER_OVERFLOW",
        kinds="name-too-long",
        platforms="windows",
        premise=All((place("path_length", 248, how="least"), machine("long_path_switches", 3, how="below"))),
        unless=place("name_length", 256, how="least"),
    ),
    Hint(
        id="missing-because-long",
        text=N_(
            "The path has 260 characters or more, which Windows reports as missing while long paths are off. Use a "
            "folder with a short path, or turn on long paths."
        ),
        seen=N_(
            "The path has {path_length} characters, and {long_path_switches} of the 3 switches for long paths are on. "
            "Use a folder with a short path, or have an administrator set LongPathsEnabled."
        ),
        about=N_(
            "Without long paths, Windows cannot find what lies beyond 260 characters, though the folders above it "
            "exist."
        ),
        action=MOVE_ENVIRONMENT,
        symbols="ERROR_PATH_NOT_FOUND ERROR_FILE_NOT_FOUND ENOENT",
        platforms="windows",
        path=r"^[a-z]:.{246,}$",
        premise=All((place("path_length", 248, how="least"), machine("long_path_switches", 3, how="below"))),
    ),
    Hint(
        id="name-too-long",
        text=N_(
            "A name in the path is longer than the file system allows. Use a shorter name; in an encrypted home "
            "folder, put the cache elsewhere."
        ),
        seen=N_(
            "A name in the path has {name_length} bytes; {volume} allows {name_limit}. Use a shorter name, or put the "
            "cache elsewhere."
        ),
        about=N_(
            "Most file systems allow 255 bytes for one name, and about 143 where names are encrypted. Letters outside "
            "ASCII take several bytes."
        ),
        action=MOVE_CACHE,
        symbols="ENAMETOOLONG",
        kinds="name-too-long",
        premise=place("name_length", 256, how="least"),
        unless=machine("platform", "windows"),
    ),
    Hint(
        id="reserved-name",
        text=N_(
            "The name cannot be used on Windows: it is reserved, ends in a dot or a space, or holds one of `: ? * < > "
            "|`. The package's author has to rename it."
        ),
        seen=N_("`{reserved_name}` cannot be used as a name on Windows. The package's author has to rename it."),
        about=N_(
            "Archives made on other systems can hold names such as aux.py that Windows cannot have. An address used "
            "as a path fails likewise."
        ),
        audience="package-author",
        kinds="invalid-name",
        platforms="windows",
        premise=place("reserved_name", how="known"),
    ),
    Hint(
        id="leftover-exists",
        text=N_(
            "Something is already there, perhaps left by an interrupted run or made by another installer that was "
            "faster. Remove it if it is not needed, or try again."
        ),
        about=N_(
            "Names that differ only in upper and lower case are one name on Windows and macOS. A broken link also "
            "counts as something."
        ),
        action=RETRY,
        kinds="already-exists",
        unless=place("dangling"),
    ),
    Hint(
        id="folder-not-empty",
        text=N_(
            "The folder is not empty: another installer may have been faster, or a program made or holds a file in "
            "it. Close such programs, then try again."
        ),
        about=N_(
            "On Windows a removed file stays until its last user closes it. A second installer can fill a folder that "
            "the first one wants to replace."
        ),
        action=RETRY,
        kinds="not-empty",
    ),
    Hint(
        id="too-many-open-files",
        text=N_(
            "The program has too many files open. Let it work on fewer files at a time, or raise the limit with "
            "`ulimit -n`."
        ),
        seen=N_(
            "This process may have {open_files_limit} files open. Let it work on fewer files at a time, or raise the "
            "limit with `ulimit -n`."
        ),
        about=N_("Shells on macOS allow a program 256 open files, those on Linux 1024."),
        action=FEWER,
        kinds="too-many-open-files",
        premise=machine("open_files_limit", 5000, how="below"),
        unless=machine("open_files_limit", 100_000, how="least"),
    ),
    Hint(
        id="file-too-large",
        text=N_(
            "The file is larger than the file system or the limit of this session allows. Use another drive (FAT32 "
            "ends at 4 GB), or raise `ulimit -f`."
        ),
        seen=N_("This session limits the size of files (`ulimit -f`). Raise the limit, then try again."),
        about=N_("FAT32 cannot hold files of 4 GB and more. Error 665 says that a file on NTFS is too fragmented."),
        action=MOVE_CACHE,
        kinds="file-too-large",
        premise=machine("file_size_limited"),
        unless=machine("file_size_limited", value=False),
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
            "The network drive cannot be reached, or the connection was lost. Check the connection or VPN, then try "
            "again, or put the cache on a local disk."
        ),
        about=N_(
            "Windows answers 53 and 67 for a wrong server or share name, 55, 59, 64 and 121 for a connection that was "
            "lost."
        ),
        action=RETRY,
        symbols=(
            "ERROR_BAD_NETPATH ERROR_BAD_NET_NAME ERROR_DEV_NOT_EXIST ERROR_UNEXP_NET_ERR ERROR_NETNAME_DELETED "
            "ERROR_SEM_TIMEOUT ERROR_NETWORK_ACCESS_DENIED ERROR_NETWORK_UNREACHABLE "
        ),
    ),
    Hint(
        id="disk-damaged",
        text=N_(
            "The disk reported an error that is not about permissions. Make a backup, check the disk, and remove the "
            "cache entry."
        ),
        about=N_(
            "Reading or writing failed in the hardware, its cable, or the server behind it. Trying again seldom "
            "helps; a copy made in time does."
        ),
        action=CLEAR_CACHE,
        kinds="io-error",
    ),
    Hint(
        id="cloud-file-refused",
        text=N_(
            "The service that synchronizes this folder refused or is not running. Start it, or move the environment "
            "out of the folder."
        ),
        seen=N_(
            "{path} is in a synchronized folder, whose service refused or is not running. Start it, or move the "
            "environment out of the folder."
        ),
        about=N_(
            "OneDrive and its like decide about every file in their folders, and fetch some only when they are "
            "opened. Environments with thousands of files belong elsewhere."
        ),
        action=MOVE_ENVIRONMENT,
        kinds="cloud-file",
        premise=place("cloud"),
    ),
    Hint(
        id="open-failed",
        text=N_(
            "The system could not open the file: it may be kept online only, or another program prevents it. Make it "
            "available on this device, then try again."
        ),
        about=N_(
            "Error 110 comes from drivers between the program and the disk: those of synchronization services and of "
            "encryption."
        ),
        action=RETRY,
        symbols="ERROR_OPEN_FAILED",
    ),
    Hint(
        id="current-folder",
        text=N_("A shell or program works inside this folder. Leave the folder there, then try again."),
        about=N_("Windows does not remove the current folder of a process."),
        action=RETRY,
        symbols="ERROR_CURRENT_DIRECTORY",
    ),
    Hint(
        id="drive-missing",
        text=N_(
            "The drive is not there for this program. Connect it; programs that run as administrator or as a service "
            "do not see the drives a user connected."
        ),
        about=N_("Drive letters for network drives belong to one session."),
        symbols="ERROR_INVALID_DRIVE",
        action=MOVE_CACHE,
    ),
    Hint(
        id="no-space-on-fat",
        text=N_(
            "The file or folder could not be made here. Choose another folder; the root of a FAT drive holds only so "
            "many names."
        ),
        about=N_("Error 82 is rare: a full root folder on FAT, or a name that the drive refuses."),
        symbols="ERROR_CANNOT_MAKE",
        action=MOVE_CACHE,
    ),
)
