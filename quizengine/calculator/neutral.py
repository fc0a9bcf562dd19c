"""What people count in layers that learn nothing."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.quantity import Mistake, Recipe

_COUNTED = ("parameters", "trainable parameters", "weights")


@lru_cache(maxsize=512)
def tempting(recipe: Recipe, output: tuple[str, ...]) -> Recipe:
    """A count that is 0, with the size of the output as what is taken for it.

    `output` has the symbols of the output's axes.
    """
    if recipe.label not in _COUNTED or not output:
        return recipe
    size = Mistake(
        "activation-size",
        "*".join(output),
        f"This is the size of the output; the layer has no {recipe.label}.",
        seen="the wrong statements of a Keras quiz",
        minor=True,
    )
    return Recipe(recipe.label, "0", (), (size,), recipe.terms, recipe.why)
