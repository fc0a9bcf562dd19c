"""How a formula is written: `(F·F·D + 1)·K`, with the brackets it needs and no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
"""How tightly a node binds, loosest first."""

_SUPERSCRIPTS = {2: "²", 3: "³"}


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
"""What a written formula is made of: text, or the index of the node whose value stands here."""

_Writer = Callable[[Sequence[Node], Node, int, list[Piece]], None]


def pieces_of(nodes: Sequence[Node], limit: int) -> list[Piece]:
    """The formula as it stands once every node up to height `limit` is a number.

    With -1 even the leaves are left to be written as what they are: symbols.
    """
    out: list[Piece] = []
    _write(nodes, len(nodes) - 1, limit, out)
    return out


def _write(nodes: Sequence[Node], index: int, limit: int, out: list[Piece]) -> None:
    node = nodes[index]
    if node.kind in ("leaf", "number") or node.height <= limit:
        out.append(index)
        return
    _WRITERS.get(node.kind, _write_call)(nodes, node, limit, out)


def _binding(nodes: Sequence[Node], index: int, limit: int) -> int:
    node = nodes[index]
    if node.kind in ("leaf", "number") or node.height <= limit:
        return ATOM
    return {"sum": SUM, "product": PRODUCT, "quotient": PRODUCT, "rest": PRODUCT}.get(
        node.kind, {"negative": SIGN, "power": POWER}.get(node.kind, ATOM)
    )


def _write_child(
    nodes: Sequence[Node], index: int, limit: int, out: list[Piece], loosest: int
) -> None:
    """Write a child, in brackets where it binds more loosely than its place allows."""
    bracketed = _binding(nodes, index, limit) < loosest
    if bracketed:
        out.append("(")
    _write(nodes, index, limit, out)
    if bracketed:
        out.append(")")


def _write_sum(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    for place, (sign, child) in enumerate(zip(node.signs, node.children, strict=True)):
        if place:
            out.append(f" {sign} ")
        elif sign == "−":
            out.append("−")
        # A sum inside a sum stands there because its author bracketed it.
        _write_child(nodes, child, limit, out, PRODUCT)


def _write_product(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    for place, child in enumerate(node.children):
        if place:
            out.append("·")
        # A quotient may open a product, `D/G·K`; further in it needs its brackets.
        _write_child(nodes, child, limit, out, SIGN if place else _opening(nodes[child]))


def _opening(node: Node) -> int:
    return PRODUCT if node.kind == "quotient" else SIGN


def _write_quotient(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    _write_child(nodes, node.children[0], limit, out, PRODUCT)
    out.append("/")
    _write_child(nodes, node.children[1], limit, out, POWER)


def _write_rest(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    _write_child(nodes, node.children[0], limit, out, PRODUCT)
    out.append(" mod ")
    _write_child(nodes, node.children[1], limit, out, POWER)


def _write_negative(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    out.append("−")
    _write_child(nodes, node.children[0], limit, out, SIGN)


def _write_power(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    base, exponent = node.children
    _write_child(nodes, base, limit, out, ATOM)
    constant = nodes[exponent].constant
    if constant in _SUPERSCRIPTS:
        out.append(_SUPERSCRIPTS[constant])
        return
    out.append("^")
    _write_child(nodes, exponent, limit, out, ATOM)


def _brackets(opening: str, closing: str) -> _Writer:
    def write(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
        out.append(opening)
        _write(nodes, node.children[0], limit, out)
        out.append(closing)

    return write


def _write_call(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    out.append(f"{node.kind}(")
    for place, child in enumerate(node.children):
        if place:
            out.append(", ")
        _write(nodes, child, limit, out)
    out.append(")")


def _write_floored(nodes: Sequence[Node], node: Node, limit: int, out: list[Piece]) -> None:
    out.append("⌊")
    _write_child(nodes, node.children[0], limit, out, PRODUCT)
    out.append("/")
    _write_child(nodes, node.children[1], limit, out, POWER)
    out.append("⌋")


_WRITERS: dict[str, _Writer] = {
    "sum": _write_sum,
    "product": _write_product,
    "quotient": _write_quotient,
    "rest": _write_rest,
    "negative": _write_negative,
    "power": _write_power,
    "floordiv": _write_floored,
    "floor": _brackets("⌊", "⌋"),
    "ceil": _brackets("⌈", "⌉"),
}
