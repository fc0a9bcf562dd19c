"""The steps of the solution of a count, innermost first.

A step is an inner node of its formula, or a quantity that has to be computed before it can be put
in, such as the output height. Nothing but the formula and its phrases decides what the steps are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quizengine.calculator import CountFormula, Quantity, Shape, WrongFormula
from quizengine.calculator.expression_quantity import COMBINED
from quizengine.calculator.quantity import worked_out_alike
from quizengine.calculator.symbols import DISPLAY, display, term
from quizengine.expressions import Subformula, formula, number_text
from quizengine.questions.count_wording import count_question, is_plural, underlying, with_clause

ANOTHER = "another-step"
"""The id of the mistake of giving a count that is asked before or after this one."""

WHOLE = "whole-question"
"""The id of the mistake of giving at once what this one is a part of."""


class SolutionStep(NamedTuple):
    """One intermediate count of a solution.

    `ask` is the question for it, and `where` the words that say which of several alike it is
    about. `label` is what it counts, empty where that has no name; `written` is how it stands in
    the formula that is built on it, `H′ = W′` or `F·F·D`. `nested` is how many other steps it
    lies in, 0 where the answer itself is built on it; `parts` are the indices of the steps that
    it is built on.
    """

    quantity: Quantity
    ask: str
    label: str
    written: str
    nested: int
    parts: tuple[int, ...] = ()
    where: str = ""

    @property
    def is_given(self) -> bool:
        """Whether it is read off the question rather than worked out, as the number of filters."""
        return not self.quantity.count_formula.is_worked_out

    @property
    def found(self) -> str:
        """What is known once it is answered, Markdown: ``F·F·D = 192 weights of one filter``."""
        value = f"`{self.written}` = {number_text(int(self.quantity))}"
        if is_plural(self.label):
            value = f"{value} {self.label}"
        elif self.label:
            value = f"{self.label}: {value}"
        return f"{self.where[0].lower()}{self.where[1:]}: {value}" if self.where else value


def solution_steps(value: Quantity | Shape) -> list[SolutionStep]:
    """Return the steps to a count, or the axes of a shape and the steps to each.

    None where a count is a constant or the same as an input.
    """
    collector = _StepCollector()
    if isinstance(value, Quantity):
        collector.add_steps_to(value, 0)
        return collector.steps
    origins = value.origins
    groups = worked_out_alike(value.symbols, origins)
    worked_out = {symbol for group in groups for symbol in group}
    groups += [[symbol] for symbol in value.symbols if symbol in origins.keys() - worked_out]
    for group in groups:
        collector.add_origin(_Origin(tuple(map(display, group)), origins[group[0]]), 0)
    return collector.steps


def has_solution_steps(value: Quantity | Shape) -> bool:
    """Return whether a count or a shape has any solution steps, without collecting them."""
    if isinstance(value, Shape):
        return any(symbol in value.origins for symbol in value.symbols)
    quantity = underlying(value)
    return bool(
        _askable_nodes(quantity)
        or _computed_origins(quantity, quantity.count_formula.formula.symbols)
    )


def _within(of: str) -> str:
    return f"In `{of}`" if of else ""


def is_known(step: SolutionStep, known: Iterable[object]) -> bool:
    """Return whether the count of a step is among known quantities, or the axes of known shapes."""
    stated = (step.quantity.formula, step.quantity.numbers)
    for value in known:
        for each in value.origins.values() if isinstance(value, Shape) else (value,):
            if isinstance(each, Quantity):
                origin = underlying(each)
                if (origin.formula, origin.numbers) == stated:
                    return True
    return False


class _Origin(NamedTuple):
    """A quantity that a formula is built on.

    `shown` are the names that it has there; `of` is the name of the layer whose it is, where
    others are alike.
    """

    shown: tuple[str, ...]
    quantity: Quantity
    of: str = ""


class _StepCollector:
    """Collects steps; a step is added after all that it is built on."""

    def __init__(self) -> None:
        self.steps: list[SolutionStep] = []
        self._indices: dict[tuple[str, str, str], int] = {}

    def add_steps_to(self, quantity: Quantity, nested: int, of: str = "") -> list[int]:
        """Add the steps to a count; return the indices of those that it is built on itself.

        `nested` is how many steps it lies in, and `of` the name of the layer whose it is.
        """
        quantity = underlying(quantity)
        chosen = _askable_nodes(quantity)
        direct: list[int] = []
        step_indices: dict[int, int] = {}
        for index, node in chosen.items():
            outside = [other for other in chosen if other in node.enclosing]
            level = nested + len(outside)
            parts = self._origins(quantity, formula(node.source).symbols, level + 1, of)
            within = {other: each for other, each in chosen.items() if index in each.enclosing}
            parts += [
                step_indices[other]
                for other, each in within.items()
                if not within.keys() & each.enclosing
            ]
            step = _subformula_step(quantity, node, chosen.values())
            step = step._replace(where=_within(of), nested=level)
            step_indices[index] = self._add(step, parts)
            if not outside:
                direct.append(step_indices[index])
        enclosing = {symbol for node in chosen.values() for symbol in formula(node.source).symbols}
        joined = [each for each in quantity.count_formula.formula.symbols if each not in enclosing]
        return [*direct, *self._origins(quantity, joined, nested, of)]

    def add_origin(self, origin: _Origin, nested: int, of: str = "") -> int:
        """Add a count that a formula is built on, and the steps to it; return its index."""
        shown, label = origin.shown, origin.quantity.label
        parts = self.add_steps_to(origin.quantity, nested + 1, origin.of or of)
        ask = count_question(label, origin.of)
        if not origin.of:
            if label.startswith("output "):
                ask = with_clause(ask, shown[0])
            if shown[1:]:
                verb = "is" if len(shown) == 2 else "are"
                ask += f" ({' and '.join(shown[1:])} {verb} the same.)"
        where = "" if origin.of else _within(of)
        value = underlying(origin.quantity)
        step = SolutionStep(value, ask, label, " = ".join(shown), nested, where=where)
        return self._add(step, parts)

    def _origins(
        self, quantity: Quantity, symbols: Iterable[str], nested: int, of: str
    ) -> list[int]:
        """Add the counts that symbols of a formula stand for, where they have to be computed."""
        return [self.add_origin(each, nested, of) for each in _computed_origins(quantity, symbols)]

    def _add(self, step: SolutionStep, parts: Sequence[int]) -> int:
        key = (step.where, step.ask, step.quantity.numbers)
        if key not in self._indices:
            self._indices[key] = len(self.steps)
            self.steps.append(step._replace(parts=tuple(dict.fromkeys(parts))))
        return self._indices[key]


def _computed_origins(quantity: Quantity, symbols: Iterable[str]) -> list[_Origin]:
    """Return the quantities behind symbols of a formula that have to be computed first.

    Axes that are computed alike are one. A quantity with a name of the bank or of a network is
    distinguished from others with the same label by that name.
    """
    count_formula, origins = quantity.count_formula, quantity.origins
    kinds = [origins[each].label for each in count_formula.formula.symbols if each in origins]
    computed = [
        each for each in symbols if each in origins and origins[each].count_formula.is_computed
    ]
    named = [
        each for each in computed if each not in DISPLAY and not term(each, count_formula.terms)
    ]
    groups = worked_out_alike([symbol for symbol in computed if symbol not in named], origins)
    found = [_Origin(tuple(map(count_formula.shown, each)), origins[each[0]]) for each in groups]
    for symbol in named:
        shown, origin = count_formula.shown(symbol), origins[symbol]
        # A bank's `conv1.params` is shown as conv1 params; the label says the rest.
        owner = shown.rpartition(" ")[0] if count_formula.label == COMBINED else ""
        several = kinds.count(origin.label) > 1
        found.append(_Origin((shown,), origin, (owner or shown) if several else ""))
    return found


def _askable_nodes(quantity: Quantity) -> dict[int, Subformula]:
    """Return the inner nodes of a formula that are worth a question, by index.

    These are the nodes with a name; where there are none, and nothing has to be computed first
    either, the nodes that hold a symbol.
    """
    inner = [*quantity.inner, *_leading_products(quantity)]
    whole = {index: node for index, node in enumerate(inner) if isinstance(node.value, int)}
    named = {index: node for index, node in whole.items() if node.phrase}
    if not named and not _computed_origins(quantity, quantity.count_formula.formula.symbols):
        named = {index: node for index, node in whole.items() if formula(node.source).symbols}
    return {
        index: node
        for index, node in named.items()
        if node.value != quantity
        and not any(_is_too_small(node, named[outer]) for outer in node.enclosing & named.keys())
    }


def _is_too_small(node: Subformula, outer: Subformula) -> bool:
    """Return whether a node is too small for a question beside the one for the node around it.

    That is so where it is one symbol and a number, 2·P, or where the outer node has the same
    value, as a rounded quotient that comes out whole.
    """
    tokens = re.findall(r"\w+", node.source)
    symbols = [token for token in tokens if not token.isdigit()]
    return len(symbols) == 1 or node.value == outer.value


def _leading_products(quantity: Quantity) -> list[Subformula]:
    """Return the named products that begin a longer one: F·F·D in F·F·D·K, which is one node."""
    count_formula, found = quantity.count_formula, []
    for text, phrase in count_formula.phrases:
        if count_formula.text.startswith(f"{text}*") and phrase not in (
            n.phrase for n in quantity.inner
        ):
            product = formula(text)
            value = product.value(quantity.symbols)
            written = product.written(count_formula.spelling)
            found.append(Subformula(written, value, phrase, text, frozenset()))
    return found


def _subformula_step(
    quantity: Quantity, node: Subformula, chosen: Iterable[Subformula]
) -> SolutionStep:
    count_formula = quantity.count_formula
    counts = _without_article(node.phrase)
    part = CountFormula(
        counts or node.text,
        node.source,
        tuple(each for each in count_formula.phrases if each[0] != node.source),
        tuple(_confusions(count_formula, node, chosen)),
        count_formula.terms,
        spelling=count_formula.spelling,
    )
    ask = count_question(node.phrase) if counts else f"How much is `{node.text}`?"
    inner = Quantity(part, quantity.symbols, quantity.origins)
    return SolutionStep(inner, ask, counts, node.text, 0)


def _confusions(
    count_formula: CountFormula, node: Subformula, chosen: Iterable[Subformula]
) -> Iterable[WrongFormula]:
    """Yield the other counts of the formula, any of which may be given instead of this one."""
    counts = _without_article(node.phrase)
    contrast = f"; asked for here: {counts}." if counts else "."
    beside = [each for each in chosen if each is not node and each.phrase]
    others = [(ANOTHER, each.source, each.phrase) for each in beside]
    whole = "the whole answer" if count_formula.label == COMBINED else count_formula.label
    for mistake_id, text, phrase in (*others, (WHOLE, count_formula.text, whole)):
        differ = f"({text}) != ({node.source})"
        yield WrongFormula(mistake_id, text, f"{_this_is(phrase)}{contrast}", differ)


def _this_is(counts: str) -> str:
    return f"{'These are' if is_plural(counts) else 'This is'} the {_without_article(counts)}"


def _without_article(counts: str) -> str:
    return counts.removeprefix("the ")
