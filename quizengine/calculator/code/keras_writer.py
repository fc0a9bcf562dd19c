"""Networks written as Keras source text."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.layer import Layer
from quizengine.calculator.layers.passing import Input, ZeroPadding
from quizengine.calculator.network import Network
from quizengine.calculator.shape import Shape

_DEFAULTS: dict[str, object] = {
    "name": "",
    "data_format": "channels_last",
    "strides": 1,
    "padding": "valid",
    "dilation_rate": 1,
    "groups": 1,
    "activation": None,
    "use_bias": True,
    "keepdims": False,
    "trainable": True,
}
"""What Keras assumes, and what is therefore not written."""

_POSITIONAL = (
    "filters", "units", "rate", "shape", "stddev", "scale", "cropping", "size", "n", "dims",
    "target_shape",
)  # fmt: skip
"""What is written without its name."""

_PER_AXIS = ("strides", "padding", "output_padding", "dilation_rate", "size")
"""What one number says for every axis; in other arguments a list is a list."""


def network_code(network: Network) -> str:
    """The model as a `keras.Sequential` list; a number of zeros per side, which Keras's layers
    do not take, becomes a ZeroPadding layer of its own.
    """
    lines = ["model = keras.Sequential(["]
    for layer in network.layers:
        lines.extend(f"    {line}," for line in _layer_lines(layer))
    return "\n".join([*lines, "])"])


def layer_code(layer: Layer) -> str:
    """One layer as Keras source text, its numeric padding included as it is."""
    arguments = _arguments(layer)
    return f"{_prefix(layer)}{layer.kind}({', '.join(arguments)})"


def _prefix(layer: Layer) -> str:
    return "keras." if isinstance(layer, Input) else "layers."


def _layer_lines(layer: Layer) -> list[str]:
    padding = layer.arguments.get("padding")
    if not isinstance(padding, tuple) or isinstance(layer, ZeroPadding):
        return [layer_code(layer)]
    lines = []
    if any(padding):
        lines.append(f"layers.ZeroPadding{len(padding)}D({_literal(_shorten(padding))})")
    arguments = [text for text in _arguments(layer) if not text.startswith("padding=")]
    return [*lines, f"layers.{layer.kind}({', '.join(arguments)})"]


def _arguments(layer: Layer) -> list[str]:
    fields = layer.arguments
    for name in ("data_format", "trainable", "name"):  # what layers have in common comes last
        fields[name] = fields.pop(name, _DEFAULTS[name])
    texts = []
    for name, value in fields.items():
        if name == "strides" and "pool_size" in fields:
            if value == fields["pool_size"]:
                continue
        elif name in _DEFAULTS and _is_default(name, value):
            continue
        text = _literal(_written(layer, name, value))
        texts.append(text if _is_bare(layer, name) else f"{name}={text}")
    return texts


def _is_bare(layer: Layer, name: str) -> bool:
    """Whether an argument is written without its name."""
    if layer.kind == "Activation" or (isinstance(layer, ZeroPadding) and name == "padding"):
        return True
    return name in _POSITIONAL and not isinstance(layer, Input)


def _written(layer: Layer, name: str, value: object) -> object:
    """The value of an argument in the shortest form that says the same."""
    both_ends = name == "cropping" or (isinstance(layer, ZeroPadding) and name == "padding")
    if both_ends and isinstance(value, tuple):
        return _sides(value)
    return _shorten(value) if name in _PER_AXIS else value


def _is_default(name: str, value: object) -> bool:
    default = _DEFAULTS[name]
    if isinstance(value, tuple) and isinstance(default, int):
        return all(item == default for item in value)
    return value == default


def _sides(padding: tuple[tuple[int, int], ...]) -> object:
    """One number where all sides have the same; (1, 2) would mean another thing in 2-D."""
    if len({side for pair in padding for side in pair}) == 1:
        return padding[0][0]
    return padding[0] if len(padding) == 1 else padding


def _shorten(value: object) -> object:
    """One number instead of the same number for every axis."""
    while isinstance(value, tuple) and value and all(item == value[0] for item in value):
        value = value[0]
    return value


def _literal(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, (Shape, tuple)):
        inside = ", ".join(_literal(item) for item in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value)
        decimal = repr(float(value))
        return decimal if Fraction(decimal) == value else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    return repr(value)
