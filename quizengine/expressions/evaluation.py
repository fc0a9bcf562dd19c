"""Compilation of a checked syntax tree to closures; it is never executed as Python."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NoReturn, cast

from quizengine.expressions.chains import Chain, chain_of
from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluator import Evaluator, Names, Vocabulary
from quizengine.expressions.functions import STANDARD_FUNCTIONS, kind_of
from quizengine.expressions.limits import LARGEST, MAX_BITS, MAX_DEPTH, MAX_NESTED_ITEMS, MAX_TEXT
from quizengine.expressions.numbers import Number, divide, exact, is_number, power
from quizengine.expressions.reading import lines_of, offset_of

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: divide,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: power,
}

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}

ARITHMETIC_FAULTS = (ValueError, TypeError, ZeroDivisionError, OverflowError)
"""The exceptions that an operation on numbers may raise; each becomes an ExpressionError."""

FAULTS = (*ARITHMETIC_FAULTS, IndexError, KeyError)
"""The exceptions that a call or an operator may raise on any values."""


def compile_tree(tree: ast.expr, source: str) -> Evaluator:
    """Return the function that computes the value of a tree from the values of its names.

    The function raises ExpressionError, with the character at fault, where there is no value.
    """
    return _Compiler(source).closure(tree)


def _weigh(items: Sequence[object], depth: int = 0) -> int:
    """Return how many items a list and the lists inside it have. Raises ValueError for too many."""
    if depth > MAX_DEPTH:
        raise ValueError("lists are nested too deeply here")
    count = len(items)
    for item in items:
        if isinstance(item, (list, tuple)):
            count += _weigh(item, depth + 1)
            if count > MAX_NESTED_ITEMS:
                raise ValueError(f"lists may hold at most {MAX_NESTED_ITEMS:,} items in all")
    return count


class _Compiler:
    """Compiles the nodes of one source; the source is kept for the offsets of faults."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines: list[str] = []

    def closure(self, node: ast.expr) -> Evaluator:
        method = getattr(self, f"_compile_{type(node).__name__.lower()}")
        return cast(Evaluator, method(node))

    def _fail(self, node: ast.AST, message: object) -> NoReturn:
        if isinstance(message, ExpressionError):
            raise message
        if isinstance(message, ZeroDivisionError):
            message = "division by zero"
        elif isinstance(message, KeyError):
            message = message.args[0] if message.args else "there is no such item"
        raise ExpressionError(str(message), self._source, offset_of(self._source, node)) from None

    def _compile_constant(self, node: ast.Constant) -> Evaluator:
        value: object = node.value
        if isinstance(value, float):
            value = self._decimal(node)
        elif isinstance(value, str):
            if len(value) > MAX_TEXT:
                self._fail(node, "this text is too long")
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= LARGEST:
            self._fail(node, f"the number has more than {MAX_BITS} binary digits")
        return lambda _names: value

    def _decimal(self, node: ast.Constant) -> Number:
        # Split the source once: a long list of decimals would otherwise take quadratic time.
        if not self._lines:
            self._lines = lines_of(self._source.strip(" \t\r\n"))
        line = self._lines[node.lineno - 1].encode("utf-8")
        text = line[node.col_offset : node.end_col_offset].decode("utf-8")
        exponent = text.lower().partition("e")[2].replace("_", "")
        if exponent and abs(int(exponent)) > 300:
            self._fail(node, "the number is out of range")
        return exact(Fraction(text.replace("_", "")))

    def _compile_name(self, node: ast.Name) -> Evaluator:
        name = node.id

        def look_up(names: Names) -> object:
            try:
                return names[name]
            except KeyError:
                self._fail(node, f"`{name[:40]}` has no value here")

        return look_up

    def _compile_list(self, node: ast.List) -> Evaluator:
        items = tuple(self.closure(item) for item in node.elts)
        return lambda names: self._bounded(node, [item(names) for item in items])

    def _compile_tuple(self, node: ast.Tuple) -> Evaluator:
        items = tuple(self.closure(item) for item in node.elts)
        return lambda names: tuple(self._bounded(node, [item(names) for item in items]))

    def _bounded(self, node: ast.AST, items: list[object]) -> list[object]:
        for item in items:
            if isinstance(item, (list, tuple)):
                try:
                    _weigh(items)
                except ValueError as error:
                    self._fail(node, error)
                break
        return items

    def _compile_binop(self, node: ast.BinOp) -> Evaluator:
        apply = _ARITHMETIC[type(node.op)]
        left, right = self.closure(node.left), self.closure(node.right)

        def check(first: object, second: object) -> Number:
            """Compute with all checks, for fractions, large numbers and faults."""
            if not (is_number(first) and is_number(second)):
                odd = second if is_number(first) else first
                self._fail(node, f"arithmetic needs numbers, and this is {kind_of(odd)}")
            try:
                return exact(apply(first, second))
            except FAULTS as error:
                self._fail(node, error)

        def compute(names: Names) -> object:
            first, second = left(names), right(names)
            # Nearly all arithmetic is on small ints, which need no call but the operator's.
            if first.__class__ is int and second.__class__ is int:
                try:
                    result = apply(first, second)
                except FAULTS as error:
                    self._fail(node, error)
                if result.__class__ is int and -LARGEST < result < LARGEST:
                    return result
                return check(first, second)
            return check(first, second)

        if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
            # The chain computes a whole sum or product at once, `compute` operation by operation.
            chain = Chain(chain_of(node), self.closure, compute)
            return chain.product() if isinstance(node.op, ast.Mult) else chain.total()
        if isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name):
            return _of_two_names(apply, node.left.id, node.right.id, compute)
        return compute

    def _compile_unaryop(self, node: ast.UnaryOp) -> Evaluator:
        operand = self.closure(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda names: not operand(names)
        negative = isinstance(node.op, ast.USub)

        def sign(names: Names) -> object:
            value = operand(names)
            if not is_number(value):
                self._fail(node, f"a sign needs a number, and this is {kind_of(value)}")
            return exact(-value) if negative else exact(value)

        return sign

    def _compile_boolop(self, node: ast.BoolOp) -> Evaluator:
        values = tuple(self.closure(value) for value in node.values)
        if isinstance(node.op, ast.And):
            return lambda names: all(value(names) for value in values)
        return lambda names: any(value(names) for value in values)

    def _compile_compare(self, node: ast.Compare) -> Evaluator:
        first = self.closure(node.left)
        pairs = tuple(
            (_COMPARISONS[type(sign)], self.closure(operand))
            for sign, operand in zip(node.ops, node.comparators, strict=True)
        )

        def compare(names: Names) -> object:
            left = first(names)
            for holds, operand in pairs:
                right = operand(names)
                try:
                    if not holds(left, right):
                        return False
                except TypeError:
                    self._fail(node, f"{kind_of(left)} and {kind_of(right)} cannot be compared so")
                left = right
            return True

        if len(pairs) > 1:
            return compare
        holds_once, second = pairs[0]

        def compare_once(names: Names) -> object:
            try:
                return holds_once(first(names), second(names))
            except TypeError:
                return compare(names)

        return compare_once

    def _compile_ifexp(self, node: ast.IfExp) -> Evaluator:
        test, body, other = map(self.closure, (node.test, node.body, node.orelse))
        return lambda names: body(names) if test(names) else other(names)

    def _compile_subscript(self, node: ast.Subscript) -> Evaluator:
        value, index = self.closure(node.value), self.closure(node.slice)

        def item(names: Names) -> object:
            items, position = value(names), index(names)
            if not isinstance(items, (list, tuple, range)):
                self._fail(node, f"{kind_of(items)} has no items")
            if not isinstance(position, int):
                self._fail(node, "an index is a whole number")
            try:
                return items[position]
            except IndexError:
                self._fail(node, f"there is no item {int(position)} among {len(items)}")

        return item

    def _compile_attribute(self, node: ast.Attribute) -> Evaluator:
        owner, name = self.closure(node.value), node.attr
        read_own = operator.attrgetter(name)

        def attribute(names: Names) -> object:
            value = owner(names)
            kind = type(value)
            # Only the attributes that a type lists in `expression_names` can be read, and those
            # that the names add to it.
            own: frozenset[str] = getattr(kind, "expression_names", frozenset())
            read: Callable[[Any], object] = read_own
            if name not in own:
                added = names.added_to(kind) if isinstance(names, Vocabulary) else {}
                if name not in added:
                    known = own.union(added)
                    has = f"; it has {', '.join(sorted(known))}" if 0 < len(known) < 20 else ""
                    self._fail(node, f"{kind_of(value)} has no `{name[:40]}`{has}")
                read = added[name]
            try:
                return read(value)
            except (*FAULTS, AttributeError) as error:
                self._fail(node, error)

        return attribute

    def _compile_call(self, node: ast.Call) -> Evaluator:
        arguments = tuple(self.closure(argument) for argument in node.args)
        keywords = tuple((word.arg or "", self.closure(word.value)) for word in node.keywords)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in STANDARD_FUNCTIONS and not keywords:
            return self._standard_call(node, name, arguments)
        function = self.closure(node.func)

        def call(names: Names) -> object:
            callee = function(names)
            if not callable(callee):
                self._fail(node, f"{kind_of(callee)} cannot be called")
            positional = [argument(names) for argument in arguments]
            named = {word: value(names) for word, value in keywords}
            try:
                return callee(*positional, **named)
            except FAULTS as error:
                self._fail(node, _argument_fault(error, callee))

        return call

    def _standard_call(
        self, node: ast.Call, name: str, arguments: tuple[Evaluator, ...]
    ) -> Evaluator:
        function = STANDARD_FUNCTIONS[name]

        def call(names: Names) -> object:
            values = [argument(names) for argument in arguments]
            try:
                return function(*values)
            except FAULTS as error:
                self._fail(node, _argument_fault(error, function, name))

        quotient = node.args[0] if len(node.args) == 1 else None
        if (
            name not in ("floor", "ceil")
            or not isinstance(quotient, ast.BinOp)
            or not isinstance(quotient.op, ast.Div)
        ):
            return call
        dividend, divisor = self.closure(quotient.left), self.closure(quotient.right)
        upwards = name == "ceil"

        def divide_whole(names: Names) -> object:
            """Divide and round at once, without making a fraction."""
            first, second = dividend(names), divisor(names)
            if first.__class__ is int and second.__class__ is int and second:
                return -(-first // second) if upwards else first // second
            return call(names)

        return divide_whole


def _of_two_names(
    apply: Callable[[Any, Any], Number], left: str, right: str, otherwise: Evaluator
) -> Evaluator:
    """Return the function for an operation on two names that are small ints.

    It leaves all other values and every fault to `otherwise`, which reports the offset.
    """

    def compute(names: Names) -> object:
        try:
            first, second = names[left], names[right]
            if first.__class__ is int and second.__class__ is int:
                result = apply(first, second)
                if result.__class__ is int and -LARGEST < result < LARGEST:
                    return result
        except (KeyError, *FAULTS):
            pass
        return otherwise(names)

    return compute


def _argument_fault(error: Exception, callee: object, name: str = "") -> object:
    """Return a call's fault in the terms of the expression: `Conv2D is missing kernel_size`."""
    if not isinstance(error, TypeError) or "argument" not in str(error):
        return error
    called = name or getattr(callee, "__name__", "this")
    text = str(error).partition("() ")[2] or str(error)
    return f"{called}: {text}"
