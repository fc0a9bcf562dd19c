"""Attention with PyTorch's arguments.

Formulas: Vaswani et al., "Attention Is All You Need", 2017, section 3.2: query, key and value are
projected to E values, shared out among the heads, and projected once more.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, NamedTuple

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer, check_features, one_of, only
from quizengine.calculator.torch.dropout import probability

_TERMS = {
    "E": "embed_dim", "k": "kdim", "v": "vdim", "h": "num_heads", "M": "query positions",
    "N": "key positions", "f": "dim_feedforward", "L": "positions",
}  # fmt: skip


def _check_heads(name: str, size: int, heads: int) -> None:
    if size % heads:
        raise LayerError(f"{name} {size} cannot be shared out among {heads} heads")


class MultiheadAttention(TorchLayer):
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
    def _form(self) -> _Form:
        size = self.embed_dim
        alike = self.kdim in (None, size) and self.vdim in (None, size)
        return _Form(alike, self.bias, self.add_bias_kv, self.add_bias_kv + self.add_zero_attn)

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
        width = Quantity(_WIDTH, symbols)
        positions = Quantity(_keys_recipe(form.more), symbols)
        output = Shape([query[0], width], ("M", "E"))
        return symbols, (output, Shape([query[0], positions], ("M", "No")))

    def recipe(self, quantity: str) -> Recipe:
        """Three projections in and one out, whatever the number of heads."""
        return _attention_recipe(quantity, self._form)


_WIDTH = Recipe(
    "values per position",
    "E",
    mistakes=(Mistake("one-head", "E/h", "This is one head; the heads are put side by side."),),
    terms=_TERMS,
    why="the heads share out embed_dim between them",
)


class _Form(NamedTuple):
    """What the formulas of an attention layer have to mention."""

    alike: bool
    """Whether query, key and value have one size."""
    bias: bool
    bias_kv: bool
    more: int
    """Key positions that the layer adds itself."""


@lru_cache(maxsize=8)
def _keys_recipe(more: int) -> Recipe:
    why = "add_bias_kv and add_zero_attn each add a key position" if more else ""
    return Recipe("key positions", f"N + {more}" if more else "N", terms=_TERMS, why=why)


@lru_cache(maxsize=128)
def _attention_recipe(quantity: str, form: _Form) -> Recipe:
    label = LABELS[quantity]
    if quantity == "weights":
        return Recipe(label, _weights(form), terms=_TERMS)
    if quantity == "biases":
        pieces = (["4*E"] if form.bias else []) + (["2*E"] if form.bias_kv else [])
        why = "a bias for each value of the four projections" if form.bias else "bias=False"
        why += "; add_bias_kv adds one key and one value" if form.bias_kv else ""
        return Recipe(label, " + ".join(pieces) or "0", terms=_TERMS, why=why)
    if quantity in ("params", "trainable_params"):
        text = _params(form)
        mistakes = [
            Mistake(
                "times-heads",
                f"h*({text})",
                "The heads do not multiply the weights: they share out embed_dim between them.",
                when="h > 1",
            ),
            Mistake(
                "output-projection-forgotten",
                _params(form, out=False),
                "The last projection is missing: what the heads give is projected once more.",
            ),
        ]
        if form.bias:
            mistakes.append(
                Mistake("missing-biases", _params(form._replace(bias=False)), "Biases are missing.")
            )
        phrases = (("E*E + E", "one projection, with its biases"),) if form.bias else ()
        why = "query, key and value projected in, and once out"
        return Recipe(label, text, phrases, tuple(mistakes), _TERMS, why)
    if quantity == "macs":
        return _attention_cost(form)
    return Recipe(label, "0", why="training changes all of them")


def _weights(form: _Form) -> str:
    return "3*E*E + E*E" if form.alike else "E*E + k*E + v*E + E*E"


def _params(form: _Form, out: bool = True) -> str:
    bias = " + E" if form.bias else ""
    text = f"3*(E*E{bias})" if form.alike else f"(E*E{bias}) + (k*E{bias}) + (v*E{bias})"
    text += f" + (E*E{bias})" if out else ""
    return f"{text} + 2*E" if form.bias_kv else text


def _attention_cost(form: _Form) -> Recipe:
    key, value = ("E", "E") if form.alike else ("k", "v")
    keys = f"(N + {form.more})" if form.more else "N"
    projections = f"M*E*E + N*{key}*E + N*{value}*E + M*E*E"
    text = f"{projections} + 2*M*{keys}*E"
    mistakes = (
        Mistake(
            "projections-only",
            projections,
            "The attention itself is missing: queries times keys, and weights times values.",
        ),
        Mistake("attention-times-heads", f"{projections} + 2*M*{keys}*E*h",
                "The heads share out embed_dim: together they cost as much as one.", "h > 1"),
        Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        ),
    )  # fmt: skip
    phrases = ((projections, "the four projections"),)
    return Recipe("multiply-accumulates", text, phrases, mistakes, _TERMS)


class TransformerEncoderLayer(TorchLayer):
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
        return _encoder_recipe(quantity, self.bias)


@lru_cache(maxsize=16)
def _encoder_recipe(quantity: str, bias: bool) -> Recipe:
    label, terms = LABELS[quantity], {**_TERMS, "E": "d_model", "h": "nhead"}
    if quantity == "weights":
        return Recipe(label, "4*E*E + 2*E*f + 2*E", terms=terms)
    if quantity == "biases":
        why = "" if bias else "bias=False: there are none"
        return Recipe(label, "4*E + (f + E) + 2*E" if bias else "0", terms=terms, why=why)
    if quantity in ("params", "trainable_params"):
        attention, forward, norms = _encoder_parts(bias)
        mistakes = (
            Mistake(
                "normalizations-forgotten",
                f"{attention} + {forward}",
                "The two normalizations are missing: they learn as well.",
            ),
            Mistake(
                "attention-forgotten",
                f"{forward} + {norms}",
                "The attention is missing: three projections in and one out.",
            ),
            Mistake(
                "times-heads",
                f"h*({attention}) + {forward} + {norms}",
                "The heads do not multiply the weights: they share out d_model between them.",
                when="h > 1",
            ),
        )
        phrases = (
            (attention, "the attention"),
            (forward, "the two fully connected layers"),
            (norms, "the two normalizations"),
        )
        text = f"({attention}) + ({forward}) + {norms}"
        why = "attention, fully connected layers, normalizations"
        return Recipe(label, text, phrases, mistakes, terms, why)
    if quantity == "macs":
        text = "4*L*E*E + 2*L*L*E + 2*L*E*f"
        phrases = (
            ("4*L*E*E", "the four projections"),
            ("2*L*L*E", "queries times keys, and weights times values"),
            ("2*L*E*f", "the two fully connected layers"),
        )
        flops = Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        return Recipe(label, text, phrases, (flops,), terms)
    return Recipe(label, "0", why="training changes all of them")


def _encoder_parts(bias: bool) -> tuple[str, str, str]:
    """Attention, fully connected layers, normalizations."""
    if bias:
        return "4*(E*E + E)", "E*f + f + f*E + E", "4*E"
    return "4*E*E", "E*f + f*E", "2*E"
