"""Layers around a layer: a recurrent one read in both directions, any one at every time step."""

from __future__ import annotations

from quizengine.calculator.arguments import Custom, Ignored
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.keras.recurrent import RecurrentLayer
from quizengine.calculator.layer import Layer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.wrapping import BidirectionalRecurrence, TimeDistribution

_MERGES = ("concat", "sum", "mul", "ave", None)


def _named(value: object) -> str:
    return value.kind if isinstance(value, Layer) else quoted(value)


def _recurrent(name: str, value: object) -> RecurrentLayer:
    if not isinstance(value, RecurrentLayer):
        start = "Bidirectional takes" if name == "layer" else f"{name} is"
        raise LayerError(f"{start} a recurrent layer, not {_named(value)}")
    return value


def _merge_mode(name: str, value: object) -> str | None:
    for known in _MERGES:
        if value == known:
            return known
    words = ", ".join(map(repr, _MERGES))
    raise LayerError(f"{name} must be one of {words}, not {quoted(value)}")


def _layer(_name: str, value: object) -> Layer:
    if not isinstance(value, Layer):
        raise LayerError(f"TimeDistributed takes a layer, not {_named(value)}")
    return value


class Bidirectional(KerasLayer):
    """A recurrent layer and its mirror image, which reads the steps from the last to the first."""

    layer = Custom(_recurrent)
    merge_mode = Custom(_merge_mode, "concat")
    weights = Ignored()
    backward_layer: Custom[RecurrentLayer | None] = Custom(_recurrent, None)

    def check_arguments(self) -> None:
        """Refuse two layers that cannot be combined."""
        if self.backward_layer is not None:
            self._check_pair(self.backward_layer)
        elif self.layer.go_backwards:
            raise LayerError("the forward layer goes backwards, as its mirror image does")

    def make_operation(self) -> Operation:
        """Return the layer in both directions."""
        mirror = self.backward_layer
        letter = "u" if mirror is None or mirror.units == self.layer.units else "v"
        return BidirectionalRecurrence(self.layer, self.merge_mode, mirror, letter)

    def _check_pair(self, backward: RecurrentLayer) -> None:
        forward = self.layer
        if forward.go_backwards == backward.go_backwards:
            raise LayerError("one of the two layers goes backwards, and the other does not")
        for name in ("return_sequences", "return_state", "stateful"):
            if getattr(forward, name) != getattr(backward, name):
                raise LayerError(f"the two layers differ in {name}")
        if self.merge_mode in ("sum", "mul", "ave") and forward.units != backward.units:
            raise LayerError(
                f'merge_mode="{self.merge_mode}" joins value by value, and there are '
                f"{forward.units} units forward and {backward.units} backward"
            )


class TimeDistributed(KerasLayer):
    """One layer, with one set of weights, applied at every time step alone."""

    layer = Custom(_layer)

    def make_operation(self) -> Operation:
        """Return the layer at each step."""
        return TimeDistribution(self.layer)
