"""What source text can hold while it is read.

Numbers, texts, lists, tuples, dicts, ranges and slices are Python's own, and sets build on it.
Everything else is a Value: it knows the few names that may be asked of it, and there is nothing
behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar, TypeVar

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.errors import brief, nearest

Result = TypeVar("Result")

Keywords = dict[str, object]
"""The keyword arguments of a call."""

MAX_ITEMS = 10_000
"""Items of a list and of all lists inside it."""

MAX_NESTING = 20
"""Lists inside lists."""

MAX_TEXT = 10_000
"""Characters of a text that is computed."""


class Value:
    """Something that is no Python value of its own."""

    is_tensor: ClassVar[bool] = False

    def __repr__(self) -> str:
        # A list or a dict that holds it is written in messages as well.
        return self.label

    @property
    def label(self) -> str:
        """What a message calls it: its name, where it has one."""
        return f"`{brief(getattr(self, 'name', type(self).__name__))}`"

    def attribute_names(self) -> Iterable[str]:
        """The names that may be asked of it."""
        return ()

    def get(self, name: str) -> object:
        """The attribute of that name. Raises LayerError."""
        raise LayerError(
            f"{self.label} has no `{brief(name)}`{nearest(name, self.attribute_names())}"
        )

    def put(self, name: str, value: object) -> None:
        """Set the attribute of that name. Raises LayerError."""
        raise LayerError(f"`{brief(name)}` of {self.label} cannot be set")

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        """What calling it gives. Raises LayerError."""
        raise LayerError(f"{self.label} cannot be called")

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        """What an index gives. Raises LayerError."""
        raise LayerError(f"{self.label} has no items")

    def items(self) -> list[object]:
        """What a loop goes through. Raises LayerError."""
        raise LayerError(f"{self.label} cannot be iterated over")

    def is_instance_of(self, kind: object) -> bool:
        """Whether it is of a class of the text or the framework."""
        return False

    def reads_argument(self, word: str) -> bool:
        """Whether a keyword argument is looked at at all."""
        return True

    def callee(self, arguments: list[object]) -> Value:
        """What `reads_argument` is asked of in a call with these arguments."""
        return self


BuiltinFunction = Callable[..., object]
"""A function that the reader knows. It takes the machine (a method then its value), and after
that what the text gives it: what its own signature does not take is refused, never passed over.
"""


ATOMS = (Value, int, float, str, type(None))
"""What holds nothing that is gone through."""


class Builtin(Value):
    """A function that the reader knows, as a text calls it."""

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
"""What an operator, a function or a method may raise on values that do not suit it."""


def call_error_text(name: str, error: Exception) -> str:
    """What is wrong with a call, in the words of the function where these are of help."""
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
    """What a function of Python's gives. Raises LayerError where Python raises something."""
    try:
        return function(*given)
    except LayerError:
        raise
    except ZeroDivisionError:
        raise LayerError("division by zero") from None
    except PYTHON_ERRORS as error:
        raise LayerError(brief(str(error), 100)) from None


def as_builtins(functions: Mapping[str, BuiltinFunction]) -> dict[str, object]:
    """Functions by their names, as a text calls them."""
    return {name: Builtin(name, function) for name, function in functions.items()}


def bind_arguments(
    label: str, names: Collection[str], arguments: Sequence[object], keywords: Keywords
) -> Keywords:
    """The arguments of a call by their names. Raises LayerError for those that are not among them.

    An argument that nobody looks at is no harmless one: it may change a number.
    """
    if len(arguments) > len(names):
        raise LayerError(
            f"{label} takes at most {len(names)} arguments, and {len(arguments)} are given"
        )
    given: Keywords = dict(zip(names, arguments, strict=False))
    for word, value in keywords.items():
        if word not in names:
            raise LayerError(f"{label} has no argument `{brief(word)}`{nearest(word, names)}")
        if word in given:
            raise LayerError(f"{label} is given `{brief(word)}` twice")
        given[word] = value
    return given


class Namespace(Value):
    """A module: the names in it, and nothing behind them. `lenient`: any other name is opaque."""

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
    """Something that does not matter to the network: data, an optimizer, a plot.

    Whatever is done with it gives as little; a layer that needs its value says so.
    """

    def __init__(self, name: str, known_names: Iterable[str] = (), of_tensor: bool = False) -> None:
        """`of_tensor`: a step that is not read here made it of a tensor of the network."""
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
        """Nothing comes of it."""

    def as_data(self) -> OpaqueValue:
        """Itself, where data stands. Raises LayerError where it was a tensor of the network."""
        if self.of_tensor:
            raise LayerError(f"`{brief(self.name)}` of a tensor is not read here")
        return self

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        if any(each.is_tensor for each in arguments if isinstance(each, Value)):
            hint = nearest(self.name.rpartition(".")[2], self.known_names)
            raise LayerError(f"`{brief(self.name)}` of a tensor is not read here{hint}")
        given = [*arguments, *keywords.values()]
        return OpaqueValue(f"{self.name}(…)", of_tensor=self.of_tensor or holds_tensor(given))

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        return OpaqueValue(f"{self.name}[…]", of_tensor=self.of_tensor)


def holds_tensor(values: list[object]) -> bool:
    """Whether a tensor of the network, or what was made of one, is among values and in lists."""
    return any(
        value.is_tensor or (isinstance(value, OpaqueValue) and value.of_tensor)
        for value in contents(values)
        if isinstance(value, Value)
    )


def contents(values: Iterable[object]) -> Iterator[object]:
    """Values and all that is in them, however deep; what is in two places counts once."""
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
    """Values in their order, and in the place of a list or tuple what is in it.

    A caller pays for them with `count_items` first: a list may stand in itself many times.
    """
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from flattened(value)
        else:
            yield value


class NoOp(OpaqueValue):
    """A method that only reports or trains; its arguments are not even looked at."""

    def __init__(self, name: str, result: object = None) -> None:
        super().__init__(name)
        self.result = result

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return OpaqueValue(f"{self.name}(…)") if self.result is None else self.result


class UnsupportedName(Value):
    """A name that is imported and not known: asking anything of it is refused."""

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
    """Models that come with a framework: their layers are not in the text."""

    def get(self, name: str) -> object:
        if name.startswith("__"):
            return super().get(name)
        if name in AROUND_MODELS or name == "imagenet_utils":
            return OpaqueValue(name)
        why = f"the layers of `{brief(name)}` are not in this text, so it is not read"
        return ZooModel(name, why)


class ZooModel(UnsupportedName):
    """One of them, or the module that it is in."""

    def get(self, name: str) -> object:
        if name[:1].isupper():
            return ZooModel(name, self.why)
        return OpaqueValue(name) if name in AROUND_MODELS else super().get(name)


def count_items(value: object, depth: int = 0) -> int:
    """How many items a value and the lists inside it hold. Raises LayerError for too many."""
    # The test for any set is slow, and most values are none.
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
    """What a loop goes through, as a list. Raises LayerError."""
    if isinstance(value, Value):
        return value.items()
    if isinstance(value, range) and range_length(value) > MAX_ITEMS:
        raise LayerError(f"a range may have at most {MAX_ITEMS:,} items here")
    if isinstance(value, (list, tuple, dict, str, AbstractSet, range)):
        return list(value)
    raise LayerError(f"{describe(value)} cannot be iterated over")


def range_length(numbers: range) -> int:
    """The length of a range, of which `len` takes no more than a machine word."""
    return (numbers[-1] - numbers[0]) // numbers.step + 1 if numbers else 0


def plain_value(value: object) -> object:
    """A value as a layer takes it. Raises LayerError for what is not known."""
    if isinstance(value, Value):
        raise LayerError(f"{value.label} is no number, text or list")
    count_items(value)
    if isinstance(value, (list, tuple)):
        return type(value)([plain_value(item) for item in value])
    return list(value) if isinstance(value, range) and range_length(value) <= MAX_ITEMS else value


def describe(value: object) -> str:
    """What a message calls a value: never longer than a line."""
    if isinstance(value, Value):
        return value.label
    if isinstance(value, AbstractSet):
        return "a set"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__}"
    return brief(repr(value), 40) if isinstance(value, (int, float, str, type(None))) else "a value"
