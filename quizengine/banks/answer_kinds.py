"""The kinds of answer that a bank can write: their fields, checks and builders in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from quizengine.banks import answer_fields
from quizengine.banks.answer_format import AnswerFormat, check_all_names
from quizengine.banks.format_values import EXPRESSION
from quizengine.banks.layer_answers import check_layer, layer
from quizengine.banks.names import VALUE, check_names
from quizengine.banks.parsed_value import AnswerFields, ParsedValue, items_of, value_of
from quizengine.banks.report import Report
from quizengine.banks.spec_containers import ByKind, ByShape
from quizengine.banks.table_answers import check_table, check_wrong_rows, table, wrong_rows
from quizengine.expressions import STANDARD_FUNCTIONS, Expression
from quizengine.frameworks.vocabulary import EXPORTS
from quizengine.questions.kinds import (
    AnswerKind,
    Claim,
    FormulaKind,
    NumberKind,
    NumberOrShapeKind,
    OneOfKind,
    ShapeKind,
    StatementsKind,
    SymbolRange,
)


def build_kind(answer: Expression | dict[str, Any]) -> AnswerKind:
    """Return the kind of an answer without problems, which was read as plain values."""
    if isinstance(answer, Expression):
        return NumberOrShapeKind(answer)
    fields = dict(answer)
    return ANSWER_KINDS[fields.pop("kind")].build(**fields)


def check_kind(read: ParsedValue | None, known: frozenset[str], report: Report) -> frozenset[str]:
    """Report what is wrong with an answer beyond its keys.

    Return the symbols in which its mistakes are written; none where they are expressions of the
    `known` names.
    """
    if read is None or read.value is None:
        return frozenset()
    if not isinstance(read.value, dict):
        check_names(read, known, report)
        return frozenset()
    answer_format = _format_of(read.value)
    check = check_all_names if answer_format is None else answer_format.check
    return check(read.value, known, report)


def has_mistakes_in_rows(answer: Mapping[str, ParsedValue]) -> bool:
    """Return whether the mistakes about an answer stand with the rows of its table."""
    answer_format = _format_of(answer)
    return answer_format is not None and answer_format.has_mistakes_in_rows


def _format_of(answer: Mapping[str, ParsedValue]) -> AnswerFormat | None:
    return ANSWER_KINDS.get(answer["kind"].value) if "kind" in answer else None


def _check_statements(
    fields: AnswerFields, known: Collection[str], report: Report
) -> frozenset[str]:
    for claim in items_of(fields, "statements"):
        if isinstance(claim.value, dict):
            check_names(claim.value.get("say"), {*known, VALUE}, report)
            _check_hole(claim.value.get("say"), report)
            check_names(claim.value.get("holds"), known, report)
            check_names(claim.value.get("tempting"), known, report)
    return frozenset()


def _check_hole(say: ParsedValue | None, report: Report) -> None:
    """A statement without its value reads the same whether it holds or not."""
    if say is not None and say.valid and VALUE not in say.value.names:
        message = "the value that makes this true or false does not stand in it"
        report.at("no-value", say.node, message, "Write '{{ value }}' where the value belongs.")


def _check_formula(fields: AnswerFields, known: Collection[str], report: Report) -> frozenset[str]:
    """Report what is wrong with a formula; return what its mistakes may name."""
    del known
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
    usable = functions | symbols.keys()
    if symbols:
        check_names(fields.get("value"), usable, report, layers=False)
        check_names(fields.get("where"), usable, report, layers=False)
    return usable


def _check_one_of(fields: AnswerFields, known: Collection[str], report: Report) -> frozenset[str]:
    wrong, choices = value_of(fields, "wrong"), value_of(fields, "choices")
    if wrong and choices is not None and len(wrong) + 1 < choices:
        message = f"{choices} choices need {choices - 1} wrong values; here are {len(wrong)}"
        report.at(
            "out-of-bounds",
            fields["choices"].node,
            message,
            "Add wrong values, or set 'choices' lower.",
        )
    return check_all_names(fields, known, report)


def _estimate(**fields: Any) -> AnswerKind:
    from quizengine.questions.kinds.estimate import EstimateKind

    return EstimateKind(**fields)


def _statements(statements: Sequence[dict[str, Any]]) -> AnswerKind:
    return StatementsKind(tuple(Claim(**{"tempting": (), **claim}) for claim in statements))


def _formula(
    value: Expression, symbols: dict[str, dict[str, Any]], where: tuple[Expression, ...] = ()
) -> AnswerKind:
    ranges = [SymbolRange(name, one["meaning"], one["from"]) for name, one in symbols.items()]
    return FormulaKind(value.source.strip(), tuple(ranges), where)


ANSWER_KINDS: dict[str, AnswerFormat] = {
    each.name: each
    for each in (
        AnswerFormat("number", answer_fields.NUMBER, NumberKind),
        AnswerFormat("shape", answer_fields.SHAPE, ShapeKind),
        AnswerFormat("estimate", answer_fields.ESTIMATE, _estimate),
        AnswerFormat("layer", answer_fields.LAYER, layer, check_layer),
        AnswerFormat("one of", answer_fields.ONE_OF, OneOfKind, _check_one_of),
        AnswerFormat("statements", answer_fields.STATEMENTS, _statements, _check_statements),
        AnswerFormat("table", answer_fields.TABLE, table, check_table),
        AnswerFormat(
            "wrong rows",
            answer_fields.WRONG_ROWS,
            wrong_rows,
            check_wrong_rows,
            has_mistakes_in_rows=True,
        ),
        AnswerFormat("formula", answer_fields.FORMULA, _formula, _check_formula),
    )
}
"""The kinds by name; what reads an answer and the JSON Schema follow from this table."""

ANSWER = ByShape(
    "an answer",
    scalar=EXPRESSION,
    mapping=ByKind("an answer", ANSWER_KINDS),
    advice="Write an expression, in quotes if it begins with [, or a mapping with 'kind:'.",
)
