"""Small edits of a formula: what it becomes where one thing in it is left out or taken for another.

An edit replaces one node. It is data: the nodes it makes, the last of which stands in the place of
the old one, so that thousands can be tried with numbers before one is put into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from quizengine.expressions.flattening import NodeFunction, operation_on
from quizengine.expressions.formula import Formula
from quizengine.expressions.notation import Node
from quizengine.expressions.numbers import Number

PLAIN, LIKELY, LOOSE, FAR = range(1, 5)
"""How near a slip lies: something left out; something twice or the wrong way round; one symbol
of the formula for another, or one too many; a symbol that the formula does not even have."""

MOST_SYMBOLS = 8
"""Symbols of a formula up to which one may be taken for another; in a sum over the layers of a
network it would be any for any."""

MOST_OTHERS = 10
"""Symbols that the formula does not have, up to which they are tried."""

_TURNED = {"floor": "ceil", "ceil": "floor", "min": "max", "max": "min"}
"""The functions that are taken for each other."""


class MutationKind(StrEnum):
    """What a mutation does; its value is the id that a record and the catalogue keep."""

    LEFT_OUT_TERM = "left-out-term"
    LEFT_OUT_FACTOR = "left-out-factor"
    ONE_TERM_ALONE = "one-term-alone"
    NOT_DIVIDED = "not-divided"
    ROUNDED_OTHER_WAY = "rounded-other-way"
    NOT_ROUNDED = "not-rounded"
    BRACKETS_LOST = "brackets-lost"
    REPEATED_FACTOR = "repeated-factor"
    REPEATED_TERM = "repeated-term"
    TURNED_SIGN = "turned-sign"
    ADDED_FOR_MULTIPLIED = "added-for-multiplied"
    MULTIPLIED_FOR_ADDED = "multiplied-for-added"
    MULTIPLIED_FOR_DIVIDED = "multiplied-for-divided"
    NOT_RAISED = "not-raised"
    OTHER_POWER = "other-power"
    OTHER_SYMBOL = "other-symbol"
    OFF_BY_ONE = "off-by-one"
    DOUBLED = "doubled"
    HALVED = "halved"
    EXTRA_FACTOR = "extra-factor"
    EXTRA_TERM = "extra-term"


class Mutation(NamedTuple):
    """One node replaced. `new_nodes` replace it, the last at its `node_index`, and `compute` gives
    its value; `about` are the nodes that the slip is about. Indices below the formula's length
    are its own nodes; then come the extra leaves of `MutatedFormula.extras`, then what is made.
    """

    kind: MutationKind
    tier: int
    node_index: int
    new_nodes: tuple[Node, ...]
    compute: NodeFunction
    about: tuple[int, ...] = ()


class MutatedFormula(NamedTuple):
    """A formula, the leaves that edits may bring in, and its edits, the likeliest first."""

    formula: Formula
    extras: tuple[Node, ...]
    mutations: tuple[Mutation, ...]
    parents: tuple[int, ...]
    """The node above each node that is no leaf; of the formula itself, its own."""

    @property
    def nodes(self) -> Sequence[Node]:
        """The formula's nodes, then the extra leaves: what an edit's indices mean."""
        return (*self.formula.nodes, *self.extras)


@lru_cache(maxsize=512)
def mutations_of(formula: Formula, others: tuple[str, ...] = (), most: int = FAR) -> MutatedFormula:
    """The edits of a formula, none further than `most`.

    `others` are symbols it does not have, which may be mixed up with its own.
    """
    return _Mutator(formula, others[:MOST_OTHERS], most).result()


class _Mutator:
    def __init__(self, formula: Formula, others: tuple[str, ...], most: int) -> None:
        self._formula = formula
        self._most = most
        self._nodes = list(formula.nodes)
        leaves = [Node("number", (), 0, str(number), constant=number) for number in (1, 2)]
        leaves += [Node("leaf", (), 0, symbol) for symbol in others]
        first = len(self._nodes)
        self._extras = tuple(leaves)
        self._one, self._two = first, first + 1
        self._made = first + len(leaves)
        self._parents = list(range(first))
        self._occurrences = Counter(child for node in self._nodes for child in node.children)
        for index, node in enumerate(self._nodes):
            for child in node.children:
                self._parents[child] = index
        self._own = tuple(i for i, node in enumerate(self._nodes) if node.kind == "leaf")
        self._symbols = (*self._own, *range(first + 2, self._made))
        if len(self._own) > MOST_SYMBOLS:
            self._own = self._symbols = ()

    def result(self) -> MutatedFormula:
        found: dict[tuple[object, ...], Mutation] = {}
        for each in self._all():
            found.setdefault(_function_of(each), each)
        near = [each for each in found.values() if each.tier <= self._most]
        ordered = sorted(near, key=lambda each: each.tier)
        return MutatedFormula(self._formula, self._extras, tuple(ordered), tuple(self._parents))

    def _all(self) -> Iterator[Mutation]:
        for index, node in enumerate(self._nodes):
            if node.kind == "leaf":
                if self._occurrences[index] > 1:
                    left = new_node("same", (self._one,))
                    yield new_mutation(
                        MutationKind.LEFT_OUT_FACTOR, LIKELY, index, left, about=(index,)
                    )
                if self._most >= LOOSE:
                    yield from self._of_symbol(index)
            elif node.children:
                yield from self._of_node(index, node)
                for operand_index, child in enumerate(node.children if self._most >= LOOSE else ()):
                    # A symbol that stands in one place is replaced as a leaf.
                    if self._occurrences[child] > 1 and self._nodes[child].kind == "leaf":
                        yield from self._of_occurrence(index, operand_index, self._symbols)
        if self._most >= LOOSE:
            yield from self._of_whole(len(self._nodes) - 1)

    def _of_node(self, index: int, node: Node) -> Iterator[Mutation]:
        match node.kind:
            case "product":
                yield from self._of_product(index, node.children)
            case "sum":
                yield from self._of_sum(index, node)
            case "quotient" | "floordiv":
                yield from self._of_quotient(index, node)
            case "floor" | "ceil":
                inner = node.children[0]
                turned, bare = new_node(_TURNED[node.kind], (inner,)), new_node("same", (inner,))
                yield new_mutation(
                    MutationKind.ROUNDED_OTHER_WAY, PLAIN, index, turned, about=(inner,)
                )
                yield new_mutation(MutationKind.NOT_ROUNDED, PLAIN, index, bare, about=(inner,))
            case "power":
                yield from self._of_power(index, node.children)
            case "min" | "max":
                turned = new_node(_TURNED[node.kind], node.children)
                yield new_mutation(MutationKind.ROUNDED_OTHER_WAY, LIKELY, index, turned)

    def _of_product(self, index: int, factors: tuple[int, ...]) -> Iterator[Mutation]:
        for factor_index, factor in enumerate(factors):
            before, rest = (
                factors[: factor_index + 1],
                factors[:factor_index] + factors[factor_index + 1 :],
            )
            if any(self._nodes[other].kind != "number" for other in rest):
                yield new_mutation(
                    MutationKind.LEFT_OUT_FACTOR, PLAIN, index, _product(rest), about=(factor,)
                )
            if self._nodes[factor].kind == "leaf":
                again = (*before, factor, *factors[factor_index + 1 :])
                yield new_mutation(
                    MutationKind.REPEATED_FACTOR, LIKELY, index, _product(again), about=(factor,)
                )
            if self._nodes[factor].kind == "sum":
                yield from self._brackets_lost(index, factors, factor_index)
        if not any(self._nodes[factor].kind == "number" for factor in factors):
            added = new_node("sum", factors, "+" * len(factors))
            yield new_mutation(
                MutationKind.ADDED_FOR_MULTIPLIED, LIKELY, index, added, about=factors
            )

    def _brackets_lost(
        self, index: int, factors: tuple[int, ...], sum_index: int
    ) -> Iterator[Mutation]:
        """The factors beside a bracket meet only its first term, or only its last."""
        node = self._nodes[factors[sum_index]]
        before, behind = factors[:sum_index], factors[sum_index + 1 :]
        for term_index in (0, len(node.children) - 1):
            term = node.children[term_index]
            terms = (*node.children[:term_index], self._made, *node.children[term_index + 1 :])
            multiplied = new_node("product", (*before, term, *behind))
            about = (term, *before, *behind)
            total = new_node("sum", terms, node.signs)
            yield new_mutation(
                MutationKind.BRACKETS_LOST, PLAIN, index, multiplied, total, about=about
            )

    def _of_sum(self, index: int, node: Node) -> Iterator[Mutation]:
        terms, signs = node.children, node.signs
        for term_index, term in enumerate(terms):
            rest, kept = (
                terms[:term_index] + terms[term_index + 1 :],
                signs[:term_index] + signs[term_index + 1 :],
            )
            is_number = self._nodes[term].kind == "number"
            if kept[0] == "+" and any(self._nodes[other].kind != "number" for other in rest):
                left = new_node("same", rest) if len(rest) == 1 else new_node("sum", rest, kept)
                yield new_mutation(MutationKind.LEFT_OUT_TERM, PLAIN, index, left, about=(term,))
            if term_index:
                turned = (
                    signs[:term_index]
                    + ("−" if signs[term_index] == "+" else "+")
                    + signs[term_index + 1 :]
                )
                tier = LOOSE if is_number else LIKELY
                yield new_mutation(
                    MutationKind.TURNED_SIGN,
                    tier,
                    index,
                    new_node("sum", terms, turned),
                    about=(term,),
                )
            if not is_number:
                twice = (*terms[: term_index + 1], term, *terms[term_index + 1 :])
                again = new_node("sum", twice, signs[: term_index + 1] + signs[term_index:])
                yield new_mutation(MutationKind.REPEATED_TERM, LIKELY, index, again, about=(term,))
            else:
                yield from self._of_occurrence(index, term_index, self._own)
        if len(terms) > 2 and "−" not in signs:
            # Of two terms, one alone is the other left out.
            for term in terms:
                if self._nodes[term].kind != "number":
                    yield new_mutation(
                        MutationKind.ONE_TERM_ALONE,
                        LIKELY,
                        index,
                        new_node("same", (term,)),
                        about=(term,),
                    )
        for sign in "+−":
            more = new_node("sum", (*terms, self._one), signs + sign)
            yield new_mutation(MutationKind.OFF_BY_ONE, LOOSE, index, more, about=(index,))
        only_symbols = all(self._nodes[term].kind == "leaf" for term in terms)
        if len(terms) == 2 and "−" not in signs and only_symbols:
            product = _product(terms)
            yield new_mutation(
                MutationKind.MULTIPLIED_FOR_ADDED, LIKELY, index, product, about=terms
            )

    def _of_quotient(self, index: int, node: Node) -> Iterator[Mutation]:
        dividend, divisor = node.children
        yield new_mutation(
            MutationKind.NOT_DIVIDED, PLAIN, index, new_node("same", (dividend,)), about=(divisor,)
        )
        product = _product((dividend, divisor))
        yield new_mutation(
            MutationKind.MULTIPLIED_FOR_DIVIDED, LIKELY, index, product, about=(divisor,)
        )
        bracket = self._nodes[dividend]
        if bracket.kind == "sum":
            terms = (*bracket.children[:-1], self._made)
            part = new_node(node.kind, (bracket.children[-1], divisor))
            total = new_node("sum", terms, bracket.signs)
            about = (bracket.children[-1], divisor)
            yield new_mutation(MutationKind.BRACKETS_LOST, PLAIN, index, part, total, about=about)
        if node.kind == "floordiv":
            exact = new_node("quotient", node.children)
            up = new_node("ceil", (self._made,))
            yield new_mutation(
                MutationKind.ROUNDED_OTHER_WAY, PLAIN, index, exact, up, about=(index,)
            )
            yield new_mutation(MutationKind.NOT_ROUNDED, PLAIN, index, exact, about=(index,))

    def _of_power(self, index: int, children: tuple[int, ...]) -> Iterator[Mutation]:
        base, exponent = children
        yield new_mutation(
            MutationKind.NOT_RAISED, PLAIN, index, new_node("same", (base,)), about=(base,)
        )
        for sign in "+−":
            moved = new_node("sum", (exponent, self._one), f"+{sign}")
            raised = new_node("power", (base, self._made))
            yield new_mutation(
                MutationKind.OTHER_POWER, LIKELY, index, moved, raised, about=(base,)
            )

    def _of_symbol(self, index: int) -> Iterator[Mutation]:
        """A symbol that is another wherever it stands, or is one too large or too small."""
        for symbol in self._symbols:
            if symbol != index:
                same, tier = new_node("same", (symbol,)), self._tier(symbol)
                yield new_mutation(
                    MutationKind.OTHER_SYMBOL, tier, index, same, about=(index, symbol)
                )
        is_term = self._occurrences[index] == 1 and self._nodes[self._parents[index]].kind == "sum"
        # A sum that is one too large says it as well.
        if not is_term:
            yield from self._one_off(index)

    def _of_occurrence(
        self, index: int, operand_index: int, symbols: Sequence[int]
    ) -> Iterator[Mutation]:
        """One operand that is a symbol, where another belongs."""
        node = self._nodes[index]
        own = node.children[operand_index]
        for symbol in symbols:
            if symbol != own:
                children = (
                    *node.children[:operand_index],
                    symbol,
                    *node.children[operand_index + 1 :],
                )
                replaced = new_node(node.kind, children, node.signs)
                yield new_mutation(
                    MutationKind.OTHER_SYMBOL,
                    self._tier(symbol),
                    index,
                    replaced,
                    about=(own, symbol),
                )

    def _tier(self, symbol: int) -> int:
        """How near it lies to take a symbol for another."""
        return FAR if symbol >= len(self._nodes) else LOOSE

    def _one_off(self, index: int) -> Iterator[Mutation]:
        """A node that is one too large or too small."""
        for sign in "+−":
            moved = new_node("sum", (index, self._one), f"+{sign}")
            yield new_mutation(MutationKind.OFF_BY_ONE, LOOSE, index, moved, about=(index,))

    def _of_whole(self, root: int) -> Iterator[Mutation]:
        yield new_mutation(MutationKind.DOUBLED, LOOSE, root, _product((self._two, root)))
        yield new_mutation(
            MutationKind.HALVED, LOOSE, root, new_node("quotient", (root, self._two))
        )
        if self._nodes[root].kind not in ("sum", "leaf"):
            yield from self._one_off(root)
        for symbol in self._symbols:
            if symbol != root:
                times, plus = _product((root, symbol)), new_node("sum", (root, symbol), "++")
                yield new_mutation(MutationKind.EXTRA_FACTOR, FAR, root, times, about=(symbol,))
                yield new_mutation(MutationKind.EXTRA_TERM, FAR, root, plus, about=(symbol,))


def new_mutation(
    kind: MutationKind,
    tier: int,
    node_index: int,
    *new_nodes: Node,
    about: tuple[int, ...] = (),
) -> Mutation:
    """An edit that puts the last of the nodes made in a place, the others below it."""
    return Mutation(kind, tier, node_index, new_nodes, _computation(new_nodes), about)


def new_node(kind: str, children: tuple[int, ...], signs: str = "") -> Node:
    """A node that an edit makes; `signs` are those of the terms of a sum."""
    return Node(kind, children, 1, "", signs)


def _product(factors: tuple[int, ...]) -> Node:
    return new_node("same" if len(factors) == 1 else "product", factors)


def _computation(new_nodes: tuple[Node, ...]) -> NodeFunction:
    """What computes the last of the new nodes, each from what stands before it."""
    operations = [operation_on(node.kind, node.children, node.signs) for node in new_nodes]
    if len(operations) == 1:
        return operations[0]

    def compute(values: list[Number]) -> Number:
        size = len(values)
        try:
            for operation in operations:
                values.append(operation(values))
            return values[-1]
        finally:
            del values[size:]

    return compute


def _function_of(mutation: Mutation) -> tuple[object, ...]:
    """What an edit makes of its node, alike for edits that differ in the order of factors."""
    return mutation.node_index, *(
        (node.kind, tuple(sorted(zip(node.children, node.signs or "+" * 99, strict=False))))
        if node.kind in ("product", "sum")
        else (node.kind, node.children)
        for node in mutation.new_nodes
    )
