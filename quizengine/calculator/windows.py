"""The number of positions of a sliding window along one axis, and the wrong formulas for it.

Formulas: CS231n, "Convolutional Networks", ⌊(W − F + 2P)/S⌋ + 1; with "same" padding ⌈W/S⌉, as
Keras and TensorFlow define it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.arguments import Padding
from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, NO_TERMS, Terms, axis_symbols
from quizengine.expressions import Number

_CACHE_SIZE = 256
"""The most inputs for which a window caches its output axes."""


class Window:
    """A sliding window: one number per axis for its size, stride, padding and dilation.

    `symbols` has these numbers by symbol: F, S, P and d, or one of each per axis. `product` is
    the formula text of the window's area, `F*F` or `Fh*Fw`. A window is immutable and shared by
    all layers with the same numbers; it caches the output axes of the inputs that it was used on.
    """

    __slots__ = (
        "_cache", "_formulas", "dilation", "padding", "product", "size", "strides", "symbols",
    )  # fmt: skip

    def __init__(
        self,
        size: tuple[int, ...],
        strides: tuple[int, ...],
        padding: Padding,
        dilation: tuple[int, ...],
        terms: Terms = NO_TERMS,
        **more: tuple[int, ...] | None,
    ) -> None:
        """Keep the numbers; `more` has others by letter, None for those that are not set."""
        self.size = size
        self.strides = strides
        self.padding = padding
        self.dilation = dilation
        sides = None if isinstance(padding, str) else padding
        rates = dilation if max(dilation) > 1 else None
        numbers = {"F": size, "S": strides, "P": sides, "d": rates, **more}
        letters = dict.fromkeys(numbers, ("",) * len(size))
        self.symbols: dict[str, Number] = {}
        for letter, values in numbers.items():
            if values is not None:
                letters[letter] = axis_symbols(letter, values)
                self.symbols.update(zip(letters[letter], values, strict=True))
        self.product = "*".join(letters["F"])
        axes = enumerate(zip(AXES[len(size)], *letters.values(), strict=True))
        self._formulas = tuple([self.count_formula(index, names, terms) for index, names in axes])
        self._cache: dict[tuple[int, ...], tuple[Quantity, ...]] = {}

    def count_formula(self, index: int, names: tuple[str, ...], terms: Terms) -> CountFormula:
        """Return the formula of the size along one axis; `names` has the fields of an AxisText."""
        word = self.padding if isinstance(self.padding, str) else ""
        return _axis_formula(AxisText._make((*names, word)), terms)

    def axes(self, shape: Shape) -> tuple[Quantity, ...]:
        """Return the output size along each spatial axis of an input.

        Raises LayerError if the window does not fit into the input.
        """
        spatial = shape[:-1]
        axes = self._cache.get(spatial)
        if axes is None:
            symbols = {**dict(zip(AXES[len(spatial)], spatial, strict=True)), **self.symbols}
            axes = tuple([Quantity(count_formula, symbols) for count_formula in self._formulas])
            for index, quantity in enumerate(axes):
                if quantity < 1:
                    raise LayerError(self.refusal(index, shape, quantity))
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            self._cache[spatial] = axes
        return axes

    def reach(self, index: int) -> int:
        """Return the effective size of the window along an axis, its gaps included."""
        return self.dilation[index] * (self.size[index] - 1) + 1

    def refusal(self, index: int, shape: Shape, output: Quantity) -> str:
        """Return the message for a window that does not fit along an axis."""
        name = AXIS_NAMES[AXES[len(self.size)][index]]
        pad = 0 if isinstance(self.padding, str) else self.padding[index]
        reach = self.reach(index)
        padded = f" padded to {shape[index] + 2 * pad}" if pad else ""
        return (
            f"a window of {reach} does not fit into an input {name} of {int(shape[index])}{padded}:"
            f" the {output.label} would be {int(output)}"
        )


window = lru_cache(maxsize=512)(Window)
"""Return the window of these numbers, which is made once."""


class AxisText(NamedTuple):
    """The symbols of one axis and its window, and `word`, the padding if it is a word.

    A symbol that the window does not have is empty.
    """

    axis: str
    size: str
    stride: str
    padding: str
    dilation: str
    word: str = ""

    @property
    def reach(self) -> str:
        """The formula text of the window's effective size, its gaps included."""
        return f"({self.dilation}*({self.size} - 1) + 1)" if self.dilation else self.size

    def moves(self, reach: str) -> str:
        """Return the formula text of the moves of a window of this effective size, by 1 each."""
        return f"{self.axis} - {reach}" + (f" + 2*{self.padding}" if self.padding else "")

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """What the subformulas of (H − F + 2·P)/S count."""
        moves = self.moves(self.reach)
        return (
            *reach_phrases(self.size, self.dilation, "window"),
            *(((f"2*{self.padding}", "positions of padding in all"),) if self.padding else ()),
            (moves, "single steps the window can take"),
            (f"({moves})/{self.stride}", "the number of strides, unrounded"),
        )


@lru_cache(maxsize=256)
def _axis_formula(text: AxisText, terms: Terms) -> CountFormula:
    axis, stride = text.axis, text.stride
    label = f"output {AXIS_NAMES[axis]}"
    if text.word in ("same", "causal"):
        why = f'padding="{text.word}" keeps every stride-th position'
        mistakes = tuple(_same_mistakes(text))
        divided = (f"{axis}/{stride}", "the size divided by the stride")
        return CountFormula(label, f"ceil({axis}/{stride})", (divided,), mistakes, terms, why)
    strides = f"floor(({text.moves(text.reach)})/{stride})"
    phrases = (*text.phrases, (strides, "whole strides of the window"))
    return CountFormula(label, f"{strides} + 1", phrases, tuple(_sliding_mistakes(text)), terms)


def reach_phrases(size: str, rate: str, word: str) -> tuple[tuple[str, str], ...]:
    """Return what the subformulas of d·(F − 1) + 1 count, in a window or a kernel.

    `rate` is the symbol of the dilation; without one there are none.
    """
    if not rate:
        return ()
    return (
        (f"{size} - 1", f"gaps in the {word}"),
        (f"{rate}*({size} - 1)", f"steps across the {word}"),
        (f"{rate}*({size} - 1) + 1", f"the reach of the dilated {word}"),
    )


def _sliding_mistakes(text: AxisText) -> list[WrongFormula]:
    axis, stride, padding, reach = text.axis, text.stride, text.padding, text.reach
    moves = text.moves(reach)
    mistakes = [
        wrong("no-plus-one", f"floor(({moves})/{stride})"),
        wrong("stride-ignored", f"{moves} + 1", f"{stride} > 1"),
        wrong("rounded-up", f"ceil(({moves})/{stride}) + 1", f"({moves}) % {stride} != 0"),
        wrong("fraction-kept", f"({moves})/{stride} + 1", f"({moves}) % {stride} != 0"),
        wrong("plus-one-inside", f"floor(({moves} + 1)/{stride})", f"{stride} > 1", minor=True),
        wrong("size-kept", axis, f"{stride} > 1 or {reach} > 1", minor=True),
    ]
    if not text.dilation:
        mistakes.append(
            wrong(
                "stride-as-window",
                f"floor(({moves})/{text.size}) + 1",
                f"1 < {text.size} != {stride}",
                minor=True,
            )
        )
    if padding:
        mistakes += [
            wrong(
                "padded-size",
                f"{axis} + 2*{padding}",
                f"{padding} > 0 and ({stride} > 1 or {reach} > 1)",
                minor=True,
            ),
            wrong(
                "padding-once",
                f"floor(({axis} - {reach} + {padding})/{stride}) + 1",
                f"{padding} > 0",
            ),
            wrong("padding-ignored", f"floor(({axis} - {reach})/{stride}) + 1", f"{padding} > 0"),
        ]
    mistakes.append(
        wrong(
            "same-assumed",
            f"ceil({axis}/{stride})",
            f"{reach} > 1 and ({reach} > {stride} or {axis} % {stride} != 0)",
        )
    )
    if text.dilation:
        plain = text.moves(text.size)
        mistakes += [
            wrong("dilation-ignored", f"floor(({plain})/{stride}) + 1", window="the window"),
            wrong("dilation-as-holes", f"floor(({moves} - {text.size} + 1)/{stride}) + 1"),
            wrong(
                "dilation-as-factor",
                f"floor(({moves} - {text.dilation} + 1)/{stride}) + 1",
                minor=True,
            ),
            wrong(
                "dilation-as-stride",
                f"floor(({plain})/{text.dilation}) + 1",
                f"{text.dilation} > 1 and {stride} == 1",
                minor=True,
            ),
        ]
    return mistakes


def _same_mistakes(text: AxisText) -> list[WrongFormula]:
    axis, stride = text.axis, text.stride
    return [
        wrong("stride-ignored/same", axis, f"{stride} > 1"),
        wrong(
            "rounded-down",
            f"floor({axis}/{stride})",
            f"{axis} % {stride} != 0",
            minor=True,
            setting=f'padding="{text.word}"',
        ),
        wrong(
            "valid-assumed",
            f"floor(({axis} - {text.size})/{stride}) + 1",
            f"{axis} >= {text.size} > 1 and ({text.size} > {stride} or {axis} % {stride} != 0)",
            padding=text.word,
        ),
    ]


def depth_formula(symbol: str, why: str, mistakes: tuple[WrongFormula, ...] = ()) -> CountFormula:
    """Return the formula of an output depth that is a symbol: `K` filters, or the input's `D`."""
    return CountFormula("output depth", symbol, (), mistakes, why=why)
