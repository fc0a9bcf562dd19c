"""What the pictures say beside their boxes and grids."""

from __future__ import annotations

from quizengine.calculator.windows import Window
from quizengine.practice.pictures.stated_numbers import StatedNumbers


def window_settings(window: Window, stated: StatedNumbers) -> str:
    """Stride, padding and dilation in words, those that are not 1, 0 and 1."""
    said = [f"stride {_each(window.strides, stated)}"]
    if isinstance(window.padding, str):
        if window.padding != "valid":
            said.append(f'padding "{window.padding}"')
    elif any(window.padding):
        said.append(f"padding {_each(window.padding, stated)} on each side")
    if max(window.dilation) > 1:
        said.append(f"dilation {_each(window.dilation, stated)}")
    return ", ".join(said)


def _each(values: tuple[int, ...], stated: StatedNumbers) -> str:
    """One number where all axes have the same."""
    same = len(set(values)) == 1
    # A stride of 1 is what a layer has unless it says otherwise.
    if same and values[0] == 1:
        return "1"
    return stated.number(values[0]) if same else stated.sizes(values)
