"""Hints for the network: names, connections, certificates, HTTP."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, CLEAR_CACHE, FREE_SPACE, LOGIN, RETRY, SET_CERTIFICATES, SET_PROXY, WAIT, Hint
from .premises import All, machine

__all__ = ["HINTS"]

FORBIDDEN = N_(
    "Ask IT whether a firewall or a sandbox forbids this connection. If a program waits on a port of this computer, "
    "use another port: Windows may have reserved it."
)

HINTS = (
    Hint(
        id="certificate-of-proxy",
        text=N_(
            "Ask IT for the certificate file of the server's authority, and name it in the program's setting for that, "
            "such as SSL_CERT_FILE or PIP_CERT. A company's proxy or virus scanner may be replacing certificates, or "
            "the index has an authority of its own."
        ),
        seen=N_(
            "Ask IT for the certificate file of the server's authority, and add it to what {certificates_variable} "
            "names: these certificates are trusted, and the authority is not among them."
        ),
        about=N_(
            "Programs trust the authorities they came with. A proxy that inspects connections signs with the "
            "company's own authority, which the system may know and the program does not. Do not turn verification "
            "off."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        premise=machine("certificates_variable", how="known"),
        unless=machine("trust_store", value=False),
    ),
    Hint(
        id="no-certificates",
        text=N_(
            "Install the system's package ca-certificates, or set SSL_CERT_FILE: this Python may find no certificate "
            "authorities at all."
        ),
        seen=N_(
            "Install the system's package ca-certificates, or set SSL_CERT_FILE: this Python finds no certificate "
            "authorities at all."
        ),
        about=N_(
            "Slim container images and Pythons from other places often lack the certificates, so that every server "
            "seems untrusted."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        premise=All((machine("trust_store", value=False), machine("platform", "linux"))),
        certain=True,
    ),
    Hint(
        id="no-certificates-macos",
        text=N_(
            "Run `Install Certificates.command` in the folder of this Python under Applications, or set SSL_CERT_FILE: "
            "this Python may find no certificate authorities at all."
        ),
        seen=N_(
            "Run `Install Certificates.command` in the folder of this Python under Applications, or set SSL_CERT_FILE: "
            "this Python finds no certificate authorities at all."
        ),
        about=N_("The Python of the macOS installer has no certificates until that command was run once."),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        premise=All((machine("trust_store", value=False), machine("platform", "macos"))),
        certain=True,
    ),
    Hint(
        id="clock-wrong",
        text=N_(
            "Check this computer's date: the server's certificate has expired or is not valid yet. If the date is "
            "right, the certificate must be renewed by whoever runs the server."
        ),
        seen=N_("Set this computer's clock, then try again: it says {clock}, which cannot be right."),
        about=N_(
            "Certificates are valid for a time. A wrong clock makes every certificate look expired or not yet valid."
        ),
        kinds="certificate-expired",
        action=RETRY,
        premise=machine("clock_plausible", value=False),
        unless=machine("clock_plausible"),
    ),
    Hint(
        id="certificate-expired",
        text=N_(
            "Use another index for now: the server's certificate has expired or is not valid yet, and its "
            "administrator has to renew it."
        ),
        seen=N_(
            "Use another index for now: the server's certificate has expired or is not valid yet, and this computer's "
            "clock looks right ({clock}). The server's administrator has to renew the certificate."
        ),
        about=N_("Where the clock is right, only the server can mend an expired certificate."),
        audience="admin",
        kinds="certificate-expired",
        premise=machine("clock_plausible"),
        certain=True,
    ),
    Hint(
        id="certificate-for-other-host",
        text=N_(
            "Check the address, and whether this network first wants you to sign in with a browser: the certificate is "
            "for another host."
        ),
        about=N_(
            "Hotels and guest networks answer for every host until somebody has signed in; a mirror may answer under "
            "a name that its certificate lacks."
        ),
        action=CHECK_NAME,
        kinds="certificate-mismatch",
    ),
    Hint(
        id="revocation-unknown",
        text=N_(
            "Ask IT to allow the connection to the authority's revocation server: Windows could not check whether the "
            "certificate was revoked."
        ),
        about=N_(
            "Schannel wants to ask the authority whether a certificate is still good. Proxies and private authorities "
            "often leave that question without an answer."
        ),
        audience="admin",
        action=SET_CERTIFICATES,
        kinds="certificate-unchecked",
    ),
    Hint(
        id="plain-http-port",
        text=N_(
            "Check the address: the other side does not speak TLS. If it is a proxy, write its address with http:// "
            "instead of https://."
        ),
        seen=N_(
            "Write the proxy's address with http:// instead of https://, if that is what does not speak TLS: "
            "{proxy_variable} is {proxy}."
        ),
        about=N_(
            "`Wrong version number` means that plain text came back: mostly from a proxy whose address was given as "
            "https://."
        ),
        action=SET_PROXY,
        symbols="WRONG_VERSION_NUMBER HTTP_REQUEST HTTPS_PROXY_REQUEST RECORD_LAYER_FAILURE PACKET_LENGTH_TOO_LONG",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="tls-failed",
        text=N_(
            "Try again: the two sides could not agree on a secure connection, or it was cut. If it fails again, the "
            "server or the proxy has to be updated by whoever runs it."
        ),
        about=N_(
            "Old servers offer only protocols and ciphers that are no longer allowed; proxies cut connections that "
            "they cannot inspect."
        ),
        action=RETRY,
        kinds="tls-failed",
    ),
    Hint(
        id="proxy-not-running",
        text=N_("Check the address, and if a proxy is set (HTTPS_PROXY), whether it runs: nobody answers there."),
        seen=N_("{proxy_variable} sends connections to {proxy}. Check that this proxy runs, or unset the variable."),
        about=N_(
            "A refused connection reached a computer on which no program listens at that port: often a proxy or a "
            "local index that is not running."
        ),
        action=SET_PROXY,
        kinds="connection-refused",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="connection-refused",
        text=N_("Nobody answers at {host}. Check the address and the port, and that the server runs."),
        plain=N_("Nobody answers there. Check the address and the port, and that the server runs."),
        about=N_("A refused connection reached a computer on which no program listens at that port."),
        action=RETRY,
        kinds="connection-refused",
        general=True,
    ),
    Hint(
        id="connection-lost",
        text=N_(
            "Try again: the connection was cut by the other side, a proxy or a firewall. If it is cut again, ask "
            "whether a proxy must be set."
        ),
        seen=N_(
            "Try again: the connection was cut, perhaps by the proxy {proxy} that {proxy_variable} names. If it is cut "
            "again, ask whether the proxy is right."
        ),
        about=N_(
            "Resets happen when a server restarts or limits its clients, and when a device in between does not like "
            "what it sees."
        ),
        action=RETRY,
        kinds="connection-lost",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="connection-aborted",
        text=N_(
            "Try again: something on this computer cut the connection, such as a VPN, a virus scanner, or going to "
            "sleep."
        ),
        about=N_(
            "Unlike a reset, which comes from the other side, this comes from this computer. A time limit that is too "
            "short also ends here."
        ),
        action=RETRY,
        symbols="ECONNABORTED WSAECONNABORTED",
    ),
    Hint(
        id="download-not-written",
        text=N_(
            "Check that the folder exists, that you may write there, and that its disk has space: the download could "
            "not be written."
        ),
        about=N_("curl reports 23 when it cannot write what it gets, or when the program that reads it has ended."),
        action=FREE_SPACE,
        symbols="CURLE_WRITE_ERROR",
    ),
    Hint(
        id="download-cut",
        text=N_(
            "Try again: the download was cut short. If it is cut again, a proxy or a virus scanner may limit the size "
            "of downloads; ask IT."
        ),
        about=N_("The server announced more bytes than came."),
        action=RETRY,
        symbols="CURLE_PARTIAL_FILE",
    ),
    Hint(
        id="connection-timed-out",
        text=N_(
            "Check whether a firewall stops the connection, and whether a proxy must be set; then try again. No answer "
            "came in time."
        ),
        seen=N_("Check the proxy {proxy} that {proxy_variable} names, then try again. No answer came in time."),
        about=N_("A firewall that drops packets gives no answer at all, so that only a time limit ends the wait."),
        action=RETRY,
        kinds="timed-out",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="offline",
        text=N_("Connect this computer to the network, then try again: it may have no connection now."),
        seen=N_("Connect this computer to the network, then try again: it has no route there now."),
        about=N_("Without a default route nothing beyond the local network can be reached."),
        action=RETRY,
        kinds="network-unreachable host-not-found name-service-failed",
        premise=machine("default_route", value=False),
        certain=True,
    ),
    Hint(
        id="network-unreachable",
        text=N_(
            "Check the network and the VPN: there is no way to this server from here. If only IPv6 fails, use IPv4."
        ),
        about=N_(
            "A VPN that routes only some networks, or IPv6 that is set up halfway, makes servers unreachable one by "
            "one."
        ),
        action=RETRY,
        kinds="network-unreachable",
    ),
    Hint(
        id="host-not-found",
        text=N_(
            "Check the spelling of {host} and the network: the name is not known. If this network has a proxy, set "
            "HTTPS_PROXY."
        ),
        plain=N_(
            "Check the spelling of the server's name and the network: the name is not known. If this network has a "
            "proxy, set HTTPS_PROXY."
        ),
        seen=N_(
            "Check the spelling of the server's name and of the proxy {proxy} that {proxy_variable} names: one of them "
            "is not known."
        ),
        about=N_(
            "A misspelled index, a missing network, or a company network whose name servers know only its own hosts."
        ),
        action=CHECK_NAME,
        kinds="host-not-found",
        premise=machine("proxy", how="known"),
        unless=machine("default_route", value=False),
    ),
    Hint(
        id="name-service-failed",
        text=N_(
            "Try again: looking up the server's name failed for now. In a container, check that it has a name server."
        ),
        seen=N_(
            "Set a name server in /etc/resolv.conf: none is named there on this machine or in this container, so that "
            "no name can be looked up."
        ),
        about=N_("The name server did not answer or could not tell."),
        action=RETRY,
        kinds="name-service-failed",
        premise=machine("name_servers", value=False),
        unless=machine("default_route", value=False),
    ),
    Hint(
        id="name-service-busy",
        text=N_("The name server does not answer now. Wait a moment, then try again."),
        about=N_("Name servers fail for moments, and name look-ups in containers and VPNs do so more often."),
        action=WAIT,
        kinds="name-service-failed",
        general=True,
    ),
    Hint(
        id="connect-forbidden",
        text=FORBIDDEN,
        about=N_(
            "Firewalls refuse single programs, and sandboxes all connections. Hypervisors reserve ranges of ports on "
            "Windows; `netsh interface ipv4 show excludedportrange protocol=tcp` shows them."
        ),
        symbols="WSAEACCES EACCES EPERM ERROR_ACCESS_DENIED",
        operations="connect",
    ),
    Hint(
        id="socket-forbidden",
        text=FORBIDDEN,
        about=N_("Error 10013 is always about a connection or a port, whatever the program was doing."),
        symbols="WSAEACCES",
    ),
    Hint(
        id="port-taken",
        text=N_("Choose another port, or close the program that uses this one."),
        about=N_("Programs that wait for an answer from the browser open a port on this computer."),
        action=RETRY,
        kinds="address-in-use",
    ),
    Hint(
        id="sign-in",
        text=N_("Sign in to {host}: the user name or token is missing, wrong or expired."),
        plain=N_("Sign in to the server: the user name or token is missing, wrong or expired."),
        about=N_(
            "Private indexes answer 401 without valid credentials. When one server forwards to another, credentials "
            "are not sent along."
        ),
        action=LOGIN,
        kinds="unauthorized",
    ),
    Hint(
        id="forbidden",
        text=N_(
            "Check what the token may do, or ask whoever runs the server: it refuses this account or this network."
        ),
        about=N_(
            "A token can be valid and still lack the right to read; some servers refuse single methods such as HEAD."
        ),
        action=LOGIN,
        kinds="forbidden",
    ),
    Hint(
        id="proxy-refuses-server",
        text=N_("Ask IT to allow this server: the proxy refuses it. Until then, use a mirror that is allowed."),
        about=N_(
            "The answer 403 came from the proxy, before the server was reached. Companies list the servers that may "
            "be used."
        ),
        kinds="forbidden",
        words=r"tunnel connection failed|cannot connect to proxy|proxyerror",
    ),
    Hint(
        id="not-on-server",
        text=N_(
            "Check the name, the version and the index: the server has no such thing, or hides it from those who are "
            "not signed in."
        ),
        about=N_(
            "404 is the answer for a misspelled name, for the wrong index, and often for packages that one may not see."
        ),
        action=CHECK_NAME,
        symbols="http:404 http:410 CURLE_REMOTE_FILE_NOT_FOUND",
    ),
    Hint(
        id="request-refused",
        text=N_(
            "Look at the server's answer for the reason: it does not accept this kind of request. Where parts of a "
            "file were asked for, ask for the whole file."
        ),
        about=N_(
            "Some servers refuse HEAD or requests for a range of bytes, which installers use to read only a part of a "
            "file."
        ),
        audience="tool-author",
        kinds="request-refused",
    ),
    Hint(
        id="partial-download-stale",
        text=N_(
            "Remove the part of the file that was downloaded before, then download again: it does not fit any more."
        ),
        about=N_(
            "A server answers 416 when a download is continued beyond the end of the file, because the file has "
            "changed."
        ),
        action=CLEAR_CACHE,
        symbols="http:416 CURLE_RANGE_ERROR CURLE_BAD_DOWNLOAD_RESUME",
    ),
    Hint(
        id="upload-too-large",
        text=N_("Send less at once, or ask whoever runs the server or proxy to allow more: the request is too large."),
        about=N_("413 is about what is sent to the server. Its administrator sets the limit."),
        symbols="http:413",
    ),
    Hint(
        id="proxy-sign-in",
        text=N_(
            "Sign in to the proxy: set its user name and password where this program takes them, or ask IT for a way "
            "without."
        ),
        seen=N_(
            "Sign in to the proxy {proxy} that {proxy_variable} names: set its user name and password where this "
            "program takes them, or ask IT for a way without."
        ),
        about=N_("407 comes from the proxy, not from the index."),
        action=SET_PROXY,
        kinds="proxy-authentication",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="too-many-requests",
        text=N_(
            "Wait for as long as the server says, then try again: it limits how often it may be asked. Signing in may "
            "allow more."
        ),
        about=N_("429 means too many requests; the header Retry-After says how long to wait."),
        action=WAIT,
        kinds="rate-limited",
    ),
    Hint(
        id="server-failed",
        text=N_("Wait a few minutes, then try again, or use another mirror: the server has a problem of its own."),
        about=N_("500, 502, 503 and 504 are the server's or its proxy's; nothing is wrong on this computer."),
        action=WAIT,
        symbols="http:504",
        kinds="server-error",
    ),
    Hint(
        id="download-differs",
        text=N_(
            "Try again without the cache: what was downloaded is not what was expected. If it differs again, a proxy "
            "or a mirror changes the file; tell whoever runs it, and do not use the file."
        ),
        about=N_(
            "Truncated downloads, sign-in pages saved in place of a package, and mirrors that lag behind all show as "
            "a wrong hash. Do not turn the check off."
        ),
        action=CLEAR_CACHE,
        failures="integrity-failed",
    ),
)
