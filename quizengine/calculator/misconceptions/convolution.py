"""Filters: ordinary, depthwise, separable, locally connected and transposed convolutions.

The depth of their output, and the parameters of their filters. The other axes of the output are in
`windows`, the costs in `cost`.
"""

from __future__ import annotations

from collections.abc import Mapping

_DEPTH_PADDED = (
    "The padding was added to the depth; it lies around the height and width only.",
    "options in a deeplearning.ai quiz",
)

CONVOLUTION: Mapping[str, str | tuple[str, str]] = {
    # The depth of the output.
    "depth-kept": (
        "The depth of the input was kept; a convolution's output has one channel per filter.",
        "an option in a deeplearning.ai quiz",
    ),
    "maps-multiplied": (
        "The channels were multiplied; each filter sums over all input channels into one map.",
        "a forum question about 64 × 128 channels",
    ),
    "one-map": "One map was counted; every filter makes a map of its own.",
    "depth-padded/convolution": _DEPTH_PADDED,
    "depth-padded-once/convolution": _DEPTH_PADDED,
    "multiplier-ignored/output": (
        "The depth_multiplier is left out: every input channel gives so many channels."
    ),
    "multiplier-alone": (
        "This is depth_multiplier alone: it is the number of filters for each input channel."
    ),
    # Biases.
    "missing-biases/convolution": (
        "These are the weights alone: the biases are missing, one for each filter.",
        "options in deeplearning.ai quizzes",
    ),
    "missing-input-depth-and-one-bias": (
        "The input depth is missing, and one bias was counted for the whole layer.",
        "an option in a deeplearning.ai quiz",
    ),
    "bias-per-weight": (
        "A bias was counted for every weight; a filter has one bias in all.",
        "a PyTorch forum thread",
    ),
    "bias-per-kernel-place": (
        "A bias was counted for every position of the kernel; a filter has one bias in all.",
        "a PyTorch forum thread",
    ),
    "bias-per-input-channel": (
        "A bias was counted for every input channel; a filter adds one after summing them.",
        "a deeplearning.ai forum thread",
    ),
    "bias-per-input-channel/depthwise": (
        "One bias was counted for each input channel; every filter has its own."
    ),
    "bias-per-position": (
        "A bias was counted for every output position; a filter's bias is shared as well.",
        "two questions on Data Science Stack Exchange",
    ),
    "biases-alone": "These are the biases alone: the weights are missing.",
    "biases-of-both-steps": (
        "A bias was counted for the depthwise filters too; only the second step has biases."
    ),
    # A filter, and how many there are.
    "missing-input-depth": (
        "The input depth is missing: each filter reaches through all input channels.",
        "the first version of a Coursera table: 208 for 608",
    ),
    "depth-and-filters-swapped": (
        "Input channels and filters were swapped: the bias belongs to the filters."
    ),
    "one-filter": "This is one filter; the layer has several.",
    "one-filter-without-bias": (
        "These are the weights of one filter; the layer has several, each with a bias."
    ),
    "not-shared": (
        "This is the count without sharing: a filter is the same at every position.",
        "the first Udacity quiz's answer given to the second",
    ),
    "input-positions": (
        "The input positions were multiplied in; a filter's weights do not depend on them.",
        "an option in a deeplearning.ai quiz",
    ),
    "fully-connected": (
        "This connects every input value to every filter, as a fully connected layer would."
    ),
    # axis: length, height or first axis.
    "channels-misread": (
        "The {axis} was read as the channels: mind where the channels stand.",
        "a Keras model that took 1×28×28 for an image of 28 channels",
    ),
    # The kernel of a filter: its axes, its gaps and its groups.
    "kernel-squared": (
        "The kernel was squared; along one axis it has F positions.",
        "a forum question about Conv1D, which left out the depth as well",
    ),
    "kernel-squared-without-depth": (
        (
            "The kernel was squared, and the input depth is missing: along one axis it has F "
            "positions, in every input channel."
        ),
        "a forum question about Conv1D: 3,328 for 64,128",
    ),
    "kernel-not-squared": "The kernel was not squared: it has F positions along each of 2 axes.",
    "kernel-not-cubed": "The kernel was not cubed: it has F positions along each of 3 axes.",
    "gaps-counted": "The gaps were counted; a dilated kernel has no weights in them.",
    "groups-ignored": "The groups are left out: a filter sees only the channels of its own group.",
    "groups-divided-twice": (
        "The groups were divided out twice: only the input channels are split per filter."
    ),
    "groups-ignored-and-missing-biases": (
        (
            "The groups are left out, and the biases are missing: a filter has a bias, and sees "
            "only the channels of its own group."
        ),
        "tables of AlexNet that give 614,400 for its second layer",
    ),
    # Depthwise and separable convolutions.
    "multiplier-ignored": "The depth_multiplier is left out: every channel has that many filters.",
    "one-filter-for-all": "One filter was counted for all channels; every channel has its own.",
    "ordinary-convolution": (
        "This is an ordinary convolution; a separable one splits it into two small steps."
    ),
    "ordinary-convolution/separable-cost": (
        "This is what an ordinary convolution costs; a separable one takes two small steps."
    ),
    "ordinary-convolution/depthwise": (
        "These filters reach through all channels, as in an ordinary convolution; a depthwise "
        "filter sees one channel."
    ),
    "ordinary-convolution/depthwise-cost": (
        "This is what an ordinary convolution costs; a depthwise filter sees one channel."
    ),
    "steps-multiplied": (
        "The two steps were multiplied; one comes after the other, so they are added."
    ),
    "depthwise-only": (
        "This is the depthwise step alone; the 1×1 filters that mix the channels are missing."
    ),
    "pointwise-only": "These are the 1×1 filters alone; the depthwise step before them is missing.",
    "pointwise-depth-forgotten": (
        "A 1×1 filter has one weight for every channel that comes in, not one in all."
    ),
    # Without sharing: locally connected layers.
    "shared": (
        "This is the count with sharing: without it, every output neuron has its own.",
        "the two Udacity quizzes' answers swapped",
    ),
    "shared-without-biases": (
        "These are the weights with sharing, and the biases are missing as well."
    ),
    "shared-bias": (
        "One bias per filter was counted; without sharing there is one per neuron.",
        "Keras describes the bias apart from the weights",
    ),
    "one-filter-unshared": (
        "These are the positions of one filter; each position has K output neurons."
    ),
    "activation-size/locally-connected": (
        "This is the number of output neurons; each of them has weights of its own."
    ),
    "fully-connected/locally-connected": (
        "This connects every neuron to the whole input; it sees its own window alone."
    ),
    "input-positions/locally-connected": (
        "The input positions were counted; there is one neuron per output position."
    ),
    "missing-input-depth/locally-connected": (
        "The input depth is missing: each neuron looks at all input channels."
    ),
}
