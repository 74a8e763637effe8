"""A server on loopback that answers, refuses or falls silent as the test says."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, Protocol

from . import missing

Certificate = Literal["good", "unknown-authority", "expired", "wrong-name"]


class Answer:
    """What the server does with a path."""

    def __init__(
        self,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        fault: Literal["reset", "cut", "silent"] | None = None,
    ) -> None:
        self.body = body
        self.status = status
        self.headers = dict(headers or {})
        self.fault = fault


class Server:
    """A running server: `url` ends without a slash; `ca` is the authority's certificate to trust, for HTTPS."""

    def __init__(self, scheme: str, host: str, port: int, ca: Path | None) -> None:
        self.url = f"{scheme}://{host}:{port}"
        self.port = port
        self.ca = ca
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self._answers: dict[str, Answer] = {}

    def answer(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        fault: Literal["reset", "cut", "silent"] | None = None,
    ) -> str:
        """Answer *path* (``*``: everything else) like this from now on, and return its URL.

        The fault `reset` breaks the connection, `cut` sends half of the body, `silent` answers nothing.
        """
        data = body.encode() if isinstance(body, str) else body
        self._answers[path] = Answer(data, status=status, headers=headers, fault=fault)
        return self.url + path

    def answer_for(self, path: str) -> Answer:
        """Return what was said about *path*; 404 when nothing was."""
        plain = path.partition("?")[0]
        return self._answers.get(path) or self._answers.get(plain) or self._answers.get("*") or Answer(status=404)


class Serve(Protocol):
    """The `serve` fixture's type."""

    def __call__(self, *, tls: Certificate | None = None) -> Server:
        """Start a server, over HTTPS when *tls* says with what certificate."""


@contextlib.contextmanager
def server_factory(folder: Path) -> Iterator[Serve]:
    """Yield a function that starts servers on loopback; all end with the test."""
    with contextlib.ExitStack() as stack:

        def serve(*, tls: Certificate | None = None) -> Server:
            listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            listener.daemon_threads = True
            stack.callback(listener.server_close)
            ca = None
            if tls:
                context, ca = _certificate(folder, tls)
                listener.socket = context.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
            listener.ended = threading.Event()  # type: ignore[attr-defined]
            listener.told = Server(  # type: ignore[attr-defined]
                "https" if tls else "http", "127.0.0.1", listener.server_address[1], ca
            )
            thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            stack.callback(listener.shutdown)
            stack.callback(listener.ended.set)  # type: ignore[attr-defined]
            return listener.told  # type: ignore[attr-defined, no-any-return]

        yield serve


class Handler(BaseHTTPRequestHandler):
    """Answers as `Server.answer` was told."""

    timeout = 30

    def handle(self) -> None:
        """Answer; a client that hangs up is no error of the server."""
        with contextlib.suppress(OSError):
            super().handle()

    def finish(self) -> None:
        """Close; what a client left unread is no error of the server."""
        with contextlib.suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        """Answer one request."""
        told: Server = self.server.told  # type: ignore[attr-defined]
        told.requests.append((self.command, self.path, dict(self.headers)))
        answer = told.answer_for(self.path)
        if answer.fault == "silent":
            self.server.ended.wait(30)  # type: ignore[attr-defined]
            return
        if answer.fault == "reset":
            # With a linger of 0 the kernel sends a reset where it would else say goodbye.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.fault == "cut" else answer.body)
        self.close_connection = answer.fault == "cut"

    do_HEAD = do_POST = do_GET  # noqa: N815

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on standard error."""


def _certificate(folder: Path, kind: Certificate) -> tuple[ssl.SSLContext, Path]:
    """Return a server's context with the certificate asked for, and its authority's certificate as a file."""
    if importlib.util.find_spec("trustme") is None:
        missing("trustme (a package of the `tests` group)")
    import trustme

    authority = trustme.CA()
    names = ["elsewhere.invalid"] if kind == "wrong-name" else ["localhost", "127.0.0.1"]
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    if kind == "expired":
        issued = authority.issue_cert(*names, not_before=yesterday - datetime.timedelta(days=1), not_after=yesterday)
    else:
        issued = authority.issue_cert(*names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)
    path = folder / f"authority-{time.monotonic_ns()}.pem"
    (trustme.CA() if kind == "unknown-authority" else authority).cert_pem.write_to_path(str(path))
    return context, path
