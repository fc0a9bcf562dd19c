"""Transposed convolutions: each input value adds a whole kernel to a larger output.

Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
relationships 13 and 14. PyTorch cuts a padding in numbers off both ends, and adds its
`output_padding`: (H − 1)·S − 2·P + F + O. Keras has a padding in words: ("valid") (H − 1)·S + F,
and at least H·S; ("same") H·S. An `output_padding` that Keras is given, 0 too, replaces that rule.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import Padding
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Trait
from quizengine.calculator.operations.convolution import (
    Convolution,
    convolution_counts,
    filter_depth,
)
from quizengine.calculator.operations.kernels import (
    group_phrases,
    inputs_text,
    outputs_text,
)
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXIS_NAMES, NO_TERMS, Terms
from quizengine.calculator.windows import Window, reach_phrases


class TransposedWindow(Window):
    """The positions of kernels in the output; O is the output padding, if there is any."""

    __slots__ = ()

    def __init__(
        self,
        size: tuple[int, ...],
        strides: tuple[int, ...],
        padding: Padding,
        dilation: tuple[int, ...],
        output_padding: tuple[int, ...] | None,
        terms: Terms = NO_TERMS,
    ) -> None:
        """Take the numbers; `output_padding` is None where none is stated."""
        sides = None if isinstance(padding, str) or not max(padding) else padding
        super().__init__(size, strides, padding, dilation, terms, P=sides, O=output_padding)

    def count_formula(self, index: int, names: tuple[str, ...], terms: Terms) -> CountFormula:
        """Return the output size along one axis."""
        rule = self.padding if isinstance(self.padding, str) else ""
        return _axis_formula(names, rule, terms)

    def refusal(self, index: int, shape: Shape, output: Quantity) -> str:
        """Return why an output size is below 1."""
        cut = isinstance(self.padding, tuple) and self.padding[index]
        why = f": a padding of {cut} on both sides takes all of it away" if cut else ""
        return f"the {output.label} would be {int(output)}{why}"


transposed_window = lru_cache(maxsize=512)(TransposedWindow)
"""Return the window of these numbers, which is made once."""


class TransposedConvolution(Convolution):
    """K kernels, each added once for each input value; in groups, one sees D/G of the channels."""

    trait = Trait.MIXED

    @property
    def depth(self) -> CountFormula:
        """One channel per filter; no mistake adds the padding, which is cut off."""
        return filter_depth(False, self.terms)

    @property
    def sliding(self) -> None:
        """No window slides over the input."""
        return

    def counts(self, shape: Shape) -> Counts:
        """(F·F·D + 1)·K, as in a convolution; the kernel is applied once per input position."""
        rank, kernel, grouped = len(self.window.size), self.window.product, self.groups > 1
        return _counts(rank, kernel, self.use_bias, grouped, self.terms)

    def channel_axes(self, shape: Shape) -> dict[str, int]:
        """The channel axes of the kernel: filters, then input channels, unlike in a convolution."""
        return {"K": self.filters // self.groups, "D": shape.channels}


class _AxisTexts:
    """The texts that the formulas of one axis consist of, empty for a part that is missing.

    `symbols` are those of the axis and its F, S, P, d and O (the output_padding); `rule` is
    Keras's padding, empty for a padding in numbers.
    """

    def __init__(self, symbols: tuple[str, ...], rule: str) -> None:
        self.axis, self.size, self.stride, self.padding, self.rate, self.output_padding = symbols
        self.rule = rule
        self.reach = f"({self.rate}*({self.size} - 1) + 1)" if self.rate else self.size
        self.start = f"({self.axis} - 1)*{self.stride}"
        self.multiplied = f"{self.axis}*{self.stride}"
        self.larger = f"max({self.reach}, {self.stride})"
        # The size from the start of the last kernel.
        self.last_kernel = f"{self.reach} % 2" if rule == "same" else self.reach
        if rule == "valid" and not self.output_padding:
            self.last_kernel = self.larger
        self.formula = (
            self.multiplied if rule == "same" and not self.output_padding else self.total()
        )

    def total(self, **other: str) -> str:
        """Return the sum of the parts, or a wrong formula with other texts for some of them."""
        parts = {
            "start": self.start,
            "padding": f" - 2*{self.padding}" if self.padding else "",
            "last_kernel": self.last_kernel,
            "output_padding": f" + {self.output_padding}" if self.output_padding else "",
            **other,
        }
        return "{start}{padding} + {last_kernel}{output_padding}".format_map(parts)


@lru_cache(maxsize=512)
def _axis_formula(symbols: tuple[str, ...], rule: str, terms: Terms) -> CountFormula:
    text, why = _AxisTexts(symbols, rule), ""
    if rule == "same":
        why = 'padding="same" gives every input value one stride'
        if text.output_padding:
            why = "Keras's rule where output_padding is given, 0 included"
    label = f"output {AXIS_NAMES[text.axis]}"
    return CountFormula(
        label, text.formula, _phrases(text), tuple(_axis_mistakes(text)), terms, why
    )


def _phrases(text: _AxisTexts) -> tuple[tuple[str, str], ...]:
    if text.formula == text.multiplied:
        return ()
    larger = text.last_kernel == text.larger
    word = "the larger of kernel and stride" if larger else "the remainder of the kernel by 2"
    return (
        (f"{text.axis} - 1", "strides from first to last kernel"),
        (text.start, "the start of the last kernel"),
        *reach_phrases(text.size, text.rate, "kernel"),
        *(((f"2*{text.padding}", "positions cut off in all"),) if text.padding else ()),
        *(((text.last_kernel, word),) if text.last_kernel != text.reach else ()),
    )


def _axis_mistakes(text: _AxisTexts) -> list[WrongFormula]:
    found = [_forward(text)]
    if text.rule == "same":
        found += [*_of_output_padding(text), *_of_same(text)]
    elif text.rule == "valid":
        found += _of_output_padding(text)
        assumed = f"({text.formula}) != {text.multiplied}"
        found += [wrong("same-assumed/transposed", text.multiplied, assumed), *_of_start(text)]
    else:
        found += [*_of_start(text), *_of_padding(text), *_of_output_padding(text)]
    if text.rate and text.reach in text.formula:
        plain = text.formula.replace(text.reach, text.size)
        differs = f"({plain}) != ({text.formula})"
        found.append(wrong("dilation-ignored", plain, differs, window="the kernel"))
    return found


def _forward(text: _AxisTexts) -> WrongFormula:
    axis, stride = text.axis, text.stride
    if text.rule == "same":
        return wrong("forward-formula", f"ceil({axis}/{stride})", f"{stride} > 1")
    name = "forward-formula" if text.rule else "forward-formula/torch"
    reach = text.reach if text.rule else text.size
    padded = f" + 2*{text.padding}" if text.padding else ""
    formula = f"floor(({axis} - {reach}{padded})/{stride}) + 1"
    return wrong(name, formula, f"{axis}{padded} >= {reach} > 1")


def _of_start(text: _AxisTexts) -> list[WrongFormula]:
    axis, stride, reach = text.axis, text.stride, text.reach
    together = text.total(start=f"{axis} - 1", last_kernel=reach)
    return [
        wrong("stride-ignored/transposed", together, f"{stride} > 1 and {axis} > 1"),
        wrong("no-minus-one", text.total(start=text.multiplied, last_kernel=reach)),
    ]


def _of_same(text: _AxisTexts) -> list[WrongFormula]:
    valid, jumps = f"{text.start} + {text.larger}", f"{text.stride} > 1 and {text.axis} > 1"
    return [
        wrong("valid-assumed", valid, f"({text.formula}) != ({valid})", padding="same"),
        wrong("size-kept/transposed", text.axis, jumps),
    ]


def _of_padding(text: _AxisTexts) -> list[WrongFormula]:
    padding, scaled = text.padding, text.multiplied
    found = [wrong("size-times-stride", scaled, f"{scaled} != {text.formula}")]
    if padding:
        padded = f"{padding} > 0"
        found += [
            wrong("padding-added", text.total(padding=f" + 2*{padding}"), padded),
            wrong("padding-once/transposed", text.total(padding=f" - {padding}"), padded),
            wrong("padding-ignored/transposed", text.total(padding=""), padded),
        ]
    return found


def _of_output_padding(text: _AxisTexts) -> list[WrongFormula]:
    if not text.output_padding:
        return []
    without, added = text.total(output_padding=""), f"{text.output_padding} > 0"
    if not text.rule:
        return [wrong("output-padding-forgotten/torch", without, added)]
    return [
        wrong("output-padding-forgotten", without, added),
        wrong(
            "output-padding-twice", text.total(output_padding=f" + 2*{text.output_padding}"), added
        ),
    ]


@lru_cache(maxsize=128)
def _counts(rank: int, kernel: str, use_bias: bool, grouped: bool, terms: Terms) -> Counts:
    counts = convolution_counts(rank, kernel, use_bias, grouped, dilated=False, terms=terms)
    weights, inputs = counts.weights.text, inputs_text(rank)
    mistakes = (
        wrong("output-positions-for-cost", f"{weights}*({outputs_text(rank)})"),
        wrong("flops-for-macs", f"2*{weights}*({inputs})"),
        wrong("one-position-cost", weights, f"{inputs} > 1", side="input"),
    )
    phrases = ((weights, "weights"), (inputs, "input positions"), *group_phrases(grouped))
    why = "every input value is multiplied by the whole kernel"
    macs = CountFormula(
        "multiply-accumulates", f"{weights}*({inputs})", phrases, mistakes, terms, why
    )
    return counts._replace(macs=macs)
