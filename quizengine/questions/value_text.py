"""A value of any type as it is shown in a choice or a statement."""

from __future__ import annotations

from quizengine.expressions import is_number, number_text


def value_text(value: object) -> str:
    """Return a value as text: 3,860, 14×14×20, yes."""
    if is_number(value):
        return number_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "×".join(value_text(item) for item in value)
    return str(value)
