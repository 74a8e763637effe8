"""Write the error index: a static page for each error class, hint, kind and common system code.

    python tools/make_index.py FOLDER

Publish FOLDER anywhere, and give its address to `Reporter(docs_url=...)`: reports then name the pages
`errors/CODE`, `hints/ID` and `codes/SYMBOL` below it. There are no scripts, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path

from howcome.errors import HowcomeError, kinds
from howcome.errors.advice import all_hints
from howcome.errors.codes import SystemCode
from howcome.errors.hints import Hint, examples_for
from howcome.errors.kinds import SENTENCES, ErrorKind, identify
from howcome.errors.sentences import own_classes

SPACES = {
    "win32": "Windows",
    "errno": "Linux and macOS",
    "getaddrinfo": "Looking names up",
    "tls": "Secure connections",
    "http": "HTTP",
    "curl": "curl",
    "ntstatus": "Windows' NTSTATUS",
    "hresult": "Windows' HRESULT",
}
PLATFORMS = {"errno": ("linux", "macos"), "getaddrinfo": ("linux", "macos")}
SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
AUDIENCES = {
    "user": "Whoever installs",
    "admin": "An administrator of the computer or network",
    "package-author": "The author of the package",
    "tool-author": "The author of the installer",
}
SECTIONS = {
    "errors": ("Errors", "What failed: the classes of howcome, by the code that a report has."),
    "hints": ("Hints", "What to do about it, by the id that a hint in a report has."),
    "codes": ("System codes", "What the system said, by the name of the code."),
    "kinds": ("Kinds", "What a system code means, whatever system it is from."),
}
STYLE = """\
:root { color-scheme: light dark; --ink: #1c1f24; --paper: #fff; --faint: #5a6270; --line: #d8dce2; --link: #0b5cad;
  --tint: #eef4fb; --edge: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #16181c; --faint: #a7afbb; --line: #383d46;
  --link: #8ab8f5; --tint: #1f2731; --edge: #8ab8f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1rem; }
footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--faint); font-size: .9rem; }
footer p { border-top: 1px solid var(--line); margin: 0; padding-top: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0 0 .75rem; list-style: none;
  border-bottom: 1px solid var(--line); }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--edge); outline-offset: 2px; }
h1 { margin: 1.5rem 0 .5rem; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
code { font: .92em ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
.lead { color: var(--faint); margin-top: 0; }
.say { margin: 1rem 0; padding: .75rem 1rem; border-left: .3rem solid var(--edge); background: var(--tint); }
.say p { margin: .25rem 0; }
.tag { color: var(--faint); font-size: .85rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.list { padding: 0; list-style: none; }
.list li { padding: .55rem 0; border-bottom: 1px solid var(--line); }
.list span { display: block; }
@media (max-width: 34rem) { h1 { font-size: 1.4rem; } }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
"""


def page(title: str, lead: str, body: str, *, up: str = "../../") -> str:
    """Return a page: *title* and *lead* as text, *body* as HTML; *up* leads from it to the index."""
    links = "".join(f'<li><a href="{up}{name}/index.html">{text}</a></li>' for name, (text, _) in SECTIONS.items())
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · howcome</title>\n"
        f'<link rel="stylesheet" href="{up}style.css">\n</head>\n<body>\n'
        f'<header><nav aria-label="Index"><ul><li><a href="{up}index.html">Error index</a></li>{links}</ul></nav>'
        f"</header>\n<main>\n<h1>{escape(title).replace('_', '_<wbr>')}</h1>\n"
        f'<p class="lead">{lead}</p>\n{body}\n</main>\n'
        "<footer><p>howcome says how come an install failed, and what to do about it.</p></footer>\n</body>\n</html>\n"
    )


def prose(text: str) -> str:
    """Return *text* as HTML: what stands in backquotes is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def link(section: str, name: str, *, up: str = "../../") -> str:
    """Return a link to the page of *name*."""
    return f'<a href="{up}{section}/{name}/index.html"><code>{escape(name).replace("_", "_<wbr>")}</code></a>'


def links(section: str, names: Iterable[str]) -> str:
    """Return links to the pages of *names*, in order."""
    return ", ".join(link(section, name) for name in sorted(names))


def entries(section: str, rows: Iterable[tuple[str, str]], *, up: str = "../../") -> str:
    """Return a list of links, each with a sentence."""
    items = "".join(f"<li>{link(section, name, up=up)}<span>{prose(text)}</span></li>" for name, text in rows)
    return f'<ul class="list">{items}</ul>'


def table(rows: Iterable[tuple[str, str]]) -> str:
    """Return what is known, name by name; values are HTML, and empty ones are left out."""
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows if value) + "</dl>"


# --- hints ---


def example(hint: Hint) -> str:
    """Return what *hint* says where little is known."""
    return (hint.plain or hint.text).format_map(examples_for(hint))


def hint_page(hint: Hint) -> str:
    """Return the page of one hint: what it says, why it happens, for which failures it is, who can follow it."""
    said = "" if hint.certain else f'<div class="say"><p>{prose(example(hint))}</p></div>'
    if hint.seen:
        confirmed = prose(hint.seen.format_map(examples_for(hint)))
        said += f'<div class="say"><p class="tag">When it was checked on the machine</p><p>{confirmed}</p></div>'
    facts = ", ".join(f"<code>{fact}</code>" for fact in sorted(hint.premise.needs)) if hint.premise else ""
    rows = [
        ("Who can do it", AUDIENCES[hint.audience]),
        ("Button", escape(hint.action.label) if hint.action else ""),
        ("Codes", ", ".join(map(_code_link, sorted(hint.symbols)))),
        ("Kinds", links("kinds", hint.kinds)),
        ("Errors", links("errors", hint.failures)),
        ("While", ", ".join(sorted(hint.operations - {"unknown"}))),
        ("Systems", ", ".join(SYSTEMS[each] for each in sorted(hint.platforms))),
        ("Programs", ", ".join(sorted(hint.tools))),
        ("Checked by", facts or ("who holds the file" if hint.premise else "")),
    ]
    why = f"<h2>Why</h2>\n<p>{prose(hint.about)}</p>\n"
    return page(hint.id, "What to do", f"{said}\n{why}<h2>Details</h2>\n{table(rows)}")


def _code_link(symbol: str) -> str:
    return link("codes", symbol) if symbol in common_symbols() else f"<code>{escape(symbol)}</code>"


def hint_entries(hints: Iterable[Hint]) -> str:
    """Return a list of hints, each with the circumstances that it is for."""
    items = ""
    for hint in hints:
        while_ = ", ".join(sorted(hint.operations - {"unknown"}))
        systems = ", ".join(SYSTEMS[each] for each in sorted(hint.platforms))
        programs = ", ".join(sorted(hint.tools))
        circumstances = [systems, f"while: {while_}" if while_ else "", f"programs: {programs}" if programs else ""]
        tag = "; ".join(each for each in circumstances if each)
        shown = f'<span class="tag">{escape(tag)}</span>' if tag else ""
        items += f"<li>{link('hints', hint.id)}<span>{prose(example(hint))}</span>{shown}</li>"
    return f'<ul class="list">{items}</ul>'


# --- system codes and kinds ---


@cache
def common_symbols() -> dict[str, list[SystemCode]]:
    """Return the codes that have a page, by their symbols: those whose meaning is known, with all their numbers."""
    symbols = {symbol for listed in kinds._SYMBOLS.values() for symbol in listed.split()}
    symbols |= {symbol for hint in all_hints() for symbol in hint.symbols if ":" not in symbol}
    return {symbol: list(_readings(symbol)) or [_numberless(symbol)] for symbol in sorted(symbols)}


def _numberless(symbol: str) -> SystemCode:
    return identify("errno" if symbol.startswith("E") else "tls", symbol=symbol)


def _readings(symbol: str) -> Iterator[SystemCode]:
    for space in SPACES:
        for platform in PLATFORMS.get(space, (None,)):
            code = identify(space, symbol=symbol, platform=platform)
            if code.code is not None:
                yield code


def code_page(symbol: str, codes: list[SystemCode]) -> str:
    """Return the page of one system code: its numbers, its meaning, what to do about it."""
    rows = [("Number", escape(str(code).partition(", ")[2] or str(code))) for code in codes if code.code is not None]
    rows += [("As HRESULT", f"<code>0x{0x80070000 | code.code:08X}</code>") for code in codes if _wrapped(code)]
    kind = next((code.kind for code in codes if code.kind), None)
    rows += [("Kind", link("kinds", kind))] if kind else []
    names = {symbol, *(f"{code.namespace}:{code.code}" for code in codes)}
    exact = [hint for hint in all_hints() if hint.symbols & names]
    general = [hint for hint in all_hints() if kind in hint.kinds and hint not in exact]
    told = hint_entries([*exact, *general])
    meaning = f"{SENTENCES[ErrorKind(kind)].capitalize()}." if kind else ""
    return page(symbol, prose(meaning), f"{table(rows)}\n<h2>What to do</h2>\n{told}")


def _wrapped(code: SystemCode) -> bool:
    return code.namespace == "win32" and code.code is not None and 0 < code.code <= 0xFFFF  # noqa: PLR2004


def kind_page(kind: ErrorKind) -> str:
    """Return the page of one kind: its meaning, its hints and its codes."""
    hints = hint_entries(hint for hint in all_hints() if kind in hint.kinds)
    codes = links("codes", [symbol for symbol, found in common_symbols().items() if found[0].kind == kind])
    body = f"<h2>What to do</h2>\n{hints}\n<h2>System codes of this kind</h2>\n<p>{codes}</p>"
    return page(kind.value, f"{prose(SENTENCES[kind]).capitalize()}.", body)


# --- errors of ours ---


def error_page(code: str, kind: type[HowcomeError]) -> str:
    """Return the page of one class: what it means, what it carries, which hints are for it alone."""
    told = [(hint.id, example(hint)) for hint in all_hints() if code in hint.failures]
    rows = [
        ("Class", f"<code>howcome.errors.{kind.__name__}</code>"),
        ("Derived from", _base_link(kind)),
        ("Exit status", str(kind.exit_code)),
    ]
    paragraphs = inspect.cleandoc(kind.__doc__ or "").partition("\n\nArgs:")[0].split("\n\n")
    more = "".join(f"<p>{prose(' '.join(each.split()))}</p>" for each in paragraphs[1:])
    body = f"{more}{table(rows)}\n<h2>What to do</h2>\n"
    body += entries("hints", told) if told else "<p>That depends on its cause: see the hints of the report.</p>"
    return page(code, prose(paragraphs[0].replace("\n", " ")), body)


def _base_link(kind: type[HowcomeError]) -> str:
    base = kind.__mro__[1]
    code = getattr(base, "code", None)
    return link("errors", code) if isinstance(code, str) else f"<code>{base.__name__}</code>"


# --- all pages ---


def pages() -> dict[str, str]:
    """Return every page by its path below the folder."""
    rows = {
        "errors": [(code, _first(kind)) for code, kind in own_classes().items()],
        "hints": [(hint.id, example(hint)) for hint in sorted(all_hints(), key=lambda hint: hint.id)],
        "codes": [(symbol, _numbers(codes)) for symbol, codes in common_symbols().items()],
        "kinds": [(kind.value, f"{SENTENCES[kind].capitalize()}.") for kind in ErrorKind],
    }
    found = {f"errors/{code}/index.html": error_page(code, kind) for code, kind in own_classes().items()}
    found |= {f"hints/{hint.id}/index.html": hint_page(hint) for hint in all_hints()}
    found |= {f"codes/{symbol}/index.html": code_page(symbol, codes) for symbol, codes in common_symbols().items()}
    found |= {f"kinds/{kind.value}/index.html": kind_page(kind) for kind in ErrorKind}
    for section, (title, lead) in SECTIONS.items():
        body = code_list(rows["codes"]) if section == "codes" else entries(section, rows[section], up="../")
        found[f"{section}/index.html"] = page(title, lead, body, up="../")
    chapters = "".join(
        f'<li><a href="{section}/index.html">{title}</a> ({len(rows[section])})<span>{lead}</span></li>'
        for section, (title, lead) in SECTIONS.items()
    )
    found["index.html"] = page(
        "Error index", "What the codes in a report mean.", f'<ul class="list">{chapters}</ul>', up=""
    )
    found["style.css"] = STYLE
    return found


def _first(kind: type[HowcomeError]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def code_list(rows: list[tuple[str, str]]) -> str:
    """Return the list of system codes, by whose they are."""
    found = ""
    for space, title in SPACES.items():
        own = [row for row in rows if common_symbols()[row[0]][0].namespace == space]
        found += f"<h2>{title}</h2>\n{entries('codes', own, up='../')}\n" if own else ""
    return found


def _numbers(codes: list[SystemCode]) -> str:
    numbers = "; ".join(str(code).partition(", ")[2] for code in codes if code.code is not None)
    meaning = f"{SENTENCES[ErrorKind(codes[0].kind)]}." if codes[0].kind else ""
    return f"{numbers}: {meaning}" if numbers and meaning else numbers or meaning.capitalize()


def main(folder: Path) -> None:
    """Write all pages below *folder*."""
    written = pages()
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(written)} files in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
