"""How much support a break-down gives: which steps are asked, and what is told with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

FULL = 2
"""Every step is asked, its formula shown with what the symbols stand for."""

OUTER = 1
"""Only the steps that the answer itself is made of are asked, without their formulas."""

LAST = 0
"""Only the last of those that takes any working is asked."""

MOST = 8
"""Steps of one break-down; what lies deepest is left out of a longer one."""


def select_steps(nested: Sequence[int], support: int, given: Collection[int] = ()) -> list[int]:
    """The places of the steps that are asked, of which each lies inside so many others.

    Those at the places `given` are read off the question rather than worked out.
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
