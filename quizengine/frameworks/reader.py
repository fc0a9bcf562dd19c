"""The reader of source text: from the syntax tree of Keras or PyTorch code to a network."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.network import Network
from quizengine.calculator.shape import Shape, as_shape
from quizengine.expressions.reading import parse_quietly
from quizengine.frameworks.build_context import BuildContext
from quizengine.frameworks.builtins import python_modules, python_names
from quizengine.frameworks.cells import (
    SourceCode,
    checked,
    is_notebook,
    markdown_code,
    notebook_code,
)
from quizengine.frameworks.classes import OBJECT, Function, UserClass, ancestry
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.frontend import Frontend
from quizengine.frameworks.interpreter import Interpreter

_TORCH = re.compile(r"\btorch\w*\b|(?<![\w.])(?:nn|F)\.")
"""Names that only PyTorch's code has; `tf.nn` is TensorFlow's."""

_TORCH_CLASS = re.compile(r"\b(?:Linear|Module\w*|[A-Z]\w*[123]d)\b")
"""Names of classes that Keras does not have."""

_KERAS = re.compile(r"\b(?:keras|tensorflow|tf_keras)\b")


def _frontends(text: str) -> list[Frontend]:
    """Return the frontends a text may need; the names of the last go before those of the others.

    A frontend that is not needed is not loaded, which would take longer than reading the text.
    """
    is_torch, is_keras = _TORCH.search(text), _KERAS.search(text)
    found: list[Frontend] = []
    if is_torch or _TORCH_CLASS.search(text):
        from quizengine.frameworks.torch_frontend import torch_frontend

        found.append(torch_frontend())
    if is_keras or not is_torch:
        from quizengine.frameworks.keras_frontend import keras_frontend

        found.append(keras_frontend())
    return found if is_keras else found[::-1]


def read(source: str, input_shape: object = None) -> Network:
    """Return the network of a source text, as `quizengine.frameworks.read` documents it."""
    shapes = _shapes(input_shape)
    code = _code(source)
    try:
        return _SourceReader(code.text, shapes).network()
    except SourceError as error:
        raise code.error(error.reason, error.line) from None


def _shapes(stated: object) -> list[Shape]:
    if stated is None:
        return []
    if isinstance(stated, (list, tuple)) and stated and isinstance(stated[0], (list, tuple)):
        return [as_shape(shape, 0, unknown=True) for shape in stated]
    return [as_shape(stated, 0, unknown=True)]


def _code(source: str) -> SourceCode:
    if is_notebook(source):
        return notebook_code(source)
    text = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    code = checked(SourceCode(text))
    if "```" in text or "~~~" in text:
        try:
            parse(text)
        except SourceError:
            return SourceCode(markdown_code(text) or text)
    return code


def parse(text: str) -> list[ast.stmt]:
    """Return the statements of a text. Raises SourceError for invalid Python."""
    # The parser refuses an indented text that begins with blank lines.
    body = re.sub(r"\A(?:[ \t\f]*\n)+", "", text)
    skipped = text.count("\n") - body.count("\n")
    try:
        module = parse_quietly(body, "exec")
    except SyntaxError as error:
        line = min(error.lineno or 1, body.count("\n") + 1)
        message = f"this is not Python: {error.msg}"
        raise SourceError(message, line + skipped) from None
    except (ValueError, MemoryError, RecursionError):
        raise SourceError("this cannot be read as Python", _deepest(text)) from None
    if skipped:
        ast.increment_lineno(module, skipped)
    return module.body if isinstance(module, ast.Module) else []


def _deepest(text: str) -> int:
    """Return the line that most likely cannot be parsed: with a null byte, else the longest."""
    lines = text.split("\n")
    strange = next((n for n, line in enumerate(lines, 1) if "\0" in line), None)
    return strange or max(range(len(lines)), key=lambda n: len(lines[n]), default=0) + 1


class _SourceReader:
    """Reads one text, a second time where the stated input shapes differ from those in it."""

    def __init__(self, text: str, shapes: list[Shape]) -> None:
        self._body = parse(text)
        self._shapes = shapes
        self._frontends = _frontends(text)

    def network(self) -> Network:
        """Return the network that the text makes. Raises SourceError."""
        interpreter = self._run({})
        found = interpreter.attempt(lambda: self._result(interpreter))
        if found is None:
            raise SourceError("there is no layer and no model in this text", 1)
        if self._shapes and found.framework == "keras" and found.input_rows:
            found = self._restated(interpreter, found)
        return found

    def _run(self, replaced: dict[int, Shape]) -> Interpreter:
        modules = dict(python_modules())
        for each in self._frontends:
            modules.update(each.modules)
        names = [python_names(), *(each.names for each in reversed(self._frontends))]
        operators = [each.operator for each in self._frontends]
        interpreter = Interpreter(names, modules, operators, BuildContext(self._shapes, replaced))
        interpreter.run(self._body)
        return interpreter

    def _restated(self, interpreter: Interpreter, found: Network) -> Network:
        """Return the network for the stated input shapes, where the text has others."""
        if len(self._shapes) != len(found.input_rows):
            if all(row.output in self._shapes for row in found.input_rows):
                return found
            raise LayerError(
                f"the network has {len(found.input_rows)} inputs, and {len(self._shapes)} are "
                "stated"
            )
        wanted = dict(zip(found.input_rows, self._shapes, strict=True))
        if all(row.output == shape for row, shape in wanted.items()):
            return found
        inputs = enumerate(interpreter.build_context.inputs)
        replaced = {number: wanted[row] for number, row in inputs if row in wanted}
        again = self._run(replaced)
        return again.attempt(lambda: self._result(again)) or found

    def _result(self, interpreter: Interpreter) -> Network | None:
        """Return the last model of the text; else what its last class or function makes without
        arguments; else its last layer.
        """
        for values in (interpreter.top_level_values, interpreter.build_context.models):
            found = self._last(interpreter, values, models_only=True)
            if found is not None:
                return found
        network = self._called(interpreter)
        if network is not None:
            return network
        return self._last(interpreter, interpreter.top_level_values, models_only=False)

    def _called(self, interpreter: Interpreter) -> Network | None:
        """Return the model that the last class or function without required arguments makes."""
        complaint = ""
        for value in reversed(list(interpreter.globals.names.values())):
            if isinstance(value, UserClass) and OBJECT not in ancestry(value):
                make = value.members.get("__init__")
                if isinstance(make, Function) and len(make.needed) > 1:
                    complaint = complaint or (
                        f"the class {value.name} is never made use of, and what it needs is not "
                        f"known: {', '.join(make.needed[1:])[:80]}"
                    )
                    continue
            elif not isinstance(value, Function) or value.needed:
                continue
            found = self._last(interpreter, [interpreter.call(value, [], {})], models_only=True)
            if found is not None:
                return found
        if complaint:
            raise LayerError(complaint)
        return None

    def _last(
        self, interpreter: Interpreter, values: Sequence[object], models_only: bool
    ) -> Network | None:
        for value in reversed(values):
            for frontend in self._frontends:
                found = frontend.network(interpreter, value, models_only)
                if found is not None:
                    return found
        return None
