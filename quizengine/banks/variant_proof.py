"""Proves variants of one question, one at a time: each text, key, picture and carried answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quizengine.banks.file_text import code_point, control_character_index
from quizengine.banks.problems import quoted
from quizengine.banks.question_problems import KeyPath, QuestionProblems
from quizengine.banks.visible_texts import Texts, intro_texts, part_texts
from quizengine.expressions import ExpressionError
from quizengine.questions import RIGHT, PartVariant, Question, Variant, VariantError
from quizengine.questions.carried_errors import carried_name

_IN_BOTH_FRAMEWORKS = ("ask", "hints", "solution")
"""The texts that show code in the framework of the student's choice."""


class PublishedFlaw(NamedTuple):
    """A flaw of the published case's key, and the key of the bank that it comes from."""

    part: int
    path: KeyPath
    message: str


class VariantProver:
    """Proves variants of one question, and keeps what is only known after several of them."""

    def __init__(self, question: Question, problems: QuestionProblems) -> None:
        self.notes: list[str] = []
        """What is worth knowing and no problem."""
        self.mistakes: set[str] = set()
        """The ids of all mistakes that the variants so far had."""
        self.published_flaw: PublishedFlaw | None = None
        """The first flaw of the published case."""
        self._question = question
        self._problems = problems
        self._key = "id"
        self._part: int | None = None

    def prove(self, number: int) -> bool:
        """Prove one variant; return whether it could be made."""
        self._enter("let")
        try:
            variant = self._question.variant(number)
            self._check_texts(None, number, intro_texts(variant))
            for index, part in enumerate(variant.parts):
                self._prove_part(part, index, variant)
            self._enter("ask")
            if variant.other_framework:
                other = variant.in_framework(variant.other_framework)
                self._check_texts(None, number, intro_texts(other))
                for index, part in enumerate(other.parts):
                    texts = [one for one in part_texts(part) if one[0] in _IN_BOTH_FRAMEWORKS]
                    self._check_texts(index, number, texts)
        except (VariantError, ExpressionError) as error:
            self._add_not_made(error, number)
            return False
        return True

    def _enter(self, key: str, part: int | None = None) -> None:
        """Set the key that is proved next: an error while it is computed is reported there."""
        self._key, self._part = key, part

    def _add_not_made(self, error: VariantError | ExpressionError, number: int) -> None:
        cause = error if isinstance(error, ExpressionError) else error.__cause__
        message = f"{self._context(number)} cannot be made: {error}"
        advice = self._advice(number, "Correct the expression")
        if isinstance(cause, ExpressionError):
            self._problems.add_fault(cause, self._key, self._part, message, advice)
        else:
            self._problems.add("draw", (self._key,), message, advice, part=self._part)

    def _advice(self, number: int, first: str) -> str:
        """Return what to do about a variant; no condition can leave out the published case."""
        if number == 0:
            numbers = ", or the numbers under 'example'" if self._question.vary else ""
            return f"{first}{numbers}."
        return f"{first}, or leave such draws out with a condition under 'where'."

    def _context(self, number: int) -> str:
        context = "the published case" if number == 0 else f"variant {number}"
        return f"{context} of {self._question.id}"

    def _prove_part(self, part: PartVariant, index: int, variant: Variant) -> None:
        number = variant.number
        self._enter("answer", index)
        if not self._check_flaws(part, index, number):
            self._check_key(part, index, number)
        self.mistakes.update(mistake.id for mistake in part.mistakes)
        self._check_texts(index, number, part_texts(part))
        if number == 0:
            self._check_own_mistakes(part, index)
            self._check_expected(part, index)
        if part.spec.picture is not None:
            self._enter("picture", index)
            _ = part.drawables
        if part.spec.carry is not None:
            self._enter("carry", index)
            self._check_carry(part, index, variant)

    def _check_texts(self, part: int | None, number: int, texts: Iterable[Texts]) -> None:
        for key, render in texts:
            self._enter(key, part)
            for text in render():
                if not text.strip():
                    message = f"'{key}' is empty in {self._context(number)}"
                    self._problems.add(
                        "text", (key,), message, "Write what is to be shown.", part=part
                    )
                elif (bad := control_character_index(text)) is not None:
                    shown = f"the control character {code_point(text[bad])}"
                    message = f"'{key}' shows {shown} in {self._context(number)}"
                    self._problems.add(
                        "text", (key,), message, "Take the character out.", part=part
                    )

    def _check_key(self, part: PartVariant, index: int, number: int) -> None:
        outcome = part.mark(part.right_text)
        if outcome.verdict != RIGHT:
            message = (
                f"the key {quoted(part.right_text)} of {self._context(number)} "
                f"is marked {outcome.verdict}"
            )
            self._problems.add("key", ("answer",), message, "", part=index)

    def _check_flaws(self, part: PartVariant, index: int, number: int) -> bool:
        """Report what is wrong with a key by itself; return whether there was anything."""
        flaws, coincidences = part.key.flaws(), part.key.coincidences()
        if number == 0:
            # The published numbers are shown as published, even where two ways coincide.
            for flaw in coincidences:
                self.notes.append(f"{self._context(number)}: {flaw}")
                self.published_flaw = self.published_flaw or PublishedFlaw(
                    index, _path_of_flaw(part, flaw), flaw
                )
        else:
            flaws = (*flaws, *coincidences)
        for flaw in flaws:
            message = f"{self._context(number)}: {flaw}"
            advice = self._advice(number, "Correct the answer")
            self._problems.add("flaw", ("answer",), message, advice, part=index)
        return bool(flaws)

    def _check_own_mistakes(self, part: PartVariant, index: int) -> None:
        """Report each mistake whose value cannot be an answer of this kind."""
        for mistake_index, (_, value) in enumerate(part.key.context.own_mistake_values()):
            message = part.key.mistake_fault(value)
            if message:
                path = ("mistakes", mistake_index, "value")
                advice = "Write the answer of a student who makes the mistake."
                self._problems.add("mistake", path, message, advice, part=index)

    def _check_expected(self, part: PartVariant, index: int) -> None:
        if part.spec.expect is None:
            return
        differs = part.difference(part.spec.expect)
        if differs:
            message = f"{address_in_bank(self._question, part.part_id)}: {differs}"
            advice = "Correct the question, or the value under 'expect' if its source is wrong."
            self._problems.add("expect", ("expect",), message, advice, part=index)

    def _check_carry(self, part: PartVariant, index: int, variant: Variant) -> None:
        earlier = {carried_name(one.part_id): one.key.value for one in variant.parts[:index]}
        carried, wanted = part.carried.value_after(earlier), part.key.value
        if isinstance(carried, (list, tuple)):
            carried = tuple(carried)
        if isinstance(wanted, (list, tuple)):
            wanted = tuple(wanted)
        if carried != wanted:
            message = (
                f"with the right earlier answers, 'carry' comes to {quoted(str(carried))} and the "
                f"answer is {quoted(part.answer_text)} in {self._context(variant.number)}"
            )
            self._problems.add("carry", ("carry",), message, "Make both the same.", part=index)


def address_in_bank(question: Question, part_id: str) -> str:
    """Return `question.part`, or the question's id where the part is the whole question."""
    return f"{question.id}.{part_id}" if part_id else question.id


def _path_of_flaw(part: PartVariant, flaw: str) -> KeyPath:
    """Return the path of the bank's own mistake that a flaw names, else that of the answer."""
    for index, mistake in enumerate(part.spec.mistakes):
        if f"`{mistake.id}`" in flaw:
            return ("mistakes", index, "value")
    return ("answer",)
