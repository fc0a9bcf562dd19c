"""How much support a break-down gives: which of its steps are asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

FULL = 2
"""Every step is asked, and its formula is shown with the meaning of its symbols."""

OUTER = 1
"""Only the steps that the answer itself is built on are asked, without their formulas.

The level between the others, which fading support comes to by itself.
"""

LAST = 0
"""Only the last step that takes any working is asked."""

MOST = 8
"""Steps of one break-down; the most deeply nested ones of a longer one are left out."""


def select_steps(nested: Sequence[int], support: int, given: Collection[int] = ()) -> list[int]:
    """Return the indices of the steps that are asked.

    `nested` has for each step in how many others it lies. The steps with the indices `given` are
    read off the question rather than worked out.
    """
    depth = max(nested, default=0) if support == FULL else 0
    indices = _within(nested, depth)
    while len(indices) > MOST and depth:
        depth -= 1
        indices = _within(nested, depth)
    if support == LAST:
        return ([index for index in indices if index not in given] or indices)[-1:]
    return indices


def _within(nested: Sequence[int], depth: int) -> list[int]:
    return [index for index, inside in enumerate(nested) if inside <= depth]
