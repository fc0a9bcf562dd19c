"""Keras source text to a network, read from its syntax tree; nothing in it is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from quizengine.calculator.errors import LayerError
from quizengine.calculator.exports import LAYERS
from quizengine.calculator.layer import Layer
from quizengine.calculator.layers.passing import Input
from quizengine.calculator.sequential import Sequential
from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError
from quizengine.expressions.evaluation import compile_tree
from quizengine.expressions.reading import check_nodes, parse_quietly

MAX_SOURCE = 100_000
"""Characters of source text."""

MAX_NODES = 20_000
"""Nodes of its syntax tree."""

_NEUTRAL = frozenset(
    {
        "kernel_initializer", "bias_initializer", "depthwise_initializer",
        "pointwise_initializer", "alpha_initializer",
        "kernel_regularizer", "bias_regularizer", "depthwise_regularizer",
        "pointwise_regularizer", "alpha_regularizer", "activity_regularizer",
        "kernel_constraint", "bias_constraint", "depthwise_constraint",
        "pointwise_constraint", "alpha_constraint", "seed", "dtype", "implementation",
        "autocast", "batch_size", "noise_shape", "sparse",
    }
)  # fmt: skip
"""Arguments that change no shape and no count; what they are set to is not even looked at."""

_FIRST = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")
"""Arguments of a first layer that state the input."""

_ACTIVATIONS = (
    "elu", "exponential", "gelu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish",
    "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
)  # fmt: skip
"""Activation functions by the names that Keras gives them."""


_BLANK_LINES = re.compile(r"\A(?:[ \t\f]*\n)+")


class SourceError(LayerError):
    """Source text that is not understood, with its line; the message names both."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.reason = message
        self.line = line


def _module(names: Mapping[str, object]) -> object:
    """A module of the framework: a few names, and nothing behind them."""
    # A type of its own: what an expression can reach stands on the list of a value's type.
    module = type("module", (), {"expression_names": frozenset(names)})()
    vars(module).update(names)
    return module


def read(source: str, input_shape: object = None) -> Sequential:
    """The network that Keras source text describes: one layer, or a `Sequential` list.

    `input_shape` states the input (no batch) where the text does not. Raises SourceError with
    the line of what is not understood, and LayerError for what Keras would refuse.
    """
    if len(source) > MAX_SOURCE:
        raise SourceError(f"source text may have at most {MAX_SOURCE:,} characters", 1)
    text = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    body = _BLANK_LINES.sub("", text)
    try:
        found = _Reader(body).network()
    except SourceError as error:
        # Lines are counted from the first that is not blank, and told from the very first.
        skipped = text.count("\n") - body.count("\n")
        raise SourceError(error.reason, error.line + skipped) from None
    return found if input_shape is None else found(input_shape)


class _Reader:
    """Runs through the statements of one source text; only a few kinds have a meaning."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._inputs: list[tuple[Layer, object]] = []
        self._names = self._framework()

    def network(self) -> Sequential:
        """The last network or layer that the text makes."""
        found: Sequential | Layer | None = None
        for statement in _parse(self._source):
            value = self._run(statement)
            if isinstance(value, (Sequential, Layer)):
                found = value
        if found is None:
            raise SourceError("there is no layer and no Sequential in this text", 1)
        return self._sequential([found]) if isinstance(found, Layer) else found

    def _run(self, statement: ast.stmt) -> object:
        """The value of one statement; an assignment's is kept under its name."""
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._import(statement)
            return None
        if isinstance(statement, ast.Expr):
            node = statement.value
            if isinstance(node, ast.Constant) or _is_report(node):
                return None
            return self._build(node) if _is_call_of(node, "build") else self._evaluate(node)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Name):
            _refuse(statement, "only layers, a Sequential list and assignments are read")
        value = self._evaluate(statement.value)
        for name in statement.targets:
            if not isinstance(name, ast.Name):
                _refuse(statement, "only layers, a Sequential list and assignments are read")
            self._names[name.id] = value
        return value

    def _import(self, statement: ast.Import | ast.ImportFrom) -> None:
        """Know a name of the framework by the name it is imported as; import nothing."""
        for alias in statement.names:
            known = self._names.get(alias.name.rpartition(".")[2])
            if alias.asname and known is not None:
                self._names[alias.asname] = known

    def _build(self, node: ast.expr) -> object:
        """`model.build((None, 28, 28, 1))` states the input shape, its batch first."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            _refuse(node, "this call of build is not understood")
        shapes = [*node.args, *(word.value for word in node.keywords)]
        network = self._evaluate(node.func.value)
        if len(shapes) != 1 or not isinstance(network, Sequential):
            _refuse(node, "build takes the shape of the input, its batch first")
        shape = self._evaluate(shapes[0])
        if not isinstance(shape, (list, tuple)):
            _refuse(node, "build takes the shape of the input, its batch first")
        try:
            network = network(shape[1:])
        except LayerError as error:
            _refuse(node, str(error))
        if isinstance(node.func.value, ast.Name):
            self._names[node.func.value.id] = network
        return network

    def _evaluate(self, node: ast.expr) -> object:
        try:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call):
                    inner.keywords = [word for word in inner.keywords if word.arg not in _NEUTRAL]
            check_nodes(ast.Expression(node), self._source, MAX_NODES)
            return compile_tree(node, self._source)(self._names)
        except ExpressionError as error:
            line = self._source.count("\n", 0, error.offset) + 1 if error.offset else node.lineno
            raise SourceError(error.message, line) from None
        except RecursionError:
            _refuse(node, "this is nested too deeply")

    def _framework(self) -> dict[str, object]:
        constructors = {name: self._tolerant(kind) for name, kind in LAYERS.items()}
        model: dict[str, object] = {"Sequential": self._sequential, "Input": constructors["Input"]}
        aliases = {f"MaxPool{n}D": constructors[f"MaxPooling{n}D"] for n in (1, 2, 3)}
        aliases |= {f"AvgPool{n}D": constructors[f"AveragePooling{n}D"] for n in (1, 2, 3)}
        aliases |= {f"GlobalMaxPool{n}D": constructors[f"GlobalMaxPooling{n}D"] for n in (1, 2, 3)}
        aliases |= {
            f"GlobalAvgPool{n}D": constructors[f"GlobalAveragePooling{n}D"] for n in (1, 2, 3)
        }
        aliases |= {f"Convolution{n}D": constructors[f"Conv{n}D"] for n in (1, 2, 3)}
        aliases["InputLayer"] = constructors["Input"]
        activations = _module({name: name for name in _ACTIVATIONS})
        modules = {
            "layers": _module(constructors | aliases | model),
            "models": _module(model),
            "activations": activations,
        }
        keras = _module({**modules, **model})
        tensorflow = _module({"keras": keras, "nn": activations})
        return {
            **STANDARD_FUNCTIONS,
            **constructors,
            **aliases,
            **model,
            **modules,
            "keras": keras,
            "tf": tensorflow,
            "tensorflow": tensorflow,
        }

    def _sequential(self, layers: object = (), name: object = None, **others: object) -> Sequential:
        """A Sequential, with an Input where its first layer states the input shape."""
        for word in others:
            if word != "trainable":
                raise LayerError(f"Sequential has no argument `{word}`")
        if isinstance(layers, (list, tuple)) and layers:
            stated = [shape for layer, shape in self._inputs if layer is layers[0]]
            if stated:
                layers = [Input(stated[0]), *layers]
        return Sequential(layers, name)

    def _tolerant(self, kind: type[Layer]) -> Callable[..., Layer]:
        """The layer class, which also takes what Keras's layers take beside their own."""

        def make(*arguments: object, **words: object) -> Layer:
            # The input_dim of an Embedding is an argument of its own.
            shape = None if kind is LAYERS.get("Embedding") else _stated_input(words)
            if kind is Input and shape is not None:
                words["shape"] = shape
            layer = kind(*arguments, **words)
            if shape is not None and kind is not Input:
                self._inputs.append((layer, shape))
            return layer

        make.__name__ = kind.__name__
        return make


def _stated_input(words: dict[str, object]) -> object:
    """The input shape that a layer's arguments state, which are taken out; None without one."""
    stated: object = None
    for word in _FIRST:
        value = words.pop(word, None)
        if value is None:
            continue
        if word.startswith("batch") and isinstance(value, (list, tuple)):
            value = value[1:]
        stated = [value] if isinstance(value, int) else value
    return stated


def _parse(source: str) -> list[ast.stmt]:
    try:
        module = parse_quietly(source, "exec")
    except SyntaxError as error:
        raise SourceError(f"this is not Python: {error.msg}", error.lineno or 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise SourceError("this cannot be read as Python", 1) from None
    return module.body if isinstance(module, ast.Module) else []


def _is_report(node: ast.expr) -> bool:
    """Whether this only prints or trains: `model.summary()`, `model.compile(...)`."""
    return _is_call_of(node, "summary", "compile", "fit", "evaluate")


def _is_call_of(node: ast.expr, *methods: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and isinstance(node.func.value, ast.Name)
    )


def _refuse(node: ast.stmt | ast.expr, message: str) -> NoReturn:
    raise SourceError(message, node.lineno)
