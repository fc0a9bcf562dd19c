"""A network of one framework made again of the other's layers, row by row, and compared.

Keras has the channels of a volume last, PyTorch first. Each tensor of the network to come is
known with whether its axes stand in that framework's order for a volume (`moved`), or in the
order that the tensor has in the network it is made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from keyword import iskeyword
from typing import NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted
from quizengine.calculator.network import Network, Row, Tensor
from quizengine.calculator.shape import Shape
from quizengine.frameworks.writing import renamed


class Placed(NamedTuple):
    """A tensor of the new network, and whether its channels were moved to the other end."""

    tensor: Tensor
    moved: bool = False

    @property
    def shape(self) -> Shape:
        """The shape in the new network."""
        return self.tensor.shape


class Piece(NamedTuple):
    """A layer of the new network in the place of (a part of) one of the old.

    It goes by the old one's name, with `end` behind it; a `step` of the code that is no layer by
    its own.
    """

    layer: Layer
    end: str = ""
    step: str = ""


class Rule(NamedTuple):
    """What a layer becomes: the pieces in their order, and how the axes stand.

    `moved` is how the input has to stand, None where either way does; `after` how the output
    stands, None where as the input. `order` has the inputs in the order of the new layer.
    """

    pieces: tuple[Piece, ...]
    moved: bool | None = None
    after: bool | None = None
    order: tuple[int, ...] = ()


class Draft:
    """A network that is being made, row by row."""

    def __init__(self, framework: str, arrange: Callable[[Placed, bool, Draft], Placed]) -> None:
        self.framework = framework
        self.inputs: list[Row] = []
        self.rows: list[Row] = []
        self.placed: dict[Tensor, Placed] = {}
        self._arrange = arrange
        self._counts: dict[str, int] = {}
        self._names: dict[tuple[str, str], str] = {}

    def input(self, old: Row, moved: bool) -> None:
        """An input, its channels moved to the other end or not."""
        shape = reordered(old.output, moved, self.framework)
        row = Row(Input(list(shape)), (), old.name)
        self.inputs.append(row)
        self.placed[old.tensor] = Placed(row.tensor, moved)

    def name_of(self, old: Row, end: str) -> str:
        """The name of what stands for (a part of) an old row, as the framework takes names."""
        key = (old.name, end)
        if key not in self._names:
            text = f"{old.name}_{end}" if end else old.name
            stem = re.sub(r"\W", "_", text, flags=re.ASCII).lstrip("_") or "layer"
            if self.framework == "torch" and (not stem.isidentifier() or iskeyword(stem)):
                stem = f"layer_{stem}"
            name, number = stem, 2
            while name in self._names.values():
                name = f"{stem}_{number}"
                number += 1
            self._names[key] = name
        return self._names[key]

    def add(self, layer: Layer, sources: Sequence[Tensor], name: str) -> Row:
        """One more row. Raises LayerError."""
        row = Row(layer, sources, name)
        self.rows.append(row)
        return row

    def free_name(self, stem: str) -> str:
        """The next name of a step that the old network does not have."""
        return counted(stem, self._counts)

    def arranged(self, placed: Placed, moved: bool) -> Placed:
        """The tensor with its axes standing the other way, if they do not stand so yet."""
        if placed.moved == moved or len(placed.shape) < 2:
            return Placed(placed.tensor, moved)
        return self._arrange(placed, moved, self)

    def take(self, old: Row, tensor: Tensor, moved: bool) -> None:
        """Take a tensor for the output of an old row. Raises LayerError for another shape."""
        self._compare(old, (), tensor.shape, moved)
        self.placed[old.tensor] = Placed(tensor, moved)

    def follow(self, old: Row, rule: Rule, output: Shape | None = None) -> None:
        """The rows that a rule makes of an old row, compared with it, or with another output.

        Raises LayerError.
        """
        sources = [self.placed[source] for source in old.sources]
        moved = sources[0].moved if rule.moved is None else rule.moved
        tensors = [self.arranged(source, moved).tensor for source in sources]
        tensors = [tensors[place] for place in rule.order] or tensors
        made: list[Row] = []
        for piece in rule.pieces:
            layer = piece.layer
            try:
                if not old.layer.trainable and Row(layer, tensors).params:
                    layer = layer.as_frozen
                step = self.free_name(piece.step) if piece.step else self.name_of(old, piece.end)
                row = self.add(layer, tensors, step)
            except LayerError as error:
                reason = str(error).partition(": ")[2]
                raise no_equal(old, self.framework, reason) from None
            made.append(row)
            tensors = [row.tensor]
        after = moved if rule.after is None else rule.after
        self._compare(old, made, tensors[0].shape, after, output)
        self.placed[old.tensor] = Placed(tensors[0], after)

    def _compare(
        self,
        old: Row,
        made: Sequence[Row],
        shape: Shape,
        moved: bool,
        output: Shape | None = None,
    ) -> None:
        wanted = reordered(old.output if output is None else output, moved, self.framework)
        if tuple(shape) != tuple(wanted):
            raise no_equal(old, self.framework, f"it would give {shape}, not {wanted}")
        params = sum(int(row.trainable_params) for row in made)
        if params != old.trainable_params:
            raise no_equal(
                old,
                self.framework,
                f"it would train {params:,} parameters, not {int(old.trainable_params):,}",
            )

    def network(self, old: Network) -> Network:
        """The network as it is by now. Raises LayerError where an output was not made."""
        outputs = [self.placed[tensor].tensor for tensor in old.outputs]
        return Network(self.inputs, outputs, old.name, self.framework, self.rows)


def reordered(shape: Shape, moved: bool, framework: str) -> Shape:
    """A shape of the one framework as the other one has it where its channels were moved."""
    if not moved or len(shape) < 2:
        return shape
    if framework == "torch":
        return Shape([shape[-1], *shape[:-1]])
    return Shape([*shape[1:], shape[0]])


NAMES = {"keras": "Keras", "torch": "PyTorch"}


def no_equal(row: Row, framework: str, why: str = "") -> LayerError:
    """That a layer has no equal in a framework, and why."""
    reason = f": {why}" if why else ""
    return LayerError(
        f"{row.name}: {NAMES[framework]} has no equal of this {row.layer.kind}{reason}"
    )


def named_rows(network: Network, names: Sequence[str]) -> Network:
    """The same network with other names for its rows, in their order."""
    copies: dict[Row, Row] = {row: row for row in network.input_rows}
    for row, name in zip(network.rows, names, strict=True):
        layer = renamed(row.layer, name) if row.layer.name else row.layer
        sources = [Tensor(copies[source.row], source.place) for source in row.sources]
        copies[row] = Row(layer, sources, name)
    outputs = [Tensor(copies[tensor.row], tensor.place) for tensor in network.outputs]
    return Network(
        network.input_rows,
        outputs,
        network.name,
        network.framework,
        [copies[row] for row in network.rows],
    )
