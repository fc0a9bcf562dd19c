"""The values that a source text computes with while it is read.

Numbers, strings, lists, tuples, dicts, ranges and slices are Python's own; sets are defined in
`sets`. Everything else is a Value, which has the few attributes that it names and no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar, TypeVar

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.errors import brief, did_you_mean

Result = TypeVar("Result")

Keywords = dict[str, object]
"""The keyword arguments of a call."""

MAX_ITEMS = 10_000
"""Items of a list and of all lists inside it."""

MAX_NESTING = 20
"""Lists inside lists."""

MAX_TEXT = 10_000
"""Characters of a string."""


class Value:
    """The base class of all values that are not Python's own."""

    is_tensor: ClassVar[bool] = False

    def __repr__(self) -> str:
        # Messages show it inside of lists and dicts, too.
        return self.label

    @property
    def label(self) -> str:
        """The value as messages show it: its name, where it has one."""
        return f"`{brief(getattr(self, 'name', type(self).__name__))}`"

    def attribute_names(self) -> Iterable[str]:
        """Return the names of the attributes, for messages."""
        return ()

    def get(self, name: str) -> object:
        """Return the attribute of that name. Raises LayerError."""
        raise LayerError(
            f"{self.label} has no `{brief(name)}`{did_you_mean(name, self.attribute_names())}"
        )

    def put(self, name: str, value: object) -> None:
        """Set the attribute of that name. Raises LayerError."""
        raise LayerError(f"`{brief(name)}` of {self.label} cannot be set")

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        """Return the result of a call. Raises LayerError."""
        raise LayerError(f"{self.label} cannot be called")

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        """Return the item at an index or a key. Raises LayerError."""
        raise LayerError(f"{self.label} has no items")

    def items(self) -> list[object]:
        """Return the items that a loop iterates over. Raises LayerError."""
        raise LayerError(f"{self.label} cannot be iterated over")

    def is_instance_of(self, kind: object) -> bool:
        """Whether it is an instance of a class of the text or of a framework."""
        return False

    def evaluates_argument(self, word: str) -> bool:
        """Whether a keyword argument is evaluated at all."""
        return True

    def callee(self, arguments: list[object]) -> Value:
        """Return the value whose `evaluates_argument` holds for a call with these arguments."""
        return self


BuiltinFunction = Callable[..., object]
"""The Python implementation of a function that a text may call.

Its first argument is the interpreter, for a method the second is the value; then come those of the
call. An argument that its signature does not have is refused, never ignored.
"""


ATOMS = (Value, int, float, str, type(None))
"""Types without items."""


class Builtin(Value):
    """A built-in function as a value of the text."""

    def __init__(self, name: str, function: BuiltinFunction) -> None:
        self.name = name
        self.function = function

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        try:
            return self.function(interpreter, *arguments, **keywords)
        except LayerError:
            raise
        except PYTHON_ERRORS as error:
            raise LayerError(call_error_text(self.name, error)) from None


PYTHON_ERRORS = (ValueError, TypeError, ArithmeticError, LookupError, StopIteration)
"""What Python's operators, functions and methods raise for values that they do not take."""


def call_error_text(name: str, error: Exception) -> str:
    """Return the message for a call that Python refused, with Python's own text where it helps."""
    text = str(error)
    strange = re.search(r"unexpected keyword argument '(\w+)'", text)
    if strange:
        return f"`{brief(name)}` has no argument `{brief(strange[1])}`"
    missing = re.search(r"missing \d+ required .*?: '(\w+)'", text)
    if missing:
        return f"`{brief(name)}` needs `{missing[1]}`"
    if "positional arguments but" in text:
        return f"`{brief(name)}` is given too many arguments"
    if isinstance(error, (LookupError, StopIteration)) or "unpack" in text or "argument" in text:
        return f"`{brief(name)}` cannot be called with these arguments"
    return f"{brief(name)}: {brief(text, 100)}"


def call_python(function: Callable[..., Result], *given: object) -> Result:
    """Call a function of Python. Raises LayerError where Python raises an error."""
    try:
        return function(*given)
    except LayerError:
        raise
    except ZeroDivisionError:
        raise LayerError("division by zero") from None
    except PYTHON_ERRORS as error:
        raise LayerError(brief(str(error), 100)) from None


def as_builtins(functions: Mapping[str, BuiltinFunction]) -> dict[str, object]:
    """Return functions as values of the text, by their names."""
    return {name: Builtin(name, function) for name, function in functions.items()}


def bind_arguments(
    label: str, names: Collection[str], arguments: Sequence[object], keywords: Keywords
) -> Keywords:
    """Return the arguments of a call by their names. Raises LayerError for an unknown name.

    Unknown arguments are not ignored: they might change a number.
    """
    if len(arguments) > len(names):
        raise LayerError(
            f"{label} takes at most {len(names)} arguments, and {len(arguments)} are given"
        )
    given: Keywords = dict(zip(names, arguments, strict=False))
    for word, value in keywords.items():
        if word not in names:
            raise LayerError(f"{label} has no argument `{brief(word)}`{did_you_mean(word, names)}")
        if word in given:
            raise LayerError(f"{label} is given `{brief(word)}` twice")
        given[word] = value
    return given


class Namespace(Value):
    """A module with its names. In a `lenient` one any other name is an opaque value."""

    def __init__(self, name: str, names: Mapping[str, object], lenient: bool = False) -> None:
        self.name = name
        self.names = names
        self.lenient = lenient

    def attribute_names(self) -> Iterable[str]:
        return self.names

    def get(self, name: str) -> object:
        found = self.names.get(name, self)
        if found is not self:
            return found
        if self.lenient and not name.startswith("__"):
            return OpaqueValue(f"{self.name}.{name}", self.names)
        return super().get(name)


class OpaqueValue(Value):
    """A value that is not known and does not matter to the network: data, an optimizer, a plot.

    What is computed with it is opaque, too. A layer that needs its value raises LayerError.
    """

    def __init__(self, name: str, known_names: Iterable[str] = (), of_tensor: bool = False) -> None:
        """`of_tensor` marks the result of an unsupported operation on a tensor of the network."""
        self.name = name[:60]
        self.known_names = known_names
        self.of_tensor = of_tensor

    @property
    def label(self) -> str:
        return f"`{brief(self.name)}`, whose value this text does not say,"

    def get(self, name: str) -> object:
        if name.startswith("__"):
            return super().get(name)
        return OpaqueValue(f"{self.name}.{name}", of_tensor=self.of_tensor)

    def put(self, name: str, value: object) -> None:
        """Do nothing."""

    def as_data(self) -> OpaqueValue:
        """Return the value itself as data. Raises LayerError where it was made of a tensor."""
        if self.of_tensor:
            raise LayerError(f"`{brief(self.name)}` of a tensor is not read here")
        return self

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        if any(each.is_tensor for each in arguments if isinstance(each, Value)):
            hint = did_you_mean(self.name.rpartition(".")[2], self.known_names)
            raise LayerError(f"`{brief(self.name)}` of a tensor is not read here{hint}")
        given = [*arguments, *keywords.values()]
        return OpaqueValue(f"{self.name}(…)", of_tensor=self.of_tensor or holds_tensor(given))

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        return OpaqueValue(f"{self.name}[…]", of_tensor=self.of_tensor)


def holds_tensor(values: list[object]) -> bool:
    """Whether values, or the lists among them, hold a tensor or what was made of one."""
    return any(
        value.is_tensor or (isinstance(value, OpaqueValue) and value.of_tensor)
        for value in contents(values)
        if isinstance(value, Value)
    )


def contents(values: Iterable[object]) -> Iterator[object]:
    """Yield values and the items inside them at any depth, each collection once."""
    waiting = list(values)
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, (list, tuple, dict, AbstractSet)):
            if id(value) not in seen:
                seen.add(id(value))
                waiting.extend(value)
                waiting.extend(value.values() if isinstance(value, dict) else ())
        else:
            yield value


def flattened(values: Iterable[object]) -> Iterator[object]:
    """Yield values in their order, and instead of a list or a tuple its items.

    Callers bound the work with `count_items` first: a list may hold one list many times.
    """
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from flattened(value)
        else:
            yield value


class NoOp(OpaqueValue):
    """A callable without effect on the network, whose arguments are not evaluated.

    It returns `result`, or an opaque value without one.
    """

    def __init__(self, name: str, result: object = None) -> None:
        super().__init__(name)
        self.result = result

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return OpaqueValue(f"{self.name}(…)") if self.result is None else self.result


class UnsupportedName(Value):
    """A name that is imported and not supported; `why` is the message when it is used."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why

    def get(self, name: str) -> object:
        raise LayerError(self.why)

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        raise LayerError(self.why)

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        raise LayerError(self.why)


AROUND_MODELS = ("preprocess_input", "decode_predictions")


class ModelZoo(Namespace):
    """The ready-made models of a framework, whose layers are not in the text."""

    def get(self, name: str) -> object:
        if name.startswith("__"):
            return super().get(name)
        if name in AROUND_MODELS or name == "imagenet_utils":
            return OpaqueValue(name)
        why = f"the layers of `{brief(name)}` are not in this text, so it is not read"
        return ZooModel(name, why)


class ZooModel(UnsupportedName):
    """A ready-made model, or the module that it is in."""

    def get(self, name: str) -> object:
        if name[:1].isupper():
            return ZooModel(name, self.why)
        return OpaqueValue(name) if name in AROUND_MODELS else super().get(name)


def count_items(value: object, depth: int = 0) -> int:
    """Return the number of items in a value and its lists. Raises LayerError for too many."""
    # The test for a set is slow, and most values have no items.
    if isinstance(value, ATOMS) or not isinstance(value, (list, tuple, dict, AbstractSet)):
        return 1
    if depth > MAX_NESTING:
        raise LayerError("lists are nested too deeply here")
    count = 1
    for item in [*value, *value.values()] if isinstance(value, dict) else value:
        count += count_items(item, depth + 1)
        if count > MAX_ITEMS:
            raise LayerError(f"lists may hold at most {MAX_ITEMS:,} items in all")
    return count


def check_count(count: int, kind: str = "list") -> None:
    """Raise LayerError where a collection would have too many items."""
    if count > MAX_ITEMS:
        raise LayerError(f"a {kind} may have at most {MAX_ITEMS:,} items")


def as_list(value: object) -> list[object]:
    """Return the items that a loop iterates over. Raises LayerError."""
    if isinstance(value, Value):
        return value.items()
    if isinstance(value, range) and range_length(value) > MAX_ITEMS:
        raise LayerError(f"a range may have at most {MAX_ITEMS:,} items here")
    if isinstance(value, (list, tuple, dict, str, AbstractSet, range)):
        return list(value)
    raise LayerError(f"{describe(value)} cannot be iterated over")


def range_length(numbers: range) -> int:
    """Return the length of a range, which may be too large for `len`."""
    return (numbers[-1] - numbers[0]) // numbers.step + 1 if numbers else 0


def argument_value(value: object) -> object:
    """Return a value as an argument of a layer. Raises LayerError where it is not known."""
    if isinstance(value, Value):
        raise LayerError(f"{value.label} is no number, string or list")
    count_items(value)
    if isinstance(value, (list, tuple)):
        return type(value)([argument_value(item) for item in value])
    return list(value) if isinstance(value, range) and range_length(value) <= MAX_ITEMS else value


def describe(value: object) -> str:
    """Return a value as messages show it, never longer than a line."""
    if isinstance(value, Value):
        return value.label
    if isinstance(value, AbstractSet):
        return "a set"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__}"
    return brief(repr(value), 40) if isinstance(value, (int, float, str, type(None))) else "a value"
