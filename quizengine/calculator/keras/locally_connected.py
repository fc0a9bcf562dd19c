"""Locally connected layers, with the arguments that Keras 2 gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.locally_connected import UnsharedConvolution
from quizengine.calculator.windows import window


class _LocallyConnected(KernelLayer, ranks={1: "LocallyConnected1D", 2: "LocallyConnected2D"}):
    """A convolution whose filters differ from position to position, as in Keras 2."""

    filters = Whole()

    def make_operation(self) -> Operation:
        """Return the unshared convolution."""
        sliding = window(self.kernel_size, self.strides, self.padding, (1,) * self.rank)
        return UnsharedConvolution(sliding, self.filters, self.use_bias)
