"""The interpreter of the statements of a source text; Python executes none of them.

The language is a part of Python: assignments, arithmetic, loops, conditions, functions, classes
and comprehensions. Every step is charged, and the size of every value is bounded.
"""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.build_context import BuildContext
from quizengine.frameworks.builtin_methods import key_of
from quizengine.frameworks.classes import OBJECT, Function, Instance, UserClass, base_classes
from quizengine.frameworks.errors import brief
from quizengine.frameworks.expression_evaluator import ExpressionEvaluator
from quizengine.frameworks.frontend import BinaryOperator
from quizengine.frameworks.importer import Importer
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.scopes import BREAK, CONTINUE, ControlSignal, ReturnSignal, Scope
from quizengine.frameworks.sets import OrderedSet
from quizengine.frameworks.values import (
    Namespace,
    OpaqueValue,
    Value,
    as_list,
    describe,
)

MAX_CALLS = 40
"""Calls inside calls."""


class Interpreter(ExpressionEvaluator):
    """Runs one source text.

    `names` are the names known without an import; those of an earlier mapping hide those of a
    later one. `modules` can be imported, and `operators` are those of the frameworks.
    `top_level_values` has the values of the statements at module level in their order.
    """

    def __init__(
        self,
        names: Sequence[Mapping[str, object]],
        modules: Mapping[str, Namespace],
        operators: Sequence[BinaryOperator],
        build_context: BuildContext,
    ) -> None:
        super().__init__(operators, build_context)
        framework = Scope()
        framework.names = ChainMap(*names)  # type: ignore[arg-type]  # it is only read
        self.globals = Scope(framework)
        self.top_level_values: list[object] = []
        self._importer = Importer(modules)
        self._call_depth = 0

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Run statements at module level; `top_level_values` keeps their values.

        Raises SourceError with the line of what is not understood.
        """
        self.attempt(lambda: self._block(body, self.globals))

    def run_function(self, node: ast.FunctionDef | ast.Lambda, scope: Scope) -> object:
        if self._call_depth >= MAX_CALLS:
            name = "lambda" if isinstance(node, ast.Lambda) else node.name
            raise LayerError(f"`{brief(name)}` calls itself, or calls go deeper than {MAX_CALLS}")
        called_from = self.line
        self._call_depth += 1
        try:
            if isinstance(node, ast.Lambda):
                return self.evaluate(node.body, scope)
            signal = self._block(node.body, scope)
        finally:
            self._call_depth -= 1
        self.line = called_from
        return signal.value if isinstance(signal, ReturnSignal) else None

    def _block(self, body: Sequence[ast.stmt], scope: Scope) -> ControlSignal:
        for statement in body:
            self.line = statement.lineno
            self.spend()
            signal: ControlSignal = self.handler_of(statement)(self, statement, scope)
            if signal is not None:
                return signal
        return None

    def _expr(self, statement: ast.Expr, scope: Scope) -> None:
        value = self.evaluate(statement.value, scope)
        if scope is self.globals:
            self.top_level_values.append(value)

    def _assign(self, statement: ast.Assign, scope: Scope) -> None:
        value = self.evaluate(statement.value, scope)
        for target in statement.targets:
            self.bind(target, value, scope)

    def _annassign(self, statement: ast.AnnAssign, scope: Scope) -> None:
        if statement.value is not None:
            self.bind(statement.target, self.evaluate(statement.value, scope), scope)

    def _augassign(self, statement: ast.AugAssign, scope: Scope) -> None:
        target = statement.target
        old = self.evaluate(target, scope)
        value = self.operate(statement, old, self.evaluate(statement.value, scope))
        if isinstance(old, list) and isinstance(value, list):
            old[:] = value
            value = old
        elif isinstance(old, OrderedSet) and isinstance(value, AbstractSet):
            old &= value
            old |= value
            value = old
        self.bind(target, value, scope)

    def bind(self, target: ast.expr, value: object, scope: Scope) -> None:
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
            if scope is self.globals:
                self.top_level_values.append(value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, value, scope)
        elif isinstance(target, ast.Attribute):
            holder = self.evaluate(target.value, scope)
            self.line = target.lineno
            if not isinstance(holder, Value) or target.attr.startswith("__"):
                raise LayerError(f"`{brief(target.attr)}` of {describe(holder)} cannot be set")
            holder.put(target.attr, value)
        elif isinstance(target, ast.Subscript):
            self._set_item(target, value, scope)
        else:
            raise LayerError("this is nothing that can be assigned to")

    def _unpack(self, targets: list[ast.expr], value: object, scope: Scope) -> None:
        if isinstance(value, OpaqueValue):
            for target in targets:
                inner = target.value if isinstance(target, ast.Starred) else target
                self.bind(inner, value.item(self, None), scope)
            return
        self.pay(value)
        items = as_list(value)
        starred = [index for index, each in enumerate(targets) if isinstance(each, ast.Starred)]
        if starred:
            before, after = starred[0], len(targets) - starred[0] - 1
            if len(items) < before + after:
                least = f"at least {before + after} names"
                raise LayerError(f"{len(items)} values are given to {least}")
            middle = items[before : len(items) - after]
            items = [*items[:before], middle, *items[len(items) - after :]]
        if len(items) != len(targets):
            raise LayerError(f"{len(items)} values are given to {len(targets)} names")
        for target, item in zip(targets, items, strict=True):
            self.bind(target.value if isinstance(target, ast.Starred) else target, item, scope)

    def _set_item(self, target: ast.Subscript, value: object, scope: Scope) -> None:
        holder = self.evaluate(target.value, scope)
        if isinstance(holder, OpaqueValue):
            return
        key = self.evaluate(target.slice, scope)
        if isinstance(holder, dict):
            self.pay(key)
            holder[key_of(key)] = value
        elif (
            isinstance(holder, list) and isinstance(key, int) and -len(holder) <= key < len(holder)
        ):
            holder[key] = value
        elif isinstance(holder, Instance):
            holder.method("__setitem__").call(self, [key, value], {})
        else:
            raise LayerError(f"this item of {describe(holder)} cannot be set")

    def _import(self, statement: ast.Import, scope: Scope) -> None:
        scope.names.update(self._importer.modules_of(statement))

    def _importfrom(self, statement: ast.ImportFrom, scope: Scope) -> None:
        scope.names.update(self._importer.members_of(statement))

    def _delete(self, statement: ast.Delete, scope: Scope) -> None:
        for target in statement.targets:
            if not isinstance(target, ast.Name):
                raise LayerError("only a name is deleted here")
            scope.names.pop(target.id, None)

    def _if(self, statement: ast.If, scope: Scope) -> ControlSignal:
        holds = truth_of(self.evaluate(statement.test, scope))
        return self._block(statement.body if holds else statement.orelse, scope)

    def _for(self, statement: ast.For, scope: Scope) -> ControlSignal:
        items = self.evaluate(statement.iter, scope)
        if isinstance(items, OpaqueValue):
            items.as_data()
            return None  # a loop over training data, when the network has been made
        for item in self.iterate(items):
            self.line = statement.lineno
            self.bind(statement.target, item, scope)
            signal = self._block(statement.body, scope)
            if signal is BREAK or isinstance(signal, ReturnSignal):
                return None if signal is BREAK else signal
        return self._block(statement.orelse, scope)

    def _while(self, statement: ast.While, scope: Scope) -> ControlSignal:
        while truth_of(self.evaluate(statement.test, scope)):
            signal = self._block(statement.body, scope)
            if signal is BREAK or isinstance(signal, ReturnSignal):
                return None if signal is BREAK else signal
            self.line = statement.lineno
            self.spend()
        return self._block(statement.orelse, scope)

    def _with(self, statement: ast.With, scope: Scope) -> ControlSignal:
        for item in statement.items:
            value = self.evaluate(item.context_expr, scope)
            if not isinstance(value, OpaqueValue):
                raise LayerError(f"`with` {describe(value)} is not read here")
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, scope)
        return self._block(statement.body, scope)

    def _try(self, statement: ast.Try, scope: Scope) -> ControlSignal:
        return self._block([*statement.body, *statement.orelse, *statement.finalbody], scope)

    def _return(self, statement: ast.Return, scope: Scope) -> ControlSignal:
        if not scope.is_call:
            raise LayerError("`return` stands outside a function")
        if statement.value is None:
            return ReturnSignal(None)
        return ReturnSignal(self.evaluate(statement.value, scope))

    def _raise(self, statement: ast.Raise, scope: Scope) -> ControlSignal:
        raise LayerError("the text itself raises an error here")

    def _functiondef(self, statement: ast.FunctionDef, scope: Scope) -> None:
        function = self.function_of(statement, scope)
        for decorator in statement.decorator_list:
            value = self.evaluate(decorator, scope)
            if not isinstance(value, OpaqueValue) or value.name in ("property", "classmethod"):
                raise LayerError(f"{describe(value)} is not read as a decorator")
            function.is_static = function.is_static or value.name == "staticmethod"
        scope.names[statement.name] = function

    def _classdef(self, statement: ast.ClassDef, scope: Scope) -> None:
        bases = [self.evaluate(base, scope) for base in statement.bases]
        self.line = statement.lineno
        parents = base_classes(bases, brief(statement.name)) or (OBJECT,)
        inside = Scope(scope)
        self._block(statement.body, inside)
        # A method does not see the names of its class.
        for value in inside.names.values():
            if isinstance(value, Function) and value.scope is inside:
                value.scope = scope
        scope.names[statement.name] = UserClass(statement.name, parents, inside.names)

    def _pass(self, statement: ast.stmt, scope: Scope) -> None:
        """Do nothing; an assertion is not evaluated."""

    _assert = _pass

    def _break(self, statement: ast.Break, scope: Scope) -> ControlSignal:
        return BREAK

    def _continue(self, statement: ast.Continue, scope: Scope) -> ControlSignal:
        return CONTINUE
