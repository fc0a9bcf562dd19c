"""Mutations of a formula: small changes, each of which is a mistake that a person may make.

A mutation replaces one node: a factor is left out, a symbol is taken for another, a quotient is
rounded the wrong way. It is stored as the new nodes, not as text, so that thousands of mutations
can be evaluated (`mutation_evaluation`) before one is written out (`rewriting`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

from quizengine.expressions.flattening import NodeFunction, operation_on
from quizengine.expressions.formula import Formula
from quizengine.expressions.notation import Node
from quizengine.expressions.numbers import Number

PLAIN, LIKELY, LOOSE, FAR = range(1, 5)
"""The tiers of mutations, the most likely mistakes first.

PLAIN: something is left out. LIKELY: something is counted twice or turned round. LOOSE: a symbol
of the formula is taken for another, or a number is off by one. FAR: a symbol that the formula does
not have is brought in.
"""

MOST_SYMBOLS = 8
"""The most symbols a formula may have for one to be taken for another.

In a sum over the layers of a network, any layer could be taken for any other.
"""

MOST_OTHERS = 10
"""The most symbols from outside the formula that are tried."""

_COUNTERPARTS = {"floor": "ceil", "ceil": "floor", "min": "max", "max": "min"}
"""The functions that are taken for each other."""

_Items = TypeVar("_Items", tuple[int, ...], str)


class MutationKind(StrEnum):
    """What a mutation does. The value is the id under which a record keeps the mistake."""

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
    """The replacement of one node of a formula.

    `node_index` is the node that is replaced. `new_nodes` are the nodes made for it; the last one
    takes its place, and `compute` gives its value from the values of the nodes. `about` are the
    nodes that a sentence about the mutation names.

    Node indices count the formula's own nodes first, then `MutatedFormula.extras`, then
    `new_nodes`.
    """

    kind: MutationKind
    tier: int
    node_index: int
    new_nodes: tuple[Node, ...]
    compute: NodeFunction
    about: tuple[int, ...] = ()


class MutatedFormula(NamedTuple):
    """A formula with its mutations, the most likely first.

    `extras` are leaves that a mutation may bring in: the numbers 1 and 2, and other symbols.
    """

    formula: Formula
    extras: tuple[Node, ...]
    mutations: tuple[Mutation, ...]
    parents: tuple[int, ...]
    """For each node the index of the node above it; of the root, its own index.

    For a leaf that occurs several times it is the last of the nodes above it.
    """

    @property
    def nodes(self) -> Sequence[Node]:
        """The formula's nodes, then the extra leaves."""
        return (*self.formula.nodes, *self.extras)


@lru_cache(maxsize=512)
def mutations_of(formula: Formula, others: tuple[str, ...] = (), most: int = FAR) -> MutatedFormula:
    """Return a formula with its mutations up to the tier `most`.

    `others` are symbols that the formula does not have, but that may be taken for its own.
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
        # The index of the first new node of any mutation.
        self._new = first + len(leaves)
        self._parents = list(range(first))
        self._occurrences = Counter(child for node in self._nodes for child in node.children)
        for index, node in enumerate(self._nodes):
            for child in node.children:
                self._parents[child] = index
        self._own = tuple(i for i, node in enumerate(self._nodes) if node.kind == "leaf")
        self._symbols = (*self._own, *range(first + 2, self._new))
        if len(self._own) > MOST_SYMBOLS:
            self._own = self._symbols = ()

    def result(self) -> MutatedFormula:
        distinct: dict[tuple[object, ...], Mutation] = {}
        for mutation in self._all():
            distinct.setdefault(_function_of(mutation), mutation)
        near = [mutation for mutation in distinct.values() if mutation.tier <= self._most]
        ordered = sorted(near, key=lambda mutation: mutation.tier)
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
                for i, child in enumerate(node.children if self._most >= LOOSE else ()):
                    # A symbol that occurs once is replaced as a leaf.
                    if self._occurrences[child] > 1 and self._nodes[child].kind == "leaf":
                        yield from self._of_occurrence(index, i, self._symbols)
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
                inner = node.children
                other, bare = new_node(_COUNTERPARTS[node.kind], inner), new_node("same", inner)
                kind = MutationKind.ROUNDED_OTHER_WAY
                yield new_mutation(kind, PLAIN, index, other, about=inner)
                yield new_mutation(MutationKind.NOT_ROUNDED, PLAIN, index, bare, about=inner)
            case "power":
                yield from self._of_power(index, node.children)
            case "min" | "max":
                other = new_node(_COUNTERPARTS[node.kind], node.children)
                yield new_mutation(MutationKind.ROUNDED_OTHER_WAY, LIKELY, index, other)

    def _of_product(self, index: int, factors: tuple[int, ...]) -> Iterator[Mutation]:
        for i, factor in enumerate(factors):
            rest, about = _without(factors, i), (factor,)
            if any(self._nodes[other].kind != "number" for other in rest):
                left = _product(rest)
                yield new_mutation(MutationKind.LEFT_OUT_FACTOR, PLAIN, index, left, about=about)
            if self._nodes[factor].kind == "leaf":
                again = _product(_repeated(factors, i))
                yield new_mutation(MutationKind.REPEATED_FACTOR, LIKELY, index, again, about=about)
            if self._nodes[factor].kind == "sum":
                yield from self._brackets_lost(index, factors, i)
        if not any(self._nodes[factor].kind == "number" for factor in factors):
            added = new_node("sum", factors, "+" * len(factors))
            kind = MutationKind.ADDED_FOR_MULTIPLIED
            yield new_mutation(kind, LIKELY, index, added, about=factors)

    def _brackets_lost(
        self, index: int, factors: tuple[int, ...], sum_index: int
    ) -> Iterator[Mutation]:
        """Yield the mutations that multiply only the first or the last term of a sum."""
        node = self._nodes[factors[sum_index]]
        before, behind = factors[:sum_index], factors[sum_index + 1 :]
        for i in (0, len(node.children) - 1):
            term = node.children[i]
            multiplied = new_node("product", (*before, term, *behind))
            total = new_node("sum", _replaced(node.children, i, self._new), node.signs)
            about = (term, *before, *behind)
            kind = MutationKind.BRACKETS_LOST
            yield new_mutation(kind, PLAIN, index, multiplied, total, about=about)

    def _of_sum(self, index: int, node: Node) -> Iterator[Mutation]:
        terms, signs = node.children, node.signs
        for i, term in enumerate(terms):
            rest, rest_signs, about = _without(terms, i), _without(signs, i), (term,)
            is_number = self._nodes[term].kind == "number"
            if rest_signs[0] == "+" and any(self._nodes[o].kind != "number" for o in rest):
                alone = len(rest) == 1
                left = new_node("same", rest) if alone else new_node("sum", rest, rest_signs)
                yield new_mutation(MutationKind.LEFT_OUT_TERM, PLAIN, index, left, about=about)
            if i:
                other = "−" if signs[i] == "+" else "+"
                turned = new_node("sum", terms, signs[:i] + other + signs[i + 1 :])
                tier = LOOSE if is_number else LIKELY
                yield new_mutation(MutationKind.TURNED_SIGN, tier, index, turned, about=about)
            if not is_number:
                again = new_node("sum", _repeated(terms, i), _repeated(signs, i))
                yield new_mutation(MutationKind.REPEATED_TERM, LIKELY, index, again, about=about)
            else:
                yield from self._of_occurrence(index, i, self._own)
        if len(terms) > 2 and "−" not in signs:
            # Of two terms, one alone is the other left out.
            for term in terms:
                if self._nodes[term].kind != "number":
                    only, kind = new_node("same", (term,)), MutationKind.ONE_TERM_ALONE
                    yield new_mutation(kind, LIKELY, index, only, about=(term,))
        for sign in "+−":
            more = new_node("sum", (*terms, self._one), signs + sign)
            yield new_mutation(MutationKind.OFF_BY_ONE, LOOSE, index, more, about=(index,))
        only_symbols = all(self._nodes[term].kind == "leaf" for term in terms)
        if len(terms) == 2 and "−" not in signs and only_symbols:
            product, kind = _product(terms), MutationKind.MULTIPLIED_FOR_ADDED
            yield new_mutation(kind, LIKELY, index, product, about=terms)

    def _of_quotient(self, index: int, node: Node) -> Iterator[Mutation]:
        dividend, divisor = node.children
        bare, about = new_node("same", (dividend,)), (divisor,)
        yield new_mutation(MutationKind.NOT_DIVIDED, PLAIN, index, bare, about=about)
        product, kind = _product((dividend, divisor)), MutationKind.MULTIPLIED_FOR_DIVIDED
        yield new_mutation(kind, LIKELY, index, product, about=about)
        bracket = self._nodes[dividend]
        if bracket.kind == "sum":
            *others, last = bracket.children
            divided = new_node(node.kind, (last, divisor))
            total = new_node("sum", (*others, self._new), bracket.signs)
            kind = MutationKind.BRACKETS_LOST
            yield new_mutation(kind, PLAIN, index, divided, total, about=(last, divisor))
        if node.kind == "floordiv":
            exact, kind = new_node("quotient", node.children), MutationKind.ROUNDED_OTHER_WAY
            up = new_node("ceil", (self._new,))
            yield new_mutation(kind, PLAIN, index, exact, up, about=(index,))
            yield new_mutation(MutationKind.NOT_ROUNDED, PLAIN, index, exact, about=(index,))

    def _of_power(self, index: int, children: tuple[int, ...]) -> Iterator[Mutation]:
        base, exponent = children
        bare, about = new_node("same", (base,)), (base,)
        yield new_mutation(MutationKind.NOT_RAISED, PLAIN, index, bare, about=about)
        for sign in "+−":
            moved = new_node("sum", (exponent, self._one), f"+{sign}")
            raised = new_node("power", (base, self._new))
            kind = MutationKind.OTHER_POWER
            yield new_mutation(kind, LIKELY, index, moved, raised, about=about)

    def _of_symbol(self, index: int) -> Iterator[Mutation]:
        """Yield the mutations of a symbol in all of its occurrences at once."""
        for symbol in self._symbols:
            if symbol != index:
                same, tier = new_node("same", (symbol,)), self._tier(symbol)
                kind = MutationKind.OTHER_SYMBOL
                yield new_mutation(kind, tier, index, same, about=(index, symbol))
        # A term of a sum that is off by one makes the same number as the sum off by one.
        parent = self._nodes[self._parents[index]]
        if self._occurrences[index] > 1 or parent.kind != "sum":
            yield from self._off_by_one(index)

    def _of_occurrence(
        self, index: int, operand_index: int, symbols: Sequence[int]
    ) -> Iterator[Mutation]:
        """Yield the mutations that take one operand of a node for each of some symbols."""
        node = self._nodes[index]
        own = node.children[operand_index]
        for symbol in symbols:
            if symbol != own:
                children = _replaced(node.children, operand_index, symbol)
                other, tier = new_node(node.kind, children, node.signs), self._tier(symbol)
                kind = MutationKind.OTHER_SYMBOL
                yield new_mutation(kind, tier, index, other, about=(own, symbol))

    def _tier(self, symbol: int) -> int:
        """Return the tier of a mutation that brings a symbol in."""
        return FAR if symbol >= len(self._nodes) else LOOSE

    def _off_by_one(self, index: int) -> Iterator[Mutation]:
        for sign in "+−":
            moved = new_node("sum", (index, self._one), f"+{sign}")
            yield new_mutation(MutationKind.OFF_BY_ONE, LOOSE, index, moved, about=(index,))

    def _of_whole(self, root: int) -> Iterator[Mutation]:
        half = new_node("quotient", (root, self._two))
        yield new_mutation(MutationKind.DOUBLED, LOOSE, root, _product((self._two, root)))
        yield new_mutation(MutationKind.HALVED, LOOSE, root, half)
        if self._nodes[root].kind not in ("sum", "leaf"):
            yield from self._off_by_one(root)
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
    """Return the mutation that replaces a node by the last of `new_nodes`."""
    return Mutation(kind, tier, node_index, new_nodes, _computation(new_nodes), about)


def new_node(kind: str, children: tuple[int, ...], signs: str = "") -> Node:
    """Return a node that a mutation makes; `signs` are those of the terms of a sum."""
    return Node(kind, children, 1, "", signs)


def _product(factors: tuple[int, ...]) -> Node:
    return new_node("same" if len(factors) == 1 else "product", factors)


def _without(items: _Items, index: int) -> _Items:
    return items[:index] + items[index + 1 :]


def _repeated(items: _Items, index: int) -> _Items:
    return items[: index + 1] + items[index:]


def _replaced(children: tuple[int, ...], index: int, child: int) -> tuple[int, ...]:
    return (*children[:index], child, *children[index + 1 :])


def _computation(new_nodes: tuple[Node, ...]) -> NodeFunction:
    """Return the function that computes the last of the new nodes, each from those before it."""
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
    """Return a key that is the same for mutations that differ only in the order of operands."""
    return mutation.node_index, *(
        (node.kind, tuple(sorted(zip(node.children, node.signs or "+" * 99, strict=False))))
        if node.kind in ("product", "sum")
        else (node.kind, node.children)
        for node in mutation.new_nodes
    )
