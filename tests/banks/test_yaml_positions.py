"""From a character of a value back to the file."""

import pytest

from quizengine.banks.report import Report
from quizengine.banks.yaml_nodes import MappingNode, ScalarNode
from quizengine.banks.yaml_positions import position_in
from quizengine.banks.yaml_tree import read_tree


def scalar_of(text: str) -> ScalarNode:
    root = read_tree(text, Report("q.yaml", text))
    assert isinstance(root, MappingNode)
    found = root.entries[0].value
    assert isinstance(found, ScalarNode)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "a: one two @ three\n",
        "a: 'it''s ''quoted'' @ here'\n",
        'a: "tab\\t quote\\" \\u00e9 \\x41 @ here"\n',
        "a: |\n  one\n    two\n\n  three @ four\n",
        "a: |-\n      one\n      @ two\n",
        "a: >\n  one\n  two @\n  three\n",
        "a: one\n  two\n  three @ four\n",
        "a: 'one\n  two\n\n  three @ four'\n",
        "é: ünï @\n",
        "a: @\n".replace("@", "x@"),
    ],
)
def test_the_very_character(text):
    """Every style of scalar leads back to the line and column of a character."""
    scalar = scalar_of(text)
    line, column = position_in(text, scalar, scalar.text.index("@"))
    assert text.split("\n")[line - 1][column - 1] == "@"


def test_an_offset_beyond_the_end_stays_in_the_scalar():
    text = "a: one\nb: two\n"
    assert position_in(text, scalar_of(text), 99) == (1, 7)
