"""Layers: any that meets the conditions is right, whichever the framework; a miss is measured."""

from fractions import Fraction

import pytest

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import holds, layer, meets, only_part, part, question

VOLUME = layer(
    "[32, 32, 3]",
    "Conv2D(20, 5, strides=2)",
    meets("layer.output", "is", "[14, 14, 20]"),
    meets("layer.params", "at most", "1600"),
    holds("layer.kind == 'Conv2D'", "it has to be a convolution"),
)
UNITS = layer("[400]", "Dense(120)", meets("layer.params", "is", "48120"))


@pytest.mark.parametrize(
    "text",
    [
        "Conv2D(20, 5, strides=2)",
        "layers.Conv2D(20, kernel_size=(5, 5), strides=(2, 2))",
        "keras.layers.Conv2D(filters=20, kernel_size=5, strides=2, activation='relu')",
        "tf.keras.layers.Conv2D(20, 5, 2, 'valid')",
        "nn.Conv2d(3, 20, 5, stride=2)",
        "torch.nn.Conv2d(3, 20, kernel_size=(5, 5), stride=2)",
        "Conv2d(in_channels=3, out_channels=20, kernel_size=5, stride=2)",
        "x = Conv2D(20, 5, 2, use_bias=False)",
        "  Conv2D(20, 5, 2)  ",
    ],
)
def test_any_layer_that_meets_them_is_right_in_either_framework(text):
    outcome = only_part(VOLUME).mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())
    assert outcome.feedback[0].startswith("output 14×14×20, parameters ")


@pytest.mark.parametrize(
    ("text", "score", "said"),
    [
        (
            "Conv2D(20, 6, 2)",
            Fraction(2, 3),
            "It has 2180 parameters: 580 more than the 1600 allowed.",
        ),
        ("Conv2D(20, 7, 2)", Fraction(1, 3), "Its output is 13×13×20; 14×14×20 is asked for."),
        ("MaxPooling2D(2)", Fraction(1, 3), "Not met: it has to be a convolution."),
        ("nn.Conv2d(3, 20, 7, stride=2)", Fraction(1, 3), "Its output is 13×13×20; 14×14×20"),
    ],
)
def test_a_miss_is_named_and_measured(text, score, said):
    outcome = only_part(VOLUME).mark(text)
    assert (outcome.verdict, outcome.score) == (PARTLY, score)
    assert any(line.startswith(said) for line in outcome.feedback), outcome.feedback
    assert outcome.tally == f"{3 * score} of 3 conditions met"


def test_nothing_met_is_wrong():
    outcome = only_part(layer("[9, 9, 1]", "Flatten()", meets("layer.output", "is", "[81]"))).mark(
        "MaxPooling2D(3)"
    )
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback == ("Its output is 3×3×1; 81 is asked for.",)


def test_fewer_and_less_say_how_far_it_is():
    few = only_part(UNITS).mark("Dense(119)")
    assert few.feedback == ("It has 47,719 parameters: 401 fewer than the 48,120 asked for.",)
    least = layer("[8, 8, 3]", "Conv2D(1, 3)", meets("layer.output.height", "at least", "6"))
    assert only_part(least).mark("Conv2D(1, 5)").feedback == (
        "Its output height is 4: 2 less than the 6 needed.",
    )


def test_a_mistake_behind_a_miss_is_asked_about():
    """208 is what 8 filters of 5×5 come to where their depth is forgotten."""
    answer_kind = layer("[32, 32, 3]", "Conv2D(8, 2)", meets("layer.params", "is", "104"))
    outcome = only_part(answer_kind).mark("Conv2D(4, 5)")
    assert outcome.mistakes == ("missing-input-depth",)
    assert (
        "Did you count it like this ((5·5 + 1)·4)? The input depth is missing"
        in outcome.feedback[0]
    )


REFUSED = {
    "Conv2D(20, 80)": "a window of 80 does not fit",
    "nn.Conv2d(4, 20, 5)": "Conv2d expects 4 input channels, gets 3",
    "Conv2D(0, 3)": "filters must be at least 1",
    "Conv2D(20, 5, groups=3)": "20 filters cannot be shared out among 3 groups",
    "LSTM(5)": "LSTM takes an input of L×D",
    "Conv2D(20, 5, input_shape=(28, 28, 1))": "it states the input 28×28×1",
    "nn.Linear(3, 5)": "in_features 3",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_a_framework_would_refuse_is_wrong(text, reason):
    outcome = only_part(VOLUME).mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (WRONG, 0, ("refused",))
    assert reason in outcome.feedback[0]


UNREAD = {
    "": "nothing was typed",
    "Conv2D(20": "never closed",
    "Conv3DD(20, 5)": "did you mean `Conv3D`?",
    "Conv2D(20)": "Conv2D needs `kernel_size`",
    "Conv2D(20, kernel=5)": "did you mean `kernel_size`?",
    "14x14x20": "invalid decimal literal",
    "3860": "this is not one layer",
    "Conv2D": "this is not one layer",
    "print('x')": "no layer",
    "[Conv2D(1, 1) for _ in range(9)]": "this is not one layer",
    "Conv2D(20, 5); Conv2D(20, 5)": "this is not one layer",
    "nn.Sequential(nn.Conv2d(3, 4, 5), nn.ReLU())": "this is not one layer",
    "Sequential([Input((32, 32, 3)), Conv2D(20, 5), Conv2D(20, 5)])": "this is not one layer",
    "__import__('os').system('true')": "",
    "open('/etc/passwd')": "",
    "Conv2D(9**9**9, 3)": "exponent",
    "Conv2D(20, 5)\x1b[31m": "control characters",
    "Conv2D(20, 5)\nConv2D(20, 5)": "control characters",
    "Conv2D(" + "(" * 250 + "1": "",
    "Conv2D(20, " + "1+" * 150 + "1)": "at most 300 characters",
    "lambda: Conv2D(20, 5)": "this is not one layer",
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), UNREAD.items(), ids=lambda text: ascii(text)[:30])
def test_what_is_not_one_layer_costs_nothing(text, reason):
    outcome = only_part(VOLUME).mark(text)
    assert (outcome.verdict, outcome.cells, outcome.mistakes) == (UNREADABLE, (), ())
    assert reason in outcome.feedback[0]
    assert "\x1b" not in outcome.feedback[0]


def test_nothing_that_is_typed_is_run(monkeypatch):
    called = []
    monkeypatch.setattr("os.system", called.append)
    for text in ("__import__('os').system('x')", "os.system('x')", "Conv2D(os.system('x'), 5)"):
        assert only_part(VOLUME).mark(text).verdict == UNREADABLE
    assert called == []


def test_a_sequence_is_taken_in_the_order_of_its_framework():
    answer_kind = layer(
        "[100, 8]", "Conv1D(16, 5)",
        meets("layer.output", "is", "[96, 16]"), meets("layer.params", "is", "656"),
    )  # fmt: skip
    for text in ("Conv1D(16, 5)", "nn.Conv1d(8, 16, 5)"):
        assert only_part(answer_kind).mark(text).verdict == RIGHT
    assert only_part(UNITS).mark("nn.Linear(400, 120)").verdict == RIGHT


def test_what_a_layer_does_not_have_meets_nothing():
    answer_kind = layer("[9, 9, 1]", "Conv2D(4, 3)", meets("layer.filters", "is", "4"),
                  meets("layer.kernel_size[0]", "at most", "3", called="kernel height"),
                  holds("layer.strides[0] < 2", "the stride has to be 1"))  # fmt: skip
    outcome = only_part(answer_kind).mark("Dense(4)")
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback[0] == "Filters: Dense has no filters."
    far = only_part(answer_kind).mark("nn.Conv2d(1, 4, 5)")
    assert far.feedback == ("Its kernel height is 5: 2 more than the 3 allowed.",)


def test_the_echo_says_what_was_read_and_not_whether_it_fits():
    assert only_part(VOLUME).echo("Conv2D(3, 3)") == (True, "= Conv2D, Keras")
    assert only_part(VOLUME).echo("nn.Conv2d(3, 9, 3)") == (True, "= Conv2d, PyTorch")
    assert only_part(VOLUME).echo("nn.Conv2d(4, 9, 3)") == (True, "= one layer")
    assert only_part(VOLUME).echo("Conv2D(").ok is False


def test_the_answer_and_the_working_show_one_that_does():
    one = only_part(VOLUME)
    assert one.answer == {
        "keras": "layers.Conv2D(20, kernel_size=(5, 5), strides=2)",
        "torch": "nn.Conv2d(3, 20, 5, stride=2)",
    }
    assert one.mark(one.right_text).verdict == RIGHT
    assert one.answer_input.shape == "32×32×3"
    text = one.working.text
    assert "one that does, in PyTorch" in text
    assert "⌊27/2⌋ + 1" in text
    assert "(5·5·3 + 1)·20" in text


def test_a_padding_of_its_own_is_written_as_pytorch_has_it():
    one = only_part(layer("[32, 32, 3]", "Conv2D(20, 8, strides=2, padding=1)",
                      meets("layer.output", "is", "[14, 14, 20]")))  # fmt: skip
    assert one.right_text == "nn.Conv2d(3, 20, 8, stride=2, padding=1)"
    assert one.mark(one.right_text).verdict == RIGHT


def test_an_example_that_misses_a_condition_is_a_flaw():
    missed = layer("[32, 32, 3]", "Conv2D(20, 6, strides=2)", *VOLUME.where)
    assert only_part(missed).key.flaws() == [
        "the example misses a condition: It has 2180 parameters: 580 more than the 1600 allowed."
    ]
    assert only_part(VOLUME).key.flaws() == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (layer("[0, 3]", "Conv2D(1, 1)", *VOLUME.where), "0 is not a size"),
        (layer("[9]", "7", *VOLUME.where), "the example must be a layer without its input"),
        (layer("[9, 9, 1]", "Conv2D(1, 1)([9, 9, 1])", *VOLUME.where), "without its input"),
        (layer("[9]", "Conv2D(1, 1)", *VOLUME.where), "the example: Conv2D takes an input"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(kind, fault):
    with pytest.raises(VariantError, match=fault):
        _ = only_part(kind).right_text


def test_bounds_are_those_of_the_draw():
    varied = question(
        part("", layer("[n, n, 1]", "Conv2D(2, 3)", meets("layer.output", "is", "[n-2, n-2, 2]"))),
        vary={"n": (8, range(6, 20))},
    )
    one = varied.variant(3).parts[0]
    assert one.mark("Conv2D(2, 3)").verdict == RIGHT
    assert one.mark("Conv2D(2, 4)").verdict == WRONG


def test_the_key_says_how_a_published_layer_misses():
    one = only_part(VOLUME)
    assert one.difference("nn.Conv2d(3, 20, 5, 2)") == ""
    assert one.difference("Conv2D(20, 6, 2)").startswith("Conv2D(20, 6, 2): It has 2180 parameters")
    assert "a layer's source text" in one.difference(7)
