"""Questions small enough to see through: the answer is the variant's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from quizengine.questions import (
    PARTLY,
    RIGHT,
    UNREADABLE,
    WRONG,
    Echo,
    Outcome,
    VariantError,
)
from quizengine.questions.answer_inputs import NumberInput


class FakeStep(NamedTuple):
    text: str
    note: str = ""


class FakeWorking(NamedTuple):
    steps: tuple[FakeStep, ...]

    @property
    def text(self) -> str:
        return "\n".join(step.text for step in self.steps)


class FakeBreakdown(NamedTuple):
    formula: str
    steps: tuple[Any, ...]
    known: tuple[str, ...] = ()


class FakeSubQuestion(NamedTuple):
    """A step of a fake question: its answer is its index plus one."""

    index: int
    support: int
    parts: tuple[int, ...] = ()
    hints: tuple[str, ...] = ("gently",)
    solution: str = ""
    working: FakeWorking = FakeWorking((FakeStep("e"), FakeStep("f")))
    answer_input: Any = NumberInput("")
    kind: str = "number"

    @property
    def prompt(self) -> str:
        return f"How far is step {self.index + 1}? ({self.support})"

    @property
    def found(self) -> str:
        return f"step {self.index + 1}"

    @property
    def answer_text(self) -> str:
        return str(self.index + 1)

    def echo(self, text: str) -> Echo:
        return Echo(text.isdigit(), f"= {text}" if text.isdigit() else "")

    def mark(self, text: str, earlier: Mapping[str, str] | None = None) -> Outcome:
        return _marked(text, self.index + 1)


def _marked(text: str, answer: int) -> Outcome:
    if not text.isdigit():
        return Outcome(UNREADABLE, Fraction(0), (), ("not a number",))
    if int(text) == answer:
        return Outcome(RIGHT, Fraction(1), (), ("so it is",))
    return Outcome(WRONG, Fraction(0), ("other",), (f"that is not {answer}",))


class FakePart(NamedTuple):
    number: int
    part_id: str = ""
    hints: tuple[str, ...] = ("one", "two")
    solution: str = ""
    working: FakeWorking = FakeWorking((FakeStep("a", "b"), FakeStep("c"), FakeStep("d")))
    answer_input: Any = NumberInput("")
    kind: str = "number"
    unit: str = ""
    mistakes: tuple[object, ...] = ()
    formula: str = "n"
    drawables: tuple[object, ...] = ()

    @property
    def prompt(self) -> str:
        return f"Which variant is this? ({self.number})"

    @property
    def answer_text(self) -> str:
        return str(self.number)

    def echo(self, text: str) -> Echo:
        return Echo(text.isdigit(), f"= {text}" if text.isdigit() else "")

    @property
    def practised(self) -> str:
        return self.formula

    @property
    def falls_apart(self) -> bool:
        return bool(self.formula)

    @property
    def value(self) -> int:
        return self.number

    def formula_in_focus(self, outcome: Outcome | None = None) -> str:
        return self.formula

    def break_down(
        self, support: int, outcome: Outcome | None = None, known: Sequence[object] = ()
    ) -> FakeBreakdown:
        """One step more with each level of support."""
        indices = range(support + 1 if self.formula else 0)
        steps = tuple(FakeSubQuestion(each, support) for each in indices)
        return FakeBreakdown(self.formula, steps, tuple(map(str, known)))

    def mark(self, text: str, earlier: Mapping[str, str] | None = None) -> Outcome:
        marked = _marked(text, self.number)
        if marked.verdict == WRONG and earlier and text in earlier.values():
            return Outcome(PARTLY, Fraction(1, 2), (), ("carried forward",))
        return marked


class FakeVariant(NamedTuple):
    number: int
    parts: tuple[FakePart, ...]
    intro: str = ""
    framework: str = "keras"
    other_framework: str = ""

    def in_framework(self, framework: str) -> FakeVariant:
        return self._replace(framework=framework)


class FakeQuestion(NamedTuple):
    id: str
    title: str = "A question"
    variants: int = 5
    part_ids: tuple[str, ...] = ("",)
    limit: int = 99_999
    formula: str = "n"

    def variant(self, number: int) -> FakeVariant:
        if not self.variants:
            raise VariantError("no numbers meet its conditions")
        within = (number - 1) % self.variants + 1 if number else 0
        parts = (FakePart(within, part, formula=self.formula) for part in self.part_ids)
        return FakeVariant(within, tuple(parts))


class FakeBank(NamedTuple):
    name: str
    questions: tuple[Any, ...]

    @property
    def title(self) -> str:
        return f"The bank {self.name}"

    @property
    def path(self) -> Path:
        return Path(f"{self.name}.yaml")


def bank(name: str = "bank", *questions: FakeQuestion) -> Any:
    """A bank of the questions given, or of three plain ones."""
    return FakeBank(name, questions or tuple(FakeQuestion(f"q{n}", f"Title {n}") for n in range(3)))
