"""System codes: tables, readings, and what wraps what."""

from __future__ import annotations

import errno
import http
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from howcome.errors import codes
from howcome.errors.codes import SystemCode, code_for, parse, search, symbol_for, win32_of

ROOT = Path(__file__).parents[1]
DATA = Path(codes.__file__).parent / "data"
HEADERS = Path("/usr/share/mingw-w64/include")

PRIVILEGE = SystemCode("win32", 1314, "ERROR_PRIVILEGE_NOT_HELD")


@pytest.mark.parametrize(
    ("text", "platform", "first"),
    [
        ("1314", None, PRIVILEGE),
        ("ERROR_PRIVILEGE_NOT_HELD", None, PRIVILEGE),
        ("0x80070522", None, PRIVILEGE),
        ("-2147023582", None, PRIVILEGE),
        ("2147943714", None, PRIVILEGE),
        ("0x522", None, PRIVILEGE),
        ("error_privilege_not_held", None, PRIVILEGE),
        ("3221225506", None, SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED")),
        ("0xC0000022", None, SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED")),
        ("-1073741790", None, SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED")),
        ("0xD0000022", None, SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED")),
        ("0xC0070005", None, SystemCode("win32", 5, "ERROR_ACCESS_DENIED")),
        ("0x80092012", None, SystemCode("hresult", 0x80092012, "CRYPT_E_NO_REVOCATION_CHECK")),
        ("EACCES", None, SystemCode("errno", 13, "EACCES")),
        ("ENOTEMPTY", None, SystemCode("errno", None, "ENOTEMPTY")),
        ("ENOTEMPTY", "macos", SystemCode("errno", 66, "ENOTEMPTY", platform="macos")),
        ("EWOULDBLOCK", "linux", SystemCode("errno", 11, "EAGAIN", platform="linux")),
        ("ENOTSUP", "linux", SystemCode("errno", 95, "EOPNOTSUPP", platform="linux")),
        ("EOPNOTSUPP", "macos", SystemCode("errno", 102, "EOPNOTSUPP", platform="macos")),
        ("-4048", None, SystemCode("errno", -4048, "EPERM", platform="windows")),
        ("-13", "linux", SystemCode("errno", 13, "EACCES", platform="linux")),
        ("WSAECONNRESET", None, SystemCode("win32", 10054, "WSAECONNRESET")),
        ("EAI_NONAME", "linux", SystemCode("getaddrinfo", -2, "EAI_NONAME", platform="linux")),
        ("ENOTFOUND", None, SystemCode("getaddrinfo", None, "EAI_NONAME")),
        ("CURLE_SSL_CACERT", None, SystemCode("curl", 60, "CURLE_PEER_FAILED_VERIFICATION")),
        ("X509_V_ERR_CERT_HAS_EXPIRED", None, SystemCode("tls", 10, "CERT_HAS_EXPIRED")),
        ("CERTIFICATE_VERIFY_FAILED", None, SystemCode("tls", None, "CERTIFICATE_VERIFY_FAILED")),
        ("404", None, SystemCode("http", 404, "NOT_FOUND")),
        ("13", None, SystemCode("errno", 13, "EACCES")),
        ("5", None, SystemCode("win32", 5, "ERROR_ACCESS_DENIED")),
        ("5", "linux", SystemCode("errno", 5, "EIO", platform="linux")),
        ("17", "windows", SystemCode("win32", 17, "ERROR_NOT_SAME_DEVICE")),
    ],
)
def test_the_likeliest_reading_comes_first(text: str, platform: str | None, first: SystemCode) -> None:
    assert first == parse(text, platform)[0]


@pytest.mark.parametrize(
    "text", ["", " ", "0", "99999", "999999999999", "-0", "0x", "teapot", "found", "locked", "²", "0x8007FFFF", "\0"]
)
def test_what_is_unknown_has_no_reading(text: str) -> None:
    assert parse(text) == []


def test_an_hresult_that_wraps_a_windows_error_is_read_as_both() -> None:
    assert parse("0x80070522") == [PRIVILEGE, SystemCode("hresult", 0x80070522, "ERROR_PRIVILEGE_NOT_HELD")]
    assert SystemCode("hresult", 0x80070005, "E_ACCESSDENIED") in parse("0x80070005")


def test_a_number_that_platforms_disagree_on_is_read_once_for_each_meaning() -> None:
    readings = [(code.symbol, code.platform) for code in parse("35") if code.namespace == "errno"]

    assert readings == [("EDEADLK", "linux"), ("EAGAIN", "macos")]


@pytest.mark.parametrize(
    ("namespace", "number", "expected"),
    [
        ("hresult", 0x80070522, 1314),
        ("hresult", -2147023582, 1314),
        ("hresult", 0xD0000022, 5),
        ("hresult", 0x80030020, 32),
        ("hresult", 0x80030009, None),
        ("hresult", 0x80004005, None),
        ("ntstatus", 0xC0000043, 32),
        ("ntstatus", 0xC0070020, 32),
        ("ntstatus", 0xC00000BA, 5),
        ("ntstatus", 0xC0000135, 126),
        ("win32", 5, None),
    ],
)
def test_what_wraps_or_equals_a_windows_error_says_so(namespace: str, number: int, expected: int | None) -> None:
    wrapped = win32_of(SystemCode(namespace, number))

    assert (wrapped and wrapped.code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (PRIVILEGE, "ERROR_PRIVILEGE_NOT_HELD, Windows error 1314"),
        (SystemCode("errno", 13, "EACCES", platform="linux"), "EACCES, Linux error 13"),
        (SystemCode("errno", 13, "EACCES"), "EACCES, errno 13"),
        (SystemCode("errno", -4048, "EPERM", platform="windows"), "EPERM, libuv error -4048"),
        (SystemCode("ntstatus", 0xC0000022, "STATUS_ACCESS_DENIED"), "STATUS_ACCESS_DENIED, NTSTATUS 0xC0000022"),
        (SystemCode("http", 404, "NOT_FOUND"), "HTTP status 404"),
        (SystemCode("win32", 99999), "Windows error 99999"),
        (SystemCode("tls", symbol="CERTIFICATE_VERIFY_FAILED"), "CERTIFICATE_VERIFY_FAILED"),
        (SystemCode("errno"), "unknown errno"),
    ],
)
def test_a_code_says_what_it_is(code: SystemCode, text: str) -> None:
    assert text == str(code)


def test_search_finds_numbers_and_words() -> None:
    assert "ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS" in [code.symbol for code in search("hardlinks cloud")]
    assert [code.namespace for code in search("32")][:2] == ["win32", "errno"]
    assert list(search("")) == list(search("no such words")) == []


@pytest.mark.parametrize("table", ["win32", "hresult", "ntstatus", "curl", "http"])
def test_every_name_gives_its_number_and_every_number_a_name_of_its_own(table: str) -> None:
    names, numbers = codes._table(table)

    assert len(names) > 40
    assert all(numbers[symbol] == number for number, symbol in names.items())
    assert all(code_for(table, symbol) == number for symbol, number in numbers.items())


def test_this_pythons_errno_agrees_with_the_table() -> None:
    platform = codes.this_platform()
    if platform == "linux" and sys.platform != "linux":
        pytest.skip("another Unix")
    for symbol in (name for name in dir(errno) if re.fullmatch("E[A-Z0-9]+", name)):
        number = getattr(errno, symbol)
        if not (platform == "windows" and number >= 10000):  # Python replaces those by WinSock's there
            assert number == code_for("errno", symbol, platform), symbol
    for number, symbol in errno.errorcode.items():
        assert (found := symbol_for("errno", number, platform)), symbol
        assert getattr(errno, found, number) == number


def test_this_pythons_getaddrinfo_agrees_with_the_table() -> None:
    names = [name for name in dir(socket) if name.startswith("EAI_") and name != "EAI_MAX"]
    assert "EAI_NONAME" in names
    for name in names:
        if code_for("getaddrinfo", name, codes.this_platform()) is not None:
            assert getattr(socket, name) == code_for("getaddrinfo", name, codes.this_platform()), name


def test_winsock_numbers_that_python_gives_as_errno_have_names() -> None:
    assert symbol_for("errno", 10054, "windows") == "ECONNRESET"
    assert symbol_for("errno", 10054, "linux") is None


def test_http_statuses_agree_with_pythons() -> None:
    renamed = {413, 416, 422, 414}  # RFC 9110 named them anew; Python followed in 3.13
    for status in http.HTTPStatus:
        if status >= 400 and status not in renamed:
            assert symbol_for("http", status) == status.name


@pytest.mark.skipif(not (HEADERS / "winerror.h").exists(), reason="mingw-w64-common is not installed")
class TestHeaders:
    def test_the_tables_are_what_the_headers_give(self, tmp_path: Path) -> None:
        subprocess.run(
            [sys.executable, ROOT / "tools" / "make_codes.py", "--output", tmp_path], check=True, capture_output=True
        )

        assert sorted(path.name for path in tmp_path.iterdir()) == ["hresult.tsv", "ntstatus.tsv", "win32.tsv"]
        for made in tmp_path.iterdir():
            assert made.read_bytes() == (DATA / made.name).read_bytes(), "run: nox -s codes"

    def test_every_name_of_the_headers_is_there(self) -> None:
        known = {symbol for table in ("win32", "hresult", "ntstatus") for symbol in codes._table(table)[1]}
        missing = [
            name
            for header in ("winerror.h", "ntstatus.h")
            for name, value in re.findall(
                r"^#define (\w+) (.+)$", (HEADERS / header).read_text(encoding="latin-1"), re.MULTILINE
            )
            if not re.match(r"FACILITY_|SEVERITY_|__", name) and name not in known
        ]

        assert missing == []

    def test_the_c_runtimes_errno_agrees_with_the_table(self) -> None:
        text = (HEADERS / "errno.h").read_text(encoding="latin-1")
        numbers = re.findall(r"^#define (E\w+)\s+(\d+)", text, re.MULTILINE)

        assert len(numbers) > 70
        assert all(int(number) == code_for("errno", name, "windows") for name, number in numbers)


def test_the_tables_are_small_and_hold_numbers_and_names_only() -> None:
    for path in DATA.glob("*.tsv"):
        heading, *rows = path.read_text(encoding="ascii").splitlines()
        columns = heading.count("\t")
        assert all(re.fullmatch(r"[\w-]+(\t[\w-]+)+", row) and row.count("\t") == columns for row in rows), path.name
        assert path.stat().st_size < 80_000
