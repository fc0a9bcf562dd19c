"""The volumes of one layer: its input, its filters or its operation, its output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizengine.calculator.layer import AppliedLayer
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import Window
from quizengine.practice.pictures.boxes import Box, Volume, draw_box, scaled_boxes
from quizengine.practice.pictures.figure import (
    Canvas,
    Figure,
    FigureLine,
    FigureRun,
    Room,
    paragraph,
)
from quizengine.practice.pictures.neurons import neurons
from quizengine.practice.pictures.stated_numbers import HIDDEN, StatedNumbers, is_given
from quizengine.practice.pictures.window_settings import window_settings

TALLEST, SMALLEST = 7, 2
"""Rows between the edges of the largest front, at most and at least."""

NOT_TO_SCALE = "Not to scale: small boxes are larger."

ROOMY_ARROW, SHORT_ARROW = " ───▶ ", " ─▶ "


class SceneItem(NamedTuple):
    """One item of a scene: its caption, the label above it, and the volume that is drawn."""

    caption: str
    label: str
    volume: Volume | None
    """None for an operation, whose label is drawn in a frame."""


class Scene(NamedTuple):
    """The items from left to right, and the notes below them."""

    items: tuple[SceneItem, ...]
    notes: tuple[str, ...]


def shows_a_size(applied: AppliedLayer, stated: StatedNumbers) -> bool:
    """Return whether the picture of a layer shows any size."""
    if is_dense(applied):
        return stated.may_show(int(applied.output[-1]))
    return any(item.volume.known for item in _scene(applied, stated).items if item.volume)


def is_dense(applied: AppliedLayer) -> bool:
    """Return whether a layer is drawn as neurons rather than as volumes."""
    return applied.layer.kind in ("Dense", "Linear") and len(applied.input) == 1


def volumes(applied: AppliedLayer, stated: StatedNumbers, room: Room) -> Figure:
    """Return the picture of a layer on its input."""
    if is_dense(applied):
        return neurons(applied, stated, room)
    return draw_scene(_scene(applied, stated), room)


def draw_scene(scene: Scene, room: Room) -> Figure:
    """Return the items side by side, as large as the room allows: sizes above, captions below."""
    for tallest in range(TALLEST, SMALLEST - 1, -1):
        drawn = scaled_boxes([item.volume for item in scene.items if item.volume], tallest)
        left = iter(drawn.boxes)
        shown = [
            Box(3, len(item.label) + 4, 0) if item.volume is None else next(left)
            for item in scene.items
        ]
        below = [
            line for note in _notes(scene, drawn.to_scale) for line in paragraph(note, room.width)
        ]
        height = max(box.full_height for box in shown)
        if height + 2 + len(below) > room.height and tallest > SMALLEST + 1:
            continue
        widths = [_width(item, box) for item, box in zip(scene.items, shown, strict=True)]
        for arrow in (ROOMY_ARROW, SHORT_ARROW):
            if sum(widths) + len(arrow) * (len(widths) - 1) <= room.width:
                canvas = Canvas()
                _draw(canvas, scene.items, shown, arrow)
                return Figure((*canvas.lines(room.width), *below))
    return Figure(tuple(_listed(scene, room.width)))


def _width(item: SceneItem, box: Box) -> int:
    return max(len(item.caption), len(item.label), box.full_width)


def _draw(canvas: Canvas, items: Sequence[SceneItem], shown: Sequence[Box], arrow: str) -> None:
    height = max(box.full_height for box in shown)
    middle = 1 + height // 2
    x = 0
    for item, box in zip(items, shown, strict=True):
        if x:
            canvas.put(x, middle, arrow, "arrow")
            x += len(arrow)
        width = _width(item, box)
        inset = x + (width - box.full_width) // 2
        if item.volume is None:
            draw_box(canvas, inset, middle - 1, box)
            canvas.put(inset + 2, middle, item.label, "label")
        else:
            draw_box(canvas, inset, 1 + (height - box.full_height + 1) // 2, box)
            canvas.centred(x, 0, width, item.label, "label")
        canvas.centred(x, 1 + height, width, item.caption, "note")
        x += width


def _notes(scene: Scene, to_scale: bool) -> tuple[str, ...]:
    known = [item.volume.known for item in scene.items if item.volume]
    sentences = []
    if known.count(True) > 1:
        sentences.append("Heights and widths to scale." if to_scale else NOT_TO_SCALE)
    if not all(known):
        sentences.append("Dashed: a size that is not given.")
    return (*scene.notes, " ".join(sentences))


def _listed(scene: Scene, width: int) -> list[FigureLine]:
    """Return the items one below the other, for a room where they do not fit side by side."""
    lines: list[FigureLine] = []
    for item in scene.items:
        arrow = "" if not lines else "─▶ "
        text = f"{item.caption}: {item.label}" if item.caption else item.label
        rows = [run.text for (run,) in paragraph(text, max(width - len(arrow), 1))]
        lines.append((FigureRun(arrow, "arrow"), FigureRun(rows[0], "label")))
        lines.extend((FigureRun(" " * len(arrow) + row, "label"),) for row in rows[1:])
    lines.extend(line for note in scene.notes for line in paragraph(note, width))
    return lines


def _scene(applied: AppliedLayer, stated: StatedNumbers) -> Scene:
    kind, window = applied.layer.kind, applied.layer.sliding
    before = tuple(_input(shape, applied, stated) for shape in applied.inputs)
    after = _output(applied, stated)
    if window is not None and applied.input.is_known:
        middle, notes = _sliding_items(applied, window, stated)
        return Scene((*before, *middle, after), notes)
    if "Transpose" in kind:
        size = _settings_of(applied, "kernel_size")
        filters = _filters(applied, size, stated)
        note = "Each input value scales the whole filter; results that overlap are added."
        return Scene((*before, filters, after), (note,))
    return Scene(
        (*before, SceneItem("", _described(applied, stated), None), after), _notes_on_kind(kind)
    )


def _sliding_items(
    applied: AppliedLayer, window: Window, stated: StatedNumbers
) -> tuple[tuple[SceneItem, ...], tuple[str, ...]]:
    """Return the filters or the window of a layer that slides one, and a note on its settings."""
    kind = applied.layer.kind
    how = f"{window_settings(window, stated).capitalize()}."
    if "Pool" in kind:
        label = stated.sizes(window.size)
        return (SceneItem("window", label, _volume((*window.size, 1))),), (
            f"{how} Each channel is pooled separately; no parameters.",
        )
    if "Depthwise" in kind or "Separable" in kind:
        return _depthwise_filters(applied, window.size, stated), (how,)
    filters = _filters(applied, window.size, stated)
    if "Local" in kind:
        return (filters._replace(caption="per position"),), (
            f"{how} Every position of the output has its own filters.",
        )
    return (filters,), (how,)


def _filters(applied: AppliedLayer, size: tuple[int, ...], stated: StatedNumbers) -> SceneItem:
    """Return the filters of a convolution, `20 × 8×8×3`; the depth only if the text states it."""
    count = int(applied.symbols["K"])
    depth = int(applied.layer.inner(applied.input)[-1]) // int(applied.symbols.get("G", 1))
    shape = (*size, depth)
    if stated.may_show_shape(shape):
        sizes = stated.shape(shape)
    else:
        # The depth is not stated: it is drawn as 2, whatever it is.
        sizes, shape = f"{stated.sizes(size)}×{HIDDEN}", (*size, 2)
    known = stated.may_show(*size)
    return SceneItem("filters", f"{stated.number(count)} × {sizes}", _volume(shape, known))


def _depthwise_filters(
    applied: AppliedLayer, size: tuple[int, ...], stated: StatedNumbers
) -> tuple[SceneItem, ...]:
    """Return the filters of a depthwise layer; of a separable one, the pointwise filters too."""
    known = stated.may_show(*size)
    depth = int(applied.layer.inner(applied.input)[-1])
    each = SceneItem("each channel", f"{stated.sizes(size)}×1", _volume((*size, 1), known))
    if "Separable" not in applied.layer.kind:
        return (each,)
    ones = (1,) * len(size)
    count = stated.number(int(applied.symbols["K"]))
    deep = stated.number(depth)
    label = f"{count} × {'×'.join(map(str, ones))}×{deep}"
    return each, SceneItem("all channels", label, _volume((*ones, depth), known))


def _input(shape: Shape, applied: AppliedLayer, stated: StatedNumbers) -> SceneItem:
    """Return the item of an input, whose sizes the author stated or the layer before gives."""
    label, known = stated.as_shown(shape, given=is_given(applied))
    return SceneItem("input", label, _volume(applied.layer.inner(shape), known))


def _output(applied: AppliedLayer, stated: StatedNumbers) -> SceneItem:
    shape = applied.output
    # Where an input has the same shape, the text states that one, not the output's.
    same = tuple(shape) in map(tuple, applied.inputs)
    numbers = stated if not same or stated.all_known else StatedNumbers()
    label, known = numbers.as_shown(shape, given=False)
    return SceneItem("output", label, _volume(applied.layer.inner(shape), known))


def _volume(sizes: Sequence[int], known: bool = True) -> Volume:
    """Return a volume: a sequence is one row, a third spatial axis counts as depth."""
    *spatial, channels = map(int, sizes)
    if not spatial:
        return Volume(1, 1, channels, known)
    height = spatial[-2] if len(spatial) > 1 else 1
    deep = channels
    for more in spatial[:-2]:
        deep *= more
    return Volume(height, spatial[-1], deep, known)


def _settings_of(applied: AppliedLayer, name: str) -> tuple[int, ...]:
    sizes: tuple[int, ...] = getattr(applied.layer, name)
    return sizes


def _described(applied: AppliedLayer, stated: StatedNumbers) -> str:
    """Return the kind of a layer, with the size that its author chose."""
    layer = applied.layer
    for name in ("units", "output_dim", "hidden_size", "num_heads", "rate"):
        value = getattr(layer, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{layer.kind}({stated.number(value)})"
    return layer.kind


def _notes_on_kind(kind: str) -> tuple[str, ...]:
    if kind in ("LSTM", "GRU", "SimpleRNN", "RNN"):
        return ("The same weights are used at every step of the sequence.",)
    if kind in ("Flatten", "Reshape", "Permute"):
        return ("The same values in another arrangement; there are no parameters.",)
    if "Dropout" in kind or kind in ("ReLU", "Softmax", "Activation"):
        return ("Each value by itself; the shape stays the same.",)
    return ()
