"""The error index: a page for every id that a report can name, and links that lead to pages."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from howcome.errors import FetchError, Reporter, kinds
from howcome.errors.advice import all_hints
from howcome.errors.sentences import own_classes

TOOL = Path(__file__).parents[1] / "tools" / "make_index.py"
VOID = {"meta", "link", "wbr"}


class Page(HTMLParser):
    """What a page holds: its links, its headings, and whether its elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.elements: set[str] = set()
        self.language: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.headings += [tag] if re.fullmatch(r"h\d", tag) else []
        if tag == "html":
            self.language = dict(attrs)["lang"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    subprocess.run([sys.executable, TOOL, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def pages(index: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in index.rglob("*.html")}


def named(index: Path, section: str) -> set[str]:
    return {page.parent.name for page in index.glob(f"{section}/*/index.html")}


def test_every_id_has_a_page(index: Path) -> None:
    assert named(index, "hints") == {hint.id for hint in all_hints()}
    assert named(index, "errors") == set(own_classes())
    assert named(index, "kinds") == {kind.value for kind in kinds.ErrorKind}
    assert named(index, "codes") >= {symbol for listed in kinds._SYMBOLS.values() for symbol in listed.split()}


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    assert [
        (path, link) for path, page in pages.items() for link in page.links if not (path.parent / link).is_file()
    ] == []


def test_every_page_can_be_reached_from_the_first(index: Path, pages: dict[Path, Page]) -> None:
    reached, todo = set[Path](), [index / "index.html"]
    while todo:
        path = todo.pop()
        if path in pages and path not in reached:
            reached.add(path)
            todo += [(path.parent / link).resolve() for link in pages[path].links]

    assert reached == set(pages)


def test_pages_are_well_formed_without_scripts_and_with_headings_in_order(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert page.open == [], path
        assert not page.elements & {"script", "img", "iframe", "style"}, path
        assert page.language == "en"
        assert page.headings[:1] == ["h1"]
        assert set(page.headings[1:]) <= {"h2"}
        assert {"main", "nav", "header", "footer", "title"} <= page.elements


def test_what_a_report_names_is_there(index: Path) -> None:
    reporter = Reporter(docs_url=index.as_uri())
    ours = FetchError(path="/x")
    ours.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    for error in (ours, OSError(errno.EXDEV, "Invalid cross-device link")):
        report = reporter.report(error)
        for url in (report.docs_url, *(hint.docs_url for hint in report.hints)):
            assert url is not None
            assert (index / url.removeprefix(f"{index.as_uri()}/") / "index.html").is_file()


def colors(style: str) -> Iterator[dict[str, str]]:
    for block in re.findall(r"--ink: .*?}", style, re.DOTALL):
        yield dict(re.findall(r"--(\w+): (#\w+)", block))


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(each * 2 for each in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_stands_out_in_the_light_and_in_the_dark(index: Path) -> None:
    light, dark = colors((index / "style.css").read_text(encoding="utf-8"))

    for scheme in (light, dark):
        for text in ("ink", "faint", "link"):
            for ground in ("paper", "tint"):
                low, high = sorted(luminance(scheme[each]) for each in (text, ground))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)  # WCAG 2.2, 1.4.3
