"""The answers that are layers: the checks of their fields, and the kind built of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from quizengine.banks.names import check_names, function_names
from quizengine.banks.parsed_value import AnswerFields, ParsedValue, items_of
from quizengine.banks.report import Report
from quizengine.questions.kinds.layer_relations import IS, LAYER, RELATIONS

if TYPE_CHECKING:
    from quizengine.questions.kinds.layer import LayerKind
    from quizengine.questions.kinds.layer_conditions import LayerCondition

_OF_THE_LAYER = ("of", "that")
"""The keys of a condition that speak of what the student typed."""


def check_layer(fields: AnswerFields, known: Collection[str], report: Report) -> frozenset[str]:
    """Report what is wrong with a layer answer beyond its keys."""
    for name in ("input", "example"):
        check_names(fields.get(name), known, report)
    own = set(known) - function_names()
    for condition in items_of(fields, "where"):
        if not isinstance(condition.value, dict):
            continue
        for name, read in condition.value.items():
            of_layer = name in _OF_THE_LAYER
            check_names(read, {*known, LAYER} if of_layer else known, report)
            if of_layer and LAYER in own and read.valid and LAYER in read.value.names:
                message = "'layer' is what the student types, and a name of this question too"
                report.at("taken-name", read.node, message, "Give the question's another name.")
        _check_condition(condition, known, report)
    return frozenset()


def layer(where: Iterable[dict[str, Any]], **fields: Any) -> LayerKind:
    """The kind of a layer answer without problems."""
    from quizengine.questions.kinds.layer import LayerKind

    return LayerKind(where=tuple(map(_condition, where)), **fields)


def _condition(fields: dict[str, Any]) -> LayerCondition:
    from quizengine.questions.kinds.layer_conditions import LayerCondition

    relation = next((name for name in RELATIONS if name in fields), IS)
    return LayerCondition(
        of=fields.get("of"),
        relation=relation,
        bound=fields.get(relation),
        that=fields.get("that"),
        because=fields.get("because", "").rstrip(". "),
        called=fields.get("called", ""),
    )


def _check_condition(condition: ParsedValue, known: Collection[str], report: Report) -> None:
    """A condition compares a value, in one way; or it says what must hold, and why."""
    fields = condition.value
    compared = [name for name in RELATIONS if name in fields]
    message, advice = "", ""
    if "of" in fields and "that" in fields:
        message, advice = "'of' and 'that' are two conditions", "Write each as its own item."
    elif "of" in fields and len(compared) != 1:
        message = "a value is compared in one way"
        advice = "Write one of: 'is: …', 'at least: …', 'at most: …'."
    elif "that" in fields and "because" not in fields:
        message = "the student has to be told what is asked for"
        advice = "Add 'because: …': a student whose layer misses the condition reads it."
    elif "that" in fields and compared:
        message, advice = f"'{compared[0]}' goes with 'of', not with 'that'", "Leave it out."
    elif "of" not in fields and "that" not in fields:
        message = "nothing is asked of the layer here"
        advice = "Write {of: layer.params, is: 3860}, or {that: …, because: …}."
    elif condition.valid and all(
        fields[name].value.names <= set(known) - {LAYER} for name in _OF_THE_LAYER if name in fields
    ):
        message = "this says nothing of what the student types"
        advice = "Name 'layer' in it, as in layer.params or layer.output."
    if message and condition.valid:
        report.at("condition", condition.node, message, advice)
