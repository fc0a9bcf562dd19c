"""Fully connected layers and look-up tables, with PyTorch's arguments."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from quizengine.calculator.arguments import (
    Argument,
    Custom,
    Flag,
    Ignored,
    Real,
    Whole,
    Word,
    whole,
)
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations import dense, embedding
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import Weighted, check_features


class Linear(Weighted):
    """A fully connected layer along the last axis: every output sees every value on it."""

    in_features = Whole()
    out_features = Whole()
    bias = Flag(default=True)

    def make_operation(self) -> Operation:
        """Return the fully connected layer."""
        return dense.AffineMap(self.out_features, self.bias, dense.TORCH_TERMS)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse another number of features than stated."""
        check_features(self.kind, "in_features", self.in_features, shapes[0])


class Bilinear(Weighted):
    """A weight for each pair of values of two inputs, and for each output."""

    in1_features = Whole()
    in2_features = Whole()
    out_features = Whole()
    bias = Flag(default=True)

    def make_operation(self) -> Operation:
        """Return the layer of two inputs."""
        return dense.BilinearMap(self.out_features, self.bias)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse inputs with other last axes than stated, or that differ in another axis."""
        first, second = shapes
        check_features(self.kind, "in1_features", self.in1_features, first)
        check_features(self.kind, "in2_features", self.in2_features, second)
        if first[:-1] != second[:-1]:
            raise LayerError(f"the inputs {first} and {second} differ before their last axis")


Declared = TypeVar("Declared", bound=Argument[Any])


def _forgotten(argument: Declared) -> Declared:
    """Return an argument that is checked but not kept, since it only changes the training."""
    argument.is_kept = False
    return argument


def _index(name: str, value: object) -> int | None:
    return whole(name, value, -(1 << 40))


class _Table(Weighted, abstract=True):
    """The base of the look-up tables, with a row of weights for each index."""

    table: ClassVar[type[embedding.TableLookup]] = embedding.TableLookup

    num_embeddings = Whole()
    embedding_dim = Whole()
    padding_idx = Custom(_index, None)
    max_norm = _forgotten(Real(None))
    norm_type = _forgotten(Real(2))
    scale_grad_by_freq = _forgotten(Flag(default=False))
    sparse = _forgotten(Flag(default=False))

    def check_arguments(self) -> None:
        """Refuse a `padding_idx` that is no row of the table."""
        rows, index = self.num_embeddings, self.padding_idx
        if index is not None and not -rows <= index < rows:
            raise LayerError(f"padding_idx {index} is none of the {rows} rows of the table")

    def make_operation(self) -> Operation:
        """Return the table."""
        return self.table(self.num_embeddings, self.embedding_dim, embedding.TORCH_TERMS)


class Embedding(_Table):
    """A row of the table for every number of the input, of any shape."""


class EmbeddingBag(_Table):
    """The rows of the table for the numbers of a bag, combined: their mean, sum or maximum."""

    order = (
        "num_embeddings", "embedding_dim", "max_norm", "norm_type", "scale_grad_by_freq", "mode",
    )  # fmt: skip
    last = ("padding_idx", "device", "dtype")
    table = embedding.PooledTableLookup

    mode = Word("mean", ("mean", "sum", "max"))
    _weight = Ignored()
    include_last_offset = Ignored()

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is no list of numbers."""
        if len(shapes[0]) != 1:
            raise LayerError(f"{self.kind} takes a list of numbers, not an input {shapes[0]}")
