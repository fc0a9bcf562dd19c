"""The types of evaluation: the values of names, and functions that compute a value from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Names = Mapping[str, object]
"""The values of names."""

Evaluator = Callable[[Names], object]
"""A function that computes the value of an expression from the values of its names."""

AddedAttributes = Mapping[str, Callable[[Any], object]]
"""Functions that compute attributes of a value, by the names of the attributes."""

NO_ATTRIBUTES: AddedAttributes = MappingProxyType({})


class Vocabulary(dict[str, object]):
    """Names that add attributes to the types of the values that they stand for.

    An expression evaluated with these names reads an added attribute like one that the type has
    itself: `{Circle: {"area": area_of}}` lets it write `circle.area`.
    """

    __slots__ = ()

    attributes: Mapping[type, AddedAttributes] = MappingProxyType({})
    """The added attributes; those of a type hold for its subclasses as well."""

    def added_to(self, kind: type) -> AddedAttributes:
        """Return the attributes that are added to a type."""
        found = [self.attributes[base] for base in kind.__mro__ if base in self.attributes]
        if len(found) < 2:
            return found[0] if found else NO_ATTRIBUTES
        return {name: function for each in reversed(found) for name, function in each.items()}
