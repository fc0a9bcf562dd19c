"""A network as a chain of boxes: their area shows activations, their filling parameters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizengine.calculator.network import Network, NetworkRow
from quizengine.practice.pictures.boxes import Box, draw_box
from quizengine.practice.pictures.figure import (
    Canvas,
    Figure,
    FigureLine,
    FigureRun,
    Room,
    paragraph,
)
from quizengine.practice.pictures.stated_numbers import HIDDEN, StatedNumbers

MOST_BOXES = 14
"""Layers that are drawn as boxes; more are listed with bars."""

MOST_LISTED = 400
"""Layers that are listed; of a longer network, the first ones."""

NARROWEST_BOXES = 56
"""In fewer columns, layers are listed instead."""

LONGEST_NAME = 16

MARKS = ((0.5, "█"), (0.25, "▓"), (0.05, "▒"), (0.0, "░"))
"""Each filling, and the least share of the network's parameters from which it is used."""

NO_MARK = " "
LEGEND = "Filling: ░ ▒ ▓ █ up to 5%, 25%, 50% and all of the parameters; an empty box has none."

ARROW = " ─▶ "


class ChainLink(NamedTuple):
    """A layer of the chain; a number that may not be shown is None."""

    name: str
    shape: str
    size: int | None
    params: int | None
    joins: str
    """Its other inputs, where the network branches."""


def network_chain(network: Network, stated: StatedNumbers, room: Room) -> Figure:
    """Return the picture of a network."""
    links = _links(network, stated)
    total = int(network.params)
    if len(links) > MOST_BOXES or room.width < NARROWEST_BOXES:
        return Figure(tuple(_listed(links, total, room.width)))
    lines: list[FigureLine] = []
    for row in _rows(links, room.width):
        lines.extend(_draw_row(row, total, room.width, first=row[0] is links[0]))
    words = []
    if any(link.size is not None for link in links):
        words.append("The area of a box follows the logarithm of its output's size.")
    if any(link.size is None for link in links):
        words.append("A dashed box: a size that is not given.")
    if any(link.params is not None for link in links[1:]):
        words.append(LEGEND)
    words.append("Below each: its output's shape and its parameters.")
    lines.extend(paragraph(" ".join(words), room.width))
    return Figure(tuple(lines))


def _links(network: Network, stated: StatedNumbers) -> list[ChainLink]:
    """Return the input and every layer, with the names of its other inputs."""
    links = []
    before = network.input_row
    if before is not None:
        shape, known = stated.as_shown(before.output, given=True)
        links.append(ChainLink("input", shape, int(before.output.size) if known else None, 0, ""))
    for row in network.rows:
        links.append(_link(row, before, stated, network.is_reused(row)))
        before = row
    return links


def _link(
    row: NetworkRow, before: NetworkRow | None, stated: StatedNumbers, reused: bool
) -> ChainLink:
    shape, known = stated.as_shown(row.output, given=False)
    sources = [source.row for source in row.sources]
    others = [source.name or "input" for source in sources if source is not before]
    joins = ""
    if others:
        joins = ("+ " if before in sources else "from ") + ", ".join(others)
    params = int(row.params)
    shown = 0 if reused else params if stated.may_show_count(params) else None
    return ChainLink(row.name, shape, int(row.output.size) if known else None, shown, joins)


def _rows(links: Sequence[ChainLink], width: int) -> Iterator[list[ChainLink]]:
    row: list[ChainLink] = []
    used = 0
    for link in links:
        needed = len(ARROW) + _width(link)
        if row and used + needed > width:
            yield row
            row, used = [], 0
        row.append(link)
        used += needed
    if row:
        yield row


def _width(link: ChainLink) -> int:
    return max(_area(link)[1] + 2, *(len(text) for text in _caption(link)))


def _caption(link: ChainLink) -> list[str]:
    params = HIDDEN if link.params is None else f"{link.params:,}"
    words = [_short(link.name), link.shape, "" if link.name == "input" else params]
    return [*words, _short(link.joins)] if link.joins else words


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _area(link: ChainLink) -> tuple[int, int]:
    """Return the rows and columns inside a box; their product is about the size's logarithm."""
    if link.size is None:
        return 2, 4
    area = max(math.log2(link.size), 1.0)
    rows = max(round(math.sqrt(area / 2)), 1)
    return rows, max(round(area / rows), 1)


def _mark(params: int | None, total: int) -> str:
    if not params or not total:
        return NO_MARK
    return next(mark for share, mark in MARKS if params >= share * total)


def _draw_row(
    row: Sequence[ChainLink], total: int, width: int, *, first: bool
) -> Iterator[FigureLine]:
    height = max(_area(link)[0] for link in row) + 2
    middle = height // 2
    canvas = Canvas()
    x = 0
    for link in row:
        if x or not first:
            canvas.put(x, middle, ARROW, "arrow")
        x += len(ARROW) if x or not first else 0
        _draw_link(canvas, (x, height), link, total)
        x += _width(link)
    yield from canvas.lines(width)
    yield ()


def _draw_link(canvas: Canvas, position: tuple[int, int], link: ChainLink, total: int) -> None:
    """Draw a box and its caption; `position` is the left column, and the rows above the caption."""
    x, height = position
    across = _width(link)
    rows, columns = _area(link)
    left = x + (across - columns - 2) // 2
    top = (height - rows - 2 + 1) // 2
    draw_box(canvas, left, top, Box(rows + 2, columns + 2, 0, known=link.size is not None))
    for y in range(top + 1, top + 1 + rows):
        canvas.put(left + 1, y, _mark(link.params, total) * columns, "mark")
    for y, text in enumerate(_caption(link), height):
        canvas.centred(x, y, across, text, "label" if y == height else "")


def _listed(links: Sequence[ChainLink], total: int, width: int) -> Iterator[FigureLine]:
    """Yield one line for each layer, with a bar as long as its box would be large."""
    shown = links[:MOST_LISTED]
    name = min(max((len(link.name) for link in shown), default=1), LONGEST_NAME)
    shape = max((len(link.shape) for link in shown), default=1)
    numbers = [_caption(link)[2] for link in shown]
    number = max(map(len, numbers), default=1)
    bar = max(width - name - shape - number - 6, 0)
    largest = max((math.log2(link.size) for link in shown if link.size), default=0) or 1
    canvas = Canvas()
    for link, params in zip(shown, numbers, strict=True):
        length = 0
        if link.size is not None and bar >= 4:
            length = max(round(min(bar, 16) * math.log2(max(link.size, 1)) / largest), 1)
        mark = _mark(link.params, total)
        canvas.add(
            FigureRun(_short(link.name).ljust(name), "label"),
            FigureRun(f"  {link.shape.ljust(shape)}  {params.rjust(number)}"),
            FigureRun("  " + (mark if mark != NO_MARK else "─") * length, "mark"),
        )
        if link.joins:
            canvas.add(FigureRun(f"  {link.joins}", "note"))
    if len(links) > len(shown):
        canvas.add(FigureRun(f"… and {len(links) - len(shown):,} more", "note"))
    yield from canvas.lines(width)
    legend = "Output shape and parameters of each layer."
    if any(link.size is not None for link in shown):
        legend += " A bar's length follows the logarithm of the size."
        legend += f" {LEGEND.replace('an empty box', 'a line')}"
    yield from paragraph(legend, width)
