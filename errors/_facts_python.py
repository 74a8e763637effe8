"""What Python itself tells, the same everywhere: its environment, the proxy variables, the certificates, the clock."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MACHINE_PROBES"]

PROXIES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR", "PIP_CERT")
SANDBOXES = {"SNAP": "snap", "FLATPAK_ID": "flatpak"}
WRITTEN = 1_790_000_000  # when this was written, in seconds since 1970: no clock that is right shows less
FAR = WRITTEN + 50 * 365 * 86_400


def python_facts() -> dict[str, Any]:
    """Return which Python this is and what it belongs to."""
    import sysconfig

    marker = Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED"
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "machine": platform.machine(),
        "environment": sys.prefix != sys.base_prefix,
        "externally_managed": marker.is_file(),
    }
    sandbox = next((name for variable, name in SANDBOXES.items() if os.environ.get(variable)), None)
    if "\\WindowsApps\\" in sys.base_prefix:
        sandbox = "store"
    return found | ({"sandbox": sandbox} if sandbox else {})


def proxy_facts() -> dict[str, Any]:
    """Return the proxy that the environment names, without credentials."""
    from .redact import redact

    for variable in PROXIES:
        if address := os.environ.get(variable):
            return {"proxy": redact(address), "proxy_variable": variable}
    return {}


def certificate_facts() -> dict[str, Any]:
    """Return which variable names certificates, and whether Python finds any."""
    import ssl

    found: dict[str, Any] = {}
    if variable := next((name for name in CERTIFICATES if os.environ.get(name)), None):
        found["certificates_variable"] = variable
    if sys.platform != "win32":  # there Python asks the system
        paths = ssl.get_default_verify_paths()
        folder = Path(paths.capath) if paths.capath else None
        found["trust_store"] = bool(paths.cafile) or bool(folder and any(folder.iterdir()))
    return found


def clock_facts() -> dict[str, Any]:
    """Return this machine's date, and whether it can be right."""
    now = time.time()
    return {"clock": time.strftime("%Y-%m-%d", time.gmtime(now)), "clock_plausible": WRITTEN < now < FAR}


MACHINE_PROBES: tuple[tuple[frozenset[str], Callable[[], dict[str, Any]]], ...] = (
    (frozenset("python bits machine environment externally_managed sandbox".split()), python_facts),
    (frozenset({"proxy", "proxy_variable"}), proxy_facts),
    (frozenset({"certificates_variable", "trust_store"}), certificate_facts),
    (frozenset({"clock", "clock_plausible"}), clock_facts),
)
