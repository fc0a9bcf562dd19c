"""Every text of a variant that a student can meet, with the key of the bank that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizengine.questions import Posed, Variant
from quizengine.questions.forms import ChoiceForm, Form, StatementsForm, TableForm

Texts = tuple[str, Callable[[], Iterable[str]]]
"""A key, and how the texts that come from it are made."""


def intro_texts(variant: Variant) -> Iterator[Texts]:
    """The text above the parts, where there is one."""
    if variant.question.intro is not None:
        yield "ask", lambda: (variant.intro,)


def part_texts(posed: Posed) -> Iterator[Texts]:
    """The texts of one part. Making them raises VariantError or ExpressionError."""
    yield "ask", lambda: (posed.prompt,)
    yield "hints", lambda: posed.hints
    if posed.part.solution is not None:
        yield "solution", lambda: (posed.solution,)
    yield "answer", lambda: (posed.answer_text, posed.working.text, *_shown(posed.form))
    yield "mistakes", lambda: [mistake.say for mistake in posed.mistakes]


def _shown(form: Form) -> tuple[str, ...]:
    """What stands beside the box: choices, statements, the labels of rows."""
    match form:
        case ChoiceForm(choices):
            return choices
        case StatementsForm(statements):
            return statements
        case TableForm(_, rows):
            return tuple(row.label for row in rows)
        case _:
            return ()
