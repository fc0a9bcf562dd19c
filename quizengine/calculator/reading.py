"""Keras source text to a network, read from its syntax tree; nothing in it is executed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, NoReturn

from quizengine.calculator.errors import LayerError
from quizengine.calculator.exports import LAYERS
from quizengine.calculator.layer import Layer
from quizengine.calculator.sequential import Sequential
from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError
from quizengine.expressions.evaluation import compile_tree
from quizengine.expressions.reading import check_nodes

MAX_SOURCE = 100_000
"""Characters of source text."""

MAX_NODES = 20_000
"""Nodes of its syntax tree."""

_NEUTRAL = frozenset(
    {
        "kernel_initializer", "bias_initializer", "depthwise_initializer",
        "kernel_regularizer", "bias_regularizer", "activity_regularizer",
        "kernel_constraint", "bias_constraint", "seed", "dtype", "implementation",
    }
)  # fmt: skip
"""Arguments that change no shape and no count."""


class SourceError(LayerError):
    """Source text that is not understood, with its line; the message names both."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


class _Namespace:
    """A module of the framework: a few names, and nothing behind them."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.__dict__.update(names)
        # Per instance, because each module offers its own names.
        self.__class__ = type("module", (_Namespace,), {"expression_names": frozenset(names)})

    expression_names: ClassVar[frozenset[str]] = frozenset()


def read(source: str, input_shape: object = None) -> Sequential:
    """The network that Keras source text describes: one layer, or a `Sequential` list.

    `input_shape` states the input (no batch) where the text does not. Raises SourceError with
    the line of what is not understood, and LayerError for what Keras would refuse.
    """
    if len(source) > MAX_SOURCE:
        raise SourceError(f"source text may have at most {MAX_SOURCE:,} characters", 1)
    statements = _parse(source)
    names = _framework()
    found: Sequential | Layer | None = None
    for statement in statements:
        value = _run(statement, names, source)
        if isinstance(value, (Sequential, Layer)):
            found = value
    if found is None:
        raise SourceError("there is no layer and no Sequential in this text", 1)
    network = Sequential([found]) if isinstance(found, Layer) else found
    return network if input_shape is None else network(input_shape)


def _parse(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source.replace("\r\n", "\n").lstrip("\ufeff")).body
    except SyntaxError as error:
        raise SourceError(f"this is not Python: {error.msg}", error.lineno or 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise SourceError("this cannot be read as Python", 1) from None


def _run(statement: ast.stmt, names: dict[str, object], source: str) -> object:
    """The value of one statement; an assignment's is kept under its name."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    if isinstance(statement, ast.Expr):
        if _is_report(statement.value) or isinstance(statement.value, ast.Constant):
            return None
        return _evaluate(statement.value, names, source)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Name):
        _refuse(statement, "only layers, a Sequential list and assignments are read")
    value = _evaluate(statement.value, names, source)
    names[target.id] = value
    return value


def _is_report(node: ast.expr) -> bool:
    """Whether this only prints or trains: `model.summary()`, `model.compile(...)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("summary", "compile")
        and isinstance(node.func.value, ast.Name)
    )


def _evaluate(node: ast.expr, names: Mapping[str, object], source: str) -> object:
    try:
        check_nodes(ast.Expression(node), source, MAX_NODES)
        return compile_tree(node, source)(names)
    except ExpressionError as error:
        line = source.count("\n", 0, error.offset) + 1 if error.offset else node.lineno
        raise SourceError(error.message, line) from None
    except RecursionError:
        _refuse(node, "this is nested too deeply")


def _refuse(node: ast.stmt | ast.expr, message: str) -> NoReturn:
    raise SourceError(message, node.lineno)


def _framework() -> dict[str, object]:
    constructors = {name: _tolerant(kind) for name, kind in LAYERS.items()}
    model = {"Sequential": Sequential, "Input": constructors["Input"]}
    aliases = {f"MaxPool{n}D": constructors[f"MaxPooling{n}D"] for n in (1, 2, 3)}
    aliases |= {f"AvgPool{n}D": constructors[f"AveragePooling{n}D"] for n in (1, 2, 3)}
    aliases["InputLayer"] = constructors["Input"]
    layers = _Namespace(constructors | aliases | model)
    keras = _Namespace({"layers": layers, "models": _Namespace(model), **model})
    tensorflow = _Namespace({"keras": keras})
    return {
        **STANDARD_FUNCTIONS,
        **constructors,
        **aliases,
        **model,
        "layers": layers,
        "keras": keras,
        "models": _Namespace(model),
        "tf": tensorflow,
        "tensorflow": tensorflow,
    }


def _tolerant(kind: Callable[..., object]) -> Callable[..., object]:
    """The layer class, deaf to the arguments that change no count."""

    def make(*arguments: object, **keywords: object) -> object:
        return kind(*arguments, **{k: v for k, v in keywords.items() if k not in _NEUTRAL})

    return make


def layer_names() -> Iterable[str]:
    """The layer classes that are read."""
    return sorted(LAYERS)
