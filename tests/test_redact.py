"""Secrets in their habitats are removed, what only looks like one stays, and no text costs more than its length."""

from __future__ import annotations

import time

import pytest
from howcome.errors.redact import MASK, redact

# Made of pieces, so that no scanner of this repository takes them for real.
LETTERS = "Ab3dEf6hIj9kLm2nOp5q"
LONG = LETTERS * 3
PYPI = "pypi-" + "AgEI" + LONG
GITHUB = "gh" + "p_" + LONG[:36]
GITHUB_APP = "gh" + "s_" + LONG[:36]
GITHUB_FINE = "github" + "_pat_" + LONG
GITLAB = "gl" + "pat-" + LETTERS
AWS_ID = "AK" + "IA" + "ABCDEFGHIJ234567"
AWS_SECRET = "wJalrX/" + LONG[:33]
NPM = "np" + "m_" + LONG[:36]
GOOGLE_KEY = "AI" + "za" + LONG[:35]
GOOGLE_TOKEN = "ya" + "29." + LONG
GOOGLE_SECRET = "GOC" + "SPX-" + LETTERS + "AbCdEfGh"
JWT = "ey" + "J" + LETTERS + "." + "ey" + "J" + LONG + "." + LONG
PASSWORD = "hunter2" + "X"
ENCODED = "p%40ss" + "%3Aword"
PEM = "-----BEGIN {0}PRIVATE" + " KEY-----\n" + LONG + "\n" + LONG + "==\n-----END {0}PRIVATE" + " KEY-----"

SECRETS = [
    (f"https://ann:{PASSWORD}@index.example/simple", PASSWORD),
    (f"https://ann:{ENCODED}@index.example/simple", ENCODED),
    (f"https://:{PASSWORD}@index.example/simple", PASSWORD),
    (f"https%3A%2F%2Fann%3A{PASSWORD}%40index.example%2Fsimple", PASSWORD),
    (f"git+https://{GITHUB}@git.example/x.git", GITHUB),
    (f"https://{LETTERS}@index.example/simple", LETTERS),
    (f"https://{LETTERS}:@index.example/simple", LETTERS),
    (f"https://{GITHUB}:x-oauth-basic@git.example/x.git", GITHUB),
    (f"https://ann:a:{PASSWORD}@index.example/", PASSWORD),
    (f"https://ann:a/{PASSWORD}@index.example/", PASSWORD),
    (f"--index-url https://ann:{PASSWORD}@index.example/simple", PASSWORD),
    (f"--extra-index-url=https://ann:{PASSWORD}@index.example/simple", PASSWORD),
    (f"UV_INDEX_ACME_PASSWORD={PASSWORD}", PASSWORD),
    (f"UV_PUBLISH_TOKEN={LETTERS}", LETTERS),
    (f"TWINE_PASSWORD={PASSWORD}", PASSWORD),
    (f"uv publish --token {LETTERS}", LETTERS),
    (f"twine upload --password {PASSWORD} dist/x.whl", PASSWORD),
    (f"twine upload -u ann -p {PASSWORD} dist/x.whl", PASSWORD),
    (f"https://h.example/x?token={PASSWORD}&page=2", PASSWORD),
    (f"https://h.example/x?page=2&api_key={PASSWORD}", PASSWORD),
    (f"https://h.example/x%3Faccess_token%3D{PASSWORD}", PASSWORD),
    (f"https://h.example/cb#access_token={PASSWORD}&state=1", PASSWORD),
    (f"https://b.example/k?X-Amz-Credential={AWS_ID}%2F20261124&X-Amz-Signature={LONG}", LONG),
    (f"https://b.example/k?X-Amz-Security-Token={LONG}&X-Amz-Date=1", LONG),
    (f"https://b.example/k?AWSAccessKeyId={AWS_ID}&Signature={LETTERS}%3D&Expires=1", LETTERS),
    (f"https://a.example/c?sv=2022&se=2026&sr=b&sig={LETTERS}%3D", LETTERS),
    (f"https://g.example/o?X-Goog-Signature={LONG}", LONG),
    (f"AccountName=a;AccountKey={LONG}==;EndpointSuffix=x", LONG),
    (f"SharedAccessSignature=sv=2022&sig={LETTERS}%3D", LETTERS),
    (f"Authorization: Bearer {LETTERS}", LETTERS),
    (f"Authorization: Basic {LETTERS}==", LETTERS),
    (f"{{'Authorization': 'Bearer {LETTERS}'}}", LETTERS),
    (f'{{"authorization": "token {LETTERS}"}}', LETTERS),
    (f"proxy-authorization: Basic {LETTERS}", LETTERS),
    (f"> AUTHORIZATION: bearer {LETTERS}", LETTERS),
    (f"Cookie: session={LETTERS}; theme=dark", LETTERS),
    (f"Set-Cookie: sid={LETTERS}; Path=/; HttpOnly", LETTERS),
    (f"X-Api-Key: {LETTERS}", LETTERS),
    (f"PRIVATE-TOKEN: {LETTERS}", LETTERS),
    (f"JOB-TOKEN: {LETTERS}", LETTERS),
    (f"the token {PYPI} was refused", PYPI),
    (f"bad credentials {GITHUB}", GITHUB),
    (f"bad credentials {GITHUB_APP}", GITHUB_APP),
    (f"bad credentials {GITHUB_FINE}", GITHUB_FINE),
    (f"bad credentials {GITLAB}", GITLAB),
    (f"key id {AWS_ID}", AWS_ID),
    (f"aws_secret_access_key = {AWS_SECRET}", AWS_SECRET),
    (f"AWS_SESSION_TOKEN={LONG}", LONG),
    (f"//registry.example/:_authToken={LETTERS}", LETTERS),
    (f"npm token {NPM}", NPM),
    (f"google {GOOGLE_KEY}", GOOGLE_KEY),
    (f"google {GOOGLE_TOKEN}", GOOGLE_TOKEN),
    (f'"client_secret": "{GOOGLE_SECRET}"', GOOGLE_SECRET),
    (f"jwt {JWT} expired", JWT),
    (PEM.format(""), LONG),
    (PEM.format("RSA "), LONG),
    (PEM.format("OPENSSH "), LONG),
    (PEM.format("EC ").partition("==")[0], LONG),
    (PEM.format("").replace("\n", "\\n"), LONG),
    (f"machine h.example login ann password {PASSWORD}", PASSWORD),
    (f"machine h.example\n  login ann\n  password {PASSWORD}", PASSWORD),
    (f"default login ann password {PASSWORD}", PASSWORD),
    (f"machine h.example password {PASSWORD} login ann", PASSWORD),
    (f"password = {PASSWORD}", PASSWORD),
    (f'{{"password": "{PASSWORD}"}}', PASSWORD),
    (f"password='{PASSWORD} with spaces'", "with spaces"),
]

HARMLESS = [
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "--hash=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "https://h.example/x.whl#sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "git commit 07ad62b0c3ffee0123456789abcdef0123456789",
    "mypy-extensions==1.0.0, black>=24.3,<25",
    "mypy_extensions-1.0.0-py3-none-any.whl",
    "tokenizers-0.19.1-cp311-cp311-manylinux_2_17_x86_64.whl",
    "git@host.example:team/project.git",
    "ssh://git@host.example:22/team/project.git",
    "git+ssh://git@host.example/team/project.git@v1.0",
    "https://user@host.example/simple",
    "https://host.example:8443/simple",
    "https://host.example/@scope/package",
    "Write to ann@host.example or bob@host.example",
    "The sort got key=len and reverse=True",
    "the token bucket is empty",
    "The password is wrong.",
    "Unexpected token: ')' at line 3",
    "error code=5",
    "exit code: 1; code = 1314",
    "https://h.example/x?page=2&sort=name&code_page=1252",
    "The secret of a good cache is its key",
    "machine x86_64 login shell",
    "Authorization failed for this project",
    "0193e2a1-7c00-7000-8000-000000000000",
    "C:\\Users\\ann\\AppData\\Local\\pypi-cache",
    "D:\\cache\\wheels: the file system cannot do this",
    "pypi-server 2.1 listens on http://127.0.0.1:8080",
    "npm_config_cache=/home/ann/.npm",
    "-----BEGIN CERTIFICATE-----",
    "KeyError: 'token'",
    "mkdir -p build/lib",
    "tokenize=True",
]


@pytest.mark.parametrize(("text", "secret"), SECRETS, ids=range(len(SECRETS)))
def test_a_secret_is_removed_and_seen_to_be_removed(text: str, secret: str) -> None:
    clean = redact(text)

    assert secret not in clean
    assert MASK in clean


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("text", [text for text, _ in SECRETS], ids=range(len(SECRETS)))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_what_stands_around_a_secret_stays() -> None:
    assert redact(f"GET https://h.example/x?token={PASSWORD}&page=2 failed") == (
        "GET https://h.example/x?token=****&page=2 failed"
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "a_", "-", "a:", "https://", "https://a:", "?a", "token", "token=", "eyJ" + "a" * 9 + ".",
     "machine a login b ",
     "-----BEGIN " + "PRIVATE KEY-----", "authorization: ", "password ", "a.", "%3A", " \t", "&", "'", "é"],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    redact(text[:1000])
    began = time.process_time()

    redact(text)

    assert time.process_time() - began < 10  # seconds; one that tries again at every place takes hours
