"""How much support a break-down gives: which steps are asked, and what is told with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

FULL = 2
"""Every step is asked, its formula shown with what the symbols stand for."""

OUTER = 1
"""Only the steps that the answer itself is made of are asked, without their formulas."""

LAST = 0
"""Only the last of those that takes any working is asked."""

MOST = 8
"""Steps of one break-down; what lies deepest is left out of a longer one."""


class _Nested(Protocol):
    @property
    def nested(self) -> int:
        """How many others it lies inside."""

    @property
    def is_given(self) -> bool:
        """Whether it is read off the question rather than worked out."""


def kept(stops: Sequence[_Nested], support: int) -> list[int]:
    """The places of the stops that are asked."""
    depth = max((stop.nested for stop in stops), default=0) if support == FULL else 0
    places = _within(stops, depth)
    while len(places) > MOST and depth:
        depth -= 1
        places = _within(stops, depth)
    if support == LAST:
        return ([place for place in places if not stops[place].is_given] or places)[-1:]
    return places


def _within(stops: Sequence[_Nested], depth: int) -> list[int]:
    return [place for place, stop in enumerate(stops) if stop.nested <= depth]
