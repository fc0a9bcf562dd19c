"""How a formula is written: `(F·F·D + 1)·K`, with the brackets it needs and no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SUM, PRODUCT, QUOTIENT, SIGN, POWER, ATOM = range(1, 7)
"""How tightly an operation binds its operands, the loosest first."""

_SUPERSCRIPTS = {2: "²", 3: "³"}


class _Style(NamedTuple):
    """How an operation is written, and how tightly it binds.

    `first` is how loosely the first child may bind without brackets, `further` the same for the
    other children.
    """

    binding: int
    first: int
    further: int
    opening: str = ""
    between: str = ""
    closing: str = ""


_STYLES = {
    # A sum inside a sum stands there because its author bracketed it.
    "sum": _Style(SUM, PRODUCT, PRODUCT),
    # A quotient may open a product, `D/G·K`; further in it needs its brackets.
    "product": _Style(PRODUCT, QUOTIENT, SIGN, between="·"),
    "quotient": _Style(QUOTIENT, PRODUCT, POWER, between="/"),
    "rest": _Style(PRODUCT, PRODUCT, POWER, between=" mod "),
    "negative": _Style(SIGN, SIGN, SIGN, opening="−"),
    "power": _Style(POWER, ATOM, ATOM, between="^"),
    "floordiv": _Style(ATOM, PRODUCT, POWER, "⌊", "/", "⌋"),
    "floor": _Style(ATOM, SUM, SUM, "⌊", ", ", "⌋"),
    "ceil": _Style(ATOM, SUM, SUM, "⌈", ", ", "⌉"),
}
"""The styles of all operations but the calls of other functions."""


class Node(NamedTuple):
    """A node of a formula; its children are indices of earlier nodes of the same formula.

    `kind` is "leaf", "number", or the operation. `height` is 0 for a leaf, otherwise one more
    than the highest child: the step of the working in which the node becomes a number.
    `signs` has, for a sum, the sign of each child. `text` is a leaf's name, a call's function,
    and for every operation the source in the formula's own spelling.
    """

    kind: str
    children: tuple[int, ...]
    height: int
    text: str
    signs: str = ""
    constant: int | None = None


Piece = str | int
"""A piece of a written formula: text, or the index of the node whose value is written here."""


def pieces_of(nodes: Sequence[Node], limit: int) -> list[Piece]:
    """Return the pieces of the formula after every node up to the height `limit` is computed.

    Leaves are always pieces of their own; with a limit of -1 nothing is computed.
    """
    out: list[Piece] = []
    _write(nodes, len(nodes) - 1, limit, out, SUM)
    return out


def _write(nodes: Sequence[Node], index: int, limit: int, out: list[Piece], loosest: int) -> None:
    """Append the pieces of a node, in brackets where it binds more loosely than `loosest`."""
    node = nodes[index]
    if node.kind in ("leaf", "number") or node.height <= limit:
        out.append(index)
        return
    style = _STYLES.get(node.kind) or _Style(ATOM, SUM, SUM, f"{node.kind}(", ", ", ")")
    bracketed = style.binding < loosest
    children, closing = node.children, style.closing
    exponent = nodes[children[-1]].constant
    if node.kind == "power" and exponent in _SUPERSCRIPTS:
        children, closing = children[:1], _SUPERSCRIPTS[exponent]
    out.append(f"({style.opening}" if bracketed else style.opening)
    for child_index, child in enumerate(children):
        out.append(_before(node, style, child_index))
        _write(nodes, child, limit, out, style.further if child_index else style.first)
    out.append(f"{closing})" if bracketed else closing)


def _before(node: Node, style: _Style, child_index: int) -> str:
    """Return the text before a child: in a sum a sign, elsewhere the text between operands."""
    if node.kind != "sum":
        return style.between if child_index else ""
    sign = node.signs[child_index]
    return f" {sign} " if child_index else sign.strip("+")
