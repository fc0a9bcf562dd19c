"""What people misunderstand about layers: each idea once, with a sentence and where it was seen.

A formula that people really use beside a right one is one line, `wrong("one-filter", "F*D + 1")`,
beside the formula that holds. What is said of it stands here, by the name of the idea. Where one
idea needs other words in another place, its name has the place behind a slash,
`missing-biases/convolution`: to a student, in `--json` and in a record it is the same idea.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from quizengine.calculator.misconceptions.any_formula import ANY_FORMULA
from quizengine.calculator.misconceptions.convolution import CONVOLUTION
from quizengine.calculator.misconceptions.cost import COST
from quizengine.calculator.misconceptions.counting import COUNTING
from quizengine.calculator.misconceptions.dense import DENSE
from quizengine.calculator.misconceptions.normalization import NORMALIZATION
from quizengine.calculator.misconceptions.sequences import SEQUENCES
from quizengine.calculator.misconceptions.shapes import SHAPES
from quizengine.calculator.misconceptions.windows import WINDOWS
from quizengine.calculator.quantity import WrongFormula


class Misconception(NamedTuple):
    """An idea that is wrong: what is said of it, and where it was seen.

    `say` may have holes by name, `{owner}`, which each use fills.
    """

    say: str
    seen: str = ""


TOPICS: Mapping[str, Mapping[str, str | tuple[str, str]]] = {
    "parameters of any layer": COUNTING,
    "convolutions": CONVOLUTION,
    "sizes of windows": WINDOWS,
    "dense layers and embeddings": DENSE,
    "recurrent layers and attention": SEQUENCES,
    "normalization": NORMALIZATION,
    "shapes": SHAPES,
    "cost": COST,
    "slips in any formula": ANY_FORMULA,
}
"""The sentences by topic."""

MISCONCEPTIONS: Mapping[str, Misconception] = {
    name: Misconception(said) if isinstance(said, str) else Misconception(*said)
    for topic in TOPICS.values()
    for name, said in topic.items()
}
"""All misconceptions by name, with the place behind a slash where the name has one."""


def wrong(
    name: str, formula: str, when: str = "", *, minor: bool = False, **words: object
) -> WrongFormula:
    """A wrong formula beside a right one, with what the catalogue says of its misconception.

    `when` is a condition on the symbols; a `minor` one forbids no draw (see `WrongFormula`);
    `words` fill the holes of the sentence. Raises KeyError for a name that the catalogue lacks.
    """
    say, seen = MISCONCEPTIONS[name]
    said = say.format_map(words) if words else say
    return WrongFormula(name.partition("/")[0], formula, said, when, seen, minor)
