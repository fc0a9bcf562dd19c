"""Two written formulas side by side, with the pieces marked in which they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

_TOKEN = re.compile(r"(?: [+−] | mod |[·/^,]\s*|−)?(?:[(⌊⌈]|[^\s()⌊⌋⌈⌉·/^,+−²³]+|[)⌋⌉²³])")
"""A symbol, a number or a bracket, with the sign before it: what is missing is `+ 1`, not `1`."""

_LEADING = " +−·/^,"

_BRACKETS = frozenset("()")
_OPENING, _CLOSING = "(⌊⌈", ")⌋⌉"
_BRACKETS_OF_ALL_SORTS = frozenset(_OPENING + _CLOSING)

_AROUND = " ·"
_CLOSED = re.compile(r"[)⌋⌉]")
_UNCLEAR = "?"

_ALIKE = 0.3
"""The share of two formulas that must agree for their differences to be worth marking."""

_ELSEWHERE = "stands in another place"

_MOST_WORDS = 3
"""Differences that are put into words; of more, the marks say enough."""


class DiffPiece(NamedTuple):
    """A piece of a written formula, and whether the other formula lacks it."""

    text: str
    differs: bool = False


class FormulaDiff(NamedTuple):
    """Both formulas in pieces, and in words what is missing from the first or too much.

    `right` is empty where the first formula is right as well: what was put into it went wrong.
    """

    mine: tuple[DiffPiece, ...]
    right: tuple[DiffPiece, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, tuple[DiffPiece, ...]], ...]:
        """Each row with its label, as it is shown and read aloud."""
        if not self.right:
            return (("so", self.mine),)
        rows = (("yours", self.mine), ("right", self.right))
        if not self.words:
            return rows
        return (*rows, ("difference", (DiffPiece("; ".join(self.words)),)))

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows as plain text: `Yours: F·F·D·K = 8·8·3·20 = 3840`."""
        return tuple(
            f"{label.capitalize()}: {''.join(piece.text for piece in pieces)}"
            for label, pieces in self.rows
        )


@lru_cache(maxsize=1024)
def formula_diff(mine: str, right: str) -> FormulaDiff:
    """Where a written formula differs from the right one; nothing is marked where nearly all does.

    Brackets alone are never marked.
    """
    first, second = _tokens(mine), _tokens(right)
    common = _common(first, second)
    if len(common) < _ALIKE * max(len(first), len(second)):
        return FormulaDiff((DiffPiece(mine),), (DiffPiece(right),), ())
    kept_first = {one for one, _ in common}
    kept_second = {other for _, other in common}
    unmatched = (
        [token for index, token in enumerate(first) if index not in kept_first],
        [token for index, token in enumerate(second) if index not in kept_second],
    )
    words = (*_rounding(*unmatched), *_words(first, second, common))
    if not words and mine != right and all(map(_is_bracket, chain(*unmatched))):
        lacking = len(second) - len(first)
        how = "are missing" if lacking > 0 else "are too much" if lacking else "stand elsewhere"
        words = (f"the brackets {how}",)
    elif any(each.endswith(_ELSEWHERE) for each in words) and "(" in right and "(" not in mine:
        words = (*words, "the brackets are missing")
    return FormulaDiff(
        _pieces(first, kept_first), _pieces(second, kept_second), words[:_MOST_WORDS]
    )


@lru_cache(maxsize=256)
def numbers_diff(mine: str, numbers: str, symbols: str) -> FormulaDiff:
    """Where written arithmetic differs from the right formula with its numbers put in.

    The right formula is shown in `symbols`, so that no number of it is told; nor do words tell.
    """
    difference = formula_diff(mine, numbers)
    shown, told = _tokens(symbols), _tokens(numbers)
    if len(shown) != len(told) or not any(piece.differs for piece in difference.right):
        return FormulaDiff(difference.mine, (DiffPiece(symbols),), ())
    kept: set[int] = set()
    start = 0
    for piece in difference.right:
        count = len(_tokens(piece.text))
        if not piece.differs:
            kept.update(range(start, start + count))
        start += count
    right = _pieces(shown, kept) if start == len(shown) else (DiffPiece(symbols),)
    return FormulaDiff(difference.mine, right, ())


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
    """The longest common subsequence, as pairs of indices."""
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


def _pieces(tokens: Sequence[str], kept: set[int]) -> tuple[DiffPiece, ...]:
    marked: list[tuple[str, bool]] = []
    for is_kept, indices in groupby(range(len(tokens)), key=kept.__contains__):
        run = [tokens[index] for index in indices]
        # A bracket is marked together with its other half.
        whole = _is_balanced("".join(run))
        marked.extend(
            (token, not is_kept and (whole or not _BRACKETS.issuperset(token))) for token in run
        )
    return tuple(
        DiffPiece("".join(token for token, _ in group), differs)
        for differs, group in groupby(marked, key=lambda pair: pair[1])
    )


def _is_bracket(token: str) -> bool:
    return _BRACKETS.issuperset(token.strip(_AROUND))


def _rounding(mine: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    """The rounding that differs, given the tokens that do."""
    ours, theirs = "".join(mine), "".join(right)
    if "⌈" in ours and "⌊" in theirs:
        yield "rounded up instead of down"
    elif "⌊" in ours and "⌈" in theirs:
        yield "rounded down instead of up"
    elif ("⌊" in theirs or "⌈" in theirs) and ("/" not in theirs or "/" in ours):
        # Where the division is missing as well, there is nothing to round.
        yield "the rounding is missing"


def _words(
    first: Sequence[str], second: Sequence[str], common: Sequence[tuple[int, int]]
) -> list[str]:
    """What stands between the pieces that agree: missing, too much, swapped, or elsewhere."""
    runs = []
    ours: dict[str, int] = {}
    theirs: dict[str, int] = {}
    i = j = 0
    for one, other in [*common, (len(first), len(second))]:
        mine, right = _joined(first[i:one]), _joined(second[j:other])
        ours.setdefault(mine, _depth(first, i))
        theirs.setdefault(right, _depth(second, j))
        runs.append((mine, right))
        i, j = one + 1, other + 1
    if _UNCLEAR in ours or _UNCLEAR in theirs:
        return []
    found = []
    for mine, right in runs:
        if mine and right and (right, mine) in runs:
            found.append(f"{' and '.join(sorted((mine, right)))} are swapped")
        elif mine and right and mine not in theirs and right not in ours:
            found.append(_instead(mine, right))
        else:
            if right:
                found.append(_elsewhere(right, ours, theirs) or f"{right} {_is(right)} missing")
            if mine:
                found.append(_elsewhere(mine, ours, theirs) or f"{mine} {_is(mine)} too much")
    # Of a long list the marks say more.
    return [] if any(each.count(",") > 1 for each in found) else list(dict.fromkeys(found))


def _instead(mine: str, right: str) -> str:
    if mine == f"+ {right}":
        return f"{right} is added instead of multiplied"
    if right == f"+ {mine}":
        return f"{mine} is multiplied instead of added"
    return f"{mine} instead of {right}"


def _elsewhere(text: str, ours: Mapping[str, int], theirs: Mapping[str, int]) -> str:
    """Where a run stands that both formulas have, in other places; empty where only one has it."""
    if text not in ours or text not in theirs:
        return ""
    if ours[text] == theirs[text]:
        return f"{text} {_ELSEWHERE}"
    return f"{text} stands {'inside' if ours[text] > theirs[text] else 'outside'} the brackets"


def _depth(tokens: Sequence[str], start: int) -> int:
    """In how many brackets the first token from `start` stands that is no bracket itself."""
    depth = 0
    for index, token in enumerate(tokens):
        if index >= start and not _BRACKETS_OF_ALL_SORTS.issuperset(token):
            break
        depth += (token[-1] in _OPENING) - (token[-1] in _CLOSING)
    return depth


def _is(text: str) -> str:
    return "are" if "," in text else "is"


def _joined(tokens: Sequence[str]) -> str:
    """A run of tokens as it is said: `D, + 1`; where a bracket closes, something else goes on.

    A question mark stands for a run that has no words: one that breaks off in a bracket.
    """
    whole = "".join(tokens)
    if _is_balanced(whole):
        return whole.strip(_AROUND)
    said = []
    for part in _CLOSED.split(whole):
        # What goes on behind a factor is no part of it: `·D + 1`.
        comma = part.startswith("·") and part.replace(" + ", ", + ").replace(" − ", ", − ")
        bare = (comma or part).strip(_AROUND + _OPENING)
        if any(bracket in bare for bracket in _OPENING):
            return _UNCLEAR
        said.append(bare)
    return ", ".join(part for part in said if part)


def _is_balanced(text: str) -> bool:
    """Whether every bracket in a text has its other half in it, and there are some."""
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth < 0:
            return False
    return depth == 0 and any(bracket in text for bracket in _OPENING)
