"""Attention with projections of its own, with the arguments that Keras gives it."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import Custom, Flag, Share, Whole, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.base import KerasLayer, axis_or_axes
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.attention import PerHeadAttention
from quizengine.calculator.shape import Shape

_Axes = int | tuple[int, ...] | None


def _features(name: str, value: object) -> _Axes:
    # What is false is as if it were not given, as in Keras.
    if not value:
        return None
    if isinstance(value, (list, tuple)):
        return tuple([whole(name, each) for each in value])
    return whole(name, value)


class MultiHeadAttention(KerasLayer):
    """h heads of attention side by side: query, key and value projections, and the output's.

    `key_dim` and `value_dim` are the widths of one head.
    """

    last: ClassVar[tuple[str, ...]] = ("use_gate", *KerasLayer.last)

    num_heads = Whole()
    key_dim = Whole()
    value_dim = Whole(None)
    dropout = Share(0)
    use_bias = Flag(default=True)
    output_shape = Custom[_Axes](_features, None)
    attention_axes = Custom[_Axes](axis_or_axes, None)
    sliding_window = Whole(None)
    flash_attention = Flag(None)
    use_gate = Flag(default=False)

    def check_arguments(self) -> None:
        """Refuse flash attention with a dropout."""
        if self.flash_attention and self.dropout:
            raise LayerError("flash_attention takes no dropout")

    def make_operation(self) -> Operation:
        """Return the attention."""
        return PerHeadAttention(
            self.num_heads, self.key_dim, self.value_dim, None, self.use_bias, self.use_gate,
            self.output_shape, self.attention_axes,
        )  # fmt: skip


class GroupQueryAttention(KerasLayer):
    """Multi-head attention whose query heads share fewer key and value heads."""

    head_dim = Whole()
    num_query_heads = Whole()
    num_key_value_heads = Whole()
    dropout = Share(0)
    use_bias = Flag(default=True)

    def check_arguments(self) -> None:
        """Refuse query heads that do not divide among the key and value heads."""
        heads, shared = self.num_query_heads, self.num_key_value_heads
        if heads % shared:
            raise LayerError(
                f"{heads} query heads do not divide among {shared} key and value heads"
            )

    def make_operation(self) -> Operation:
        """Return the attention."""
        heads, shared = self.num_query_heads, self.num_key_value_heads
        return PerHeadAttention(heads, self.head_dim, None, shared, self.use_bias)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a query or a value that is not `L×D`."""
        for shape in shapes[:2]:
            if len(shape) != 2:
                raise LayerError(f"{self.kind} takes inputs of L×D, not {shape}")
