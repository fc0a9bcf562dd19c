"""Arguments of layers, each declared once: its name, its default, and the values it may have.

`filters = Whole()` in the body of a layer class declares an argument: from it follow the layer's
signature, the check and the stored form of a value, the default, `repr` and the writing of code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Generic, Self, TypeVar, cast, overload

from quizengine.calculator.errors import ArgumentError, LayerError, did_you_mean, quoted
from quizengine.calculator.shape import MAX_AXIS

Value = TypeVar("Value")

Padding = str | tuple[int, ...]
"""`"same"`, `"valid"`, `"causal"`, or a number per side for each axis."""

ACTIVATIONS = frozenset((
    "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu",
    "hard_swish", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish",
    "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign",
    "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink",
    "threshold",
))  # fmt: skip
"""Activation functions by the names that Keras gives them."""


REQUIRED: Final = object()
"""The default of an argument that has to be given."""


class SameAs:
    """A default that is the value of another argument: a pooling's stride is its window."""

    def __init__(self, name: str) -> None:
        self.name = name


class Argument(Generic[Value]):
    """One argument of a layer. A subclass checks a given value and converts it to its stored form;
    None may be given if it is the default.
    """

    name: str
    is_kept = True
    """Whether the layer stores it; one that affects no count and no code is only checked."""

    def __init__(self, default: object = REQUIRED) -> None:
        """Declare the argument, with its default as a person would write it."""
        self.default = default
        self.may_be_none = default is None or isinstance(default, SameAs)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, layer: None, owner: type) -> Self: ...
    @overload
    def __get__(self, layer: object, owner: type) -> Value: ...
    def __get__(self, layer: object, owner: type) -> Self | Value:
        # A layer keeps the value under the argument's name, which comes before this.
        if layer is None:
            return self
        raise AttributeError(self.name)

    def checked(self, value: object, rank: int) -> Value:
        """Return the value in its stored form; `rank` is the number of axes of the layer's input
        beside its channels. Raises LayerError.
        """
        raise NotImplementedError

    def put(self, value: object, values: dict[str, object], rank: int) -> None:
        """Store a given value among a layer's values. Raises LayerError."""
        if value is None and self.may_be_none:
            return
        checked = self.checked(value, rank)
        if self.is_kept:
            values[self.name] = checked

    def default_of(self, rank: int) -> object:
        """Return the default in its stored form."""
        if self.default is None or isinstance(self.default, SameAs):
            return self.default
        return self.checked(self.default, rank)


class Whole(Argument[int]):
    """A whole number of at least `least`."""

    def __init__(self, default: object = REQUIRED, least: int = 1) -> None:
        super().__init__(default)
        self.least = least

    def checked(self, value: object, rank: int) -> int:
        """Return the number."""
        if value.__class__ is int and self.least <= value <= MAX_AXIS:
            return value
        return whole(self.name, value, self.least)


class Real(Argument[Fraction]):
    """An exact number, of at least `least` if that is set; a float is read as it is written."""

    def __init__(self, default: object = REQUIRED, least: int | None = None) -> None:
        super().__init__(default)
        self.least = least

    def checked(self, value: object, rank: int) -> Fraction:
        """Return the number as a fraction."""
        number = real(self.name, value)
        if self.least is not None and number < self.least:
            raise LayerError(f"{self.name} must be at least {self.least}, not {quoted(value)}")
        return number


class Share(Argument[Fraction]):
    """A number from 0 to 1."""

    def checked(self, value: object, rank: int) -> Fraction:
        """Return the number as a fraction."""
        share = real(self.name, value)
        if not 0 <= share.numerator <= share.denominator:
            raise LayerError(f"{self.name} must be from 0 to 1, not {quoted(value)}")
        return share


class Flag(Argument[bool]):
    """True or False."""

    def checked(self, value: object, rank: int) -> bool:
        """Return the boolean."""
        return boolean(self.name, value)


class Word(Argument[str]):
    """One of a few words."""

    def __init__(self, default: object, words: Sequence[str]) -> None:
        super().__init__(default)
        self.words = tuple(words)

    def checked(self, value: object, rank: int) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in self.words:
            known = ", ".join(f'"{word}"' for word in self.words)
            one_of = "one of " if len(self.words) > 1 else ""
            raise LayerError(f"{self.name} must be {one_of}{known}, not {quoted(value)}")
        return value


class PerAxis(Argument[tuple[int, ...]]):
    """One whole number for each axis, from one number or a list.

    With `spread`, a list of one number serves all axes, as in PyTorch.
    """

    def __init__(self, default: object = REQUIRED, least: int = 1, *, spread: bool = False) -> None:
        super().__init__(default)
        self.least = least
        self.spread = spread

    def checked(self, value: object, rank: int) -> tuple[int, ...]:
        """Return a number for each axis of the layer class."""
        if value.__class__ is int and self.least <= value <= MAX_AXIS:
            return (value,) * rank
        if self.spread and isinstance(value, (list, tuple)) and len(value) == 1:
            value = value[0]
        return per_axis(self.name, value, rank, self.least)


class Sides(Argument[tuple[tuple[int, int], ...]]):
    """What is added or cropped at both ends of each axis: from one number, one per axis, or a pair
    per axis; for a single axis a list of two is its pair.
    """

    def checked(self, value: object, rank: int) -> tuple[tuple[int, int], ...]:
        """Return a pair for each axis of the layer class."""
        name = self.name
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


class PaddingWord(Argument[Padding]):
    """A padding as a word, in upper or lower case, or as a number per side for each axis."""

    def __init__(self, default: object = "valid", words: Sequence[str] = ("valid", "same")) -> None:
        super().__init__(default)
        self.words = tuple(words)

    def checked(self, value: object, rank: int) -> Padding:
        """Return the word in lower case, or a number for each axis."""
        if not isinstance(value, str):
            return per_axis(self.name, value, rank, least=0)
        word = value.lower()
        if word not in self.words:
            known = ", ".join(f'"{known}"' for known in self.words)
            raise LayerError(f"padding must be {known} or a number per side, not {quoted(value)}")
        return word


class ActivationName(Argument[str | None]):
    """The name of an activation function of Keras, or None."""

    def checked(self, value: object, rank: int) -> str | None:
        """Return the name."""
        if value is None or (isinstance(value, str) and value in ACTIVATIONS):
            return value
        meant = "relu"
        if isinstance(value, str):
            from difflib import get_close_matches

            close = get_close_matches(value.lower()[:40], ACTIVATIONS, 1)
            meant = close[0] if close else meant
        raise LayerError(f'activation must be a name such as "{meant}", not {quoted(value)}')


class DataFormat(Argument[str]):
    """The position of the channels: `"channels_last"`, also for None, or `"channels_first"`."""

    def __init__(self) -> None:
        super().__init__("channels_last")

    def checked(self, value: object, rank: int) -> str:
        """Return one of the two words."""
        if value not in (None, "channels_last", "channels_first"):
            raise LayerError(
                f'data_format must be "channels_last" or "channels_first", not {value!r}'
            )
        return "channels_last" if value is None else str(value)


class Name(Argument[str]):
    """A layer's own name, or nothing."""

    def __init__(self) -> None:
        super().__init__("")

    def checked(self, value: object, rank: int) -> str:
        """Return the name."""
        return optional_name(value)


class Given(Argument[Value]):
    """Anything, stored as it is given: for layers that only this package creates."""

    def checked(self, value: Any, rank: int) -> Value:
        """The value as it is."""
        return cast(Value, value)


class Custom(Argument[Value]):
    """A value that a function of (name, value) checks and converts, for one layer alone."""

    def __init__(self, check: Callable[[str, object], Value], default: object = REQUIRED) -> None:
        super().__init__(default)
        self.check = check

    def checked(self, value: object, rank: int) -> Value:
        """Return the result of the function."""
        return self.check(self.name, value)


class Ignored(Argument[object]):
    """An argument that affects no shape, no count and no code, whatever its value."""

    is_kept = False

    def __init__(self) -> None:
        super().__init__(None)

    def checked(self, value: object, rank: int) -> object:
        """The value as it is."""
        return value


class Signature:
    """The arguments of one layer class in their order."""

    __slots__ = ("arguments", "called", "defaults", "derived", "kept", "positional", "rank")

    def __init__(
        self, called: str, rank: int, arguments: Mapping[str, Argument[Any]], positional: int
    ) -> None:
        """Keep the arguments; `positional` is the number that may be given without their names."""
        self.called = called
        self.rank = rank
        self.arguments = arguments
        self.positional = tuple(arguments.values())[:positional]
        self.kept = tuple(name for name, each in arguments.items() if each.is_kept)
        self.defaults = {
            name: each.default_of(rank)
            for name, each in arguments.items()
            if each.is_kept and each.default is not REQUIRED
        }
        self.derived = {
            name: value.name for name, value in self.defaults.items() if isinstance(value, SameAs)
        }

    @property
    def needed(self) -> tuple[str, ...]:
        """The arguments that have to be given."""
        return tuple(name for name in self.kept if name not in self.defaults)

    def bind(
        self, given: Sequence[object], words: Mapping[str, object], values: dict[str, object]
    ) -> None:
        """Add the value of each stored argument to `values`.

        Raises ArgumentError for a call that does not fit, and LayerError for a refused value.
        """
        values.update(self.defaults)
        if given:
            self._bind_in_order(given, words, values)
        for name, value in words.items():
            if name not in self.arguments:
                known = did_you_mean(name, self.arguments)
                raise ArgumentError(f"{self.called} has no argument `{name[:40]}`{known}")
            self.arguments[name].put(value, values, self.rank)
        if len(values) < len(self.kept):
            missing = next(name for name in self.kept if name not in values)
            raise ArgumentError(f"{self.called} needs `{missing}`")
        if self.derived:
            self._derive(values)

    def _bind_in_order(
        self, given: Sequence[object], words: Mapping[str, object], values: dict[str, object]
    ) -> None:
        if len(given) > len(self.positional):
            raise ArgumentError(
                f"{self.called} takes at most {len(self.positional)} arguments without their "
                f"names, and {len(given)} are given"
            )
        for index, value in enumerate(given):
            argument = self.positional[index]
            if argument.name in words:
                raise ArgumentError(f"{self.called} is given `{argument.name}` twice")
            argument.put(value, values, self.rank)

    def _derive(self, values: dict[str, object]) -> None:
        for name, other in self.derived.items():
            if isinstance(values[name], SameAs):
                values[name] = values[other]


def declared(kind: type) -> dict[str, Argument[Any]]:
    """Return the arguments that a class and its bases declare, those of the bases first.

    A class removes an argument of a base by setting a plain value of its name.
    """
    found: dict[str, Argument[Any]] = {}
    for base in reversed(kind.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Argument):
                found[name] = value
            elif name in found:
                del found[name]
    return found


def whole(name: str, value: object, least: int = 1) -> int:
    """Return a whole number of at least `least`. Raises LayerError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise LayerError(f"{name} must be a whole number, not {quoted(value)}")
    if value < least:
        raise LayerError(f"{name} must be at least {least}, and {quoted(int(value))} is not")
    if value > MAX_AXIS:
        raise LayerError(f"{name} must be at most {MAX_AXIS}, and {quoted(int(value))} is not")
    return int(value)


def real(name: str, value: object) -> Fraction:
    """Return an exact number; a float is read as it is written. Raises LayerError."""
    if isinstance(value, float) and value - value == 0:
        return Fraction(str(value))
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    raise LayerError(f"{name} must be a number, not {quoted(value)}")


def boolean(name: str, value: object) -> bool:
    """Return True or False. Raises LayerError for other values."""
    if not isinstance(value, bool):
        raise LayerError(f"{name} must be True or False, not {quoted(value)}")
    return value


def per_axis(name: str, value: object, rank: int, least: int = 1) -> tuple[int, ...]:
    """Return one whole number for each of `rank` axes, from one or a list. Raises LayerError."""
    if isinstance(value, (list, tuple)):
        if len(value) != rank:
            raise LayerError(f"{name} needs {rank} numbers, one per axis, and has {len(value)}")
        return tuple([whole(name, item, least) for item in value])
    return (whole(name, value, least),) * rank


def optional_name(value: object) -> str:
    """Return a layer's own name; None is no name. Raises LayerError."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 100 or not value.isprintable():
        raise LayerError(f"name must be a short text, not {quoted(value)}")
    return value
