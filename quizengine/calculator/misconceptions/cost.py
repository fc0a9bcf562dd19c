"""The cost of running a network: arithmetic, memory, its units, and receptive fields."""

from __future__ import annotations

from collections.abc import Mapping

_OTHER_UNIT = (
    "These are {other}: a {other} is {other_bytes:,} bytes, a {unit} {unit_bytes:,}.",
    "a tutorial that prints MB for 64 MiB",
)

COST: Mapping[str, str | tuple[str, str]] = {
    # Multiply-accumulates.
    "flops-for-macs": (
        "These are floating-point operations: one multiply-accumulate is two of them.",
        "issues of several FLOP counters",
    ),
    "macs-for-flops": (
        (
            "These are multiply-accumulates; each is two floating-point operations, a product and "
            "a sum."
        ),
        "issues of several FLOP counters",
    ),
    "counted-biases/cost": "The biases were counted in; adding one is no multiply-accumulate.",
    # side: output, or input in a transposed convolution.
    "one-position-cost": (
        "This is the cost at one position; the kernel is applied at every {side} position."
    ),
    "one-position-cost/dense": (
        "This is the cost at one position; the layer is applied at each of them."
    ),
    "input-positions-for-cost": (
        "The input positions were counted; the kernel is applied once per output position.",
        "the fast.ai book's figure of 56,448",
    ),
    "input-positions-for-cost/separable": (
        "The input positions were counted; the kernels are applied per output position.",
        "the fast.ai book's figure of 56,448",
    ),
    "output-positions-for-cost": (
        "The output positions were counted; here the kernel is applied per input position."
    ),
    # Memory.
    "width-forgotten": "This is how many values there are; each takes several bytes.",
    "bits-for-bytes": "These are bits: a byte has 8 of them.",
    "parameters-forgotten": "The parameters are left out; they take memory as well.",
    "parameters-per-sample": (
        "The parameters were counted for every sample; all samples share them."
    ),
    "gradients-counted": (
        "The gradients were counted in, as in training; here only the values count."
    ),
    "gradients-forgotten": (
        "Only the parameters were counted; their gradients and what the optimizer keeps of each "
        "take as much again."
    ),
    "all-outputs-kept": (
        "Every output was kept, as in training; predicting, a layer's input can go once its output "
        "is there."
    ),
    "largest-output-alone": (
        "Only the largest output was counted; what it is computed from is there as well."
    ),
    "larger-counted-twice": (
        "The larger of the two was counted twice: once alone, and once in their sum.",
        "an exercise in one printing of a book: 18,613,600 for 12,613,600 bytes",
    ),
    "inputs-forgotten": "The inputs are left out; they wait in memory as well.",
    "batch-forgotten": "This is for one sample; every sample of the batch keeps its values.",
    "rounded-up/batch": (
        "The number of samples was rounded up; the last one would not fit as a whole."
    ),
    # Units.
    # other, other_bytes: the decimal unit, MB; unit, unit_bytes: the right one, MiB.
    "decimal-unit": _OTHER_UNIT,
    "decimal-unit/batch": "A GiB was taken for 10⁹ bytes; it is 2³⁰.",
    # other, other_bytes: the binary unit, MiB; unit, unit_bytes: the right one, MB.
    "binary-unit": _OTHER_UNIT,
    "binary-unit/batch": "A GB was taken for 2³⁰ bytes; it is 10⁹.",
    "rounded-down/unit": "The rest was cut off; the nearest whole number is the next one.",
    # Receptive fields.
    "kernels-added": (
        "The windows were added up; they overlap, so each adds one less than its size, in steps of "
        "the strides before it."
    ),
    "jump-ignored": (
        "The strides before a window are left out: one step here is several in the input."
    ),
    "own-stride-early": (
        "A window's own stride was used for it as well; it counts from the next window on."
    ),
    "last-window-alone": (
        "This is what the last window sees of the layer before; that layer's values see more."
    ),
}
