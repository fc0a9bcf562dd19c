"""The outcome of a wrong answer: the mistakes that give it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from quizengine.calculator import Quantity, Shape, WrongAnswer
from quizengine.calculator.quantity import wrong_values
from quizengine.expressions import ExpressionError, Number, formula, number_text
from quizengine.questions.answer_parsing import read_arithmetic
from quizengine.questions.verdict import NONE, WRONG, Outcome, Unreadable

if TYPE_CHECKING:
    from quizengine.calculator.diagnosis.diagnosis import Diagnosis
    from quizengine.calculator.diagnosis.explanations import Explanation
    from quizengine.expressions.formula_diff import FormulaDiff

_MOST_CORRECTED = 2
"""Corrections of typed arithmetic that are named."""


def calculator_mistakes(value: object) -> Sequence[WrongAnswer]:
    """Return the mistakes that the calculator knows about a value: those of a count or a shape."""
    return value.mistakes if isinstance(value, (Quantity, Shape)) else ()


def calculator_mistake_values(value: object) -> list[tuple[str, object]]:
    """Return the id and the value of each of these, without putting a count's into words."""
    if isinstance(value, Quantity):
        return [(mistake.id, wrong) for mistake, wrong in wrong_values(value)]
    return [(mistake.id, mistake.value) for mistake in calculator_mistakes(value)]


def comparable(value: object) -> object:
    """Return a value so that equal shapes are equal: lists as tuples, others as they are."""
    return tuple(value) if isinstance(value, (list, tuple)) else value


def matching(value: object, mistakes: Iterable[WrongAnswer]) -> list[WrongAnswer]:
    """Return the mistakes that give exactly this value, each id once."""
    found: dict[str, WrongAnswer] = {}
    for mistake in mistakes:
        if mistake.value == value:
            found.setdefault(mistake.id, mistake)
    return list(found.values())


def wrong_number_outcome(
    value: object,
    given: Number,
    found: Sequence[WrongAnswer],
    otherwise: str,
    fits: Callable[[Number], bool] | None = None,
) -> Outcome:
    """Return the outcome of a wrong number, given the known mistakes that give it.

    Where there are none, and the value is a count with a formula, a search may find a mutation of
    the formula. `otherwise` is the feedback where nothing explains the number; `fits` is whether
    a number counts as the given one, which may be rounded.
    """
    shown = number_text(given)
    if not isinstance(value, Quantity):
        return named_outcome(shown, found, otherwise)
    if not found:
        from quizengine.calculator.diagnosis.diagnosis import diagnose

        return guessed_outcome(shown, diagnose(value, given, fits), otherwise)
    outcome = named_outcome(shown, found, otherwise, right_formula(value))
    if len(found) > 1 or found[0].written:
        return outcome
    # The author has said what went wrong, and the search finds how the number comes about.
    return outcome._replace(formula_diffs=_contrasts_of_number(value, given, fits))


def typed_arithmetic_outcome(text: str, given: Number, quantity: Quantity) -> Outcome | None:
    """Return the outcome of arithmetic that one correction makes right; None where none does.

    This is no guess, since the arithmetic says more than the number that it comes to.
    """
    from quizengine.calculator.diagnosis.arithmetic_corrections import corrections_of
    from quizengine.expressions.formula_diff import DiffPiece, FormulaDiff, numbers_diff

    try:
        arithmetic = read_arithmetic(text)
        found = corrections_of(arithmetic, quantity)[:_MOST_CORRECTED]
    except (Unreadable, ExpressionError):
        return None
    if not found:
        return None
    written = formula(arithmetic.source).with_numbers({})
    difference = numbers_diff(written, quantity.numbers, quantity.formula)
    yours = (*difference.mine, DiffPiece(f" = {number_text(given)}"))
    say = [f"In your arithmetic {each.say}" for each in found[:1]]
    say += [f"Or {each.say}" for each in found[1:]]
    ids = tuple(dict.fromkeys(each_id for each in found for each_id in each.ids))
    formula_diffs = (FormulaDiff(yours, difference.right),) if right_formula(quantity) else ()
    return Outcome(WRONG, NONE, ids, tuple(say), formula_diffs=formula_diffs)


def named_outcome(
    shown: str, found: Sequence[WrongAnswer], otherwise: str, right: str = ""
) -> Outcome:
    """Return the outcome of a wrong answer, given its text and the mistakes that give it.

    `right` is the right formula in symbols, where it may be shown beside a mistake's.
    """
    if not found:
        return Outcome(WRONG, NONE, (), (otherwise,))
    ids = tuple(mistake.id for mistake in found)
    if len(found) == 1:
        return _single_mistake_outcome(shown, found[0], right)
    bullets = (_bullet(mistake.say, mistake.written) for mistake in found)
    return Outcome(WRONG, NONE, ids, (f"{len(found)} different mistakes give {shown}:", *bullets))


def _single_mistake_outcome(shown: str, mistake: WrongAnswer, right: str) -> Outcome:
    feedback = [mistake.say]
    formula_diffs: tuple[FormulaDiff, ...] = ()
    # A wrong formula that is the number itself takes nothing apart.
    written = "" if mistake.written == shown else mistake.written
    if written and right:
        formula_diffs = (labelled_diff(shown, written, mistake.numbers, right),)
    elif written:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        feedback.append(f"{shown} is {mistake.written}{numbers}.")
    return Outcome(WRONG, NONE, (mistake.id,), tuple(feedback), formula_diffs=formula_diffs)


def guessed_outcome(shown: str, diagnosis: Diagnosis, otherwise: str) -> Outcome:
    """Return the outcome of a wrong answer that no known mistake gives, with a search's guesses."""
    guesses = diagnosis.explanations
    if not guesses:
        return Outcome(WRONG, NONE, (), (otherwise,))
    ids = diagnosis.ids
    if len(guesses) == 1:
        perhaps = (f"Perhaps {guesses[0].say}",)
        return Outcome(
            WRONG, NONE, ids, perhaps, formula_diffs=_contrasts_of_guess(guesses[0]), guess=True
        )
    # The words that all guesses begin with are said once.
    heads = {guess.say.partition(". ")[0] for guess in guesses}
    if len(heads) == 1:
        feedback = [f"Perhaps {heads.pop()}:"]
        says = [guess.say.partition(". ")[2] for guess in guesses]
    else:
        feedback = [f"{shown} comes out in several ways; perhaps one of these is yours:"]
        says = [guess.say for guess in guesses]
    for guess, say in zip(guesses, says, strict=True):
        feedback.append(_bullet(say, guess.derivations[0].written if guess.derivations else ""))
    if diagnosis.total > len(guesses):
        feedback.append("More mistakes give this number too.")
    return Outcome(WRONG, NONE, ids, tuple(feedback), guess=True)


def _contrasts_of_number(
    quantity: Quantity, given: Number, fits: Callable[[Number], bool] | None
) -> tuple[FormulaDiff, ...]:
    """Return the formula of a number that the author explains, where only one gives it."""
    known = {wrong.written: wrong for wrong in quantity.mistakes if wrong.value == given}
    shown = number_text(given)
    if len(known) == 1 and shown not in known:
        [wrong] = known.values()
        return (labelled_diff(shown, wrong.written, wrong.numbers, right_formula(quantity)),)
    if known:
        return ()
    from quizengine.calculator.diagnosis.diagnosis import diagnose

    guesses = diagnose(quantity, given, fits).explanations
    return _contrasts_of_guess(guesses[0]) if len(guesses) == 1 else ()


def _contrasts_of_guess(guess: Explanation) -> tuple[FormulaDiff, ...]:
    return tuple(
        labelled_diff(number_text(each.value), each.written, each.numbers, each.right, each.label)
        for each in guess.derivations
    )


def _bullet(say: str, written: str) -> str:
    return f"• {say} ({written})" if written else f"• {say}"


def labelled_diff(
    value: str, written: str, numbers: str, right: str, head: str = ""
) -> FormulaDiff:
    """Return the formula that gives a number, compared with the right one, where there is one.

    `value` is the number as text; `written` the formula that gives it, `numbers` the same with
    the numbers put in; `head` names the quantity, where it is not the answer itself.
    """
    from quizengine.expressions.formula_diff import DiffPiece, FormulaDiff, formula_diff

    difference = formula_diff(written, right) if right else FormulaDiff((DiffPiece(written),))
    end = "".join(f" = {text}" for text in dict.fromkeys((numbers, value)) if text != written)
    start = (DiffPiece(f"{head} = "),) if head else ()
    return difference._replace(mine=(*start, *difference.mine, DiffPiece(end)))


def right_formula(value: object) -> str:
    """Return the right formula in symbols; empty if it would be the answer, or there is none."""
    if isinstance(value, Quantity) and value.count_formula.is_worked_out:
        return value.formula
    return ""


def merged_mistakes(own: Sequence[WrongAnswer], known: Sequence[WrongAnswer]) -> list[WrongAnswer]:
    """Return the question's own mistakes, then those known otherwise under other ids."""
    ids = {mistake.id for mistake in own}
    return [*own, *(mistake for mistake in known if mistake.id not in ids)]
