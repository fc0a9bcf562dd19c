"""Layers that are not spelled by declared arguments yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from quizengine.calculator.arguments import optional_name, truth
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Applied, Layer
from quizengine.calculator.operation import LABELS, Symbols, Trait
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.shape import Shape, given_shapes

if TYPE_CHECKING:
    from quizengine.calculator.windows import Window

_FROZEN = Mistake(
    "frozen-counted",
    "",
    "The layer is frozen: it has these parameters, and none is trained.",
    minor=True,
)


_WHOLE = frozenset(
    {
        "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D",
        "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D",
        "SimpleRNN", "LSTM", "GRU", "RNN", "Bidirectional", "MultiHeadAttention",
        "MultiheadAttention", "TransformerEncoderLayer",
    }
)  # fmt: skip
"""Layers whose every value comes from the whole input."""

_LINEAR = frozenset({"Dense", "Linear"})
"""Layers that see all of a row of values, and of a volume's positions one at a time."""

_ROWS = frozenset({"Flatten", "flatten"})
"""Layers that put the positions in a row: each value sees what it saw, but not along axes."""

_KEPT = frozenset(
    {
        "Activation", "ReLU", "ReLU6", "LeakyReLU", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish",
        "Softmax", "LogSoftmax", "Sigmoid", "Tanh", "Hardtanh", "Hardsigmoid", "Hardswish",
        "Softplus", "Softsign", "Tanhshrink", "PReLU", "Threshold", "LogSigmoid", "Softmax2d",
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "SpatialDropout1D", "SpatialDropout2D",
        "SpatialDropout3D", "GaussianDropout", "GaussianNoise", "AlphaDropout",
        "FeatureAlphaDropout", "BatchNormalization", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d",
        "LayerNormalization", "LayerNorm", "RMSNormalization", "RMSNorm", "UnitNormalization",
        "LocalResponseNorm", "Normalization", "Rescaling", "Identity", "Masking",
        "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "ZeroPad1d", "ZeroPad2d", "ZeroPad3d",
        "ConstantPad1d", "ConstantPad2d", "ConstantPad3d", "Cropping1D", "Cropping2D",
        "Cropping3D", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum",
        "Concatenate", "Embedding",
    }
)  # fmt: skip
"""Layers whose value at a place comes from that place alone, padding and cropping aside."""


IN_PLACE = frozenset(
    {
        "Flatten", "Reshape", "Permute", "Identity", "Masking", "Activation", "Unflatten",
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "SpatialDropout1D", "SpatialDropout2D",
        "SpatialDropout3D", "GaussianDropout", "GaussianNoise", "AlphaDropout",
        "FeatureAlphaDropout", "ReLU", "ReLU6", "LeakyReLU", "ELU", "SELU", "CELU", "GELU", "SiLU",
        "Mish", "Softmax", "LogSoftmax", "Sigmoid", "Tanh", "Hardtanh", "Hardsigmoid", "Hardswish",
        "Softplus", "Softsign", "Tanhshrink", "PReLU",
    }
)  # fmt: skip
"""Layers whose output can take the place of their input, and needs no memory of its own."""


class OldLayer(Layer, abstract=True):
    """A layer that has not met its input yet, as in Keras: `Conv2D(20, 8)([32, 32, 3])`.

    A subclass keeps its arguments with `_keep`, and says how its output and its counts are
    computed. A layer does not change once it is made.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset({"name"})
    neutral: ClassVar[str] = "it has nothing to learn"
    """Why a layer without parameters has none."""
    features = ""
    """The symbol of the input's last axis, where that is not the letter of a volume's."""
    least_rank = 1
    """The fewest axes an input may have; 0 where it may be a single number."""

    @property
    def in_place(self) -> bool:
        """By its name, for now."""
        return self.kind in IN_PLACE

    @property
    def trait(self) -> Trait:
        """By its name, for now."""
        kinds = ((_WHOLE, Trait.WHOLE), (_LINEAR, Trait.FEATURES))
        for names, trait in (*kinds, (_KEPT | _ROWS, Trait.POINTWISE)):
            if self.kind in names:
                return trait
        return Trait.MIXED

    name: str
    trainable: bool = True
    """Whether training changes the layer's parameters."""
    data_format: str = "channels_last"
    """Where the channels of the volumes stand that the layer takes and gives."""

    def __init__(self, name: object = None, trainable: object = True) -> None:
        """Keep the layer's own name; empty where it has none."""
        self._keep(name=optional_name(name))
        if not truth("trainable", trainable):
            self._keep(trainable=False)

    def _keep(self, **arguments: object) -> None:
        self.__dict__.update(arguments)

    def _keep_changed(self, **arguments: object) -> None:
        """Keep the arguments that are not what the class says by default."""
        defaults = type(self)
        changed = {
            name: value
            for name, value in arguments.items()
            if value != getattr(defaults, name, ...)
        }
        self._keep(**changed)

    def _keep_format(self, data_format: object) -> None:
        """Keep where the channels stand. Raises LayerError for an unknown `data_format`."""
        if data_format not in (None, "channels_last", "channels_first"):
            raise LayerError(
                f'data_format must be "channels_last" or "channels_first", not {data_format!r}'
            )
        if data_format == "channels_first":
            self._keep(data_format="channels_first")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {self.kind} layer does not change once it is made")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {self.kind} layer does not change once it is made")

    @property
    def kind(self) -> str:
        """The class name, as in the framework."""
        return type(self).__name__

    def __call__(self, *shapes: object) -> Applied:
        """Apply the layer to an input shape, or to several (a list of shapes is several).

        Raises LayerError where the framework would.
        """
        return Applied(self, given_shapes(shapes, self.least_rank))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The numbers by symbol, and the output shapes, for these inputs.

        A layer of one input says `symbols` and `output` for channels that come last; one that
        joins several inputs says this itself. Raises LayerError.
        """
        if len(inputs) != 1:
            raise LayerError(f"{self.kind} takes one input, and {len(inputs)} were given")
        shape = self.inner(inputs[0])
        symbols = self.symbols(shape)
        output = self.output(shape, symbols)
        if self.data_format == "channels_first" and len(output) > 1:
            output = output.channels_first
        return symbols, (output,)

    def inner(self, shape: Shape) -> Shape:
        """An input shape with its channels last, as the formulas have it."""
        if self.data_format == "channels_first" and len(shape) > 1:
            return shape.channels_last
        return shape

    def named(self, shape: Shape) -> Shape:
        """An input shape as it is, its axes named in the order in which this layer takes them."""
        if self.data_format == "channels_first" and len(shape) > 1:
            return shape.channels_last.channels_first
        return shape

    def symbols(self, shape: Shape) -> Symbols:
        """The numbers of this layer on this input, by symbol. Raises LayerError."""
        return dict(zip(shape.symbols, shape, strict=True))

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The output shape; `symbols` are those of the input and the layer."""
        return shape

    def recipe(self, quantity: str) -> Recipe:
        """How one of COUNTS is computed."""
        return Recipe(LABELS[quantity], "0", why=self.neutral)

    def frozen_recipe(self, quantity: str) -> Recipe:
        """The same for a layer with `trainable=False`: all it holds is non-trainable."""
        if quantity == "trainable_params":
            held = self.recipe("params")
            counted = (_FROZEN._replace(formula=held.text),) if held.is_computed else ()
            why = "trainable=False: training changes none of them"
            return Recipe("trainable parameters", "0", (), counted, held.terms, why)
        if quantity == "non_trainable_params":
            return self.recipe("params")
        return self.recipe(quantity)

    def counted(self, quantity: str) -> Recipe:
        """How one of COUNTS is computed, trainable or not."""
        return self.recipe(quantity) if self.trainable else self.frozen_recipe(quantity)

    def formula_of(self, quantity: str, shape: Shape) -> Recipe:
        """As `counted_on`."""
        return self.counted_on(quantity, shape)

    def counted_on(self, quantity: str, shape: Shape) -> Recipe:
        """The same for an input, where the formula depends on how many axes it has."""
        return self.counted(quantity)

    @property
    def as_frozen(self) -> Self:
        """The same layer with `trainable=False`."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, trainable=False)
        return copy

    @property
    def sliding(self) -> Window | None:
        """The window that slides over the input, or None where none does."""
        window: Window | None = getattr(self, "_window", None)
        return window

    def kernel_shape(self, shape: Shape) -> Shape | None:
        """The weight tensor's shape in Keras's order, or None where there is none."""
        return None

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """The weight tensor's shape in PyTorch's order, or None where there is none."""
        return None

    @property
    def arguments(self) -> dict[str, object]:
        """The layer's arguments by their names in the framework, `name` first."""
        return {name: value for name, value in self.__dict__.items() if name[0] != "_"}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, OldLayer)
            and type(self) is type(other)
            and self.arguments == other.arguments
        )

    def __hash__(self) -> int:
        return hash((type(self), tuple(sorted(self.arguments.items(), key=lambda item: item[0]))))

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"{self.kind}({arguments})"
