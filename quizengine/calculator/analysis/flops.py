"""Floating-point operations: a multiply-accumulate is two of them, a product and a sum."""

from __future__ import annotations

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


def flops_of(macs: Quantity) -> Quantity:
    """The floating-point operations of so many multiply-accumulates."""
    return Quantity(_FLOPS, {"macs": int(macs)}, {"macs": macs})
