"""How many windows a pooling has with PyTorch's `ceil_mode`, and what people get instead.

Formula: PyTorch's documentation of MaxPool2d; a window that would start behind the input and its
padding on the left is left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.operation import Terms
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.symbols import AXIS_NAMES
from quizengine.calculator.torch.base import WINDOW_TERMS
from quizengine.calculator.windows import reach_phrases, room_phrases

POOLING_TERMS = Terms(**{**WINDOW_TERMS, "D": "input channels"})
"""PyTorch's word for each symbol of a pooling."""


class CeilAxis(NamedTuple):
    """The symbols of one axis; empty where there is nothing to mention."""

    axis: str
    size: str
    stride: str
    padding: str
    rate: str
    capped: bool
    """Whether a last window may start behind the input and its left padding."""


@lru_cache(maxsize=256)
def ceil_recipe(text: CeilAxis) -> Recipe:
    """⌈(H + 2·P − F)/S⌉ + 1, less a last window that starts behind the input."""
    axis, stride, padding = text.axis, text.stride, text.padding
    reach = f"({text.rate}*({text.size} - 1) + 1)" if text.rate else text.size
    room = f"{axis} - {reach}" + (f" + 2*{padding}" if padding else "")
    start = f"{axis} + {padding}" if padding else axis
    most = f"ceil(({start})/{stride})"
    up = f"ceil(({room})/{stride}) + 1"
    source = f"min({up}, {most})" if text.capped else up
    mistakes = [
        Mistake(
            "rounded-down",
            f"floor(({room})/{stride}) + 1",
            "The division was rounded down; with ceil_mode=True it is rounded up.",
            when=f"({room}) % {stride} != 0",
        ),
        Mistake(
            "no-plus-one",
            f"ceil(({room})/{stride})",
            "The + 1 is missing: the window also stands at its first place, before any stride.",
        ),
        Mistake(
            "stride-ignored",
            f"{room} + 1",
            "The stride is left out: the window jumps, so the moves are divided by it.",
            when=f"{stride} > 1",
        ),
    ]
    if text.capped:
        mistakes.append(
            Mistake(
                "last-window-kept",
                up,
                "The last window would start behind the input, in the padding on the right; "
                "PyTorch leaves it out.",
                when=f"{up} > {most}",
            )
        )
    if padding:
        mistakes.append(
            Mistake(
                "padding-ignored",
                f"ceil(({axis} - {reach})/{stride}) + 1",
                "The padding is left out; it lies on both sides of the axis.",
            )
        )
    if text.rate:
        plain = room.replace(reach, text.size, 1)
        mistakes.append(
            Mistake(
                "dilation-ignored",
                f"ceil(({plain})/{stride}) + 1",
                "The dilation is left out: with gaps the window reaches d·(F − 1) + 1 far.",
            )
        )
    why = "ceil_mode=True: a window that only fits in part is counted"
    return Recipe(
        f"output {AXIS_NAMES[axis]}", source, _ceil_phrases(text, room, up, start), tuple(mistakes),
        POOLING_TERMS, why,
    )  # fmt: skip


def _ceil_phrases(text: CeilAxis, room: str, up: str, start: str) -> tuple[tuple[str, str], ...]:
    stride = text.stride
    phrases = (
        *reach_phrases(text.size, text.rate, "window"),
        *room_phrases(room, stride, text.padding),
        (f"ceil(({room})/{stride})", "strides, rounded up"),
    )
    if not text.capped:
        return phrases
    before = ((start, "places before the right padding"),) if text.padding else ()
    return (
        *phrases,
        (up, "windows, the last one cut short"),
        *before,
        (f"({start})/{stride}", "the number of starts, unrounded"),
        (f"ceil(({start})/{stride})", "starts before the input's end"),
    )
