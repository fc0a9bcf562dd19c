"""The parameters of any layer: its biases, its output taken for them, frozen parameters.

These sentences hold for several operations, or for a layer with few parameters or none. Those of
one operation are in a module of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

COUNTING: Mapping[str, str | tuple[str, str]] = {
    # owner: unit, output or output neuron.
    "missing-biases": (
        "These are the weights alone: every {owner} also has a bias.",
        "a question on Data Science Stack Exchange",
    ),
    "counted-biases": "The biases were counted in; here only the weights count.",
    # owner: filter or unit.
    "counted-biases/unbiased": "One bias per {owner} was counted; this layer has none.",
    # owner: filter, unit or output neuron.
    "one-bias-per-layer": (
        "One bias was counted for the whole layer; every {owner} has its own.",
        "a deeplearning.ai forum thread; the first version of a Coursera table: 48,001 for 48,120",
    ),
    # counted: parameters or weights.
    "activation-size": (
        "This is the size of the output, not the number of {counted}.",
        "the wrong first statement of a Keras quiz",
    ),
    # counted: parameters, trainable parameters or weights.
    "activation-size/neutral": (
        "This is the size of the output; the layer has no {counted}.",
        "the wrong statements of a Keras quiz",
    ),
    "frozen-counted": "The layer is frozen: it has these parameters, and none is trained.",
    # The slopes of a PReLU.
    "activation-without-parameters": (
        "Other activation functions learn nothing; a PReLU learns the slope below 0."
    ),
    "one-for-all": ("PyTorch's PReLU has one slope by default; Keras's has one for each position."),
    "one-per-channel": "One slope per channel needs shared_axes to name the other axes.",
    "sharing-ignored": (
        "The axes in shared_axes have one slope in all, not one for each of their positions."
    ),
}
