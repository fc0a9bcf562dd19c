"""Every text of a variant that a student can meet, with the key of the bank that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizengine.questions import PartVariant, Variant
from quizengine.questions.answer_inputs import AnswerInput, ChoiceInput, StatementsInput, TableInput

Texts = tuple[str, Callable[[], Iterable[str]]]
"""A key, and how the texts that come from it are made."""


def intro_texts(variant: Variant) -> Iterator[Texts]:
    """The text above the parts, where there is one."""
    if variant.question.intro is not None:
        yield "ask", lambda: (variant.intro,)


def part_texts(part: PartVariant) -> Iterator[Texts]:
    """The texts of one part. Making them raises VariantError or ExpressionError."""
    yield "ask", lambda: (part.prompt,)
    yield "hints", lambda: part.hints
    if part.spec.solution is not None:
        yield "solution", lambda: (part.solution,)
    yield "answer", lambda: (part.answer_text, part.working.text, *_shown(part.answer_input))
    yield "mistakes", lambda: [mistake.say for mistake in part.mistakes]


def _shown(answer_input: AnswerInput) -> tuple[str, ...]:
    """What stands beside the box: choices, statements, the labels of rows."""
    match answer_input:
        case ChoiceInput(choices):
            return choices
        case StatementsInput(statements):
            return statements
        case TableInput(_, rows):
            return tuple(row.label for row in rows)
        case _:
            return ()
