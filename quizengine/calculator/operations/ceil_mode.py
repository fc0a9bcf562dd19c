"""PyTorch's `ceil_mode`: how many windows there are along an axis, and how people miscount them.

Formula: PyTorch's documentation of MaxPool2d; a window that would start behind the input and its
padding on the left is left out.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula
from quizengine.calculator.symbols import AXIS_NAMES, Terms
from quizengine.calculator.windows import AxisText, Window


class CeilWindow(Window):
    """A window that is also applied where only a part of it is on the input."""

    __slots__ = ()

    def count_formula(self, index: int, names: tuple[str, ...], terms: Terms) -> CountFormula:
        """Return the output size along one axis, with a last window that fits only in part."""
        text = AxisText(*names)
        pad = self.symbols[text.padding]
        is_capped = pad + self.strides[index] > self.reach(index)
        return _axis_formula(text if pad else text._replace(padding=""), is_capped, terms)


ceil_window = lru_cache(maxsize=512)(CeilWindow)
"""Return the window of these numbers, which is made once."""


@lru_cache(maxsize=256)
def _axis_formula(text: AxisText, is_capped: bool, terms: Terms) -> CountFormula:
    """⌈(H + 2·P − F)/S⌉ + 1, without a last window that would start behind the input.

    `is_capped` is whether a window could start behind the input and its left padding.
    """
    axis, stride, padding, reach = text.axis, text.stride, text.padding, text.reach
    moves, start = text.moves(reach), f"{axis} + {padding}" if padding else axis
    up, most = f"ceil(({moves})/{stride}) + 1", f"ceil(({start})/{stride})"
    down, rest = f"floor(({moves})/{stride}) + 1", f"({moves}) % {stride} != 0"
    mistakes = [
        wrong("rounded-down", down, rest, setting="ceil_mode=True"),
        wrong("no-plus-one", f"ceil(({moves})/{stride})"),
        wrong("stride-ignored", f"{moves} + 1", f"{stride} > 1"),
    ]
    if is_capped:
        mistakes.append(wrong("last-window-kept", up, f"{up} > {most}"))
    if padding:
        unpadded = f"ceil(({axis} - {reach})/{stride}) + 1"
        mistakes.append(wrong("padding-ignored/ceil-mode", unpadded))
    if text.dilation:
        plain = f"ceil(({text.moves(text.size)})/{stride}) + 1"
        mistakes.append(wrong("dilation-ignored", plain, window="the window"))
    phrases = (
        *text.phrases,
        (f"ceil(({moves})/{stride})", "strides, rounded up"),
        *(_cap_phrases(up, start, stride, axis) if is_capped else ()),
    )
    why = "ceil_mode=True: a window that only fits in part is counted"
    source = f"min({up}, {most})" if is_capped else up
    return CountFormula(f"output {AXIS_NAMES[axis]}", source, phrases, tuple(mistakes), terms, why)


def _cap_phrases(up: str, start: str, stride: str, axis: str) -> tuple[tuple[str, str], ...]:
    before = ((start, "positions before the right padding"),) if start != axis else ()
    return (
        (up, "windows, the last one cut short"),
        *before,
        (f"({start})/{stride}", "the number of starts, unrounded"),
        (f"ceil(({start})/{stride})", "starts before the input's end"),
    )
