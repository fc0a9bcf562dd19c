"""Bytes of parameters and of values, and every quantity of a layer with its working."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import LayerError, Quantity, working_of
from quizengine.calculator.analysis.byte_counts import param_bytes, size_text, value_bytes
from quizengine.calculator.analysis.receptive_field import receptive_fields
from quizengine.calculator.analysis.training_memory import (
    inference_bytes,
    largest_batch,
    training_bytes,
)
from quizengine.calculator.conventions import conventions
from quizengine.calculator.keras import Conv2D, Dense, Flatten, Input, MaxPooling2D, ReLU
from quizengine.calculator.row_quantities import worked_quantities
from quizengine.calculator.same_padding import same_padding, same_padding_total
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.units import in_unit
from tests.calculator.cases import quantities

LENET = Sequential(
    [
        Input((32, 32, 1)), Conv2D(6, 5, activation="tanh"), MaxPooling2D(2),
        Conv2D(16, 5, activation="tanh"), MaxPooling2D(2), Flatten(),
        Dense(120, "tanh"), Dense(84, "tanh"), Dense(10, "softmax"),
    ]
)  # fmt: skip


def test_the_bytes_of_a_models_parameters() -> None:
    """61,706 parameters of 4 bytes: 241.04 KiB, 0.2354 MiB."""
    count = param_bytes(LENET)
    assert count == 246_824
    assert size_text(count) == "246,824 bytes = 0.247 MB = 0.235 MiB"
    assert {mistake.id: mistake.value for mistake in count.mistakes} == {
        "bits-for-bytes": 1_974_592,
        "width-forgotten": 61_706,
    }
    assert param_bytes(LENET, 2) == 123_412
    assert param_bytes(Sequential([Input((4096,)), Dense(4096, use_bias=False)])) == 64 * 2**20


def test_the_bytes_of_a_layers_output() -> None:
    """A map of 25×38×400 of 4 bytes: 1,520,000 (Géron, chapter 14)."""
    row = Sequential([Input((25, 38, 3)), Conv2D(400, 3, padding="same")]).rows[0]
    assert value_bytes(row) == 1_520_000
    assert "values = H′·W′·K" in working_of(value_bytes(row)).text


def test_the_values_of_a_whole_network_are_its_input_and_what_is_not_written_in_place() -> None:
    layers = [Input((224, 224, 3))]
    for count, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        layers += [Conv2D(filters, 3, padding="same", activation="relu")] * count
        layers.append(MaxPooling2D(2))
    vgg = Sequential([*layers, Flatten(), Dense(4096), Dense(4096), Dense(1000)])
    assert value_bytes(vgg, 1) == 15_237_608
    assert size_text(value_bytes(vgg, 4)) == "60,950,432 bytes = 60.950 MB = 58.127 MiB"


@pytest.mark.parametrize("width", [0, -4, 17, 10**9, "4", 2.5, True, None])
def test_a_width_that_is_none_is_refused(width: object) -> None:
    with pytest.raises(LayerError):
        param_bytes(LENET, width)
    with pytest.raises(LayerError):
        worked_quantities(LENET.rows[0], width)


@given(st.integers(0, 10**18))
def test_megabytes_are_rounded_to_the_nearest_thousandth(count: int) -> None:
    text = size_text(count).replace(",", "")
    mega, mebi = (int(part.split(" ")[0].replace(".", "")) for part in text.split(" = ")[1:])
    assert abs(mega * 10**3 - count) <= 500
    assert abs(mebi * 2**20 - count * 1000) <= 2**19


def test_every_quantity_of_a_layer_is_explained() -> None:
    found = {each.name: each for each in worked_quantities(LENET.rows[2])}
    assert list(found) == [
        "output", "size", "weights", "biases", "params", "trainable_params",
        "non_trainable_params", "macs", "param_bytes", "value_bytes", "receptive_field",
    ]  # fmt: skip
    assert found["output"].value == [10, 10, 16]
    assert found["params"].value == 2_416
    assert found["receptive_field"].value == 14
    assert found["param_bytes"].working.text.endswith("9664 bytes = 0.010 MB = 0.009 MiB")
    for each in found.values():
        assert each.label
        assert each.working.steps


def test_axes_with_different_fields_have_names_of_their_own() -> None:
    row = Sequential([Input((9, 9, 1)), Conv2D(1, (3, 2))]).rows[0]
    fields = {each.label: each.value for each in worked_quantities(row) if "receptive" in each.name}
    assert fields == {"receptive field, height": 3, "receptive field, width": 2}


def test_known_slips_are_never_the_right_number() -> None:
    for row in LENET.rows:
        for quantity in (param_bytes(row), value_bytes(row), receptive_fields(row)[0]):
            assert int(quantity) not in [mistake.value for mistake in quantity.mistakes]
    assert quantities(LENET.rows[0])


def test_what_the_numbers_are_counted_by_is_named_where_it_matters() -> None:
    plain = "\n".join(conventions(LENET))
    assert "without the batch axis, channels last" in plain
    assert "two FLOPs" in plain
    assert "MiB" not in plain
    assert "rounded down" not in plain
    assert "1 MB = 10⁶ bytes, 1 MiB = 2²⁰ bytes" in "\n".join(conventions(LENET, 4))
    net = Sequential([Input((11, 11, 1)), MaxPooling2D(2), Conv2D(2, 3, use_bias=False, name="c")])
    assert "rounded down" in "\n".join(conventions(net))
    assert "Without biases: c." in conventions(net)


GERON = Sequential(
    [Input((200, 300, 3)), *(Conv2D(maps, 3, 2, padding="same") for maps in (100, 200, 400))]
)
"""Géron, "Hands-On Machine Learning", chapter 14, exercise 2."""


def test_the_memory_for_predicting_and_for_training() -> None:
    """12.6 MB for one image; 539.4 MiB for a batch of 50, which the book rounds early."""
    assert GERON.params == 903_400
    assert inference_bytes(GERON) == 12_613_600
    assert training_bytes(GERON, 50) == 565_613_600
    assert in_unit(training_bytes(GERON, 50), "MiB") == 539
    assert training_bytes(GERON, 50, copies=4) == 565_613_600 + 3 * 4 * 903_400
    assert training_bytes(GERON, 1, 2) == 2 * (2_810_000 + 903_400)


def mistakes_of(quantity: Quantity) -> dict[str, object]:
    return {mistake.id: mistake.value for mistake in quantity.mistakes}


PERCEPTRON = Sequential([Input((4,)), Dense(3), Dense(2)])
"""9 values, 4 and 3 of them at once, and 23 parameters."""

POOLING = Sequential([Input((4, 4, 1)), MaxPooling2D(2)])
"""20 values, and no parameters to leave out."""


def test_the_mistakes_in_the_memory_for_predicting() -> None:
    assert inference_bytes(PERCEPTRON) == 4 * (4 + 3 + 23)
    assert mistakes_of(inference_bytes(PERCEPTRON)) == {
        "parameters-forgotten": 4 * (4 + 3),
        "all-outputs-kept": 4 * (9 + 23),
        "largest-output-alone": 4 * (4 + 23),
        "larger-counted-twice": 4 * (4 + 4 + 3 + 23),
        "bits-for-bytes": 32 * (4 + 3 + 23),
        "width-forgotten": 4 + 3 + 23,
    }
    widening = Sequential([Input((3,)), Dense(4)])
    assert mistakes_of(inference_bytes(widening, 1))["largest-output-alone"] == 4 + 16
    assert mistakes_of(inference_bytes(POOLING, 1)) == {
        "largest-output-alone": 16,
        "larger-counted-twice": 36,
        "bits-for-bytes": 160,
    }


def test_the_mistakes_in_the_memory_for_training() -> None:
    assert training_bytes(PERCEPTRON, 8, copies=4) == 4 * (8 * 9 + 4 * 23)
    assert mistakes_of(training_bytes(PERCEPTRON, 8, copies=4)) == {
        "batch-forgotten": 4 * (9 + 4 * 23),
        "parameters-forgotten": 4 * 8 * 9,
        "parameters-per-sample": 4 * 8 * (9 + 4 * 23),
        "inputs-forgotten": 4 * (8 * (9 - 4) + 4 * 23),
        "bits-for-bytes": 32 * (8 * 9 + 4 * 23),
        "width-forgotten": 8 * 9 + 4 * 23,
        "gradients-forgotten": 4 * (8 * 9 + 23),
    }
    one = training_bytes(PERCEPTRON, 1, 1)
    assert one.formula == "(n·values + params)·b"
    assert mistakes_of(one) == {
        "parameters-forgotten": 9,
        "inputs-forgotten": 9 - 4 + 23,
        "bits-for-bytes": 8 * (9 + 23),
    }
    assert mistakes_of(training_bytes(POOLING, 2, 1, 2)) == {
        "batch-forgotten": 20,
        "inputs-forgotten": 2 * (20 - 16),
        "bits-for-bytes": 8 * 2 * 20,
    }


@pytest.mark.parametrize(
    ("memory", "copies", "fitting", "wrong"),
    [
        (1000, 2, 22, {"width-forgotten": 106}),
        (2**30, 2, 29_826_156, {"width-forgotten": 119_304_642, "decimal-unit": 27_777_772}),
        (10**9, 2, 27_777_772, {"width-forgotten": 111_111_106, "binary-unit": 29_826_156}),
        # In 10⁹ bytes not even what is kept for the parameters would fit.
        (2**30, 11_000_000, 1_715_050, {"width-forgotten": 91_193_536}),
    ],
)
def test_the_mistakes_in_the_largest_batch(
    memory: int, copies: int, fitting: int, wrong: dict[str, int]
) -> None:
    batch = largest_batch(PERCEPTRON, memory, 4, copies)
    assert batch == fitting
    assert mistakes_of(batch) == {
        "rounded-up": fitting + 1,
        "parameters-forgotten": memory // 36,
        "gradients-forgotten": (memory - 23 * 4) // 36,
        **wrong,
    }


def test_a_memory_that_only_the_parameters_fit_into_holds_no_sample() -> None:
    assert largest_batch(PERCEPTRON, 184, 4, 2) == 0
    assert "0 bytes left for the samples" in working_of(largest_batch(PERCEPTRON, 184, 4, 2)).text
    assert (
        "does not fit, whatever the batch" in largest_batch(PERCEPTRON, 183, 4, 2).count_formula.why
    )


def test_what_is_written_in_place_takes_no_memory_of_its_own() -> None:
    net = Sequential([Input((8, 8, 3)), Conv2D(4, 3), ReLU(), Flatten(), Dense(2)])
    assert inference_bytes(net, 1) == 8 * 8 * 3 + 6 * 6 * 4 + net.params
    tail = Sequential([Input((4, 4, 1)), Conv2D(9, 1), ReLU(), Flatten(), Dense(100)])
    assert inference_bytes(tail, 1) == 4 * 4 * 9 + 100 + tail.params
    assert working_of(inference_bytes(tail, 1)).text.startswith("(conv2d + dense + params)·b ")
    with pytest.raises(LayerError):
        inference_bytes(Sequential([Input((8,)), ReLU()]))


@given(st.integers(1, 10**10), st.sampled_from([1, 2, 4, 8]), st.integers(1, 4))
def test_the_largest_batch_fits_and_one_more_does_not(memory: int, width: int, copies: int) -> None:
    batch = largest_batch(GERON, memory, width, copies)
    if batch:
        assert training_bytes(GERON, batch, width, copies) <= memory
    else:
        assert batch.count_formula.why or training_bytes(GERON, 1, width, copies) > memory
    assert training_bytes(GERON, batch + 1, width, copies) > memory


def test_bytes_in_a_unit_are_rounded_to_the_nearest() -> None:
    assert [in_unit(2**20 * 3 // 2, unit) for unit in ("KiB", "MiB", "kB", "MB")] == [
        1536, 2, 1573, 2,
    ]  # fmt: skip
    assert in_unit(param_bytes(LENET), "KiB") == 241
    assert in_unit(param_bytes(LENET), "KiB").origins["bytes"].label == param_bytes(LENET).label
    decimal, binary = in_unit(16_500_000, "MB"), in_unit(30 * 2**20, "MiB")
    assert mistakes_of(decimal) == {"binary-unit": 16, "bits-for-bytes": 132, "rounded-down": 16}
    assert mistakes_of(binary) == {"decimal-unit": 31, "bits-for-bytes": 240}
    assert decimal.mistakes[0].say.startswith("These are MiB: a MiB is 1,048,576 bytes, a MB 1,0")
    assert binary.mistakes[0].say.startswith("These are MB: a MB is 1,000,000 bytes, a MiB 1,0")
    for count, unit in ((10, "kb"), (10, None), (-1, "kB"), (2.5, "kB"), (True, "kB")):
        with pytest.raises(LayerError):
            in_unit(count, unit)


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 5), st.integers(1, 3))
def test_the_padding_of_same_gives_its_size(size: int, kernel: int, stride: int, rate: int) -> None:
    """With this padding the window has ⌈n/S⌉ positions; with less, if there is any, fewer."""
    total = same_padding_total(size, kernel, stride, rate)
    reach = rate * (kernel - 1) + 1
    positions = -(-size // stride)
    assert (size + total - reach) // stride + 1 >= positions
    if total:
        assert (size + total - reach) // stride + 1 == positions
        assert (size + total - 1 - reach) // stride + 1 < positions
    if stride == 1 and (reach - 1) % 2 == 0:
        assert 2 * same_padding(kernel, rate) == total


@pytest.mark.parametrize(
    ("padding", "right", "wrong"),
    [
        (
            same_padding(5),
            2,
            {"padding-of-both-sides": 4, "padding-of-kernel": 5, "half-kernel": 3},
        ),
        (
            same_padding(4, 2),
            3,
            {
                "padding-of-both-sides": 6,
                "padding-of-kernel": 4,
                "half-kernel": 2,
                "dilation-ignored": 1,
            },
        ),
        (same_padding(1, 2), 0, {"padding-of-kernel": 1, "half-kernel": 1}),
        (same_padding_total(8, 3, 2), 1, {"stride-ignored": 2, "padding-of-kernel": 3}),
        (same_padding_total(8, 3), 2, {"padding-of-kernel": 3, "padding-of-one-side": 1}),
        (
            same_padding_total(8, 3, 2, 2),
            3,
            {"stride-ignored": 4, "padding-of-one-side": 2},
        ),
    ],
)
def test_the_mistakes_in_the_padding(padding: Quantity, right: int, wrong: dict[str, int]) -> None:
    assert padding == right
    assert mistakes_of(padding) == wrong


def test_a_kernel_that_cannot_be_padded_alike_is_refused() -> None:
    assert "4 steps across the kernel" in working_of(same_padding(3, 2)).text
    with pytest.raises(LayerError, match="3 of padding"):
        same_padding(4)
    with pytest.raises(LayerError):
        same_padding(0)
