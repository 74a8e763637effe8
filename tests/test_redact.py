"""Secrets in their habitats are removed, what only looks like one stays, and no text costs more than its length."""

from __future__ import annotations

import time

import pytest
from howcome.errors.habitats import ROWS
from howcome.errors.redact import MASK, redact
from hypothesis import given, settings
from hypothesis import strategies as st
from secret_corpus import BARE, BROKEN, HABITATS, HARMLESS, HEX, LETTERS, LONG, PEM, PLAIN, SHAPED

SECRETS = PLAIN | SHAPED


def shows(piece: str, secret: str) -> bool:
    """Tell whether *piece* has six characters of *secret* in a row."""
    return any(secret[place : place + 6] in piece for place in range(len(secret) - 5))


def check(text: str, secret: str) -> None:
    clean = redact(text)
    assert secret not in clean, text
    assert MASK in clean
    assert redact(clean) == clean


@pytest.mark.parametrize("habitat", HABITATS)
def test_no_secret_survives_in_a_habitat(habitat: str) -> None:
    for secret in SECRETS.values():
        check(habitat.format(secret), secret)
        assert not shows(redact(habitat.format(secret)), secret)


@pytest.mark.parametrize("place", BARE)
def test_a_token_is_recognized_by_its_shape_wherever_it_stands(place: str) -> None:
    for secret in SHAPED.values():
        assert secret not in redact(place.replace("{}", secret))


@pytest.mark.parametrize("name", PEM)
@pytest.mark.parametrize(
    "dress",
    [
        lambda key: key,
        lambda key: key.replace("\n", "\\n"),
        lambda key: key.replace("\n", "\\\\n"),
        lambda key: key.replace("\n", "\r\n"),
        lambda key: f'{{"type": "service_account", "private_key": "{key}"}}'.replace("\n", "\\n"),
        lambda key: f"> {key}".replace("\n", "\n> "),
        lambda key: key.partition("==")[0],  # cut off
        lambda key: key.partition("\n")[2],
    ],
)
def test_a_private_key_is_removed_however_it_is_written(name: str, dress: object) -> None:
    text = dress(PEM[name])  # type: ignore[operator]
    check(text, LONG)
    assert LONG[20:40] not in redact(text)


def test_what_stands_after_a_private_key_stays() -> None:
    assert redact(f"{PEM['pkcs8']}\nExpected a certificate.").endswith("-----\nExpected a certificate.")


@pytest.mark.parametrize(("text", "rest"), BROKEN)
def test_a_secret_that_a_terminal_broke_is_removed_whole(text: str, rest: str) -> None:
    check(text, rest)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert redact(text) == text


@given(st.sampled_from(HABITATS), st.sampled_from(sorted(SECRETS.values())), st.data())
@settings(max_examples=300, deadline=None)
def test_a_secret_is_removed_among_whatever_else_is_said(habitat: str, secret: str, data: st.DataObject) -> None:
    around = st.sampled_from(["", "\n", "error: it failed\n", "\n\n  Caused by: nothing else\n", "\x1b[31m\n", "é ü\n"])
    before, after = data.draw(around), data.draw(around)
    text = f"{before}{habitat.format(secret)}\n{after}"

    assert secret not in redact(text)


@given(st.sampled_from(HABITATS), st.sampled_from(sorted(SECRETS.values())), st.data())
@settings(max_examples=300, deadline=None)
def test_a_piece_shows_nothing_of_a_secret_that_its_edge_cuts(habitat: str, secret: str, data: st.DataObject) -> None:
    text = habitat.format(secret)
    edge = data.draw(st.integers(0, len(text)))

    for piece in (redact(text, stop=edge), redact(text, edge)):
        assert not shows(piece, secret)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_redacted_twice(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text", ["İ" * 50 + " password=hunter2X", "ﬀ\u212a token=hunter2X", "\udcff password=hunter2X"]
)
def test_letters_that_change_their_length_in_lower_case_hide_no_secret(text: str) -> None:
    assert redact(text).endswith("=" + MASK)


def test_what_stands_around_a_secret_stays() -> None:
    assert redact("GET https://h.example/x?token=hunter2X&page=2 failed") == (
        "GET https://h.example/x?token=****&page=2 failed"
    )
    assert redact("curl -H 'Authorization: Bearer Ab3dEf6hIj9k' https://h.example (3 of 4)") == (
        "curl -H 'Authorization: Bearer ****' https://h.example (3 of 4)"
    )
    assert redact("login(user='ann', password='hunter2X') failed.") == "login(user='ann', password='****') failed."
    assert redact("(password=hunter2X).") == "(password=****)."


@pytest.mark.parametrize(
    "text", ["sig={}", "the SAS: sig={}", "Signature={}", "signature={} was refused", "?sv=2022&sig={}"]
)
def test_a_signature_is_removed_where_it_is_long_enough_to_be_one(text: str) -> None:
    for secret in (LONG, HEX, "p%2Bss" + LETTERS + "%3D", "ab12" + "cd34"):
        check(text.format(secret), secret)


def test_every_row_has_a_habitat_in_the_corpus() -> None:
    """Without any one row, a secret of the corpus would be seen: no row is there in vain."""
    texts = [habitat.format(secret) for habitat in HABITATS for secret in PLAIN.values()]
    texts += [form for key in PEM.values() for form in (key, key.partition("\n")[2], key.partition("==")[0])]
    texts += ["https://h.example/t/ab-0193e2a1-7c00-4000-8000-00000000abcd/main", "Private-Lines: 1\n" + LONG]
    texts += [
        "https://Ab3dEf6hIj9kLm2nOp5q@index.example",
        "got Bearer Ab3dEf6hIj9kLm2nOp5q",
        "net use x /user:ann pw1",
    ]
    texts += ["Signature=" + HEX]
    texts += ["got Basic Ab3dEf6hIj9kLm2nOp5q=="]
    from howcome.errors.redact import _pattern

    idle = [ROWS[place] for place in range(len(ROWS)) if not any(_pattern(place).search(text) for text in texts)]

    assert idle == []


PIECES = [
    "a", "a_", "-", "a:", "https://", "https://a:", "?a", "token", "token=", "eyJ" + "a" * 9 + ".",
    "machine a login b ", "-----BEGIN " + "PRIVATE KEY-----", "-----BEGIN " + "PRIVATE KEY-----\n" + "a" * 20,
    "authorization: ", "password ", "a.", "%3A", "%3a%2f%2f", " \t", "&", "'", "é", "password: ", "password='",
    'password="\\', "--token ", "-u a:", "</", "cookie: ", "bearer ", "auth=", "auth('a', '", "?code=",
    "&amp;token", "://:", "login a password b\n", "@", "::a@", "securestring '", "private-lines: 1 ", "/t/0",
    "proxy a:", "ghp_", "pypi-AgE", "sk-", "1//0", "T00000000/", "a@", "password>", "issecret=true", "\\", "\n",
    ";", "{", "$", "<", "passwort: ", "mot de passe : ", "mysql -p", "mysql a ", "secret: |\n ", "secret: |\n  a\n",
    " \n", "sig=", "sig=a", "signature=a1", "password for ", "password for key 'a': ", "--password -", "token%3d",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    redact(text[:1000])
    began = time.process_time()

    redact(text)

    assert time.process_time() - began < 5  # seconds; one that tries again at every place takes hours
