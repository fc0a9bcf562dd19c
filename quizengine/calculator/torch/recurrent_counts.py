"""What PyTorch's recurrent layers hold and cost, and how people miscount it.

Formulas: PyTorch's documentation of RNN, LSTM and GRU: each of g gates has h·x input weights,
h·h recurrent weights (h·p with a projection to p values) and two bias vectors of h, one for each
of the two products. A deeper layer takes what the layer below gives, of both directions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.keras.recurrent_counts import SETS, TWO_SETS
from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe

_TERMS = {
    "x": "input_size", "h": "hidden_size", "N": "num_layers", "p": "proj_size",
    "L": "steps",
}  # fmt: skip


class Form(NamedTuple):
    """What a recurrent layer's formulas have to mention."""

    gates: int
    deep: bool
    bias: bool
    both: bool
    projected: bool

    @property
    def directions(self) -> int:
        """How many times the sequence is read."""
        return 2 if self.both else 1

    @property
    def state(self) -> str:
        """What one direction hands on at each step."""
        return "p" if self.projected else "h"

    def layer(self, before: str, biases: str, recurrent: bool = True) -> str:
        """One layer of one direction, which takes `before` values, and its own if recurrent."""
        text = f"h*({before} + {self.state}){biases}" if recurrent else f"h*({before}){biases}"
        text = f"{self.gates}*({text})" if self.gates > 1 else text
        return f"{text} + p*h" if self.projected else text

    def text(self, biases: str, wide: bool = True, recurrent: bool = True) -> str:
        """All layers and directions; `wide`: a deeper layer takes what both directions give."""
        text = self.direction(biases, wide, recurrent)
        return f"2*({text})" if self.both else text

    def direction(self, biases: str, wide: bool = True, recurrent: bool = True) -> str:
        """All layers in one direction."""
        text = self.layer("x", biases, recurrent)
        if self.deep:
            below = self.below if wide else self.state
            text = f"{text} + (N - 1)*({self.layer(below, biases, recurrent)})"
        return text

    @property
    def below(self) -> str:
        """What a deeper layer takes, which is what both directions give if there are two."""
        return f"{self.state} + {self.state}" if self.both else self.state


@lru_cache(maxsize=64)
def output_recipe(form: Form) -> Recipe:
    """How many values every step gives."""
    text = f"2*{form.state}" if form.both else form.state
    why = "both directions, one behind the other" if form.both else "one value per hidden unit"
    mistakes = [
        Mistake("input-size-kept", "x", "The input's size was kept; a step gives hidden values.")
    ]
    if form.both:
        mistakes.append(
            Mistake("one-direction", form.state, "This is one direction; both give their values.")
        )
    if form.projected:
        why = "proj_size: the hidden values are projected" + (", both ways" if form.both else "")
        text_without = "2*h" if form.both else "h"
        mistakes.append(
            Mistake(
                "projection-ignored",
                text_without,
                "The projection is left out: the hidden values are projected to p.",
            )
        )
    return Recipe("values per step", text, (), tuple(mistakes), _TERMS, why)


@lru_cache(maxsize=128)
def recurrent_recipe(quantity: str, form: Form) -> Recipe:
    """The recipe of one quantity of a recurrent layer."""
    label = LABELS[quantity]
    biases = " + 2*h" if form.bias else ""
    phrases = _phrases(form, biases)
    if quantity == "weights":
        return Recipe(label, form.text(""), _phrases(form, ""), tuple(_weightless(form)), _TERMS)
    if quantity == "biases":
        if not form.bias:
            return Recipe(label, "0", why="bias=False: there are none")
        factors = [*(["N"] if form.deep else []), *(["2"] if form.both else [])]
        factors += [str(form.gates)] if form.gates > 1 else []
        why = "two bias vectors for each gate: one for the input, one for the hidden state"
        one = ("2*h", "biases of one gate" if form.gates > 1 else "biases of one layer")
        text = "*".join([*factors, "(2*h)"])
        single = Mistake(
            "one-bias",
            "*".join([*factors, "h"]),
            "One bias vector was counted; PyTorch keeps two, for the input and for the state.",
            seen="Keras's LSTM and SimpleRNN have one",
            minor=True,
        )
        return Recipe(label, text, (one,) if factors else (), (single,), _TERMS, why)
    if quantity in ("params", "trainable_params"):
        why = "PyTorch keeps two bias vectors for each gate" if form.bias else ""
        mistakes = tuple(_mistakes(form, biases))
        return Recipe(label, form.text(biases), phrases, mistakes, _TERMS, why)
    if quantity == "macs":
        flops = Mistake(
            "flops-for-macs",
            f"2*L*({form.text('')})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        step = Mistake(
            "one-step-cost", form.text(""), "This is one step; there are L of them.", "L > 1"
        )
        text = f"L*({form.text('')})"
        why = "every weight is used once in every step"
        return Recipe(label, text, _phrases(form, ""), (flops, step), _TERMS, why)
    return Recipe(label, "0", why="training changes all of them")


def _phrases(form: Form, biases: str) -> tuple[tuple[str, str], ...]:
    """What the parts of a count are, for the first layer and where there are any the deeper ones.

    The words of the first layer stand last: where a deeper one is written alike, they are its too.
    """
    what = "parameters" if biases else "weights"
    found = [("2*h", "biases of one gate" if form.gates > 1 else "biases")] if biases else []
    if form.deep:
        deeper = form.layer(form.below, biases)
        found += [
            *_layer_phrases(form, form.below, biases, "a deeper layer"),
            (deeper, f"{what} of one deeper layer"),
            ("N - 1", "deeper layers"),
            (f"(N - 1)*({deeper})", f"{what} of the deeper layers"),
        ]
    found += _layer_phrases(form, "x", biases, "the first layer" if form.deep else "")
    first = form.layer("x", biases)
    if form.deep:
        found.append((first, f"{what} of the first layer"))
    if form.both:
        found.append((form.direction(biases), f"{what} of one direction"))
    if not biases:
        found.append((form.text(""), "weights in all"))
    return tuple(found)


def _layer_phrases(form: Form, before: str, biases: str, where: str) -> list[tuple[str, str]]:
    inside = f" in {where}" if where else ""
    of_it = f" of {where}" if where else ""
    seen = f"{before} + {form.state}"
    product = f"h*({seen})"
    found = [(seen, f"values seen{inside or ' by each unit'}")]
    if form.gates == 1:
        return [*found, (product, f"weights{of_it}")]
    per_gate = f"per gate, {where.split(' ', 1)[1]}" if where else "of one gate"
    found.append((product, f"weights {per_gate}"))
    if biases:
        found.append((f"{product}{biases}", f"parameters {per_gate}"))
    if form.projected:
        what = "parameters" if biases else "weights"
        found += [
            (f"{form.gates}*({product}{biases})", f"{what} of the gates"),
            ("p*h", "weights of the projection"),
        ]
    return found


_STEPS = "The steps were multiplied in; every step uses the same weights."


def _weightless(form: Form) -> list[Mistake]:
    """Mistakes about the weights alone."""
    kept = {"one-gate", "three-gates", "four-gates", "one-direction", "missing-recurrence"}
    kept |= {"one-direction-below", "layers-alike", "one-layer", "counted-per-step"}
    counted = Mistake(
        "counted-biases",
        form.text(" + 2*h"),
        "The biases were counted in; here only the weights count.",
        minor=True,
    )
    same = [each for each in _mistakes(form._replace(bias=False), "") if each.id in kept]
    return [counted, *(each._replace(minor=True) for each in same)]


def _mistakes(form: Form, biases: str) -> list[Mistake]:
    mistakes = [
        Mistake("counted-per-step", f"L*({form.text(biases)})", _STEPS, when="L > 1", minor=True)
    ]
    if form.bias:
        mistakes += [
            Mistake(
                "one-bias",
                form.text(" + h"),
                "One bias vector was counted; PyTorch keeps two, for the input and for the state.",
                seen="Keras's LSTM and SimpleRNN have one",
            ),
            Mistake(
                "missing-biases",
                form.text(""),
                "These are the weights alone: the bias vectors are missing.",
            ),
        ]
    else:
        mistakes.append(
            Mistake(
                "counted-biases",
                form.text(" + 2*h"),
                "Biases were counted; with bias=False there are none.",
            )
        )
    if form.gates > 1:
        one = form._replace(gates=1)
        mistakes.append(
            Mistake(
                "one-gate",
                one.text(biases),
                f"This is one gate; each of the {form.gates} has weights of its own.",
            )
        )
        others, word = (3, "three-gates") if form.gates == 4 else (4, "four-gates")
        mistakes.append(
            Mistake(
                word,
                form._replace(gates=others).text(biases),
                SETS[form.gates],
                minor=True,
            )
        )
        if form.gates == 3:
            text = form._replace(gates=2).text(biases)
            mistakes.append(Mistake("two-gates", text, TWO_SETS, minor=True))
    if form.both:
        once = form._replace(both=False)
        mistakes.append(
            Mistake(
                "one-direction",
                once.text(biases),
                "One direction was counted; the other has weights of its own.",
            )
        )
        if form.deep:
            mistakes.append(
                Mistake(
                    "one-direction-below",
                    form.text(biases, wide=False),
                    "A deeper layer was given one direction; it takes what both give.",
                )
            )
    if form.deep:
        alike = f"N*({form.layer('x', biases)})"
        mistakes += [
            Mistake(
                "layers-alike",
                f"2*{alike}" if form.both else alike,
                "All layers were counted like the first; the others take hidden values.",
                when=f"x != {form.below}",
            ),
            Mistake(
                "one-layer",
                form._replace(deep=False).text(biases),
                "This is the first layer; there are N of them.",
            ),
        ]
    mistakes.append(
        Mistake(
            "missing-recurrence",
            form.text(biases, recurrent=False),
            "The recurrent weights are missing: a step also takes the state of the one before.",
        )
    )
    return mistakes
