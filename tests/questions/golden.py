"""Prints the draws of a few questions as JSON; needs nothing but Python and quizengine.

    python -m tests.questions.golden > tests/data/draws.json

Only a change that means to move every student's variants may change what it prints.
"""

from __future__ import annotations

import json
import sys

from quizengine.questions import Question
from tests.questions.builder import (
    claim,
    formula,
    mistake,
    number,
    one_of,
    part,
    question,
    statements,
    table,
)

FIRST = 24
LATE = (100, 1_000, 2_500)

CONVOLUTION = {
    "size": (32, range(16, 65, 4)),
    "depth": (3, (1, 3, 4)),
    "filters": (20, range(4, 33)),
    "kernel": (8, range(2, 10)),
    "stride": (2, range(1, 4)),
    "padding": (1, range(3)),
}
LAYER = "(filters, kernel, strides=stride, padding=padding)([size, size, depth])"


def questions() -> list[Question]:
    return [
        question(
            part("", "layer.params", mistakes=[mistake("weights", "layer.weights")]),
            question_id="unshared",
            vary=CONVOLUTION,
            let={"layer": f"LocallyConnected2D{LAYER}"},
            where=["(size - kernel + 2*padding) % stride == 0", "depth != filters"],
        ),
        question(
            part("shape", "layer.output"),
            part("count", number("layer.params", "parameters"), carry="prod(shape)"),
            question_id="shared-parts",
            vary=CONVOLUTION,
            let={"layer": f"Conv2D{LAYER}"},
        ),
        question(
            part("", one_of("Dense(units)(inputs).params")),
            question_id="choice",
            vary={"units": (10, range(2, 40)), "inputs": (84, range(2, 40))},
        ),
        question(
            part(
                "",
                statements(
                    claim("{{ value }}", "n", "n + 1", "n - 1"),
                    claim("{{ value }}", "2*n", "3*n"),
                    claim("{{ value }}", "n*n", "n + n*n", "n*n - n"),
                ),
            ),
            question_id="truths",
            vary={"n": (3, range(3, 30)), "word": ("same", ("same", "valid"))},
        ),
        question(
            part("", table({"C": "Conv2D(k, 3)([8, 8, 3])", "D": "Dense(k)(9)"}, ["params"])),
            question_id="rows",
            vary={"k": (8, range(1, 10))},
        ),
        question(part("", formula("K*D", {"K": range(1, 9), "D": range(1, 9)})), question_id="f"),
        question(part("", "n"), question_id="übung-层", vary={"n": (1, range(10**12))}),
    ]


def draws() -> dict[str, dict[str, object]]:
    """For each question and variant: the values, and what depends on the dice."""
    return {
        one.id: {
            str(number): [
                variant.values,
                [part.right_text for part in variant.parts],
                [
                    list(part.answer_input.choices)
                    for part in variant.parts
                    if part.kind == "one of"
                ],
            ]
            for number in (*range(FIRST + 1), *LATE)
            for variant in [one.variant(number)]
        }
        for one in questions()
    }


def text() -> str:
    """The draws as the checked-in file has them: a line for every variant."""
    blocks = []
    for name, variants in draws().items():
        lines = [f"  {json.dumps(number)}: {json.dumps(one)}" for number, one in variants.items()]
        blocks.append(f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(text())
