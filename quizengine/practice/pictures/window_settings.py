"""What the pictures say beside their boxes and grids."""

from __future__ import annotations

from quizengine.calculator.windows import Window
from quizengine.practice.pictures.stated_numbers import StatedNumbers


def window_settings(window: Window, stated: StatedNumbers) -> str:
    """Stride, padding and dilation in words, those that are not 1, 0 and 1."""
    words = [f"stride {_per_axis(window.strides, stated)}"]
    if isinstance(window.padding, str):
        if window.padding != "valid":
            words.append(f'padding "{window.padding}"')
    elif any(window.padding):
        words.append(f"padding {_per_axis(window.padding, stated)} on each side")
    if max(window.dilation) > 1:
        words.append(f"dilation {_per_axis(window.dilation, stated)}")
    return ", ".join(words)


def _per_axis(values: tuple[int, ...], stated: StatedNumbers) -> str:
    """One number where all axes have the same."""
    same = len(set(values)) == 1
    # A stride of 1 is what a layer has unless it says otherwise.
    if same and values[0] == 1:
        return "1"
    return stated.number(values[0]) if same else stated.sizes(values)
