"""What attention holds and costs, and how people miscount it.

Formulas: Vaswani et al. 2017, section 3.2: the query, key and value projections, and the output
projection that joins the heads. As in Keras, key_dim and value_dim are those of one head, so that
h heads have projections h·k and h·v wide; in PyTorch embed_dim is that of all heads together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe

_TERMS = {
    "h": "num_heads",
    "g": "num_key_value_heads",
    "k": "key_dim",
    "v": "value_dim",
    "Dq": "query features",
    "Dk": "key features",
    "Dv": "value features",
    "Do": "output features",
    "Tq": "query positions",
    "Tv": "value positions",
    "B": "separate attentions",
}
_PER_HEAD = "key_dim is the width of one head"


class Form(NamedTuple):
    """What changes the formula: which widths have a letter of their own, biases, the gate.

    `value` is the letter of a head's value width, `output` that of the output's features, and
    `kv` that of the heads of keys and values.
    """

    value: str = "k"
    output: str = "Dq"
    kv: str = "h"
    use_bias: bool = True
    use_gate: bool = False
    apart: bool = False

    def projections(self, biases: bool) -> list[tuple[str, str]]:
        """Each projection's count as formula text, and what it is for."""
        plus = " + 1" if biases else ""
        value, kv = self.value, self.kv

        def into(features: str, heads: str, width: str) -> str:
            sees = f"({features}{plus})" if biases else features
            return f"{sees}*{heads}*{width}"

        parts = [
            (into("Dq", "h", "k"), "queries"),
            (into("Dk", kv, "k"), "keys"),
            (into("Dv", kv, value), "values"),
        ]
        if self.use_gate:
            parts.append((into("Dq", "h", value), "gate"))
        joined = f"(h*{value}{plus})" if biases else f"h*{value}"
        return [*parts, (f"{joined}*{self.output}", "output")]


@lru_cache(maxsize=64)
def attention_recipe(quantity: str, form: Form) -> Recipe:
    """The recipe of one quantity of multi-head attention."""
    label = LABELS[quantity]
    if quantity == "macs":
        return _cost(form)
    if quantity == "biases":
        if not form.use_bias:
            return Recipe(label, "0", terms=_TERMS, why="use_bias=False: there are none")
        gate = f" + h*{form.value}" if form.use_gate else ""
        text = f"h*k + {form.kv}*k + {form.kv}*{form.value}{gate} + {form.output}"
        named = (
            (f"{form.kv}*{form.value}", "biases for the values"),
            (f"{form.kv}*k", "biases for the keys"),
            (f"h*{form.value}", "biases for the gate"),
            ("h*k", "biases for the queries"),
        )
        why = "one for each output of each projection"
        return Recipe(label, text, named, (), _TERMS, why)
    if quantity == "non_trainable_params":
        return Recipe(label, "0", why="training changes all of them")
    biases = form.use_bias and quantity != "weights"
    parts = form.projections(biases)
    text = " + ".join(part for part, _ in parts)
    what = "parameters" if biases else "weights"
    # Two projections may be written alike where they are of one form; the first one's words stay.
    phrases = [(part, f"{what} for the {use}") for part, use in reversed(parts)]
    phrases.append((f"h*{form.value}", "values of all heads"))
    if biases:
        phrases.append((f"h*{form.value} + 1", "parameters per output value"))
        phrases += [
            (f"D{letter} + 1", f"parameters per {use} feature")
            for letter, use in (("q", "query"), ("k", "key"), ("v", "value"))
        ]
    return Recipe(label, text, tuple(phrases), _mistakes(form, biases), _TERMS, _why(form))


def _why(form: Form) -> str:
    width = _PER_HEAD if form.value == "k" else "key_dim and value_dim are widths of one head"
    return f"four projections{', and a gate' if form.use_gate else ''}; {width}"


def _mistakes(form: Form, biases: bool) -> tuple[Mistake, ...]:
    parts = [part for part, _ in form.projections(biases)]
    text = " + ".join(parts)
    inner = " + ".join(parts[:-1])
    plus = " + 1" if biases else ""
    narrow = (
        f"(Dq{plus})*k + (Dk{plus})*k + (Dv{plus})*{form.value}"
        f" + ({form.value}{plus})*{form.output}"
    )
    found = [
        Mistake(
            "heads-and-no-output-projection",
            f"h*({inner})",
            "The heads were multiplied in once more, and the output projection is missing.",
            "h > 1",
            seen="a question on Cross Validated: 1,771,776·12 for 2,362,368",
        ),
        Mistake(
            "times-heads",
            f"h*({text})",
            "The heads were multiplied in once more; the projections already hold all of them.",
            "h > 1",
        ),
        Mistake(
            "no-output-projection",
            inner,
            "The output projection is missing, which joins the heads.",
            seen="a question on Cross Validated",
        ),
        Mistake(
            "one-head",
            narrow,
            f"This is one head, or all of them in one width; in Keras {_PER_HEAD}.",
            "h > 1",
        ),
        Mistake("one-projection", parts[0], "This is the query's projection alone."),
        Mistake(
            "key-dim-as-width",
            re.sub(r"\b([kv])\b", r"(h*\1)", text),
            f"The width of all heads was taken for that of one; {_PER_HEAD}.",
            "h > 1",
            seen="a question on Cross Validated, where key_dim was 768",
            minor=True,
        ),
    ]
    if biases:
        say = "These are the weights alone: each projection also has biases."
        bare = " + ".join(part for part, _ in form.projections(False))
        inner = " + ".join(part for part, _ in form.projections(False)[:-1])
        found += [
            Mistake("missing-biases", bare, say),
            Mistake(
                "no-biases-and-no-output-projection",
                inner,
                "The biases are missing, and so is the output projection, which joins the heads.",
                minor=True,
            ),
        ]
    else:
        say = "The biases were counted in; here only the weights count."
        full = " + ".join(part for part, _ in form.projections(True))
        found.append(Mistake("counted-biases", full, say))
    return tuple(found)


def _cost(form: Form) -> Recipe:
    """Every projection at its positions; scores and weighted sums for each pair of them."""
    value, kv = form.value, form.kv
    gate = f" + Tq*Dq*h*{value}" if form.use_gate else ""
    pairs = "B*Tq*Tv" if form.apart else "Tq*Tv"
    query, keys = ("B*Tq", "B*Tv") if form.apart else ("Tq", "Tv")
    if form.apart:
        gate = gate.replace("Tq", "B*Tq", 1)
    queries, joined = f"{query}*Dq*h*k", f"{query}*h*{value}*{form.output}"
    own, held = f"{keys}*Dk*{kv}*k", f"{keys}*Dv*{kv}*{value}"
    projected = f"{queries} + {own} + {held}{gate} + {joined}"
    # In another order than the scores, so that each has its own words where the widths are one.
    scores, sums = f"{pairs}*h*k", f"h*{pairs}*{value}"
    text = f"{projected} + {scores} + {sums}"
    phrases = (
        *(((gate[3:], "MACs for the gate"),) if gate else ()),
        (joined, "MACs for the output"),
        (held, "MACs for the values"),
        (own, "MACs for the keys"),
        (queries, "MACs for the queries"),
        (scores, "MACs for the scores"),
        (sums, "MACs for the weighted sums"),
    )
    mistakes = (
        Mistake(
            "projections-alone",
            projected,
            "These are the projections; the scores and the weighted sums also multiply.",
        ),
        Mistake(
            "scores-alone",
            f"{scores} + {sums}",
            "These are the scores and the weighted sums; the projections also multiply.",
        ),
        Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        ),
    )
    why = "the projections at their positions, then scores and weighted sums for every pair"
    return Recipe(LABELS["macs"], text, phrases, mistakes, _TERMS, why)
