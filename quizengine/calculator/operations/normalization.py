"""Normalization: the parameters that it learns, and the statistics that it tracks.

Formulas: Ioffe and Szegedy 2015 for batch normalization, a scale and an offset for each channel
beside the moving mean and variance; Ba, Kiros and Hinton 2016, Wu and He 2018, and Zhang and
Sennrich 2019 for what keeps nothing from batch to batch. Keras counts the statistics that it
tracks as parameters that are not trained; in PyTorch they are buffers, outside the count.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait, nothing
from quizengine.calculator.quantity import CountFormula, WrongFormula
from quizengine.calculator.shape import Shape, axis_index

_BUFFERS = "the running mean and variance are buffers, not parameters"
_MEASURED = "what it holds is measured, not learned"
_NOT_LEARNED = {
    "channels": "affine=False: it learns no weight, no bias",
    "values": "elementwise_affine=False: it learns nothing",
}
"""Why PyTorch's layers learn nothing where they do not."""


class NormalizationForm(NamedTuple):
    """The form of a normalization: all that its formulas depend on.

    `method` is Keras's `"batch"`, `"layer"`, `"group"`, `"rms"` or `"measured"`, or PyTorch's
    `"channels"` or `"values"`. Each value along some axes has a scale, an offset or both. `words`
    has the framework's term for the size of each axis, and `letter` is its symbol, with a number
    behind it where there are several axes. `statistics` is how many statistics of each value are
    tracked from batch to batch.
    """

    method: str
    letter: str
    words: tuple[str, ...]
    scale: bool
    offset: bool
    statistics: int = 0

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbol of each axis: `n`, or `n1` and `n2`."""
        if len(self.words) == 1:
            return (self.letter,)
        return tuple([f"{self.letter}{number}" for number, _ in enumerate(self.words, 1)])

    @property
    def size(self) -> str:
        """The formula text of the values along the axes."""
        return "*".join(self.symbols) or "1"

    @property
    def learned(self) -> int:
        """How many trained parameters each value has."""
        return self.scale + self.offset

    @property
    def in_torch(self) -> bool:
        """Whether it is one of PyTorch's."""
        return self.method in _NOT_LEARNED

    def count_formula(
        self, quantity: str, number: int, why: str, mistakes: tuple[WrongFormula, ...] = ()
    ) -> CountFormula:
        """Return the formula of a quantity with so many numbers for each value."""
        terms = dict(zip(self.symbols, self.words, strict=True))
        label, text = LABELS[quantity], _times(number, self.size)
        phrases = ((self.size, "values normalized together"),)
        named = self.method == "values" and len(self.words) > 1 and number > 1
        return CountFormula(label, text, phrases if named else (), mistakes, terms, why)


class Standardization(Operation):
    """Standardization to a mean of 0, a variance of 1 or both, then a scale and an offset.

    The batch is axis 0 and the last axis -1, as in Keras. `groups` is the number of groups of
    channels that are normalized together; -1 means one for each channel.
    """

    axes: tuple[int, ...]
    form: NormalizationForm
    trait: Trait = Trait.POINTWISE
    in_place = False
    groups: int = 0

    def symbols(self, shape: Shape) -> Symbols:
        """The sizes of the axes, G groups, and m values in all. Raises LayerError."""
        sizes = [shape[index_of(axis, shape)] for axis in self.axes]
        symbols: Symbols = dict(zip(self.form.symbols, sizes, strict=True))
        if self.form.in_torch:
            return {**super().symbols(shape), **symbols}
        if self.groups:
            symbols["G"] = sizes[0] if self.groups == -1 else self.groups
        symbols["m"] = prod(shape)
        return symbols

    def counts(self, shape: Shape) -> Counts:
        """The counts for each value along the axes, such as 4·C or 2·n parameters."""
        return normalization_counts(self.form)


class Division(Operation):
    """Division of each value by a number that is computed from the input."""

    trait = Trait.POINTWISE
    in_place = False

    why: str


def index_of(axis: int, shape: Shape) -> int:
    """Return the index of an axis in a shape without its batch.

    Raises LayerError for the batch itself, whose size a layer does not know, and beyond the last.
    """
    rank = len(shape) + 1
    if not -rank <= axis < rank:
        raise LayerError(
            f"axis {axis} is out of range: with the batch, {shape} has the axes 0 to {rank - 1}"
        )
    index = axis_index(axis, len(shape))
    if index < 0:
        raise LayerError(f"axis {axis} is the batch, which has no size of its own")
    return index


_Held = tuple[CountFormula, CountFormula | None, CountFormula | None]
"""All parameters, the trained ones and the others; None where they follow from the first."""


@lru_cache(maxsize=256)
def normalization_counts(form: NormalizationForm) -> Counts:
    """Return the counts of a normalization; scales are weights and offsets are biases."""
    held = {"batch": _batch, "measured": _measured, "channels": _channels, "values": _values}
    scale, offset = _whys(form)
    apart = form
    if form.method == "group" and form.words == ("channels",):
        # The formulas of scales and of offsets name the axis, that of their sum the channels.
        apart = form._replace(words=("size of the last axis",))
    weights = apart.count_formula("weights", form.scale, scale)
    biases = apart.count_formula("biases", form.offset, offset)
    neither = "" if form.in_torch else "; normalizing is neither"
    why = f"only matrix products and convolutions are counted{neither}"
    macs = CountFormula(LABELS["macs"], "0", why=why)
    params, trained, others = held.get(form.method, _samples)(form)
    return Counts(weights, biases, params, macs, trained, others)


def _whys(form: NormalizationForm) -> tuple[str, str]:
    """Return why there are scales or none, and why there are offsets or none."""
    scale, offset = form.scale, form.offset
    if form.method == "measured":
        return _MEASURED, _MEASURED
    if not form.in_torch:
        return (
            "gamma, the scale" if scale else "there is no scale",
            "beta, the offset" if offset else "there is no offset",
        )
    if not scale:
        return _NOT_LEARNED[form.method], _NOT_LEARNED[form.method]
    owner, none = "channel", "bias=False: there are none"
    if form.method == "values":
        owner, none = "normalized value", "there are no biases"
    return f"one weight per {owner}", f"one bias per {owner}" if offset else none


def _batch(form: NormalizationForm) -> _Held:
    statistics, learned, everything = (
        form.statistics,
        form.learned,
        _times(form.statistics + form.learned, "C"),
    )
    tracked = "the moving mean and variance" if statistics == 2 else f"{statistics} statistics"
    names = _learned_names(form)
    why = f"{names}; {tracked}, tracked (buffers in PyTorch, not counted)"
    held = [wrong("statistics-forgotten", _times(learned, "C")), *_sets(learned + statistics, "C")]
    trained, others = [], [wrong("mean-alone", "C")]
    if learned:
        held.append(wrong("learned-forgotten", _times(statistics, "C"), minor=True))
        trained = [wrong("statistics-counted", everything), *_sets(learned, "C")]
        others.insert(0, wrong("learned-counted", everything))
    if learned == 2:
        trained.append(wrong("offset-forgotten/batch", "C", minor=True))
    only = f"{names}; {tracked} are only tracked"
    return (
        form.count_formula("params", learned + statistics, why, tuple(held)),
        form.count_formula("trainable_params", learned, only, tuple(trained)),
        form.count_formula(
            "non_trainable_params", statistics, f"{tracked}: tracked, not trained", tuple(others)
        ),
    )


def _samples(form: NormalizationForm) -> _Held:
    learned, size, grouped = form.learned, form.size, form.method == "group"
    why = "it keeps no moving statistics; training changes the rest"
    others = form.count_formula("non_trainable_params", 0, why)
    if not learned:
        why = "scale=False and center=False: nothing is learned"
        return form.count_formula("params", 0, why), None, others
    why = f"{_learned_names(form)}, for each {'channel' if grouped else 'value along the axis'}"
    mistakes = [wrong("statistics-counted/per-sample", _times(learned + 2, size))]
    mistakes += _sets(learned, size)
    if form.method == "rms":
        why = "one scale for each value, no offset"
        mistakes.append(wrong("offset-counted", f"2*{size}"))
    elif learned == 2:
        mistakes.append(wrong("offset-forgotten", size))
    if grouped:
        mistakes.append(wrong("set-per-group", _times(learned, "G"), "G != n"))
    return form.count_formula("params", learned, why, tuple(mistakes)), None, others


def _measured(form: NormalizationForm) -> _Held:
    trained = nothing(_MEASURED).trainable
    if not form.statistics:
        given = nothing("the mean and the variance are given: they are constants")
        return given.params, trained, given.non_trainable
    size, why = form.size, "a mean and a variance each, and one count of samples"
    mistakes = (wrong("count-forgotten", f"2*{size}"), wrong("mean-alone/with-count", size))
    params = CountFormula(
        LABELS["params"], f"2*{size} + 1", ((f"2*{size}", "means and variances"),), mistakes,
        form.count_formula("params", 1, "").terms, f"{why}; measured, not trained",
    )  # fmt: skip
    return params, trained, params.labelled(LABELS["non_trainable_params"])


def _channels(form: NormalizationForm) -> _Held:
    why, others = _NOT_LEARNED["channels"], None
    buffers = (wrong("statistics-counted/torch-alone", "2*D"),) if form.statistics else ()
    if form.statistics:
        others = form.count_formula("non_trainable_params", 0, _BUFFERS, buffers)
    if not form.scale:
        trained = form.count_formula("trainable_params", 0, why)
        return form.count_formula("params", 0, why, buffers), trained, others
    if not form.offset:
        return form.count_formula("params", 1, "one weight per channel, and no bias"), None, others
    why = (
        f"a weight and a bias per channel; {_BUFFERS}"
        if form.statistics
        else "a weight and a bias each"
    )
    mistakes = (
        *((wrong("statistics-counted/torch", "4*D"),) if form.statistics else ()),
        wrong("offset-forgotten/torch", "D"),
        wrong("one-set-per-layer/torch", "2", "D > 1"),
    )
    return form.count_formula("params", 2, why, mistakes), None, others


def _values(form: NormalizationForm) -> _Held:
    size, last = form.size, form.symbols[-1]
    if not form.scale:
        return form.count_formula("params", 0, _NOT_LEARNED["values"]), None, None
    if not form.offset:
        why = "a weight per normalized value, and no bias"
        counted = (wrong("counted-biases/layer-norm", f"2*{size}"),)
        return form.count_formula("params", 1, why, counted), None, None
    mistakes = [
        wrong("offset-forgotten/layer-norm", size),
        wrong("statistics-counted/per-sample", f"4*{size}", minor=True),
        wrong("one-set-per-layer", "2", f"{size} > 1", minor=True, owner="normalized value"),
    ]
    if size != last:
        mistakes.append(wrong("last-axis-only", f"2*{last}", f"{size} > {last}"))
    why = "a weight and a bias per normalized value"
    return form.count_formula("params", 2, why, tuple(mistakes)), None, None


def _times(number: int, size: str) -> str:
    if number == 0:
        return "0"
    return size if number == 1 else f"{number}*{size}"


def _learned_names(form: NormalizationForm) -> str:
    if form.scale and form.offset:
        return "gamma and beta, learned"
    if form.scale:
        return "gamma, learned (center=False: no beta)"
    return "beta, learned (scale=False: no gamma)" if form.offset else "nothing learned"


def _sets(number: int, size: str) -> list[WrongFormula]:
    """Count one set of parameters for the whole layer, or one for every value of the input."""
    return [
        wrong("one-set-per-layer", str(number), f"{size} > 1", owner="position along its axis"),
        wrong("set-per-value", _times(number, "m"), f"m != {size}"),
    ]
