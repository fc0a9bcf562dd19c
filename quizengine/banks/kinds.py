"""From a read `answer` to one of the answer kinds."""

from __future__ import annotations

from collections.abc import Callable

from quizengine.banks.layers import check_layer, layer
from quizengine.banks.names import VALUE, check_names
from quizengine.banks.report import Report
from quizengine.banks.spec import Answer, Read, items_of, value_of
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


def build_kind(read: Read) -> Kind:
    """The kind of an answer without problems."""
    if isinstance(read.value, Expression):
        return ValueKind(read.value)
    fields: Answer = read.value
    return _BUILDERS[fields["kind"].value](fields)


def check_kind(read: Read | None, known: frozenset[str], report: Report) -> frozenset[str]:
    """Tell what is wrong with an answer beyond its keys; the names of a formula, else nothing."""
    if read is None or read.value is None:
        return frozenset()
    if not isinstance(read.value, dict):
        check_names(read, known, report)
        return frozenset()
    fields: Answer = read.value
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


def _check_hole(say: Read | None, report: Report) -> None:
    """A statement without its value reads the same whether it holds or not."""
    if say is not None and say.whole and VALUE not in say.value.names:
        message = "the value that makes this true or false does not stand in it"
        report.at("no-value", say.node, message, "Write '{{ value }}' where the value belongs.")


def _check_formula(fields: Answer, report: Report) -> frozenset[str]:
    read = fields.get("symbols")
    symbols: dict[str, Read] = read.value if read is not None and read.value else {}
    functions = frozenset(STANDARD_FUNCTIONS)
    for symbol, one in symbols.items():
        if symbol in EXPORTS:
            message = f"'{symbol}' is a function or layer already"
            report.at("taken-name", one.node, message, "Choose another letter.")
        domain = one.value.get("from") if isinstance(one.value, dict) else None
        if domain is not None and domain.whole and not all(type(v) is int for v in domain.value):
            message = f"'{symbol}' stands for whole numbers; these are not"
            report.at("wrong-type", domain.node, message, "Write 1..64, or [1, 2, 3].")
    known = functions | symbols.keys()
    if symbols:
        check_names(fields.get("value"), known, report, layers=False)
        check_names(fields.get("where"), known, report, layers=False)
    return known


def _check_one_of(fields: Answer, report: Report) -> None:
    wrong, choices = value_of(fields, "wrong"), value_of(fields, "choices")
    if wrong and choices is not None and len(wrong) + 1 < choices:
        message = f"{choices} choices need {choices - 1} wrong values; here are {len(wrong)}"
        report.at(
            "out-of-bounds",
            fields["choices"].node,
            message,
            "Add wrong values, or set 'choices' lower.",
        )


def _number(fields: Answer) -> Kind:
    return NumberKind(
        value=fields["value"].value,
        unit=value_of(fields, "unit", ""),
        tolerance=value_of(fields, "tolerance"),
    )


def _estimate(fields: Answer) -> Kind:
    from quizengine.questions.kinds.estimate import EstimateKind

    return EstimateKind(
        value=fields["value"].value,
        factor=fields["factor"].value,
        unit=value_of(fields, "unit", ""),
    )


def _shape(fields: Answer) -> Kind:
    return ShapeKind(fields["value"].value)


def _one_of(fields: Answer) -> Kind:
    wrong = tuple(one.value for one in items_of(fields, "wrong"))
    return OneOfKind(fields["right"].value, wrong, value_of(fields, "choices"))


def _statements(fields: Answer) -> Kind:
    return StatementsKind(
        tuple(
            Claim(
                say=claim.value["say"].value,
                holds=claim.value["holds"].value,
                tempting=tuple(one.value for one in items_of(claim.value, "tempting")),
                example=claim.value["example"].value,
            )
            for claim in fields["statements"].value
        )
    )


def _formula(fields: Answer) -> Kind:
    return FormulaKind(
        formula=fields["value"].value.source.strip(),
        symbols=tuple(
            SymbolRange(symbol, one.value["meaning"].value, one.value["from"].value)
            for symbol, one in fields["symbols"].value.items()
        ),
        where=tuple(one.value for one in items_of(fields, "where")),
    )


_BUILDERS: dict[str, Callable[[Answer], Kind]] = {
    "number": _number,
    "shape": _shape,
    "one of": _one_of,
    "statements": _statements,
    "table": table,
    "wrong rows": wrong_rows,
    "formula": _formula,
    "estimate": _estimate,
    "layer": layer,
}
