"""Sizes along an axis: the output of a window, of padding, cropping, pooling and upsampling.

A bare name is about a convolution or pooling with a padding in numbers; `/same` is about
padding="same", `/transposed` about transposed convolutions.
"""

from __future__ import annotations

from collections.abc import Mapping

_DEPTH_PADDED = (
    "The padding was added to the depth; it lies along the other axes only.",
    "options in a deeplearning.ai quiz",
)

WINDOWS: Mapping[str, str | tuple[str, str]] = {
    # A window that slides.
    "no-plus-one": (
        "The + 1 is missing: the window also stands at its first position, before any stride.",
        "a printed option in an NPTEL assignment",
    ),
    "plus-one-inside": (
        "The 1 was added before dividing; it is the window's first position, not a stride.",
        "a tutorial's rule for VALID padding, which has to round up",
    ),
    "stride-ignored": (
        "The stride is left out: the window jumps, so the moves are divided by it.",
        "a printed option in a deeplearning.ai quiz",
    ),
    "stride-ignored/same": (
        "The stride is left out: it divides the size even where the padding keeps it."
    ),
    "stride-as-window": "The window was moved by its own size; its stride is another.",
    "rounded-up": (
        (
            "The division was rounded up; a window that does not fit any more is not counted, so "
            "it is rounded down."
        ),
        "a Cross Validated question about 112.5",
    ),
    # setting: padding="same", padding="causal" or ceil_mode=True.
    "rounded-down": (
        "The division was rounded down; with {setting} it is rounded up.",
        "an answer that gave 2 for 24/9",
    ),
    "fraction-kept": (
        "The fraction was kept; a size is a whole number, so the division is rounded down.",
        "a Cross Validated question about 112.5",
    ),
    "size-kept": "This is the size that comes in; the window does not keep it.",
    "last-window-kept": (
        "The last window would start behind the input, in the padding on the right; PyTorch leaves "
        "it out."
    ),
    "same-assumed": (
        'This is the size with padding="same"; here the padding is another.',
        "Udacity's solution page warns of it",
    ),
    # padding: same or causal.
    "valid-assumed": 'This is the size with padding="valid"; here it is "{padding}".',
    # window: the kernel, the window or a window.
    "dilation-ignored": "The dilation is left out: with gaps {window} spans d·(F − 1) + 1.",
    "dilation-as-holes": (
        "The rate was read as the gaps; a rate of d leaves d − 1 gaps between neighbours.",
        "a question on the PyTorch forum",
    ),
    "dilation-as-factor": (
        (
            "The window does not reach F·d far: there are gaps only between its F positions, so it "
            "spans d·(F − 1) + 1."
        ),
        "a question on the PyTorch forum",
    ),
    "dilation-as-stride": (
        "The rate was taken for a stride: it spreads the window's positions, and does not make it "
        "jump."
    ),
    # Padding and cropping.
    "padding-once": (
        "The padding is counted once; it lies on both sides of the axis.",
        "printed options in a deeplearning.ai quiz",
    ),
    "padding-ignored": (
        'The padding is left out; this is the size with padding="valid".',
        "Udacity's solution page",
    ),
    "padding-ignored/ceil-mode": "The padding is left out; it lies on both sides of the axis.",
    "padded-size": "This is the size of the padded input; the window has still to move over it.",
    "depth-padded": _DEPTH_PADDED,
    "depth-padded-once": _DEPTH_PADDED,
    "one-side-only": "One end only was cut off; cropping takes from both.",
    # How much padding keeps a size.
    "padding-of-both-sides": (
        "This is the padding of both sides together; each side has one half of it.",
        "an option in a deeplearning.ai quiz",
    ),
    "padding-of-one-side": "This is the padding of one side, the larger one.",
    "padding-of-kernel": (
        "This is the size of the kernel; all but one of its positions need padding.",
        "an option in a deeplearning.ai quiz",
    ),
    "half-kernel": (
        "This is half the kernel, rounded up; only the positions to one side of the middle one "
        "need padding."
    ),
    "stride-ignored/same-padding": (
        "This is the padding with stride 1; with a larger one less of the kernel may extend "
        "past the end."
    ),
    # Transposed convolutions.
    "forward-formula": (
        "This is the size after an ordinary convolution; a transposed one makes it larger.",
        "a deeplearning.ai forum thread about several formulas in several places",
    ),
    "forward-formula/torch": (
        "This is the size after an ordinary convolution; a transposed one goes the other way.",
        "a deeplearning.ai forum thread about several formulas in several places",
    ),
    "no-minus-one": "The 1 is not taken off: the first kernel starts at 0, before any stride.",
    "stride-ignored/transposed": "The stride is left out: it is how far apart two kernels start.",
    "size-times-stride": "Only the stride was multiplied in; kernel and padding count as well.",
    "size-kept/transposed": (
        'The size was kept; with padding="same" it is multiplied by the stride here.'
    ),
    "same-assumed/transposed": 'This is the size with padding="same"; here it is "valid".',
    "padding-added": "The padding was added; in a transposed convolution it is cut off the output.",
    "padding-once/transposed": "The padding is taken off once; it is cut off on both sides.",
    "padding-ignored/transposed": (
        "The padding is left out: it is cut off the output on both sides."
    ),
    "output-padding-forgotten": (
        "The output_padding is left out: it is added to the size.",
        "31 given for 32",
    ),
    "output-padding-forgotten/torch": (
        "The output_padding is left out: it is added to the size, on one side.",
        "31 given for 32",
    ),
    "output-padding-twice": "The output_padding was added twice; it lies on one side only.",
    # Pooling.
    "depth-pooled": (
        "The depth was pooled as well; pooling works on each channel alone.",
        "options in a deeplearning.ai quiz",
    ),
    "depth-shrunk": (
        "The window was taken off the depth; pooling works on each channel alone.",
        "an option in a deeplearning.ai quiz: 32×32×8 for 32×32×12",
    ),
    "channels-merged": "The channels were merged into one; pooling works on each channel alone.",
    "flattened": "This is what flattening gives; global pooling leaves one value per channel.",
    "size-kept/adaptive": "The input's size was kept; the output size is stated.",
    "activation-size/pooling": (
        "This is the size of the output; pooling has no parameters.",
        "the wrong second statement of a Keras quiz",
    ),
    "pooling-weights": "Weights were counted for the window; pooling only picks or averages.",
    "pooling-coefficients": (
        "LeNet-5's subsampling learned a coefficient and a bias per map; pooling learns none.",
        "a Cross Validated question about LeNet-5",
    ),
    # Upsampling.
    "added-for-multiplied": "The factor was added; the size is multiplied by it.",
    "added-for-multiplied/keras": (
        "The size was added; every position is repeated, so the axis is multiplied."
    ),
    "divided-for-multiplied": "The axis was divided, as in pooling; upsampling makes it larger.",
    "size-kept/upsampling": "The size was kept; the factor draws it out.",
    "rounded-up/upsampling": "The size was rounded up; the fraction of a position is dropped.",
    "factor-once": "The factor was used once; it counts for the height and for the width.",
}
