"""Hints of last resort, one for each kind that has no closer one: what to look at first."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, COPY, FEWER, INSTALL_TOOL, MOVE_CACHE, RECREATE, RETRY, SET_CERTIFICATES, WAIT, Hint
from .premises import machine

__all__ = ["HINTS"]

HINTS = (
    Hint(
        id="permission-denied",
        text=N_(
            "Check that the file is not in use, and that you may write to the folder: the system refused. A folder of "
            "your own is better than running as administrator."
        ),
        about=N_("Refusals come from permissions, from files that are in use, from policies, and from scanners."),
        kinds="permission-denied",
        general=True,
    ),
    Hint(
        id="nothing-there",
        text=N_(
            "Check the path: something that should be there is missing. If it belongs to an environment or to the "
            "cache, create that again."
        ),
        about=N_("A folder was moved or removed, a drive is not connected, or a quarantine took the file."),
        action=CHECK_NAME,
        kinds="not-found",
        general=True,
    ),
    Hint(
        id="not-supported-here",
        text=N_(
            "This place or system cannot do what was asked. If it was about links, allow link mode `copy`; if about "
            "locks, use a local disk."
        ),
        about=N_("File systems and their drivers differ in what they can do, and say so only when asked."),
        action=COPY,
        kinds="unsupported",
        general=True,
    ),
    Hint(
        id="request-not-understood",
        text=N_(
            "Check the path: the system did not accept the request, because a path is malformed or the file system "
            "cannot do it. If the path is right, report it to the program's author."
        ),
        about=N_(
            "`Invalid argument` is what systems say when a combination makes no sense to them, mostly for unusual "
            "file systems."
        ),
        audience="tool-author",
        kinds="invalid-argument",
        general=True,
    ),
    Hint(
        id="library-unloadable",
        text=N_("Install the missing runtime, or the build for this system: a library is missing or does not fit."),
        about=N_("Libraries must fit the process that loads them, with everything that they need in turn."),
        action=INSTALL_TOOL,
        kinds="library-not-loaded",
        general=True,
    ),
    Hint(
        id="wrong-kind-of-path",
        text=N_("Check the path: a part of it is a file where a folder must be, or a folder where a file must be."),
        about=N_("Files and folders cannot stand in for each other, and a package can change one into the other."),
        action=CHECK_NAME,
        kinds="not-a-directory is-a-directory",
        general=True,
    ),
    Hint(
        id="file-busy",
        text=N_("Close what uses the file or folder, then try again."),
        about=N_("Running programs, mounted folders and open files cannot be replaced or removed everywhere."),
        action=RETRY,
        kinds="in-use locked delete-pending",
        general=True,
    ),
    Hint(
        id="try-again",
        text=N_("Wait a little, then try again: it may work in a moment."),
        about=N_("The system said that it is too busy at the moment, or was interrupted."),
        action=WAIT,
        kinds="try-again interrupted",
        general=True,
    ),
    Hint(
        id="canceled",
        text=N_(
            "Start it again when you are ready: it was canceled. If Windows asked for an administrator, that was "
            "declined; a program for a single user does not ask."
        ),
        about=N_("Somebody pressed Ctrl+C, or declined a prompt."),
        action=RETRY,
        kinds="canceled",
        general=True,
    ),
    Hint(
        id="drive-not-ready",
        text=N_("Insert, connect or unlock the drive, then try again: it is not ready."),
        about=N_("Card readers without a card, and drives that BitLocker has locked."),
        action=RETRY,
        kinds="device-not-ready",
        general=True,
    ),
    Hint(
        id="link-unusable",
        text=N_("Remove the link there, not what it points to, then try again: the link cannot be used."),
        about=N_("Links outlive their targets, and links that one system made can be useless to another."),
        action=RECREATE,
        kinds="broken-link link-loop",
        general=True,
    ),
    Hint(
        id="link-not-trusted",
        text=N_("Use another kind of link, or allow link mode `copy`: the system does not follow this link."),
        about=N_("Policies decide which links may be followed."),
        action=COPY,
        kinds="untrusted-link",
        general=True,
    ),
    Hint(
        id="name-refused",
        text=N_("Use a plain name without special characters: this name cannot be used here."),
        about=N_("macOS and some file systems refuse names that are not valid Unicode."),
        audience="package-author",
        kinds="invalid-name",
        general=True,
    ),
    Hint(
        id="too-many-names",
        text=N_("Copy the file: it has as many names or clones as its file system allows."),
        about=N_("File systems limit how often one file can be linked."),
        action=COPY,
        kinds="too-many-links",
        general=True,
    ),
    Hint(
        id="container-refuses",
        text=N_("Copy instead of linking, or run this outside the container: a container may not allow this call."),
        seen=N_(
            "Copy instead of linking, or run this outside the container: this runs in one ({container}), which may not "
            "allow the call."
        ),
        about=N_("Containers allow only some system calls; the others fail with EPERM, for root as well."),
        action=COPY,
        symbols="EPERM",
        platforms="linux",
        premise=machine("container", how="known"),
        general=True,
        certain=True,
    ),
    Hint(
        id="file-replaced",
        text=N_(
            "Try again: the file was replaced or removed while it was in use. If it happens again, remove the cache "
            "entry, or allow link mode `copy`."
        ),
        about=N_("A file system that others change, too, can lose the file behind an open handle."),
        action=RETRY,
        kinds="stale",
        general=True,
    ),
    Hint(
        id="memory-refused",
        text=N_(
            "Work on fewer files at a time: the system gave no more memory or resources. This session or container may "
            "have a limit."
        ),
        about=N_("Limits of a session, a container or a driver are reached long before the computer's memory is full."),
        action=FEWER,
        kinds="out-of-memory out-of-resources too-many-open-files",
        general=True,
    ),
    Hint(
        id="space-refused",
        text=N_(
            "Remove files, or choose another folder: the system gave no more space. A quota or a limit of the server "
            "may be reached."
        ),
        about=N_(
            "Servers and containers can refuse space although the volume shows some as free. Watching many files can "
            "also answer ENOSPC."
        ),
        action=MOVE_CACHE,
        kinds="disk-full quota-exceeded file-too-large",
        general=True,
    ),
    Hint(
        id="writing-refused",
        text=N_("Choose another folder for the cache or the environment: this place cannot be written to."),
        about=N_("Some file systems answer so for single folders, or became read-only after an error."),
        action=MOVE_CACHE,
        kinds="read-only",
        general=True,
    ),
    Hint(
        id="path-refused",
        text=N_("Use a folder with a shorter path: the path or a name in it is too long for this place."),
        about=N_("Network drives and encrypted folders allow less than others."),
        action=MOVE_CACHE,
        kinds="name-too-long",
        general=True,
    ),
    Hint(
        id="cloud-service-refused",
        text=N_(
            "Start the service that keeps this file online, or keep the file on this device: it was not delivered."
        ),
        about=N_("OneDrive and its like fetch some files only when they are opened."),
        action=RETRY,
        kinds="cloud-file",
        general=True,
    ),
    Hint(
        id="administrator-needed",
        text=N_("Use the program's version for a single user, or have an administrator run it: it asks for one."),
        about=N_("The request can come from the program's manifest or from its name."),
        kinds="elevation-required",
        general=True,
    ),
    Hint(
        id="something-exists",
        text=N_("Remove what is there already, if it is not needed, then try again."),
        about=N_("Names that differ only in upper and lower case are one name on Windows and macOS."),
        action=RETRY,
        kinds="already-exists",
        general=True,
    ),
    Hint(
        id="name-not-resolved",
        text=N_("Check the network and the spelling of the server's name, then try again: it could not be looked up."),
        about=N_("Looking up a name needs a network, a name server, and a name that exists."),
        action=RETRY,
        kinds="host-not-found",
        general=True,
    ),
    Hint(
        id="date-mismatch",
        text=N_("Check this computer's date; if it is right, ask whoever runs the server to renew its certificate."),
        about=N_("Certificates are valid for a time."),
        action=RETRY,
        kinds="certificate-expired",
        general=True,
    ),
    Hint(
        id="authority-unknown",
        text=N_("Ask IT for the certificate of the server's authority: it is not trusted here."),
        about=N_("Programs trust the authorities that they came with, or those of the system. Leave verification on."),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        general=True,
    ),
)
