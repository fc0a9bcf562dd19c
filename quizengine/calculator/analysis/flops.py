"""Floating-point operations: a multiply-accumulate is two of them, a product and a sum."""

from __future__ import annotations

from quizengine.calculator.layer import Counted
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula, Quantity

_FLOPS = CountFormula(
    "floating-point operations",
    "2*macs",
    (),
    (wrong("macs-for-flops", "macs", "macs > 0"),),
    {"macs": "multiply-accumulates"},
    "a product and a sum for each multiply-accumulate",
)


def flops(counted: Counted) -> Quantity:
    """Return the floating-point operations for one sample: two for each multiply-accumulate."""
    macs = counted.macs
    return Quantity(_FLOPS, {"macs": int(macs)}, {"macs": macs})
