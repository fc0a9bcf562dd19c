"""Attention, and the encoder layer built on it, with the arguments that PyTorch gives them."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import Flag, Real, Share, Whole, Word
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.attention import JointAttention
from quizengine.calculator.operations.encoder import TransformerEncoder
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import Weighted, check_features


def _check_heads(name: str, size: int, heads: int) -> None:
    if size % heads:
        raise LayerError(f"{name} {size} cannot be shared out among {heads} heads")


class MultiheadAttention(Weighted):
    """Attention of query positions to key positions, in several heads."""

    embed_dim = Whole()
    num_heads = Whole()
    dropout = Real(0)
    bias = Flag(default=True)
    add_bias_kv = Flag(default=False)
    add_zero_attn = Flag(default=False)
    kdim = Whole(None)
    vdim = Whole(None)
    batch_first = Flag(default=False)

    def check_arguments(self) -> None:
        """Refuse an `embed_dim` that does not divide among the heads."""
        _check_heads("embed_dim", self.embed_dim, self.num_heads)

    def make_operation(self) -> Operation:
        """Return the attention."""
        size, key, value = self._sizes
        added = self.add_bias_kv + self.add_zero_attn
        return JointAttention(size, self.num_heads, key, value, self.bias, self.add_bias_kv, added)

    @property
    def _sizes(self) -> tuple[int, int, int]:
        """The features of query, key and value."""
        return self.embed_dim, self.kdim or self.embed_dim, self.vdim or self.embed_dim

    def check_input(self, *shapes: Shape) -> None:
        """Refuse inputs that are no query, key and value, or have no value for each key."""
        if len(shapes) != 3:
            raise LayerError(
                f"{self.kind} takes a query, a key and a value, and {len(shapes)} inputs were given"
            )
        for name, shape, size in zip(
            ("embed_dim", "kdim", "vdim"), shapes, self._sizes, strict=True
        ):
            if len(shape) != 2:
                raise LayerError(f"{self.kind} takes positions × values, not an input {shape}")
            check_features(self.kind, name, size, shape)
        keys, values = int(shapes[1][0]), int(shapes[2][0])
        if keys != values:
            raise LayerError(f"there is a value for each key: {keys} keys, and {values} values")


class TransformerEncoderLayer(Weighted):
    """Self-attention and two fully connected layers, each with a normalization."""

    d_model = Whole()
    nhead = Whole()
    dim_feedforward = Whole(2048)
    dropout = Share(Fraction(1, 10))
    activation = Word("relu", ("relu", "gelu"))
    layer_norm_eps = Real(Fraction(1, 100_000))
    batch_first = Flag(default=False)
    norm_first = Flag(default=False)
    bias = Flag(default=True)

    def check_arguments(self) -> None:
        """Refuse a `d_model` that does not divide among the heads."""
        _check_heads("d_model", self.d_model, self.nhead)

    def make_operation(self) -> Operation:
        """Return the layer."""
        return TransformerEncoder(self.d_model, self.nhead, self.dim_feedforward, self.bias)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is not positions of `d_model` values each."""
        if len(shapes[0]) != 2:
            raise LayerError(f"{self.kind} takes positions × d_model, not an input {shapes[0]}")
        check_features(self.kind, "d_model", self.d_model, shapes[0])
