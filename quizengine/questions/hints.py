"""The hints of a part: the bank's own, and after them those that follow from the key.

Where the bank's own hints lead to the numbers already, no other follows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizengine.questions.kinds.base import AnswerKey

_IN_ASCII = str.maketrans("·×−⌊⌈⌋⌉", "**-(())")
_ARITHMETIC = re.compile(r"[\d(][\d\s.,*+/()-]*[\d)]")
_OPERATION = re.compile(r"[-*+/]")
"""What looks like arithmetic, sign for sign in ASCII: a set of other signs is slow to compile."""


def all_hints(own: Sequence[str], key: AnswerKey) -> tuple[str, ...]:
    """Return a bank's own hints, and the generated ones that say more than these."""
    if own and key.is_reached_by(_arithmetic_in(own)):
        return tuple(own)
    generated = tuple(key.hints())
    if own:
        said = _normalized(" ".join(own))
        generated = tuple(hint for hint in generated[1:] if not _is_said(hint, said))
    return (*own, *generated)


def _arithmetic_in(hints: Sequence[str]) -> list[str]:
    return [
        hint[slice(*match.span())]
        for hint in hints
        for match in _ARITHMETIC.finditer(hint.translate(_IN_ASCII))
        if _OPERATION.search(match[0])
    ]


def _is_said(hint: str, said: str) -> bool:
    """Return whether all that a hint shows in code stands in the bank's own hints."""
    return all(_normalized(shown) in said for shown in re.findall("`([^`]+)`", hint))


def _normalized(text: str) -> str:
    return re.sub(r"[\s`]", "", text.replace("*", "·").replace("×", "·").replace("-", "−"))
