"""The conventions by which a network's numbers are counted, each in a sentence."""

from __future__ import annotations

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import Network
from quizengine.calculator.network_row import NetworkRow


def conventions(network: Network, width: int | None = None) -> tuple[str, ...]:
    """Return the conventions that matter for the numbers of this network, a sentence each."""
    rows = network.rows
    order = "channels last" if network.framework == "keras" else "channels first, as in PyTorch"
    found = [f"Shapes are without the batch axis, {order}."]
    without = [row.name for row in rows if _has_no_bias(row.layer)]
    if without:
        found.append(f"Without biases: {_first_names(without)}.")
    ids = {mistake.id for row in rows for mistake in row.output.mistakes}
    if "rounded-up" in ids:
        found.append("Output sizes are rounded down: a window that does not fit is left out.")
    if "rounded-down" in ids:
        found.append("With ceil_mode=True output sizes are rounded up.")
    kinds = {row.layer.kind for row in rows}
    if "BatchNormalization" in kinds:
        found.append("Running means and variances are non-trainable parameters, as in Keras.")
    if any(kind.startswith(("BatchNorm1", "BatchNorm2", "BatchNorm3")) for kind in kinds):
        found.append("Running means and variances are buffers in PyTorch, not parameters.")
    if any(getattr(row.layer, "reset_after", False) for row in rows):
        found.append("A GRU with reset_after=True has two vectors of biases for each gate.")
    if network.framework == "torch" and kinds & {"LSTM", "GRU", "RNN"}:
        found.append("PyTorch's recurrent layers have two vectors of biases for each gate.")
    if any(map(network.is_reused, rows)):
        found.append("A layer that is used again has its parameters counted once.")
    if any(map(_computes, rows)):
        found.append(
            "A multiply-add is one multiply-accumulate (MAC), which is two FLOPs; biases, "
            "activations and pooling are left out."
        )
    if width is not None:
        found.append(
            f"{width} {'byte' if width == 1 else 'bytes'} to a value; 1 MB = 10⁶ bytes, "
            "1 MiB = 2²⁰ bytes; the values of one sample, its input included, what is written in "
            "place not counted again, without gradients."
        )
    return tuple(found)


def _computes(row: NetworkRow) -> bool:
    """Return whether a row multiplies anything, even if an unknown axis leaves open how much."""
    try:
        return bool(row.macs)
    except LayerError:
        return True


def _has_no_bias(layer: Layer) -> bool:
    arguments = layer.arguments
    return arguments.get("use_bias", arguments.get("bias")) is False


def _first_names(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
