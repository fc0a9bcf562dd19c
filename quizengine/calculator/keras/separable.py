"""Separable convolutions, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import PerAxis, Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.keras.depthwise import TERMS
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.separable import SeparableConvolution
from quizengine.calculator.windows import window


class _Separable(KernelLayer, ranks={1: "SeparableConv1D", 2: "SeparableConv2D"}):
    """A depthwise convolution, followed by one of 1×1 that mixes the channels."""

    filters = Whole()
    dilation_rate = PerAxis(1)
    depth_multiplier = Whole(1)

    def make_operation(self) -> Operation:
        """Return the two steps."""
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        return SeparableConvolution(
            sliding, self.filters, self.use_bias, TERMS, self.depth_multiplier
        )
