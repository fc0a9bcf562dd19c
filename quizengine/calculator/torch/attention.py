"""Attention with PyTorch's arguments."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.attention_counts import (
    WIDTH,
    Form,
    attention_recipe,
    encoder_recipe,
    keys_recipe,
)
from quizengine.calculator.torch.base import OldTorchLayer, check_features, one_of, only
from quizengine.calculator.torch.dropout import probability


def _check_heads(name: str, size: int, heads: int) -> None:
    if size % heads:
        raise LayerError(f"{name} {size} cannot be shared out among {heads} heads")


class MultiheadAttention(OldTorchLayer):
    """Attention of query positions to key positions, in several heads."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "embed_dim", "num_heads", "kdim", "vdim", "bias"}
    )

    embed_dim: int
    num_heads: int
    dropout: Fraction = Fraction(0)
    bias: bool = True
    add_bias_kv: bool = False
    add_zero_attn: bool = False
    kdim: int | None = None
    vdim: int | None = None
    batch_first: bool = False

    def __init__(
        self,
        embed_dim: object,
        num_heads: object,
        dropout: object = 0,
        bias: object = True,
        add_bias_kv: object = False,
        add_zero_attn: object = False,
        kdim: object = None,
        vdim: object = None,
        batch_first: object = False,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        size, heads = whole("embed_dim", embed_dim), whole("num_heads", num_heads)
        _check_heads("embed_dim", size, heads)
        self._keep(embed_dim=size, num_heads=heads)
        self._keep_changed(
            dropout=real("dropout", dropout),
            bias=truth("bias", bias),
            add_bias_kv=truth("add_bias_kv", add_bias_kv),
            add_zero_attn=truth("add_zero_attn", add_zero_attn),
            kdim=None if kdim is None else whole("kdim", kdim),
            vdim=None if vdim is None else whole("vdim", vdim),
            batch_first=truth("batch_first", batch_first),
        )

    @property
    def _form(self) -> Form:
        size = self.embed_dim
        alike = self.kdim in (None, size) and self.vdim in (None, size)
        return Form(alike, self.bias, self.add_bias_kv, self.add_bias_kv + self.add_zero_attn)

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """What each query position gives, and the attention of each to every key position."""
        if len(inputs) != 3:
            raise LayerError(
                f"{self.kind} takes a query, a key and a value, and {len(inputs)} inputs were given"
            )
        query, key, value = inputs
        size, form = self.embed_dim, self._form
        sizes = (size, self.kdim or size, self.vdim or size)
        for name, shape, wanted in zip(("embed_dim", "kdim", "vdim"), inputs, sizes, strict=True):
            if len(shape) != 2:
                raise LayerError(f"{self.kind} takes positions × values, not an input {shape}")
            check_features(self.kind, name, wanted, shape)
        if key[0] != value[0]:
            raise LayerError(
                f"there is a value for each key: {int(key[0])} keys, and {int(value[0])} values"
            )
        symbols: Symbols = {
            "E": size, "h": self.num_heads, "M": query[0], "N": key[0],
        }  # fmt: skip
        if not form.alike:
            symbols.update(k=sizes[1], v=sizes[2])
        width = Quantity(WIDTH, symbols)
        positions = Quantity(keys_recipe(form.more), symbols)
        output = Shape([query[0], width], ("M", "E"))
        return symbols, (output, Shape([query[0], positions], ("M", "No")))

    def recipe(self, quantity: str) -> Recipe:
        """Three projections in and one out, whatever the number of heads."""
        return attention_recipe(quantity, self._form)


class TransformerEncoderLayer(OldTorchLayer):
    """Self-attention and two fully connected layers, each with a normalization."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "d_model", "nhead", "dim_feedforward", "bias"}
    )

    d_model: int
    nhead: int
    dim_feedforward: int = 2048
    dropout: Fraction = Fraction(1, 10)
    activation: str = "relu"
    layer_norm_eps: Fraction = Fraction(1, 100_000)
    batch_first: bool = False
    norm_first: bool = False
    bias: bool = True

    def __init__(
        self,
        d_model: object,
        nhead: object,
        dim_feedforward: object = 2048,
        dropout: object = Fraction(1, 10),
        activation: object = "relu",
        layer_norm_eps: object = Fraction(1, 100_000),
        batch_first: object = False,
        norm_first: object = False,
        bias: object = True,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        size, heads = whole("d_model", d_model), whole("nhead", nhead)
        _check_heads("d_model", size, heads)
        self._keep(d_model=size, nhead=heads)
        self._keep_changed(
            dim_feedforward=whole("dim_feedforward", dim_feedforward),
            dropout=probability("dropout", dropout),
            activation=one_of("activation", activation, ("relu", "gelu")),
            layer_norm_eps=real("layer_norm_eps", layer_norm_eps),
            batch_first=truth("batch_first", batch_first),
            norm_first=truth("norm_first", norm_first),
            bias=truth("bias", bias),
        )

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The input's shape again."""
        shape = only(self.kind, inputs)
        if len(shape) != 2:
            raise LayerError(f"{self.kind} takes positions × d_model, not an input {shape}")
        check_features(self.kind, "d_model", self.d_model, shape)
        symbols: Symbols = {
            "E": self.d_model, "h": self.nhead, "f": self.dim_feedforward, "L": shape[0],
        }  # fmt: skip
        return symbols, (Shape(shape, ("L", "E")),)

    def recipe(self, quantity: str) -> Recipe:
        """Attention, E to f and back, and two normalizations."""
        return encoder_recipe(quantity, self.bias)
