"""A network of one framework made again of the other's layers, row by row, and compared.

Keras has the channels of a volume last, PyTorch first. Each tensor of the network to come is
known with whether its axes stand in that framework's order for a volume (`moved`), or in the
order that the tensor has in the network it is made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from keyword import iskeyword
from typing import Any, NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.writing import untaken

NAMES = {"keras": "Keras", "torch": "PyTorch"}

SIZE = re.compile("[123](?=[Dd])")
"""The number of axes in a layer's name; in the names of rules, `{}` stands in its place."""

BY_CHANNEL = (
    "BatchNorm", "InstanceNorm", "GroupNorm", "Dropout1d", "Dropout2d", "Dropout3d",
    "Upsampl",
)  # fmt: skip
"""How the kinds of layer begin that know the channels from the other axes, however many."""


_STEPS = {"Concatenate": "cat", "Permute": "reorder"}
"""What steps are called that the old network does not have, where not as their layer."""


class Placed(NamedTuple):
    """A tensor of the new network, and whether its channels were moved to the other end."""

    tensor: Tensor
    moved: bool = False


class TranslatedLayer(NamedTuple):
    """A layer of the new network in the place of (a part of) one of the old.

    It goes by the old one's name, with `end` behind it; what PyTorch has no module for, by that of
    the step in the code. It takes the first of the tensors, as many as `takes` says or all, and
    what it gives stands in their place.
    """

    layer: Layer
    end: str = ""
    takes: int | None = None


class Rule(NamedTuple):
    """What a layer becomes: the pieces in their order, and how the axes stand.

    `moved` is how the input has to stand, None where either way does; `after` how the output
    stands, None where as the input. `order` has the inputs in the order of the new layer.
    """

    pieces: tuple[TranslatedLayer, ...]
    moved: bool | None = None
    after: bool | None = None
    order: tuple[int, ...] = ()


Make = Callable[[Any, NetworkRow, bool], Rule]
"""A rule before it is asked: from a layer, its row, and how its input stands."""


def need(holds: object, why: str) -> None:
    """Refuse what the other framework has no equal of. Raises LayerError."""
    if not holds:
        raise LayerError(why)


def one(layer: Layer, moved: bool | None = None, after: bool | None = None) -> Rule:
    """A single layer."""
    return Rule((TranslatedLayer(layer),), moved, after)


def volume(make: Callable[[Any, Shape], Sequence[TranslatedLayer]]) -> Make:
    """A rule for a layer of volumes; it is told the input with the channels last."""

    def rule(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
        return Rule(tuple(make(layer, layer.inner(row.input))), moves(layer))

    return rule


def moves(layer: Layer) -> bool:
    """Whether the other framework has the channels of its volumes at the other end."""
    return isinstance(layer, TorchLayer) or layer.data_format == "channels_last"


def takes_volume(layer: Layer) -> bool:
    """Whether a layer knows the channels of its input from the other axes."""
    return bool(layer.rank) or layer.kind.startswith(BY_CHANNEL)


def axis_in(framework: str, axis: int, rank: int, moved: bool) -> int:
    """An axis of the other framework, the batch being 0, as this one counts it from the front,
    its channels moved or not.
    """
    index = axis % (rank + 1)
    if not moved or rank < 2 or index == 0:
        return index
    return (index if framework == "torch" else index - 2) % rank + 1


class TranslationDraft:
    """A network that is being made, row by row."""

    def __init__(
        self,
        network: Network,
        framework: str,
        rules: Mapping[str, Make],
        arrange: Callable[[Sequence[int], Shape], Layer],
    ) -> None:
        """`arrange` makes a step that puts axes in another order."""
        self.framework = framework
        self.inputs: list[NetworkRow] = []
        self.rows: list[NetworkRow] = []
        self.placed: dict[Tensor, Placed] = {}
        self._rules = rules
        self._arrange = arrange
        self._counts: dict[str, int] = {}
        self._names: dict[tuple[str, str], str] = {}
        for row in network.input_rows:
            moved = stands_moved(network, row)
            shape = reordered(row.output, moved, framework)
            made = NetworkRow(Input(list(shape)), (), row.name)
            self.inputs.append(made)
            self.placed[row.tensor] = Placed(made.tensor, moved)

    def rule(self, row: NetworkRow) -> Rule:
        """What a row becomes. Raises LayerError, which names it, where it has no equal."""
        make = self._rules.get(SIZE.sub("{}", row.layer.kind))
        if make is None:
            raise no_equal(row, self.framework)
        try:
            return make(row.layer, row, self.placed[row.sources[0]].moved)
        except LayerError as error:
            raise no_equal(row, self.framework, str(error)) from None

    def _name_of(self, old: NetworkRow, end: str) -> str:
        """The name of what stands for (a part of) an old row, as the framework takes names."""
        key = (old.name, end)
        if key not in self._names:
            text = f"{old.name}_{end}" if end else old.name
            stem = re.sub(r"\W", "_", text, flags=re.ASCII).lstrip("_") or "layer"
            if self.framework == "torch" and (not stem.isidentifier() or iskeyword(stem)):
                stem = f"layer_{stem}"
            self._names[key] = untaken(stem, self._names.values())
        return self._names[key]

    def _add(self, layer: Layer, sources: Sequence[Tensor], name: str) -> NetworkRow:
        """One more row. Raises LayerError."""
        row = NetworkRow(layer, sources, name)
        self.rows.append(row)
        return row

    def _step(self, layer: Layer, sources: Sequence[Tensor]) -> NetworkRow:
        """One more row that the old network has no name for. Raises LayerError."""
        stem = _STEPS.get(layer.kind, layer.kind.lower())
        return self._add(layer, sources, counted(stem, self._counts))

    def _arranged(self, placed: Placed, moved: bool) -> Tensor:
        """The tensor with its axes standing the other way, if they do not stand so yet."""
        shape = placed.tensor.shape
        rank = len(shape)
        if placed.moved == moved or rank < 2:
            return placed.tensor
        to_front = moved == (self.framework == "torch")
        order = [rank, *range(1, rank)] if to_front else [*range(2, rank + 1), 1]
        return self._step(self._arrange(order, shape), [placed.tensor]).tensor

    def follow(self, old: NetworkRow, rule: Rule, output: Shape | None = None) -> None:
        """The rows that a rule makes of an old row, compared with it, or with another output.

        Raises LayerError.
        """
        sources = [self.placed[source] for source in old.sources]
        moved = sources[0].moved if rule.moved is None else rule.moved
        if moved and len({len(shape) for shape in old.inputs}) > 1:
            raise no_equal(old, self.framework, "its inputs have different numbers of axes")
        tensors = [self._arranged(source, moved) for source in sources]
        tensors = [tensors[place] for place in rule.order] or tensors
        made: list[NetworkRow] = []
        for piece in rule.pieces:
            layer, used = piece.layer, tensors[: piece.takes]
            try:
                if not old.layer.trainable and NetworkRow(layer, used).params:
                    layer = layer.as_frozen
                if self.framework == "torch" and not isinstance(layer, TorchLayer):
                    row = self._step(layer, used)
                else:
                    row = self._add(layer, used, self._name_of(old, piece.end))
            except LayerError as error:
                reason = str(error).partition(": ")[2]
                raise no_equal(old, self.framework, reason) from None
            made.append(row)
            tensors = [row.tensor, *tensors[len(used) :]]
        after = moved if rule.after is None else rule.after
        wanted = old.output if output is None else output
        self._compare(old, made, reordered(wanted, after, self.framework))
        self.placed[old.tensor] = Placed(tensors[0], after)

    def _compare(self, old: NetworkRow, made: Sequence[NetworkRow], wanted: Shape) -> None:
        shape = made[-1].output
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


def stands_moved(network: Network, start: NetworkRow) -> bool:
    """Whether an input's channels go to the other end: a sequence's only for a layer of volumes."""
    rank = len(start.output)
    if rank != 2:
        return rank > 2 and all(moves(row.layer) for row in _fed(network, {start}))
    reached = {start}
    for row in _fed(network, reached):
        if takes_volume(row.layer):
            return moves(row.layer)
        if row.params:
            return False
        reached.add(row)
    return False


def _fed(network: Network, reached: set[NetworkRow]) -> Iterator[NetworkRow]:
    """The rows that take what one of these gives, which may become more on the way."""
    for row in network.rows:
        if any(source.row in reached for source in row.sources):
            yield row


def reordered(shape: Shape, moved: bool, framework: str) -> Shape:
    """A shape of the one framework as the other one has it where its channels were moved."""
    if not moved or len(shape) < 2:
        return shape
    if framework == "torch":
        return Shape([shape[-1], *shape[:-1]])
    return Shape([*shape[1:], shape[0]])


def no_equal(row: NetworkRow, framework: str, why: str = "") -> LayerError:
    """That a layer has no equal in a framework, and why."""
    reason = f": {why}" if why else ""
    return LayerError(
        f"{row.name}: {NAMES[framework]} has no equal of this {row.layer.kind}{reason}"
    )


def named_rows(network: Network, names: Sequence[str]) -> Network:
    """The same network with other names for its rows, in their order."""
    copies: dict[NetworkRow, NetworkRow] = {row: row for row in network.input_rows}
    for row, name in zip(network.rows, names, strict=True):
        layer = row.layer.renamed(name) if row.layer.name else row.layer
        sources = [Tensor(copies[source.row], source.output_index) for source in row.sources]
        copies[row] = NetworkRow(layer, sources, name)
    outputs = [Tensor(copies[tensor.row], tensor.output_index) for tensor in network.outputs]
    return Network(
        network.input_rows,
        outputs,
        network.name,
        network.framework,
        [copies[row] for row in network.rows],
    )
