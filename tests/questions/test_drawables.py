"""What a part is about follows from the expressions of its answer."""

import pytest

from quizengine.calculator.network import Network
from tests.questions import builder

NET = (
    'Sequential([Input([28, 28, 1]), Conv2D(8, 3, name="conv"), MaxPooling2D(2, name="pool"), '
    'Flatten(name="flat"), Dense(10, name="last")])'
)
LET = {
    "net": NET,
    "conv": "net.row('conv')",
    "side": "conv.output.width",
    "half": "side // 2",
    "layer": "Conv2D(20, 8)([32, 32, 3])",
    "local": "LocallyConnected2D(20, 8)([32, 32, 3])",
    "broken": "Conv2D(20, 99)([32, 32, 3])",
}


def about(kind):
    """The names of what is found, as they are found."""
    question = builder.question(builder.part("", kind), let=LET)
    found = question.variant(0).parts[0].drawables
    return ["network" if isinstance(one, Network) else one.name or one.layer.kind for one in found]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("layer.params", ["Conv2D"]),
        ("local.params // layer.params", ["LocallyConnected2D", "Conv2D"]),
        ("layer.params + layer.params", ["Conv2D"]),
        ("Dense(10)([400]).params", ["Dense"]),
        ("net.rows[0].params", ["conv", "network"]),
        ("net.params", ["network"]),
        ("half", ["conv", "network"]),
        ("3 * 4", []),
    ],
)
def test_layers_and_networks_are_found_through_definitions(answer, found):
    assert about(builder.number(answer)) == found


def test_every_row_of_a_table_is_found():
    rows = {"a": "net.rows[1]", "b": "net.rows[3]"}
    assert about(builder.table(rows, ["params"])) == ["pool", "network", "last"]


def test_a_general_formula_is_about_no_layer():
    assert about(builder.formula("K*3", {"K": range(1, 9)})) == []
