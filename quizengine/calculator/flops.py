"""Floating-point operations: a multiply-accumulate is two of them, a product and a sum."""

from __future__ import annotations

from quizengine.calculator.quantity import Mistake, Quantity, Recipe

_FLOPS = Recipe(
    "floating-point operations",
    "2*macs",
    (),
    (
        Mistake(
            "macs-for-flops",
            "macs",
            "These are multiply-accumulates; each is two floating-point operations, a product and "
            "a sum.",
            when="macs > 0",
            seen="issues of several FLOP counters",
        ),
    ),
    {"macs": "multiply-accumulates"},
    "a product and a sum for each multiply-accumulate",
)


def flops_of(macs: Quantity) -> Quantity:
    """The floating-point operations of so many multiply-accumulates."""
    return Quantity(_FLOPS, {"macs": int(macs)}, {"macs": macs})
