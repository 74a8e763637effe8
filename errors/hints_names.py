"""Hints for names and paths: too long, reserved, malformed."""

from __future__ import annotations

from ..locales import N_
from .hints import MOVE_CACHE, MOVE_ENVIRONMENT, Hint
from .premises import All, machine, place

__all__ = ["HINTS"]

LONG_AS_MISSING = "ERROR_PATH_NOT_FOUND ERROR_FILE_NOT_FOUND ENOENT"

HINTS = (
    Hint(
        id="path-too-long",
        text=N_(
            "The path is longer than Windows allows without long paths. Use a folder with a short path, such as "
            "C:\\v, or turn on long paths."
        ),
        seen=N_(
            "The path has {path_length} characters, and {long_path_switches} of 3 long-path switches are on; the "
            "registry value is 0. Use a folder with a short path, such as C:\\v, or have an administrator set "
            "LongPathsEnabled to 1."
        ),
        about=N_(
            "Paths of 260 characters and more need a Windows that knows them (10, version 1607), the registry value "
            "LongPathsEnabled, and a program whose manifest asks for them. All three must be on."
        ),
        action=MOVE_ENVIRONMENT,
        symbols="ERROR_FILENAME_EXCED_RANGE ERROR_BUFFER_OVERFLOW",
        kinds="name-too-long",
        platforms="windows",
        premise=All((place("path_length", 248, how="least"), machine("long_paths_registry", value=False))),
        unless=place("name_length", 256, how="least"),
    ),
    Hint(
        id="part-too-long",
        text=N_("A single name in the path may have more than 255 characters, which no drive allows. Shorten it."),
        seen=N_("A single name in the path has {name_length} characters, and 255 are allowed. Use a shorter name."),
        about=N_(
            "Long paths do not make long names possible: every file and folder name has at most 255 characters on NTFS."
        ),
        audience="package-author",
        kinds="name-too-long invalid-name",
        platforms="windows",
        premise=place("name_length", 256, how="least"),
        certain=True,
    ),
    Hint(
        id="missing-because-long",
        text=N_(
            "The path has 260 characters or more, which Windows reports as missing while long paths are off. Use a "
            "folder with a short path, or turn on long paths."
        ),
        seen=N_(
            "The path has {path_length} characters, and {long_path_switches} of 3 long-path switches are on; the "
            "registry value is 0. Use a folder with a short path, such as C:\\v, or have an administrator set "
            "LongPathsEnabled to 1."
        ),
        about=N_(
            "Without long paths, Windows cannot find what lies beyond 260 characters, though the folders above it "
            "exist."
        ),
        action=MOVE_ENVIRONMENT,
        symbols=LONG_AS_MISSING,
        platforms="windows",
        path=r"^[a-z]:.{246,}$",
        premise=All((place("path_length", 248, how="least"), machine("long_paths_registry", value=False))),
    ),
    Hint(
        id="long-paths-not-asked",
        text=N_("Use a folder with a short path: this program does not use long paths, though Windows may allow them."),
        seen=N_(
            "The path has {path_length} characters. Windows is set for long paths, but {long_path_switches} of 3 "
            "switches are on, so this program or this version of Windows does not use them. Use a folder with a short "
            "path, such as C:\\v."
        ),
        about=N_(
            "The registry value LongPathsEnabled is one of three switches. The others are a Windows that knows long "
            "paths (10, version 1607) and a program whose manifest asks for them."
        ),
        action=MOVE_ENVIRONMENT,
        symbols=f"ERROR_FILENAME_EXCED_RANGE ERROR_BUFFER_OVERFLOW {LONG_AS_MISSING}",
        platforms="windows",
        premise=All(
            (
                place("path_length", 248, how="least"),
                machine("long_paths_registry"),
                machine("long_path_switches", 3, how="below"),
            )
        ),
        certain=True,
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
        kinds="name-too-long",
        platforms="linux macos",
        premise=place("name_length", 256, how="least"),
    ),
    Hint(
        id="unix-path-too-long",
        text=N_("The whole path may be longer than the system allows. Use a folder with a shorter path."),
        seen=N_(
            "The whole path has {path_length} bytes, and about 4000 are allowed. Use a folder with a shorter path."
        ),
        about=N_(
            "Linux allows 4096 bytes for one path, macOS 1024. Links that lead back to a folder above them make "
            "endless paths."
        ),
        action=MOVE_CACHE,
        symbols="ENAMETOOLONG",
        platforms="linux macos",
        premise=All((place("name_length", 256, how="below"), place("path_length", 1024, how="least"))),
        certain=True,
    ),
    Hint(
        id="reserved-name",
        text=N_(
            "The name cannot be used on Windows: it is reserved, ends in a dot or a space, or holds one of `: ? * < > "
            "|`. The package's author has to rename it."
        ),
        seen=N_("`{reserved_name}` cannot be used as a name on Windows. The package's author has to rename it."),
        about=N_(
            "Archives made on other systems can hold names such as aux.py or what:why that Windows cannot have. An "
            "address that is used as a path fails likewise."
        ),
        audience="package-author",
        kinds="invalid-name",
        platforms="windows",
        premise=place("reserved_name", how="known"),
    ),
    Hint(
        id="name-not-decodable",
        text=N_(
            "A name in the archive is not valid in its encoding. The package's author has to pack it again with names "
            "in UTF-8."
        ),
        about=N_(
            "Archives can hold names in any encoding. macOS and some file systems refuse those that are not valid "
            "Unicode."
        ),
        audience="package-author",
        symbols="EILSEQ ERROR_NO_UNICODE_TRANSLATION",
    ),
    Hint(
        id="path-malformed",
        text=N_(
            "The path is malformed. Write it with one kind of slash, and with nothing but a drive or a server before "
            "the folders."
        ),
        about=N_(
            "Windows takes paths that start with \\\\?\\ literally: slashes and dots in them are not understood. Names "
            "of devices are no folders."
        ),
        audience="tool-author",
        symbols="ERROR_BAD_PATHNAME",
    ),
)
