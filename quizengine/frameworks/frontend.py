"""What a framework gives to the interpreter: its names, modules, operators, and its networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from quizengine.calculator.network import Network
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.values import Namespace

MERGING_LAYERS: Mapping[str, str] = {"+": "Add", "-": "Subtract", "*": "Multiply"}
"""Keras's layers for the operators on two tensors."""

BinaryOperator = Callable[[BaseInterpreter, str, object, object], object]
"""Returns the result of an operator, by its sign, on two values of which at least one is no plain
Python value; NotImplemented where none of them belongs to the framework.
"""


class Frontend(NamedTuple):
    """One framework as source text uses it.

    `names` are known without an import, `modules` can be imported. `network` returns the network
    that a value of the text comes to, or None where it is no value of the framework; its last
    argument excludes single layers and tensors.
    """

    names: Mapping[str, object]
    modules: Mapping[str, Namespace]
    operator: BinaryOperator
    network: Callable[[BaseInterpreter, object, bool], Network | None]
