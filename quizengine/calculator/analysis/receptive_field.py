"""How far a value of a layer sees back into the network's input, along each axis.

r grows by d·(F − 1)·j at each window, and the jump j by its stride, beginning with r = j = 1:
R = 1 + Σ dᵢ·(Fᵢ − 1)·S₁·…·Sᵢ₋₁. Source: Araujo, Norris and Sim, "Computing receptive fields of
convolutional neural networks", Distill, 2019, equation 2; where branches meet, the largest
counts. Padding makes no difference: the field of a value near the edge reaches into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.network_row import NetworkRow
from quizengine.calculator.operation import Trait
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.symbols import AXES
from quizengine.expressions import Number

_TOGETHER = 12
"""Windows in one formula; a longer chain goes on from the field and the jump it had."""


class Stage(NamedTuple):
    """One window on the way: its layer's name, and its size, stride and dilation on one axis."""

    name: str
    word: str
    size: int
    stride: int
    dilation: int


class Sight(NamedTuple):
    """What a value sees along one axis: the windows on the way, the last first.

    `stage` is None at the input. `field` and `jump` are what they come to.
    """

    stage: Stage | None
    before: Sight | None
    field: int
    jump: int

    @property
    def stages(self) -> list[Stage]:
        """The windows in their order."""
        found: list[Stage] = []
        sight: Sight | None = self
        while sight is not None and sight.stage is not None:
            found.append(sight.stage)
            sight = sight.before
        return found[::-1]


Axes = tuple[Sight, ...] | None
"""What a value sees along each axis: nothing where it is the whole input, None where not known."""


class Seen(NamedTuple):
    """What the values of a row see, and of which input."""

    axes: Axes
    input: NetworkRow
    channels_first: bool = False
    """Whether a layer on the way takes the channels of a volume first."""


_POINT = Sight(None, None, 1, 1)

_CACHED = "receptive_field"
"""The name under which rows keep what their values see."""


def receptive_fields(row: NetworkRow) -> tuple[Quantity, ...]:
    """How far each value of a row's output sees along each axis of the network's input.

    Empty where that is no one number: behind an upsampling, or a step that mixes places.
    """
    seen = seen_by(row)
    if seen is None or seen.axes is None:
        return ()
    if seen.axes:
        return tuple(_quantity(tuple(sight.stages)) for sight in seen.axes)
    sizes = _spatial(seen)
    return tuple(Quantity(_whole_formula(symbol), sizes) for symbol in sizes)


def field_sizes(row: NetworkRow) -> tuple[int, ...]:
    """The same as plain numbers, which a long table is made of faster."""
    seen = seen_by(row)
    if seen is None or seen.axes is None:
        return ()
    if seen.axes:
        return tuple(sight.field for sight in seen.axes)
    return tuple(map(int, _spatial(seen).values()))


def receptive_field(row: NetworkRow) -> Quantity:
    """The same as one number. Raises LayerError where there is none, or the axes differ."""
    fields = receptive_fields(row)
    if not fields:
        raise LayerError(f"{row.name} has no receptive field that is one number")
    if len(set(fields)) > 1:
        raise LayerError(
            f"the receptive field of {row.name} is {'×'.join(str(int(each)) for each in fields)}: "
            "ask for one axis of receptive_fields"
        )
    return fields[0]


def seen_by(row: NetworkRow) -> Seen | None:
    """What the values of a row see; None where no input is behind it. Rows remember it."""
    waiting = [row]
    while waiting:
        # Not by recursion: a network may be thousands of layers deep.
        current = waiting[-1]
        if _CACHED not in current.cache:
            sources = [source.row for source in current.sources]
            missing = [source for source in sources if _CACHED not in source.cache]
            if missing:
                waiting.extend(missing)
                continue
            current.cache[_CACHED] = _seen(current, [_cached(source) for source in sources])
        waiting.pop()
    return _cached(row)


def _cached(row: NetworkRow) -> Seen | None:
    return cast("Seen | None", row.cache[_CACHED])


def _seen(row: NetworkRow, sources: Sequence[Seen | None]) -> Seen | None:
    if isinstance(row.layer, Input):
        return Seen((_POINT,) * ((len(row.output) - 1) or 1), row)
    known = [seen for seen in sources if seen is not None]
    if not known:
        return None
    axes = [seen.axes for seen in known]
    # What takes either order, a Flatten of PyTorch's, may still know it where it reads the input.
    reads_first = row.sources[0].row is known[0].input and row.input.is_channels_first
    takes_first = row.layer.data_format == "channels_first"
    first = reads_first or takes_first or any(seen.channels_first for seen in known)
    through = _through(row, axes) if len(known) == len(sources) else None
    return Seen(through, known[0].input, first)


def _spatial(seen: Seen) -> dict[str, Number]:
    """The axes of the input that a field lies along, channels left out; of a row, its one axis.

    There are none where the input's size is not known.
    """
    shape = seen.input.output
    if not shape.is_known:
        return {}
    if len(shape) == 1:
        return {"n": int(shape[0])}
    sizes = shape[1:] if seen.channels_first else shape[:-1]
    names = AXES.get(len(sizes), tuple(f"A{place}" for place in range(1, len(sizes) + 1)))
    return dict(zip(names, map(int, sizes), strict=True))


def _through(row: NetworkRow, inputs: Sequence[Axes]) -> Axes:
    layer, known = row.layer, [seen for seen in inputs if seen is not None]
    if len(known) < len(inputs) or len({len(seen) for seen in known if seen}) > 1:
        return None
    if layer.trait is Trait.WHOLE or not all(known):
        return ()
    first, window = known[0], layer.sliding
    if window is not None:
        if len(window.size) != len(first):
            return None
        word = "pool_size" if "pool_size" in layer.arguments else "kernel_size"
        windows = zip(first, window.size, window.strides, window.dilation, strict=True)
        return tuple(
            _further(sight, Stage(row.name, word, size, stride, rate))
            for sight, size, stride, rate in windows
        )
    if layer.trait is Trait.FEATURES and len(row.input) == 1:
        return ()
    if layer.trait in (Trait.POINTWISE, Trait.FEATURES):
        # Where branches meet, each axis sees what the branch that sees most does.
        return tuple(max(axis, key=_reach) for axis in zip(*known, strict=True))
    return None


def _reach(sight: Sight) -> tuple[int, int]:
    return sight.field, sight.jump


def _further(sight: Sight, stage: Stage) -> Sight:
    field = sight.field + stage.dilation * (stage.size - 1) * sight.jump
    return Sight(stage, sight, field, sight.jump * stage.stride)


@lru_cache(maxsize=8)
def _whole_formula(symbol: str) -> CountFormula:
    return CountFormula("receptive field", symbol, why="every value comes from the whole input")


@lru_cache(maxsize=512)
def _quantity(stages: tuple[Stage, ...]) -> Quantity:
    stages = tuple(stage for stage in stages if stage.size > 1 or stage.stride > 1)
    done = _told_before(stages)
    symbols: dict[str, Number] = {}
    origins: dict[str, Quantity] = {}
    terms: dict[str, str] = {}
    for number, stage in enumerate(stages, start=1):
        symbols[f"F{number}"] = stage.size
        symbols[f"S{number}"] = stage.stride
        symbols[f"d{number}"] = stage.dilation
        terms[f"F{number}"] = f"{stage.word} of {stage.name}"
        terms[f"S{number}"] = _stride(stage)
        terms[f"d{number}"] = f"dilation of {stage.name}"
    start, jump = "1", ""
    if done:
        start, jump = "r", "j"
        origins["r"] = _quantity(stages[:done])
        origins["j"] = _jump(stages[:done])
        symbols |= {name: int(origin) for name, origin in origins.items()}
        terms["r"] = f"field after {stages[done - 1].name}"
        terms["j"] = _jump_after(stages[done - 1])
    forms = _Forms(stages[done:], done + 1, start, jump)
    text = forms.text()
    right = int(Quantity(CountFormula("receptive field", text), symbols))
    mistakes = [
        mistake
        for mistake in (_mistakes(forms) if not done else ())
        if Quantity(CountFormula("", mistake.formula), symbols) != right
    ]
    why = _WHY if stages else _ONE
    count_formula = CountFormula(
        "receptive field", text, forms.phrases, tuple(mistakes), terms, why
    )
    return Quantity(count_formula, symbols, origins)


def _told_before(stages: tuple[Stage, ...]) -> int:
    """How many of the windows come in formulas before the last, each of so many parts at most."""
    strided = sum(stage.stride > 1 for stage in stages)
    dilated = any(stage.dilation > 1 for stage in stages)
    together = _TOGETHER - (strided > _TOGETHER // 2 and dilated)
    return max(len(stages) - 1, 0) // together * together


def _jump(stages: tuple[Stage, ...]) -> Quantity:
    """The steps of the input in one step behind some windows, as many of them in one formula."""
    done = _told_before(stages)
    symbols: dict[str, Number] = {}
    origins: dict[str, Quantity] = {}
    terms: dict[str, str] = {}
    if done:
        origins["j"] = _jump(stages[:done])
        symbols["j"] = int(origins["j"])
        terms["j"] = _jump_after(stages[done - 1])
    for number, stage in enumerate(stages[done:], start=done + 1):
        if stage.stride > 1:
            symbols[f"S{number}"] = stage.stride
            terms[f"S{number}"] = _stride(stage)
    return Quantity(CountFormula("jump", "*".join(symbols) or "1", (), (), terms), symbols, origins)


def _stride(stage: Stage) -> str:
    return f"stride of {stage.name}"


def _jump_after(stage: Stage) -> str:
    return f"jump after {stage.name}"


_WHY = "each window adds what it reaches further, in steps of the strides before it"
_ONE = "no window so far: a value sees its own place"


class _Forms(NamedTuple):
    """The windows that a formula is about, numbered, and where it starts from."""

    stages: tuple[Stage, ...]
    first: int
    start: str
    jump: str

    def text(self, strides: bool = True, own: bool = False, dilated: bool = True) -> str:
        """The formula, or with another rule in one place the formula of a mistake."""
        return " + ".join([self.start, *self.terms(strides, own, dilated).values()])

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """What the parts of the formula count."""
        found = []
        for number, term in self.terms().items():
            found.append((f"F{number} - 1", f"steps across window {number}"))
            found.append((term, f"places that window {number} adds"))
        return tuple(found)

    def terms(
        self, strides: bool = True, own: bool = False, dilated: bool = True
    ) -> dict[int, str]:
        """What each window adds to where the field starts from, by the window's number."""
        terms: dict[int, str] = {}
        jumps = [self.jump] if self.jump else []
        for number, stage in enumerate(self.stages, start=self.first):
            after = [*jumps, f"S{number}"] if stage.stride > 1 else list(jumps)
            used = (after if own else jumps) if strides else []
            rate = [f"d{number}"] if dilated and stage.dilation > 1 else []
            if stage.size > 1:
                terms[number] = "*".join([*rate, f"(F{number} - 1)", *used])
            jumps = after
        return terms


def _mistakes(forms: _Forms) -> tuple[WrongFormula, ...]:
    count = len(forms.stages)
    if not count:
        return ()
    sizes = [f"F{number}" for number in range(1, count + 1)]
    return (
        wrong("kernels-added", " + ".join(sizes)),
        wrong("jump-ignored", forms.text(strides=False)),
        wrong("own-stride-early", forms.text(own=True)),
        wrong("dilation-ignored", forms.text(dilated=False), window="a window"),
        wrong("last-window-alone", sizes[-1]),
    )
