"""The kind `statements`: tick all that hold; each is marked by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape, Step, Working, WrongAnswer
from quizengine.expressions import Expression, ExpressionError, Template, is_number, number_text
from quizengine.questions.answer_inputs import StatementsInput
from quizengine.questions.answer_parsing import MAX_ANSWER
from quizengine.questions.count_wording import count_question, with_clause
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.distractors import distractors
from quizengine.questions.kinds.table_cells import quantity_worked
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.targets import Target
from quizengine.questions.value_text import value_text
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import CellOutcome, Outcome, Unreadable, scored
from quizengine.questions.wrong_answers import calculator_mistakes, matching


class Claim(NamedTuple):
    """A statement with a hole `{{ value }}`: the value that makes it hold, and tempting ones.

    `example` says whether the published case uses the value that holds, or the first tempting.
    Without tempting ones they are what the mistakes known for the value give.
    """

    say: Template
    holds: Expression
    tempting: tuple[Expression, ...]
    example: bool


class Statement(NamedTuple):
    """A claim with a value put in, and the mistakes that the value was taken from."""

    text: str
    holds: bool
    used: object
    true_value: object
    mistakes: tuple[WrongAnswer, ...] = ()


class StatementsKind(AnswerKind):
    """Claims; the variant draws which of them hold."""

    def __init__(self, claims: tuple[Claim, ...]) -> None:
        self.claims = claims

    def key(self, context: VariantContext) -> StatementsKey:
        """Return the key. Raises ExpressionError where a claim has no value."""
        drawn = [(claim, *_true_and_false(claim, context)) for claim in self.claims]
        free = [index for index, (_, _, false) in enumerate(drawn) if false]
        truths = self._truths(context, free)
        statements = tuple(
            _statement(claim, value, () if truths[index] else false, context, f"claim {index}")
            for index, (claim, value, false) in enumerate(drawn)
        )
        always = tuple(index + 1 for index in range(len(self.claims)) if index not in free)
        return StatementsKey(statements, always, context)

    def collides(self, context: VariantContext) -> bool:
        """Return whether a tempting value is the true one, so that the statement would hold."""
        self.key(context)
        for claim in self.claims:
            true_text = value_text(claim.holds.evaluate(context.names))
            if any(
                value_text(each.evaluate(context.names)) == true_text for each in claim.tempting
            ):
                return True
        return False

    def _truths(self, context: VariantContext, free: Sequence[int]) -> list[bool]:
        """Return which claims hold in this variant; of several `free` ones, some but not all."""
        if context.number == 0:
            return [claim.example for claim in self.claims]
        truths = [True] * len(self.claims)
        if not free:
            return truths
        # Neither all nor none of the free claims hold, where there are several.
        subsets = 1 << len(free)
        pattern = (
            context.chance("truths", subsets - 2) + 1 if len(free) > 1 else context.chance("t", 2)
        )
        for bit, index in enumerate(free):
            truths[index] = bool(pattern >> bit & 1)
        return truths


def _true_and_false(claim: Claim, context: VariantContext) -> tuple[object, Sequence[WrongAnswer]]:
    """Return the value that makes a claim hold, and false ones: as listed, or from mistakes."""
    value = claim.holds.evaluate(context.names)
    if claim.tempting:
        return value, [WrongAnswer("", each.evaluate(context.names), "") for each in claim.tempting]
    value = context.traced(claim.holds, value)
    return value, distractors(context.own_wrong_answers, value)


def _statement(
    claim: Claim, value: object, false: Sequence[WrongAnswer], context: VariantContext, label: str
) -> Statement:
    """Return a claim with its value put in, or with one of the false ones where there are any."""
    if not false:
        return Statement(_filled(claim.say, value, context.names), True, value, value)
    used = false[0 if context.number == 0 else context.chance(label, len(false))]
    holds = value_text(used.value) == value_text(value)
    text = _filled(claim.say, used.value, context.names)
    return Statement(text, holds, used.value, value, (used,))


def _filled(say: Template, value: object, names: VariantScope) -> str:
    return say.render(names.extended({"value": value}))


class StatementsKey(AnswerKey):
    """The key of a set of statements; no false value is known for the numbers in `always`."""

    kind = "statements"
    certain_texts = ()

    def __init__(
        self, statements: tuple[Statement, ...], always: tuple[int, ...], context: VariantContext
    ) -> None:
        super().__init__(context)
        self.statements = statements
        self.always = always

    @property
    def answer_input(self) -> StatementsInput:
        return StatementsInput(tuple(statement.text for statement in self.statements))

    @property
    def answer(self) -> list[int]:
        """The numbers, from 1, of the statements that hold."""
        return [number for number, statement in enumerate(self.statements, 1) if statement.holds]

    @property
    def right_text(self) -> str:
        return ", ".join(map(str, self.answer)) or "none"

    @property
    def working(self) -> Working:
        """Each statement's truth, with the count it is about."""
        steps: list[Step] = []
        for number, statement in enumerate(self.statements, 1):
            note = "holds" if statement.holds else "does not hold"
            steps.append(Step(f"{number}. {_worked(statement.true_value)}", note))
        steps.append(Step(f"Statements that hold: {self.right_text}"))
        return Working(tuple(steps))

    def read(self, text: str) -> object:
        return sorted(self._ticked(text))

    def reading(self, text: str) -> str:
        return f"= {', '.join(map(str, sorted(self._ticked(text)))) or 'none of them'}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: a point for every statement judged rightly."""
        ticked = self._ticked(text)
        cells = tuple(
            _mark_statement(number, statement, number in ticked)
            for number, statement in enumerate(self.statements, 1)
        )
        score = Fraction(sum(1 for cell in cells if cell.right), len(cells))
        said = [f"{cell.label}: {cell.say}" for cell in cells if not cell.right]
        return scored(score, said or ["Every statement is judged rightly."], cells)

    def flaws(self) -> Sequence[str]:
        """Return a problem for statements that read the same, and for those that always hold."""
        texts = [statement.text for statement in self.statements]
        found = [f"two statements both read “{text}”" for text in sorted(set(texts))
                 if texts.count(text) > 1]  # fmt: skip
        return found + [
            f"statement {number} always holds: no mistake is known for its value, "
            "so false ones have to be listed under `tempting`"
            for number in self.always
        ]

    def difference(self, expected: object) -> str:
        if not isinstance(expected, (list, tuple)):
            return "`expect` must be the numbers of the statements that hold, such as [3, 4]"
        if list(expected) == self.answer:
            return ""
        return f"statements {self.answer} hold, and {list(expected)} are expected"

    def targets(self) -> list[Target]:
        """Return the count or shape that each statement is about."""
        found = []
        for number, statement in enumerate(self.statements, 1):
            value = statement.true_value
            if isinstance(value, (Quantity, Shape)):
                label = value.label if isinstance(value, Quantity) else "shape"
                name = f"Statement {number}"
                ask = with_clause(count_question(label), "whatever the statement says")
                found.append(Target(value, name, name, ask, statement.text))
        return found

    def _ticked(self, text: str) -> set[int]:
        plain = text.strip().lower()
        if len(plain) > MAX_ANSWER:
            raise Unreadable(f"an answer may have at most {MAX_ANSWER} characters")
        if plain in ("none", "none of them", "-"):
            return set()
        words = re.sub(r"[\[\]{}(),;]|\band\b", " ", plain).split()
        if not words:
            raise Unreadable("type the numbers of all statements that hold, or none")
        ticked: set[int] = set()
        for word in words:
            if not (word.isascii() and word.isdigit()) or len(word) > 3:
                raise Unreadable(f"“{_shown(word)}” is not the number of a statement")
            number = int(word)
            if not 1 <= number <= len(self.statements):
                raise Unreadable(f"there are statements 1 to {len(self.statements)}, not {number}")
            ticked.add(number)
        return ticked


def _shown(word: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in word[:20])


def _worked(value: object) -> str:
    """Return the value a statement is about; of a count with its working, or the reason for it."""
    if isinstance(value, Quantity):
        if value.count_formula.is_computed:
            return quantity_worked(value)
        return (
            f"{number_text(int(value))}: {value.count_formula.why}"
            if value.count_formula.why
            else str(value)
        )
    return value_text(value)


def _mistakes_about(statement: Statement) -> list[WrongAnswer]:
    named = [mistake for mistake in statement.mistakes if mistake.id]
    try:
        return named or matching(statement.used, calculator_mistakes(statement.true_value))
    except ExpressionError:
        return []


def _instead(statement: Statement) -> str:
    """Return what is true instead, where the statement is about a number or a shape."""
    value = statement.true_value
    if not (is_number(value) or isinstance(value, (list, tuple))):
        return ""
    return f": it is {value_text(value)}, not {value_text(statement.used)}"


def _mark_statement(number: int, statement: Statement, ticked: bool) -> CellOutcome:
    good = ticked == statement.holds
    say = ""
    named: Sequence[WrongAnswer] = ()
    if not good and statement.holds:
        say = "this one holds."
    elif not good:
        named = _mistakes_about(statement)
        say = named[0].say if named else f"this one does not hold{_instead(statement)}."
    given = "holds" if ticked else "does not hold"
    wanted = "holds" if statement.holds else "does not hold"
    ids = tuple(mistake.id for mistake in named)
    return CellOutcome(f"Statement {number}", good, given, wanted, say, ids)
