"""Write the reports of an invented fleet, for the queries of docs/fleet.md.

    PYTHONPATH=tests python -m grounds.fleet DIRECTORY [--lines 1000000]

A line is a report by the schema. The numbers are invented, and always the same: what the queries must answer is known.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
from howcome.errors.kinds import identify

TODAY = date(2026, 11, 22)
DAYS = 7
FILES = 8

# Code, operation, artifact, namespace and symbol of the root, hints, how often, how much oftener today.
FAILURES = """
fetch-failed symlink wheel win32 ERROR_PRIVILEGE_NOT_HELD use-junctions,developer-mode 20 1
cache-write-failed write wheel win32 ERROR_ACCESS_DENIED close-program 17 1
cache-write-failed rename wheel win32 ERROR_SHARING_VIOLATION close-program,exclude-cache 14 3
install-failed hardlink wheel win32 ERROR_NOT_SAME_DEVICE same-volume 9 1
install-failed write wheel win32 ERROR_DISK_FULL free-space 8 2
unpack-failed extract source-distribution win32 ERROR_FILENAME_EXCED_RANGE long-paths 6 1
fetch-failed connect index-page getaddrinfo EAI_NONAME check-host 6 1
fetch-failed connect wheel win32 WSAECONNRESET retry 5 9
fetch-failed connect wheel tls CERTIFICATE_VERIFY_FAILED company-proxy 5 1
cache-write-failed write wheel errno EACCES cache-of-another-user 4 1
install-failed write environment errno EROFS - 3 1
link-failed clone wheel win32 ERROR_BLOCK_TOO_MANY_REFERENCES - 2 1
build-failed build source-distribution ntstatus STATUS_ACCESS_VIOLATION - 1 4
"""


@attrs.frozen
class Answers:
    """What the queries must answer."""

    grown: list[tuple[str, int, int]]  # fingerprint, yesterday, today
    hints: list[tuple[str, int]]  # hint, failures that it was given for
    unhinted: list[tuple[str, str, int]]  # namespace, symbol, failures


def template(row: list[str]) -> dict[str, Any]:
    """Return one failure as a report, but for what differs from line to line."""
    code, operation, artifact, namespace, symbol, hints = row[:6]
    found = identify(namespace, symbol=symbol, platform="linux" if namespace in ("errno", "getaddrinfo") else None)
    system = {name: value for name, value in attrs.asdict(found).items() if value is not None}
    return {
        "document": "report",
        "schema_version": "1.0",
        "id": "@id@",
        "timestamp": "@time@",
        "severity": "error",
        "tool": {"name": "acme-installer", "version": "2.1"},
        "code": code,
        "type": "howcome.errors."
        + "".join(word.capitalize() for word in code.removesuffix("-failed").split("-"))
        + "Error",
        "message": f"It failed: {artifact} @name@",
        "operation": operation,
        "artifact": {"kind": artifact, "name": "@name@", "version": "1.0.0"},
        "causes": [{"type": "OSError", "message": symbol, "paths": ["/home/@user@/.cache/@name@"], "system": system}],
        "root": system | {"operation": operation},
        "hints": [
            {"id": hint, "text": "Do it.", "audience": "user", "confidence": "likely"}
            for hint in hints.split(",")
            if hint != "-"
        ],
        "fingerprint": "c1:" + hashlib.sha256(" ".join(row[:5]).encode()).hexdigest()[:16],
        "exit_code": 1,
    }


def write_fleet(directory: Path, lines: int) -> Answers:
    """Write *lines* reports into *directory*, in several files, a hundredth of them twice; return what is in them."""
    rows = [line.split() for line in FAILURES.strip().splitlines()]
    reports = [template(row) for row in rows]
    texts = [json.dumps(report) for report in reports]
    chance = random.Random(0)
    ordinary = [int(row[6]) for row in rows]
    weights = [ordinary] * (DAYS - 1) + [[int(row[6]) * int(row[7]) for row in rows]]
    counts: Counter[tuple[int, int]] = Counter()
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    singles = lines - lines // 100
    files = [(directory / f"reports-{number}.jsonl").open("w", encoding="ascii") for number in range(FILES)]
    for number in range(singles):
        day = number % DAYS
        (kind,) = chance.choices(range(len(rows)), weights[day])
        counts[day, kind] += 1
        moment = midnight + timedelta(days=day - DAYS + 1, seconds=number % 86400)
        line = texts[kind].replace("@id@", f"01940000-0000-7000-8000-{number:012x}")
        line = line.replace("@time@", f"{moment:%Y-%m-%dT%H:%M:%S}.{number % 1000:03}Z")
        line = line.replace("@name@", f"package-{number % 5000}").replace("@user@", f"user{number % 997}")
        file = files[number % FILES]
        file.write(line + "\n")
        if number < lines - singles:
            file.write(line + "\n")  # the window logged it, and so did the boundary
    for file in files:
        file.close()
    return _answers(reports, counts)


def _answers(reports: list[dict[str, Any]], counts: Counter[tuple[int, int]]) -> Answers:
    hints: Counter[str] = Counter()
    unhinted: Counter[tuple[str, str]] = Counter()
    grown = []
    for kind, report in enumerate(reports):
        total = sum(counts[day, kind] for day in range(DAYS))
        for hint in report["hints"]:
            hints[hint["id"]] += total
        if not report["hints"]:
            unhinted[report["root"]["namespace"], report["root"]["symbol"]] += total
        yesterday, today = counts[DAYS - 2, kind], counts[DAYS - 1, kind]
        if today > 2 * yesterday:
            grown.append((report["fingerprint"], yesterday, today))
    return Answers(
        grown=sorted(grown, key=lambda row: (row[1] - row[2], row[0])),
        hints=sorted(hints.items(), key=lambda row: (-row[1], row[0])),
        unhinted=sorted(((*root, count) for root, count in unhinted.items()), key=lambda row: (-row[2], row[1])),
    )


def main() -> None:
    """Write the fleet's reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    print(write_fleet(options.directory, options.lines))


if __name__ == "__main__":
    main()
