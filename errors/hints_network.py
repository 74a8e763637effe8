"""Hints for the network: names, connections, certificates, HTTP."""

from __future__ import annotations

from ..locales import N_
from .hints import CHECK_NAME, CLEAR_CACHE, LOGIN, RETRY, SET_CERTIFICATES, SET_PROXY, WAIT, Hint
from .premises import machine

__all__ = ["HINTS"]

HINTS = (
    Hint(
        id="certificate-of-proxy",
        text=N_(
            "A company's proxy or virus scanner may be replacing certificates, or the index has its own authority. "
            "Ask IT for the authority's certificate file and name it in SSL_CERT_FILE, or use the system's "
            "certificates."
        ),
        seen=N_(
            "{certificates_variable} names the certificates to trust, and the server's authority is not among them. "
            "Ask IT for the authority's certificate file, and add it there."
        ),
        about=N_(
            "Programs trust the authorities they came with. A proxy that inspects connections signs with the "
            "company's own authority, which the system may know and the program does not. Do not turn verification "
            "off."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        premise=machine("certificates_variable", how="known"),
    ),
    Hint(
        id="no-certificates",
        text=N_(
            "This Python finds no certificate authorities at all. Install the system's package ca-certificates, or "
            "set SSL_CERT_FILE."
        ),
        about=N_(
            "Slim container images and Pythons from other places often lack the certificates, so that every server "
            "seems untrusted."
        ),
        action=SET_CERTIFICATES,
        kinds="certificate-untrusted",
        premise=machine("trust_store", value=False),
        certain=True,
    ),
    Hint(
        id="clock-wrong",
        text=N_(
            "The certificate has expired or is not valid yet. Check this computer's date; if it is right, the "
            "server's certificate must be renewed."
        ),
        seen=N_("This computer's clock says {clock}, which cannot be right. Set the clock, then try again."),
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
            "The server's certificate has expired or is not valid yet. Its administrator has to renew it; use another "
            "index until then."
        ),
        seen=N_(
            "The server's certificate has expired, and this computer's clock looks right ({clock}). The server's "
            "administrator has to renew it; use another index until then."
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
            "The certificate is for another host. Check the address, and whether this network first wants you to sign "
            "in with a browser."
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
            "Windows could not check whether the certificate was revoked. Allow the connection to the authority's "
            "revocation server, or use a newer certificate bundle; ask IT."
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
            "The other side does not speak TLS. If that is the proxy, write its address with http:// instead of "
            "https://."
        ),
        seen=N_(
            "{proxy_variable} is {proxy}, and the other side does not speak TLS. If it is the proxy, write its "
            "address with http://."
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
            "The two sides could not agree on a secure connection, or it was cut. Try again; if it stays, the server "
            "or the proxy has to be updated."
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
        text=N_("Nobody answers there. Check the address, and if a proxy is set (HTTPS_PROXY), whether it runs."),
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
            "The connection was cut by the other side, a proxy or a firewall. Try again; if it stays, ask whether a "
            "proxy must be set."
        ),
        seen=N_(
            "The connection was cut, perhaps by the proxy {proxy} that {proxy_variable} names. Try again; if it "
            "stays, ask whether the proxy is right."
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
        id="connection-timed-out",
        text=N_(
            "No answer came in time. A firewall may drop the connection, or a proxy must be set; check both, then try "
            "again."
        ),
        seen=N_(
            "No answer came in time. {proxy_variable} names the proxy {proxy}; check that it is right, then try again."
        ),
        about=N_("A firewall that drops packets gives no answer at all, so that only a time limit ends the wait."),
        action=RETRY,
        kinds="timed-out",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="offline",
        text=N_("This computer has no way to the network. Connect it, then try again."),
        seen=N_("This computer has no route to the network. Connect it, then try again."),
        about=N_("Without a default route nothing beyond the local network can be reached."),
        action=RETRY,
        kinds="network-unreachable host-not-found name-service-failed",
        premise=machine("default_route", value=False),
        certain=True,
    ),
    Hint(
        id="network-unreachable",
        text=N_(
            "There is no way to this server from here. Check the network and the VPN; if only IPv6 fails, use IPv4."
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
        text=N_("The name {host} is not known. Check its spelling and the network; behind a proxy, set HTTPS_PROXY."),
        plain=N_(
            "The server's name is not known. Check its spelling and the network; behind a proxy, set HTTPS_PROXY."
        ),
        about=N_(
            "A misspelled index, a missing network, or a company network whose name servers know only its own hosts."
        ),
        action=CHECK_NAME,
        kinds="host-not-found",
        unless=machine("default_route", value=False),
    ),
    Hint(
        id="name-service-failed",
        text=N_(
            "Looking up the server's name failed for now. Try again; in a container, check that it has a name server."
        ),
        seen=N_(
            "No name server is configured on this machine or in this container, so that no name can be looked up. Set "
            "one in /etc/resolv.conf."
        ),
        about=N_("The name server did not answer or could not tell."),
        action=RETRY,
        kinds="name-service-failed",
        premise=machine("name_servers", value=False),
        unless=machine("name_servers"),
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
        text=N_(
            "A firewall or a sandbox forbids this connection, or Windows has reserved the port. Ask IT, or use "
            "another port."
        ),
        about=N_("Firewalls refuse single programs; hypervisors reserve ranges of ports on Windows."),
        audience="admin",
        symbols="WSAEACCES EACCES EPERM ERROR_ACCESS_DENIED",
        operations="connect fetch",
        words=r"connect|socket|port|10013|bind|dial",
    ),
    Hint(
        id="port-taken",
        text=N_("The port is used by another program. Close it, or choose another port."),
        about=N_("Programs that wait for an answer from the browser open a port on this computer."),
        action=RETRY,
        kinds="address-in-use",
    ),
    Hint(
        id="sign-in",
        text=N_("{host} wants you to sign in. Check the user name and token; they may be missing or expired."),
        plain=N_("The server wants you to sign in. Check the user name and token; they may be missing or expired."),
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
            "The server refuses this account or this network. Check what the token may do, or ask whoever runs the "
            "server."
        ),
        about=N_(
            "A token can be valid and still lack the right to read; some servers refuse single methods such as HEAD."
        ),
        action=LOGIN,
        kinds="forbidden",
    ),
    Hint(
        id="not-on-server",
        text=N_(
            "The server has no such thing. Check name, version and index; private packages are hidden from those who "
            "are not signed in."
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
            "The server does not accept this kind of request. Have the whole file downloaded instead of parts of it."
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
            "The part of the file that was downloaded before does not fit any more. Remove it, then download again."
        ),
        about=N_(
            "A server answers 416 when a download is continued beyond the end of the file, because the file has "
            "changed."
        ),
        action=CLEAR_CACHE,
        symbols="http:416",
    ),
    Hint(
        id="proxy-sign-in",
        text=N_(
            "The proxy wants you to sign in. Add user name and password to its address, or ask IT for a way without."
        ),
        seen=N_(
            "The proxy {proxy}, which {proxy_variable} names, wants you to sign in. Add user name and password to its "
            "address, or ask IT for a way without."
        ),
        about=N_("407 comes from the proxy, not from the index."),
        action=SET_PROXY,
        kinds="proxy-authentication",
        premise=machine("proxy", how="known"),
    ),
    Hint(
        id="too-many-requests",
        text=N_("The server limits how often it may be asked. Wait for as long as it says, then try again."),
        about=N_("429 means too many requests; the header Retry-After says how long to wait."),
        action=WAIT,
        kinds="rate-limited",
    ),
    Hint(
        id="server-failed",
        text=N_("The server has a problem of its own. Wait a few minutes, then try again, or use another mirror."),
        about=N_("500, 502, 503 and 504 are the server's or its proxy's; nothing is wrong on this computer."),
        action=WAIT,
        kinds="server-error",
    ),
    Hint(
        id="download-differs",
        text=N_(
            "What was downloaded is not what was expected. Try again without the cache; if it stays, a proxy or "
            "mirror changes the file: tell whoever runs it."
        ),
        about=N_(
            "Truncated downloads, sign-in pages saved in place of a package, and mirrors that lag behind all show as "
            "a wrong hash. Do not turn the check off."
        ),
        action=CLEAR_CACHE,
        failures="integrity-failed",
    ),
)
