"""Lists of words in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def joined_with_and(words: Sequence[str]) -> str:
    """Return `a`; `a and b`; `a, b and c`; empty for none."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
