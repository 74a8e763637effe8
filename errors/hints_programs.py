"""Hints for programs that do not start or that end badly: interpreters, launchers, libraries, and what stops them."""

from __future__ import annotations

from ..locales import N_
from .hints import FEWER, INSTALL_TOOL, LOGIN, MOVE_ENVIRONMENT, MOVE_TEMP, RECREATE, RETRY, USE_ENVIRONMENT, Hint
from .premises import All, AnyOf, machine, place

__all__ = ["HINTS"]

MISSING = "ENOENT ERROR_FILE_NOT_FOUND ERROR_PATH_NOT_FOUND"
PYTHON = r"(^|/)(bin|scripts)/python[\d.]*w?(\.exe)?$"

HINTS = (
    Hint(
        id="interpreter-gone",
        text=N_(
            "The Python that this environment was made from is probably gone. Create the environment again, with a "
            "Python that is installed."
        ),
        seen=N_(
            "{path} leads to a Python that is gone. Create the environment again, with a Python that is installed."
        ),
        about=N_(
            "A virtual environment does not hold a Python of its own but leads to the one it was made from, which its "
            "file pyvenv.cfg names. When that one is removed or updated, nothing in the environment can start."
        ),
        action=RECREATE,
        symbols=MISSING,
        operations="exec",
        path=PYTHON,
        premise=place("dangling", where="destination"),
    ),
    Hint(
        id="loader-missing",
        text=N_(
            "The program is there, but what it needs to start is not. Create the environment again, or install the "
            "build for this system."
        ),
        seen=N_(
            "{path} is there, but the interpreter in its first line, or the loader that it was linked to, is not. "
            "Create the environment again, or install the build for this system."
        ),
        about=N_(
            "The system says that nothing is there when a script's first line names an interpreter that is gone, or "
            "when a program was built for another C library: musl instead of glibc, or the other way round."
        ),
        action=RECREATE,
        symbols="ENOENT",
        operations="exec",
        platforms="linux macos",
        premise=All(
            (
                place("exists", where="destination"),
                place("executable", where="destination"),
                place("directory", value=False, where="destination"),
            )
        ),
        certain=True,
    ),
    Hint(
        id="program-missing",
        text=N_("{name} was not found. Install it, or add the folder that it is in to the PATH."),
        plain=N_("A program was not found. Install it, or add the folder that it is in to the PATH."),
        about=N_(
            "Installers start other programs: compilers, git, a Python. One that is not installed, or whose folder "
            "the PATH does not name, cannot be started. A program that was there a moment ago may be in quarantine."
        ),
        action=INSTALL_TOOL,
        symbols=MISSING,
        operations="exec",
        unless=place("exists", where="destination"),
    ),
    Hint(
        id="library-missing",
        text=N_(
            "A library that this one needs is missing or does not fit. Install Microsoft's Visual C++ Redistributable, "
            "then the package's build for this Python, which has {bits} bits."
        ),
        plain=N_(
            "A library that this one needs is missing or does not fit. Install Microsoft's Visual C++ Redistributable, "
            "then the package's build for this Python (32 or 64 bits)."
        ),
        about=N_(
            "Error 126 names the library that was asked for, not the one that is missing. Mostly that is the Visual "
            "C++ runtime or a library of the graphics driver. Error 127 says that a library of another version was "
            "found first."
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
        platforms="linux macos",
    ),
    Hint(
        id="wrong-architecture",
        text=N_(
            "This computer's processor is {machine}, and the program is damaged or made for another one. Install the "
            "build for this computer."
        ),
        plain=N_(
            "The program is damaged or made for another system or processor. Install the build for this computer."
        ),
        about=N_(
            "Programs for another processor (x64, ARM64, 32 bits) or another system end here, and so do truncated "
            "downloads and scripts without a first line that names their interpreter. An Intel program on an Apple "
            "processor needs Rosetta."
        ),
        action=RECREATE,
        kinds="not-executable",
    ),
    Hint(
        id="store-alias",
        text=N_(
            "Use a Python that is installed without the Microsoft Store: this file is no program but a link that "
            "Windows cannot follow, as the Store makes them."
        ),
        about=N_(
            "Windows puts aliases into the folder WindowsApps, which only open the Store or start its Python; they "
            "cannot be copied or examined."
        ),
        action=INSTALL_TOOL,
        symbols="ERROR_CANT_ACCESS_FILE",
        path=r"/windowsapps/|/pythonsoftwarefoundation|/python[\d.]*w?\.exe$",
    ),
    Hint(
        id="link-of-other-system",
        text=N_(
            "Make the link again in Windows, or use what it leads to: Windows cannot follow it. It may come from the "
            "Linux subsystem, or from the Microsoft Store."
        ),
        about=N_("Each system has links of its own kind, and Windows answers 1920 for those that it does not know."),
        action=RETRY,
        symbols="ERROR_CANT_ACCESS_FILE",
    ),
    Hint(
        id="store-app-damaged",
        text=N_(
            "The Python from the Microsoft Store is not registered properly. Repair it under Settings, Apps, or use a "
            "Python that is installed without the Store."
        ),
        about=N_(
            "Apps of the Microsoft Store start through their registration. An update that was interrupted can leave "
            "it damaged, and then nothing of the app starts."
        ),
        action=INSTALL_TOOL,
        symbols="APPMODEL_ERROR_NO_PACKAGE APPMODEL_ERROR_PACKAGE_RUNTIME_CORRUPT",
    ),
    Hint(
        id="elevation-required",
        text=N_(
            "This program asks for an administrator. Use its version for a single user, or have an administrator run "
            "it."
        ),
        about=N_(
            "A program's manifest can ask for an administrator. Of programs without a manifest Windows guesses so from "
            "names such as setup, install or update; giving the program another name then helps."
        ),
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
            "AppLocker and Windows Defender Application Control decide by folder, signer or reputation. New launchers "
            "are unsigned, and lie in folders that users can write to."
        ),
        action=MOVE_ENVIRONMENT,
        kinds="blocked-by-policy",
        unless=machine("smart_app_control"),
    ),
    Hint(
        id="smart-app-control",
        text=N_(
            "Smart App Control may not let unsigned programs run. Start tools as `python -m` instead of through their "
            "own launcher, or use signed builds."
        ),
        seen=N_(
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
        id="signature-invalid",
        text=N_(
            "Windows cannot verify the signature of this driver or library. Get the signed build from its maker, and "
            "tell them if it is refused, too."
        ),
        about=N_(
            "Drivers, and libraries in protected processes, must be signed. A file that was changed or damaged after "
            "it was signed is refused as well."
        ),
        symbols="ERROR_INVALID_IMAGE_HASH",
    ),
    Hint(
        id="exec-refused",
        text=N_(
            "Windows refused to start the program: a policy or a virus scanner may forbid it in this folder. Put the "
            "environment into another folder, or ask IT."
        ),
        about=N_(
            "Access denied at the start of a program, rather than at reading it, comes from policies and scanners."
        ),
        action=MOVE_ENVIRONMENT,
        symbols="ERROR_ACCESS_DENIED STATUS_ACCESS_DENIED",
        operations="exec",
        platforms="windows",
    ),
    Hint(
        id="exec-not-permitted",
        text=N_(
            "The file may not be run. Make it executable with `chmod +x`, or create the environment again if it "
            "belongs to one."
        ),
        seen=N_(
            "{path} is not executable: its permissions are {mode}. Make it executable with `chmod +x`, or create the "
            "environment again if it belongs to one."
        ),
        about=N_(
            "A program needs the executable bit, and every folder above it the right to pass. Copies from FAT drives "
            "and from some archives lack the bit."
        ),
        action=RECREATE,
        symbols="EACCES EPERM",
        operations="exec",
        platforms="linux macos",
        premise=place("executable", value=False, where="destination"),
        unless=AnyOf((place("no_exec"), place("windows_mount"))),
    ),
    Hint(
        id="script-not-executable",
        text=N_(
            "Make the file executable with `chmod +x`, or start it through the program that reads it, such as `python "
            "FILE`."
        ),
        about=N_("A shell says that permission is denied when it is to start a file without the executable bit."),
        symbols="EACCES",
        platforms="linux macos",
        words=r"\b(ba|z|da|k)?sh: ([^\n:]{0,40}: )?\./[^\s:]{1,200}: ",
    ),
    Hint(
        id="no-exec-temp",
        text=N_(
            "Choose another temporary folder (TMPDIR): programs often may not be run in this one. If they may, make "
            "the file executable with `chmod +x`."
        ),
        about=N_("Administrators often mount /tmp with the option noexec, since anybody can write there."),
        action=MOVE_TEMP,
        symbols="EACCES EPERM",
        operations="exec build load-library",
        platforms="linux macos",
        path=r"^/((var/)?tmp|dev/shm)/",
        unless=place("no_exec", how="known"),
    ),
    Hint(
        id="no-exec-mount",
        text=N_(
            "Choose another temporary folder (TMPDIR) or another folder for the environment: programs may be forbidden "
            "in this one."
        ),
        seen=N_(
            "Choose another temporary folder (TMPDIR) or another folder for the environment: {volume} is mounted with "
            "`noexec`, so that nothing there can be run."
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
        certain=True,
    ),
    Hint(
        id="virus-found",
        text=N_(
            "The virus scanner takes this file for harmful. Look into its quarantine; if it is a mistake, report that "
            "to the scanner's maker, and tell the package's author."
        ),
        about=N_(
            "Small launchers are often taken for harmful programs. Leave the scanner on: it may be right. A company's "
            "IT can allow a single file."
        ),
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
        kinds="out-of-memory",
        premise=machine("memory_free_bytes", 500_000_000, how="below"),
        unless=machine("memory_free_bytes", 50_000_000_000, how="least"),
    ),
    Hint(
        id="killed",
        text=N_(
            "The program was killed, most often because memory ran out: that of the computer, or what a container may "
            "use. Give it more memory, or work on fewer packages at a time."
        ),
        about=N_(
            "Who is killed with SIGKILL (exit status 137 or -9) cannot say why. `dmesg` or `docker inspect` tells "
            "whether memory had run out; a person or a time limit can have done it, too."
        ),
        action=FEWER,
        kinds="out-of-memory",
        words=r"kill|\b137\b|status -9\b",
    ),
    Hint(
        id="system-resources",
        text=N_(
            "The system could not serve so much at once. Work on fewer files at a time, and put the cache on a local "
            "drive if it is on a network drive."
        ),
        seen=N_(
            "{volume} is a network drive, and could not serve so much at once. Put the cache on a local drive, or work "
            "on fewer files at a time."
        ),
        about=N_(
            "Errors 1450, 1453 and 1816 are about limits of Windows or of a driver, not about the computer's memory: "
            "very large reads and writes on network drives, or many at once."
        ),
        action=FEWER,
        symbols="ERROR_INVALID_ADDRESS",
        kinds="out-of-resources",
        premise=place("remote"),
    ),
    Hint(
        id="page-file-too-small",
        text=N_(
            "Windows' page file is too small for what is to be loaded. Close other programs, or have an administrator "
            "enlarge the page file."
        ),
        about=N_(
            "Large libraries, such as those for graphics processors, need much memory that Windows must be able to set "
            "aside in the page file."
        ),
        action=FEWER,
        symbols="ERROR_COMMITMENT_LIMIT",
    ),
    Hint(
        id="program-crashed",
        text=N_(
            "The program crashed. Try again; if it crashes again, create the environment again, and report it to the "
            "program's author with this code."
        ),
        about=N_(
            "Such an exit status is no answer of the program but the reason for which Windows ended it: a fault in it "
            "or in a library that it loaded."
        ),
        action=RECREATE,
        kinds="crashed",
    ),
    Hint(
        id="reader-gone",
        text=N_(
            "The program at the other end has ended. Look for its own message above, which says what is wrong; if you "
            "closed a pager, nothing is."
        ),
        about=N_(
            "Writing to a program that has ended fails. For a build, what that program said before is the real error."
        ),
        kinds="broken-pipe",
    ),
    Hint(
        id="command-line-too-long",
        text=N_(
            "The command line is longer than the system allows. Pass fewer files at a time, or use a folder with a "
            "shorter path."
        ),
        about=N_(
            "Windows allows 32,767 characters for a command line, and Linux some megabytes together with the "
            "environment variables."
        ),
        audience="tool-author",
        symbols="ERROR_FILENAME_EXCED_RANGE E2BIG",
        operations="exec build",
    ),
    Hint(
        id="snap-confined",
        text=N_(
            "This Python may run in a sandbox, which lets it use only some folders. Use a Python that is installed "
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
    Hint(
        id="session-without-credentials",
        text=N_(
            "The store for passwords is not available in this kind of session. Give the token in an environment "
            "variable or in a file."
        ),
        about=N_("Services and remote shells have no session that could open the user's password store."),
        symbols="ERROR_NO_SUCH_LOGON_SESSION",
    ),
    Hint(
        id="account-refused",
        text=N_("The user name, password or kind of sign-in was refused. Connect again with a valid account."),
        about=N_("Passwords expire and accounts are locked; shares can refuse accounts without a password."),
        kinds="logon-failed",
        action=LOGIN,
    ),
)
