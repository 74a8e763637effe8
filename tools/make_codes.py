"""Write the code tables win32.tsv, hresult.tsv and ntstatus.tsv into errors/data.

    python tools/make_codes.py [--headers DIR] [--output DIR]

The names and numbers come from Debian's mingw-w64-common (winerror.h, ntstatus.h and wininet.h, which are in the
public domain) and from tools/added_codes.tsv, which holds what those headers are too old for. winhttp.h is never read:
its licence is another one. The result depends on these inputs alone, byte for byte.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

HERE = Path(__file__).parent
HEADERS = Path("/usr/share/mingw-w64/include")
DATA = HERE.parent / "errors" / "data"

DEFINE = re.compile(r"^#define[ \t]+(\w+)[ \t]+(.+?)[ \t]*(?:/\*.*)?$", re.MULTILINE)
NUMBER = re.compile(
    r"\(*(?:__MSABI_LONG|_HRESULT_TYPEDEF_|\(HRESULT\)|\(NTSTATUS\))?\(*(0[xX][0-9A-Fa-f]+|\d+)[uUlL]*\)*"
)
WIN32_LARGEST = 0xFFFF
OFFSET = re.compile(r"\((\w+) \+ (\d+)\)")

NOT_CODES = re.compile(r"FACILITY_|SEVERITY_|__")
# Limits of ranges: defined beside the codes, and kept since people search for them, but never the name of a number
# that has another.
LIMITS = re.compile(r".*_(FIRST|LAST|MASK|BASE)$|WSABASEERR$|STATUS_SEVERITY_")
WIN32_NAMES = re.compile(
    r"ERROR_|WSA|RPC_|DNS_|EPT_|OR_|DS_|FRS_|PEERDIST_|APPMODEL_|WAIT_|NO_ERROR|WARNING_|SCHED_|STORE_"
)

# Where one number has several names, the header's first one is canonical (it is the one that documentation uses for
# all such pairs), except here.
PREFERRED = {
    "hresult": {0: "S_OK", 1: "S_FALSE"},
    "ntstatus": {0: "STATUS_SUCCESS", 0x80: "STATUS_ABANDONED"},
    "win32": {0: "ERROR_SUCCESS"},
}

Rows = dict[str, int]


def definitions(header: Path) -> Rows:
    """Return the numbers that *header* defines, by name, in its order; an alias has the number of its original."""
    found: Rows = {}
    for name, text in DEFINE.findall(header.read_text(encoding="ascii", errors="replace")):
        if literal := NUMBER.fullmatch(text):
            found.setdefault(name, int(literal[1], 0))
        elif (offset := OFFSET.fullmatch(text)) and offset[1] in found:
            found.setdefault(name, found[offset[1]] + int(offset[2]))
        elif text in found:
            found.setdefault(name, found[text])
    return {name: number for name, number in found.items() if not NOT_CODES.match(name)}


def tables(headers: Path) -> dict[str, Rows]:
    """Return the rows of each table, from the headers and then from what was added by hand."""
    errors = definitions(headers / "winerror.h")
    internet = definitions(headers / "wininet.h")
    win32 = {name: n for name, n in errors.items() if n <= WIN32_LARGEST and WIN32_NAMES.match(name)}
    result = {
        "win32": win32 | {name: n for name, n in internet.items() if name.startswith("ERROR_")},
        "hresult": {name: n for name, n in errors.items() if name not in win32},
        "ntstatus": definitions(headers / "ntstatus.h"),
    }
    for line in (HERE / "added_codes.tsv").read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            table, number, name, _source = line.split("\t")
            if result[table].setdefault(name, int(number, 0)) != int(number, 0):
                raise SystemExit(f"added_codes.tsv: {name} is {result[table][name]:#x} in the headers, not {number}")
    return result


def write(table: str, rows: Rows, output: Path) -> None:
    """Write one table, by number; the canonical name of a number comes first."""
    preferred = PREFERRED[table]
    place = {name: place for place, name in enumerate(rows)}

    def order(name: str) -> tuple[int, bool, bool, int]:
        return rows[name], preferred.get(rows[name]) != name, bool(LIMITS.match(name)), place[name]

    names = sorted(rows, key=order)
    form = "{}\t{}\n" if table == "win32" else "0x{:08X}\t{}\n"
    lines = ["number\tsymbol\n", *(form.format(rows[name], name) for name in names)]
    (output / f"{table}.tsv").write_text("".join(lines), encoding="ascii", newline="\n")


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headers", type=Path, default=HEADERS, help="where winerror.h, ntstatus.h and wininet.h are")
    parser.add_argument("--output", type=Path, default=DATA, help="where to write the tables")
    options = parser.parse_args()
    if not (options.headers / "winerror.h").exists():
        raise SystemExit(f"There is no winerror.h in {options.headers}. Install mingw-w64-common (Debian) first.")
    for table, rows in tables(options.headers).items():
        write(table, rows, options.output)
        print(f"{table}: {len(rows)} names, {len(set(rows.values()))} numbers")


if __name__ == "__main__":
    main()
