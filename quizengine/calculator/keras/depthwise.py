"""Depthwise convolutions, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import PerAxis, Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.depthwise import DepthwiseConvolution
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import window

TERMS = Terms(m="depth_multiplier")
"""What the symbols of a depthwise and a separable convolution stand for in Keras."""


class _Depthwise(KernelLayer, ranks={1: "DepthwiseConv1D", 2: "DepthwiseConv2D"}):
    """A depthwise convolution: each channel has filters of its own and is not mixed."""

    order = (
        "kernel_size", "strides", "padding", "depth_multiplier", "data_format", "dilation_rate",
    )  # fmt: skip

    depth_multiplier = Whole(1)
    dilation_rate = PerAxis(1)

    def make_operation(self) -> Operation:
        """Return the depthwise convolution."""
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        return DepthwiseConvolution(sliding, self.depth_multiplier, self.use_bias, TERMS)
