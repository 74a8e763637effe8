"""Languages are found by any of their names, and what is missing is empty instead of an error."""

from __future__ import annotations

import pytest
from howcome.locales import catalogs as locales


@pytest.mark.parametrize(
    ("wished", "folder"),
    [
        ("de", "de"),
        ("de_AT.UTF-8@euro", "de"),
        ("DE-at", "de"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_BR"),
        ("zh", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("zh_HK.UTF-8", "zh_TW"),
        ("zh-Hans-SG", "zh_CN"),
        ("no", "nb"),
        ("nn_NO", "nb"),
        ("C.UTF-8", "en"),
        ("tlh", None),
        ("", None),
    ],
)
def test_a_language_is_found_by_any_of_its_names(wished: str, folder: str | None) -> None:
    assert locales.find(wished, ["de", "en", "nb", "pt_BR", "zh_CN", "zh_TW"]) == folder


@pytest.mark.parametrize("folder", ["tlh", "", "..", "../locales", "de/../de", "\0", "\udcff"])
def test_a_missing_or_impossible_language_has_no_messages(folder: str) -> None:
    assert locales.catalog(folder, "system") == []
    assert locales.header(folder, "howcome") == {}


def test_languages_are_those_whose_catalogs_are_there() -> None:
    assert all(locales.find(name) == name for name in locales.languages())
