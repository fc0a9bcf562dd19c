"""The kind `layer`: a layer in Keras or PyTorch; any that meets the conditions is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from quizengine.calculator import Layer, LayerError, Quantity, Shape, Step, Working, working_of
from quizengine.expressions import Expression, ExpressionError, kind_of
from quizengine.frameworks import SourceError
from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.questions.answer_inputs import LayerInput
from quizengine.questions.answer_parsing import MAX_ANSWER
from quizengine.questions.kinds.base import AnswerKey, AnswerKind, BreakdownStep
from quizengine.questions.kinds.layer_conditions import LayerCondition, finding
from quizengine.questions.kinds.layer_relations import LAYER
from quizengine.questions.kinds.shape import shape_value
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.support_levels import FULL
from quizengine.questions.verdict import (
    NONE,
    WRONG,
    CellOutcome,
    Outcome,
    Unreadable,
    right,
    scored,
)

if TYPE_CHECKING:
    from quizengine.frameworks.one_layer import OneLayer

REFUSED = "refused"
"""The id of the outcome for a layer that the framework would not take."""

_EXAMPLE = "type one layer, such as Conv2D(32, 3) or nn.Conv2d(3, 32, 3)"


class LayerKind(AnswerKind):
    """A layer on an input that meets conditions; `example` is one that does."""

    def __init__(
        self,
        input: Expression,  # noqa: A002 - the name it has in a bank
        where: tuple[LayerCondition, ...],
        example: Expression,
    ) -> None:
        self.input = input
        self.where = where
        self.example = example

    def key(self, context: VariantContext) -> LayerKey:
        """Return the key.

        Raises ExpressionError where the input is no shape, or the example no layer.
        """
        return LayerKey(self, context)

    def pictured(self) -> tuple[Expression, ...]:
        """Return nothing: a picture of the example would be the answer."""
        return ()


class LayerKey(AnswerKey):
    """The key of a layer: an input, conditions, and a layer that meets them."""

    kind = "layer"
    practised = "layer"
    """The same, whichever layer is to be written."""

    def __init__(self, kind: LayerKind, context: VariantContext) -> None:
        super().__init__(context)
        self._kind = kind
        self.input = shape_value(kind.input, context.names)
        self.example = self._example()

    def _example(self) -> Layer:
        of = self._kind.example
        example = of.evaluate(self.context.names)
        if not isinstance(example, Layer):
            message = f"the example must be a layer without its input, and is {kind_of(example)}"
            raise ExpressionError(message, of.source)
        try:
            example(self.input)
        except LayerError as error:
            raise ExpressionError(f"the example: {error}", of.source) from None
        return example

    @property
    def answer_input(self) -> LayerInput:
        return LayerInput(str(self.input.plain))

    @property
    def answer(self) -> object:
        """The example's source text by framework."""
        return dict(self._texts())

    @property
    def answer_text(self) -> str:
        """The example in both frameworks; any other layer that meets the conditions is as right."""
        texts = " or ".join(self._texts().values())
        return f"{texts}, or any other that meets the conditions"

    @property
    def right_text(self) -> str:
        """The example's source text, in Keras where it can be."""
        return next(iter(self._texts().values()))

    @property
    def working(self) -> Working:
        """The example, with the working of everything that a condition asks of it."""
        steps = [
            Step(text, f"one that does, in {FRAMEWORKS[name]}")
            for name, text in self._texts().items()
        ]
        layer = self._read(self.right_text)
        names = self.context.names.extended({LAYER: layer})
        for condition, cell in zip(self._kind.where, self._findings(layer), strict=True):
            if condition.of is not None:
                steps.extend(working_of(condition.of.evaluate(names)).steps)
            steps.append(Step(f"{cell.label}: {cell.given}", cell.wanted))
        return Working(tuple(steps))

    def read(self, text: str) -> object:
        try:
            return self._read(text)
        except LayerError as error:
            raise Unreadable(str(error)) from None

    def reading(self, text: str) -> str:
        """Return the class of layer that was read, and its framework. Raises Unreadable."""
        try:
            layer = self._read(text)
        except LayerError:
            # Whether it takes the input is part of the answer, and not of reading it.
            return "= one layer"
        return f"= {layer.applied.layer.kind}, {FRAMEWORKS[layer.framework]}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: a point for every condition that the layer meets."""
        try:
            layer = self._read(text)
        except LayerError as error:
            return Outcome(WRONG, NONE, (REFUSED,), (f"No such layer: {_sentence(str(error))}",))
        cells = self._findings(layer)
        good = sum(1 for cell in cells if cell.right)
        if good == len(cells):
            met = ", ".join(f"{one.label} {one.given}" for one in cells if one.given != "holds")
            return right(f"{met or layer.kind}.", cells=cells)
        said = [cell.say for cell in cells if not cell.right]
        tally = f"{good} of {len(cells)} conditions met"
        return scored(Fraction(good, len(cells)), said, cells, tally)

    def flaws(self) -> Sequence[str]:
        """Return the conditions that the example does not meet."""
        try:
            found = self._findings(self._read(self.right_text))
        except (LayerError, Unreadable) as error:
            return [f"the example {self.right_text} cannot be used: {error}"]
        return [f"the example misses a condition: {one.say}" for one in found if not one.right]

    def difference(self, expected: object) -> str:
        """Return how the expected layer, a text, misses the conditions; empty if it meets them."""
        if not isinstance(expected, str):
            return "`expect` must be a layer's source text, such as Conv2D(32, 3)"
        outcome = self.mark(expected)
        return "" if outcome.score == 1 else f"{expected}: {' '.join(outcome.feedback)}"

    def steps(self, support: int) -> tuple[BreakdownStep, ...]:
        """Return the question with the first condition alone, with the first two, and so on."""
        words = self.conditions()
        steps: list[BreakdownStep] = []
        for count in range(1 if support == FULL else max(len(words) - 1, 1), len(words)):
            joined_with_and = "\n".join(f"- {word}" for word in words[:count])
            which = "this condition" if count == 1 else f"these {count} conditions"
            prompt = f"Type a layer that meets {which} alone:\n\n{joined_with_and}"
            kind = LayerKind(self._kind.input, self._kind.where[:count], self._kind.example)
            key = LayerKey(kind, self.step_context)
            parts = tuple(range(len(steps)))[-1:]
            steps.append(
                BreakdownStep(prompt, key, f"a layer with {', '.join(words[:count])}", parts)
            )
        return tuple(steps)

    def hints(self) -> Iterator[str]:
        """Yield the conditions, then the formulas behind them; numbers would be the answer."""
        from quizengine.questions.target_hints import formula_text

        words = self.conditions()
        yield f"It has to meet: {'; '.join(words)}. Meet the first, then look at the next."
        names = self.context.names.extended({LAYER: self.read(self.right_text)})
        lines = []
        for word, condition in zip(words, self._kind.where, strict=True):
            value = None if condition.of is None else condition.of.evaluate(names)
            formula = formula_text(value) if isinstance(value, (Quantity, Shape)) else ""
            if formula:
                lines.append(f"- {word}: {formula}")
        if lines:
            yield "\n".join(lines)

    def conditions(self) -> list[str]:
        """Return the conditions in words, as the marking of an answer names them."""
        return [f"{cell.label}: {cell.wanted}" for cell in self.mark(self.right_text).cells]

    def _texts(self) -> dict[str, str]:
        """Return the example's source text by framework.

        Raises ExpressionError where neither has such a layer.
        """
        from quizengine.frameworks.one_layer import layer_texts

        texts = layer_texts(self.example, self.input)
        if not texts:
            message = "the example can be written neither in Keras nor in PyTorch"
            raise ExpressionError(message, self._kind.example.source)
        return texts

    def _read(self, text: str) -> OneLayer:
        """Return the layer of a text.

        Raises Unreadable, and LayerError where a framework refuses it.
        """
        from quizengine.frameworks.one_layer import read_layer

        source = text.strip()
        if not source:
            raise Unreadable("nothing was typed")
        if len(source) > MAX_ANSWER:
            raise Unreadable(f"a layer may have at most {MAX_ANSWER} characters")
        if not source.isprintable():
            raise Unreadable("control characters and invisible ones cannot be read")
        try:
            return read_layer(source, self.input)
        except SourceError as error:
            reason = error.reason.removeprefix("this is not Python: ")
            if reason.endswith("?"):
                # It says already what to type.
                raise Unreadable(reason) from None
            raise Unreadable(f"{reason}; {_EXAMPLE}") from None
        except RecursionError:
            raise Unreadable(f"this is nested too deeply; {_EXAMPLE}") from None

    def _findings(self, layer: OneLayer) -> tuple[CellOutcome, ...]:
        names = self.context.names
        return tuple(finding(condition, names, layer) for condition in self._kind.where)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
