"""The symbols of the formulas, how they are shown, and the frameworks' words for them.

The letters are those of CS231n: input `W`×`H`×`D`, `K` filters of `F`×`F`, stride `S`, padding
`P`. A prime marks the output. Where the axes differ, a small letter names the axis: `Fh`, `Fw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AXES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {1: ("L",), 2: ("H", "W"), 3: ("T", "H", "W")}
)
"""The spatial axes by their number: length; height and width; and, in 3-D, a first axis T."""

AXIS_NAMES: Mapping[str, str] = MappingProxyType(
    {"L": "length", "T": "first axis", "H": "height", "W": "width"}
)

DISPLAY: Mapping[str, str] = MappingProxyType(
    {f"{axis}o": f"{axis}′" for axis in (*"LTHWD", *(f"A{number}" for number in range(1, 9)))}
)
"""How a symbol is shown where that differs from its name in a formula's text."""

TERMS: Mapping[str, str] = MappingProxyType(
    {
        "F": "kernel_size",
        "S": "strides",
        "P": "padding",
        "d": "dilation_rate",
        "G": "groups",
        "K": "filters",
        "D": "input channels",
        "Do": "output channels",
        "p": "neurons before",
        "c": "units",
        "u": "units",
        **{axis: f"input {name}" for axis, name in AXIS_NAMES.items()},
        **{f"{axis}o": f"output {name}" for axis, name in AXIS_NAMES.items()},
    }
)
"""The framework's word for each symbol."""


class Terms(dict[str, str]):
    """A framework's words for the symbols, and its name of the argument for biases.

    Each family of layers has one object. Objects are compared by identity, so that formulas can
    be cached for a family.
    """

    __slots__ = ("bias",)

    def __init__(self, bias: str = "use_bias", **words: str) -> None:
        super().__init__(words)
        self.bias = bias

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def no_bias(self) -> str:
        """Why there are no biases where there might be."""
        return f"{self.bias}=False: there are none"


NO_TERMS = Terms()


def display(symbol: str) -> str:
    """Return a symbol as it is shown."""
    return DISPLAY.get(symbol, symbol)


def term(symbol: str, terms: Mapping[str, str]) -> str:
    """Return the framework's word for a symbol, also for one of a single axis, or nothing."""
    if symbol in terms:
        return terms[symbol]
    if symbol in TERMS:
        return TERMS[symbol]
    letter, axis = symbol[:1], symbol[1:].upper()
    word = terms.get(letter, TERMS.get(letter, ""))
    return f"{word} {AXIS_NAMES[axis]}" if word and axis in AXIS_NAMES else ""


def axis_symbols(letter: str, values: tuple[int, ...]) -> tuple[str, ...]:
    """Return one symbol per axis: the letter alone if all values are equal, else one per axis."""
    if len(set(values)) == 1:
        return (letter,) * len(values)
    return tuple(letter + axis.lower() for axis in AXES[len(values)])
