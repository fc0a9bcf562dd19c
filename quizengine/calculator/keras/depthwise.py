"""Depthwise convolutions, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import PerAxis, Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.operation import Operation, Terms
from quizengine.calculator.operations.depthwise import Depthwise
from quizengine.calculator.windows import window

TERMS = Terms(m="depth_multiplier")
"""What the symbols of a depthwise and a separable convolution stand for in Keras."""


class _Depthwise(KernelLayer, abstract=True):
    """What the depthwise convolutions share."""

    order = (
        "kernel_size", "strides", "padding", "depth_multiplier", "data_format", "dilation_rate",
    )  # fmt: skip

    depth_multiplier = Whole(1)
    dilation_rate = PerAxis(1)

    def make_operation(self) -> Operation:
        """The depthwise convolution."""
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        return Depthwise(sliding, self.depth_multiplier, self.use_bias, TERMS)


class DepthwiseConv1D(_Depthwise, rank=1):
    """A depthwise convolution along one axis of an `L×D` input."""


class DepthwiseConv2D(_Depthwise, rank=2):
    """A depthwise convolution along height and width of an `H×W×D` input."""
