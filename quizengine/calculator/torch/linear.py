"""Fully connected layers and look-up tables, with PyTorch's arguments."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.dense import UNITS, dense_recipe
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldTorchLayer, check_features, in_torch, one_of, only

_LINEAR = {"p": "in_features", "c": "out_features"}
_BILINEAR = {
    "p": "in1_features", "q": "in2_features", "c": "out_features",
    "N": "places where the layer is applied",
}  # fmt: skip
_TABLE = {"V": "num_embeddings", "E": "embedding_dim", "n": "numbers in the input"}


class Linear(OldTorchLayer):
    """A fully connected layer along the last axis: every output sees every value on it."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "in_features", "out_features", "bias"}
    )
    features = "p"

    in_features: int
    out_features: int
    bias: bool

    def __init__(
        self,
        in_features: object,
        out_features: object,
        bias: object = True,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(
            in_features=whole("in_features", in_features),
            out_features=whole("out_features", out_features),
            bias=truth("bias", bias),
        )

    def symbols(self, shape: Shape) -> Symbols:
        """`p` values before, `c` outputs, and `N` places where the layer is applied."""
        check_features(self.kind, "in_features", self.in_features, shape)
        return {"p": self.in_features, "c": self.out_features, "N": _places(shape)}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with its last axis replaced by the outputs."""
        return Shape([*shape[:-1], Quantity(in_torch(UNITS, _LINEAR), symbols)])

    def recipe(self, quantity: str) -> Recipe:
        """(p + 1)·c: for each output a weight per value before it, and a bias."""
        recipe = dense_recipe(quantity, self.bias)
        without = quantity == "biases" and not self.bias
        return in_torch(recipe, _LINEAR, "bias=False: there are none" if without else None)

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(out_features, in_features)`."""
        return Shape([self.out_features, self.in_features], ("c", "p"))


def _places(shape: Shape) -> int:
    places = 1
    for axis in shape[:-1]:
        places *= axis
    return places


class Bilinear(OldTorchLayer):
    """A weight for each pair of values of two inputs, and for each output."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "in1_features", "in2_features", "out_features", "bias"}
    )

    in1_features: int
    in2_features: int
    out_features: int
    bias: bool

    def __init__(
        self,
        in1_features: object,
        in2_features: object,
        out_features: object,
        bias: object = True,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(
            in1_features=whole("in1_features", in1_features),
            in2_features=whole("in2_features", in2_features),
            out_features=whole("out_features", out_features),
            bias=truth("bias", bias),
        )

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Two inputs that agree in all but their last axis. Raises LayerError."""
        if len(inputs) != 2:
            raise LayerError(f"{self.kind} takes two inputs, and {len(inputs)} were given")
        first, second = inputs
        check_features(self.kind, "in1_features", self.in1_features, first)
        check_features(self.kind, "in2_features", self.in2_features, second)
        if first[:-1] != second[:-1]:
            raise LayerError(f"the inputs {first} and {second} differ before their last axis")
        symbols: Symbols = {
            "p": self.in1_features, "q": self.in2_features, "c": self.out_features,
            "N": _places(first),
        }  # fmt: skip
        outputs = Quantity(in_torch(UNITS, _BILINEAR), symbols)
        return symbols, (Shape([*first[:-1], outputs]),)

    def recipe(self, quantity: str) -> Recipe:
        """(p·q + 1)·c: for each output a weight per pair of values, and a bias."""
        return _bilinear_recipe(quantity, self.bias)


@lru_cache(maxsize=16)
def _bilinear_recipe(quantity: str, bias: bool) -> Recipe:
    label = LABELS[quantity]
    if quantity == "biases":
        why = "one bias per output" if bias else "bias=False: there are none"
        return Recipe(label, "c" if bias else "0", terms=_BILINEAR, why=why)
    if quantity == "weights" or (quantity in ("params", "trainable_params") and not bias):
        return Recipe(label, "p*q*c", (), (), _BILINEAR)
    if quantity in ("params", "trainable_params"):
        mistakes = (
            Mistake(
                "missing-biases",
                "p*q*c",
                "These are the weights alone: every output also has a bias.",
            ),
            Mistake(
                "added-inputs",
                "(p + q + 1)*c",
                "The two inputs were added; there is a weight for each pair of their values.",
            ),
        )
        phrases = (("p*q", "pairs of values"), ("p*q + 1", "parameters per output, with its bias"))
        return Recipe(label, "(p*q + 1)*c", phrases, mistakes, _BILINEAR)
    if quantity == "macs":
        why = "one multiply-accumulate for each weight at each place"
        return Recipe(label, "p*q*c*N", (), (), _BILINEAR, why)
    return Recipe(label, "0", why="training changes all of them")


class _Table(OldTorchLayer):
    """What the look-up tables share: a row of weights for each of `num_embeddings` numbers."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "num_embeddings", "embedding_dim"}
    )
    least_rank = 0

    num_embeddings: int
    embedding_dim: int
    padding_idx: int | None = None

    def _keep_table(
        self, num_embeddings: object, embedding_dim: object, padding_idx: object
    ) -> None:
        rows = whole("num_embeddings", num_embeddings)
        self._keep(num_embeddings=rows, embedding_dim=whole("embedding_dim", embedding_dim))
        if padding_idx is None:
            return
        index = whole("padding_idx", padding_idx, least=-(1 << 40))
        if not -rows <= index < rows:
            raise LayerError(f"padding_idx {index} is none of the {rows} rows of the table")
        self._keep(padding_idx=index)

    def recipe(self, quantity: str) -> Recipe:
        """V·E: a row of E weights for each of V numbers; there are no biases."""
        return _table_recipe(quantity)

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(num_embeddings, embedding_dim)`."""
        return Shape([self.num_embeddings, self.embedding_dim], ("V", "E"))


class Embedding(_Table):
    """A row of the table for every number of the input, of any shape."""

    def __init__(
        self,
        num_embeddings: object,
        embedding_dim: object,
        padding_idx: object = None,
        max_norm: object = None,
        norm_type: object = 2,
        scale_grad_by_freq: object = False,
        sparse: object = False,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments; how the table is trained is not kept.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__()
        self._keep_table(num_embeddings, embedding_dim, padding_idx)
        _check_training(max_norm, norm_type, scale_grad_by_freq, sparse)

    def symbols(self, shape: Shape) -> Symbols:
        """`V` rows of `E` weights, `n` numbers in the input."""
        return {"V": self.num_embeddings, "E": self.embedding_dim, "n": prod(shape)}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with one more axis, the row of each number."""
        row = Quantity(_ROW, symbols)
        names = ("L",) if len(shape) == 1 else tuple(f"A{place + 1}" for place in range(len(shape)))
        return Shape([*shape, row], (*names, "E"))


class EmbeddingBag(_Table):
    """The rows of the table for the numbers of a bag, in one: their mean, sum or maximum."""

    mode: str = "mean"

    def __init__(
        self,
        num_embeddings: object,
        embedding_dim: object,
        max_norm: object = None,
        norm_type: object = 2,
        scale_grad_by_freq: object = False,
        mode: object = "mean",
        sparse: object = False,
        _weight: object = None,
        include_last_offset: object = False,
        padding_idx: object = None,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments; how the table is trained is not kept.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__()
        self._keep_table(num_embeddings, embedding_dim, padding_idx)
        _check_training(max_norm, norm_type, scale_grad_by_freq, sparse)
        self._keep_changed(mode=one_of("mode", mode, ("mean", "sum", "max")))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """One row for a bag of numbers. Raises LayerError."""
        shape = only(self.kind, inputs)
        if len(shape) != 1:
            raise LayerError(f"{self.kind} takes a list of numbers, not an input {shape}")
        symbols: Symbols = {"V": self.num_embeddings, "E": self.embedding_dim, "n": shape[0]}
        return symbols, (Shape([Quantity(_ROW, symbols)], ("E",)),)


_ROW = Recipe("embedding", "E", terms=_TABLE, why="one row of the table")


def _check_training(
    max_norm: object, norm_type: object, scale_grad_by_freq: object, sparse: object
) -> None:
    if max_norm is not None:
        real("max_norm", max_norm)
    real("norm_type", norm_type)
    for name, value in (("scale_grad_by_freq", scale_grad_by_freq), ("sparse", sparse)):
        if not isinstance(value, bool):
            raise LayerError(f"{name} must be True or False, not {shown(value)}")


@lru_cache(maxsize=8)
def _table_recipe(quantity: str) -> Recipe:
    label = LABELS[quantity]
    if quantity in ("weights", "params", "trainable_params"):
        mistakes = (
            Mistake(
                "counted-biases", "(V + 1)*E", "An embedding has no biases: it is only a table."
            ),
            Mistake(
                "added",
                "V + E",
                "The two were added; they are multiplied: every row has as many weights.",
            ),
            Mistake("vocabulary-forgotten", "E", "This is one row of the table.", "V > 1"),
            Mistake(
                "times-sequence-length",
                "n*V*E",
                "The numbers of the input were multiplied in; they all use one table.",
                when="n > 1",
                minor=True,
            ),
            Mistake(
                "bias-per-row",
                "V*(E + 1)",
                "A bias was counted for every row; there is none.",
                minor=True,
            ),
            Mistake(
                "activation-size",
                "n*E",
                "This is the size of the output, not of the table.",
                minor=True,
            ),
        )
        return Recipe(label, "V*E", (), mistakes, _TABLE)
    if quantity == "macs":
        return Recipe(label, "0", why="a row is looked up; nothing is multiplied")
    if quantity == "biases":
        return Recipe(label, "0", why="an embedding has no biases")
    return Recipe(label, "0", why="training changes all of them")
