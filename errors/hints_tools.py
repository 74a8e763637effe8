"""Hints for the tools that installers call: git, compilers, package managers, Windows Installer, winget."""

from __future__ import annotations

from ..locales import N_
from .hints import INSTALL_TOOL, LOGIN, RETRY, SET_CERTIFICATES, WAIT, Hint
from .premises import machine

__all__ = ["HINTS"]

PACKAGE_MANAGERS = "apt apt-get dpkg dnf yum zypper pacman apk"

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
        id="git-sign-in",
        text=N_(
            "The git server wants you to sign in. Check the token or SSH key for this repository, and its address; "
            "servers hide private repositories from those who may not see them."
        ),
        about=N_(
            "Programs that call git cannot answer its question for a password. A private repository needs a token in "
            "git's credential store, or a key in the SSH agent."
        ),
        action=LOGIN,
        words=(
            r"could not read username|authentication failed for|permission denied \(publickey|terminal prompts disabled"
        ),
    ),
    Hint(
        id="git-reference-missing",
        text=N_(
            "The repository has no such branch, tag or commit. Check the name after the `@` in the requirement; it may "
            "have been renamed or removed."
        ),
        about=N_("A requirement can name a branch, a tag or a commit of a repository. Branches and tags can vanish."),
        audience="package-author",
        words=r"did not match any file\(s\) known to git|couldn't find remote ref|remote branch .{1,200} not found",
    ),
    Hint(
        id="git-long-path",
        text=N_(
            "The repository holds paths that are too long for Windows here. Run `git config --global core.longpaths "
            "true`, or use a folder with a shorter path, then try again."
        ),
        about=N_(
            "Git for Windows keeps to 260 characters unless core.longpaths is set. Names of single files may have 255 "
            "characters at most in any case."
        ),
        platforms="windows",
        words=r"(cannot create|unable to create|could not (open|create)).{1,600}filename too long",
    ),
    Hint(
        id="header-missing",
        text=N_(
            "The compiler does not find a header. Use a build (wheel) of the package for this system, or install the "
            "development files of the library that the header belongs to."
        ),
        about=N_(
            "A package that is built here needs the headers of the libraries that it uses; Linux has them in packages "
            "whose names end in -dev or -devel. A header that only another system has, such as unistd.h on Windows, "
            "means that the package cannot be built there."
        ),
        action=INSTALL_TOOL,
        words=r"\bc1083\b|fatal error:? .{1,300}\.h(pp)?['\u2019]?:|fatal error: '.{1,300}' file not found",
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
        id="java-certificates",
        text=N_(
            "Java does not trust the server's authority; a company's proxy may be replacing certificates. Ask IT for "
            "the authority's certificate file, and import it with `keytool -importcert -cacerts`."
        ),
        about=N_(
            "Java trusts the authorities in its own store, not those of the system, unless it is told otherwise. Do "
            "not turn verification off."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        tools="java gradle mvn maven",
    ),
    Hint(
        id="node-certificates",
        text=N_(
            "Node.js does not trust the server's authority; a company's proxy may be replacing certificates. Ask IT "
            "for the authority's certificate file, and name it in NODE_EXTRA_CA_CERTS."
        ),
        about=N_(
            "Node.js trusts the authorities that it came with, and those in the file that NODE_EXTRA_CA_CERTS names. "
            "Do not turn verification off."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        tools="node npm yarn pnpm npx",
    ),
    Hint(
        id="package-manager-needs-root",
        text=N_(
            "The system's package manager changes the system, and only an administrator may. Run its command with "
            "`sudo`, or ask the administrator."
        ),
        about=N_("The package manager's lock, cache and lists belong to root."),
        audience="admin",
        symbols="EACCES EPERM",
        tools=PACKAGE_MANAGERS,
        unless=machine("elevated"),
    ),
    Hint(
        id="package-manager-busy",
        text=N_(
            "The system's package manager is at work already, perhaps for an automatic update. Wait until it is done, "
            "then try again."
        ),
        about=N_(
            "Only one program at a time may change the system's packages. Many systems install updates on their own "
            "soon after they start. Do not remove the lock file: two at once can damage the system."
        ),
        action=WAIT,
        symbols="EAGAIN EWOULDBLOCK EBUSY",
        tools=PACKAGE_MANAGERS,
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
        id="package-source-gone",
        text=N_(
            "winget does not reach one of its sources. Check the network and the proxy, or name the source to use with "
            "`--source winget`."
        ),
        about=N_("winget asks every source that it knows. One that does not answer makes the whole search fail."),
        action=RETRY,
        symbols="APPINSTALLER_CLI_ERROR_RESTAPI_ENDPOINT_NOT_FOUND",
    ),
    Hint(
        id="app-not-installed",
        text=N_(
            "This app is not installed for this user. Check its name, and whether another user of this computer has it."
        ),
        about=N_("Apps of the Microsoft Store are installed for each user."),
        symbols="ERROR_INSTALL_PACKAGE_NOT_FOUND ERROR_UNKNOWN_PRODUCT",
    ),
    Hint(
        id="service-not-available",
        text=N_(
            "A service that this needs is not running or not installed. Start it, or turn on the Windows feature that "
            "has it, then try again."
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
        id="pipe-missing",
        text=N_("Start the program at the other end of this connection, such as Docker Desktop, then try again."),
        about=N_("Docker and its like listen on a named pipe or socket, which is not there while they do not run."),
        action=RETRY,
        symbols="ENOENT ERROR_FILE_NOT_FOUND",
        path=r"^//[.]/pipe/|/docker\.sock$",
    ),
    Hint(
        id="service-running-already",
        text=N_("The service is running already. Restart the computer, then try again."),
        about=N_("Error 1056 says that one copy of a service runs, and that a second one cannot."),
        symbols="ERROR_SERVICE_ALREADY_RUNNING",
        action=RETRY,
    ),
)
