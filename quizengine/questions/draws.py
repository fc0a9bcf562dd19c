"""The order in which a question's variants are drawn: the same on every machine.

A question's variables span a finite space. A permutation of that space, keyed by the question's
id alone, gives the draws; so nothing repeats until all have been seen, and neither another
question nor a changed text moves a draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

try:
    # `hashlib` loads OpenSSL first, which costs more than all else that a question needs.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_Value = TypeVar("_Value")

_MASK = (1 << 64) - 1
_ROUNDS = 3
"""Pairs of rounds; with three, neighbouring indices land independently for all we can tell."""

_MIX = 0xBF58476D1CE4E5B9


class Order:
    """A permutation of 0 … size − 1 by alternating keyed additions on two mixed digits.

    A small cipher in the manner of Black and Rogaway, "Ciphers with Arbitrary Finite Domains"
    (2002): every round is invertible, and what falls outside the domain is sent round again.
    """

    __slots__ = ("_keys", "_left", "_right", "size")

    def __init__(self, name: str, size: int) -> None:
        self.size = size
        self._left = math.isqrt(max(size - 1, 0)) + 1
        self._right = -(-size // self._left)
        digest = blake2b(name.encode("utf-8"), digest_size=16 * _ROUNDS).digest()
        words = [int.from_bytes(digest[at : at + 8], "big") for at in range(0, len(digest), 8)]
        self._keys = tuple(zip(words[::2], words[1::2], strict=True))

    def __getitem__(self, index: int) -> int:
        """Return the element at an index of the permuted order."""
        left_size, right_size, size = self._left, self._right, self.size
        right, left = divmod(index, left_size)
        while True:
            # The multiplication is SplitMix64's; written out, since draws are made by the million.
            for one, other in self._keys:
                left = (left + (((right ^ one) * _MIX & _MASK) >> 32)) % left_size
                right = (right + (((left ^ other) * _MIX & _MASK) >> 32)) % right_size
            value = right * left_size + left
            if value < size:
                return value


def chance(name: str, number: int, label: str, sides: int) -> int:
    """Return what a die of so many sides shows, thrown for a question, a variant and a label."""
    seed = f"{name}\x00{number}\x00{label}".encode()
    return int.from_bytes(blake2b(seed, digest_size=8).digest(), "big") % sides


def shuffled(name: str, number: int, label: str, count: int) -> list[int]:
    """Return the indices 0 … count − 1 in an order drawn for a question, a variant and a label."""
    return sorted(range(count), key=lambda index: chance(name, number, f"{label}/{index}", 1 << 60))


def values_at(index: int, domains: Mapping[str, Sequence[_Value]]) -> dict[str, _Value]:
    """Return one of all combinations of values by name; the first name's changes the fastest."""
    values: dict[str, _Value] = {}
    for name, domain in domains.items():
        index, value_index = divmod(index, len(domain))
        values[name] = domain[value_index]
    return values
