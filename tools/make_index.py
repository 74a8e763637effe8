"""Write the error index, a static page for each hint and each kind: make_index.py FOLDER."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from howcome.errors.advice import all_hints
from howcome.errors.hints import EXAMPLES, Hint
from howcome.errors.kinds import SENTENCES, ErrorKind

STYLE = "body{font:17px/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}dt{font-weight:bold}"


def page(title: str, body: str) -> str:
    """Return one page: no scripts, nothing from elsewhere."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def hint_page(hint: Hint) -> str:
    """Return the page of one hint: what it says, why it happens, and for which failures it is."""
    rows = [("Who can do it", hint.audience), ("Button", hint.action.label if hint.action else "")]
    rows += [
        (name.capitalize(), ", ".join(sorted(getattr(hint, name)))) for name in ("symbols", "operations", "platforms")
    ]
    links = " ".join(f'<a href="../kinds/{kind}.html">{kind}</a>' for kind in sorted(hint.kinds))
    said = (hint.plain or hint.text).format_map(EXAMPLES)
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    kinds = f"<dt>Kinds</dt><dd>{links}</dd>" if links else ""
    body = f'<p><a href="../index.html">Index</a></p><h1>{hint.id}</h1><p><strong>{escape(said)}</strong></p>'
    return page(hint.id, f"{body}<p>{escape(hint.about)}</p><dl>{facts}{kinds}</dl>")


def kind_page(kind: ErrorKind) -> str:
    """Return the page of one kind: its meaning and its hints."""
    hints = "".join(
        f'<li><a href="../hints/{hint.id}.html">{hint.id}</a></li>' for hint in all_hints() if kind in hint.kinds
    )
    body = f'<p><a href="../index.html">Index</a></p><h1>{kind.value}</h1><p>{escape(SENTENCES[kind])}.</p>'
    return page(kind.value, f"{body}<ul>{hints}</ul>")


def main(folder: Path) -> None:
    """Write all pages below *folder*."""
    pages = {f"hints/{hint.id}.html": hint_page(hint) for hint in all_hints()}
    pages |= {f"kinds/{kind.value}.html": kind_page(kind) for kind in ErrorKind}
    listed = "".join(f'<li><a href="{name}">{Path(name).stem}</a></li>' for name in pages)
    pages["index.html"] = page("Error index", f"<h1>Error index</h1><ul>{listed}</ul>")
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(pages)} pages in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
