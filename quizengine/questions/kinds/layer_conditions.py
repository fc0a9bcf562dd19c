"""The conditions on a typed layer, and the feedback where it misses one."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Quantity, WrongAnswer
from quizengine.calculator.layer import LABELS
from quizengine.expressions import (
    Expression,
    ExpressionError,
    Names,
    Number,
    is_number,
    kind_of,
    number_text,
)
from quizengine.questions.kinds.layer_relations import AT_LEAST, AT_MOST, IS, LAYER
from quizengine.questions.value_text import value_text
from quizengine.questions.verdict import CellOutcome
from quizengine.questions.wrong_answers import calculator_mistakes, comparable, matching


class LayerCondition(NamedTuple):
    """A value of the layer compared with a required one, or something that must hold of it.

    `of` and `bound` are compared by `relation`; otherwise `that` must hold, and `because` says
    what it asks for. `called` names the value where it has no name of its own.
    """

    of: Expression | None = None
    relation: str = IS
    bound: Expression | None = None
    that: Expression | None = None
    because: str = ""
    called: str = ""


def finding(condition: LayerCondition, names: Names, layer: object) -> CellOutcome:
    """Return whether a layer meets a condition, as a cell of the outcome.

    `names` has what the condition names besides the layer. A value that the layer does not have
    misses the condition. Raises ExpressionError where the required value is none, or cannot be
    compared.
    """
    with_layer = {**_only(condition, names), LAYER: layer}
    if condition.of is None or condition.bound is None:
        return _held(condition, with_layer)
    wanted = condition.bound.evaluate(names)
    try:
        given = condition.of.evaluate(with_layer)
    except ExpressionError as error:
        name = condition.called or _spelled(condition.of)
        wanted_text = _requirement(condition.relation, wanted)
        say = f"{name[:1].upper()}{name[1:]}: {error.message}."
        return CellOutcome(name, False, "none", wanted_text, say)
    met = _compared(given, condition.relation, wanted, condition.bound)
    name = _name(condition, given)
    shown, wanted_text = value_text(given), _requirement(condition.relation, wanted)
    if met:
        return CellOutcome(name, True, shown, wanted_text, "")
    # The mistakes by which somebody takes this layer for what is asked.
    known = calculator_mistakes(given) if condition.relation == IS else ()
    mistakes = matching(comparable(wanted), known)
    say = " ".join((_missed(condition, name, given, wanted), *map(_guess, mistakes)))
    return CellOutcome(
        name, False, shown, wanted_text, say, tuple(mistake.id for mistake in mistakes)
    )


def _held(condition: LayerCondition, names: Names) -> CellOutcome:
    label = condition.because or "condition"
    holds = False
    # What the layer does not have, it does not meet.
    with suppress(ExpressionError):
        holds = condition.that is not None and bool(condition.that.evaluate(names))
    say = "" if holds else f"Not met: {condition.because}."
    return CellOutcome(label, holds, "holds" if holds else "does not hold", "holds", say)


def _only(condition: LayerCondition, names: Names) -> dict[str, object]:
    """Return the names in a condition with their values, the layer left out."""
    texts = (condition.of, condition.that)
    used = {name for text in texts if text is not None for name in text.names} - {LAYER}
    found: dict[str, object] = {}
    for name in used:
        with suppress(KeyError):
            found[name] = names[name]
    return found


def _compared(given: object, relation: str, wanted: object, bound: Expression) -> bool:
    if relation == IS:
        return comparable(given) == comparable(wanted)
    if not is_number(wanted) or not is_number(given):
        other = wanted if not is_number(wanted) else given
        message = f"`{relation}` compares numbers, and this is {kind_of(other)}"
        raise ExpressionError(message, bound.source)
    return given >= wanted if relation == AT_LEAST else given <= wanted


def _name(condition: LayerCondition, given: object) -> str:
    if condition.called or condition.of is None:
        return condition.called
    if isinstance(given, Quantity) and given.label:
        return given.label
    return _spelled(condition.of)


def _spelled(of: Expression) -> str:
    """Return the last name of `layer.output_shape` in words."""
    return of.source.strip().rpartition(".")[2].replace("_", " ")


def _requirement(relation: str, wanted: object) -> str:
    words = "" if relation == IS else f"{relation} "
    return words + value_text(wanted)


def _missed(condition: LayerCondition, name: str, given: object, wanted: object) -> str:
    """Return how a value misses the required one, and by how much."""
    shown, wanted_text = value_text(given), value_text(wanted)
    if not is_number(given) or not is_number(wanted):
        return f"Its {_being(name)} {shown}; {wanted_text} is asked for."
    counted = name in LABELS.values() and not condition.called
    head = f"It has {shown} {name}" if counted else f"Its {_being(name)} {shown}"
    return f"{head}: {_by_how_much(given, wanted, condition.relation, counted)}."


def _being(name: str) -> str:
    """Return `filters are` or `padding is`."""
    return f"{name} {'are' if name.endswith('s') and not name.endswith('ss') else 'is'}"


def _by_how_much(given: Number, wanted: Number, relation: str, counted: bool) -> str:
    off = number_text(abs(Fraction(given) - Fraction(wanted)))
    side = "more" if given > wanted else "fewer" if counted else "less"
    limit = {IS: "than the {} asked for", AT_MOST: "than the {} allowed"}
    return f"{off} {side} {limit.get(relation, 'than the {} needed').format(number_text(wanted))}"


def _guess(mistake: WrongAnswer) -> str:
    how = f" ({mistake.numbers})" if mistake.numbers else ""
    return f"Did you count it like this{how}? {mistake.say}"
