"""The evaluation of the expressions of a source text."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.build_context import BuildContext
from quizengine.frameworks.builtin_methods import (
    converted,
    formatted,
    item_of,
    key_of,
    method_of,
    percent,
    text_of,
)
from quizengine.frameworks.classes import Function
from quizengine.frameworks.errors import SourceError, brief, did_you_mean
from quizengine.frameworks.frontend import BinaryOperator
from quizengine.frameworks.operators import (
    SIGNS,
    bounded,
    compare,
    compute,
    is_looked_up,
    joined,
    truth_of,
)
from quizengine.frameworks.scopes import Scope
from quizengine.frameworks.sets import set_of
from quizengine.frameworks.values import (
    MAX_ITEMS,
    Keywords,
    NoOp,
    OpaqueValue,
    Value,
    as_list,
    call_python,
    check_count,
    count_items,
    describe,
    range_length,
)

MAX_STEPS = 300_000
"""Steps in one text; the largest networks take a tenth."""

CALL_STEPS = 5
"""The steps that a call is charged."""

FREE_ITEMS = 8
"""Items of a list, or characters of a string, that are copied free of charge."""

_UNDERSCORE_MESSAGE = "names that begin with an underscore are not read here"

_UNSUPPORTED_NODES = {
    "yield": "`yield`", "yieldfrom": "`yield from`", "await": "`await`", "starred": "a star",
    "match": "`match`", "asyncfunctiondef": "`async def`", "asyncfor": "`async for`",
    "asyncwith": "`async with`", "global": "`global`", "nonlocal": "`nonlocal`",
    "trystar": "`except*`", "typealias": "`type`",
}  # fmt: skip

_HANDLERS: dict[type[ast.AST], Callable[..., Any]] = {}
"""The methods for the types of nodes evaluated so far."""


class ExpressionEvaluator(BaseInterpreter):
    """Evaluates the expressions of one source text, and counts every step of it.

    `operators` are the operators of the frameworks. How a target is bound to its value, and how the
    body of a function is run, is left to the interpreter of the statements.
    """

    def __init__(self, operators: Sequence[BinaryOperator], build_context: BuildContext) -> None:
        self.line = 1
        self.build_context = build_context
        self._operators = operators
        self._steps = 0

    @abstractmethod
    def bind(self, target: ast.expr, value: object, scope: Scope) -> None:
        """Bind a target of an assignment to its value. Raises LayerError."""

    def spend(self, steps: int = 1) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise SourceError(f"this goes on for more than {MAX_STEPS:,} steps", self.line)

    def call(self, function: object, arguments: list[object], keywords: Keywords) -> object:
        self.spend(CALL_STEPS)
        if not isinstance(function, Value):
            raise LayerError(f"{describe(function)} cannot be called")
        for each in (*arguments, keywords):
            self.pay(each)
        result = function.call(self, arguments, keywords)
        self.pay(result)
        return result

    def pay(self, value: object) -> None:
        if isinstance(value, (list, tuple, dict, AbstractSet, str)) and len(value) > FREE_ITEMS:
            self.spend((len(value) if isinstance(value, str) else count_items(value)) // 2)
        elif isinstance(value, range):
            self.spend(min(range_length(value), MAX_ITEMS) // 2)

    def attribute(self, value: object, name: str) -> object:
        if isinstance(value, Value):
            return value.get(name)
        if name.startswith("_"):
            raise LayerError(f"`{brief(name)}`: {_UNDERSCORE_MESSAGE}")
        return method_of(value, name)

    def evaluate(self, node: ast.expr, scope: Scope) -> object:
        """Return the value of an expression. Raises LayerError."""
        self.spend()
        return self.handler_of(node)(self, node, scope)

    def handler_of(self, node: ast.expr | ast.stmt) -> Callable[..., Any]:
        """Return the method for a type of node: `_binop` for `ast.BinOp`. Raises LayerError."""
        kind = type(node)
        if kind not in _HANDLERS:
            name = kind.__name__.lower()
            if not hasattr(self, f"_{name}"):
                self.line = node.lineno
                raise LayerError(f"{_UNSUPPORTED_NODES.get(name, name)} is not read here")
            _HANDLERS[kind] = getattr(type(self), f"_{name}")
        return _HANDLERS[kind]

    def iterate(self, items: object) -> Iterator[object]:
        """Yield the items of a loop, each charged a step. Raises LayerError."""
        if not isinstance(items, range):
            self.pay(items)
            items = as_list(items)
        for item in items:
            self.spend()
            yield item

    def function_of(self, node: ast.FunctionDef | ast.Lambda, scope: Scope) -> Function:
        """Return a function, with the present values of its defaults."""
        given = node.args
        positional = [each.arg for each in (*given.posonlyargs, *given.args)]
        named = positional[len(positional) - len(given.defaults) :]
        defaults = {
            name: self.evaluate(each, scope)
            for name, each in zip(named, given.defaults, strict=True)
        }
        for word, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            if default is not None:
                defaults[word.arg] = self.evaluate(default, scope)
        return Function(node, scope, defaults)

    _lambda = function_of

    def operate(self, node: ast.BinOp | ast.AugAssign, left: object, right: object) -> object:
        """Return the result of a binary operator. Raises LayerError."""
        self.line = node.lineno
        sign = SIGNS.get(type(node.op))
        if sign is None:
            raise LayerError("this operator is not read here")
        if isinstance(left, Value) or isinstance(right, Value):
            for operator in self._operators:
                result = operator(self, sign, left, right)
                if result is not NotImplemented:
                    return result
        if sign == "%" and isinstance(left, str):
            return call_python(percent, left, right)
        if isinstance(left, AbstractSet):
            self.pay(left)
            self.pay(right)
        result = compute(sign, left, right)
        self.pay(result)
        return result

    def _constant(self, node: ast.Constant, scope: Scope) -> object:
        value = node.value
        if isinstance(value, (bytes, complex)):
            self.line = node.lineno
            raise LayerError(f"`{type(value).__name__}` values are not read here")
        if type(value) is int:
            self.line = node.lineno
            return bounded(value)
        return value

    def _name(self, node: ast.Name, scope: Scope) -> object:
        try:
            return scope.look_up(node.id)
        except KeyError:
            self.line = node.lineno
            if node.id.startswith("__"):
                raise LayerError(f"`{brief(node.id)}`: {_UNDERSCORE_MESSAGE}") from None
            hint = did_you_mean(node.id, scope.visible_names())
            raise LayerError(f"`{brief(node.id)}` has no value here{hint}") from None

    def _list(self, node: ast.List, scope: Scope) -> object:
        return self._items(node.elts, scope)

    def _tuple(self, node: ast.Tuple, scope: Scope) -> object:
        return tuple(self._items(node.elts, scope))

    def _items(self, nodes: list[ast.expr], scope: Scope) -> list[object]:
        items: list[object] = []
        for each in nodes:
            if isinstance(each, ast.Starred):
                more = self.evaluate(each.value, scope)
                self.line = each.lineno
                items.extend(self.iterate(more))
            else:
                items.append(self.evaluate(each, scope))
        check_count(len(items))
        return items

    def _dict(self, node: ast.Dict, scope: Scope) -> object:
        result: dict[object, object] = {}
        for key, each in zip(node.keys, node.values, strict=True):
            value = self.evaluate(each, scope)
            if key is None:
                result.update(self._mapping(value))
            else:
                result[self._key(key, scope)] = value
        return result

    def _set(self, node: ast.Set, scope: Scope) -> object:
        return set_of(self._items(node.elts, scope))

    def _key(self, node: ast.expr, scope: Scope) -> object:
        key = self.evaluate(node, scope)
        self.pay(key)
        return key_of(key)

    @staticmethod
    def _mapping(value: object) -> dict[str, object]:
        if not isinstance(value, dict) or any(not isinstance(key, str) for key in value):
            raise LayerError(f"`**` takes a dict of names, not {describe(value)}")
        return value

    def _binop(self, node: ast.BinOp, scope: Scope) -> object:
        left = self.evaluate(node.left, scope)
        return self.operate(node, left, self.evaluate(node.right, scope))

    def _unaryop(self, node: ast.UnaryOp, scope: Scope) -> object:
        value = self.evaluate(node.operand, scope)
        self.line = node.lineno
        if isinstance(node.op, ast.Not):
            return not truth_of(value)
        if isinstance(value, OpaqueValue):
            return value
        if not isinstance(value, (int, float)) or isinstance(node.op, ast.Invert):
            raise LayerError(f"a sign does not go with {describe(value)}")
        return -value if isinstance(node.op, ast.USub) else +value

    def _boolop(self, node: ast.BoolOp, scope: Scope) -> object:
        wanted = isinstance(node.op, ast.Or)
        value: object = None
        for each in node.values:
            value = self.evaluate(each, scope)
            if isinstance(value, OpaqueValue) or truth_of(value) == wanted:
                return value
        return value

    def _compare(self, node: ast.Compare, scope: Scope) -> object:
        left = self.evaluate(node.left, scope)
        result: object = True
        for sign, each in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(each, scope)
            self.line = node.lineno
            self.pay(left)
            if not is_looked_up(sign, right):
                self.pay(right)
            result = compare(sign, left, right)
            if isinstance(result, OpaqueValue) or not result:
                return result
            left = right
        return result

    def _ifexp(self, node: ast.IfExp, scope: Scope) -> object:
        test = self.evaluate(node.test, scope)
        if isinstance(test, OpaqueValue):
            return OpaqueValue("a choice")
        return self.evaluate(node.body if truth_of(test) else node.orelse, scope)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> object:
        value = self.evaluate(node.value, scope)
        self.line = node.end_lineno or node.lineno
        return self.attribute(value, node.attr)

    def _subscript(self, node: ast.Subscript, scope: Scope) -> object:
        value = self.evaluate(node.value, scope)
        key = self.evaluate(node.slice, scope)
        self.line = node.lineno
        if isinstance(value, Value):
            return value.item(self, key)
        if isinstance(key, OpaqueValue):
            return key
        self.pay(key)
        result = item_of(value, key)
        if isinstance(key, slice):
            self.pay(result)
        return result

    def _slice(self, node: ast.Slice, scope: Scope) -> object:
        ends = [
            None if each is None else self.evaluate(each, scope)
            for each in (node.lower, node.upper, node.step)
        ]
        opaque = next((each for each in ends if isinstance(each, OpaqueValue)), None)
        if opaque is not None:
            return opaque
        for each in ends:
            if each is not None and not isinstance(each, int):
                raise LayerError(f"a slice takes whole numbers, not {describe(each)}")
        return slice(*ends)

    def _call(self, node: ast.Call, scope: Scope) -> object:
        function = self._function(node, scope)
        self.line = node.func.end_lineno or node.lineno
        if isinstance(function, NoOp):
            return self.call(function, [], {})
        arguments = self._items(node.args, scope)
        callee = function.callee(arguments) if isinstance(function, Value) else None
        keywords: Keywords = {}
        for word in node.keywords:
            if word.arg is None:
                keywords.update(self._mapping(self.evaluate(word.value, scope)))
            elif word.arg in keywords:
                raise LayerError(f"`{brief(word.arg)}` is given twice")
            elif callee is None or callee.evaluates_argument(word.arg):
                keywords[word.arg] = self.evaluate(word.value, scope)
        self.line = node.func.end_lineno or node.lineno
        return self.call(function, arguments, keywords)

    def _function(self, node: ast.Call, scope: Scope) -> object:
        """Return the function of a call; that of `super()` returns the scope's `super_value`."""
        if not isinstance(node.func, ast.Name) or node.func.id != "super":
            return self.evaluate(node.func, scope)
        at: Scope | None = scope
        while at is not None:
            if at.super_value is not None:
                return NoOp("super", at.super_value)
            at = at.outer
        raise LayerError("`super()` stands outside a class")

    def _joinedstr(self, node: ast.JoinedStr, scope: Scope) -> object:
        result = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                piece = str(part.value)
            elif isinstance(part, ast.FormattedValue):
                value = self.evaluate(part.value, scope)
                self.line = node.lineno
                if isinstance(value, Value):
                    return OpaqueValue("a string")
                spec = "" if part.format_spec is None else self.evaluate(part.format_spec, scope)
                if isinstance(spec, OpaqueValue):
                    return spec
                if part.conversion != -1:
                    value = converted(value, part.conversion)
                piece = formatted(value, str(spec)) if spec else text_of(value)
            result = str(joined(result, piece))
        self.pay(result)
        return result

    def _namedexpr(self, node: ast.NamedExpr, scope: Scope) -> object:
        value = self.evaluate(node.value, scope)
        self.bind(node.target, value, scope)
        return value

    def _listcomp(
        self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, scope: Scope
    ) -> list[object]:
        result: list[object] = []
        for inner in self._comprehension_scopes(node.generators, Scope(scope)):
            result.append(self.evaluate(node.elt, inner))
            check_count(len(result))
        return result

    _generatorexp = _listcomp

    def _setcomp(self, node: ast.SetComp, scope: Scope) -> object:
        return set_of(self._listcomp(node, scope))

    def _dictcomp(self, node: ast.DictComp, scope: Scope) -> object:
        result: dict[object, object] = {}
        for inner in self._comprehension_scopes(node.generators, Scope(scope)):
            result[self._key(node.key, inner)] = self.evaluate(node.value, inner)
            check_count(len(result), "dict")
        return result

    def _comprehension_scopes(
        self, parts: list[ast.comprehension], scope: Scope
    ) -> Iterator[Scope]:
        first, *others = parts
        items = self.evaluate(first.iter, scope)
        if isinstance(items, OpaqueValue):
            items.as_data()
            return
        for item in self.iterate(items):
            self.bind(first.target, item, scope)
            if all(truth_of(self.evaluate(test, scope)) for test in first.ifs):
                if others:
                    yield from self._comprehension_scopes(others, scope)
                else:
                    yield scope
