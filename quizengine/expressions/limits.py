"""Limits on the size of an expression and of its values, so that every evaluation is short."""

from __future__ import annotations

MAX_SOURCE = 2_000
"""Characters in one expression."""

MAX_NODES = 400
"""Nodes in one syntax tree."""

MAX_DEPTH = 40
"""Levels of nesting in one syntax tree, and of brackets in its source."""

MAX_BITS = 2_048
"""Bits of a number; an operation with a larger result is refused."""

MAX_EXPONENT = 64
"""The largest power, in absolute value."""

MAX_ITEMS = 1_000
"""Items of a list or a range."""

MAX_NESTED_ITEMS = 10_000
"""Items of a list and of all lists inside it; a short expression can nest many lists."""

MAX_TEXT = 20_000
"""Characters of a text template, and of what one of its holes may print."""

LARGEST = 1 << MAX_BITS
"""The first number that is too large."""
