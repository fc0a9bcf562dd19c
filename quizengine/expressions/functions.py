"""The functions every expression may call, exact and bounded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sized
from functools import reduce
from types import MappingProxyType

from quizengine.expressions.limits import MAX_ITEMS
from quizengine.expressions.numbers import Number, divide, exact, is_number


def _number(value: object) -> Number:
    if not is_number(value):
        raise TypeError(f"a number is needed here, not {kind_of(value)}")
    return value


def _numbers(arguments: tuple[object, ...]) -> list[Number]:
    if len(arguments) == 1 and isinstance(arguments[0], (list, tuple, range)):
        return _listed(arguments[0])
    return [_number(item) for item in arguments]


def _listed(value: object) -> list[Number]:
    if not isinstance(value, (list, tuple, range)):
        raise TypeError(f"a list is needed here, not {kind_of(value)}")
    return [_number(item) for item in value]


def _minimum(*arguments: object) -> Number:
    """The least of the numbers, or of the items of one list."""
    return min(_some(_numbers(arguments)))


def _maximum(*arguments: object) -> Number:
    """The greatest of the numbers, or of the items of one list."""
    return max(_some(_numbers(arguments)))


def _some(numbers: list[Number]) -> list[Number]:
    if not numbers:
        raise ValueError("an empty list has no least and no greatest item")
    return numbers


def _sum(items: object) -> Number:
    """The sum of a list."""
    return reduce(lambda total, item: exact(total + item), [0, *_listed(items)])


def _product(items: object) -> Number:
    """The product of a list; of an empty one, 1."""
    return reduce(lambda total, item: exact(total * item), [1, *_listed(items)])


def _absolute(value: object) -> Number:
    """The number without its sign."""
    number = _number(value)
    return exact(number if number >= 0 else -number)


def _floor(value: object) -> int:
    """The greatest whole number that is not above the value."""
    return math.floor(_number(value))


def _ceil(value: object) -> int:
    """The least whole number that is not below the value."""
    return math.ceil(_number(value))


def _round(value: object, places: object = 0) -> Number:
    """The value rounded to so many decimal places, halves away from zero."""
    number, digits = _number(value), _number(places)
    if not isinstance(digits, int) or not 0 <= digits <= 12:
        raise ValueError("round takes 0 to 12 places")
    scaled = abs(number) * 10**digits
    rounded = divide(math.floor(scaled * 2 + 1) // 2, 10**digits)
    return rounded if number >= 0 else exact(-rounded)


def _gcd(*arguments: object) -> int:
    """The greatest common divisor of whole numbers."""
    numbers = _numbers(arguments)
    if not all(isinstance(number, int) for number in numbers):
        raise ValueError("gcd takes whole numbers")
    return math.gcd(*(int(number) for number in numbers))


def _length(value: object) -> int:
    """How many items a list has, or letters a text."""
    if not isinstance(value, Sized):
        raise TypeError(f"a list is needed here, not {kind_of(value)}")
    return len(value)


def _range(*arguments: object) -> list[int]:
    """The whole numbers from the first up to, but not including, the last."""
    bounds = [_number(argument) for argument in arguments]
    if not 1 <= len(bounds) <= 3 or not all(isinstance(bound, int) for bound in bounds):
        raise ValueError("range takes one to three whole numbers")
    if len(bounds) == 3 and bounds[2] == 0:
        raise ValueError("range cannot step by 0")
    span = range(*(int(bound) for bound in bounds))
    # len() of a huge range raises OverflowError; slicing does not.
    items = list(span[: MAX_ITEMS + 1])
    if len(items) > MAX_ITEMS:
        raise ValueError(f"a list may have at most {MAX_ITEMS} items")
    return items


def kind_of(value: object) -> str:
    """Return the kind of a value in words that an instructor knows: `a whole number`."""
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int):
        return "a whole number"
    if isinstance(value, (list, tuple, range)):
        return "a list"
    if value is None:
        return "nothing (None)"
    word: str = getattr(type(value), "expression_word", "")
    return word or f"a {type(value).__name__}"


STANDARD_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "min": _minimum,
        "max": _maximum,
        "sum": _sum,
        "prod": _product,
        "abs": _absolute,
        "floor": _floor,
        "ceil": _ceil,
        "round": _round,
        "gcd": _gcd,
        "len": _length,
        "range": _range,
    }
)
"""The functions that every expression may call."""
