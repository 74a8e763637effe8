# ruff: noqa: E501, RUF001 -- texts hold full-width punctuation and letters that look like others
"""What was written in one encoding and read in another is recognized where it is a known message."""

from __future__ import annotations

import time

import pytest
from howcome.errors import recognize, recognize_lines

SAID = {
    "ru": ("Отказано в доступе.", "ERROR_ACCESS_DENIED"),
    "uk": ("Не вдається знайти вказаний файл.", "ERROR_FILE_NOT_FOUND"),
    "ja": ("指定されたファイルが見つかりません。", "ERROR_FILE_NOT_FOUND"),
    "zh-CN": ("系统找不到指定的文件。", "ERROR_FILE_NOT_FOUND"),
    "zh-TW": ("系統找不到指定的檔案。", "ERROR_FILE_NOT_FOUND"),
    "ko": ("지정된 파일을 찾을 수 없습니다.", "ERROR_FILE_NOT_FOUND"),
    "de": ("Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.", "ERROR_SHARING_VIOLATION"),
    "fr": ("Le fichier spécifié est introuvable.", "ERROR_FILE_NOT_FOUND"),
    "pl": ("Nie można odnaleźć określonego pliku.", "ERROR_FILE_NOT_FOUND"),
    "cs": ("Systém nemůže nalézt uvedený soubor.", "ERROR_FILE_NOT_FOUND"),
    "hu": ("A rendszer nem találja a megadott fájlt.", "ERROR_FILE_NOT_FOUND"),
    "tr": ("Sistem belirtilen dosyayı bulamıyor.", "ERROR_FILE_NOT_FOUND"),
}  # fmt: skip
# Language, written in, read in.
MISREAD = [
    *((language, "utf-8", "cp1252") for language in ("ru", "uk", "ja", "zh-CN", "zh-TW", "ko", "fr", "pl", "cs", "hu", "tr")),
    *((language, "utf-8", "gbk") for language in ("ja", "zh-CN", "ru")),
    *((language, "utf-8", "cp437") for language in ("ru", "ja", "zh-CN", "fr")),
    ("ru", "utf-8", "cp1251"), ("ru", "utf-8", "cp866"),
    ("ja", "utf-8", "cp932"), ("zh-TW", "utf-8", "big5"), ("ko", "utf-8", "cp949"),
    ("ru", "cp1251", "cp866"), ("uk", "cp1251", "cp866"), ("ru", "cp866", "cp1251"), ("ru", "cp1251", "cp1252"), ("ru", "cp866", "cp1252"),
    ("ja", "cp932", "cp1252"), ("zh-CN", "gbk", "cp1252"), ("zh-TW", "big5", "cp1252"), ("ko", "cp949", "cp1252"),
    ("ja", "cp932", "cp437"), ("zh-CN", "gbk", "cp437"), ("ja", "cp932", "gbk"),
    ("pl", "cp1250", "cp852"), ("cs", "cp1250", "cp852"), ("hu", "cp1250", "cp852"), ("pl", "cp1250", "cp1252"), ("cs", "cp852", "cp1252"),
    ("fr", "cp1252", "cp850"), ("fr", "cp1252", "cp437"), ("fr", "cp850", "cp1252"), ("tr", "cp1254", "cp857"),
]  # fmt: skip


def misread(text: str, written: str, read: str) -> str:
    return text.encode(written).decode(read, "replace")


@pytest.mark.parametrize(("language", "written", "read"), MISREAD)
def test_a_misread_message_is_recognized(language: str, written: str, read: str) -> None:
    said, symbol = SAID[language]
    text = f"copy: C:\\x: {misread(said, written, read)}\n"

    (finding,) = recognize(text, platform="windows")

    assert (finding.symbol, finding.language) == (symbol, language)
    assert text[slice(*finding.span)] == finding.matched
    assert "copy" not in finding.matched


@pytest.mark.parametrize(("language", "written", "read"), [each for each in MISREAD if each[1:] != ("cp932", "gbk")])
def test_a_misread_message_is_found_in_a_log(language: str, written: str, read: str) -> None:
    said, symbol = SAID[language]
    lines = (
        ["12:00 fine, nothing to see\n"] * 300 + [f"copy: C:\\x: {misread(said, written, read)}\n"] + ["fine\n"] * 300
    )

    assert [(finding.symbol, finding.line) for finding in recognize_lines(lines, "windows")] == [(symbol, 301)]


@pytest.mark.parametrize("lost", ["?", "\ufffd"])
def test_a_message_whose_accents_were_lost_is_recognized(lost: str) -> None:
    said = "Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus."

    assert recognize("".join(each if each.isascii() else lost for each in said))[0].symbol == "ERROR_SHARING_VIOLATION"


@pytest.mark.parametrize(
    "text",
    [
        "Größe geprüft, Gerät für Prüfung ausgewählt, schöne Grüße",
        "パッケージをダウンロードしました。キャッシュに保存します。",
        "Установка завершена, всё прошло хорошо.",
        "正在下载软件包，请稍候。已完成百分之五十。",
        "Ð¿Ð°ÐºÐµÑ ÑÑÑÐ°Ð½Ð¾Ð²Ð»ÐµÐ½",
        "├┤┬┴┼ ▒▒▒▒▓▓▓▓████ 50%",
        "é" * 5000,
    ],
)
def test_what_is_no_message_stays_what_it_is(text: str) -> None:
    assert recognize(text) == []


@pytest.mark.parametrize("piece", ["Ð", "├®", "绯荤粺", "╬Єърчрэю ", "Â\u0080", "ã\u0081", "縺", "\ufffd"])
def test_undoing_takes_time_that_grows_with_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (f"{piece * 20}\n" * (size // len(piece) // 20 + 1))[:size]
        start = time.process_time()
        recognize(text)
        return time.process_time() - start

    recognize(piece)
    assert seconds(60_000) < 40 * max(seconds(6_000), 0.02)
