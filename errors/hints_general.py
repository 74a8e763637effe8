"""Hints of last resort, one for each kind that has no closer one: what to look at first."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, COPY, FEWER, MOVE_CACHE, RECREATE, RETRY, SET_CERTIFICATES, WAIT, Hint
from .premises import machine

__all__ = ["HINTS"]

HINTS = (
    Hint(
        id="permission-denied",
        text=N_(
            "The system refused. Check that the file is not in use and that you may write to the folder; prefer a "
            "folder of your own to running as administrator."
        ),
        about=N_("Refusals come from permissions, from files that are in use, from policies, and from scanners."),
        kinds="permission-denied",
        general=True,
    ),
    Hint(
        id="nothing-there",
        text=N_(
            "Something that should be there is missing. Check the path; if it belongs to an environment or to the "
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
            "The system did not accept the request: the file system may not support it, or a path is malformed. Check "
            "the path; then report it to the program's author."
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
        id="file-busy",
        text=N_("The file or folder is in use. Close what uses it, then try again."),
        about=N_("Running programs, mounted folders and open files cannot be replaced or removed everywhere."),
        action=RETRY,
        kinds="in-use locked delete-pending",
        general=True,
    ),
    Hint(
        id="try-again",
        text=N_("It may work in a moment. Wait a little, then try again."),
        about=N_("The system said that it is too busy at the moment, or was interrupted."),
        action=WAIT,
        kinds="try-again interrupted",
        general=True,
    ),
    Hint(
        id="canceled",
        text=N_(
            "It was canceled. Start it again when you are ready; if a prompt for an administrator appeared, it was "
            "declined."
        ),
        about=N_("Somebody pressed Ctrl+C, or declined a prompt."),
        action=RETRY,
        kinds="canceled",
        general=True,
    ),
    Hint(
        id="drive-not-ready",
        text=N_("The drive is not ready. Insert or unlock it, then try again."),
        about=N_("Card readers without a card, and drives that BitLocker has locked."),
        action=RETRY,
        kinds="device-not-ready",
        general=True,
    ),
    Hint(
        id="link-unusable",
        text=N_("A link there cannot be used. Remove the link, not what it points to, then try again."),
        about=N_("Links outlive their targets, and links that one system made can be useless to another."),
        action=RECREATE,
        kinds="broken-link link-loop",
        general=True,
    ),
    Hint(
        id="link-not-trusted",
        text=N_("The system does not follow this link. Use another kind of link, or allow link mode `copy`."),
        about=N_("Policies decide which links may be followed."),
        action=COPY,
        kinds="untrusted-link",
        general=True,
    ),
    Hint(
        id="name-refused",
        text=N_("The name cannot be used here. Use a plain name without special characters."),
        about=N_("macOS and some file systems refuse names that are not valid Unicode."),
        audience="package-author",
        kinds="invalid-name",
        general=True,
    ),
    Hint(
        id="too-many-names",
        text=N_("The file has as many names or clones as its file system allows. Copy it."),
        about=N_("File systems limit how often one file can be linked."),
        action=COPY,
        kinds="too-many-links",
        general=True,
    ),
    Hint(
        id="container-refuses",
        text=N_(
            "A container does not allow this call. Do it another way: copy instead of linking, or have the "
            "container's rules changed."
        ),
        seen=N_(
            "This runs in a container ({container}), which may not allow this call. Copy instead of linking, or have "
            "the container's rules changed."
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
            "The file was replaced or removed while it was in use. Try again; if it stays, remove the cache entry."
        ),
        about=N_("A file system that others change, too, can lose the file behind an open handle."),
        action=RETRY,
        kinds="stale",
        general=True,
    ),
    Hint(
        id="memory-refused",
        text=N_(
            "The system gave no more memory or resources. This session or container may have a limit; work on fewer "
            "files at a time."
        ),
        about=N_("Limits of a session, a container or a driver are reached long before the computer's memory is full."),
        action=FEWER,
        kinds="out-of-memory out-of-resources too-many-open-files",
        general=True,
    ),
    Hint(
        id="space-refused",
        text=N_(
            "The system gave no more space. A quota or a limit of the server may be reached; remove files, or choose "
            "another folder."
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
        text=N_("The place cannot be written to. Choose another folder for the cache or the environment."),
        about=N_("Some file systems answer so for single folders, or became read-only after an error."),
        action=MOVE_CACHE,
        kinds="read-only",
        general=True,
    ),
    Hint(
        id="path-refused",
        text=N_("The path or a name in it is too long for this place. Use a folder with a shorter path."),
        about=N_("Network drives and encrypted folders allow less than others."),
        action=MOVE_CACHE,
        kinds="name-too-long",
        general=True,
    ),
    Hint(
        id="cloud-service-refused",
        text=N_(
            "The service that keeps this file online did not deliver it. Start the service, or keep the file on this "
            "device."
        ),
        about=N_("OneDrive and its like fetch some files only when they are opened."),
        action=RETRY,
        kinds="cloud-file",
        general=True,
    ),
    Hint(
        id="administrator-needed",
        text=N_(
            "The program asks for an administrator. Use its portable or per-user version, or have an administrator "
            "run it."
        ),
        about=N_("The request can come from the program's manifest or from its name."),
        audience="admin",
        kinds="elevation-required",
        general=True,
    ),
    Hint(
        id="something-exists",
        text=N_("Something with this name exists already. Remove it if it is not needed, then try again."),
        about=N_("Names that differ only in upper and lower case are one name on Windows and macOS."),
        action=RETRY,
        kinds="already-exists",
        general=True,
    ),
    Hint(
        id="name-not-resolved",
        text=N_("The server's name could not be looked up. Check the network and the spelling, then try again."),
        about=N_("Looking up a name needs a network, a name server, and a name that exists."),
        action=RETRY,
        kinds="host-not-found",
        general=True,
    ),
    Hint(
        id="date-mismatch",
        text=N_("The certificate's dates do not fit. Check this computer's date; then ask the server's administrator."),
        about=N_("Certificates are valid for a time."),
        action=RETRY,
        kinds="certificate-expired",
        general=True,
    ),
    Hint(
        id="authority-unknown",
        text=N_(
            "The server's certificate is not trusted here. Ask IT for the authority's certificate, and do not turn "
            "verification off."
        ),
        about=N_("Programs trust the authorities that they came with, or those of the system."),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        general=True,
    ),
)
