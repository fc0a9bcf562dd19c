"""Transliteration to ASCII, for an output whose encoding lacks signs such as × and →."""

from __future__ import annotations

import codecs

TRANSLITERATE = "quizengine.transliterate"
"""The name of the error handler: `text.encode("ascii", TRANSLITERATE)`."""

TRANSLITERATIONS = {
    "×": "x", "·": "*", "−": "-", "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-",
    "—": "-", "─": "-", "…": "...", "•": "-", "→": "->", "≤": "<=", "≥": ">=", "⌊": "floor(",
    "⌋": ")", "⌈": "ceil(", "⌉": ")", "²": "^2", "³": "^3",
}  # fmt: skip
"""Each sign in ASCII; any other sign becomes a question mark."""


def _transliterated(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(TRANSLITERATIONS.get(char, "?") for char in lost), error.end


codecs.register_error(TRANSLITERATE, _transliterated)
