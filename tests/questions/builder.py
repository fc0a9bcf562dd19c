"""Questions built in a line, as a bank would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizengine.expressions import Expression, Template
from quizengine.questions import (
    Condition,
    OwnMistake,
    Part,
    PartVariant,
    Question,
    Variable,
    Variant,
)
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
    TableKind,
    TableRow,
)
from quizengine.questions.kinds.estimate import EstimateKind
from quizengine.questions.kinds.layer import LayerKind
from quizengine.questions.kinds.layer_conditions import LayerCondition
from quizengine.questions.kinds.wrong_rows import WrongRowsKind

UNSHARED = "LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])"
SHARED = "Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])"


def expression(source: str) -> Expression:
    return Expression(source)


def number(value: str, unit: str = "", tolerance: str = "") -> NumberKind:
    return NumberKind(Expression(value), unit, Expression(tolerance) if tolerance else None)


def estimate(value: str, factor: str = "2", unit: str = "") -> EstimateKind:
    return EstimateKind(Expression(value), Expression(factor), unit)


def layer(given: str, example: str, *where: LayerCondition) -> LayerKind:
    return LayerKind(Expression(given), where, Expression(example))


def meets(of: str, relation: str, bound: str, called: str = "") -> LayerCondition:
    """A condition that compares a value of the layer."""
    return LayerCondition(Expression(of), relation, Expression(bound), called=called)


def holds(that: str, because: str) -> LayerCondition:
    """A condition that must hold of the layer."""
    return LayerCondition(that=Expression(that), because=because)


def shape(value: str) -> ShapeKind:
    return ShapeKind(Expression(value))


def one_of(right: str, *wrong: str, choices: int = 4) -> OneOfKind:
    return OneOfKind(Expression(right), tuple(map(Expression, wrong)), choices)


def claim(say: str, holds: str, *tempting: str, example: bool = True) -> Claim:
    return Claim(Template(say), Expression(holds), tuple(map(Expression, tempting)), example)


def statements(*claims: Claim) -> StatementsKind:
    return StatementsKind(claims)


def table(
    rows: Mapping[str, str],
    columns: Sequence[str],
    blank: Sequence[str] = (),
    *,
    total: bool = False,
) -> TableKind:
    built = tuple(TableRow(Template(label), Expression(of)) for label, of in rows.items())
    return TableKind(built, tuple(columns), tuple(blank or columns), total)


def misprinted(
    label: str,
    of: str,
    *mistakes: OwnMistake,
    mistake_id: str = "",
    printed: str = "",
    column: str = "params",
) -> TableRow:
    """A row of a table; `mistake_id` or `printed` say how the published case has it wrong."""
    return TableRow(
        Template(label),
        Expression(of),
        ((column, mistake_id),) if mistake_id else (),
        ((column, Expression(printed)),) if printed else (),
        mistakes,
    )


def wrong_rows(
    *rows: TableRow,
    columns: Sequence[str] = ("size", "params"),
    wrong: Sequence[str] = ("params",),
    errors: Sequence[int] = (1, 2),
) -> WrongRowsKind:
    return WrongRowsKind(rows, tuple(columns), tuple(wrong), tuple(errors))


def formula(value: str, symbols: Mapping[str, Sequence[int]], *where: str) -> FormulaKind:
    ranges = tuple(SymbolRange(name, f"what {name} is", tuple(of)) for name, of in symbols.items())
    return FormulaKind(value, ranges, tuple(map(Expression, where)))


def mistake(mistake_id: str, value: str, say: str = "A mistake.") -> OwnMistake:
    return OwnMistake(mistake_id, Expression(value), "", Template(say))


def wrong_formula(mistake_id: str, source: str, say: str = "A mistake.") -> OwnMistake:
    return OwnMistake(mistake_id, None, source, Template(say))


def part(
    part_id: str,
    kind: AnswerKind | str,
    *,
    ask: str = "What comes out?",
    mistakes: Sequence[OwnMistake] = (),
    hints: Sequence[str] = (),
    carry: str = "",
) -> Part:
    return Part(
        part_id,
        Template(ask),
        NumberOrShapeKind(Expression(kind)) if isinstance(kind, str) else kind,
        tuple(map(Template, hints)),
        tuple(mistakes),
        carry=Expression(carry) if carry else None,
    )


def question(
    *parts: Part,
    question_id: str = "q",
    title: str = "A question",
    vary: Mapping[str, tuple[object, Sequence[object]]] | None = None,
    where: Sequence[str] = (),
    let: Mapping[str, str] | None = None,
    distinct: Sequence[str] = (),
) -> Question:
    return Question(
        question_id,
        title,
        parts,
        vary=tuple(Variable(name, *of) for name, of in (vary or {}).items()),
        where=tuple(Condition(Expression(that)) for that in where),
        let=tuple((name, Expression(source)) for name, source in (let or {}).items()),
        distinct=tuple(distinct),
    )


def part_named(variant: Variant, part_id: str) -> PartVariant:
    """The part of a variant with an id."""
    (found,) = [each for each in variant.parts if each.part_id == part_id]
    return found


def only_part(kind: AnswerKind | str, mistakes: Sequence[OwnMistake] = ()) -> PartVariant:
    """The published case of a question of one part."""
    return question(part("", kind, mistakes=mistakes)).variant(0).parts[0]
