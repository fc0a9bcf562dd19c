"""Separable convolutions, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import PerAxis, Whole
from quizengine.calculator.keras.convolution import KernelLayer
from quizengine.calculator.keras.depthwise import TERMS
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.separable import Separable
from quizengine.calculator.windows import window


class _Separable(KernelLayer, abstract=True):
    """What the separable convolutions share."""

    filters = Whole()
    dilation_rate = PerAxis(1)
    depth_multiplier = Whole(1)

    def make_operation(self) -> Operation:
        """The two steps."""
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        return Separable(sliding, self.filters, self.use_bias, TERMS, self.depth_multiplier)


class SeparableConv1D(_Separable, rank=1):
    """A separable convolution along one axis of an `L×D` input."""


class SeparableConv2D(_Separable, rank=2):
    """A separable convolution along height and width of an `H×W×D` input."""
