"""Builds the mistakes that marking looks for from those that a bank lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quizengine.expressions import Expression, Template
from quizengine.questions import OwnMistake


def own_mistakes(
    mistakes: Iterable[dict[str, Any]], *, formulas: bool = False
) -> tuple[OwnMistake, ...]:
    """Return the mistakes of a valid list; with `formulas`, their values are formulas."""
    return tuple(_own_mistake(one, at, formulas) for at, one in enumerate(mistakes, 1))


def _own_mistake(fields: dict[str, Any], index: int, is_formula: bool) -> OwnMistake:
    value: Expression = fields["value"]
    say: Template = fields["say"]
    mistake_id: str = fields.get("id", f"mistake-{index}")
    if is_formula:
        return OwnMistake(mistake_id, None, value.source.strip(), say)
    return OwnMistake(mistake_id, value, "", say)
