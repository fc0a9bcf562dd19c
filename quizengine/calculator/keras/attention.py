"""Attention with projections of its own: multi-head, and with shared key and value heads."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.attention_counts import Form, attention_recipe
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.windows import depth_recipe

_AS_QUERY = depth_recipe("Dq", "the output projection goes back to the query's features")
_AS_ASKED = depth_recipe("Do", "output_shape")


def query_value_key(kind: str, inputs: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    """The inputs in Keras's order: query, value, and the key, which is the value if not given.

    Raises LayerError unless the keys stand at the positions of the values.
    """
    if len(inputs) not in (2, 3):
        raise LayerError(
            f"{kind} takes a query, a value and perhaps a key, and {len(inputs)} were given"
        )
    query, value, key = inputs if len(inputs) == 3 else (*inputs, inputs[1])
    if value[:-1] != key[:-1]:
        raise LayerError(f"values of {value} and keys of {key} do not stand at the same positions")
    return query, value, key


class MultiHeadAttention(OldLayer):
    """h heads of attention side by side: query, key and value projections, and the output's.

    Source: Vaswani et al. 2017. `key_dim` and `value_dim` are the widths of one head.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "num_heads", "key_dim", "value_dim", "use_bias"}
    )

    num_heads: int
    key_dim: int
    value_dim: int | None = None
    dropout: Fraction = Fraction(0)
    use_bias: bool = True
    output_shape: int | tuple[int, ...] | None = None
    attention_axes: int | tuple[int, ...] | None = None
    sliding_window: int | None = None
    flash_attention: bool | None = None
    use_gate: bool = False

    def __init__(
        self,
        num_heads: object,
        key_dim: object,
        value_dim: object = None,
        dropout: object = 0,
        use_bias: object = True,
        output_shape: object = None,
        attention_axes: object = None,
        sliding_window: object = None,
        flash_attention: object = None,
        *,
        use_gate: object = False,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep(num_heads=whole("num_heads", num_heads), key_dim=whole("key_dim", key_dim))
        self._keep_changed(
            value_dim=None if value_dim is None else whole("value_dim", value_dim),
            dropout=share_of(dropout),
            use_bias=truth("use_bias", use_bias),
            output_shape=_one_or_more("output_shape", output_shape or None, 1),
            attention_axes=_one_or_more("attention_axes", attention_axes, -8),
            sliding_window=None
            if sliding_window is None
            else whole("sliding_window", sliding_window),
            flash_attention=None
            if flash_attention is None
            else truth("flash_attention", flash_attention),
            use_gate=truth("use_gate", use_gate),
        )
        if self.flash_attention and self.dropout:
            raise LayerError("flash_attention takes no dropout")

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """A query, a value, and perhaps a key. Raises LayerError where they do not go together."""
        query, value, key = query_value_key(self.kind, inputs)
        queries, values, apart = self._positions(query, value)
        symbols: Symbols = {
            "h": self.num_heads,
            "k": self.key_dim,
            "Dq": int(query[-1]),
            "Dk": int(key[-1]),
            "Dv": int(value[-1]),
            "Tq": queries,
            "Tv": values,
            "B": apart,
        }
        if self.value_dim is not None:
            symbols["v"] = self.value_dim
        before, names = query[:-1], axis_names(len(query))[:-1]
        if self.output_shape is None:
            return symbols, (Shape([*before, Quantity(_AS_QUERY, symbols)], (*names, "Dq")),)
        if isinstance(self.output_shape, int):
            symbols["Do"] = self.output_shape
            return symbols, (Shape([*before, Quantity(_AS_ASKED, symbols)], (*names, "Do")),)
        symbols["Do"] = prod(self.output_shape)
        return symbols, (Shape([*before, *self.output_shape]),)

    def _positions(self, query: Shape, value: Shape) -> tuple[int, int, int]:
        """Positions of queries and of values in one attention, and how many there are of these.

        Without `attention_axes` every position of the query sees every one of the value.
        """
        if self.attention_axes is None:
            return prod(query[:-1]), prod(value[:-1]), 1
        axes = self.attention_axes
        rank = len(query)
        places = {each % (rank + 1) for each in (axes if isinstance(axes, tuple) else (axes,))}
        if len(value) != rank or not places <= set(range(1, rank)):
            raise LayerError(f"attention_axes={axes} does not fit a query of {query}")
        inside = [place - 1 for place in places]
        beside = [place for place in range(rank - 1) if place not in inside]
        if any(query[place] != value[place] for place in beside):
            raise LayerError(
                f"beside axis {axes}, a query of {query} and a value of {value} differ"
            )
        apart = prod([query[place] for place in beside])
        return prod([query[at] for at in inside]), prod([value[at] for at in inside]), apart

    def recipe(self, quantity: str) -> Recipe:
        """Four projections; each has a weight per feature and a bias for all heads' values."""
        form = Form(
            value="k" if self.value_dim is None else "v",
            output="Dq" if self.output_shape is None else "Do",
            use_bias=self.use_bias,
            use_gate=self.use_gate,
            apart=self.attention_axes is not None,
        )
        return attention_recipe(quantity, form)


class GroupQueryAttention(OldLayer):
    """Multi-head attention whose query heads share fewer key and value heads.

    Source: Ainslie et al. 2023.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "head_dim", "num_query_heads", "num_key_value_heads", "use_bias"}
    )

    head_dim: int
    num_query_heads: int
    num_key_value_heads: int
    dropout: Fraction = Fraction(0)
    use_bias: bool = True

    def __init__(
        self,
        head_dim: object,
        num_query_heads: object,
        num_key_value_heads: object,
        dropout: object = 0,
        use_bias: object = True,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep(
            head_dim=whole("head_dim", head_dim),
            num_query_heads=whole("num_query_heads", num_query_heads),
            num_key_value_heads=whole("num_key_value_heads", num_key_value_heads),
        )
        self._keep_changed(dropout=share_of(dropout), use_bias=truth("use_bias", use_bias))
        if self.num_query_heads % self.num_key_value_heads:
            raise LayerError(
                f"{self.num_query_heads} query heads do not divide among "
                f"{self.num_key_value_heads} key and value heads"
            )

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """A query, a value, and perhaps a key, each `L×D`. Raises LayerError."""
        query, value, key = query_value_key(self.kind, inputs)
        for shape in (query, value):
            if len(shape) != 2:
                raise LayerError(f"{self.kind} takes inputs of L×D, not {shape}")
        symbols: Symbols = {
            "h": self.num_query_heads,
            "g": self.num_key_value_heads,
            "k": self.head_dim,
            "Dq": int(query[-1]),
            "Dk": int(key[-1]),
            "Dv": int(value[-1]),
            "Tq": int(query[0]),
            "Tv": int(value[0]),
        }
        return symbols, (Shape([query[0], Quantity(_AS_QUERY, symbols)], ("L", "Dq")),)

    def recipe(self, quantity: str) -> Recipe:
        """Four projections; those of key and value are for fewer heads."""
        return attention_recipe(quantity, Form(kv="g", use_bias=self.use_bias))


def share_of(dropout: object) -> Fraction:
    """A share of values to drop. Raises LayerError unless it is from 0 to 1."""
    share = real("dropout", dropout)
    if not 0 <= share <= 1:
        raise LayerError(f"dropout must be from 0 to 1, not {share}")
    return share


def _one_or_more(name: str, value: object, least: int) -> int | tuple[int, ...] | None:
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return tuple([whole(name, each, least) for each in value])
    return whole(name, value, least)
