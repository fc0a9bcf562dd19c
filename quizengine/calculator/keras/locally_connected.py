"""Locally connected layers, with the arguments that Keras 2 gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.locally_connected import LocallyConnected
from quizengine.calculator.windows import window


class _LocallyConnected(KernelLayer, abstract=True):
    """What the locally connected layers share. Keras 2's `implementation` changes no count."""

    filters = Whole()

    def make_operation(self) -> Operation:
        """The filters of every position."""
        sliding = window(self.kernel_size, self.strides, self.padding, (1,) * self.rank)
        return LocallyConnected(sliding, self.filters, self.use_bias)


class LocallyConnected1D(_LocallyConnected, rank=1):
    """Unshared filters along one axis of an `L×D` input."""


class LocallyConnected2D(_LocallyConnected, rank=2):
    """Unshared filters along height and width of an `H×W×D` input."""
