"""A report is said in the reader's language, whatever the catalog is like, and English costs nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import format_decimal
from howcome.errors import BatchError, FetchError, IntegrityError, Report, Reporter, Wheel
from howcome.locales.catalogs import languages
from howcome.locales.numbers import _HABITS, number_text
from howcome.locales.preferred import preferred_languages
from howcome.locales.voices import ENGLISH, voice_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pseudo import write_catalog
from scenarios import SCENARIOS

HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'
FETCH = 'msgid "Failed to fetch"\nmsgstr "Nie pobrano"\n\n'
ABOUT = 'msgid "{sentence}: {subject}"\nmsgstr "{sentence}: {subject}"\n\n'
MORE = (
    'msgid "And one more."\nmsgid_plural "And {count} more."\n'
    'msgstr[0] "I jeszcze jeden."\nmsgstr[1] "I jeszcze {count} inne."\nmsgstr[2] "I jeszcze {count} innych."\n\n'
)
WHEEL = Wheel("black", "24.1.0")
ENGLISH_SAID = "error: Failed to fetch: wheel black==24.1.0"


def put(folder: Path, text: str | bytes, language: str = "pl") -> Path:
    path = folder / language / "LC_MESSAGES" / "howcome.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture(autouse=True)
def _fresh() -> None:
    from howcome.locales import voices

    voices._voice.cache_clear()


def said(folder: Path, lang: str = "xq", **options: object) -> str:
    error = FetchError(artifact=WHEEL)
    return Reporter(catalogs=[folder], facts=False).report(error).render(lang=lang).splitlines()[0]


def test_a_report_is_said_in_the_language_of_a_catalog(tmp_path: Path) -> None:
    assert said(put(tmp_path, HEADER + FETCH + ABOUT, "xq")) == "error: Nie pobrano: wheel black==24.1.0"


@pytest.mark.parametrize(
    "broken",
    [
        FETCH[:30],
        FETCH.replace("Nie pobrano", "Nie {pobrano}"),
        FETCH.replace("Nie pobrano", "Nie {"),
        FETCH.replace("Nie pobrano", "Nie {0.__class__}"),
        FETCH.replace("Nie pobrano", ""),
        FETCH.replace("Nie pobrano", "\x1b[31mNie"),
        "#, fuzzy\n" + FETCH,
        b"\xff\xfe" + FETCH.encode(),
        FETCH.encode("utf-16"),
        FETCH.replace("Nie pobrano", "Nie\\xff").encode("latin-1").replace(b"\\xff", b"\xff"),
        bytes(range(256)) * 40,
        "",
    ],
    ids=str,
)
def test_a_broken_catalog_means_english(tmp_path: Path, broken: str | bytes) -> None:
    assert said(put(tmp_path, broken, "xq")) == ENGLISH_SAID


def test_a_catalog_that_is_a_folder_means_english(tmp_path: Path) -> None:
    (tmp_path / "xq" / "LC_MESSAGES" / "howcome.po").mkdir(parents=True)

    assert said(tmp_path) == ENGLISH_SAID
    assert said(tmp_path / "nowhere") == ENGLISH_SAID


@settings(max_examples=150, deadline=None)
@given(
    cut=st.integers(0, len(HEADER + FETCH + ABOUT + MORE)),
    noise=st.binary(max_size=40) | st.text(alphabet='msgid[0]{}"\\\n#,~count: ', max_size=40).map(str.encode),
)
def test_whatever_is_in_a_catalog_a_report_is_rendered(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
) -> None:
    from howcome.locales import voices

    whole = (HEADER + FETCH + ABOUT + MORE).encode()
    folder = put(tmp_path_factory.mktemp("noise"), whole[:cut] + noise + whole[cut:], "xq")
    voices._voice.cache_clear()
    batch = BatchError("Many", [FetchError(artifact=WHEEL) for _ in range(14)])
    report = Reporter(catalogs=[folder], facts=False).report(batch)

    for style in ("full", "plain", "line"):
        assert "black==24.1.0" in report.render(lang="xq", style=style)
    assert report.localized("xq")["message"] == "Many"


@pytest.mark.parametrize(
    ("count", "text"), [(1, "I jeszcze jeden."), (3, "I jeszcze 3 inne."), (12, "I jeszcze 12 innych.")]
)
def test_plurals_are_the_languages_own(tmp_path: Path, count: int, text: str) -> None:
    batch = BatchError("Many", [FetchError(artifact=WHEEL) for _ in range(10 + count)])
    report = Reporter(catalogs=[put(tmp_path, HEADER + MORE, "xq")], facts=False).report(batch)

    assert text in report.render(lang="xq")


@pytest.mark.parametrize("rule", ["", "plural=n%0;", "plural=__import__('os');", "plural=9;", "plural=" + "(" * 999])
def test_a_wrong_plural_rule_means_english(tmp_path: Path, rule: str) -> None:
    header = HEADER.replace("plural=(n==1 ? 0 : n<5 ? 1 : 2);", rule)
    two = MORE.replace('msgstr[1] "I jeszcze {count} inne."\nmsgstr[2] "I jeszcze {count} innych."\n', "")
    batch = BatchError("Many", [FetchError(artifact=WHEEL) for _ in range(13)])
    report = Reporter(catalogs=[put(tmp_path, header + two, "xq")], facts=False).report(batch)

    assert "And 3 more." in report.render(lang="xq")


@pytest.mark.parametrize(
    ("wished", "language"),
    [("xq-PT", "xq"), ("xq_AT.UTF-8@euro", "xq"), ("tlh", "en"), ("", "en"), ("\0", "en"), ("../xq", "en"),
     (["tlh", "xq"], "xq"), (["en_GB", "xq"], "en"), (["C", "xq"], "en"), (None, "en"), ([], "en")],
)  # fmt: skip
def test_the_first_wished_language_that_there_is_speaks(tmp_path: Path, wished: object, language: str) -> None:
    folder = put(tmp_path, HEADER + FETCH, "xq")

    assert voice_of(wished, (str(folder),)).tag == language  # type: ignore[arg-type]


def test_portuguese_of_portugal_is_served_by_that_of_brazil(tmp_path: Path) -> None:
    folder = put(tmp_path, HEADER + FETCH, "pt_BR")

    assert voice_of("pt-PT", (str(folder),)).tag == "pt-BR"


@pytest.mark.parametrize(
    ("variables", "wished"),
    [
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, ["fr_FR.UTF-8"]),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "ja_JP.UTF-8", "LC_MESSAGES": "fr_FR"}, ["ja_JP.UTF-8"]),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "pt_PT:fr"}, ["pt_PT", "fr", "de_DE.UTF-8"]),
        ({"LANG": "C", "LANGUAGE": "fr"}, ["C"]),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, ["C.UTF-8"]),
        ({"LC_ALL": "", "LANG": "de"}, ["de"]),
        ({"LANGUAGE": "sv"}, ["sv"]),
        ({}, []),
    ],
)
def test_the_users_language_is_found_as_gettext_finds_it(variables: dict[str, str], wished: list[str]) -> None:
    assert preferred_languages(variables) == wished


def shown(code: str, **environment: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONIOENCODING": "utf-8", **environment}
    )
    return told.stderr.decode(environment.get("PYTHONIOENCODING", "utf-8"))


def test_what_is_shown_speaks_the_users_language_and_what_is_rendered_english(tmp_path: Path) -> None:
    put(tmp_path, HEADER + FETCH, "pl")
    code = (
        "import sys; from howcome.errors import *\n"
        f"report = Reporter(catalogs=[{str(tmp_path)!r}], facts=False).report(FetchError())\n"
        "report.show(); sys.stderr.write(report.render())"
    )

    assert shown(code, LANG="pl_PL.UTF-8").count("Nie pobrano") == 1
    assert "Nie pobrano" not in shown(code, LANG="C")
    assert "Nie pobrano" not in shown(code, LANG="pl_PL.UTF-8", LC_ALL="C")


def test_a_language_whose_letters_a_stream_lacks_gives_way_to_english(tmp_path: Path) -> None:
    folder = put(tmp_path, HEADER + FETCH.replace("Nie pobrano", "ダウンロードできません"), "xq")
    code = (
        "import sys; from howcome.errors import *\n"
        f"report = Reporter(catalogs=[{str(folder)!r}], facts=False, lang='xq').report(FetchError())\n"
        "report.show()"
    )

    assert "ダウンロードできません" in shown(code)
    assert shown(code, PYTHONIOENCODING="cp1252").startswith("error: Failed to fetch")


def test_english_opens_no_catalog() -> None:
    code = (
        "import sys; opened = []\n"
        "def watch(event, given):\n"
        "    if event in ('open', 'os.listdir'): opened.append(str(given[0]))\n"
        "sys.addaudithook(watch)\n"
        "from howcome.errors import *\n"
        "report = Reporter(facts=False).report(IntegrityError(algorithm='md5', expected='a', computed='b'))\n"
        "report.show(); report.render(); report.render(lang='en_GB.UTF-8'); report.localized(None)\n"
        "sys.stderr.write(str([each for each in opened if each.endswith(('.po', 'LC_MESSAGES'))]))"
    )

    assert shown(code, LANG="en_US.UTF-8").endswith("[]")
    assert shown(code, LANG="C").endswith("[]")


def test_the_locale_of_the_process_is_never_set() -> None:
    sources = [
        path for name in ("errors", "linkers", "locales") for path in (Path(__file__).parents[1] / name).glob("*.py")
    ]

    assert sources
    assert not [path for path in sources if "setlocale(" in path.read_text(encoding="utf-8")]


def test_threads_speak_each_their_own_language(tmp_path: Path) -> None:
    for number in range(4):
        put(tmp_path, HEADER + FETCH.replace("Nie", f"Nie{number}"), f"q{'abcd'[number]}")
    report = Reporter(catalogs=[tmp_path], facts=False).report(FetchError())
    wrong: list[str] = []

    def render(number: int) -> None:
        for _ in range(200):
            text = report.render(lang=f"q{'abcd'[number]}")
            if f"Nie{number} pobrano" not in text:
                wrong.append(text)

    threads = [threading.Thread(target=render, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong


def test_where_todays_sentence_cannot_be_filled_the_stored_english_stands(tmp_path: Path) -> None:
    write_catalog(tmp_path, "xq")
    error = IntegrityError(artifact=WHEEL, algorithm="md5", expected="a", computed="b")
    document = Report.of(error).to_json()
    older = document.replace('"values": {', '"valuables": {').replace("but it is b", "and not b")
    reader = Reporter(catalogs=[tmp_path])

    assert "Éxpéçtéd md5 a" in reader.read(document).render(lang="xq", width=500)
    assert "Expected md5 a, and not b." in reader.read(older).render(lang="xq", width=500)
    newer = document.replace("integrity-failed", "code-of-tomorrow")
    assert "Failed to verify: wheel black==24.1.0. Expected md5 a" in reader.read(newer).render(lang="xq", width=500)


def test_json_and_str_are_english_whatever_the_language(tmp_path: Path) -> None:
    put(tmp_path, HEADER + FETCH, "xq")
    error = FetchError(artifact=WHEEL)
    report = Reporter(catalogs=[tmp_path], lang="xq", facts=False).report(error)

    assert str(error) == "Failed to fetch: wheel black==24.1.0"
    assert "Nie pobrano" not in report.to_json()
    assert ENGLISH.english


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("number", [0, 7, 999, 1000, 9999, 12345, 1234567, -4321, 1.5, 12345.6])
def test_numbers_are_as_the_cldr_has_them(language: str, number: float) -> None:
    wanted = format_decimal(number, "#,##0.#", locale=Locale.parse(language))
    if (
        language in {"es", "pl"} and len(wanted.lstrip("-\u2212")) == 5
    ):  # minimumGroupingDigits, which Babel passes over
        wanted = str(number)

    assert number_text(number, language).replace("-", "") == wanted.replace("-", "").replace("\u2212", "")


@pytest.mark.parametrize("language", sorted(_HABITS))
def test_every_habit_is_the_cldrs(language: str) -> None:
    wanted = format_decimal(12345.6, "#,##0.#", locale=Locale.parse(language))

    assert number_text(12345.6, language) == wanted


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_language_renders_every_scenario(name: str, language: str) -> None:
    report = SCENARIOS[name]()

    for style in ("full", "plain", "line", "github", "markdown"):
        text = report.render(lang=language, style=style, verbose=True)
        assert report.fingerprint in text or style in {"line", "github"} or style == "plain"
        assert not {"{", "}"} & set(text.replace("{a}", "")) or "{" in report.to_json()
    assert report.localized(language)["message"]
