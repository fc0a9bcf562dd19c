"""The catalogue of misconceptions: each once, with a sentence, and made in some layer."""

import ast
import re
from pathlib import Path

import pytest

from quizengine.calculator.misconceptions import MISCONCEPTIONS, TOPICS, wrong
from quizengine.calculator.misconceptions.any_formula import ANY_FORMULA
from quizengine.calculator.misconceptions.reports import examples, ids, misconception_text

PACKAGE = Path(__file__).parents[2] / "quizengine"


def uses():
    """The texts of the package outside the catalogue, as patterns: a hole may be any word."""
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "misconceptions":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                said = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
                if len("".join(said)) > 5:
                    yield "[a-z/-]*".join(["", *map(re.escape, said), ""])


def test_no_name_stands_in_two_topics():
    listed = [name for topic in TOPICS.values() for name in topic]
    assert len(listed) == len(set(listed)) == len(MISCONCEPTIONS)


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_each_has_a_name_a_sentence_and_perhaps_a_source(name):
    say, seen = MISCONCEPTIONS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?", name)
    assert say.endswith(".")
    assert say[0].isupper() or say[0] == "{"
    assert not seen.endswith(".")


@pytest.mark.slow
def test_each_is_made_somewhere():
    written = {re.compile(pattern) for pattern in set(uses())}
    # A mistake in any formula has its general id, whatever the formula.
    wanted = [name.partition("/")[0] if name in ANY_FORMULA else name for name in MISCONCEPTIONS]
    assert not [name for name in wanted if not any(each.fullmatch(name) for each in written)]


def test_holes_are_filled_and_the_id_is_the_name_before_the_slash():
    mistake = wrong("one-bias-per-layer", "p*c + 1", owner="unit")
    assert mistake.id == "one-bias-per-layer"
    assert mistake.say.endswith("every unit has its own.")
    assert wrong("missing-biases/attention", "p").id == "missing-biases"


def test_an_unknown_name_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        wrong("no-such-thing", "p")


@pytest.mark.slow
@pytest.mark.parametrize("misconception_id", ids())
def test_each_can_be_explained(misconception_id):
    text = misconception_text(misconception_id)
    assert text.startswith(misconception_id)
    assert "{" not in text


@pytest.mark.slow
def test_most_are_shown_in_a_known_layer():
    assert sum(1 for each in ids() if examples(each)) > 100
