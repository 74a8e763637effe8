"""Lines break where the readers of a language break them."""

from __future__ import annotations

from howcome.errors.layout import flow


def test_korean_wraps_between_words() -> None:
    lines = list(flow("정션을 사용하거나 두 폴더를 같은 볼륨에 두세요", width=20))

    assert lines == ["정션을 사용하거나 두", "폴더를 같은 볼륨에", "두세요"]
