"""The difference of two written formulas: marked pieces, and words for what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

_TOKEN = re.compile(r"(?: [+−] | mod |[·/^,]\s*|−)?(?:[(⌊⌈]|[^\s()⌊⌋⌈⌉·/^,+−²³]+|[)⌋⌉²³])")
"""A symbol, number or bracket with the sign before it, so that `+ 1` is missing and not `1`."""

_LEADING = " +−·/^,"

_BRACKETS = frozenset("()")
_OPENING, _CLOSING = "(⌊⌈", ")⌋⌉"
_BRACKETS_OF_ALL_SORTS = frozenset(_OPENING + _CLOSING)

_AROUND = " ·"
_CLOSED = re.compile(r"[)⌋⌉]")
_UNCLEAR = "?"

_ALIKE = 0.3
"""The share of tokens in common below which no differences are marked."""

_ELSEWHERE = "stands in another position"

_MOST_WORDS = 3
"""The most differences that are put into words."""


class DiffPiece(NamedTuple):
    """A piece of a written formula, and whether the other formula lacks it."""

    text: str
    differs: bool = False


class FormulaDiff(NamedTuple):
    """A student's formula and the right one in pieces, and in words how they differ.

    `right` is empty where the student's formula is right, and only a number put into it is wrong.
    """

    mine: tuple[DiffPiece, ...]
    right: tuple[DiffPiece, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, tuple[DiffPiece, ...]], ...]:
        """The rows to show, each with its label."""
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
    """Compare a written formula with the right one.

    Nothing is marked where nearly everything differs, and brackets alone are never marked.
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
    """Compare written arithmetic with the right formula with its numbers put in.

    The right formula is shown in `symbols` and without words, so that its numbers stay hidden.
    """
    difference = formula_diff(mine, numbers)
    shown = _tokens(symbols)
    if len(shown) != len(_tokens(numbers)) or not any(piece.differs for piece in difference.right):
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
    # A text that is not written like a formula is one token.
    return found if "".join(found) == text else [text]


def _same(one: str, other: str) -> bool:
    """Whether two tokens are equal; the first factor of a product has no sign before it."""
    if one == other:
        return True
    bare, other_bare = one.lstrip(_LEADING), other.lstrip(_LEADING)
    return bare == other_bare and ("·" in (one[0], other[0])) and bare in (one, other)


def _common(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest common subsequence as pairs of indices."""
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
        # A bracket is marked only together with its counterpart.
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
    """Yield words for a difference in rounding, given the tokens that differ."""
    mine_text, right_text = "".join(mine), "".join(right)
    if "⌈" in mine_text and "⌊" in right_text:
        yield "rounded up instead of down"
    elif "⌊" in mine_text and "⌈" in right_text:
        yield "rounded down instead of up"
    elif ("⌊" in right_text or "⌈" in right_text) and ("/" not in right_text or "/" in mine_text):
        # Where the division is missing as well, there is nothing to round.
        yield "the rounding is missing"


def _words(
    first: Sequence[str], second: Sequence[str], common: Sequence[tuple[int, int]]
) -> list[str]:
    """Return words for the runs of tokens between those in common.

    A run is missing, too much, swapped with another, or in another position.
    """
    runs = []
    mine_depths: dict[str, int] = {}
    right_depths: dict[str, int] = {}
    i = j = 0
    for one, other in [*common, (len(first), len(second))]:
        mine, right = _joined(first[i:one]), _joined(second[j:other])
        mine_depths.setdefault(mine, _depth(first, i))
        right_depths.setdefault(right, _depth(second, j))
        runs.append((mine, right))
        i, j = one + 1, other + 1
    if _UNCLEAR in mine_depths or _UNCLEAR in right_depths:
        return []
    differences = []
    for mine, right in runs:
        if mine and right and (right, mine) in runs:
            differences.append(f"{' and '.join(sorted((mine, right)))} are swapped")
        elif mine and right and mine not in right_depths and right not in mine_depths:
            differences.append(_instead(mine, right))
        else:
            if right:
                differences.append(
                    _elsewhere(right, mine_depths, right_depths) or f"{right} {_is(right)} missing"
                )
            if mine:
                differences.append(
                    _elsewhere(mine, mine_depths, right_depths) or f"{mine} {_is(mine)} too much"
                )
    # Marks are easier to read than a long list.
    return (
        [] if any(each.count(",") > 1 for each in differences) else list(dict.fromkeys(differences))
    )


def _instead(mine: str, right: str) -> str:
    if mine == f"+ {right}":
        return f"{right} is added instead of multiplied"
    if right == f"+ {mine}":
        return f"{mine} is multiplied instead of added"
    return f"{mine} instead of {right}"


def _elsewhere(text: str, mine_depths: Mapping[str, int], right_depths: Mapping[str, int]) -> str:
    """Return words for a run that both formulas have in different positions, or an empty text."""
    if text not in mine_depths or text not in right_depths:
        return ""
    if mine_depths[text] == right_depths[text]:
        return f"{text} {_ELSEWHERE}"
    side = "inside" if mine_depths[text] > right_depths[text] else "outside"
    return f"{text} stands {side} the brackets"


def _depth(tokens: Sequence[str], start: int) -> int:
    """Return how many brackets are around the first token from `start` that is no bracket."""
    depth = 0
    for index, token in enumerate(tokens):
        if index >= start and not _BRACKETS_OF_ALL_SORTS.issuperset(token):
            break
        depth += (token[-1] in _OPENING) - (token[-1] in _CLOSING)
    return depth


def _is(text: str) -> str:
    return "are" if "," in text else "is"


def _joined(tokens: Sequence[str]) -> str:
    """Return the text of a run of tokens: `D, + 1`, with a comma where a bracket closes.

    A run that ends inside a bracket has no text, and is a question mark.
    """
    whole = "".join(tokens)
    if _is_balanced(whole):
        return whole.strip(_AROUND)
    parts = []
    for part in _CLOSED.split(whole):
        # A term after a factor is another part: `·D + 1` is `D, + 1`.
        comma = part.startswith("·") and part.replace(" + ", ", + ").replace(" − ", ", − ")
        bare = (comma or part).strip(_AROUND + _OPENING)
        if any(bracket in bare for bracket in _OPENING):
            return _UNCLEAR
        parts.append(bare)
    return ", ".join(filter(None, parts))


def _is_balanced(text: str) -> bool:
    """Whether a text has brackets, and each has its counterpart in the text."""
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth < 0:
            return False
    return depth == 0 and any(bracket in text for bracket in _OPENING)
