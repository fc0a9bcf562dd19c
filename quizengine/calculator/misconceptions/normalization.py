"""Normalization: what it learns, what it tracks, and how often it has each.

A bare name is about Keras; `/torch` about PyTorch's layers by channel, whose statistics are no
parameters, and `/layer-norm` about its LayerNorm and RMSNorm.
"""

from __future__ import annotations

from collections.abc import Mapping

NORMALIZATION: Mapping[str, str | tuple[str, str]] = {
    "statistics-forgotten": (
        (
            "These are the learned ones; Keras counts the moving mean and variance as parameters "
            "too, which are not trainable."
        ),
        "a Stack Overflow question: 1024 for 2048",
    ),
    "statistics-counted": (
        "The moving mean and variance were counted in; they are tracked, not trained.",
        "an issue of a PyTorch summary tool",
    ),
    "statistics-counted/per-sample": (
        "Two moving statistics were counted in, as batch normalization has them; here mean and "
        "variance are taken afresh from every sample."
    ),
    "statistics-counted/torch": (
        "The running mean and variance were counted; in PyTorch they are buffers, not parameters.",
        "Keras counts them as non-trainable parameters",
    ),
    "statistics-counted/torch-alone": (
        "In PyTorch the running mean and variance are buffers, not parameters.",
        "Keras counts them as non-trainable parameters",
    ),
    "learned-forgotten": "These are the statistics alone; gamma and beta are parameters too.",
    "learned-counted": "Gamma and beta were counted in; these two are trained.",
    "mean-alone": "These are the means alone; there is a moving variance beside each.",
    "mean-alone/with-count": (
        "These are the means alone; there is a variance beside each, and a count."
    ),
    "count-forgotten": (
        "The count is left out: beside mean and variance Keras keeps the number of samples."
    ),
    "offset-forgotten": "The offsets are left out: there is one beside each scale.",
    "offset-forgotten/batch": "The offsets are left out: there is a beta beside each gamma.",
    "offset-forgotten/torch": "The biases are missing: each channel has one as well.",
    "offset-forgotten/layer-norm": "The biases are missing: there are as many as weights.",
    "offset-counted": "An offset was counted; there is only a scale to learn.",
    "counted-biases/layer-norm": "Biases were counted; this layer has none.",
    # owner: position along its axis, or normalized value.
    "one-set-per-layer": "One set was counted for the whole layer; every {owner} has its own.",
    "one-set-per-layer/torch": (
        "One pair was counted for the whole layer; every channel learns a weight and a bias."
    ),
    "set-per-group": "One set was counted for each group; it is the channels that have one each.",
    "set-per-value": (
        "One set was counted for every value of the input; a set is shared along the other axes."
    ),
    "last-axis-only": "Only the last axis was counted; all of normalized_shape is multiplied.",
}
