"""What normalizes, remembers, attends, looks up and joins: one of every form."""

from __future__ import annotations

from quizengine.calculator import AppliedLayer
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    Add,
    AdditiveAttention,
    Attention,
    Average,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    Conv2D,
    Dense,
    Dot,
    Dropout,
    Embedding,
    Flatten,
    GroupNormalization,
    GroupQueryAttention,
    LayerNormalization,
    Maximum,
    MaxPooling2D,
    Minimum,
    MultiHeadAttention,
    Multiply,
    Normalization,
    RMSNormalization,
    SimpleRNN,
    Subtract,
    TimeDistributed,
    UnitNormalization,
)

RECURRENT = (SimpleRNN, LSTM, GRU)

KINDS: tuple[AppliedLayer, ...] = (
    *(BatchNormalization(axis=axis, center=center, scale=scale, renorm=renorm)([5, 4, 3])
      for axis in (-1, 1) for center in (True, False) for scale in (True, False)
      for renorm in (True, False)),
    BatchNormalization(trainable=False)([7]), BatchNormalization()([1]),
    *(LayerNormalization(axis=axis, center=center, scale=scale)([5, 4, 3])
      for axis in (-1, 2, [1, 3], [-3, -2, -1]) for center in (True, False)
      for scale in (True, False)),
    *(GroupNormalization(groups, center=center, scale=scale)([5, 6])
      for groups in (1, 2, -1) for center in (True, False) for scale in (True, False)),
    *(RMSNormalization(axis)([4, 3]) for axis in (-1, 1, [1, 2])),
    *(Normalization(axis)([4, 3]) for axis in (-1, 1, [1, 2], None)),
    Normalization(mean=1, variance=2)([4, 3]), UnitNormalization()([4, 3]),
    *(kind(6, use_bias=bias, return_sequences=every, return_state=state)([5, 4])
      for kind in RECURRENT for bias in (True, False)
      for every in (True, False) for state in (True, False)),
    GRU(6, reset_after=False)([5, 4]), LSTM(1)([1, 1]), LSTM(6, trainable=False)([5, 4]),
    *(Bidirectional(kind(6, return_sequences=every), merge_mode=mode)([5, 4])
      for kind in RECURRENT for every in (True, False)
      for mode in ("concat", "sum", "mul", "ave", None)),
    *(Bidirectional(LSTM(6, use_bias=bias, return_state=True))([5, 4]) for bias in (True, False)),
    *(Bidirectional(LSTM(6), backward_layer=GRU(units, go_backwards=True))([5, 4])
      for units in (6, 7)),
    *(TimeDistributed(layer)([5, 8, 8, 3])
      for layer in (Conv2D(4, 3), MaxPooling2D(), Flatten(), Dense(4), Dropout(0.5),
                    BatchNormalization(), Dense(4, trainable=False),
                    Conv2D(4, 3, padding="same", data_format="channels_first"))),
    TimeDistributed(LSTM(4))([5, 8, 3]), TimeDistributed(Dense(4), trainable=False)([5, 3]),
    *(MultiHeadAttention(heads, 3, value, use_bias=bias, output_shape=output, use_gate=gate)(
        [5, 4], [6, 7])
      for heads in (1, 2) for value in (None, 5) for bias in (True, False)
      for output in (None, 8, (2, 4)) for gate in (True, False)),
    MultiHeadAttention(2, 3)([5, 4], [6, 7], [6, 8]),
    *(MultiHeadAttention(2, 3, attention_axes=axes, use_gate=True)([5, 4, 7], [5, 6, 7])
      for axes in (None, 2, -2)),
    *(GroupQueryAttention(3, 4, 2, use_bias=bias)([5, 4], [6, 4]) for bias in (True, False)),
    *(Attention(scale, mode)([5, 4], [6, 4])
      for scale in (True, False) for mode in ("dot", "concat")),
    *(AdditiveAttention(scale)([5, 4], [6, 4]) for scale in (True, False)),
    *(Embedding(50, 8)(shape) for shape in ([12], [3, 4])), Embedding(50, 8, trainable=False)([12]),
    *(kind()([4, 3], [1, 3]) for kind in (Add, Subtract, Multiply, Average, Maximum, Minimum)),
    *(Add()([shape] * 3) for shape in ([5], [3, 5], [2, 3, 5], [4, 2, 3, 5])),
    *(Concatenate(axis)([4, 3], [4, 3], [4, 3]) for axis in (-1, 1, 0)),
    Concatenate()([4, 2, 5], [4, 2, 7]), Dot(axes=(2, 1))([3, 4], [4, 5]), Dot(axes=1)([4], [4]),
)  # fmt: skip
"""With every kind of argument that changes a formula."""
