"""The key `picture`: a layer on an input, a network, or none."""

import pytest

from quizengine.calculator.network import Network
from tests.banks.bankfile import PARTS, SOUND, changed, check, read

HINTS = "    hints:\n      - First"
OF_THE_WHOLE = "    ask: A layer of {{ filters }}"
OF_A_PART = "        expect: 280\n"


def with_picture(expression):
    return changed(SOUND, HINTS, f"    picture: {expression}\n{HINTS}")


def parts_of(text):
    reading = read(text)
    assert [problem.text for problem in reading.problems] == []
    return reading.bank.questions[0].variant(0).parts


def problems_of(text):
    return [(problem.rule, problem.line, problem.message) for problem in check(text).problems]


def test_without_the_key_the_answer_says_what_is_shown():
    (part,) = parts_of(SOUND)
    assert [one.layer.kind for one in part.drawables] == ["Conv2D"]


def test_the_author_chooses_a_layer_or_a_network():
    (part,) = parts_of(with_picture("MaxPooling2D(2)([size, size, depth])"))
    assert [one.layer.kind for one in part.drawables] == ["MaxPooling2D"]
    network = "Sequential([Input([size, size, depth]), Conv2D(filters, kernel)])"
    (part,) = parts_of(with_picture(network))
    (subject,) = part.drawables
    assert isinstance(subject, Network)


def test_none_is_no_picture():
    (part,) = parts_of(with_picture("none"))
    assert part.drawables == ()


def test_a_question_s_picture_is_that_of_its_parts_unless_they_have_their_own():
    text = changed(PARTS, OF_THE_WHOLE, f"    picture: none\n{OF_THE_WHOLE}")
    text = changed(text, OF_A_PART, f"{OF_A_PART}        picture: layer\n")
    first, second = parts_of(text)
    assert first.drawables == ()
    assert [one.layer.kind for one in second.drawables] == ["Conv2D"]


@pytest.mark.parametrize(
    ("expression", "reported"),
    [
        ("layer.biases", "a picture shows a layer on an input or a network"),
        ("Conv2D(filters, 99)([size, size, depth])", "a window of 99 does not fit"),
    ],
)
def test_what_is_no_picture_in_some_variant_is_reported_where_it_is(expression, reported):
    ((rule, line, message),) = problems_of(with_picture(expression))
    assert (rule, line) == ("draw", 25)
    assert reported in message


def test_an_unknown_name_in_it_is_reported():
    ((rule, _, message),) = problems_of(with_picture("lair"))
    assert (rule, message) == ("unknown-name", "unknown name 'lair'")


def test_a_definition_that_only_the_picture_uses_is_used():
    text = changed(with_picture("layer"), "answer: layer.params", "answer: 3860 + 0*filters")
    rules = {rule for rule, _, _ in problems_of(text)}
    assert "unused-name" not in rules


def test_it_is_reported_at_its_own_key_where_the_answer_reads_the_same():
    ((rule, line, _),) = problems_of(with_picture("layer.params"))
    assert (rule, line) == ("draw", 25)
