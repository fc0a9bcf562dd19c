"""A formula, written once as text; its value, its working and its subformulas follow from it.

The working reduces a formula as a person does on paper, all innermost operations at once:
`(8·8·3 + 1)·20`, `(192 + 1)·20`, `193·20`, `3860`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, cast

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluation import ARITHMETIC_FAULTS
from quizengine.expressions.evaluator import Names
from quizengine.expressions.expression import Expression, parse
from quizengine.expressions.flattening import flatten
from quizengine.expressions.functions import kind_of
from quizengine.expressions.notation import Node, pieces_of
from quizengine.expressions.numbers import Number, is_number, number_text

_ROUNDED_WHOLE = re.compile(r"[⌊⌈]([\d,]+)[⌋⌉]")
"""A whole number between rounding brackets, which do nothing to it."""

_ROUNDED_FRACTION = re.compile(r"([⌊⌈])\(([\d,/]+)\)([⌋⌉])")
"""A fraction in brackets of its own, which the rounding brackets make needless."""


class Subformula(NamedTuple):
    """An inner node of a formula, which a break-down asks for before the whole.

    `text` is written in symbols. `phrase` says what the value counts, and is empty where nobody has
    named it. `source` is the text in Python's syntax.
    `enclosing` are the indices, in the tuple of all subformulas, of those that contain this one.
    """

    text: str
    value: Number
    phrase: str
    source: str
    enclosing: frozenset[int]


class ReductionLine(NamedTuple):
    """One line of a working: the formula so far, and a note on what has just been computed."""

    text: str
    note: str = ""


class _LineTemplate(NamedTuple):
    """A line of a working, with `%s` where the value of a node goes; `take` picks the values.

    `phrases` are those of the nodes that become numbers in this line, each with the node's index;
    `rounds` is whether a value stands between rounding brackets.
    """

    text: str
    take: Callable[[list[str]], object]
    phrases: tuple[tuple[int, str], ...] = ()
    rounds: bool = False


class Formula:
    """A formula over symbols, compiled once.

    `source` is its text and `symbols` the names it uses, in order of appearance. `phrases` says
    what subformulas count, keyed by their source text. `nodes` has the leaves first and the whole
    formula last; `operations` has, for each node that is no leaf, the function that computes it
    from the values of the nodes before it.
    """

    __slots__ = (
        "_leaves",
        "_phrases",
        "_templates",
        "expression",
        "nodes",
        "operations",
        "source",
        "symbols",
    )

    def __init__(self, source: str, phrases: Iterable[tuple[str, str]] = ()) -> None:
        """Read the formula. Raises ExpressionError."""
        self.source = source
        self.expression: Expression = parse(source)
        self.nodes, self._leaves, self.operations = flatten(self.expression)
        self._templates: tuple[_LineTemplate, ...] | None = None
        named = {flatten(parse(text))[0][-1].text: phrase for text, phrase in phrases}
        self._phrases = tuple(named.get(node.text, "") for node in self.nodes)
        self.symbols = tuple(dict.fromkeys(node.text for node in self.nodes if node.kind == "leaf"))

    @property
    def is_computed(self) -> bool:
        """Whether there is an operation: one symbol or number alone has none."""
        return bool(self.operations)

    def value(self, names: Names) -> Number:
        """The value, given what the symbols stand for. Raises ExpressionError."""
        value = self.expression.evaluate(names)
        if is_number(value):
            return value
        raise ExpressionError(f"a formula needs numbers, and this is {kind_of(value)}", self.source)

    def trace(self, names: Names) -> list[Number]:
        """The value of every node, leaves first, the whole formula last."""
        values = self._leaf_values(names)
        try:
            for operation in self.operations:
                values.append(operation(values))
        except ARITHMETIC_FAULTS as error:
            message = "division by zero" if isinstance(error, ZeroDivisionError) else str(error)
            raise ExpressionError(message, self.source) from None
        return values

    def _leaf_values(self, names: Names) -> list[Number]:
        values = [leaf(names) for leaf in self._leaves]
        for value in values:
            if value.__class__ is not int and not is_number(value):
                raise ExpressionError(
                    f"a formula needs numbers, and this is {kind_of(value)}", self.source
                )
        return cast(list[Number], values)

    def written(self, spelling: Mapping[str, str] = {}) -> str:
        """The formula in symbols, each written as `spelling` says or as it is."""
        return self.part_written(len(self.nodes) - 1, spelling)

    def with_numbers(self, names: Names) -> str:
        """The formula with the numbers put in and nothing reduced yet."""
        template = self._compiled_templates()[0]
        values = self._leaf_values(names)
        return template.text % template.take(_texts(values))

    def lines(self, names: Names) -> list[ReductionLine]:
        """The working: the numbers put in, then each reduction, the value last."""
        values = self.trace(names)
        texts = _texts(values)
        lines: list[ReductionLine] = []
        last = ""
        for text, take, phrases, rounds in self._compiled_templates():
            written = text % take(texts)
            if rounds:
                written = _ROUNDED_WHOLE.sub(r"\1", written)
                written = _ROUNDED_FRACTION.sub(r"\1\2\3", written)
            note = _note(phrases, texts) if phrases else ""
            if written != last:
                lines.append(ReductionLine(written, note))
                last = written
            elif note and not rounds:
                # There was nothing to round: the note of the rounded number is the one to show.
                lines[-1] = ReductionLine(written, note)
        # The value itself needs no brackets, whatever its sign.
        value = number_text(values[-1])
        last_note = lines[-1].note
        texts_so_far = [line.text for line in lines[:-1]]
        if value in texts_so_far:
            # −(1/3) is written like its value: further lines would repeat it.
            del lines[texts_so_far.index(value) :]
            return [*lines, ReductionLine(value, last_note)]
        return [*lines[:-1], ReductionLine(value, last_note)]

    def subformulas(
        self,
        names: Names,
        spelling: Mapping[str, str] = {},
    ) -> tuple[Subformula, ...]:
        """The subformulas that are operations, innermost first, without the whole formula."""
        values = self.trace(names)
        found: list[Subformula] = []
        first = len(self._leaves)
        enclosing = self._enclosing(first)
        for index, node in enumerate(self.nodes[:-1]):
            if node.height:
                written = self.part_written(index, spelling)
                phrase, within = self._phrases[index], enclosing[index - first]
                found.append(Subformula(written, values[index], phrase, node.text, within))
        return tuple(found)

    def _enclosing(self, first: int) -> list[frozenset[int]]:
        """Return, for each operation from the node `first` on, the indices of those around it."""
        operations = self.nodes[first:-1]
        enclosing: list[set[int]] = [set() for _ in operations]
        for outer in reversed(range(len(operations))):
            for child in operations[outer].children:
                if child >= first:
                    enclosing[child - first] |= {outer, *enclosing[outer]}
        return [frozenset(indices) for indices in enclosing]

    def part_written(self, index: int, spelling: Mapping[str, str] = {}) -> str:
        """One node in symbols, spelled as `written` spells them."""
        written = []
        for piece in pieces_of(self.nodes[: index + 1], -1):
            if isinstance(piece, str):
                written.append(piece)
            else:
                node = self.nodes[piece]
                written.append(spelling.get(node.text, node.text))
        return "".join(written)

    def _compiled_templates(self) -> tuple[_LineTemplate, ...]:
        if self._templates is None:
            top = self.nodes[-1].height
            self._templates = tuple(
                _line_template(self.nodes, height)._replace(phrases=self._phrases_at(height))
                for height in range(top + 1)
            )
        return self._templates

    def _phrases_at(self, height: int) -> tuple[tuple[int, str], ...]:
        return tuple(
            (index, phrase)
            for index, (node, phrase) in enumerate(zip(self.nodes, self._phrases, strict=True))
            if phrase and height and node.height == height
        )

    def __repr__(self) -> str:
        return f"Formula({self.source!r})"


def _line_template(nodes: list[Node], height: int) -> _LineTemplate:
    text: list[str] = []
    holes: list[int] = []
    for piece in pieces_of(nodes, height):
        if isinstance(piece, str):
            text.append(piece.replace("%", "%%"))
        else:
            text.append("%s")
            holes.append(piece)
    written = "".join(text)
    return _LineTemplate(written, itemgetter(*holes), rounds="⌊%s⌋" in written or "⌈%s⌉" in written)


def _note(phrases: tuple[tuple[int, str], ...], texts: list[str]) -> str:
    """Return the note on new numbers: `192 weights of one filter`; `5, the reach of the window`.

    Phrases of one number are joined, and words that they begin with in common are written once.
    """
    by_number: dict[str, dict[str, None]] = {}
    for index, phrase in phrases:
        # A subformula that occurs twice is named once.
        by_number.setdefault(texts[index], {})[phrase] = None
    return "; ".join(
        f"{number.strip('()')}{',' if next(iter(named)).startswith('the ') else ''} {piece}"
        for number, named in by_number.items()
        for piece in _joined(list(named))
    )


def _joined(phrases: list[str]) -> list[str]:
    """`weights for the keys`, `weights for the values` as `weights for the keys, values`."""
    if len(phrases) == 1:
        return phrases
    words = [phrase.split() for phrase in phrases]
    alike = 0
    while all(len(each) > alike + 1 and each[alike] == words[0][alike] for each in words):
        alike += 1
    if not alike:
        return phrases
    rest = ", ".join(" ".join(each[alike:]) for each in words)
    return [f"{' '.join(words[0][:alike])} {rest}"]


def _texts(values: list[Number]) -> list[str]:
    return [
        str(value) if value.__class__ is int and 0 <= value < 10_000 else _inline(value)
        for value in values
    ]


def _inline(value: Number) -> str:
    """Return a number as written inside a formula, with brackets round a sign or a fraction."""
    text = number_text(value)
    return f"({text})" if value < 0 or "/" in text else text


@lru_cache(maxsize=2048)
def formula(source: str, phrases: tuple[tuple[str, str], ...] = ()) -> Formula:
    """Return the formula of a text, compiled once. Raises ExpressionError."""
    return Formula(source, phrases)
