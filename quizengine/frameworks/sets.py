"""Sets of a source text: no element twice, and the same order in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.values import MAX_ITEMS, Opaque, weigh, what

MAX_ALIKE = 100
"""Elements of one set that may have the same hash; each is compared with all the others."""


class OrderedSet(set[object]):
    """A `set` or a `frozenset`.

    It compares and looks up as Python's own. It is gone through in the order in which its
    elements came, because Python's own order of texts is another one in every run.
    """

    __slots__ = ("_alike", "_order", "is_frozen")

    def __init__(self, items: Iterable[object] = (), is_frozen: bool = False) -> None:
        """Take the elements. Raises LayerError for those that Python does not take."""
        super().__init__()
        self.is_frozen = is_frozen
        self._order: dict[object, None] = {}
        self._alike: dict[int, int] = {}
        for item in items:
            self.add(item)

    def add(self, item: object) -> None:
        """Take one more element. Raises LayerError where Python does not take it."""
        mark = _hash_of(item)
        if item in self:
            return
        if len(self) >= MAX_ITEMS:
            raise LayerError(f"a set may have at most {MAX_ITEMS:,} elements")
        count = self._alike.get(mark, 0)
        if count >= MAX_ALIKE:
            raise LayerError(f"more than {MAX_ALIKE} elements of this set have the same hash")
        self._alike[mark] = count + 1
        super().add(item)
        self._order[item] = None

    def discard(self, item: object) -> None:
        """Give an element away, if it is there. Raises LayerError where it cannot be one."""
        mark = _hash_of(item)
        if item in self:
            super().discard(item)
            del self._order[item]
            self._alike[mark] -= 1

    def remove(self, item: object) -> None:
        """Give an element away. Raises LayerError where it is not there."""
        _hash_of(item)
        if item not in self:
            raise LayerError(f"the set has no element {what(item)}")
        self.discard(item)

    def clear(self) -> None:
        """Give all elements away."""
        super().clear()
        self._order.clear()
        self._alike.clear()

    def replace(self, items: Iterable[object]) -> None:
        """Give all elements away and take these."""
        kept = list(items)
        self.clear()
        for item in kept:
            self.add(item)

    def __iter__(self) -> Iterator[object]:
        return iter(self._order)

    def __hash__(self) -> int:  # type: ignore[override]
        if not self.is_frozen:
            raise TypeError("unhashable type: 'set'")
        return hash(frozenset(self._order))

    def __repr__(self) -> str:
        inside = ", ".join(map(repr, self._order))
        if self.is_frozen:
            return f"frozenset({{{inside}}})" if inside else "frozenset()"
        return f"{{{inside}}}" if inside else "set()"


def _hash_of(item: object) -> int:
    """The hash of an element. Raises LayerError for what cannot be one."""
    weigh(item)
    try:
        return hash(item)
    except TypeError:
        holds = "holds what can change" if isinstance(item, tuple) else "can change"
        raise LayerError(f"{what(item)} cannot be an element of a set: it {holds}") from None


def set_of(items: list[object], is_frozen: bool = False) -> OrderedSet | Opaque:
    """A set of these elements. How many there are is not known where one of them is not.

    Raises LayerError for an element that Python does not take.
    """
    if any(map(_is_unknown, items)):
        return Opaque("a set")
    return OrderedSet(items, is_frozen)


def _is_unknown(item: object) -> bool:
    if isinstance(item, tuple):
        weigh(item)
        return any(map(_is_unknown, item))
    return isinstance(item, Opaque)


def _union(left: OrderedSet, right: OrderedSet) -> OrderedSet:
    return OrderedSet([*left, *right], left.is_frozen)


def _common(left: OrderedSet, right: OrderedSet) -> OrderedSet:
    return OrderedSet([item for item in left if item in right], left.is_frozen)


def _rest(left: OrderedSet, right: OrderedSet) -> OrderedSet:
    return OrderedSet([item for item in left if item not in right], left.is_frozen)


def _either(left: OrderedSet, right: OrderedSet) -> OrderedSet:
    return _union(_rest(left, right), _rest(right, left))


OPERATORS: Mapping[str, Callable[[OrderedSet, OrderedSet], OrderedSet]] = {
    "|": _union, "&": _common, "-": _rest, "^": _either,
}  # fmt: skip
"""What the operators on two sets give; the kind of the left one, as in Python."""
