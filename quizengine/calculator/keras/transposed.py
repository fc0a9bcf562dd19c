"""Transposed convolutions: each input value puts a whole kernel into a larger output.

Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
relationship 13, with Keras's rules for "same" and for `output_padding`: ("valid") (H − 1)·S + F,
and at least H·S; ("same") H·S. An `output_padding` that is given, 0 too, replaces that rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, NamedTuple

from quizengine.calculator.arguments import activation_of, padding_of, per_axis, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.convolution_counts import convolution_recipe
from quizengine.calculator.keras.old_convolution import FILTER_DEPTH, check_rank, output_symbols
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.calculator.windows import reach_phrases

_TERMS = {"O": "output_padding"}


class _Transposed(OldLayer):
    """What the transposed convolutions share."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "filters", "kernel_size", "strides", "dilation_rate", "use_bias"}
    )
    rank: ClassVar[int]

    filters: int
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: str
    output_padding: tuple[int, ...] | None = None
    dilation_rate: tuple[int, ...]
    activation: str | None
    use_bias: bool

    def __init__(
        self,
        filters: object,
        kernel_size: object,
        strides: object = 1,
        padding: object = "valid",
        output_padding: object = None,
        data_format: object = None,
        dilation_rate: object = 1,
        activation: object = None,
        use_bias: object = True,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)
        if not isinstance(padding, str):
            raise LayerError('the padding of a transposed convolution is "valid" or "same"')
        self._keep(
            filters=whole("filters", filters),
            kernel_size=per_axis("kernel_size", kernel_size, self.rank),
            strides=per_axis("strides", strides, self.rank),
            padding=padding_of(padding, self.rank, ("valid", "same")),
            dilation_rate=per_axis("dilation_rate", dilation_rate, self.rank),
            activation=activation_of(activation),
            use_bias=truth("use_bias", use_bias),
        )
        if output_padding is not None:
            self._keep_output_padding(per_axis("output_padding", output_padding, self.rank, 0))
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise LayerError("strides above 1 and a dilation_rate above 1 do not go together")

    def _keep_output_padding(self, output_padding: tuple[int, ...]) -> None:
        for more, stride in zip(output_padding, self.strides, strict=True):
            if more >= stride:
                raise LayerError(
                    f"output_padding must be less than the strides, and {more} is not "
                    f"less than {stride}"
                )
        self._keep(output_padding=output_padding)

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, d and O (output_padding) of the window; K filters."""
        check_rank(self.kind, shape, self.rank)
        symbols = super().symbols(shape)
        symbols["K"] = self.filters
        for letter, values in self._letters():
            symbols.update(zip(axis_symbols(letter, values), values, strict=True))
        return symbols

    def _letters(self) -> list[tuple[str, tuple[int, ...]]]:
        letters = [("F", self.kernel_size), ("S", self.strides)]
        if max(self.dilation_rate) > 1:
            letters.append(("d", self.dilation_rate))
        if self.output_padding is not None:
            letters.append(("O", self.output_padding))
        return letters

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis spread by the stride, one channel per filter."""
        named = {letter: axis_symbols(letter, values) for letter, values in self._letters()}
        axes = []
        for index, axis in enumerate(AXES[self.rank]):
            letters = tuple([(letter, each[index]) for letter, each in named.items()])
            quantity = Quantity(_axis_recipe(axis, letters, self.padding), symbols)
            if quantity < 1:
                raise LayerError(f"the output {AXIS_NAMES[axis]} would be {int(quantity)}")
            axes.append(quantity)
        depth = Quantity(FILTER_DEPTH, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "K"))

    def recipe(self, quantity: str) -> Recipe:
        """(F·F·D + 1)·K, as in a convolution; the kernel is applied once per input position."""
        kernel = "*".join(axis_symbols("F", self.kernel_size))
        if quantity == "macs":
            return _cost_recipe(self.rank, kernel)
        return convolution_recipe(quantity, self.rank, kernel, self.use_bias, grouped=False)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(*kernel_size, filters, input channels)`: the two are the other way round."""
        axes = tuple(f"F{axis.lower()}" for axis in AXES[self.rank])
        return Shape([*self.kernel_size, self.filters, shape.channels], (*axes, "K", "D"))

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(input channels, filters, *kernel_size)`."""
        axes = tuple(f"F{axis.lower()}" for axis in AXES[self.rank])
        return Shape([shape.channels, self.filters, *self.kernel_size], ("D", "K", *axes))


class Conv1DTranspose(_Transposed):
    """A transposed convolution along one axis of an `L×D` input."""

    rank = 1


class Conv2DTranspose(_Transposed):
    """A transposed convolution along height and width of an `H×W×D` input."""

    rank = 2


class Conv3DTranspose(_Transposed):
    """A transposed convolution along three axes of a `T×H×W×D` input."""

    rank = 3


class _Axis(NamedTuple):
    """The texts that the formulas of one axis are made of."""

    axis: str
    stride: str
    reach: str
    """How far the kernel reaches, with its gaps."""
    size: str
    more: str
    """The output_padding; empty where none is given."""
    padding: str

    @property
    def last(self) -> str:
        """Where the last kernel starts."""
        return f"({self.axis} - 1)*{self.stride}"

    @property
    def grown(self) -> str:
        """What comes behind that start, where an output_padding is given; it is left out."""
        return self.reach if self.padding == "valid" else f"{self.reach} % 2"

    @property
    def valid(self) -> str:
        """The size with padding="valid" and no output_padding."""
        return f"{self.last} + max({self.reach}, {self.stride})"

    @property
    def same(self) -> str:
        """The size with padding="same" and no output_padding."""
        return f"{self.axis}*{self.stride}"

    @property
    def text(self) -> str:
        """The formula that holds."""
        if self.more:
            return f"{self.last} + {self.grown} + {self.more}"
        return self.valid if self.padding == "valid" else self.same


@lru_cache(maxsize=256)
def _axis_recipe(axis: str, letters: tuple[tuple[str, str], ...], padding: str) -> Recipe:
    """The output size along one axis; `letters` has the axis's symbols for F, S, d and O."""
    symbols = dict(letters)
    size, rate = symbols["F"], symbols.get("d", "")
    reach = f"({rate}*({size} - 1) + 1)" if rate else size
    parts = _Axis(axis, symbols["S"], reach, size, symbols.get("O", ""), padding)
    why = ""
    if padding == "same":
        why = 'padding="same" gives every input value one stride'
        if parts.more:
            why = "Keras's rule where output_padding is given, 0 included"
    mistakes = [_forward(parts), *_more_mistakes(parts)]
    mistakes += _valid_mistakes(parts) if padding == "valid" else _same_mistakes(parts)
    if rate and reach in parts.text:
        plain = parts.text.replace(reach, size)
        mistakes.append(
            Mistake(
                "dilation-ignored",
                plain,
                "The dilation is left out: with gaps the kernel reaches d·(F − 1) + 1 far.",
                when=f"({plain}) != ({parts.text})",
            )
        )
    label = f"output {AXIS_NAMES[axis]}"
    return Recipe(label, parts.text, _phrases(parts, rate), tuple(mistakes), _TERMS, why)


def _phrases(parts: _Axis, rate: str) -> tuple[tuple[str, str], ...]:
    if parts.text == parts.same:
        return ()
    larger = f"max({parts.reach}, {parts.stride})"
    return (
        *start_phrases(parts.axis, parts.stride),
        *reach_phrases(parts.size, rate, "kernel"),
        *(((larger, "the larger of kernel and stride"),) if parts.text == parts.valid else ()),
        *(((parts.grown, "the remainder of the kernel by 2"),) if "%" in parts.grown else ()),
    )


def start_phrases(axis: str, stride: str) -> tuple[tuple[str, str], ...]:
    """What the parts of (H − 1)·S count."""
    return (
        (f"{axis} - 1", "strides from first to last kernel"),
        (f"({axis} - 1)*{stride}", "the start of the last kernel"),
    )


def _forward(parts: _Axis) -> Mistake:
    axis, stride, reach = parts.axis, parts.stride, parts.reach
    if parts.padding == "valid":
        wrong, when = f"floor(({axis} - {reach})/{stride}) + 1", f"{axis} >= {reach} > 1"
    else:
        wrong, when = f"ceil({axis}/{stride})", f"{stride} > 1"
    return Mistake(
        "forward-formula",
        wrong,
        "This is the size after an ordinary convolution; a transposed one makes it larger.",
        when=when,
        seen="a deeplearning.ai forum thread about several formulas in several places",
    )


def _more_mistakes(parts: _Axis) -> list[Mistake]:
    if not parts.more:
        return []
    without = f"{parts.last} + {parts.grown}"
    return [
        Mistake(
            "output-padding-forgotten",
            without,
            "The output_padding is left out: it is added to the size.",
            when=f"{parts.more} > 0",
            seen="31 given for 32",
        ),
        Mistake(
            "output-padding-twice",
            f"{without} + 2*{parts.more}",
            "The output_padding was added twice; it lies on one side only.",
            when=f"{parts.more} > 0",
        ),
    ]


def _valid_mistakes(parts: _Axis) -> list[Mistake]:
    axis, stride, reach = parts.axis, parts.stride, parts.reach
    more = f" + {parts.more}" if parts.more else ""
    return [
        Mistake(
            "same-assumed",
            parts.same,
            'This is the size with padding="same"; here it is "valid".',
            when=f"({parts.text}) != {parts.same}",
        ),
        Mistake(
            "stride-ignored",
            f"{axis} - 1 + {reach}{more}",
            "The stride is left out: it is how far apart two kernels start.",
            when=f"{stride} > 1 and {axis} > 1",
        ),
        Mistake(
            "no-minus-one",
            f"{axis}*{stride} + {reach}{more}",
            "The 1 is not taken off: the first kernel starts at 0, before any stride.",
        ),
    ]


def _same_mistakes(parts: _Axis) -> list[Mistake]:
    return [
        Mistake(
            "valid-assumed",
            parts.valid,
            'This is the size with padding="valid"; here it is "same".',
            when=f"({parts.text}) != ({parts.valid})",
        ),
        Mistake(
            "size-kept",
            parts.axis,
            'The size was kept; with padding="same" it is multiplied by the stride here.',
            when=f"{parts.stride} > 1 and {parts.axis} > 1",
        ),
    ]


@lru_cache(maxsize=32)
def _cost_recipe(rank: int, kernel: str) -> Recipe:
    weights = f"{kernel}*D*K"
    inputs = "*".join(AXES[rank])
    outputs = "*".join(f"{axis}o" for axis in AXES[rank])
    mistakes = (
        Mistake(
            "output-positions-for-cost",
            f"{weights}*({outputs})",
            "The output positions were counted; here the kernel is applied per input position.",
        ),
        Mistake(
            "flops-for-macs",
            f"2*{weights}*({inputs})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
            seen="issues of several FLOP counters",
        ),
        Mistake(
            "one-position-cost",
            weights,
            "This is the cost at one position; the kernel is applied at every input position.",
            when=f"{inputs} > 1",
        ),
    )
    phrases = ((weights, "weights"), (inputs, "input positions"))
    why = "every input value is multiplied by the whole kernel"
    return Recipe("multiply-accumulates", f"{weights}*({inputs})", phrases, mistakes, why=why)
