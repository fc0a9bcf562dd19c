"""Layer arguments, checked and brought to one form."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.shape import MAX_AXIS

Padding = str | tuple[int, ...]
"""`"same"`, `"valid"`, `"causal"`, or a number per side for each axis."""

ACTIVATIONS = (
    "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu",
    "hard_swish", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish",
    "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign",
    "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink",
    "threshold",
)  # fmt: skip
"""Activation functions by the names that Keras gives them."""


def whole(name: str, value: object, least: int = 1) -> int:
    """A whole number of at least `least`. Raises LayerError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise LayerError(f"{name} must be a whole number, not {shown(value)}")
    if value < least:
        raise LayerError(f"{name} must be at least {least}, and {shown(int(value))} is not")
    if value > MAX_AXIS:
        raise LayerError(f"{name} must be at most {MAX_AXIS}, and {shown(int(value))} is not")
    return int(value)


def real(name: str, value: object) -> Fraction:
    """An exact number; a float is taken as it is written. Raises LayerError."""
    if isinstance(value, float) and value - value == 0:
        return Fraction(str(value))
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    raise LayerError(f"{name} must be a number, not {shown(value)}")


def truth(name: str, value: object) -> bool:
    """True or False. Raises LayerError."""
    if not isinstance(value, bool):
        raise LayerError(f"{name} must be True or False, not {shown(value)}")
    return value


def per_axis(name: str, value: object, rank: int, least: int = 1) -> tuple[int, ...]:
    """One whole number for each of `rank` axes, from one number or a list. Raises LayerError."""
    if isinstance(value, (list, tuple)):
        if len(value) != rank:
            raise LayerError(f"{name} needs {rank} numbers, one per axis, and has {len(value)}")
        return tuple([whole(name, item, least) for item in value])
    return (whole(name, value, least),) * rank


def pairs_per_axis(name: str, value: object, rank: int) -> tuple[tuple[int, int], ...]:
    """What is put or cut at both ends of each axis: from one number, one per axis, or a pair per
    axis; for one axis alone a list is its pair. Raises LayerError.
    """
    if rank == 1 and isinstance(value, (list, tuple)) and len(value) == 2:
        value = (value,)
    if not isinstance(value, (list, tuple)):
        value = (value,) * rank
    if len(value) != rank:
        raise LayerError(f"{name} needs {rank} entries, one per axis")
    sides = []
    for axis in value:
        pair = axis if isinstance(axis, (list, tuple)) else (axis, axis)
        if len(pair) != 2:
            raise LayerError(f"the {name} of one axis is a number or a pair of numbers")
        sides.append((whole(name, pair[0], 0), whole(name, pair[1], 0)))
    return tuple(sides)


def padding_of(value: object, rank: int, words: tuple[str, ...]) -> Padding:
    """A padding in words, in any case, or as a number per side for each axis.

    Raises LayerError.
    """
    if isinstance(value, str):
        word = value.lower()
        if word not in words:
            known = ", ".join(f'"{known}"' for known in words)
            raise LayerError(f"padding must be {known} or a number per side, not {shown(value)}")
        return word
    return per_axis("padding", value, rank, least=0)


def optional_name(value: object) -> str:
    """A layer's own name, or nothing. Raises LayerError."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 100 or not value.isprintable():
        raise LayerError(f"name must be a short text, not {shown(value)}")
    return value


def activation_of(value: object) -> str | None:
    """The name of an activation function, or None. Raises LayerError for one Keras lacks."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise LayerError(f'activation must be a name such as "relu", not {shown(value)}')
    if value not in ACTIVATIONS:
        from difflib import get_close_matches

        close = get_close_matches(value.lower()[:40], ACTIVATIONS, 1)
        meant = close[0] if close else "relu"
        raise LayerError(f'activation must be a name such as "{meant}", not {shown(value)}')
    return value
