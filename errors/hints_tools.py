"""Hints for programs that installers run: interpreters, compilers, git, and what stops them."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, FEWER, INSTALL_TOOL, MOVE_ENVIRONMENT, RECREATE, RETRY, USE_ENVIRONMENT, WAIT, Hint
from .premises import AnyOf, machine, place

__all__ = ["HINTS"]

HINTS = (
    Hint(
        id="git-missing",
        text=N_("The program git is not installed or not on the PATH. Install it, then try again."),
        about=N_("Dependencies that name a repository are fetched with git."),
        action=INSTALL_TOOL,
        kinds="not-found",
        operations="exec fetch",
        tools="git",
    ),
    Hint(
        id="program-missing",
        text=N_(
            "The program {name} was not found. Install it, or add its folder to the PATH; a broken environment has to "
            "be created again."
        ),
        plain=N_(
            "The program was not found. Install it, or add its folder to the PATH; a broken environment has to be "
            "created again."
        ),
        about=N_(
            "An environment's launchers name the Python they were made for. When that Python goes, so does what they "
            "start. A script can also name an interpreter that is missing."
        ),
        action=RECREATE,
        kinds="not-found",
        operations="exec",
    ),
    Hint(
        id="library-missing",
        text=N_(
            "A library that this one needs is missing or of another architecture. Install Microsoft's Visual C++ "
            "Redistributable, and the package's build for this Python."
        ),
        about=N_(
            "Error 126 names the library that was asked for, not the one that is missing. Mostly that is the Visual "
            "C++ runtime, or a graphics driver's library."
        ),
        action=INSTALL_TOOL,
        symbols="ERROR_MOD_NOT_FOUND ERROR_PROC_NOT_FOUND ERROR_DLL_INIT_FAILED STATUS_DLL_NOT_FOUND",
        platforms="windows",
    ),
    Hint(
        id="library-not-loaded",
        text=N_(
            "A shared library could not be loaded. Install the system package that has it, or a build of the package "
            "for this system."
        ),
        about=N_("Wheels made for another C library, another version of it, or another processor do not load."),
        action=INSTALL_TOOL,
        kinds="library-not-loaded not-found",
        operations="load-library",
    ),
    Hint(
        id="library-unloadable",
        text=N_("A library is missing or does not fit. Install the missing runtime, or the build for this system."),
        about=N_("Libraries must fit the process that loads them, with everything that they need in turn."),
        action=INSTALL_TOOL,
        kinds="library-not-loaded",
        general=True,
    ),
    Hint(
        id="wrong-architecture",
        text=N_("The program is damaged or made for another system or processor. Install the build for this computer."),
        seen=N_(
            "This computer is {machine}, and the program was made for another system or is damaged. Install the build "
            "for this computer."
        ),
        about=N_(
            "32-bit programs, programs for ARM or x64, and scripts without a first line that names their interpreter "
            "all end here."
        ),
        action=RECREATE,
        kinds="not-executable",
        premise=machine("machine", how="known"),
    ),
    Hint(
        id="store-alias",
        text=N_(
            "This python.exe only opens the Microsoft Store, or is a link that Windows cannot follow. Install Python, "
            "or turn the alias off under Settings, Apps, App execution aliases."
        ),
        about=N_(
            "Windows puts aliases into WindowsApps that are no programs. Links that WSL made fail in the same way."
        ),
        action=INSTALL_TOOL,
        symbols="ERROR_CANT_ACCESS_FILE APPMODEL_ERROR_NO_PACKAGE",
    ),
    Hint(
        id="elevation-required",
        text=N_(
            "This program asks for an administrator. Use its portable or per-user version, or have an administrator "
            "run it."
        ),
        about=N_(
            "A program's manifest can ask for an administrator; Windows also guesses so from names such as setup or "
            "update."
        ),
        audience="admin",
        kinds="elevation-required",
        unless=machine("elevated"),
    ),
    Hint(
        id="blocked-by-policy",
        text=N_(
            "A policy of this computer does not let this program run. Put the environment into a folder that the "
            "policy allows, start tools as `python -m`, or ask IT."
        ),
        about=N_(
            "AppLocker, Windows Defender Application Control and Smart App Control decide by folder, signer or "
            "reputation. New launchers are unsigned."
        ),
        action=MOVE_ENVIRONMENT,
        kinds="blocked-by-policy",
    ),
    Hint(
        id="smart-app-control",
        text=N_(
            "Smart App Control is on, and does not let unsigned programs run. Start tools as `python -m` instead of "
            "through their own launcher, or use signed builds."
        ),
        about=N_(
            "Smart App Control decides by signature and reputation, and a launcher made a moment ago has neither."
        ),
        kinds="blocked-by-policy",
        premise=machine("smart_app_control"),
        certain=True,
    ),
    Hint(
        id="exec-refused",
        text=N_(
            "Windows refused to start the program: a policy or a virus scanner may forbid it. Put the environment "
            "into another folder, or ask IT."
        ),
        about=N_(
            "Access denied at the start of a program, rather than at reading it, comes from policies and scanners."
        ),
        action=MOVE_ENVIRONMENT,
        symbols="ERROR_ACCESS_DENIED",
        operations="exec",
        platforms="windows",
    ),
    Hint(
        id="exec-not-permitted",
        text=N_("The file may not be run. Make it executable with `chmod +x`, or create the environment again."),
        about=N_(
            "A program needs the executable bit, and so does its folder the right to pass. Copies from FAT drives and "
            "archives may lack it."
        ),
        action=RECREATE,
        symbols="EACCES EPERM",
        operations="exec",
        platforms="linux macos",
        unless=AnyOf((place("no_exec"), place("windows_mount"))),
    ),
    Hint(
        id="virus-found",
        text=N_(
            "The virus scanner holds this file to be harmful. Look into its quarantine; if it is a mistake, report "
            "that to the scanner's maker, and tell the package's author."
        ),
        about=N_("Small launchers are often mistaken for harmful programs. Leave the scanner on: it may be right."),
        kinds="virus",
    ),
    Hint(
        id="out-of-memory",
        text=N_("There is not enough memory. Close other programs, or work on fewer packages at a time."),
        seen=N_(
            "Only {memory_free_bytes} of memory are free. Close other programs, or work on fewer packages at a time."
        ),
        about=N_("Memory can be limited for a container or a session, too."),
        action=FEWER,
        kinds="out-of-memory out-of-resources",
        premise=machine("memory_free_bytes", 500_000_000, how="below"),
        unless=machine("memory_free_bytes", 50_000_000_000, how="least"),
    ),
    Hint(
        id="page-file-too-small",
        text=N_(
            "Windows' page file is too small for what is to be loaded. Close other programs, or have an administrator "
            "enlarge the page file."
        ),
        about=N_(
            "Large libraries, as those for graphics processors, need much memory that Windows must be able to set "
            "aside in the page file."
        ),
        action=FEWER,
        symbols="ERROR_COMMITMENT_LIMIT",
    ),
    Hint(
        id="program-crashed",
        text=N_(
            "The program crashed. Try again; if it stays, create the environment again, and report it to the "
            "program's author with this code."
        ),
        about=N_(
            "Such an exit status is no answer of the program but the reason for which Windows ended it: a fault in it "
            "or in a library, or a mix of 32 and 64 bits."
        ),
        action=RECREATE,
        kinds="crashed",
    ),
    Hint(
        id="reader-gone",
        text=N_(
            "The program at the other end has ended. Look for its own message above; a closed pager is nothing to "
            "worry about."
        ),
        about=N_(
            "Writing to a program that has ended fails. For a build, what that program said before is the real error."
        ),
        kinds="broken-pipe",
    ),
    Hint(
        id="folder-is-file",
        text=N_(
            "A file is where a folder must be, or the folder is gone. Check the path; two packages may want the same "
            "name."
        ),
        about=N_(
            "A path can only lead through folders. Exchanging a module for a package of the same name also ends here."
        ),
        action=CHECK_NAME,
        kinds="not-a-directory is-a-directory",
    ),
    Hint(
        id="data-damaged",
        text=N_(
            "The file or the disk's records are damaged. Remove the file from the cache and fetch it again; if more "
            "files fail, check the disk."
        ),
        about=N_(
            "A download that was cut, a disk that lost its connection, or an encrypted file whose key is missing."
        ),
        action=RETRY,
        kinds="corrupt",
    ),
    Hint(
        id="another-installation",
        text=N_(
            "Another installation is running. Wait until it is done, then try again; if it hangs, restart the computer."
        ),
        about=N_("Windows Installer does one thing at a time."),
        action=WAIT,
        kinds="installer-busy",
    ),
    Hint(
        id="installer-failed",
        text=N_(
            "The installer that was called failed. Look into its own log for the first error, then run it again by "
            "hand."
        ),
        about=N_("Windows Installer and winget report a general code when a step in the package failed."),
        action=RETRY,
        kinds="install-failed",
    ),
    Hint(
        id="service-not-available",
        text=N_(
            "A service that this needs is not running or not installed. Start it or install the feature that has it, "
            "then try again."
        ),
        about=N_(
            "WSL and containers need the Virtual Machine Platform, which an administrator turns on; other services "
            "can be disabled by policy."
        ),
        audience="admin",
        action=INSTALL_TOOL,
        kinds="service-unavailable",
    ),
    Hint(
        id="session-without-credentials",
        text=N_(
            "The store for passwords is not available in this kind of session. Give the token in the environment or "
            "in a file."
        ),
        about=N_("Services and remote shells have no session that could open the user's password store."),
        symbols="ERROR_NO_SUCH_LOGON_SESSION",
    ),
    Hint(
        id="account-refused",
        text=N_("The user name, password or kind of sign-in was refused. Connect again with a valid account."),
        about=N_("Passwords expire and accounts are locked; shares can refuse accounts without a password."),
        kinds="logon-failed",
        action=RETRY,
    ),
    Hint(
        id="ssl-module-missing",
        text=N_(
            "This Python was built without OpenSSL and cannot fetch anything securely. Use another Python, or build "
            "it again with OpenSSL's headers installed."
        ),
        about=N_("Pythons that were built from source lack the module ssl where the headers were not found."),
        action=INSTALL_TOOL,
        words=r"no module named '?_ssl|ssl module (in python )?is not available",
    ),
    Hint(
        id="git-lfs-missing",
        text=N_("The repository keeps large files in Git LFS. Install git-lfs, run `git lfs install`, then try again."),
        about=N_("Without Git LFS a checkout holds small pointer files in place of the real ones."),
        action=INSTALL_TOOL,
        words=r"git[ -]lfs|filter-process",
    ),
    Hint(
        id="git-owner-doubtful",
        text=N_(
            "Git does not trust a repository that belongs to somebody else. Fetch it again as this user, or have its "
            "owner changed."
        ),
        about=N_("Git refuses repositories of other users, since their settings could run programs."),
        words=r"dubious ownership",
    ),
    Hint(
        id="snap-confined",
        text=N_(
            "The program runs in a sandbox, which lets it use only some folders. Use a Python that is installed "
            "without one."
        ),
        seen=N_(
            "This Python runs in a sandbox ({sandbox}), which lets it use only some folders. Use a Python that is "
            "installed without one."
        ),
        about=N_("Pythons from the Microsoft Store, snap and flatpak see only a part of the disk, or a changed one."),
        action=USE_ENVIRONMENT,
        kinds="permission-denied read-only",
        premise=machine("sandbox", how="known"),
        certain=True,
    ),
)
