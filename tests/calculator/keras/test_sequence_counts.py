"""A second count, one weight of one matrix after another, agrees with the formulas."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    Add,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    Dense,
    Embedding,
    GroupNormalization,
    GroupQueryAttention,
    LayerNormalization,
    MultiHeadAttention,
    RMSNormalization,
    SimpleRNN,
    TimeDistributed,
)

few = st.integers(1, 4)
GATES = {
    SimpleRNN: ["state"],
    LSTM: ["input", "forget", "candidate", "output"],
    GRU: ["update", "reset", "candidate"],
}


def cells(*sizes: int) -> int:
    """The entries of an array, met one by one."""
    return sum(1 for _ in itertools.product(*map(range, sizes)))


def check(applied: AppliedLayer, weights: int, biases: int, macs: int | None = None) -> None:
    assert applied.weights == weights
    assert applied.biases == biases
    assert applied.params == applied.trainable_params == weights + biases
    assert applied.non_trainable_params == 0
    if macs is not None:
        assert applied.macs == macs


@given(
    kind=st.sampled_from(list(GATES)), steps=few, features=few, units=few, bias=st.booleans(),
    reset_after=st.booleans(), every=st.booleans(),
)  # fmt: skip
def test_a_recurrent_layer(
    *,
    kind: type[SimpleRNN | LSTM | GRU],
    steps: int,
    features: int,
    units: int,
    bias: bool,
    reset_after: bool,
    every: bool,
) -> None:
    own = {"reset_after": reset_after} if kind is GRU else {}
    layer = kind(units, use_bias=bias, return_sequences=every, **own)
    applied = layer([steps, features])
    from_input, from_state, biases = set(), set(), set()
    for gate in GATES[kind]:
        for unit in range(units):
            from_input |= {(gate, unit, feature) for feature in range(features)}
            from_state |= {(gate, unit, other) for other in range(units)}
            if bias:
                biases.add((gate, unit, "of the input"))
                if kind is GRU and reset_after:
                    biases.add((gate, unit, "of the state"))
    products = 0
    for _ in range(steps):
        products += len(from_input) + len(from_state)
    check(applied, len(from_input) + len(from_state), len(biases), products)
    assert applied.output == ([steps, units] if every else [units])
    both = Bidirectional(layer)([steps, features])
    twice = 2 * (len(from_input) + len(from_state))
    check(both, twice, 2 * len(biases), 2 * products)
    assert both.output[-1] == 2 * units


@given(
    query=st.lists(few, min_size=2, max_size=3), values=few, heads=st.integers(1, 3), key_dim=few,
    value_dim=st.one_of(st.none(), few), output=st.one_of(st.none(), few), bias=st.booleans(),
    gate=st.booleans(),
)  # fmt: skip
def test_multi_head_attention(
    *,
    query: list[int],
    values: int,
    heads: int,
    key_dim: int,
    value_dim: int | None,
    output: int | None,
    bias: bool,
    gate: bool,
) -> None:
    value, key = [values, 3], [values, 2]
    width = value_dim or key_dim
    matrices = [(query[-1], key_dim), (key[-1], key_dim), (value[-1], width)]
    matrices += [(query[-1], width)] * gate
    features = output or query[-1]
    weights = sum(cells(inside, heads, outside) for inside, outside in matrices)
    weights += cells(heads, width, features)
    biases = sum(cells(heads, outside) for _, outside in matrices) + features if bias else 0
    positions = cells(*query[:-1])
    at = [positions, values, values] + [positions] * gate
    macs = sum(
        cells(position, inside, heads, outside)
        for position, (inside, outside) in zip(at, matrices, strict=True)
    )
    macs += cells(positions, heads, width, features)  # the output projection
    macs += cells(heads, positions, values, key_dim) + cells(heads, positions, values, width)
    layer = MultiHeadAttention(
        heads, key_dim, value_dim, use_bias=bias, output_shape=output, use_gate=gate
    )
    applied = layer(query, value, key)
    check(applied, weights, biases, macs)
    assert applied.output == [*query[:-1], features]


@given(
    queries=few, values=few, groups=st.integers(1, 3), each=st.integers(1, 3), width=few,
    bias=st.booleans(),
)  # fmt: skip
def test_attention_with_shared_heads(
    *, queries: int, values: int, groups: int, each: int, width: int, bias: bool
) -> None:
    heads, features = groups * each, 5
    applied = GroupQueryAttention(width, heads, groups, use_bias=bias)(
        [queries, features], [values, features]
    )
    weights = cells(features, heads, width) + 2 * cells(features, groups, width)
    weights += cells(heads, width, features)
    biases = cells(heads, width) + 2 * cells(groups, width) + features if bias else 0
    check(applied, weights, biases)


def along(shape: list[int], axes: Iterable[int]) -> int:
    return cells(*(shape[axis - 1] for axis in axes))


@given(st.lists(few, min_size=1, max_size=4), st.data())
def test_normalization(shape: list[int], data: st.DataObject) -> None:
    axis = data.draw(st.integers(1, len(shape)))
    axes = data.draw(st.sets(st.integers(1, len(shape)), min_size=1))
    scale, center = data.draw(st.booleans()), data.draw(st.booleans())
    given_axis = data.draw(st.sampled_from([axis, axis - len(shape) - 1]))
    batch = BatchNormalization(axis=given_axis, scale=scale, center=center)(shape)
    channels = cells(shape[axis - 1])
    assert batch.trainable_params == (scale + center) * channels
    assert batch.non_trainable_params == sum(channels for _ in ("mean", "variance"))
    assert batch.params == batch.trainable_params + batch.non_trainable_params
    assert batch.output == shape
    layer = LayerNormalization(axis=sorted(axes), scale=scale, center=center)(shape)
    check(layer, scale * along(shape, axes), center * along(shape, axes), 0)
    check(RMSNormalization(axis=sorted(axes))(shape), along(shape, axes), 0, 0)
    groups = data.draw(st.sampled_from([-1, 1, shape[axis - 1]]))
    group = GroupNormalization(groups, axis=axis, scale=scale, center=center)(shape)
    check(group, scale * channels, center * channels, 0)


@given(few, few, st.lists(few, max_size=3))
def test_an_embedding(vocabulary: int, width: int, shape: list[int]) -> None:
    applied = Embedding(vocabulary, width)(shape)
    check(applied, cells(vocabulary, width), 0, 0)
    assert applied.output == [*shape, width]


@given(few, st.lists(few, min_size=1, max_size=3), few)
def test_a_layer_at_every_step(steps: int, shape: list[int], units: int) -> None:
    applied = TimeDistributed(Dense(units))([steps, *shape])
    macs = sum(cells(*shape, units) for _ in range(steps))
    check(applied, cells(shape[-1], units), units, macs)
    assert applied.output == [steps, *shape[:-1], units]


@given(st.lists(few, min_size=1, max_size=3), st.lists(few, min_size=1, max_size=4), st.data())
def test_joining(shape: list[int], sizes: list[int], data: st.DataObject) -> None:
    """Side by side along an axis, entries are distinguished by their input; added, they are not."""
    axis = data.draw(st.integers(1, len(shape)))
    inputs = [[*shape[: axis - 1], size, *shape[axis:]] for size in [shape[axis - 1], *sizes]]
    joined = Concatenate(axis=axis)(inputs)
    assert joined.size == sum(cells(*each) for each in inputs)
    check(joined, 0, 0, 0)
    added = Add()([shape] * (len(sizes) + 1))
    assert added.output == shape
    check(added, 0, 0, 0)
