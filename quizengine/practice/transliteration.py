"""Signs of the banks and the working in letters, for an output whose encoding lacks them."""

from __future__ import annotations

import codecs

TRANSLITERATE = "quizengine.spelled"
"""The name under which codecs know how to write such a sign: `text.encode("ascii", SPELLING)`."""

TRANSLITERATIONS = {
    "×": "x", "·": "*", "−": "-", "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-",
    "—": "-", "─": "-", "…": "...", "•": "-", "→": "->", "≤": "<=", "≥": ">=", "⌊": "floor(",
    "⌋": ")", "⌈": "ceil(", "⌉": ")", "²": "^2", "³": "^3",
}  # fmt: skip
"""Each sign in letters that every encoding has; any other is a question mark."""


def _transliterated(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(TRANSLITERATIONS.get(char, "?") for char in lost), error.end


codecs.register_error(TRANSLITERATE, _transliterated)
