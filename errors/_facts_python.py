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
    return found | ({"sandbox": sandbox} if (sandbox := _sandbox()) else {})


def _sandbox() -> str | None:
    """Return what this Python came in. Variables are inherited by programs outside, so they alone prove nothing."""
    if "\\WindowsApps\\" in sys.base_prefix:
        return "store"
    if Path("/.flatpak-info").exists():
        return "flatpak"
    try:
        confined = Path("/proc/self/attr/current").read_text(encoding="utf-8", errors="replace")
    except OSError:
        confined = ""
    inside = sys.base_prefix.startswith("/snap/") or (confined.startswith("snap.") and "(enforce)" in confined)
    return "snap" if inside else None


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
