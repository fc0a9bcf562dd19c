"""The translation of a network to the other framework's layers, row by row, with a check.

Keras has the channels of a volume last, PyTorch first. Each tensor of the new network is kept
with `channels_moved`: True where its axes stand in the new framework's order of a volume, False
where they stand as in the network that it is made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from keyword import iskeyword
from typing import Any, NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import numbered_name
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.frameworks.writing import first_free_name

SIZE = re.compile("[123](?=[Dd])")
"""The number of axes in a layer's name; the keys of the rules have `{}` instead."""

BY_CHANNEL = (
    "BatchNorm", "InstanceNorm", "GroupNorm", "Dropout1d", "Dropout2d", "Dropout3d",
    "Upsampl",
)  # fmt: skip
"""Prefixes of the layers that treat the channels unlike the other axes, whatever their number."""


_STEPS = {"Concatenate": "cat", "Permute": "reorder"}
"""Names of steps that the old network does not have, where they differ from their layer's."""


class TranslatedTensor(NamedTuple):
    """A tensor of the new network, and whether its channels are moved to the other end."""

    tensor: Tensor
    channels_moved: bool = False


class TranslatedLayer(NamedTuple):
    """A layer of the new network that does a layer of the old one, or a part of it.

    Its name is that of the old layer with `suffix`; a step of the code, where PyTorch has no
    module, is named by its kind. It takes the first `input_count` of the tensors, or all of them,
    which its output replaces.
    """

    layer: Layer
    suffix: str = ""
    input_count: int | None = None


class Translation(NamedTuple):
    """What a layer becomes: layers in their order, and whether the channels are moved.

    `input_moved` is what the input needs, None where both orders do; `output_moved` holds for the
    output, None where it stands as the input. `input_order` has the indices of the inputs in the
    order in which the new layer takes them.
    """

    layers: tuple[TranslatedLayer, ...]
    input_moved: bool | None = None
    output_moved: bool | None = None
    input_order: tuple[int, ...] = ()


TranslationRule = Callable[[Any, NetworkRow, bool], Translation]
"""Returns the translation of a layer, given its row and whether its input's channels are moved."""


def require(holds: object, why: str) -> None:
    """Raise LayerError for a layer without an equivalent, unless a condition holds."""
    if not holds:
        raise LayerError(why)


def single_layer(
    layer: Layer, input_moved: bool | None = None, output_moved: bool | None = None
) -> Translation:
    """Return the translation to one layer."""
    return Translation((TranslatedLayer(layer),), input_moved, output_moved)


def volume_rule(make: Callable[[Any, Shape], Sequence[TranslatedLayer]]) -> TranslationRule:
    """Return the rule for a layer of volumes; `make` gets its input with the channels last."""

    def rule(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
        return Translation(tuple(make(layer, layer.inner(row.input))), moves_channels(layer))

    return rule


def moves_channels(layer: Layer) -> bool:
    """Whether a translation of this layer of volumes moves the channels to the other end."""
    return isinstance(layer, TorchLayer) or layer.data_format == "channels_last"


def distinguishes_channels(layer: Layer) -> bool:
    """Whether a layer treats the channels of its input unlike the other axes."""
    return bool(layer.rank) or layer.kind.startswith(BY_CHANNEL)


def axis_in(framework: str, axis: int, rank: int, channels_moved: bool) -> int:
    """Return the index in `framework` of an axis that the other framework counts.

    Axis 0 is the batch; `rank` leaves it out.
    """
    index = axis % (rank + 1)
    if not channels_moved or rank < 2 or index == 0:
        return index
    return (index if framework == "torch" else index - 2) % rank + 1


class TranslationDraft:
    """A network under construction, translated row by row."""

    def __init__(
        self,
        network: Network,
        framework: str,
        rules: Mapping[str, TranslationRule],
        permute: Callable[[Sequence[int], Shape], Layer],
    ) -> None:
        """`permute` makes the layer that puts the axes of a shape in another order."""
        self.framework = framework
        self.inputs: list[NetworkRow] = []
        self.rows: list[NetworkRow] = []
        self.translated: dict[Tensor, TranslatedTensor] = {}
        self._rules = rules
        self._permute = permute
        self._counts: dict[str, int] = {}
        self._names: dict[tuple[str, str], str] = {}
        for row in network.input_rows:
            channels_moved = moves_input_channels(network, row)
            shape = reordered_shape(row.output, channels_moved, framework)
            input_row = NetworkRow(Input(list(shape)), (), row.name)
            self.inputs.append(input_row)
            self.translated[row.tensor] = TranslatedTensor(input_row.tensor, channels_moved)

    def translation_of(self, row: NetworkRow) -> Translation:
        """Return what a row becomes. Raises LayerError, which names it, without an equivalent."""
        rule = self._rules.get(SIZE.sub("{}", row.layer.kind))
        if rule is None:
            raise no_equivalent(row, self.framework)
        try:
            return rule(row.layer, row, self.translated[row.sources[0]].channels_moved)
        except LayerError as error:
            raise no_equivalent(row, self.framework, str(error)) from None

    def _name_of(self, old: NetworkRow, suffix: str) -> str:
        """Return the name of the new row for an old row, as the framework takes names."""
        key = (old.name, suffix)
        if key not in self._names:
            text = f"{old.name}_{suffix}" if suffix else old.name
            stem = re.sub(r"\W", "_", text, flags=re.ASCII).lstrip("_") or "layer"
            if self.framework == "torch" and (not stem.isidentifier() or iskeyword(stem)):
                stem = f"layer_{stem}"
            self._names[key] = first_free_name(stem, self._names.values())
        return self._names[key]

    def _add_row(self, layer: Layer, sources: Sequence[Tensor], name: str) -> NetworkRow:
        """Add a row. Raises LayerError."""
        row = NetworkRow(layer, sources, name)
        self.rows.append(row)
        return row

    def _add_code_step(self, layer: Layer, sources: Sequence[Tensor]) -> NetworkRow:
        """Add a row that the old network has no name for. Raises LayerError."""
        stem = _STEPS.get(layer.kind, layer.kind.lower())
        return self._add_row(layer, sources, numbered_name(stem, self._counts))

    def _with_channels(self, translated: TranslatedTensor, channels_moved: bool) -> Tensor:
        """Return the tensor with its channels moved or not, by a step of its own where needed."""
        shape = translated.tensor.shape
        rank = len(shape)
        if translated.channels_moved == channels_moved or rank < 2:
            return translated.tensor
        to_front = channels_moved == (self.framework == "torch")
        order = [rank, *range(1, rank)] if to_front else [*range(2, rank + 1), 1]
        return self._add_code_step(self._permute(order, shape), [translated.tensor]).tensor

    def add_translation(
        self, old: NetworkRow, translation: Translation, output: Shape | None = None
    ) -> None:
        """Add the rows that an old row becomes, and compare them with it.

        `output` is the expected output shape where it is not that of the old row. Raises
        LayerError where the output or the number of trainable parameters differs.
        """
        sources = [self.translated[source] for source in old.sources]
        channels_moved = (
            sources[0].channels_moved
            if translation.input_moved is None
            else translation.input_moved
        )
        if channels_moved and len({len(shape) for shape in old.inputs}) > 1:
            raise no_equivalent(old, self.framework, "its inputs have different numbers of axes")
        tensors = [self._with_channels(source, channels_moved) for source in sources]
        tensors = [tensors[index] for index in translation.input_order] or tensors
        new_rows: list[NetworkRow] = []
        for translated_layer in translation.layers:
            layer, used = translated_layer.layer, tensors[: translated_layer.input_count]
            try:
                if not old.layer.trainable and NetworkRow(layer, used).params:
                    layer = layer.as_frozen
                if self.framework == "torch" and not isinstance(layer, TorchLayer):
                    row = self._add_code_step(layer, used)
                else:
                    row = self._add_row(layer, used, self._name_of(old, translated_layer.suffix))
            except LayerError as error:
                reason = str(error).partition(": ")[2]
                raise no_equivalent(old, self.framework, reason) from None
            new_rows.append(row)
            tensors = [row.tensor, *tensors[len(used) :]]
        output_moved = (
            channels_moved if translation.output_moved is None else translation.output_moved
        )
        expected = old.output if output is None else output
        self._compare(old, new_rows, reordered_shape(expected, output_moved, self.framework))
        self.translated[old.tensor] = TranslatedTensor(tensors[0], output_moved)

    def _compare(self, old: NetworkRow, new_rows: Sequence[NetworkRow], expected: Shape) -> None:
        shape = new_rows[-1].output
        if tuple(shape) != tuple(expected):
            raise no_equivalent(old, self.framework, f"it would give {shape}, not {expected}")
        params = sum(int(row.trainable_params) for row in new_rows)
        if params != old.trainable_params:
            raise no_equivalent(
                old,
                self.framework,
                f"it would train {params:,} parameters, not {int(old.trainable_params):,}",
            )

    def network(self, old: Network) -> Network:
        """Return the translated network, whose rows have all been added."""
        outputs = [self.translated[tensor].tensor for tensor in old.outputs]
        return Network(self.inputs, outputs, old.name, self.framework, self.rows)


def moves_input_channels(network: Network, start: NetworkRow) -> bool:
    """Whether an input's channels are moved: those of a sequence only for a layer of volumes."""
    rank = len(start.output)
    if rank != 2:
        return rank > 2 and all(moves_channels(row.layer) for row in _consumers(network, {start}))
    reached = {start}
    for row in _consumers(network, reached):
        if distinguishes_channels(row.layer):
            return moves_channels(row.layer)
        if row.params:
            return False
        reached.add(row)
    return False


def _consumers(network: Network, reached: set[NetworkRow]) -> Iterator[NetworkRow]:
    """Yield the rows fed by one of these rows; the set may grow during the iteration."""
    for row in network.rows:
        if any(source.row in reached for source in row.sources):
            yield row


def reordered_shape(shape: Shape, channels_moved: bool, framework: str) -> Shape:
    """Return a shape as `framework` has it, its channels moved or not."""
    if not channels_moved or len(shape) < 2:
        return shape
    if framework == "torch":
        return Shape([shape[-1], *shape[:-1]])
    return Shape([*shape[1:], shape[0]])


def no_equivalent(row: NetworkRow, framework: str, why: str = "") -> LayerError:
    """Return the error for a layer without an equivalent in a framework, with the reason."""
    reason = f": {why}" if why else ""
    return LayerError(
        f"{row.name}: {FRAMEWORKS[framework]} has no equivalent of this {row.layer.kind}{reason}"
    )


def named_rows(network: Network, names: Sequence[str]) -> Network:
    """Return the network with these names for its rows, in their order."""
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
