"""Everything we say can be translated: the template is current, catalogs are whole, translators' tools are safe."""

from __future__ import annotations

import catalogs


def test_the_template_is_what_the_sources_say() -> None:
    assert catalogs.written(catalogs.template()) == catalogs.template_path().read_bytes(), "run `nox -s catalogs`"
