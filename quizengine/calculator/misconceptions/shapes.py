"""Whole shapes: their size, and flattening, reshaping, permuting, splitting and joining."""

from __future__ import annotations

from collections.abc import Mapping

SHAPES: Mapping[str, str | tuple[str, str]] = {
    "channels-forgotten": "The channels are left out: flattening keeps every value.",
    "channels-forgotten/size": "The channels are left out: the size is the product of every axis.",
    "axes-added": "The axes were added; they are multiplied.",
    "flatten-forgotten": (
        (
            "These are the channels alone, as if nothing were flattened: every position of every "
            "channel comes into the row."
        ),
        "a question on Stack Overflow: Dense on an unflattened volume",
    ),
    "not-divided": "All values were taken; the other axes of target_shape hold a part of them.",
    "not-permuted": (
        "The axes were left in their order; dims names the axis that comes to each position."
    ),
    "permuted-backwards": (
        "These are dims read backwards: they say which axis comes here, not where one goes."
    ),
    "size-kept/glu": "The size was kept; one half only steers the other, which is left.",
    # Several inputs that become one.
    "first-kept": "This is the first input alone; the others are put beside it.",
    "largest-kept": (
        "The largest input was taken; they are put side by side, not laid over each other."
    ),
    "multiplied": "The sizes were multiplied; side by side they are added.",
    "channels-added": (
        "The channels were put side by side, as Concatenate does; here values are joined."
    ),
}
