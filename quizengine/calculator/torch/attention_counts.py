"""What PyTorch's attention holds and costs, and how people miscount it.

Formulas: Vaswani et al., "Attention Is All You Need", 2017, section 3.2: query, key and value are
projected to E values, shared out among the heads, and projected once more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe

_TERMS = {
    "E": "embed_dim", "k": "kdim", "v": "vdim", "h": "num_heads", "M": "query positions",
    "N": "key positions", "f": "dim_feedforward", "L": "positions",
}  # fmt: skip


WIDTH = Recipe(
    "values per position",
    "E",
    mistakes=(Mistake("one-head", "E/h", "This is one head; the heads are put side by side."),),
    terms=_TERMS,
    why="the heads share out embed_dim between them",
)


class Form(NamedTuple):
    """What the formulas of an attention layer have to mention."""

    alike: bool
    """Whether query, key and value have one size."""
    bias: bool
    bias_kv: bool
    more: int
    """Key positions that the layer adds itself."""


@lru_cache(maxsize=8)
def keys_recipe(more: int) -> Recipe:
    """The key positions, and as many more as the layer adds itself."""
    why = "add_bias_kv and add_zero_attn each add a key position" if more else ""
    return Recipe("key positions", f"N + {more}" if more else "N", terms=_TERMS, why=why)


@lru_cache(maxsize=128)
def attention_recipe(quantity: str, form: Form) -> Recipe:
    """The recipe of one quantity of multi-head attention."""
    label = LABELS[quantity]
    if quantity == "weights":
        return Recipe(label, _weights(form), _phrases(form, ""), _weightless(form), _TERMS)
    if quantity == "biases":
        pieces = (["4*E"] if form.bias else []) + (["2*E"] if form.bias_kv else [])
        why = "a bias for each value of the four projections" if form.bias else "bias=False"
        why += "; add_bias_kv adds one key and one value" if form.bias_kv else ""
        phrases = (("4*E", "biases of the four projections"), *_added(form))
        return Recipe(
            label, " + ".join(pieces) or "0", phrases if form.bias_kv else (), (), _TERMS, why
        )
    if quantity in ("params", "trainable_params"):
        text = _params(form)
        mistakes = [
            Mistake(
                "times-heads",
                f"h*({text})",
                "The heads were multiplied in; they share out embed_dim between them.",
                when="h > 1",
            ),
            Mistake(
                "no-output-projection",
                _params(form, out=False),
                "The last projection is missing: what the heads give is projected once more.",
            ),
        ]
        mistakes += _of_heads(form)
        if form.bias:
            mistakes.append(
                Mistake(
                    "missing-biases",
                    _params(form._replace(bias=False)),
                    "These are the weights alone: each projection also has biases.",
                )
            )
        why = "query, key and value projected in, and once out"
        phrases = _phrases(form, " + E" if form.bias else "")
        return Recipe(label, text, phrases, tuple(mistakes), _TERMS, why)
    if quantity == "macs":
        return _attention_cost(form)
    return Recipe(label, "0", why="training changes all of them")


def _of_heads(form: Form) -> tuple[Mistake, ...]:
    bias = " + E" if form.bias else ""
    return (
        Mistake(
            "heads-and-no-output-projection",
            f"h*({_params(form, out=False)})",
            "The heads were multiplied in once more, and the output projection is missing.",
            when="h > 1",
            seen="a question on Cross Validated: 1,771,776·12 for 2,362,368",
            minor=True,
        ),
        Mistake(
            "one-projection",
            f"E*E{bias}",
            "This is the query's projection alone.",
            minor=True,
        ),
        Mistake(
            "one-head",
            f"({_params(form)})/h",
            "This is a share of one head; together the heads are as wide as embed_dim.",
            when=f"h > 1 and ({_params(form)}) % h == 0",
            minor=True,
        ),
    )


def _weightless(form: Form) -> tuple[Mistake, ...]:
    bare = form._replace(bias=False, bias_kv=False)
    return (
        Mistake(
            "counted-biases",
            _params(bare._replace(bias=True)),
            "The biases were counted in; here only the weights count.",
            minor=True,
        ),
        Mistake(
            "times-heads",
            f"h*({_params(bare)})",
            "The heads were multiplied in; they share out embed_dim between them.",
            when="h > 1",
            minor=True,
        ),
        Mistake(
            "no-output-projection",
            _params(bare, out=False),
            "The last projection is missing: what the heads give is projected once more.",
            minor=True,
        ),
        *_of_heads(bare),
    )


def _weights(form: Form) -> str:
    return "3*(E*E) + E*E" if form.alike else "E*E + k*E + v*E + E*E"


def _phrases(form: Form, bias: str) -> tuple[tuple[str, str], ...]:
    """What the parts count; `bias` is what each projection adds to its weights."""
    sides = (("k*E", "for the keys"), ("v*E", "for the values"))
    found = [("E*E", "weights of one projection"), *_added(form)]
    if form.alike:
        what = "parameters" if bias else "weights"
        found.append((f"3*(E*E{bias})", f"{what} of the projections in"))
    else:
        found += [(text, f"weights {use}") for text, use in sides]
        found += [(text + bias, f"parameters {use}") for text, use in sides if bias]
    if bias:
        found.append(("E*E + E", "parameters of one projection"))
    return tuple(found)


def _added(form: Form) -> tuple[tuple[str, str], ...]:
    return (("2*E", "values of the added key and value"),) if form.bias_kv else ()


def _params(form: Form, out: bool = True) -> str:
    bias = " + E" if form.bias else ""
    text = f"3*(E*E{bias})" if form.alike else f"(E*E{bias}) + (k*E{bias}) + (v*E{bias})"
    text += f" + (E*E{bias})" if out else ""
    return f"{text} + 2*E" if form.bias_kv else text


def _attention_cost(form: Form) -> Recipe:
    key, value = ("E", "E") if form.alike else ("k", "v")
    keys = f"(N + {form.more})" if form.more else "N"
    projections = f"M*E*E + N*{key}*E + N*{value}*E + M*E*E"
    text = f"{projections} + 2*M*{keys}*E"
    mistakes = (
        Mistake(
            "projections-alone",
            projections,
            "The attention itself is missing: queries times keys, and weights times values.",
        ),
        Mistake("attention-times-heads", f"{projections} + 2*M*{keys}*E*h",
                "The heads were multiplied in; they share out embed_dim between them.", "h > 1"),
        Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        ),
    )  # fmt: skip
    phrases = (
        (f"N*{value}*E", "MACs for the values"),
        (f"N*{key}*E", "MACs for the keys"),
        ("M*E*E", "MACs for the queries"),
        (f"2*M*{keys}*E", "MACs of scores and their sums"),
        *(((keys[1:-1], "keys with the added ones"),) if form.more else ()),
    )
    return Recipe("multiply-accumulates", text, phrases, mistakes, _TERMS)


@lru_cache(maxsize=16)
def encoder_recipe(quantity: str, bias: bool) -> Recipe:
    """The recipe of one quantity of a transformer's encoder layer."""
    label, terms = LABELS[quantity], {**_TERMS, "E": "d_model", "h": "nhead"}
    if quantity == "weights":
        phrases = (
            ("4*E*E", "weights of the attention"),
            ("2*E*f", "weights of the dense layers"),
            ("2*E", "weights of the normalizations"),
        )
        return Recipe(label, "4*E*E + 2*E*f + 2*E", phrases, (), terms)
    if quantity == "biases":
        why = "" if bias else "bias=False: there are none"
        phrases = (
            ("4*E", "biases of the attention"),
            ("f + E", "biases of the dense layers"),
            ("2*E", "biases of the normalizations"),
        )
        text = "4*E + (f + E) + 2*E" if bias else "0"
        return Recipe(label, text, phrases if bias else (), (), terms, why)
    if quantity in ("params", "trainable_params"):
        attention, forward, norms = _encoder_parts(bias)
        mistakes = (
            Mistake(
                "normalizations-forgotten",
                f"{attention} + {forward}",
                "The two normalizations are missing: they learn as well.",
            ),
            Mistake(
                "attention-forgotten",
                f"{forward} + {norms}",
                "The attention is missing: three projections in and one out.",
            ),
            Mistake(
                "times-heads",
                f"h*({attention}) + {forward} + {norms}",
                "The heads were multiplied in; they share out d_model between them.",
                when="h > 1",
            ),
        )
        what = "parameters" if bias else "weights"
        phrases = (
            *((("E*E", "weights of one projection"),) if bias else ()),
            *((("E*E + E", "parameters of one projection"),) if bias else ()),
            ("E*f", "weights of the first dense layer"),
            ("f*E", "weights of the second one"),
            (attention, f"{what} of the attention"),
            (forward, f"{what} of the dense layers"),
            (norms, f"{what} of the normalizations"),
        )
        text = f"({attention}) + ({forward}) + {norms}"
        why = "attention, fully connected layers, normalizations"
        return Recipe(label, text, phrases, mistakes, terms, why)
    if quantity == "macs":
        text = "4*L*E*E + 2*L*L*E + 2*L*E*f"
        phrases = (
            ("4*L*E*E", "MACs of the four projections"),
            ("2*L*L*E", "MACs of scores and their sums"),
            ("2*L*E*f", "MACs of the dense layers"),
        )
        flops = Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        return Recipe(label, text, phrases, (flops,), terms)
    return Recipe(label, "0", why="training changes all of them")


def _encoder_parts(bias: bool) -> tuple[str, str, str]:
    """Attention, fully connected layers, normalizations."""
    if bias:
        return "4*(E*E + E)", "E*f + f + f*E + E", "4*E"
    return "4*E*E", "E*f + f*E", "2*E"
