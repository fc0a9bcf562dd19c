"""The text of a mutated formula, from which its value, its working and its words follow."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from quizengine.expressions.expression import parse
from quizengine.expressions.formula import Formula, formula
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation, MutationKind
from quizengine.expressions.notation import Node

_LEFT_OUT = "(1)"

_SIGNS = {"quotient": "/", "floordiv": "//", "rest": "%", "power": "**"}


def rewritten(mutated: MutatedFormula, mutations: Sequence[Mutation]) -> Formula:
    """Return the formula after mutations of different nodes. Raises ExpressionError."""
    source = _Writer(mutated, mutations).source()
    # The writer puts brackets everywhere; parsing and unparsing removes those that do nothing.
    return formula(ast.unparse(parse(source).tree))


def part_written(mutated: MutatedFormula, index: int, spelling: Mapping[str, str]) -> str:
    """Return the text of a node of the formula or of an extra leaf, as it is written on paper."""
    own = len(mutated.parents)
    if index < own:
        return mutated.formula.part_written(index, spelling)
    text = mutated.extras[index - own].text
    return spelling.get(text, text)


class _Writer:
    def __init__(self, mutated: MutatedFormula, mutations: Sequence[Mutation]) -> None:
        self._nodes = mutated.nodes
        self._root = len(mutated.parents) - 1
        self._mutations = {mutation.node_index: mutation for mutation in mutations}

    def source(self) -> str:
        return self._text(self._root, None)

    def _text(self, index: int, within: Mutation | None) -> str:
        """Return the source of a node; `within` is the mutation that new nodes belong to."""
        if index >= len(self._nodes):
            assert within is not None  # noqa: S101 - only a mutation's new nodes have such an index
            return self._operation(within.new_nodes[index - len(self._nodes)], within)
        mutation = self._mutations.get(index)
        if (
            mutation is not None
            and mutation.kind == MutationKind.LEFT_OUT_FACTOR
            and mutation.about == (index,)
        ):
            return "1"
        if mutation is not None and mutation is not within:
            return self._operation(mutation.new_nodes[-1], mutation)
        node = self._nodes[index]
        return node.text if not node.children else self._operation(node, None)

    def _operation(self, node: Node, within: Mutation | None) -> str:
        texts = [f"({self._text(child, within)})" for child in node.children]
        match node.kind:
            case "same":
                return texts[0]
            case "sum":
                signs = node.signs.replace("−", "-")
                first = texts[0] if signs[0] == "+" else f"-{texts[0]}"
                rest = (f" {sign} {text}" for sign, text in zip(signs[1:], texts[1:], strict=True))
                return first + "".join(rest)
            case "product":
                # A factor left out in all of its occurrences is 1, and is not written.
                return "*".join(text for text in texts if text != _LEFT_OUT) or "1"
            case "negative":
                return f"-{texts[0]}"
            case "floor" | "ceil" | "min" | "max" | "abs":
                return f"{node.kind}({', '.join(texts)})"
            case _:
                return _SIGNS[node.kind].join(texts)
