"""The receptive field of a layer's values in the network's input, along each axis.

Its size r grows by d·(F − 1)·j at each window, and the jump j by its stride, beginning with
r = j = 1: R = 1 + Σ dᵢ·(Fᵢ − 1)·S₁·…·Sᵢ₋₁. Where branches meet, the largest field counts. Padding
makes no difference: the field of a value near the edge extends into it.

Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks",
Distill, 2019, equation 2.
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

_MAX_WINDOWS = 12
"""The most windows in one formula; a longer chain continues from the field and jump so far."""


class AxisWindow(NamedTuple):
    """The window of one layer along one axis.

    `name` is the layer's; `size_argument` is the name of the argument for the window's size.
    """

    name: str
    size_argument: str
    size: int
    stride: int
    dilation: int


class AxisField(NamedTuple):
    """The receptive field along one axis, as a linked list of windows, the last one first.

    `window` is None at the input. `size` is that of the field; `jump` is the distance in the
    input between two neighbouring values.
    """

    window: AxisWindow | None
    previous: AxisField | None
    size: int
    jump: int

    @property
    def windows(self) -> list[AxisWindow]:
        """The windows in the order of the layers."""
        found: list[AxisWindow] = []
        axis_field: AxisField | None = self
        while axis_field is not None and axis_field.window is not None:
            found.append(axis_field.window)
            axis_field = axis_field.previous
        return found[::-1]


FieldAxes = tuple[AxisField, ...] | None
"""The fields along each axis; empty for the whole input, None where there is no single size."""


class RowField(NamedTuple):
    """The receptive field of the values of a row, and the input that it is in."""

    axes: FieldAxes
    input: NetworkRow
    channels_first: bool = False
    """Whether a layer between the input and the row takes the channels first."""


_INPUT_FIELD = AxisField(None, None, 1, 1)

_CACHE_KEY = "receptive_field"
"""The key of a row's cache under which its field is kept."""


def receptive_fields(row: NetworkRow) -> tuple[Quantity, ...]:
    """Return the size of the receptive field of a row's values along each axis of the input.

    It is empty where there is no single size: after an upsampling, or a step that moves or
    selects positions.
    """
    field = row_field(row)
    if field is None or field.axes is None:
        return ()
    if field.axes:
        return tuple(_field_quantity(tuple(axis_field.windows)) for axis_field in field.axes)
    sizes = _spatial_sizes(field)
    return tuple(Quantity(_whole_formula(symbol), sizes) for symbol in sizes)


def field_sizes(row: NetworkRow) -> tuple[int, ...]:
    """Return the same sizes as plain ints, which is faster for a long table."""
    field = row_field(row)
    if field is None or field.axes is None:
        return ()
    if field.axes:
        return tuple(axis_field.size for axis_field in field.axes)
    return tuple(map(int, _spatial_sizes(field).values()))


def receptive_field(row: NetworkRow) -> Quantity:
    """Return the size of the receptive field, if it is the same along all axes.

    Raises LayerError if there is none, or the axes differ.
    """
    fields = receptive_fields(row)
    if not fields:
        raise LayerError(f"{row.name} has no receptive field that is one number")
    if len(set(fields)) > 1:
        raise LayerError(
            f"the receptive field of {row.name} is {'×'.join(str(int(each)) for each in fields)}: "
            "ask for one axis of receptive_fields"
        )
    return fields[0]


def row_field(row: NetworkRow) -> RowField | None:
    """Return the receptive field of a row; None if it depends on no input. Rows cache it."""
    waiting = [row]
    while waiting:
        # Not by recursion: a network may be thousands of layers deep.
        current = waiting[-1]
        if _CACHE_KEY not in current.cache:
            sources = [source.row for source in current.sources]
            missing = [source for source in sources if _CACHE_KEY not in source.cache]
            if missing:
                waiting.extend(missing)
                continue
            current.cache[_CACHE_KEY] = _row_field(
                current, [_cached_field(source) for source in sources]
            )
        waiting.pop()
    return _cached_field(row)


def _cached_field(row: NetworkRow) -> RowField | None:
    return cast("RowField | None", row.cache[_CACHE_KEY])


def _row_field(row: NetworkRow, sources: Sequence[RowField | None]) -> RowField | None:
    if isinstance(row.layer, Input):
        return RowField((_INPUT_FIELD,) * ((len(row.output) - 1) or 1), row)
    known = [field for field in sources if field is not None]
    if not known:
        return None
    axes = [field.axes for field in known]
    # A layer for either order, such as PyTorch's Flatten, may read an input of known order.
    reads_first = row.sources[0].row is known[0].input and row.input.is_channels_first
    takes_first = row.layer.data_format == "channels_first"
    first = reads_first or takes_first or any(field.channels_first for field in known)
    through = _axes_after(row, axes) if len(known) == len(sources) else None
    return RowField(through, known[0].input, first)


def _spatial_sizes(field: RowField) -> dict[str, Number]:
    """Return the sizes of the input's axes by symbol, without the channels; an input with a
    single axis has that one. There are none if the input's size is not known.
    """
    shape = field.input.output
    if not shape.is_known:
        return {}
    if len(shape) == 1:
        return {"n": int(shape[0])}
    sizes = shape[1:] if field.channels_first else shape[:-1]
    names = AXES.get(len(sizes), tuple(f"A{number}" for number in range(1, len(sizes) + 1)))
    return dict(zip(names, map(int, sizes), strict=True))


def _axes_after(row: NetworkRow, inputs: Sequence[FieldAxes]) -> FieldAxes:
    layer, known = row.layer, [axes for axes in inputs if axes is not None]
    if len(known) < len(inputs) or len({len(axes) for axes in known if axes}) > 1:
        return None
    if layer.trait is Trait.WHOLE or not all(known):
        return ()
    first, window = known[0], layer.sliding
    if window is not None:
        if len(window.size) != len(first):
            return None
        size_argument = "pool_size" if "pool_size" in layer.arguments else "kernel_size"
        windows = zip(first, window.size, window.strides, window.dilation, strict=True)
        return tuple(
            _after_window(axis_field, AxisWindow(row.name, size_argument, size, stride, rate))
            for axis_field, size, stride, rate in windows
        )
    if layer.trait is Trait.FEATURES and len(row.input) == 1:
        return ()
    if layer.trait in (Trait.POINTWISE, Trait.FEATURES):
        # Where branches meet, the largest field along each axis counts.
        return tuple(max(axis, key=_size_and_jump) for axis in zip(*known, strict=True))
    return None


def _size_and_jump(axis_field: AxisField) -> tuple[int, int]:
    return axis_field.size, axis_field.jump


def _after_window(axis_field: AxisField, window: AxisWindow) -> AxisField:
    size = axis_field.size + window.dilation * (window.size - 1) * axis_field.jump
    return AxisField(window, axis_field, size, axis_field.jump * window.stride)


@lru_cache(maxsize=8)
def _whole_formula(symbol: str) -> CountFormula:
    return CountFormula("receptive field", symbol, why="every value comes from the whole input")


@lru_cache(maxsize=512)
def _field_quantity(windows: tuple[AxisWindow, ...]) -> Quantity:
    windows = tuple(window for window in windows if window.size > 1 or window.stride > 1)
    done = _windows_in_earlier_formulas(windows)
    symbols: dict[str, Number] = {}
    origins: dict[str, Quantity] = {}
    terms: dict[str, str] = {}
    for number, window in enumerate(windows, start=1):
        symbols[f"F{number}"] = window.size
        symbols[f"S{number}"] = window.stride
        symbols[f"d{number}"] = window.dilation
        terms[f"F{number}"] = f"{window.size_argument} of {window.name}"
        terms[f"S{number}"] = _stride_term(window)
        terms[f"d{number}"] = f"dilation of {window.name}"
    start, jump = "1", ""
    if done:
        start, jump = "r", "j"
        origins["r"] = _field_quantity(windows[:done])
        origins["j"] = _jump_quantity(windows[:done])
        symbols |= {name: int(origin) for name, origin in origins.items()}
        terms["r"] = f"field after {windows[done - 1].name}"
        terms["j"] = _jump_term(windows[done - 1])
    formula = _FieldFormula(windows[done:], done + 1, start, jump)
    text = formula.text()
    right = int(Quantity(CountFormula("receptive field", text), symbols))
    mistakes = [
        mistake
        for mistake in (_mistakes(formula) if not done else ())
        if Quantity(CountFormula("", mistake.formula), symbols) != right
    ]
    why = _WHY if windows else _WHY_ONE
    count_formula = CountFormula(
        "receptive field", text, formula.phrases, tuple(mistakes), terms, why
    )
    return Quantity(count_formula, symbols, origins)


def _windows_in_earlier_formulas(windows: tuple[AxisWindow, ...]) -> int:
    """Return the number of windows that come in earlier formulas, each of which is bounded."""
    strided = sum(window.stride > 1 for window in windows)
    dilated = any(window.dilation > 1 for window in windows)
    together = _MAX_WINDOWS - (strided > _MAX_WINDOWS // 2 and dilated)
    return max(len(windows) - 1, 0) // together * together


def _jump_quantity(windows: tuple[AxisWindow, ...]) -> Quantity:
    """Return the jump after some windows, of which a formula has a bounded number."""
    done = _windows_in_earlier_formulas(windows)
    symbols: dict[str, Number] = {}
    origins: dict[str, Quantity] = {}
    terms: dict[str, str] = {}
    if done:
        origins["j"] = _jump_quantity(windows[:done])
        symbols["j"] = int(origins["j"])
        terms["j"] = _jump_term(windows[done - 1])
    for number, window in enumerate(windows[done:], start=done + 1):
        if window.stride > 1:
            symbols[f"S{number}"] = window.stride
            terms[f"S{number}"] = _stride_term(window)
    return Quantity(CountFormula("jump", "*".join(symbols) or "1", (), (), terms), symbols, origins)


def _stride_term(window: AxisWindow) -> str:
    return f"stride of {window.name}"


def _jump_term(window: AxisWindow) -> str:
    return f"jump after {window.name}"


_WHY = "each window adds its span less one, in steps of the strides before it"
_WHY_ONE = "no window so far: a value sees its own position alone"


class _FieldFormula(NamedTuple):
    """The windows of one formula, the number of the first, and the terms it starts from."""

    windows: tuple[AxisWindow, ...]
    first: int
    start: str
    jump: str

    def text(self, strides: bool = True, own: bool = False, dilated: bool = True) -> str:
        """Return the formula text, or with one rule changed that of a mistake."""
        return " + ".join([self.start, *self.terms(strides, own, dilated).values()])

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """What the subformulas count."""
        found = []
        for number, term in self.terms().items():
            found.append((f"F{number} - 1", f"steps across window {number}"))
            found.append((term, f"positions that window {number} adds"))
        return tuple(found)

    def terms(
        self, strides: bool = True, own: bool = False, dilated: bool = True
    ) -> dict[int, str]:
        """Return the term that each window adds to the field, by the window's number."""
        terms: dict[int, str] = {}
        jumps = [self.jump] if self.jump else []
        for number, window in enumerate(self.windows, start=self.first):
            after = [*jumps, f"S{number}"] if window.stride > 1 else list(jumps)
            used = (after if own else jumps) if strides else []
            rate = [f"d{number}"] if dilated and window.dilation > 1 else []
            if window.size > 1:
                terms[number] = "*".join([*rate, f"(F{number} - 1)", *used])
            jumps = after
        return terms


def _mistakes(formula: _FieldFormula) -> tuple[WrongFormula, ...]:
    count = len(formula.windows)
    if not count:
        return ()
    sizes = [f"F{number}" for number in range(1, count + 1)]
    return (
        wrong("kernels-added", " + ".join(sizes)),
        wrong("jump-ignored", formula.text(strides=False)),
        wrong("own-stride-early", formula.text(own=True)),
        wrong("dilation-ignored", formula.text(dilated=False), window="a window"),
        wrong("last-window-alone", sizes[-1]),
    )
