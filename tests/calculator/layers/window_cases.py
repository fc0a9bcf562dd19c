"""The relatives of convolutions, and what shapes, drops and activates: one of every form."""

from __future__ import annotations

from quizengine.calculator import (
    AlphaDropout,
    Applied,
    GaussianDropout,
    GaussianNoise,
    PReLU,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)

SPATIAL = {1: SpatialDropout1D, 2: SpatialDropout2D, 3: SpatialDropout3D}

KINDS: tuple[Applied, ...] = (
    *(kind(0.5)([4, 3]) for kind in (AlphaDropout, GaussianDropout, GaussianNoise)),
    *(kind(0.25)([5] * rank + [4]) for rank, kind in SPATIAL.items()),
    *(PReLU()(shape) for shape in ([5], [3, 5], [2, 3, 5], [4, 2, 3, 5])),
    *(PReLU(shared_axes=axes)([4, 2, 3]) for axes in (1, [1, 2], [1, 2, 3])),
    PReLU(trainable=False)([2, 3]), PReLU(shared_axes=[1])([5]),
)  # fmt: skip
"""With every kind of argument that changes a formula."""
