"""What an author defines: the variables of a question, its conditions and its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.expressions import Expression, Template
from quizengine.questions.kinds.base import AnswerKind
from quizengine.questions.kinds.variant_context import OwnMistake, VariantContext
from quizengine.questions.variant_scope import VariantScope


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


class QuestionDefinition:
    """A question as its author defines it.

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
        self.example = {each.name: each.example for each in vary}
        """The values of the published case, by name."""
        self._definitions = dict(let)

    @property
    def shows_code(self) -> bool:
        """Whether what is asked may show code in the framework of the student's choice."""
        texts = (self.intro, *(part.ask for part in self.parts))
        used = [text.names for text in texts if text is not None]
        used += [expression.names for _, expression in self.let]
        return any("code" in names for names in used)

    def scope(self, values: Mapping[str, object], framework: str = "keras") -> VariantScope:
        """Return what an expression can name: exports, drawn values, and what `let` defines."""
        return VariantScope(values, self._definitions, framework)

    def context(self, part: Part, scope: VariantScope, number: int) -> VariantContext:
        """Return one variant as a part's kind sees it."""
        dice = f"{self.id}.{part.id}" if part.id else self.id
        return VariantContext(scope, dice, number, part.mistakes, self.distinct)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"
