"""From a mistake as a bank writes it to the mistake that marking looks for."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.banks.spec import Read, value_of
from quizengine.expressions import Expression, Template
from quizengine.questions import OwnMistake


def own_mistakes(reads: Sequence[Read], *, formulas: bool = False) -> tuple[OwnMistake, ...]:
    """The mistakes of a list without problems; `formulas` where each is a formula of symbols."""
    return tuple(_own_mistake(one.value, at, formulas) for at, one in enumerate(reads, 1))


def _own_mistake(fields: dict[str, Read], index: int, is_formula: bool) -> OwnMistake:
    value: Expression = fields["value"].value
    say: Template = fields["say"].value
    mistake_id: str = value_of(fields, "id", f"mistake-{index}")
    if is_formula:
        return OwnMistake(mistake_id, None, value.source.strip(), say)
    return OwnMistake(mistake_id, value, "", say)
