"""`python -m howcome.errors`: the commands that need no linker."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
