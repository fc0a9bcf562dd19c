"""A layer with several conditions is found by meeting the first, then one more at a time."""

from __future__ import annotations

from quizengine.questions.kinds.base import Case
from quizengine.questions.kinds.layer import LayerKey
from quizengine.questions.smaller.question import Smaller
from quizengine.questions.smaller.support import FULL


def layer_steps(key: LayerKey, case: Case, support: int) -> tuple[Smaller, ...]:
    """The question with only the first conditions, one more in each step; none of a single one."""
    words = conditions(key)
    steps: list[Smaller] = []
    for count in range(1 if support == FULL else len(words) - 1, len(words)):
        if not count:
            continue
        listed = "\n".join(f"- {word}" for word in words[:count])
        which = "this condition" if count == 1 else f"these {count} conditions"
        prompt = f"Type a layer that meets {which} alone:\n\n{listed}"
        smaller = key._replace(where=key.where[:count], case=case)
        parts = tuple(range(len(steps)))[-1:]
        steps.append(Smaller(prompt, smaller, f"a layer with {', '.join(words[:count])}", parts))
    return tuple(steps)


def conditions(key: LayerKey) -> list[str]:
    """The conditions in words, as the marking of an answer names them."""
    return [f"{cell.label}: {cell.wanted}" for cell in key.mark(key.right_text).cells]
