"""A new kind of answer takes its own file, an entry in the table of banks, one in each face's.

This file is the kind's own file; the fixture makes the three entries, and takes them out again.
"""

from __future__ import annotations

import io

import pytest
from textual.widgets import Input

from quizengine.banks import check_bank, load_bank
from quizengine.banks.answer_format import AnswerFormat
from quizengine.banks.answer_kinds import ANSWER_KINDS
from quizengine.banks.format_values import EXPRESSION
from quizengine.banks.schema import schema
from quizengine.banks.spec_containers import SpecField
from quizengine.calculator import Quantity, Step, Working, working_of
from quizengine.expressions import Expression, ExpressionError, kind_of
from quizengine.plain import run
from quizengine.plain.answering import ANSWERS, LineAnswer
from quizengine.practice.deck import question_deck
from quizengine.questions import RIGHT, UNREADABLE, WRONG
from quizengine.questions.answer_inputs import AnswerInput
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.serialization import variant_data, variant_text
from quizengine.questions.support_levels import FULL
from quizengine.questions.targets import Target
from quizengine.questions.verdict import NONE, Outcome, Unreadable, right
from quizengine.tui.widgets.answer_boxes import BOXES
from quizengine.tui.widgets.answer_line import AnswerLine
from tests.tui.stage import act, press, screen_text, session

NAME = "true or false"


class TruthInput(AnswerInput):
    """A box for one of two words."""

    placeholder = "true or false"

    def lines(self):
        yield "Answer with true or false."


class TruthKind(AnswerKind):
    """Whether something holds of a count."""

    def __init__(self, value: Expression, about: Expression) -> None:
        self.value = value
        self.about = about

    def key(self, context: VariantContext) -> AnswerKey:
        holds = self.value.evaluate(context.names)
        about = self.about.evaluate(context.names)
        if not isinstance(holds, bool) or not isinstance(about, Quantity):
            raise ExpressionError(f"this is {kind_of(holds)}", self.value.source)
        return TruthKey(holds, about, context)


class TruthKey(AnswerKey):
    """The key of a truth value."""

    kind = NAME

    def __init__(self, holds: bool, about: Quantity, context: VariantContext) -> None:
        super().__init__(context)
        self.holds = holds
        self.about = about

    @property
    def answer_input(self):
        return TruthInput()

    @property
    def right_text(self):
        return "true" if self.holds else "false"

    @property
    def working(self):
        return Working((*working_of(self.about).steps, Step(self.right_text)))

    def targets(self):
        return [Target(self.about)]

    def read(self, text):
        word = text.strip().lower()
        if word not in ("true", "false"):
            raise Unreadable("type true or false")
        return word == "true"

    def reading(self, text):
        return f"= {'true' if self.read(text) else 'false'}"

    def marked(self, text):
        if self.read(text) == self.holds:
            return right(f"It is {self.right_text}.")
        return Outcome(WRONG, NONE, (), (f"It is {self.right_text}.",))

    def difference(self, expected):
        return "" if expected == self.holds else f"the answer is {self.right_text}"


BANK = """\
format: 1
title: Large layers
questions:
  - id: large
    title: A large layer
    vary:
      filters: {example: 20, from: 4..32}
    let:
      layer: Conv2D(filters, 8)([32, 32, 3])
    ask: Does a convolution with {{ filters }} filters of 8×8×3 have over 3,000 parameters?
    answer: {kind: true or false, value: layer.params > 3000, about: layer.params}
    expect: true
    hints: [Count the parameters.]
"""


@pytest.fixture(autouse=True)
def _entries():
    fields = {
        "value": SpecField(EXPRESSION, "What is true or false.", True),
        "about": SpecField(EXPRESSION, "The count that it is about.", True),
    }
    tables = (ANSWER_KINDS, ANSWERS, BOXES)
    before = [dict(table) for table in tables]
    ANSWER_KINDS[NAME] = AnswerFormat(NAME, fields, TruthKind)
    ANSWERS[TruthInput] = LineAnswer
    BOXES[TruthInput] = AnswerLine
    yield
    del ANSWER_KINDS[NAME], ANSWERS[TruthInput], BOXES[TruthInput]
    assert [*tables] == before


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


@pytest.fixture
def bank(path):
    return load_bank(path)


def test_a_bank_has_it_read_and_proved(path):
    checked = check_bank(path)
    assert not checked.problems
    assert checked.proofs[0].proved > 20
    path.write_text(BANK.replace("about: layer.params", "abut: layer.params"), encoding="utf-8")
    assert {each.rule for each in check_bank(path).problems} == {"unknown-key", "missing-key"}
    path.write_text(BANK.replace("about: layer.params", "about: layr.params"), encoding="utf-8")
    assert [each.rule for each in check_bank(path).problems] == ["unknown-name"]


def test_the_schema_knows_it():
    assert "answer-true-or-false" in schema()["definitions"]


def test_it_is_drawn_shown_and_marked(bank):
    [question] = bank.questions
    answers = {question.variant(number).parts[0].answer for number in range(20)}
    assert answers == {"true", "false"}
    variant = question.variant(0)
    [part] = variant.parts
    assert variant_data(variant, "large", [part])["kind"] == NAME
    assert "Answer: true\n" in variant_text(variant, "large", [part])
    assert [part.mark(text).verdict for text in ("TRUE ", "false", "perhaps")] == [
        RIGHT,
        WRONG,
        UNREADABLE,
    ]
    assert (part.echo("True").text, part.echo("x").ok) == ("= true", False)
    assert part.drawables, "the layer of the count is pictured"


def test_hints_and_smaller_questions_follow_from_what_it_is_about(bank):
    [part] = bank.questions[0].variant(0).parts
    assert part.hints[0] == "Count the parameters."
    assert "`(8·8·3 + 1)·20`" in part.hints[-1]
    steps = part.break_down(FULL).steps
    assert [step.answer_text for step in steps] == ["192", "193"]
    assert all(step.mark(step.right_text).verdict == RIGHT for step in steps)


def test_it_is_answered_line_by_line(bank):
    deck = question_deck(bank, bank.questions[0], seed=1, variant=0)
    output = io.StringIO()
    run((), deck, seed=1, source=io.StringIO("maybe\nfalse\nhint\nsteps\n192\n"), output=output)
    text = output.getvalue()
    assert "Answer with true or false." in text
    assert "type true or false" in text
    assert "Not right" in text
    assert "Hint 1 of" in text
    assert "Step 1 of" in text


@pytest.mark.slow
def test_it_is_answered_in_the_app(bank, path):
    async def steps(pilot):
        assert pilot.app.screen.query_one(Input).placeholder == "true or false"
        await press(pilot, "=false")
        assert "= false" in screen_text(pilot)
        await press(pilot, "enter")
        assert session(pilot).part_progress.attempts[-1].outcome.verdict == WRONG
        pilot.app.screen.query_one(Input).value = "true"
        await press(pilot, "enter")
        assert session(pilot).part_progress.right

    act(steps, question_deck(bank, bank.questions[0], seed=1, variant=0), paths=(path,))
