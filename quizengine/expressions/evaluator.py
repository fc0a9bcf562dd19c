"""The types of evaluation: the values of names, and functions that compute a value from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Names = Mapping[str, object]
"""The values of names."""

Evaluator = Callable[[Names], object]
"""A function that computes the value of an expression from the values of its names."""

AddedAttributes = Mapping[str, Callable[[Any], object]]
"""Functions that compute attributes of a value, by the names of the attributes."""


class Vocabulary(dict[str, object]):
    """Names that add attributes to the types of the values that they stand for.

    An expression evaluated with these names reads an added attribute like one that the type has
    itself: `{Circle: {"area": area_of}}` lets it write `circle.area`.
    """

    __slots__ = ()

    @property
    def attributes(self) -> Mapping[type, AddedAttributes]:
        """The added attributes; those of a type hold for its subclasses as well."""
        return {}

    def added_to(self, kind: type) -> AddedAttributes:
        """Return the attributes that are added to a type."""
        attributes = self.attributes
        found: dict[str, Callable[[Any], object]] = {}
        for base in reversed(kind.__mro__):
            found.update(attributes.get(base, {}))
        return found
