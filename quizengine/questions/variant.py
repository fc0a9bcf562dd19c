"""A variant: a question with its numbers put in, ready to be shown and marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from quizengine.expressions import ExpressionError, Template
from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.questions.carried_errors import CarriedPart, carried_outcome
from quizengine.questions.kinds.base import AnswerKey
from quizengine.questions.question_definition import Part, QuestionDefinition
from quizengine.questions.question_view import NO_ANSWERS, QuestionView
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import RIGHT, UNREADABLE, Outcome, VariantError

if TYPE_CHECKING:
    from quizengine.questions.drawables import Drawable
    from quizengine.questions.scaffolding.question_breakdown import Breakdown


class Variant:
    """A question with its numbers put in.

    `number` is 0 for the published case; `values` are the drawn values by name; `parts` is what
    is asked, in order. `texts` has the names as its texts know them, which may show code in
    another framework; the key and its working are made of `names` and never depend on that.
    """

    def __init__(
        self,
        question: QuestionDefinition,
        number: int,
        values: dict[str, object],
        names: VariantScope,
        texts: VariantScope | None = None,
    ) -> None:
        self.question = question
        self.number = number
        self.values = values
        self._names = names
        self._texts = names if texts is None else texts
        self.parts = tuple([PartVariant(self, part, names, self._texts) for part in question.parts])

    @property
    def framework(self) -> str:
        """The framework in which the texts show their code."""
        return self._texts.framework

    def in_framework(self, framework: str) -> Variant:
        """Return the same draw with its code shown in a framework."""
        if framework == self.framework:
            return self
        texts = self.question.scope(self.values, framework)
        return Variant(self.question, self.number, self.values, self._names, texts)

    @cached_property
    def other_framework(self) -> str:
        """A framework in which the question reads differently; empty where there is none.

        Raises VariantError.
        """
        if not self.question.shows_code:
            return ""
        others = FRAMEWORKS.keys() - {self.framework}
        found = [one for one in others if self.in_framework(one)._asked != self._asked]
        return found[0] if found else ""

    @property
    def _asked(self) -> tuple[str, ...]:
        """What a student reads before answering."""
        return (self.intro, *(part.prompt for part in self.parts))

    @property
    def intro(self) -> str:
        """The text above the parts, Markdown; empty where there is none."""
        return _filled(self.question.intro, self._texts)


class PartVariant(QuestionView):
    """One part of one variant: its text, its key, its help."""

    def __init__(
        self, variant: Variant, part: Part, names: VariantScope, texts: VariantScope
    ) -> None:
        self.spec = part
        self.part_id = part.id
        self._variant = variant
        self._names = names
        self._texts = texts

    @cached_property
    def key(self) -> AnswerKey:
        """The key. Raises VariantError where it has no value."""
        variant = self._variant
        context = variant.question.context(self.spec, self._names, variant.number)
        try:
            return self.spec.kind.key(context)
        except ExpressionError as error:
            raise VariantError(error.message) from error

    @property
    def prompt(self) -> str:
        """What is asked, Markdown."""
        return _filled(self.spec.ask, self._texts)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The hints, Markdown, the gentlest first; the last ones lead to the numbers."""
        # Imported when hints are first wanted: most variants are made to be counted.
        from quizengine.questions.hints import all_hints

        own = [_filled(hint, self._texts) for hint in self.spec.hints]
        return all_hints(own, self.key)

    @property
    def solution(self) -> str:
        """The bank's own solution, Markdown; empty where it has none."""
        return _filled(self.spec.solution, self._texts)

    @property
    def answer(self) -> object:
        """The right answer as plain data."""
        return self.key.answer

    @property
    def drawables(self) -> tuple[Drawable, ...]:
        """The layers and networks a picture of this part may show, what is named first before all.

        Raises VariantError where the author's own choice of a picture has no value, or is none.
        """
        from quizengine.questions.drawables import chosen_drawable, drawables_in

        part = self.spec
        if not part.pictured:
            return ()
        try:
            if part.picture is not None:
                return (chosen_drawable(part.picture, self._names),)
            return drawables_in(part.kind.pictured(), self._names, dict(self._variant.question.let))
        except ExpressionError as error:
            raise VariantError(error.message) from error

    def break_down(
        self, support: int, outcome: Outcome | None = None, known: Sequence[object] = ()
    ) -> Breakdown:
        """Return the smaller questions that lead to the answer, with so much support.

        Where several things are asked for, they lead to the first that is not right in `outcome`;
        what is `known` from earlier parts is not asked again.
        """
        from quizengine.questions.scaffolding.question_breakdown import break_down

        return break_down(self.key, support, outcome, known)

    def formula_in_focus(self, outcome: Outcome | None = None) -> str:
        """The formula that a break-down after this outcome practises; empty where none does."""
        from quizengine.questions.scaffolding.question_breakdown import formula_in_focus

        return formula_in_focus(self.key, outcome)

    @property
    def value(self) -> object:
        """What the right answer is for a later part: a number or a shape, otherwise None."""
        return self.key.value

    @cached_property
    def falls_apart(self) -> bool:
        """Whether there are smaller questions that lead to the answer."""
        from quizengine.questions.scaffolding.question_breakdown import falls_apart

        return falls_apart(self.key)

    @property
    def practised(self) -> str:
        """The formula that is practised; empty where several things are asked, or none."""
        return self.key.practised

    def mark(self, text: str, earlier: Mapping[str, str] = NO_ANSWERS) -> Outcome:
        """Mark a text; `earlier` has the student's own texts for earlier parts, by part id.

        An answer is marked with the right earlier values first, then with the student's own.
        Raises VariantError, whatever the text, only where the bank's own mistakes have no value.
        """
        try:
            outcome = self.key.mark(text)
        except ExpressionError as error:
            raise VariantError(error.message) from error
        if outcome.verdict in (RIGHT, UNREADABLE) or self.spec.carry is None or not earlier:
            return outcome
        parts = self._variant.parts
        before = (other.carried for other in parts[: parts.index(self)])
        carried = carried_outcome(self.carried, before, text, earlier)
        if carried is None:
            return outcome
        return carried._replace(score=max(carried.score, outcome.score))

    def difference(self, expected: object) -> str:
        """Return how the answer differs from an expected one; empty where it does not."""
        return self.key.difference(expected)

    @property
    def carried(self) -> CarriedPart:
        """The part as an error is carried through it."""
        return CarriedPart(self.part_id, self.key, self.spec.carry, self._names)


def _filled(template: Template | None, names: VariantScope) -> str:
    """Return a text with its numbers put in. Raises VariantError."""
    try:
        return "" if template is None else template.render(names)
    except ExpressionError as error:
        raise VariantError(error.message) from error
