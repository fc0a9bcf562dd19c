"""Layers of every kind on small inputs, for laws that hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer, Layer, LayerError, Quantity
from quizengine.calculator.keras import (
    ELU,
    LAYERS,
    Activation,
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    LeakyReLU,
    LocallyConnected1D,
    LocallyConnected2D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
    ReLU,
    Softmax,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from quizengine.calculator.operations.pointwise import ACTIVATION
from quizengine.expressions import STANDARD_FUNCTIONS, formula, parse
from tests.calculator.keras import sequence_cases, window_cases

COUNTS = ("weights", "biases", "params", "trainable_params", "non_trainable_params", "macs")

CONVOLUTIONS = {1: Conv1D, 2: Conv2D, 3: Conv3D}
UNSHARED = {1: LocallyConnected1D, 2: LocallyConnected2D}
POOLINGS = {
    1: (MaxPooling1D, AveragePooling1D),
    2: (MaxPooling2D, AveragePooling2D),
    3: (MaxPooling3D, AveragePooling3D),
}
GLOBAL = {
    1: (GlobalMaxPooling1D, GlobalAveragePooling1D),
    2: (GlobalMaxPooling2D, GlobalAveragePooling2D),
    3: (GlobalMaxPooling3D, GlobalAveragePooling3D),
}
ZEROS = {1: ZeroPadding1D, 2: ZeroPadding2D, 3: ZeroPadding3D}

ACTIVATIONS = (
    Activation("relu"),
    *(
        kind()
        for kind in LAYERS.values()
        if getattr(kind, "operation", None) is ACTIVATION and kind is not Activation
    ),
)
"""Every activation that is a layer, as it is by default: a new one is among them."""

EVERY_KIND: tuple[AppliedLayer, ...] = (
    *(
        kind(6, size, strides=stride, padding=padding, use_bias=bias)([9] * rank + [4])
        for rank, kind in CONVOLUTIONS.items()
        for size in (3, [2, 3, 4][:rank])
        for stride in (1, 2, [1, 2, 3][:rank])
        for padding in ("valid", "same", 1, [0, 1, 2][:rank])
        for bias in (True, False)
    ),
    Conv1D(6, 3, padding="causal", dilation_rate=2)([9, 4]),
    *(
        kind(6, 3, dilation_rate=[1, 2, 2][3 - rank :], groups=2, padding=padding)([9] * rank + [4])
        for rank, kind in CONVOLUTIONS.items()
        for padding in ("valid", "same", 2)
    ),
    *(
        kind(6, size, strides=2, padding=padding, use_bias=bias)([9] * rank + [4])
        for rank, kind in UNSHARED.items()
        for size in (3, [2, 3][:rank])
        for padding in ("valid", "same", 1)
        for bias in (True, False)
    ),
    *(
        kind(size, strides=stride, padding=padding)([9] * rank + [4])
        for rank, kinds in POOLINGS.items()
        for kind in kinds
        for size in (2, [2, 3, 4][:rank])
        for stride in (None, 1)
        for padding in ("valid", "same", 1)
    ),
    *(kind(keepdims=keep)([5] * rank + [4])
      for rank, kinds in GLOBAL.items() for kind in kinds for keep in (True, False)),
    *(kind(zeros)([5] * rank + [4])
      for rank, kind in ZEROS.items() for zeros in (0, 2, [[1, 2], [3, 4], [5, 6]][:rank])),
    *(Dense(7, use_bias=bias)(shape) for bias in (True, False) for shape in ([5], [2, 5])),
    Dense(7, trainable=False)([5]), LeakyReLU(0.1)([3, 5]),
    Conv2D(7, 3, trainable=False)([5, 5, 2]),
    *(layer(shape)
      for layer in (Flatten(), Dropout(0.5), *ACTIVATIONS)
      for shape in ([5], [3, 5], [2, 3, 5], [4, 2, 3, 5])),
    *window_cases.KINDS, *sequence_cases.KINDS,
)  # fmt: skip
"""Every kind of layer, with every kind of argument that changes a formula."""


def quantities(applied: AppliedLayer) -> list[Quantity]:
    """Every quantity of a layer, those of its output included."""
    found = [getattr(applied, count) for count in COUNTS]
    found += [axis for axis in applied.output if isinstance(axis, Quantity)]
    return [*found, applied.size]


def check_mistakes(quantity: Quantity) -> None:
    """Check that the mistakes of a quantity are distinct, worded, and computed from its symbols."""
    ids = [mistake.id for mistake in quantity.count_formula.mistakes]
    assert len(set(ids)) == len(ids)
    for mistake in quantity.count_formula.mistakes:
        wrong = formula(mistake.formula)
        assert set(wrong.symbols) <= set(quantity.symbols), mistake
        assert wrong.written() != quantity.count_formula.formula.written(), mistake
        wrong.value(quantity.symbols)
        assert mistake.say.endswith(".")
        if mistake.when:
            names = {**STANDARD_FUNCTIONS, **quantity.symbols}
            assert isinstance(parse(mistake.when).evaluate(names), bool)


def per_axis(values: st.SearchStrategy[int], rank: int) -> st.SearchStrategy[object]:
    """One number for all axes, or one for each."""
    return st.one_of(values, st.lists(values, min_size=rank, max_size=rank))


@st.composite
def windows(draw: st.DrawFn, rank: int) -> dict[str, object]:
    """The arguments of a window over `rank` axes that Keras would take."""
    strides = draw(per_axis(st.integers(1, 3), rank))
    rates: object = 1
    if strides in (1, [1] * rank):
        rates = draw(per_axis(st.integers(1, 3), rank))
    words = ["valid", "same"] + (["causal"] if rank == 1 else [])
    padding = draw(st.one_of(st.sampled_from(words), per_axis(st.integers(0, 2), rank)))
    size = draw(per_axis(st.integers(1, 4), rank))
    return {"kernel_size": size, "strides": strides, "padding": padding, "dilation_rate": rates}


def small(rank: int) -> st.SearchStrategy[list[int]]:
    """A small input with `rank` axes before its channels."""
    most = {1: 12, 2: 7, 3: 5}[rank]
    axes = st.lists(st.integers(1, most), min_size=rank, max_size=rank)
    return st.tuples(axes, st.sampled_from([1, 2, 3, 4, 6])).map(lambda pair: [*pair[0], pair[1]])


def check_refusal(make: object, message: str) -> None:
    """Check that a call is refused with a message on one line that is short enough to read."""
    assert callable(make)
    with pytest.raises(LayerError, match=message) as caught:
        make()
    assert len(str(caught.value)) < 250
    assert str(caught.value).isprintable()


@st.composite
def layers(draw: st.DrawFn, rank: int) -> Layer:
    """A layer that takes an input of `rank` axes and channels and gives one like it."""
    name = draw(st.one_of(st.none(), st.none(), st.text("abc_1\"\\'é ", min_size=1, max_size=6)))
    choice = draw(st.integers(0, 5))
    word = draw(st.sampled_from([None, "relu", "softmax"]))
    if choice == 0:
        window = draw(windows(rank))
        window["padding"] = "same"
        groups = draw(st.sampled_from([1, 1, 2]))
        return CONVOLUTIONS[rank](
            groups * draw(st.integers(1, 4)), **window, groups=groups, activation=word,
            use_bias=draw(st.booleans()), name=name, trainable=draw(st.booleans()),
        )  # fmt: skip
    if choice == 1:
        kind = draw(st.sampled_from(POOLINGS[rank]))
        strides = draw(st.one_of(st.none(), per_axis(st.integers(1, 3), rank)))
        size = draw(per_axis(st.integers(1, 3), rank))
        return kind(size, strides=strides, padding="same", name=name)
    if choice == 2:
        pairs = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(list)
        return ZEROS[rank](draw(st.lists(pairs, min_size=rank, max_size=rank)), name=name)
    if choice == 3:
        return Dense(
            draw(st.integers(1, 5)), activation=word, use_bias=draw(st.booleans()), name=name
        )
    if choice == 4 and rank < 3:
        return UNSHARED[rank](2, draw(st.integers(1, 2)), padding="same", name=name)
    return draw(
        st.sampled_from(
            [
                Activation("tanh", name=name),
                Dropout(draw(st.sampled_from([0, 0.25, 0.1, 1])), name=name),
                ReLU(max_value=6.0, name=name),
                ReLU(name=name),
                LeakyReLU(negative_slope=0.2, name=name),
                LeakyReLU(name=name),
                ELU(alpha=0.5, name=name),
                Softmax(axis=1, name=name),
                Softmax(name=name),
            ]
        )
    )
