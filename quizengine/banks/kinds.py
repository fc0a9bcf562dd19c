"""From a read `answer` to one of the answer kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from quizengine.banks.layers import check_layer, layer
from quizengine.banks.names import VALUE, check_names
from quizengine.banks.parsed_value import AnswerFields, ParsedValue, items_of, value_of
from quizengine.banks.report import Report
from quizengine.banks.tables import check_table, check_wrong_rows, table, wrong_rows
from quizengine.expressions import STANDARD_FUNCTIONS, Expression
from quizengine.frameworks.vocabulary import EXPORTS
from quizengine.questions.kinds import (
    Claim,
    FormulaKind,
    Kind,
    NumberKind,
    OneOfKind,
    ShapeKind,
    StatementsKind,
    SymbolRange,
    ValueKind,
)


def build_kind(answer: Expression | dict[str, Any]) -> Kind:
    """The kind of an answer without problems, which was read as plain values."""
    if isinstance(answer, Expression):
        return ValueKind(answer)
    fields = dict(answer)
    return _BUILDERS[fields.pop("kind")](**fields)


def check_kind(read: ParsedValue | None, known: frozenset[str], report: Report) -> frozenset[str]:
    """Tell what is wrong with an answer beyond its keys; the names of a formula, else nothing."""
    if read is None or read.value is None:
        return frozenset()
    if not isinstance(read.value, dict):
        check_names(read, known, report)
        return frozenset()
    fields: AnswerFields = read.value
    kind = fields["kind"].value if "kind" in fields else ""
    if kind == "formula":
        return _check_formula(fields, report)
    if kind == "statements":
        for claim in items_of(fields, "statements"):
            if isinstance(claim.value, dict):
                check_names(claim.value.get("say"), known | {VALUE}, report)
                _check_hole(claim.value.get("say"), report)
                check_names(claim.value.get("holds"), known, report)
                check_names(claim.value.get("tempting"), known, report)
        return frozenset()
    if kind == "layer":
        check_layer(fields, known, report)
        return frozenset()
    if kind == "table":
        check_table(fields, report)
    elif kind == "wrong rows":
        check_wrong_rows(fields, report)
    elif kind == "one of":
        _check_one_of(fields, report)
    check_names(read, known, report)
    return frozenset()


def _check_hole(say: ParsedValue | None, report: Report) -> None:
    """A statement without its value reads the same whether it holds or not."""
    if say is not None and say.valid and VALUE not in say.value.names:
        message = "the value that makes this true or false does not stand in it"
        report.at("no-value", say.node, message, "Write '{{ value }}' where the value belongs.")


def _check_formula(fields: AnswerFields, report: Report) -> frozenset[str]:
    read = fields.get("symbols")
    symbols: dict[str, ParsedValue] = read.value if read is not None and read.value else {}
    functions = frozenset(STANDARD_FUNCTIONS)
    for symbol, one in symbols.items():
        if symbol in EXPORTS:
            message = f"'{symbol}' is already a function or a layer"
            report.at("taken-name", one.node, message, "Choose another letter.")
        domain = one.value.get("from") if isinstance(one.value, dict) else None
        if domain is not None and domain.valid and not all(type(v) is int for v in domain.value):
            message = f"'{symbol}' stands for whole numbers; these are not"
            report.at("wrong-type", domain.node, message, "Write 1..64, or [1, 2, 3].")
    known = functions | symbols.keys()
    if symbols:
        check_names(fields.get("value"), known, report, layers=False)
        check_names(fields.get("where"), known, report, layers=False)
    return known


def _check_one_of(fields: AnswerFields, report: Report) -> None:
    wrong, choices = value_of(fields, "wrong"), value_of(fields, "choices")
    if wrong and choices is not None and len(wrong) + 1 < choices:
        message = f"{choices} choices need {choices - 1} wrong values; here are {len(wrong)}"
        report.at(
            "out-of-bounds",
            fields["choices"].node,
            message,
            "Add wrong values, or set 'choices' lower.",
        )


def _estimate(**fields: Any) -> Kind:
    from quizengine.questions.kinds.estimate import EstimateKind

    return EstimateKind(**fields)


def _statements(statements: Sequence[dict[str, Any]]) -> Kind:
    return StatementsKind(tuple(Claim(**{"tempting": (), **claim}) for claim in statements))


def _formula(
    value: Expression, symbols: dict[str, dict[str, Any]], where: tuple[Expression, ...] = ()
) -> Kind:
    ranges = [SymbolRange(name, one["meaning"], one["from"]) for name, one in symbols.items()]
    return FormulaKind(value.source.strip(), tuple(ranges), where)


_BUILDERS: dict[str, Callable[..., Kind]] = {
    "number": NumberKind,
    "shape": ShapeKind,
    "one of": OneOfKind,
    "statements": _statements,
    "table": table,
    "wrong rows": wrong_rows,
    "formula": _formula,
    "estimate": _estimate,
    "layer": layer,
}
"""What makes each kind; the keys of an answer are the names of what it takes."""
