"""Every text of a variant that a student can meet, with the key of the bank that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizengine.questions import PartVariant, Variant

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
    yield (
        "answer",
        lambda: (
            part.answer_text,
            part.working.text,
            *part.answer_input.bank_texts(),
        ),
    )
    yield "mistakes", lambda: [mistake.say for mistake in part.mistakes]
