"""The settings of a sliding window in words, for the notes of the pictures."""

from __future__ import annotations

from quizengine.calculator.windows import Window
from quizengine.practice.pictures.stated_numbers import StatedNumbers


def window_settings(window: Window, stated: StatedNumbers) -> str:
    """Return stride, padding and dilation in words; no padding and a dilation of 1 are left out."""
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
    """Return one number where all axes have the same, otherwise one for each axis."""
    same = len(set(values)) == 1
    # 1 is the default, which need not be stated in the text.
    if same and values[0] == 1:
        return "1"
    return stated.number(values[0]) if same else stated.sizes(values)
