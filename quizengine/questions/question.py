"""A question: what varies, what must hold, what is asked; and the draws that come of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quizengine.expressions import Expression, ExpressionError, Template
from quizengine.questions.draws import Order, values_at
from quizengine.questions.kinds.base import AnswerKind, OwnMistake, VariantContext
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import VariantError

if TYPE_CHECKING:
    from quizengine.questions.variant import Variant

MAX_VARIANT = 99_999
"""The largest variant number."""

MAX_WALK = 300_000
"""Draws from which a question's variants come; a rarer one is not looked for."""

_FAULTS_KEPT = 3


class Variable(NamedTuple):
    """What varies: the published value, and the finite domain of the draws."""

    name: str
    example: object
    domain: Sequence[object]


class Condition(NamedTuple):
    """What a draw must meet, and why."""

    that: Expression
    because: str = ""


class Part(NamedTuple):
    """One thing asked: its text, its kind of answer, and the help that goes with it.

    `id` is empty where the question has a single part. `carry` is the answer as it follows from
    the student's own earlier answers; `expect` pins the published case. `picture` is the layer or
    the network that a picture shows, where the author says which; `pictured` is whether there is
    to be one.
    """

    id: str
    ask: Template
    kind: AnswerKind
    hints: tuple[Template, ...] = ()
    mistakes: tuple[OwnMistake, ...] = ()
    solution: Template | None = None
    carry: Expression | None = None
    expect: object = None
    picture: Expression | None = None
    pictured: bool = True


class Count(NamedTuple):
    """How many variants a question has.

    `exhaustive` is whether every draw was tried; `candidates` how many were. `faults` are the
    first draws that could not be computed, and why.
    """

    variants: int
    exhaustive: bool
    candidates: int
    faults: tuple[str, ...]


class Question:
    """A question, compiled once; its variants are made on demand.

    `let` is in the order of evaluation; `intro` stands above the parts where there are several.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the name it has in a bank
        title: str,
        parts: tuple[Part, ...],
        *,
        level: int = 2,
        tags: tuple[str, ...] = (),
        source: str = "",
        vary: tuple[Variable, ...] = (),
        where: tuple[Condition, ...] = (),
        let: tuple[tuple[str, Expression], ...] = (),
        intro: Template | None = None,
        distinct: tuple[str, ...] = (),
    ) -> None:
        """Keep the parts and prepare the order of the draws."""
        self.id = id
        self.title = title
        self.parts = parts
        self.level = level
        self.tags = tags
        self.source = source
        self.vary = vary
        self.where = where
        self.let = let
        self.intro = intro
        self.distinct = distinct
        self._let = dict(let)
        self._domains = {each.name: each.domain for each in vary}
        self._example = {each.name: each.example for each in vary}
        self._order = Order(id, math.prod(map(len, self._domains.values())))
        defined = {name for name, _ in let}
        # Conditions on the drawn values alone are met before anything is computed from them.
        self._conditions = sorted(where, key=lambda each: bool(each.that.names & defined))
        # The walk through the draws: how far it is, what it found, what could not be computed.
        self._cursor = 0
        self._accepted: list[int] = []
        self._faults: list[str] = []

    @property
    def shows_code(self) -> bool:
        """Whether what is asked may show code in the framework of the student's choice."""
        texts = (self.intro, *(part.ask for part in self.parts))
        used = [text.names for text in texts if text is not None]
        used += [expression.names for _, expression in self.let]
        return any("code" in names for names in used)

    @property
    def limit(self) -> int:
        """The largest variant number."""
        return MAX_VARIANT

    def variant(self, number: int) -> Variant:
        """The variant of a number: 0 is the published case, others are draws.

        A number beyond the count begins again. Raises VariantError.
        """
        from quizengine.questions.variant import Variant

        if not 0 <= number <= MAX_VARIANT:
            raise VariantError(f"variants are numbered 0 to {MAX_VARIANT}, and {number} is not")
        if number == 0:
            values = dict(self._example)
            return Variant(self, 0, values, self.names(values))
        if not self.vary:
            return Variant(self, number, {}, self.names({}))
        values, names = self._draw(number)
        return Variant(self, number, values, names)

    def names(self, values: Mapping[str, object], framework: str = "keras") -> VariantScope:
        """Everything an expression can name: exports, drawn values, and what `let` defines."""
        return VariantScope(values, self._let, framework)

    def count(self, limit: int) -> Count:
        """The number of variants, exact where at most `limit` draws have to be tried.

        Draws that were tried before, for a variant or a count, are not tried again.
        """
        while self._cursor < min(limit, self._order.size):
            self._try_next()
        exhaustive = self._cursor == self._order.size
        return Count(len(self._accepted), exhaustive, self._cursor, tuple(self._faults))

    def _draw(self, number: int) -> tuple[dict[str, object], VariantScope]:
        """The drawn values of a variant, and the names that follow from them."""
        end = min(self._order.size, MAX_WALK)
        while len(self._accepted) < number and self._cursor < end:
            names = self._try_next()
            if names is not None and len(self._accepted) == number:
                return values_at(self._accepted[-1], self._domains), names
        if not self._accepted:
            raise VariantError(f"no draw of `{self.id}` meets its conditions")
        values = values_at(self._accepted[(number - 1) % len(self._accepted)], self._domains)
        return values, self.names(values)

    def _try_next(self) -> VariantScope | None:
        """Try the next draw in order; its names where it is used."""
        index = self._order[self._cursor]
        self._cursor += 1
        values = values_at(index, self._domains)
        try:
            names = self._accept(values)
        except ExpressionError as error:
            # The check on a bank reports such draws; a student just gets the next one.
            if len(self._faults) < _FAULTS_KEPT:
                shown = ", ".join(f"{name} = {value}" for name, value in values.items())
                self._faults.append(f"{shown}: {error}")
            return None
        if names is not None:
            self._accepted.append(index)
        return names

    def _accept(self, values: dict[str, object]) -> VariantScope | None:
        """The names of a draw, or None where it is not used.

        A draw is not used where it is the published case, misses a condition, or makes a known
        mistake equal the right answer. Raises ExpressionError.
        """
        if values == self._example:
            return None
        names = self.names(values)
        for condition in self._conditions:
            if not condition.that.evaluate(names):
                return None
        for part in self.parts:
            if part.kind.collides(self.context(part, names, number=1)):
                return None
        return names

    def context(self, part: Part, names: VariantScope, number: int) -> VariantContext:
        """One variant as a part's kind sees it."""
        dice = f"{self.id}.{part.id}" if part.id else self.id
        return VariantContext(names, dice, number, part.mistakes, self.distinct)

    def __repr__(self) -> str:
        return f"Question({self.id!r})"
