"""The value of a plain scalar by the core schema of YAML 1.2, with exact numbers."""

from __future__ import annotations

import re
from fractions import Fraction

# Compiled on the first use: most banks have whole decimal numbers only.
_OCTAL = r"0o[0-7]+"
_HEXADECIMAL = r"0x[0-9a-fA-F]+"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?"
_NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_STARTS = frozenset("0123456789+-.")
_LONGEST = 60
"""The most characters of a number: a longer one is a typo, and converting it takes time."""

_LARGEST_EXPONENT = 40


class NumberRefused(ValueError):
    """A number is too long or has no exact value; the message says which."""


def resolve(text: str) -> str | int | bool | Fraction | None:
    """Return the value of a plain scalar. Raises NumberRefused.

    `012` is 12 in YAML 1.2, 10 in YAML 1.1 and a typo in practice, so it is read as text, as are
    `1_000`, `1:30` and `yes`, which are texts in YAML 1.2 as well.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTS:
        return text
    digits = text[1:] if text[0] in "+-" else text
    if digits.isdigit() and digits.isascii():
        if len(digits) > 1 and digits[0] == "0":
            return text
        return int(_short(text))
    if re.fullmatch(_OCTAL, text) or re.fullmatch(_HEXADECIMAL, text):
        return int(_short(text), 0)
    if found := re.fullmatch(_FLOAT, text):
        exponent = found.group(1)
        if exponent is not None and (len(exponent) > 4 or abs(int(exponent)) > _LARGEST_EXPONENT):
            raise NumberRefused(f"the exponent is larger than {_LARGEST_EXPONENT}")
        return Fraction(_short(text))
    if re.fullmatch(_NOT_FINITE, text):
        raise NumberRefused("infinity and not-a-number have no exact value")
    return text


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise NumberRefused(f"a number has at most {_LONGEST} characters; this has {len(text):,}")
    return text
