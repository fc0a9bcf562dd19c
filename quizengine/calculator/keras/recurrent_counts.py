"""What recurrent layers hold and cost, and how people miscount it.

Formulas: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000 for the LSTM,
Cho et al. 2014 for the GRU: each gate is a fully connected layer that sees the x values of one
step and the u values of the step before, (x + u)·u weights. Keras has one bias per unit and gate,
and two in a GRU with reset_after=True, its default; PyTorch always has two.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe

_TERMS = {"x": "input features", "u": "units", "L": "time steps"}
_STEPS = "The time steps were multiplied in; every step uses the same weights."


@lru_cache(maxsize=64)
def recurrent_recipe(quantity: str, gates: int, biases: int, why: str) -> Recipe:
    """The recipe of one quantity, for a number of gates and of biases per unit and gate.

    `why` says what the number of biases is owed to.
    """
    label = LABELS[quantity]
    weights = "(x + u)*u"
    phrases: tuple[tuple[str, str], ...] = (
        ("x + u", "values seen by each unit"),
        (weights, "weights" if gates == 1 else "weights of one gate"),
    )
    of_gate = (_each(biases, "u"), "biases of one gate" if gates > 1 else "biases")
    if quantity == "weights":
        return Recipe(label, _each(gates, weights), phrases, _weightless(gates), _TERMS)
    if quantity == "biases":
        text = _each(gates, _each(biases, "u")) if biases else "0"
        return Recipe(label, text, (of_gate,) if biases > 1 else (), (), _TERMS, why)
    if quantity in ("params", "trainable_params"):
        if not biases:
            text = _each(gates, weights)
            return Recipe(label, text, phrases, _weightless(gates), _TERMS, why)
        one = _gate(biases)
        if gates > 1:
            phrases = (*phrases, (one, "parameters of one gate"))
        if biases > 1:
            phrases = (*phrases, of_gate)
        return Recipe(label, _each(gates, one), phrases, _mistakes(gates, biases), _TERMS, why)
    if quantity == "macs":
        text = f"L*({_each(gates, weights)})"
        if gates > 1:
            phrases = (*phrases, (_each(gates, weights), "weights of all gates"))
        return Recipe(label, text, phrases, _costs(gates), _TERMS, "the weights, once every step")
    return Recipe(label, "0", why="training changes all of them")


def _gate(biases: int) -> str:
    """The parameters of one gate."""
    return f"(x + u)*u + {_each(biases, 'u')}"


def _each(number: int, text: str) -> str:
    if number == 1:
        return text
    return f"{number}*({text})" if len(text) > 1 else f"{number}*{text}"


def _mistakes(gates: int, biases: int) -> tuple[Mistake, ...]:
    one, other = _gate(biases), 3 - biases
    mistakes = [
        Mistake(
            "missing-biases",
            _each(gates, "(x + u)*u"),
            f"These are the weights alone: every unit also has a bias{_in_each(gates)}.",
        ),
        Mistake(
            "missing-recurrence",
            _each(gates, f"x*u + {_each(biases, 'u')}"),
            "The recurrent weights are missing: each unit also sees all units, one step ago.",
        ),
        Mistake("input-forgotten", _each(gates, f"u*u + {_each(biases, 'u')}"), _NO_INPUT),
        Mistake(
            "recurrence-one-to-one",
            _each(gates, f"(x + 1)*u + {_each(biases, 'u')}"),
            "Each unit was joined to itself alone; it sees all units, one step ago.",
            "u > 1",
        ),
        Mistake("counted-per-step", f"L*({_each(gates, one)})", _STEPS, "L > 1"),
        Mistake(
            "two-biases" if biases == 1 else "one-bias",
            _each(gates, _gate(other)),
            _two(gates) if biases == 1 else _ONE,
            seen="" if biases == 1 else "a question on Stack Overflow: 9,408 for 9,600",
        ),
    ]
    if gates > 1:
        what = "an LSTM has four" if gates == 4 else "a GRU has three"
        others = 3 if gates == 4 else 4
        mistakes += [
            Mistake("one-gate", one, f"This is one gate, as in a SimpleRNN; {what}."),
            Mistake(
                "three-gates" if gates == 4 else "four-gates",
                _each(others, one),
                SETS[gates],
            ),
            Mistake(
                "bias-shared-by-gates",
                f"{_each(gates, '(x + u)*u')} + {_each(biases, 'u')}",
                "The biases were counted once for all gates; each gate has its own.",
                minor=True,
            ),
        ]
        if gates == 3:
            mistakes.append(Mistake("two-gates", _each(2, one), TWO_SETS, minor=True))
    else:
        mistakes.append(
            Mistake("four-gates", _each(4, one), "A SimpleRNN has no gates; this is an LSTM.")
        )
    return tuple(mistakes)


SETS = {
    4: "Three sets of weights were counted; there are four, of three gates and the candidate.",
    3: "Four sets of weights were counted; there are three, of two gates and the candidate.",
}
"""What is said of the wrong number of gates, by the right one."""
TWO_SETS = "Two sets of weights were counted; there are three, of two gates and the candidate."
_NO_INPUT = "The input is missing: each unit sees the values of the step beside the units'."
_ONE = "One bias per unit and gate was counted; with reset_after=True, the default, there are two."


def _in_each(gates: int) -> str:
    return " in each gate" if gates > 1 else ""


def _two(gates: int) -> str:
    each = "unit and gate" if gates > 1 else "unit"
    return f"Two biases per {each} were counted, as PyTorch has them; here there is one."


def _weightless(gates: int) -> tuple[Mistake, ...]:
    mistakes = [
        Mistake(
            "counted-biases",
            _each(gates, _gate(1)),
            "The biases were counted in; here only the weights count.",
        ),
        Mistake(
            "missing-recurrence",
            _each(gates, "x*u"),
            "The recurrent weights are missing: each unit also sees all units, one step ago.",
        ),
        Mistake("counted-per-step", f"L*({_each(gates, '(x + u)*u')})", _STEPS, "L > 1"),
    ]
    if gates > 1:
        what = "an LSTM has four" if gates == 4 else "a GRU has three"
        mistakes.append(Mistake("one-gate", "(x + u)*u", f"This is one gate; {what}."))
    return tuple(mistakes)


def _costs(gates: int) -> tuple[Mistake, ...]:
    weights = _each(gates, "(x + u)*u")
    mistakes = [
        Mistake(
            "one-step-cost",
            weights,
            "This is the cost of one step; the weights are used again at every step.",
            "L > 1",
        ),
        Mistake(
            "flops-for-macs",
            f"2*L*({weights})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        ),
        Mistake(
            "missing-recurrence",
            f"L*({_each(gates, 'x*u')})",
            "The recurrent weights are left out; they are used at every step as well.",
        ),
    ]
    return tuple(mistakes)
