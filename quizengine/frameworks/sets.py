"""The sets of a source text, which have the same order in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, MutableSet
from collections.abc import Set as AbstractSet
from typing import ClassVar

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.values import MAX_ITEMS, OpaqueValue, count_items, describe, holds_tensor

MAX_ALIKE = 100
"""Elements of one set that may have the same hash; each is compared with all the others."""


class BaseSet(MutableSet[object]):
    """The base class of `set` and `frozenset`, with the operators and comparisons of every set.

    A set of numbers is iterated over in Python's own order. That of strings differs between runs
    of Python; here it is the order of insertion.
    """

    __slots__ = ("_alike", "_order")

    empty: ClassVar[str]
    form: ClassVar[str]

    def __init__(self, items: Iterable[object] = ()) -> None:
        """Add the elements. Raises LayerError for those that are not hashable."""
        self._order: dict[object, None] = {}
        self._alike: Counter[int] = Counter()
        for item in items:
            self.add(item)

    def __contains__(self, item: object) -> bool:
        return item in self._order

    def __iter__(self) -> Iterator[object]:
        if all(isinstance(item, (int, float)) for item in self._order):
            return iter(set(self._order))
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __and__(self, other: AbstractSet[object]) -> AbstractSet[object]:
        return self - (self - other)  # in the order of this set

    def __repr__(self) -> str:
        return self.form % ", ".join(map(repr, self)) if self else self.empty

    def add(self, item: object) -> None:
        """Add an element. Raises LayerError for one that is not hashable."""
        mark = _hash_of(item)
        if item in self:
            return
        if len(self) >= MAX_ITEMS:
            raise LayerError(f"a set may have at most {MAX_ITEMS:,} elements")
        if self._alike[mark] >= MAX_ALIKE:
            raise LayerError(f"more than {MAX_ALIKE} elements of this set have the same hash")
        self._alike[mark] += 1
        self._order[item] = None

    def discard(self, item: object) -> None:
        mark = _hash_of(item)
        if item in self:
            del self._order[item]
            self._alike[mark] -= 1

    def remove(self, item: object) -> None:
        _hash_of(item)
        if item not in self:
            raise LayerError(f"the set has no element {describe(item)}")
        self.discard(item)

    def clear(self) -> None:
        self._order.clear()
        self._alike.clear()


class OrderedSet(BaseSet):
    """A `set`."""

    __slots__ = ()

    empty = "set()"
    form = "{%s}"


class FrozenSet(BaseSet):
    """A `frozenset`; no method that would change it has a name in the text."""

    __slots__ = ()

    empty = "frozenset()"
    form = "frozenset({%s})"

    def __hash__(self) -> int:
        return self._hash()


def _hash_of(item: object) -> int:
    """Return the hash of an element. Raises LayerError for one that is not hashable."""
    count_items(item)
    try:
        return hash(item)
    except TypeError:
        holds = "holds what can change" if isinstance(item, tuple) else "can change"
        raise LayerError(f"{describe(item)} cannot be an element of a set: it {holds}") from None


def set_of(items: list[object], kind: type[BaseSet] = OrderedSet) -> BaseSet | OpaqueValue:
    """Return a set of these elements, or an opaque value where one of them is opaque.

    Raises LayerError for an element that is not hashable.
    """
    if any(map(_is_unknown, items)):
        return OpaqueValue("a set", of_tensor=holds_tensor(items))
    return kind(items)


def _is_unknown(item: object) -> bool:
    if isinstance(item, tuple):
        count_items(item)
        return any(map(_is_unknown, item))
    return isinstance(item, OpaqueValue)
