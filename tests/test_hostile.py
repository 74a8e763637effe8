"""No text takes long: whatever fragments of what is sought are repeated, time grows with the text and no faster."""

from __future__ import annotations

import importlib
import json
import random
import time
from pathlib import Path

import pytest
from howcome.errors import recognize, recognize_lines
from howcome.errors.formats import FORMATS
from howcome.errors.suspicion import suspicious
from howcome.errors.wording import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

FRAGMENTS = sorted({need for row in FORMATS for need in row.needs}) + [
    message.text[: random.Random(1).randint(6, 30)] for message in random.Random(1).sample(shipped(), 60)
]
TAILS = ["", " ", "\n", "'", "(", "1", "C:\\a ", "> ", "&", "\x1b["]


def seconds(text: str) -> float:
    start = time.process_time()
    recognize(text)
    return time.process_time() - start


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def slow(sizes: tuple[int, int], pieces: list[str]) -> list[tuple[str, float, float]]:
    """Return the pieces whose text takes more than three times as long as it is longer."""
    found = []
    for piece in pieces:
        small, large = (min(seconds(repeated(piece, size)) for _ in range(2)) for size in sizes)
        if large > 3 * sizes[1] / sizes[0] * max(small, 0.02):
            found.append((piece, small, large))
    return found


def test_fragments_of_what_is_sought_take_time_that_grows_with_the_text() -> None:
    choose = random.Random(3)
    pieces = [choose.choice(FRAGMENTS) + choose.choice(TAILS) for _ in range(25)]

    assert slow((4_000, 32_000), pieces) == []


@pytest.mark.proof
def test_a_megabyte_of_any_fragment_takes_time_that_grows_with_the_text() -> None:
    choose = random.Random(4)
    pieces = [fragment + choose.choice(TAILS) for fragment in FRAGMENTS]

    assert slow((100_000, 1_000_000), pieces) == []


@pytest.mark.parametrize("name", ["own.jsonl", "seen.jsonl", "spaces.jsonl"])
def test_the_cheap_look_sees_whatever_the_close_look_sees(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is nearly a system's sentence counts in excerpts alone, where nothing else is said.
    monkeypatch.setattr(importlib.import_module("howcome.errors.sightings"), "find_near", lambda _: [])
    lines = (Path(__file__).parent / "reports" / name).read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines if recognize(text := json.loads(line)["text"])]

    assert [text for text in texts if not suspicious(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "java.nio.file.FileAlreadyExistsException: /srv/x",
        "System.IO.FileNotFoundException: x.dll",
        "requests.exceptions.HTTPError: 503",
        "TypeError: error(5, 'OpenProcess', 'x')",
        "The remote certificate failed: RemoteCertificateChainErrors",
        "cat: /etc/shadow: 허가 거부",
        "it ended with -1073741515",
        "\x1b[31mcp: x: Permission \x1b[1mdenied\x1b[0m",
        "> Datenträger voll: Auf dem Datenträger ist nicht\n> genügend Speicherplatz vorhanden.",
    ],
)
def test_the_cheap_look_sees_errors_among_good_lines(text: str) -> None:
    good = "12:00 INFO fetched package 7 in 12 ms\n"
    lines = [*[good] * 300, *f"{text}\n".splitlines(keepends=True), *[good] * 300]

    assert recognize(text)
    assert [finding.symbol for finding in recognize_lines(lines)] == [finding.symbol for finding in recognize(text)][
        ::-1
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"level": "info", "error": null, "status": 200, "code": 0, "path": "/srv/x"}\n',
        '10.0.0.1 - - [01/Jan/2026] "GET /simple/x HTTP/1.1" 200 512 "-" "pip"\n',
        "cc -I/usr/include -o build/error.o -c src/error.c; opened socket, connection, device, file\n",
        "12:00 WARN request failed, retrying: server not found in status cache, client code 5\n",
    ],
)
def test_the_cheap_look_passes_over_lines_with_words_of_errors(line: str) -> None:
    assert not suspicious(line * 100)


@given(st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(TAILS) | st.text(max_size=5), max_size=30))
@settings(max_examples=100, deadline=None)
def test_fragments_in_any_order_give_findings_or_none(pieces: list[str]) -> None:
    text = "".join(pieces)
    for finding in (*recognize(text), *recognize_lines(text.splitlines(keepends=True))):
        start, end = finding.span
        assert 0 <= start < end <= len(text)
        assert finding.matched == text[start:end]
