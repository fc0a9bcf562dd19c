"""How many positions a sliding window has along one axis, and what people get instead.

Formulas: CS231n, "Convolutional Networks", ⌊(W − F + 2P)/S⌋ + 1; with "same" padding ⌈W/S⌉, as
Keras and TensorFlow define it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.arguments import Padding
from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import NO_TERMS, Terms
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.expressions import Number

_REMEMBERED = 256
"""Inputs whose output axes a window remembers."""


class Window:
    """A window that slides: one number per axis for its size, stride, padding and dilation.

    `symbols` has these numbers by symbol, F, S, P, d, or one of each per axis; `product` is the
    formula text of the window's area, `F*F` or `Fh*Fw`. Windows do not change, so one serves all
    layers that are alike in it, and remembers the axes it has been asked for.
    """

    __slots__ = (
        "_known",
        "_recipes",
        "dilation",
        "padding",
        "product",
        "size",
        "strides",
        "symbols",
    )

    def __init__(
        self,
        size: tuple[int, ...],
        strides: tuple[int, ...],
        padding: Padding,
        dilation: tuple[int, ...],
        terms: Terms = NO_TERMS,
    ) -> None:
        self.size = size
        self.strides = strides
        self.padding = padding
        self.dilation = dilation
        sizes, moves = axis_symbols("F", size), axis_symbols("S", strides)
        self.symbols: dict[str, Number] = dict(zip(sizes, size, strict=True))
        self.symbols.update(zip(moves, strides, strict=True))
        word, sides, rates = "", ("",) * len(size), ("",) * len(size)
        if isinstance(padding, str):
            word = padding
        else:
            sides = axis_symbols("P", padding)
            self.symbols.update(zip(sides, padding, strict=True))
        if max(dilation) > 1:
            rates = axis_symbols("d", dilation)
            self.symbols.update(zip(rates, dilation, strict=True))
        self.product = "*".join(sizes)
        self._recipes = _axis_recipes(sizes, moves, sides, rates, word, terms)
        self._known: dict[tuple[int, ...], tuple[Quantity, ...]] = {}

    def axes(self, shape: Shape) -> tuple[Quantity, ...]:
        """The output size along each spatial axis of an input.

        Raises LayerError where the window does not fit into the input.
        """
        spatial = shape[:-1]
        axes = self._known.get(spatial)
        if axes is None:
            symbols = {**dict(zip(AXES[len(spatial)], spatial, strict=True)), **self.symbols}
            axes = tuple([Quantity(recipe, symbols) for recipe in self._recipes])
            for index, quantity in enumerate(axes):
                if quantity < 1:
                    _refuse(self, index, shape, quantity)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[spatial] = axes
        return axes


@lru_cache(maxsize=512)
def window(
    size: tuple[int, ...],
    strides: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    terms: Terms = NO_TERMS,
) -> Window:
    """The window of these numbers, made once."""
    return Window(size, strides, padding, dilation, terms)


class _AxisText(NamedTuple):
    """The symbols of one axis, and what its formula has to mention."""

    axis: str
    size: str
    stride: str
    padding: str
    dilation: str
    word: str


@lru_cache(maxsize=256)
def _axis_recipes(
    sizes: tuple[str, ...],
    strides: tuple[str, ...],
    paddings: tuple[str, ...],
    rates: tuple[str, ...],
    word: str,
    terms: Terms,
) -> tuple[Recipe, ...]:
    axes = zip(AXES[len(sizes)], sizes, strides, paddings, rates, strict=True)
    return tuple(_axis_recipe(_AxisText(*names, word), terms) for names in axes)


def _refuse(window: Window, index: int, shape: Shape, output: int) -> None:
    name = AXIS_NAMES[AXES[len(window.size)][index]]
    pad = 0 if isinstance(window.padding, str) else window.padding[index]
    reach = window.dilation[index] * (window.size[index] - 1) + 1
    padded = f" padded to {shape[index] + 2 * pad}" if pad else ""
    raise LayerError(
        f"a window of {reach} does not fit into an input {name} of {int(shape[index])}{padded}: "
        f"the output {name} would be {int(output)}"
    )


def _axis_recipe(text: _AxisText, terms: Mapping[str, str]) -> Recipe:
    axis, stride = text.axis, text.stride
    label = f"output {AXIS_NAMES[axis]}"
    if text.word in ("same", "causal"):
        why = f'padding="{text.word}" keeps every stride-th position'
        mistakes = tuple(_same_mistakes(text))
        divided = (f"{axis}/{stride}", "the size divided by the stride")
        return Recipe(label, f"ceil({axis}/{stride})", (divided,), mistakes, terms, why)
    reach = f"({text.dilation}*({text.size} - 1) + 1)" if text.dilation else text.size
    room = f"{axis} - {reach}" + (f" + 2*{text.padding}" if text.padding else "")
    source = f"floor(({room})/{stride}) + 1"
    phrases = (
        *reach_phrases(text.size, text.dilation, "window"),
        *room_phrases(room, stride, text.padding),
        (f"floor(({room})/{stride})", "whole strides of the window"),
    )
    mistakes = tuple(_sliding_mistakes(text, reach, room))
    return Recipe(label, source, phrases, mistakes, terms)


def reach_phrases(size: str, rate: str, word: str) -> tuple[tuple[str, str], ...]:
    """What the parts of d·(F − 1) + 1 count, for a window or a kernel; none without a rate."""
    if not rate:
        return ()
    return (
        (f"{size} - 1", f"gaps in the {word}"),
        (f"{rate}*({size} - 1)", f"steps across the {word}"),
        (f"{rate}*({size} - 1) + 1", f"the reach of the dilated {word}"),
    )


def room_phrases(room: str, stride: str, padding: str) -> tuple[tuple[str, str], ...]:
    """What the parts of (H − F + 2·P)/S count; `padding` is empty where there is none."""
    return (
        *(((f"2*{padding}", "places of padding in all"),) if padding else ()),
        (room, "places behind the first window"),
        (f"({room})/{stride}", "the number of strides, unrounded"),
    )


def _sliding_mistakes(text: _AxisText, reach: str, room: str) -> list[Mistake]:
    axis, stride, padding = text.axis, text.stride, text.padding
    mistakes = [
        wrong("no-plus-one", f"floor(({room})/{stride})"),
        wrong("stride-ignored", f"{room} + 1", f"{stride} > 1"),
        wrong("rounded-up", f"ceil(({room})/{stride}) + 1", f"({room}) % {stride} != 0"),
        wrong("fraction-kept", f"({room})/{stride} + 1", f"({room}) % {stride} != 0"),
    ]
    mistakes += [
        wrong("plus-one-inside", f"floor(({room} + 1)/{stride})", f"{stride} > 1", minor=True),
        wrong("size-kept", axis, f"{stride} > 1 or {reach} > 1", minor=True),
    ]
    if not text.dilation:
        mistakes.append(
            wrong(
                "stride-as-window",
                f"floor(({room})/{text.size}) + 1",
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
        mistakes += [
            wrong("dilation-ignored", room_without_dilation(text) + " + 1", window="the window"),
            wrong("dilation-as-holes", f"floor(({room} - {text.size} + 1)/{stride}) + 1"),
            wrong(
                "dilation-as-factor",
                f"floor(({room} - {text.dilation} + 1)/{stride}) + 1",
                minor=True,
            ),
            wrong(
                "dilation-as-stride",
                f"floor(({text.axis} - {text.size}{_padded(text)})/{text.dilation}) + 1",
                f"{text.dilation} > 1 and {stride} == 1",
                minor=True,
            ),
        ]
    return mistakes


def room_without_dilation(text: _AxisText) -> str:
    """The moves of the window as if it had no gaps, divided by the stride."""
    return f"floor(({text.axis} - {text.size}{_padded(text)})/{text.stride})"


def _padded(text: _AxisText) -> str:
    return f" + 2*{text.padding}" if text.padding else ""


def _same_mistakes(text: _AxisText) -> list[Mistake]:
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


def depth_recipe(symbol: str, why: str, mistakes: tuple[Mistake, ...] = ()) -> Recipe:
    """The depth of an output, which is a symbol of the layer: `K` filters, or `D` passed on."""
    return Recipe("output depth", symbol, (), mistakes, why=why)
