"""The catalogue of misconceptions about layers, each with a sentence and where it was seen.

A wrong formula that people really use is one line beside the right formula,
`wrong("one-filter", "F*D + 1")`. The catalogue has its sentence, by the id of the misconception.
Where a misconception needs other words in another context, its name has the context after a slash,
`missing-biases/convolution`: for a student, in `--json` and in a record the id is the same.
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
    """A misconception: the sentence that explains it, and where it was seen.

    `say` may have named holes, `{owner}`, which each use fills.
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
    "errors in any formula": ANY_FORMULA,
}
"""The sentences by topic."""

MISCONCEPTIONS: Mapping[str, Misconception] = {
    name: Misconception(entry) if isinstance(entry, str) else Misconception(*entry)
    for topic in TOPICS.values()
    for name, entry in topic.items()
}
"""All misconceptions by name: the id, and after a slash the context if there is one."""


def wrong(
    name: str, formula: str, when: str = "", *, minor: bool = False, **words: object
) -> WrongFormula:
    """Return a wrong formula, with the sentence of its misconception in the catalogue.

    `when` is a condition on the symbols; a `minor` one excludes no draw (see `WrongFormula`);
    `words` fill the holes of the sentence. Raises KeyError for a name not in the catalogue.
    """
    say = MISCONCEPTIONS[name].say
    sentence = say.format_map(words) if words else say
    return WrongFormula(name.partition("/")[0], formula, sentence, when, minor)
