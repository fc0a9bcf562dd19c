"""What holds for every kind of answer and any text at all."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, Echo, Outcome
from quizengine.questions.serialization import outcome_data, variant_data, variant_text
from tests.questions.builder import (
    SHARED,
    UNSHARED,
    claim,
    estimate,
    formula,
    holds,
    layer,
    meets,
    misprinted,
    mistake,
    number,
    one_of,
    part,
    question,
    shape,
    statements,
    table,
    wrong_formula,
    wrong_rows,
)

pytestmark = pytest.mark.slow

QUESTION = question(
    part("number", number(f"{UNSHARED}.params", "parameters"), mistakes=[mistake("own", "7")]),
    part("decimal", number("9/2", tolerance="0.1"), carry="number/2"),
    part("estimate", estimate(f"{UNSHARED}.params", "3/2", "parameters")),
    part(
        "layer",
        layer(
            "[32, 32, 3]",
            "Conv2D(20, 5, strides=2)",
            meets("layer.output", "is", "[14, 14, 20]"),
            holds("layer.kernel_size[0] > 1", "the kernel has to be larger than 1×1"),
        ),
    ),
    part("shape", shape(f"{SHARED}.output"), mistakes=[mistake("own", "[1, 2, 3]")]),
    part("volume", f"{SHARED}.output.size", carry="prod(shape)"),
    part("choice", one_of(f"{SHARED}.params")),
    part("words", one_of("'same'", "'valid'", "'[/]'")),
    part(
        "claims",
        statements(claim("{{ value }}", "1", "2"), claim("{{ value }}", "3", "4", example=False)),
    ),
    part(
        "table",
        table(
            {"C": "Conv2D(8, 5)([32, 32, 3])", "P": "MaxPooling2D(2)([28, 28, 8])"},
            ["output_shape", "params"],
            total=True,
        ),
    ),
    part(
        "misprints",
        wrong_rows(
            misprinted("C", "Conv2D(8, 5)([32, 32, 3])", mistake_id="missing-biases"),
            misprinted("P", "MaxPooling2D(2)([28, 28, 8])"),
            misprinted("D", "Dense(10)(400)", printed="[9]", column="output_shape"),
            columns=["output_shape", "params"],
            wrong=["output_shape", "params"],
        ),
    ),
    part(
        "formula",
        formula("M*(K*K*D) + M", {"M": range(1, 65), "K": range(1, 10), "D": range(1, 65)}),
        mistakes=[wrong_formula("no-bias", "M*K*K*D")],
    ),
)
VARIANTS = [QUESTION.variant(number_) for number_ in (0, 1)]
PARTS = [part for variant in VARIANTS for part in variant.parts]
IDS = [part_.id for part_ in QUESTION.parts]

PIECES = st.sampled_from(
    [
        *"0123456789.,;_ +-*/%^()[]{}xXeEabdMKD×·−²⌊⌋\t\n\x1b\x1c\u2028\u00a0٣½=<>'\"",
        *("14", "x14", "x20", "608", "3840", "none", "None", "[/]", "{{ 1 }}", "parameters", "**"),
        *("Conv2D(", "nn.Conv2d(3, 20, 5)", "strides=2", "Dense(", "1.2 M", "60k", "~", "lambda"),
        *("[@click=app.quit]x[/]", "__import__('os')", "9**9**9", "1/0", "floor(", "\ud800"),
    ]
)
TEXTS = st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=12).map("".join))
EARLIER = st.dictionaries(st.sampled_from([*IDS, "unknown"]), TEXTS, max_size=3)


def check(outcome: Outcome) -> None:
    assert isinstance(outcome, Outcome)
    assert outcome.verdict in (RIGHT, WRONG, PARTLY, UNREADABLE)
    assert isinstance(outcome.score, (int, Fraction))
    assert 0 <= outcome.score <= 1
    assert (outcome.verdict == RIGHT) == (outcome.score == 1)
    assert (outcome.verdict == PARTLY) == (0 < outcome.score < 1)
    assert outcome.feedback
    assert all(line and line.replace("\n", "").isprintable() for line in outcome.feedback)
    assert len(set(outcome.mistakes)) == len(outcome.mistakes)
    if outcome.verdict in (UNREADABLE, RIGHT):
        assert outcome.mistakes == ()
    if outcome.verdict == UNREADABLE:
        assert outcome.cells == ()
        assert all(len(line) <= 250 for line in outcome.feedback)


@pytest.mark.parametrize("part", PARTS[: len(IDS)], ids=IDS)
@given(text=TEXTS, earlier=EARLIER)
@example(text="", earlier={})
@example(text="\x1b[31m", earlier={"shape": "\x1b"})
@example(text="9" * 10_000, earlier={"number": "9" * 10_000})
@example(text=";" * 10_000, earlier={})
def test_any_text_is_marked_and_never_raises(part, text, earlier):
    """Verdict and score agree; what is unreadable names no mistake; nothing is a terminal's."""
    check(part.mark(text, earlier))


@pytest.mark.parametrize("part", PARTS[: len(IDS)], ids=IDS)
@given(text=TEXTS)
def test_any_text_is_echoed_as_it_is_marked(part, text):
    """The echo agrees with the mark: what can be read is not refused, and the other way round."""
    echo = part.echo(text)
    assert isinstance(echo, Echo)
    assert echo.text.isprintable()
    if echo.text:
        unreadable = part.mark(text).verdict == UNREADABLE
        assert unreadable or echo.ok
        if not echo.ok:
            assert unreadable


@pytest.mark.parametrize("part", PARTS, ids=IDS * 2)
def test_the_key_marks_itself_right(part):
    assert part.mark(part.right_text).verdict == RIGHT
    assert part.mark(f"  {part.right_text}\n").verdict == RIGHT
    check(part.mark(part.right_text))


@pytest.mark.parametrize("part", PARTS, ids=IDS * 2)
def test_every_known_mistake_is_marked_as_one(part):
    for known in part.mistakes:
        value = known.value
        text = "x".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        outcome = part.mark(text)
        check(outcome)
        assert outcome.verdict != RIGHT, known.id


@pytest.mark.parametrize("part", PARTS, ids=IDS * 2)
def test_every_part_has_a_working_and_an_answer_in_words(part):
    assert part.working.steps
    assert part.answer_text
    assert all(step.text.isprintable() for step in part.working.steps)


@pytest.mark.parametrize("part", PARTS, ids=IDS * 2)
def test_marking_is_a_function_of_the_text(part):
    for text in (part.right_text, "7", "", "1;2", "a"):
        assert part.mark(text) == part.mark(text)
        assert (
            outcome_data(part.mark(text))["score"] in (0, 1)
            or part.mark(text).cells
            or (part.mark(text).verdict == PARTLY)
        )


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_can_be_written_as_text_and_as_plain_data(variant):
    text = variant_text(variant, "bank#q", variant.parts)
    data = variant_data(variant, "bank#q", variant.parts)
    assert text.startswith(f"A question\nbank#q, variant {variant.number}: ")
    assert data["kind"] == "parts"
    for each, one in zip(variant.parts, data["parts"], strict=True):
        assert one["part"] == each.part_id
        assert one["kind"] == each.kind
        assert each.prompt in text
        assert each.answer_input.text in text
        assert one["hints"] == list(each.hints)
        assert all(hint.split("\n")[0] in text for hint in each.hints)
