"""What normalization layers hold, and how people miscount it.

Formulas: Ioffe and Szegedy 2015 for batch normalization, gamma and beta per channel beside the
moving mean and variance; Ba, Kiros and Hinton 2016, Wu and He 2018, and Zhang and Sennrich 2019
for the layers that keep nothing from batch to batch. The counts are those of Keras's summary.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe

_NO_MACS = "only matrix products and convolutions are counted; normalizing is neither"
_PER_VALUE = (
    "One set was counted for every value of the input; a set is shared along the other axes."
)
_ONE_SET = "One set was counted for the whole layer; every place along its axis has its own."


@lru_cache(maxsize=128)
def batch_recipe(quantity: str, scale: bool, center: bool, kept: int, axis: int) -> Recipe:
    """Batch normalization: `kept` statistics per channel beside gamma and beta."""
    terms = {"C": "channels" if axis == -1 else f"size of axis {axis}"}
    learned = scale + center
    label = LABELS[quantity]
    if quantity in ("weights", "biases"):
        return _one_of(quantity, "C", scale, center, terms)
    if quantity == "macs":
        return Recipe(label, "0", why=_NO_MACS)
    tracked = "the moving mean and variance" if kept == 2 else f"{kept} statistics"
    if quantity == "trainable_params":
        why = f"{_names(scale, center)}; {tracked} are only tracked"
        return Recipe(label, _times(learned, "C"), (), _trained(learned, kept), terms, why)
    if quantity == "non_trainable_params":
        why = f"{tracked}: tracked, not trained"
        return Recipe(label, _times(kept, "C"), (), _tracked(learned, kept), terms, why)
    why = f"{_names(scale, center)}; {tracked}, tracked (buffers in PyTorch, not counted)"
    return Recipe(label, _times(learned + kept, "C"), (), _held(learned, kept), terms, why)


@lru_cache(maxsize=128)
def per_sample_recipe(
    kind: str, quantity: str, scale: bool, center: bool, axis: int | tuple[int, ...]
) -> Recipe:
    """Layer, group and root-mean-square normalization: nothing is kept from batch to batch."""
    size, terms = _along(axis)
    label = LABELS[quantity]
    if quantity in ("weights", "biases"):
        return _one_of(quantity, size, scale, center, terms)
    if quantity == "macs":
        return Recipe(label, "0", why=_NO_MACS)
    if quantity == "non_trainable_params":
        return Recipe(label, "0", why="it keeps no moving statistics; training changes the rest")
    learned = scale + center
    if not learned:
        return Recipe(label, "0", why="scale=False and center=False: nothing is learned")
    if kind == "group":
        terms["n"] = "channels" if axis == -1 else f"size of axis {axis}"
    mistakes = _per_sample_mistakes(kind, learned, size)
    why = "one scale for each value, no offset" if kind == "rms" else _names(scale, center)
    each = "channel" if kind == "group" else "value along the axis"
    why = why if kind == "rms" else f"{why}, for each {each}"
    return Recipe(label, _times(learned, size), (), mistakes, terms, why)


@lru_cache(maxsize=64)
def statistics_recipe(quantity: str, axis: int | tuple[int, ...] | None, given: bool) -> Recipe:
    """Keras's Normalization: measured by `adapt`, never trained."""
    label = LABELS[quantity]
    size, terms = _along(() if axis is None else axis)
    if quantity not in ("params", "non_trainable_params"):
        why = _NO_MACS if quantity == "macs" else "what it holds is measured, not learned"
        return Recipe(label, "0", why=why)
    if given:
        return Recipe(label, "0", why="the mean and the variance are given: they are constants")
    mistakes = (
        Mistake(
            "count-forgotten",
            f"2*{size}",
            "The count is left out: beside mean and variance Keras keeps the number of samples.",
        ),
        Mistake(
            "mean-alone",
            size,
            "These are the means alone; there is a variance beside each, and a count.",
        ),
    )
    why = "a mean and a variance each, and one count of samples; measured, not trained"
    phrases = ((f"2*{size}", "means and variances"),)
    return Recipe(label, f"2*{size} + 1", phrases, mistakes, terms, why)


def _along(axis: int | tuple[int, ...]) -> tuple[str, dict[str, str]]:
    """The formula text of the values along an axis or several, and the words for them."""
    if not isinstance(axis, tuple):
        axis = (axis,)
    if not axis:
        return "1", {}
    if len(axis) == 1:
        return "n", {"n": "size of the last axis" if axis[0] == -1 else f"size of axis {axis[0]}"}
    names = [f"n{place}" for place in range(1, len(axis) + 1)]
    words = (f"size of axis {each}" for each in axis)
    return "*".join(names), dict(zip(names, words, strict=True))


def _times(number: int, size: str) -> str:
    if number == 0:
        return "0"
    return size if number == 1 else f"{number}*{size}"


def _names(scale: bool, center: bool) -> str:
    if scale and center:
        return "gamma and beta, learned"
    if scale:
        return "gamma, learned (center=False: no beta)"
    return "beta, learned (scale=False: no gamma)" if center else "nothing learned"


def _one_of(
    quantity: str, size: str, scale: bool, center: bool, terms: Mapping[str, str]
) -> Recipe:
    if quantity == "weights":
        why = "gamma, the scale" if scale else "there is no scale"
        return Recipe(quantity, size if scale else "0", terms=terms, why=why)
    why = "beta, the offset" if center else "there is no offset"
    return Recipe(quantity, size if center else "0", terms=terms, why=why)


def _held(learned: int, kept: int) -> tuple[Mistake, ...]:
    learned_alone = Mistake(
        "learned-forgotten",
        _times(kept, "C"),
        "These are the statistics alone; gamma and beta are parameters too.",
        minor=True,
    )
    return (
        Mistake(
            "statistics-forgotten",
            _times(learned, "C"),
            "These are the learned ones; Keras counts the moving mean and variance as "
            "parameters too, which are not trainable.",
            seen="a Stack Overflow question: 1024 for 2048",
        ),
        *_sets(learned + kept, "C"),
        *((learned_alone,) if learned else ()),
    )


def _trained(learned: int, kept: int) -> tuple[Mistake, ...]:
    if not learned:
        return ()
    return (
        Mistake(
            "statistics-counted",
            _times(learned + kept, "C"),
            "The moving mean and variance were counted in; they are tracked, not trained.",
            seen="an issue of a PyTorch summary tool",
        ),
        *_sets(learned, "C"),
        *((_OFFSET._replace(formula="C"),) if learned == 2 else ()),
    )


_OFFSET = Mistake(
    "offset-forgotten",
    "",
    "The offsets are left out: there is a beta beside each gamma.",
    minor=True,
)


def _tracked(learned: int, kept: int) -> tuple[Mistake, ...]:
    everything = Mistake(
        "learned-counted",
        _times(learned + kept, "C"),
        "Gamma and beta were counted in; these two are trained.",
    )
    mean = Mistake(
        "mean-alone", "C", "These are the means alone; there is a moving variance beside each."
    )
    return (*((everything,) if learned else ()), mean)


def _per_sample_mistakes(kind: str, learned: int, size: str) -> tuple[Mistake, ...]:
    mistakes = [
        Mistake(
            "statistics-counted",
            _times(learned + 2, size),
            "Two moving statistics were counted in, as batch normalization has them; here mean "
            "and variance are taken afresh from every sample.",
        ),
        *_sets(learned, size),
    ]
    if kind == "rms":
        mistakes.append(
            Mistake(
                "offset-counted",
                f"2*{size}",
                "An offset was counted; there is only a scale to learn.",
            )
        )
    elif learned == 2:
        mistakes.append(
            Mistake(
                "offset-forgotten",
                size,
                "The offsets are left out: there is one beside each scale.",
            )
        )
    if kind == "group":
        say = "One set was counted for each group; it is the channels that have one each."
        mistakes.append(Mistake("set-per-group", _times(learned, "G"), say, "G != n"))
    return tuple(mistakes)


def _sets(number: int, size: str) -> tuple[Mistake, ...]:
    several = f"{size} > 1"
    return (
        Mistake("one-set-per-layer", str(number), _ONE_SET, several),
        Mistake("set-per-value", _times(number, "m"), _PER_VALUE, f"m != {size}"),
    )
