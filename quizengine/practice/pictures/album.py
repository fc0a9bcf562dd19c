"""Which pictures a part has, and what they may tell as things stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from quizengine.calculator.layer import AppliedLayer
from quizengine.calculator.network import Network, NetworkRow
from quizengine.practice.pictures.chain import chain
from quizengine.practice.pictures.figure import Figure, Room
from quizengine.practice.pictures.sharing import sharing
from quizengine.practice.pictures.slide import Slide, slide_of
from quizengine.practice.pictures.sliding import can_slide, next_shown, sliding
from quizengine.practice.pictures.stated import Stated, is_given, stated_in
from quizengine.practice.pictures.volumes import is_dense, tells_something, volumes
from quizengine.questions import VariantError

if TYPE_CHECKING:
    from quizengine.practice.part_progress import PartProgress
    from quizengine.practice.question_visit import QuestionVisit
    from quizengine.questions import PartVariant, Variant
    from quizengine.questions.drawables import Drawable

FEW_LAYERS = 2
"""Layers that are pictured one by one; more are seen as their network."""

SHARING = "sharing"
"""The tag of a question that is about sharing."""


def _stays(frame: int) -> int:
    """The frame after one of a picture that does not move."""
    return frame


class Picture(NamedTuple):
    """One picture; most have a single frame."""

    title: str
    """What it shows, in a word or two."""
    figure: Callable[[int, Room], Figure]
    """Draws a frame, 0 … frames − 1, as wide as the room at most."""
    frames: int = 1
    """How many frames there are, at least 1."""
    beside: bool = False
    """Whether it tells something also to a student who has not asked for it."""
    following: Callable[[int], int] = _stays
    """Gives the frame that comes after one while it is played; the last comes after itself."""


def _still(title: str, draw: Callable[[Room], Figure], *, beside: bool = False) -> Picture:
    """A picture of a single frame."""
    return Picture(title, lambda _, room: draw(room), beside=beside)


def _moving(slide: Slide, *, tells_output: bool) -> Picture:
    """A window that slides over the input of a layer."""
    return Picture(
        "sliding window",
        lambda frame, room: sliding(slide, frame, tells_output, room),
        slide.frames,
        following=partial(next_shown, slide),
    )


def album_of_visit(visit: QuestionVisit) -> tuple[Picture, ...]:
    """The pictures of the part being worked on, with what the student may see of them by now.

    A bank that nobody has checked may choose what is no picture; then there is none.
    """
    try:
        return album(visit.variant, visit.part, visit.part_progresses)
    except VariantError:
        return ()


def album(
    variant: Variant, part: int, part_progresses: Sequence[PartProgress] | None = None
) -> tuple[Picture, ...]:
    """The pictures of a part of a variant; without efforts, as they are when all is answered.

    Nothing is told that a part still asks for. Raises VariantError where the author's own choice
    has no value.
    """
    drawables = variant.parts[part].drawables
    if not drawables:
        return ()
    stated = (
        Stated(open=True) if part_progresses is None else _stated(variant, part, part_progresses)
    )
    whole = variant.parts[part].key.pictures_network
    return tuple(_pictures(drawables, stated, variant.question.tags, of_tables=whole))


def _stated(variant: Variant, part: int, part_progresses: Sequence[PartProgress]) -> Stated:
    """What the texts say that the student has read, and the answers that are known by now."""
    parts = variant.parts
    known = [
        _is_known(part_variant, part_progress)
        for part_variant, part_progress in zip(parts, part_progresses, strict=True)
    ]
    texts = [variant.intro]
    for part_variant, is_known in zip(parts[: part + 1], known, strict=False):
        texts.append(part_variant.prompt)
        # What may be wrong is not taken at its word, which would tell right from wrong.
        texts.extend(part_variant.key.certain_texts)
        if is_known:
            texts.append(part_variant.answer_text)
    # What one part has answered may be what another asks for.
    return stated_in(texts, all_open=all(known))


def _is_known(part_variant: PartVariant, part_progress: PartProgress) -> bool:
    """Whether the answer to a part is known: it was given, or the whole working is open."""
    from quizengine.practice.explanation import explain

    return part_progress.right or (
        part_progress.gave_up and part_progress.pieces >= len(explain(part_variant))
    )


def _pictures(
    drawables: Sequence[Drawable], stated: Stated, tags: Sequence[str], *, of_tables: bool
) -> Iterator[Picture]:
    layers = [one for one in drawables if isinstance(one, AppliedLayer) and not _is_input(one)]
    networks = [one for one in drawables if isinstance(one, Network) and one.input_rows]
    network_first = bool(networks) and (
        of_tables or drawables[0] is networks[0] or len(layers) > FEW_LAYERS or not layers
    )
    if not network_first:
        yield from _of_layers(layers[:FEW_LAYERS], stated, about_sharing=SHARING in tags)
    for network in networks[:1]:
        yield _still("network", partial(chain, network, stated), beside=stated.open)


def _of_layers(
    layers: Sequence[AppliedLayer], stated: Stated, *, about_sharing: bool
) -> Iterator[Picture]:
    # With sharing and without, the volumes are the same.
    alike = {(one.inputs, one.output, one.layer.sliding): one for one in reversed(layers)}
    apart = [one for one in layers if one in alike.values()]
    names = [one.name or one.layer.kind for one in apart]
    for number, (applied, name) in enumerate(zip(apart, names, strict=True), 1):
        noun = "neurons" if is_dense(applied) else "volumes"
        which = f" of {name}" if len(set(names)) == len(names) else f" {number}"
        yield _still(
            noun + (which if len(apart) > 1 else ""),
            partial(volumes, applied, stated),
            beside=tells_something(applied, stated),
        )
    slides = [(applied, slide) for applied in layers if (slide := slide_of(applied)) is not None]
    for applied, slide in slides[:1]:
        if can_slide(slide) and _may_slide(applied, stated):
            yield _moving(slide, tells_output=_tells_output(applied, stated))
    for applied, slide in slides:
        if "Local" in applied.layer.kind or (about_sharing and "Conv" in applied.layer.kind):
            yield _still("sharing", partial(sharing, applied, slide, stated))
            return


def _is_input(applied: AppliedLayer) -> bool:
    return isinstance(applied, NetworkRow) and not applied.sources


def _tells_output(applied: AppliedLayer, stated: Stated) -> bool:
    """Whether the size of the output may be seen; that an input is as large tells nothing."""
    if stated.open:
        return True
    return tuple(applied.output) != tuple(applied.input) and stated.tells_shape(applied.output)


def _may_slide(applied: AppliedLayer, stated: Stated) -> bool:
    """Whether the window and the input are given; a slide shows the sizes of both."""
    window = applied.layer.sliding
    if window is None:
        return False
    shape = applied.input
    if not is_given(applied) and not stated.tells_shape(shape):
        return False
    # What a layer has unless it says otherwise needs no word in the text.
    strides = [one for one in window.strides if one not in (1, window.size[0])]
    pads = [] if isinstance(window.padding, str) else [one for one in window.padding if one]
    rates = [one for one in window.dilation if one > 1]
    chosen = (*window.size, *strides, *pads, *rates)
    return stated.tells(*map(int, shape), *chosen)
