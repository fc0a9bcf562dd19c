"""The attributes of layers and networks that a bank's expressions can read beside their own.

They come from `calculator.analysis` and the writers of code, and most questions read none: so they
are imported when an expression first reads one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType, MethodType

from quizengine.calculator.analysis.byte_counts import param_bytes, value_bytes
from quizengine.calculator.analysis.flops import flops
from quizengine.calculator.analysis.receptive_field import receptive_field, receptive_fields
from quizengine.calculator.analysis.training_memory import (
    inference_bytes,
    largest_batch,
    training_bytes,
)
from quizengine.calculator.layer import Counted
from quizengine.calculator.network import Network, NetworkRow
from quizengine.expressions import AddedAttributes
from quizengine.frameworks import to_code


def to_keras(network: Network) -> str:
    """A network's code in Keras. Raises LayerError for what Keras has no code for."""
    return to_code(network, "keras")


def to_torch(network: Network) -> str:
    """A network's code in PyTorch. Raises LayerError that names a layer without an equivalent."""
    return to_code(network, "torch")


def _method(function: Callable[..., object]) -> Callable[[object], object]:
    """The attribute that is a method: the function with the value as its first argument."""
    return partial(MethodType, function)


ATTRIBUTES: Mapping[type, AddedAttributes] = MappingProxyType(
    {
        Counted: {
            "flops": flops,
            "param_bytes": _method(param_bytes),
            "value_bytes": _method(value_bytes),
        },
        NetworkRow: {"receptive_field": receptive_field, "receptive_fields": receptive_fields},
        Network: {
            "inference_bytes": _method(inference_bytes),
            "training_bytes": _method(training_bytes),
            "largest_batch": _method(largest_batch),
            "to_keras": _method(to_keras),
            "to_torch": _method(to_torch),
        },
    }
)
"""What an expression of a bank can read of layers and networks beside what these have."""
