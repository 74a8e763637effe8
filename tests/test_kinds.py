"""Kinds: the portable meaning of what installers meet."""

from __future__ import annotations

import re

import pytest
from howcome.errors import codes, kinds
from howcome.errors.codes import SystemCode
from howcome.errors.kinds import SENTENCES, ErrorKind, classify, identify, kind_of, search

# What reports of failed installations hold: Windows errors, WinSock's, errno's.
MET_WIN32 = """
1 2 3 4 5 6 8 14 15 16 17 19 21 23 32 33 39 50 53 67 55 59 64 65 80 183 82 87 109 110 112 121 122 123 126 127 145 148
170 142 161 193 206 216 225 226 231 232 258 267 303 347 358 362 363 364 365 366 374 375 376 377 378 379 380 381 382
383 386 387 388 389 390 391 392 393 394 395 396 397 398 404 448 487 577 665 740 998 1006 1056 1060 1117 1113 1142 1168
1223 1224 1260 1300 1312 1314 1326 1331 1385 1392 1393 1450 1453 1455 1463 1464 1603 1618 1816 1920 1921 4350 4390
4392 4393 4394 4551 6000 6001 6002 12007 12029 15601 15700 10013 10048 10051 10053 10054 10060 10061 10065 11001 11002
"""
MET_ERRNO = """
EPERM ENOENT EIO ENOEXEC EBADF EAGAIN EWOULDBLOCK ENOMEM EACCES EBUSY EEXIST ENOTEMPTY EXDEV ENOTDIR EISDIR EINVAL
ENFILE EMFILE ETXTBSY EFBIG ENOSPC EROFS EMLINK EPIPE ENAMETOOLONG ENOLCK ENOSYS ELOOP ENOTSUP EOPNOTSUPP EDQUOT
ESTALE ENOTSUPP EILSEQ EBADARCH EADDRINUSE ENETUNREACH EHOSTUNREACH ECONNABORTED ECONNRESET ETIMEDOUT ECONNREFUSED
"""
MET_ELSEWHERE = [
    ("getaddrinfo", "EAI_NONAME"),
    ("getaddrinfo", "EAI_AGAIN"),
    ("hresult", "HCS_E_SERVICE_NOT_AVAILABLE"),
    ("hresult", "CRYPT_E_NO_REVOCATION_CHECK"),
    *[("ntstatus", f"STATUS_{name}") for name in ("ACCESS_DENIED", "SHARING_VIOLATION", "FILE_IS_A_DIRECTORY")],
    *[("ntstatus", f"STATUS_{name}") for name in ("DLL_NOT_FOUND", "INVALID_IMAGE_FORMAT", "ACCESS_VIOLATION")],
    ("ntstatus", "STATUS_STACK_BUFFER_OVERRUN"),
    ("tls", "CERTIFICATE_VERIFY_FAILED"),
    ("tls", "CERT_HAS_EXPIRED"),
    ("tls", "HOSTNAME_MISMATCH"),
    ("tls", "WRONG_VERSION_NUMBER"),
]


@pytest.mark.parametrize("number", [int(number) for number in MET_WIN32.split()])
def test_every_windows_error_that_installers_meet_has_a_kind(number: int) -> None:
    code = identify("win32", number)

    assert code.symbol
    assert code.kind, code.symbol


@pytest.mark.parametrize("symbol", MET_ERRNO.split())
def test_every_errno_that_installers_meet_has_a_kind(symbol: str) -> None:
    assert kind_of("errno", symbol)


@pytest.mark.parametrize(("namespace", "symbol"), MET_ELSEWHERE)
def test_every_other_code_that_installers_meet_has_a_kind(namespace: str, symbol: str) -> None:
    assert codes.parse(symbol)[0].namespace == namespace
    assert kind_of(namespace, symbol)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 407, 413, 416, 429, 499, 500, 502, 503, 504, 599])
def test_every_http_failure_has_a_kind(status: int) -> None:
    assert identify("http", status).kind


def test_every_symbol_of_a_kind_exists_and_has_one_kind() -> None:
    known = {symbol for namespace in codes._LABELS for symbol, _ in codes._all_of(namespace)}
    symbols = " ".join(kinds._SYMBOLS.values()).split()

    assert set(symbols) - known == set()
    assert len(symbols) == len(set(symbols))


def test_every_kind_has_symbols_and_a_clause() -> None:
    assert set(ErrorKind) == set(kinds._SYMBOLS) == set(SENTENCES)
    assert all(re.fullmatch(r"[a-z][^.!\n]+", clause) for clause in SENTENCES.values())
    assert len(set(SENTENCES.values())) == len(SENTENCES)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (SystemCode("win32", 1314), "privilege-not-held"),
        (SystemCode("hresult", 0x80070522), "privilege-not-held"),
        (SystemCode("ntstatus", 0xC0000043), "in-use"),
        (SystemCode("win32", 1, "ERROR_INVALID_FUNCTION"), "unsupported"),
        (SystemCode("errno", -4048, platform="windows"), "permission-denied"),
        (SystemCode("errno", 39, platform="linux"), "not-empty"),
        (SystemCode("errno", 66, platform="macos"), "not-empty"),
        (SystemCode("ntstatus", 0xC0000005), "crashed"),
        (SystemCode("win32", 99999), None),
    ],
)
def test_codes_are_classified(code: SystemCode, kind: str | None) -> None:
    completed = identify(code.namespace, code.code, symbol=code.symbol, platform=code.platform)

    assert (completed.namespace, completed.code, completed.kind) == (code.namespace, code.code, kind)


def test_classify_changes_nothing_but_the_kind() -> None:
    code = SystemCode("errno", 13, "EACCES", platform="linux")

    assert classify(code) == SystemCode("errno", 13, "EACCES", "permission-denied", "linux")


def test_the_sentences_that_documents_quote() -> None:
    assert SENTENCES[ErrorKind("unsupported")] == "the file system cannot do this"
    assert SENTENCES[ErrorKind("privilege-not-held")] == "a required privilege is not held"


def test_codes_are_found_by_the_words_of_their_meaning() -> None:
    found = {code.symbol: code for code in search("too many requests")}

    assert found["TOO_MANY_REQUESTS"] == SystemCode("http", 429, "TOO_MANY_REQUESTS", "rate-limited")
    assert {"ENOSPC", "ERROR_HANDLE_DISK_FULL"} <= {code.symbol for code in search("disk full")}
    assert list(search("")) == list(search("no such meaning at all")) == []


def test_a_search_by_number_gives_kinds_too() -> None:
    assert next(search("1314")).kind == "privilege-not-held"
