"""Operators on plain values, whose results are bounded in size."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.values import (
    MAX_ITEMS,
    MAX_TEXT,
    OpaqueValue,
    Value,
    as_list,
    call_python,
    count_items,
    describe,
    holds_tensor,
)

MAX_BITS = 2_048
"""Bits of a whole number."""

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^",
}  # fmt: skip
"""The binary operators."""

_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "**": operator.pow,
}  # fmt: skip

_OF_SETS: dict[str, Callable[[Any, Any], Any]] = {
    "|": operator.or_, "&": operator.and_, "-": operator.sub, "^": operator.xor,
}  # fmt: skip

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip


def compute(sign: str, left: object, right: object) -> object:
    """Return the result of a binary operator on two plain values. Raises LayerError."""
    if isinstance(left, OpaqueValue) or isinstance(right, OpaqueValue):
        return OpaqueValue(f"… {sign} …", of_tensor=holds_tensor([left, right]))
    if isinstance(left, AbstractSet) and isinstance(right, AbstractSet) and sign in _OF_SETS:
        return _OF_SETS[sign](left, right)
    number = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if number and sign in _NUMBERS:
        if sign == "**":
            _check_power(left, right)
        return bounded(call_python(_NUMBERS[sign], left, right))
    if sign == "+" and isinstance(left, (list, tuple, str)) and type(left) is type(right):
        return joined(left, right)
    if sign == "*" and isinstance(left, (list, tuple, str)) and isinstance(right, int):
        return _repeated(left, right)
    if sign == "*" and isinstance(right, (list, tuple, str)) and isinstance(left, int):
        return _repeated(right, left)
    raise LayerError(f"`{sign}` does not go with {describe(left)} and {describe(right)}")


def joined(left: Any, right: Any) -> object:
    """Return the concatenation of two lists or strings. Raises LayerError for too long a one."""
    check_length(len(left) + len(right), left)
    return left + right


def _repeated(items: Any, times: int) -> object:
    check_length(len(items) * max(times, 0), items)
    return call_python(operator.mul, items, times)


def check_length(length: int, items: object) -> None:
    """Raise LayerError for a list or a string of this length, if it is too long."""
    most = MAX_TEXT if isinstance(items, str) else MAX_ITEMS
    if length > most:
        kind = (
            "string of characters" if isinstance(items, str) else f"{type(items).__name__} of items"
        )
        raise LayerError(
            f"a {kind} may be at most {most:,} long; this would be {brief_number(length)}"
        )


def brief_number(number: int) -> str:
    """Return a number as messages show it, however long it is."""
    return f"{number:,}" if number.bit_length() < 64 else "far more"


def _check_power(base: Any, exponent: Any) -> None:
    if not isinstance(base, int) or not isinstance(exponent, int) or abs(base) < 2:
        return
    if exponent > MAX_BITS or base.bit_length() * exponent > MAX_BITS:
        raise LayerError(f"the exponent is too large: numbers have at most {MAX_BITS:,} bits")


def bounded(value: object) -> object:
    """Return a number that is not too large. Raises LayerError."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise LayerError(f"a number has at most {MAX_BITS:,} bits")
    if isinstance(value, complex):
        raise LayerError("complex numbers are not read")
    return value


def compare(sign: ast.cmpop, left: object, right: object) -> object:
    """Return the result of a comparison. Raises LayerError."""
    if isinstance(sign, (ast.Is, ast.IsNot)):
        if isinstance(left, OpaqueValue) and right is None:
            return isinstance(sign, ast.IsNot)
        return (left is right) == isinstance(sign, ast.Is)
    if isinstance(left, OpaqueValue) or isinstance(right, OpaqueValue):
        return OpaqueValue("a comparison")
    count_items(left)
    if not is_looked_up(sign, right):
        count_items(right)
    try:
        if isinstance(sign, (ast.In, ast.NotIn)):
            if not isinstance(right, (list, tuple, str, dict, range, AbstractSet)):
                raise LayerError(f"{describe(right)} has no items to look in")
            if isinstance(right, str) and not isinstance(left, str):
                raise LayerError(f"{describe(left)} is not looked for in a string")
            if isinstance(right, range) and not isinstance(left, int):
                right = as_list(right)  # for other types Python compares with every item
            return (left in right) == isinstance(sign, ast.In)
        return _COMPARISONS[type(sign)](left, right)
    except TypeError:
        raise LayerError(f"{describe(left)} and {describe(right)} do not compare") from None


def is_looked_up(sign: ast.cmpop, right: object) -> bool:
    """Whether a comparison looks a value up by its hash, without iterating."""
    return isinstance(sign, (ast.In, ast.NotIn)) and isinstance(right, AbstractSet)


def truth_of(value: object) -> bool:
    """Whether a condition holds. Raises LayerError where that is not known."""
    if isinstance(value, OpaqueValue):
        raise LayerError(f"whether this holds is not known here: {value.label} decides it")
    return True if isinstance(value, Value) else bool(value)
