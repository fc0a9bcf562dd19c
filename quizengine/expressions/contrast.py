"""Two written formulas side by side, with the pieces marked in which they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_TOKEN = re.compile(r"(?: [+−] | mod |[·/^,]\s*|−)?(?:[(⌊⌈]|[^\s()⌊⌋⌈⌉·/^,+−²³]+|[)⌋⌉²³])")
"""A symbol, a number or a bracket, with the sign before it: what is missing is `+ 1`, not `1`."""

_LEADING = " +−·/^,"

_BRACKETS = frozenset("()")

_ALIKE = 0.3
"""The share of two formulas that must agree for their differences to be worth marking."""

_MOST_WORDS = 3
"""Differences that are put into words; of more, the marks say enough."""


class Piece(NamedTuple):
    """A piece of a written formula, and whether the other formula lacks it."""

    text: str
    differs: bool = False


class Difference(NamedTuple):
    """Both formulas in pieces, and in words what is missing from the first or too much."""

    mine: tuple[Piece, ...]
    right: tuple[Piece, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=1024)
def contrast(mine: str, right: str) -> Difference:
    """Where a written formula differs from the right one; nothing is marked where nearly all does.

    Brackets alone are never marked.
    """
    first, second = _tokens(mine), _tokens(right)
    common = _common(first, second)
    if len(common) < _ALIKE * max(len(first), len(second)):
        return Difference((Piece(mine),), (Piece(right),), ())
    kept_first = {one for one, _ in common}
    kept_second = {other for _, other in common}
    unmatched = (
        [token for place, token in enumerate(first) if place not in kept_first],
        [token for place, token in enumerate(second) if place not in kept_second],
    )
    words = (*_rounding(*unmatched), *_words(first, second, common))
    if not words and len(first) != len(second):
        words = (
            "the brackets are missing" if len(first) < len(second) else "the brackets are too much",
        )
    return Difference(_pieces(first, kept_first), _pieces(second, kept_second), words[:_MOST_WORDS])


@lru_cache(maxsize=256)
def contrast_with_numbers(mine: str, numbers: str, symbols: str) -> Difference:
    """Where written arithmetic differs from the right formula with its numbers put in.

    The right formula is shown in `symbols`, so that no number of it is told; nor do words tell.
    """
    difference = contrast(mine, numbers)
    shown, told = _tokens(symbols), _tokens(numbers)
    if len(shown) != len(told) or not any(piece.differs for piece in difference.right):
        return Difference(difference.mine, (Piece(symbols),), ())
    kept: set[int] = set()
    start = 0
    for piece in difference.right:
        count = len(_tokens(piece.text))
        if not piece.differs:
            kept.update(range(start, start + count))
        start += count
    right = _pieces(shown, kept) if start == len(shown) else (Piece(symbols),)
    return Difference(difference.mine, right, ())


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(text)
    # A text that is no formula as these are written stays one piece.
    return found if "".join(found) == text else [text]


def _same(one: str, other: str) -> bool:
    """Whether two tokens say the same; the first of a product lacks the sign of the others."""
    if one == other:
        return True
    bare, other_bare = one.lstrip(_LEADING), other.lstrip(_LEADING)
    return bare == other_bare and ("·" in (one[0], other[0])) and bare in (one, other)


def _common(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence, as pairs of places."""
    rows, columns = len(first), len(second)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        here, below = best[i], best[i + 1]
        for j in range(columns - 1, -1, -1):
            if _same(first[i], second[j]):
                here[j] = below[j + 1] + 1
            else:
                here[j] = max(below[j], here[j + 1])
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if _same(first[i], second[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _pieces(tokens: Sequence[str], kept: set[int]) -> tuple[Piece, ...]:
    marked = [
        (token, place not in kept and not _BRACKETS.issuperset(token))
        for place, token in enumerate(tokens)
    ]
    return tuple(
        Piece("".join(token for token, _ in group), differs)
        for differs, group in groupby(marked, key=lambda pair: pair[1])
    )


def _rounding(mine: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    """The rounding that differs, given the tokens that do."""
    ours, theirs = "".join(mine), "".join(right)
    if "⌈" in ours and "⌊" in theirs:
        yield "rounded up instead of down"
    elif "⌊" in ours and "⌈" in theirs:
        yield "rounded down instead of up"
    elif "⌊" in theirs or "⌈" in theirs:
        yield "the rounding is missing"


def _words(
    first: Sequence[str], second: Sequence[str], common: Sequence[tuple[int, int]]
) -> list[str]:
    """What stands between the pieces that agree: missing, too much, or one instead of another."""
    runs = []
    i = j = 0
    for one, other in [*common, (len(first), len(second))]:
        runs.append((_joined(first[i:one]), _joined(second[j:other])))
        i, j = one + 1, other + 1
    added = [mine for mine, right in runs if mine and not right]
    lacking = [right for mine, right in runs if right and not mine]
    found = []
    for mine, right in runs:
        if mine and right:
            found.append(f"{mine} instead of {right}")
        elif right in added or mine in lacking:
            found.append(f"{right or mine} stands in another place")
        elif right:
            found.append(f"{right} {'are' if ',' in right else 'is'} missing")
        elif mine:
            found.append(f"{mine} {'are' if ',' in mine else 'is'} too much")
    return list(dict.fromkeys(found))


def _joined(tokens: Sequence[str]) -> str:
    """A run of tokens as it is said, without the brackets: `D, + 1`."""
    said = ""
    for token in tokens:
        bare = token.strip("()⌊⌋⌈⌉")
        said += f",{bare}" if said.startswith("·") and bare[:2] in (" +", " −") else bare
    return said.strip().removeprefix("·").strip()
