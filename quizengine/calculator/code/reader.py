"""Source text to a network: Keras or PyTorch, read from its syntax tree; nothing is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from quizengine.calculator.code.builtins import python_modules, python_names
from quizengine.calculator.code.cells import (
    MAX_SOURCE,
    Code,
    checked,
    is_notebook,
    markdown_code,
    notebook_code,
)
from quizengine.calculator.code.classes import OBJECT, Function, UserClass, ancestry
from quizengine.calculator.code.errors import SourceError
from quizengine.calculator.code.keras_names import (
    keras_arithmetic,
    keras_modules,
    keras_names,
)
from quizengine.calculator.code.keras_result import keras_network
from quizengine.calculator.code.machine import Machine
from quizengine.calculator.code.making import Workshop
from quizengine.calculator.code.torch_names import (
    torch_arithmetic,
    torch_modules,
    torch_names,
)
from quizengine.calculator.code.torch_result import torch_network
from quizengine.calculator.errors import LayerError
from quizengine.calculator.network import Network
from quizengine.calculator.shape import Shape, as_shape
from quizengine.expressions.reading import parse_quietly

_TORCH = re.compile(r"^\s*(?:from|import)\s+torch\b|(?<![\w.])nn\.[A-Z]\w*", re.MULTILINE)
"""What only PyTorch's code has."""

_KERAS = re.compile(r"^\s*(?:from|import)\s+(?:keras|tensorflow|tf_keras)\b", re.MULTILINE)


def read(source: str, input_shape: object = None) -> Network:
    """The network that source text describes: Keras or PyTorch, a model or one layer.

    The text may also be a Markdown text or a notebook, whose code cells are read. `input_shape`
    states the input (no batch) where the text does not; a list of shapes states several inputs.
    The last network of the text counts. Raises SourceError with the line of what is not
    understood or would be refused, and LayerError for an input shape that does not fit.
    """
    shapes = _shapes(input_shape)
    code = _code(source)
    try:
        return _Reading(code.text, shapes).network()
    except SourceError as error:
        raise code.error(error.reason, error.line) from None


def _shapes(stated: object) -> list[Shape]:
    if stated is None:
        return []
    if isinstance(stated, (list, tuple)) and stated and isinstance(stated[0], (list, tuple)):
        return [as_shape(shape, 0, unknown=True) for shape in stated]
    return [as_shape(stated, 0, unknown=True)]


def _code(source: str) -> Code:
    if is_notebook(source):
        return notebook_code(source)
    text = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    code = checked(Code(text))
    if "```" in text or "~~~" in text:
        try:
            parse(text)
        except SourceError:
            return Code(markdown_code(text) or text)
    return code


def parse(text: str) -> list[ast.stmt]:
    """The statements of a text. Raises SourceError where it is no Python."""
    # The parser does not like blank lines of an indented text to come first.
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
    """The line that most likely makes a text unreadable: the one that nests deepest."""
    lines = text.split("\n")
    strange = next((n for n, line in enumerate(lines, 1) if "\0" in line), None)
    return strange or max(range(len(lines)), key=lambda n: len(lines[n]), default=0) + 1


class _Reading:
    """One reading of a text."""

    def __init__(self, text: str, shapes: list[Shape]) -> None:
        self._text = text
        self._body = parse(text)
        self._shapes = shapes
        self._is_torch = bool(_TORCH.search(text)) and not _KERAS.search(text)

    def network(self) -> Network:
        """The network the text makes. Raises SourceError."""
        machine = self._run({})
        found = machine.attempt(lambda: self._result(machine))
        if not isinstance(found, Network):
            raise SourceError("there is no layer and no model in this text", 1)
        if self._shapes and found.framework == "keras" and found.input_rows:
            found = self._restated(machine, found)
        return found

    def _run(self, replaced: dict[int, Shape]) -> Machine:
        stated = self._shapes[0] if len(self._shapes) == 1 else None
        workshop = Workshop(stated, replaced)
        workshop.shapes = self._shapes
        names = [python_names(), torch_names(), keras_names()]
        known: dict[str, object] = {}
        for each in reversed(names) if self._is_torch else names:
            known.update(each)
        known.update(python_names())
        modules = {**python_modules(), **keras_modules(), **torch_modules()}
        machine = Machine(known, modules, workshop)
        machine.rules = [torch_arithmetic(machine), keras_arithmetic(machine)]
        machine.run(self._body)
        return machine

    def _restated(self, machine: Machine, found: Network) -> Network:
        """The network for the stated input shapes, where the text has others."""
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
        replaced = {
            number: wanted[row]
            for number, row in enumerate(machine.workshop.inputs)
            if row in wanted
        }
        again = self._run(replaced)
        made = again.attempt(lambda: self._result(again))
        return made if isinstance(made, Network) else found

    def _result(self, machine: Machine) -> Network | None:
        """The last network of the text; the last model before a lone layer, and what a class or
        a function would make before that.
        """
        for values in (machine.made, machine.workshop.models):
            found = _last(machine, values, models_only=True)
            if found is not None:
                return found
        made = self._called(machine)
        if made is not None:
            return made
        return _last(machine, machine.made, models_only=False)

    @staticmethod
    def _called(machine: Machine) -> Network | None:
        """What the last class or function makes that needs no arguments."""
        complaint = ""
        for value in reversed(list(machine.globals.names.values())):
            if isinstance(value, UserClass) and OBJECT not in ancestry(value):
                make = value.init
                if make is not None and len(make.needed) > 1:
                    complaint = complaint or (
                        f"the class {value.name} is never made use of, and what it needs is not "
                        f"known: {', '.join(make.needed[1:])[:80]}"
                    )
                    continue
            elif not isinstance(value, Function) or value.needed:
                continue
            found = _last(machine, [machine.call(value, [], {})], models_only=True)
            if found is not None:
                return found
        if complaint:
            raise LayerError(complaint)
        return None


def _last(machine: Machine, values: Sequence[object], models_only: bool) -> Network | None:
    for value in reversed(values):
        for find in (keras_network, torch_network):
            found = find(machine, value, models_only)
            if found is not None:
                return found
    return None


__all__ = ["MAX_SOURCE", "SourceError", "read"]
