"""The relatives of convolutions, and what shapes, drops and activates: one of every form."""

from __future__ import annotations

from quizengine.calculator import AppliedLayer
from quizengine.calculator.keras import (
    AlphaDropout,
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
    Cropping1D,
    Cropping2D,
    Cropping3D,
    DepthwiseConv1D,
    DepthwiseConv2D,
    GaussianDropout,
    GaussianNoise,
    Identity,
    Masking,
    Permute,
    PReLU,
    RepeatVector,
    Rescaling,
    Reshape,
    SeparableConv1D,
    SeparableConv2D,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
)

TRANSPOSED = {1: Conv1DTranspose, 2: Conv2DTranspose, 3: Conv3DTranspose}
DEPTHWISE = {1: DepthwiseConv1D, 2: DepthwiseConv2D}
SEPARABLE = {1: SeparableConv1D, 2: SeparableConv2D}
CROPPING = {1: Cropping1D, 2: Cropping2D, 3: Cropping3D}
SPATIAL = {1: SpatialDropout1D, 2: SpatialDropout2D, 3: SpatialDropout3D}

KINDS: tuple[AppliedLayer, ...] = (
    *(
        kind(6, size, strides=stride, padding=padding, output_padding=more, use_bias=bias)(
            [5] * rank + [4]
        )
        for rank, kind in TRANSPOSED.items()
        for size in (3, [2, 3, 4][:rank])
        for stride in (2, [2, 3, 4][:rank])
        for padding in ("valid", "same")
        for more in (None, 0, 1)
        for bias in (True, False)
    ),
    *(kind(6, 3, padding=padding, dilation_rate=rate)([5] * rank + [4])
      for rank, kind in TRANSPOSED.items() for padding in ("valid", "same")
      for rate in (1, 2, [2, 1, 3][:rank])),
    *(
        kind(size, strides=stride, padding=padding, depth_multiplier=many, use_bias=bias)(
            [9] * rank + [4]
        )
        for rank, kind in DEPTHWISE.items()
        for size in (3, [2, 3][:rank])
        for stride in (1, 2)
        for padding in ("valid", "same", 1)
        for many in (1, 3)
        for bias in (True, False)
    ),
    *(
        kind(6, size, strides=stride, padding=padding, depth_multiplier=many, use_bias=bias)(
            [9] * rank + [4]
        )
        for rank, kind in SEPARABLE.items()
        for size in (3, [2, 3][:rank])
        for stride in (1, 2)
        for padding in ("valid", "same", 1)
        for many in (1, 3)
        for bias in (True, False)
    ),
    *(kind(3, dilation_rate=2)([9] * rank + [4]) for rank, kind in DEPTHWISE.items()),
    DepthwiseConv2D(
        3, depth_multiplier=2, trainable=False, data_format="channels_first"
    )([2, 5, 5]),
    SeparableConv2D(3, 3, trainable=False, data_format="channels_first")([2, 5, 6]),
    Conv2DTranspose(3, 3, trainable=False, data_format="channels_first")([2, 5, 6]),
    *(kind(cut)([9] * rank + [4])
      for rank, kind in CROPPING.items() for cut in (0, 2, [[1, 2], [3, 4], [0, 1]][:rank])),
    UpSampling1D(3)([4, 2]), UpSampling2D([2, 3])([4, 5, 2]), UpSampling3D()([2, 3, 4, 5]),
    UpSampling2D(2, data_format="channels_first", interpolation="bilinear")([3, 4, 5]),
    *(Permute(dims)([3, 4, 5, 6][:len(dims)])
      for dims in ([1], [2, 1], [2, 3, 1], [3, 1, 2], [1, 3, 2], [4, 1, 2, 3])),
    *(Reshape(target)([4, 6, 2])
      for target in ([48], [-1], [8, -1], [-1, 2, 3], [2, 2, 2, 6], [1, 2, 2, 2, 6])),
    Reshape([4, -1])([8]), RepeatVector(3)([4]), Identity()([3, 4]), Masking()([3, 4]),
    Rescaling(0.5)([3, 4, 1]), Rescaling([1, 2], offset=-1)([3, 2]),
    *(kind(0.5)([4, 3]) for kind in (AlphaDropout, GaussianDropout, GaussianNoise)),
    *(kind(0.25)([5] * rank + [4]) for rank, kind in SPATIAL.items()),
    *(PReLU()(shape) for shape in ([5], [3, 5], [2, 3, 5], [4, 2, 3, 5])),
    *(PReLU(shared_axes=axes)([4, 2, 3]) for axes in (1, [1, 2], [1, 2, 3])),
    PReLU(trainable=False)([2, 3]), PReLU(shared_axes=[1])([5]),
)  # fmt: skip
"""With every kind of argument that changes a formula."""
