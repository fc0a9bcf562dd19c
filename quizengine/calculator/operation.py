"""Operations: how the output shape and the counts follow from an input, in any framework.

The operations are in `operations/`, a file for each. A layer of a framework is a spelling of one:
it has the framework's arguments, and makes the operation from them.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple, dataclass_transform

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula
from quizengine.calculator.shape import Shape
from quizengine.expressions import Number

if TYPE_CHECKING:
    from quizengine.calculator.windows import Window

Symbols = dict[str, Number]

COUNTS = ("weights", "biases", "params", "trainable_params", "non_trainable_params", "macs")
"""The quantities that every layer has beside its output."""

LABELS = {
    "weights": "weights",
    "biases": "biases",
    "params": "parameters",
    "trainable_params": "trainable parameters",
    "non_trainable_params": "non-trainable parameters",
    "macs": "multiply-accumulates",
}
"""What each of COUNTS is called in a sentence."""


class Trait(Enum):
    """The input values that a value of the output depends on."""

    POINTWISE = "the value at the same position, also in other channels or inputs"
    WINDOW = "the values under a window that slides over the input"
    FEATURES = "all values along the last axis, at the same position on the other axes"
    WHOLE = "the whole input"
    MIXED = "moved, stretched or selected positions: no single receptive field along each axis"


class Counts(NamedTuple):
    """The formulas of all that a layer has and costs.

    Without `trainable`, all parameters are trainable; without `non_trainable`, it is 0.
    """

    weights: CountFormula
    biases: CountFormula
    params: CountFormula
    macs: CountFormula
    trainable: CountFormula | None = None
    non_trainable: CountFormula | None = None


ALL_TRAINED = CountFormula(LABELS["non_trainable_params"], "0", why="training changes all of them")


@lru_cache(maxsize=256)
def nothing(why: str) -> Counts:
    """Return the counts of an operation without parameters and multiplications, and why."""
    weights, biases, params, trained, others, macs = (
        CountFormula(LABELS[quantity], "0", why=why) for quantity in COUNTS
    )
    return Counts(weights, biases, params, macs, trained, others)


@lru_cache(maxsize=2048)
def formula_of(counts: Counts, quantity: str, trainable: bool) -> CountFormula:
    """Return the formula of one of COUNTS, for a layer that is trained or frozen."""
    if quantity == "trainable_params":
        trained = counts.trainable or counts.params.labelled(LABELS[quantity])
        return trained if trainable else _frozen(counts.params)
    if quantity == "non_trainable_params":
        return (counts.non_trainable or ALL_TRAINED) if trainable else counts.params
    formula: CountFormula = getattr(counts, quantity)
    return formula


def _frozen(held: CountFormula) -> CountFormula:
    counted = (wrong("frozen-counted", held.text, minor=True),) if held.is_computed else ()
    why = "trainable=False: training changes none of them"
    return CountFormula(LABELS["trainable_params"], "0", (), counted, held.terms, why)


@dataclass_transform(frozen_default=True)
class Operation:
    """An operation on an input, whatever a framework calls it: an immutable record of numbers.

    A subclass annotates its fields, as a dataclass does, and computes the symbols of its
    formulas, the output shape (channels last) and the counts.
    """

    trait: Trait
    in_place: bool = False
    """Whether the output can be written in place of the input, without memory of its own."""
    why: str = "it has nothing to learn"
    """Why there are no parameters, if there are none."""
    features: ClassVar[str] = ""
    """The symbol of the input's last axis, if it is not the letter of a volume's."""
    least_rank: ClassVar[int] = 1
    """The fewest axes that an input may have; 0 if it may be a single number."""
    inputs: ClassVar[int | None] = 1
    """The number of inputs; None if `apply` checks it."""
    fields: ClassVar[dict[str, object]] = {}
    """The fields in order, each with its default, or `...` if it has none."""

    def __init_subclass__(cls) -> None:
        own = {
            name: vars(cls).get(name, ...)
            for name, kind in vars(cls).get("__annotations__", {}).items()
            if not kind.startswith("ClassVar")
        }
        cls.fields = {**cls.fields, **own}

    def __init__(self, *values: object, **named: object) -> None:
        """Keep the fields. A field that is not given has its default, a class attribute."""
        kept = self.__dict__
        kept.update(zip(self.fields, values, strict=False))
        if named:
            kept.update(named)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change once it is made")

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the numbers by symbol and the output shapes; `kind` names the layer in a message.

        Raises LayerError if the inputs do not go together.
        """
        symbols = self.symbols(inputs[0])
        return symbols, (self.output(inputs[0], symbols),)

    def symbols(self, shape: Shape) -> Symbols:
        """Return the numbers of this operation on this input, by symbol. Raises LayerError."""
        return dict(zip(shape.symbols, shape, strict=True))

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Return the output shape; `symbols` has those of the input and the operation."""
        return shape

    def counts(self, shape: Shape) -> Counts:
        """Return the formulas of the counts, which may depend on the number of input axes.

        An operation without parameters or multiplications does not override this.
        """
        return nothing(self.why)

    @property
    def sliding(self) -> Window | None:
        """The window that slides over the input, or None if there is none."""
        return None

    def kernel_shape(self, shape: Shape) -> Shape | None:
        """Return the weight tensor's shape in Keras's order, or None if there is none."""
        return None

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """Return the weight tensor's shape in PyTorch's order, or None if there is none."""
        return None


def check_inputs(kind: str, count: int, inputs: tuple[Shape, ...]) -> None:
    """Refuse another number of inputs. Raises LayerError."""
    if len(inputs) != count:
        words = {1: "one input", 2: "two inputs"}.get(count, f"{count} inputs")
        raise LayerError(f"{kind} takes {words}, and {len(inputs)} were given")
