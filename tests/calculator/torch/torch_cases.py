"""PyTorch's layers of every kind on small inputs, for laws that hold for all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer, torch
from tests.calculator.cases import per_axis

RANKS = (1, 2, 3)


def named(pattern: str, rank: int) -> type:
    """The class of a rank: `Conv{}d` and 2 make Conv2d."""
    kind = getattr(torch, pattern.format(rank))
    assert isinstance(kind, type)
    return kind


def sized(rank: int, channels: int = 4, size: int = 9) -> list[int]:
    """A shape with its channels first."""
    return [channels] + [size] * rank


_WINDOWED: list[AppliedLayer] = []
for _rank in RANKS:
    for _stride, _padding in ((1, 0), (2, 1), (2, 0), ([1, 2, 3][:_rank], [0, 1, 2][:_rank])):
        _words = {"stride": _stride, "padding": _padding}
        _WINDOWED += [
            named("Conv{}d", _rank)(4, 6, 3, **_words, dilation=2, groups=2)(sized(_rank)),
            named("Conv{}d", _rank)(4, 6, [4, 5, 6][:_rank], **_words)(sized(_rank)),
            named("Conv{}d", _rank)(4, 6, 3, **_words, bias=False)(sized(_rank)),
            named("ConvTranspose{}d", _rank)(4, 6, 3, **_words)(sized(_rank)),
            named("ConvTranspose{}d", _rank)(
                4, 6, 3, **_words, output_padding=1, groups=2, dilation=2, bias=False
            )(sized(_rank)),
            named("MaxPool{}d", _rank)(4, **_words, dilation=2)(sized(_rank)),
            named("MaxPool{}d", _rank)(
                4, **_words, dilation=2, ceil_mode=True, return_indices=True
            )(sized(_rank)),
            named("AvgPool{}d", _rank)(4, **_words, ceil_mode=True)(sized(_rank)),
            named("AvgPool{}d", _rank)(4, **_words)(sized(_rank)),
        ]
    _WINDOWED += [
        named("Conv{}d", _rank)(4, 6, 3, padding="same", padding_mode="reflect")(sized(_rank)),
        named("Conv{}d", _rank)(4, 6, 3, padding="valid")(sized(_rank)),
        named("AdaptiveAvgPool{}d", _rank)(3)(sized(_rank)),
        named("AdaptiveMaxPool{}d", _rank)([3, 4, 5][:_rank], return_indices=True)(sized(_rank)),
        named("BatchNorm{}d", _rank)(4)(sized(_rank)),
        named("BatchNorm{}d", _rank)(4, affine=False)(sized(_rank)),
        named("BatchNorm{}d", _rank)(4, track_running_stats=False, bias=False)(sized(_rank)),
        named("InstanceNorm{}d", _rank)(4)(sized(_rank)),
        named("InstanceNorm{}d", _rank)(4, affine=True, track_running_stats=True)(sized(_rank)),
        named("Dropout{}d", _rank)(0.5)(sized(_rank)),
        named("ConstantPad{}d", _rank)([1, -1, 2, 0, 0, 3][: 2 * _rank], 3.5)(sized(_rank)),
        *(
            named(f"{word}Pad{{}}d", _rank)(sides)(sized(_rank))
            for word in ("Zero", "Reflection", "Replication", "Circular")
            for sides in (2, [1, 2, 3, 4, 1, 2][: 2 * _rank])
        ),
    ]

EVERY_KIND: tuple[AppliedLayer, ...] = (
    *_WINDOWED,
    torch.AdaptiveAvgPool2d([None, 3])([4, 9, 9]),
    torch.LPPool1d(2, 3)([4, 9]), torch.LPPool2d(2, 3, 2, ceil_mode=True)([4, 9, 9]),
    *(torch.Linear(5, 7, bias=bias)(shape) for bias in (True, False) for shape in ([5], [2, 5])),
    *(torch.Bilinear(3, 4, 5, bias=bias)([2, 3], [2, 4]) for bias in (True, False)),
    torch.Embedding(10, 3, padding_idx=0)([7]), torch.Embedding(10, 3)([2, 7]),
    torch.EmbeddingBag(10, 3)([7]),
    torch.GroupNorm(2, 4)([4, 3, 3]), torch.GroupNorm(2, 4, affine=False)([6, 3]),
    *(torch.LayerNorm(shape, bias=bias)([2, 3, 4])
      for shape in (4, [3, 4]) for bias in (True, False)),
    torch.LayerNorm(4, elementwise_affine=False)([3, 4]), torch.RMSNorm([3, 4])([2, 3, 4]),
    torch.LocalResponseNorm(2)([4, 3, 3]),
    *(kind(3, 5, layers, bias=bias, bidirectional=both)([6, 3])
      for kind in (torch.RNN, torch.GRU, torch.LSTM)
      for layers in (1, 3) for bias in (True, False) for both in (True, False)),
    *(torch.LSTM(3, 5, layers, bidirectional=both, proj_size=2)([6, 3])
      for layers in (1, 3) for both in (True, False)),
    *(torch.MultiheadAttention(8, 2, bias=bias, add_bias_kv=kv, add_zero_attn=kv)(*[[5, 8]] * 3)
      for bias in (True, False) for kv in (True, False)),
    torch.MultiheadAttention(8, 2, kdim=3, vdim=5)([4, 8], [6, 3], [6, 5]),
    *(torch.TransformerEncoderLayer(8, 2, 16, bias=bias)([4, 8]) for bias in (True, False)),
    torch.Upsample(scale_factor=2)([4, 5]), torch.Upsample(scale_factor=[2, 1.5])([4, 5, 5]),
    torch.Upsample(scale_factor=0.29)([1, 100]),
    torch.Upsample(size=3, mode="bicubic")([4, 5, 5]),
    torch.Upsample([3, 4, 5], mode="trilinear", align_corners=True)([4, 5, 5, 5]),
    torch.UpsamplingNearest2d(scale_factor=2)([4, 5, 5]), torch.UpsamplingBilinear2d(7)([4, 5, 5]),
    torch.PixelShuffle(2)([8, 3, 3]), torch.PixelUnshuffle(2)([2, 4, 6]),
    torch.ChannelShuffle(2)([4, 3, 3]), torch.Unflatten(1, [2, -1])([8, 3]),
    torch.Flatten(2)([4, 3, 3]), torch.PReLU()([4, 3]), torch.PReLU(4)([4, 3]),
    torch.Softmax(dim=1)([4, 3]), torch.LogSoftmax(1)([4]), torch.Softmin(-1)([4]),
    torch.Softmax2d()([4, 3, 3]), torch.GLU(1)([4, 3]), torch.Threshold(1, 2)([4, 3, 3]),
    torch.GELU("tanh")([4]), torch.Hardtanh(-2, 2)([4]), torch.RReLU()([4]),
    torch.Softplus(2)([4]), torch.Hardshrink()([4]), torch.Softshrink(0.25)([4]),
    *(layer(shape)
      for layer in (
          torch.Flatten(), torch.Identity(1, a=2), torch.Dropout(), torch.AlphaDropout(),
          torch.FeatureAlphaDropout(0.25), torch.ReLU(True), torch.ReLU6(), torch.SELU(),
          torch.SiLU(), torch.Mish(), torch.Hardsigmoid(), torch.Hardswish(), torch.ELU(0.5),
          torch.CELU(), torch.LeakyReLU(0.2), torch.Sigmoid(), torch.Tanh(), torch.Softsign(),
          torch.Tanhshrink(), torch.LogSigmoid(),
      )
      for shape in ([5], [3, 5], [2, 3, 5], [4, 2, 3, 5])),
)  # fmt: skip
"""Every kind of layer, with every kind of argument that changes a formula."""


@st.composite
def windows(draw: st.DrawFn, rank: int, most: int = 4) -> dict[str, object]:
    """The arguments of a window over `rank` axes."""
    return {
        "kernel_size": draw(per_axis(st.integers(1, most), rank)),
        "stride": draw(per_axis(st.integers(1, 3), rank)),
        "padding": draw(per_axis(st.integers(0, 2), rank)),
        "dilation": draw(per_axis(st.integers(1, 3), rank)),
    }


def small(rank: int) -> st.SearchStrategy[list[int]]:
    """A small input, its channels first."""
    most = {1: 12, 2: 7, 3: 5}[rank]
    axes = st.lists(st.integers(1, most), min_size=rank, max_size=rank)
    return st.tuples(st.sampled_from([1, 2, 3, 4, 6]), axes).map(lambda pair: [pair[0], *pair[1]])
