"""Selection of the pictures of a part, and of what they may show to a student by now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from quizengine.calculator.layer import AppliedLayer
from quizengine.calculator.network import Network, NetworkRow
from quizengine.practice.pictures.figure import Figure, Room
from quizengine.practice.pictures.network_chain import network_chain
from quizengine.practice.pictures.sharing import sharing
from quizengine.practice.pictures.sliding import can_be_drawn, next_frame, sliding
from quizengine.practice.pictures.stated_numbers import StatedNumbers, is_given, numbers_stated_in
from quizengine.practice.pictures.volumes import is_dense, shows_a_size, volumes
from quizengine.practice.pictures.window_geometry import SlidingWindow, sliding_window_of
from quizengine.questions import VariantError

if TYPE_CHECKING:
    from quizengine.practice.part_progress import PartProgress
    from quizengine.practice.question_visit import QuestionVisit
    from quizengine.questions import Variant
    from quizengine.questions.drawables import Drawable

FEW_LAYERS = 2
"""Layers that are drawn one by one; of more, their network is drawn."""

SHARING = "sharing"
"""The tag of a question that is about sharing."""


def _stays(frame: int) -> int:
    """Return the same frame: the picture does not move."""
    return frame


class Picture(NamedTuple):
    """One picture; most have a single frame."""

    title: str
    """The title: what it shows, in a word or two."""
    figure: Callable[[int, Room], Figure]
    """Draws a frame, 0 … frames − 1, at most as wide as the room."""
    frames: int = 1
    """How many frames there are, at least 1."""
    beside: bool = False
    """Whether it shows anything worth putting beside the question unasked."""
    following: Callable[[int], int] = _stays
    """Returns the frame that follows another in playback; the last frame follows itself."""


def _still(title: str, draw: Callable[[Room], Figure], *, beside: bool = False) -> Picture:
    """Return a picture of a single frame."""
    return Picture(title, lambda _, room: draw(room), beside=beside)


def _moving(window: SlidingWindow, *, shows_output: bool) -> Picture:
    """Return the picture of a window that slides over the input of a layer."""
    return Picture(
        "sliding window",
        lambda frame, room: sliding(window, frame, shows_output, room),
        window.frames,
        following=partial(next_frame, window),
    )


def pictures_of_visit(visit: QuestionVisit) -> tuple[Picture, ...]:
    """Return the pictures of the part being worked on, showing what the student may see by now.

    Empty where an unchecked bank names something that cannot be drawn.
    """
    try:
        return pictures_of_part(visit.variant, visit.part, visit.progress)
    except VariantError:
        return ()


def pictures_of_part(
    variant: Variant, part: int, progress: Sequence[PartProgress] | None = None
) -> tuple[Picture, ...]:
    """Return the pictures of a part of a variant.

    With the progress on each part, nothing is shown that a part still asks for; without it,
    everything is shown. Raises VariantError where the author's own choice has no value.
    """
    drawables = variant.parts[part].drawables
    if not drawables:
        return ()
    stated = StatedNumbers(all_known=True) if progress is None else _stated(variant, part, progress)
    whole = variant.parts[part].key.pictures_network
    return tuple(_pictures(drawables, stated, variant.question.tags, of_tables=whole))


def _stated(variant: Variant, part: int, progress: Sequence[PartProgress]) -> StatedNumbers:
    """Return the numbers in the texts that the student has read and in the known answers."""
    parts = variant.parts
    known = [each.right or each.explained for each in progress]
    texts = [variant.intro]
    for each, is_known in zip(parts[: part + 1], known, strict=False):
        texts.append(each.prompt)
        # A printed value that may be wrong is left out: showing it would confirm it.
        texts.extend(each.key.certain_texts)
        if is_known:
            texts.append(each.answer_text)
    # The answer to one part may be what another part asks for.
    return numbers_stated_in(texts, all_known=all(known))


def _pictures(
    drawables: Sequence[Drawable], stated: StatedNumbers, tags: Sequence[str], *, of_tables: bool
) -> Iterator[Picture]:
    layers = [one for one in drawables if isinstance(one, AppliedLayer) and not _is_input(one)]
    networks = [one for one in drawables if isinstance(one, Network) and one.input_rows]
    network_first = bool(networks) and (
        of_tables or drawables[0] is networks[0] or len(layers) > FEW_LAYERS or not layers
    )
    if not network_first:
        yield from _of_layers(layers[:FEW_LAYERS], stated, about_sharing=SHARING in tags)
    for network in networks[:1]:
        yield _still("network", partial(network_chain, network, stated), beside=stated.all_known)


def _of_layers(
    layers: Sequence[AppliedLayer], stated: StatedNumbers, *, about_sharing: bool
) -> Iterator[Picture]:
    # Layers that differ only in weight sharing have the same volumes: one picture for both.
    alike = {(one.inputs, one.output, one.layer.sliding): one for one in reversed(layers)}
    apart = [one for one in layers if one in alike.values()]
    names = [one.name or one.layer.kind for one in apart]
    for number, (applied, name) in enumerate(zip(apart, names, strict=True), 1):
        noun = "neurons" if is_dense(applied) else "volumes"
        which = f" of {name}" if len(set(names)) == len(names) else f" {number}"
        yield _still(
            noun + (which if len(apart) > 1 else ""),
            partial(volumes, applied, stated),
            beside=shows_a_size(applied, stated),
        )
    windows = [
        (applied, window)
        for applied in layers
        if (window := sliding_window_of(applied)) is not None
    ]
    for applied, window in windows[:1]:
        if can_be_drawn(window) and _may_show_sliding(applied, stated):
            yield _moving(window, shows_output=_shows_output(applied, stated))
    for applied, window in windows:
        if "Local" in applied.layer.kind or (about_sharing and "Conv" in applied.layer.kind):
            yield _still("sharing", partial(sharing, applied, window, stated))
            return


def _is_input(applied: AppliedLayer) -> bool:
    return isinstance(applied, NetworkRow) and not applied.sources


def _shows_output(applied: AppliedLayer, stated: StatedNumbers) -> bool:
    """Return whether the output's size may be shown; an equal input shape does not state it."""
    if stated.all_known:
        return True
    return tuple(applied.output) != tuple(applied.input) and stated.may_show_shape(applied.output)


def _may_show_sliding(applied: AppliedLayer, stated: StatedNumbers) -> bool:
    """Return whether the window and the input are stated; the picture shows the sizes of both."""
    window = applied.layer.sliding
    if window is None:
        return False
    shape = applied.input
    if not is_given(applied) and not stated.may_show_shape(shape):
        return False
    # Default values need not be stated in the text.
    strides = [one for one in window.strides if one not in (1, window.size[0])]
    pads = [] if isinstance(window.padding, str) else [one for one in window.padding if one]
    rates = [one for one in window.dilation if one > 1]
    chosen = (*window.size, *strides, *pads, *rates)
    return stated.may_show(*map(int, shape), *chosen)
