"""What gives no tensor, or hides one, is refused: to go on would leave layers out of the counts."""

from __future__ import annotations

import pytest

from quizengine.frameworks import SourceError, read

KERAS = "import tensorflow as tf\n"
TORCH = "import torch\n"


def keras_class(kind: str, *body: str) -> str:
    lines = ("def __init__(s):", "  super().__init__()", "  s.d = Dense(3)", "  s.e = Dense(2)")
    inside = "\n".join(f"  {line}" for line in (*lines, "def call(s, x):", *body))
    return f"{KERAS}class M({kind}):\n{inside}\n"


def torch_class(*body: str) -> str:
    lines = ("def __init__(s):", "  super().__init__()", "  s.d = nn.Linear(4, 4)")
    inside = "\n".join(f"  {line}" for line in (*lines, "def forward(s, x):", *body))
    return f"{TORCH}class M(nn.Module):\n{inside}\n"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("None", "gives None"),
        ("x.shape", "gives a tuple"),
        ("{'a': x}", "gives a dict"),
        ("3", "gives 3"),
        ("[x, 3]", "gives a list"),
        ("[]", "gives a list"),
        ("[x, x]", "gives a list"),
        ("(x,)", "gives a tuple"),
        ("tf.stack([x, x])", "`tensorflow.stack(…)` of a tensor is not read"),
        ("tf.stack(values=[x])", "`tensorflow.stack(…)` of a tensor is not read"),
        ("tf.stack({'a': (x,)}).inner[0](2) * 3", "of a tensor is not read"),
    ],
)
@pytest.mark.parametrize("after", ["", "\n    Dense(3),"])
def test_a_layer_of_a_sequential_gives_a_tensor(given: str, says: str, after: str) -> None:
    """Keras builds such a model without a word, and says that it has 0 parameters."""
    source = (
        f"{KERAS}model = Sequential([\n    Input((4,)),\n    Dense(5),\n"
        f"    Lambda(lambda x: {given}),{after}\n])"
    )
    with pytest.raises(SourceError) as caught:
        read(source)
    assert caught.value.line == 5
    assert says in str(caught.value)


def test_a_lambda_that_gives_a_tensor_is_read() -> None:
    source = (
        "m = Sequential([Input((4,)), Lambda(lambda x, n: x * n, arguments={'n': 2}), Dense(3)])"
    )
    assert read(source).params == 15
    with pytest.raises(SourceError, match="needs `n`"):
        read(source.replace(", arguments={'n': 2}", ""))
    with pytest.raises(SourceError, match="`Lambda` has no argument `argument`"):
        read(source.replace("arguments", "argument"))


@pytest.mark.parametrize(
    ("outputs", "says"),
    [
        ("None", "takes tensors, and this is None"),
        ("[y, None]", "takes tensors, and this is None"),
        ("[y, 3]", "takes tensors, and this is 3"),
        ("{'a': y, 'b': 3}", "takes tensors, and this is 3"),
        ("[y, tf.stack([Dense(5)(y)])]", "`tensorflow.stack(…)` of a tensor is not read"),
        ("[y, Dense(3)(tf.stack([Dense(5)(y)]))]", "`tensorflow.stack(…)` of a tensor"),
        ("[y, abs(tf.stack([Dense(5)(y)]))]", "`a number` of a tensor is not read"),
        ("[y, {tf.stack([Dense(5)(y)])}]", "`a set` of a tensor is not read"),
        ("Add()([y, tf.zeros(3)])", "Add takes tensors, and one of these is"),
        ("add([y, 3])", "Add takes tensors, and one of these is 3"),
        ("concatenate([y, None])", "Concatenate takes tensors, and one of these is None"),
        ("tf.reduce_mean(y, 1, True, 'm', 3, 4, 5)", "`reduce_mean` is given too many"),
    ],
)
def test_the_ends_of_a_functional_model_are_tensors(outputs: str, says: str) -> None:
    """Keras: All `outputs` values must be KerasTensors."""
    source = f"{KERAS}x = Input((4,))\ny = Dense(3)(x)\nmodel = Model(x, {outputs})"
    with pytest.raises(SourceError) as caught:
        read(source)
    assert caught.value.line == 4
    assert says.lower() in str(caught.value).lower()


def test_what_is_taken_apart_of_a_tensor_that_is_not_read_is_none_either() -> None:
    source = f"{KERAS}x = Input((4,))\ny = Dense(3)(x)\na, *b = tf.unstack([Dense(5)(y)])\n"
    for end in ("a", "b"):
        with pytest.raises(SourceError, match="of a tensor is not read"):
            read(f"{source}Model(x, [y, {end}])")


def test_the_ends_of_a_model_may_be_a_dict() -> None:
    source = "x = Input((4,))\nmodel = Model({'a': x}, {'b': Dense(3)(x), 'c': [Dense(2)(x)]})"
    assert [tensor.shape for tensor in read(source).outputs] == [[3], [2]]


def test_attention_scores_may_be_an_unused_output() -> None:
    source = (
        "x = Input((4, 8))\n"
        "y, scores = MultiHeadAttention(2, 4)(x, x, return_attention_scores=True)\n"
        "model = Model(x, [y, scores])"
    )
    assert len(read(source).outputs) == 1


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        (("  s.e(s.d(x))",), 9, "gives None"),
        (("  return x.shape",), 9, "gives a tuple"),
        (("  return s.d(x), tf.stack([s.e(x)])",), 9, "of a tensor is not read"),
        (("  return s.d(tf.stack([s.e(x)]))",), 8, "of a tensor is not read"),
        (("  for each in tf.unstack([x]):", "    x = s.d(x)", "  return x"), 8, "of a tensor"),
        (("  return sum([s.d(each) for each in tf.unstack([x])])",), 8, "of a tensor"),
    ],
)
def test_a_class_of_keras_gives_a_tensor(body: tuple[str, ...], line: int, says: str) -> None:
    for kind, end in (("keras.Model", "m = M()\nm.build((None, 4))"), ("Layer", "m = M()")):
        with pytest.raises(SourceError) as caught:
            read(keras_class(kind, *body) + end, [4])
        assert says in str(caught.value)
        assert caught.value.line == line
    with pytest.raises(SourceError, match=rf"^line {line}: ") as caught:
        read(keras_class("Layer", *body) + "m = Sequential([Input((4,)), M(), Dense(3)])")


def test_what_a_class_of_keras_may_give() -> None:
    end = "m = M()\nm.build((None, 4))"
    for given in ("s.e(s.d(x))", "{'a': s.e(s.d(x))}", "(s.e(s.d(x)), None)", "[s.e(s.d(x))]"):
        assert read(keras_class("keras.Model", f"  return {given}") + end).params == 23


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ("s.d(x)", 8, "gives None"),
        ("return x.shape", 8, "gives a tuple"),
        ("return torch.vstack([s.d(x)])", 8, "`torch.vstack(…)` of a tensor is not read"),
        ("return x, s.d(torch.vstack([x]))", 7, "`torch.vstack(…)` of a tensor is not read"),
        ("return s.d(x) + torch.vstack([x])", 7, "`torch.vstack(…)` of a tensor is not read"),
        ("return s.d(x) + F.relu(torch.vstack([x, x]))", 7, "`relu(…)` of a tensor is not read"),
        ("return s.d(x) + torch.add(torch.vstack([x]), 1)", 7, "`numbers` of a tensor is not read"),
        ("return s.d(x.argmax(1))", 7, "`the indices` of a tensor is not read"),
        ("return s.d(torch.cat([x, torch.zeros(1, 4)], 1))", 7, "one of these is numbers"),
        ("return s.d(torch.stack([x, None]))", 7, "one of these is None"),
    ],
)
def test_a_forward_gives_a_tensor(body: str, line: int, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(torch_class(f"  {body}") + "m = M()", [4])
    assert says in str(caught.value)
    assert caught.value.line == line
    with pytest.raises(SourceError):
        read(torch_class(f"  {body}") + "m = nn.Sequential(nn.Linear(4, 4), M())", [4])


def test_a_forward_may_return_indices_that_it_does_not_use() -> None:
    source = torch_class("  y = s.d(x)", "  return y, y.argmax(1), None") + "m = M()"
    assert read(source, [4]).params == 20


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ("mean(1, True)", [1]),
        ("mean(1, keepdim=True)", [1]),
        ("mean(axis=1, keepdims=True)", [1]),
        ("mean(dim=1)", []),
        # PyTorch: std(dim, unbiased, keepdim)
        ("std(1, True)", []),
        ("std(1, True, True)", [1]),
        ("var(1, keepdim=True, correction=0)", [1]),
        ("max(1, True)[0]", [1]),
        ("split(2, 1)[1]", [2]),
        ("chunk(chunks=4, dim=1)[1]", [1]),
    ],
)
def test_every_argument_of_a_method_of_a_tensor_is_applied(given: str, shape: list[int]) -> None:
    assert read(torch_class(f"  return s.d(x).{given}") + "m = M()", [4]).output == shape


@pytest.mark.parametrize(
    "body",
    [
        "return x.mean(1, 2)",
        "return x.mean(1, foo=2)",
        "return x.max(1, True, 3)",
        "return x.split(2, 1, 3)[0]",
        "return torch.cat([x, x], 1, 2, 3)",
        "return torch.cat([x, x], axes=1)",
        "return F.relu(x, True, 3)",
        "return F.adaptive_max_pool1d(x, 2, True)",
        "return nn.ModuleList([s.d], [s.d])[0](x)",
        "return nn.Sequential(s.d, foo=3)(x)",
    ],
)
def test_an_argument_that_is_not_applied_to_a_tensor_is_refused(body: str) -> None:
    with pytest.raises(SourceError, match=r"^line 7: "):
        read(torch_class(f"  {body}") + "m = M()", [4])


def test_a_pooling_with_its_last_argument_by_position() -> None:
    """PyTorch: F.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad)."""
    body = "  return F.avg_pool2d(s.d(x), 2, 2, 0, False, True)"
    assert read(torch_class(body) + "m = M()", [3, 4, 4]).output == [3, 2, 2]


def test_the_parameters_of_a_module_alone_are_none_of_its_modules() -> None:
    source = (
        f"{TORCH}m = nn.Sequential(nn.Linear(4, 3))\n"
        "for each in m.parameters(recurse=False):\n    each.requires_grad = False"
    )
    assert read(source, [4]).trainable_params == 15
    assert read(source.replace("False):", "True):"), [4]).trainable_params == 0


@pytest.mark.parametrize("kind", ["Sequential([Input((4,)), Dense(3)], {})", "Model(x, y, {})"])
def test_a_model_that_is_frozen_by_an_argument_is_refused(kind: str) -> None:
    """Keras counts no trainable parameter of it, and all of them where it is part of another."""
    before = "x = Input((4,))\ny = Dense(3)(x)\n"
    assert read(before + kind.format("trainable=True")).trainable_params == 15
    with pytest.raises(SourceError, match=r"line 3: .*`model.trainable = False` below"):
        read(before + kind.format("trainable=False"))
    with pytest.raises(SourceError, match="has no argument `frozen`"):
        read(before + kind.format("frozen=True"))


def test_a_mean_keeps_the_axes_that_it_reduces() -> None:
    for given in ("1, True", "1, keepdims=True", "axis=1, keepdims=True"):
        source = f"{KERAS}x = Input((4, 6))\nmodel = Model(x, tf.reduce_mean(x, {given}))"
        assert read(source).output == [1, 6]
    source = f"{KERAS}x = Input((4, 6))\nModel(x, tf.reduce_mean(input_tensor=x, axis=1))"
    assert read(source).output == [6]


def test_a_model_freezes_the_layers_that_its_own_classes_hold() -> None:
    source = keras_class("Layer", "  return s.d(x)") + "m = Sequential([Input((4,)), M()])\n"
    held = read(source).params
    assert held > 0
    assert read(source).trainable_params == held
    assert read(f"{source}m.trainable = False").trainable_params == 0
