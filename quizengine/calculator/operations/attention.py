"""Attention in several heads: output shapes, parameters, cost, and how people miscount them.

Formulas: Vaswani et al., "Attention Is All You Need", 2017, section 3.2: the query, key and value
projections, and the output projection that joins the heads. Keras states the width of one head,
so that h heads have projections h·k and h·v wide; PyTorch states that of all heads together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod
from typing import NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait
from quizengine.calculator.operations.weighted import Mistakes, Phrases, all_minor
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import depth_formula

_PER_HEAD = Terms(
    h="num_heads", g="num_key_value_heads", k="key_dim", v="value_dim", Dq="query features",
    Dk="key features", Dv="value features", Do="output features", Tq="query positions",
    Tv="value positions", B="separate attentions",
)  # fmt: skip
_JOINT = Terms(
    "bias", E="embed_dim", k="kdim", v="vdim", h="num_heads", M="query positions",
    N="key positions",
)  # fmt: skip

_JOINT_PHRASES = (
    ("E*E", "weights of one projection"),
    ("k*E", "weights for the keys"),
    ("v*E", "weights for the values"),
    ("3*(E*E)", "weights of the projections in"),
    ("E*E + E", "parameters of one projection"),
    ("k*E + E", "parameters for the keys"),
    ("v*E + E", "parameters for the values"),
    ("3*(E*E + E)", "parameters of the projections in"),
    ("2*E", "values of the added key and value"),
)
_AS_QUERY = depth_formula("Dq", "the output projection goes back to the query's features")
_AS_REQUESTED = depth_formula("Do", "output_shape")
_WIDTH = CountFormula(
    "values per position", "E", (), (wrong("one-head", "E/h"),), _JOINT,
    "the heads share out embed_dim between them",
)  # fmt: skip


class PerHeadAttention(Operation):
    """Attention of a query to a value, or to a key and a value, in h heads that are each k wide.

    With `kv_heads` the heads of the queries share fewer heads of keys and values: Ainslie et al.,
    "GQA", 2023. Without `attention_axes` every position of the query sees every one of the value.
    """

    trait = Trait.WHOLE
    inputs = None

    heads: int
    key_width: int
    value_width: int | None = None
    kv_heads: int | None = None
    use_bias: bool = True
    use_gate: bool = False
    output_shape: int | tuple[int, ...] | None = None
    attention_axes: int | tuple[int, ...] | None = None

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return an output with the query's positions. Raises LayerError."""
        query, value, key = query_value_key(kind, inputs)
        queries, values, apart = self._positions(query, value)
        symbols: Symbols = {
            "h": self.heads, "k": self.key_width, "Dq": int(query[-1]), "Dk": int(key[-1]),
            "Dv": int(value[-1]), "Tq": queries, "Tv": values, "B": apart,
        }  # fmt: skip
        if self.value_width is not None:
            symbols["v"] = self.value_width
        if self.kv_heads is not None:
            symbols["g"] = self.kv_heads
        return symbols, (self._joined(query, symbols),)

    def _positions(self, query: Shape, value: Shape) -> tuple[int, int, int]:
        """Return the positions of queries and values in one attention, and how many attentions."""
        axes, rank = self.attention_axes, len(query)
        if axes is None:
            return prod(query[:-1]), prod(value[:-1]), 1
        counted = {each % (rank + 1) for each in (axes if isinstance(axes, tuple) else (axes,))}
        if len(value) != rank or not counted <= set(range(1, rank)):
            raise LayerError(f"attention_axes={axes} does not fit a query of {query}")
        inside = [axis - 1 for axis in counted]
        beside = [axis for axis in range(rank - 1) if axis not in inside]
        if any(query[axis] != value[axis] for axis in beside):
            raise LayerError(
                f"beside axis {axes}, a query of {query} and a value of {value} differ"
            )
        apart = prod([query[axis] for axis in beside])
        return prod([query[axis] for axis in inside]), prod([value[axis] for axis in inside]), apart

    def _joined(self, query: Shape, symbols: Symbols) -> Shape:
        """Return the output shape; add its features to the symbols, unless they are the query's."""
        requested, before, names = self.output_shape, query[:-1], axis_names(len(query))[:-1]
        if requested is None:
            return Shape([*before, Quantity(_AS_QUERY, symbols)], (*names, "Dq"))
        if isinstance(requested, tuple):
            symbols["Do"] = prod(requested)
            return Shape([*before, *requested])
        symbols["Do"] = requested
        return Shape([*before, Quantity(_AS_REQUESTED, symbols)], (*names, "Do"))

    def counts(self, shape: Shape) -> Counts:
        """Four projections; each has a weight per feature and a bias for all heads' values."""
        return per_head_counts(
            "k" if self.value_width is None else "v",
            "Dq" if self.output_shape is None else "Do",
            "h" if self.kv_heads is None else "g",
            self.use_bias,
            self.use_gate,
            self.attention_axes is not None,
        )


class JointAttention(Operation):
    """Attention of a query to keys and values, `L×D` each, in heads that divide one width."""

    trait = Trait.WHOLE
    inputs = None

    width: int
    heads: int
    key_features: int
    value_features: int
    use_bias: bool = True
    bias_kv: bool = False
    added_keys: int = 0
    """How many key positions the layer adds, that of `bias_kv` included."""

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the values of each query position, and its attention to every key position."""
        queries, keys = inputs[0][0], inputs[1][0]
        symbols: Symbols = {"E": self.width, "h": self.heads, "M": queries, "N": keys}
        if not self._alike:
            symbols.update(k=self.key_features, v=self.value_features)
        output = Shape([queries, Quantity(_WIDTH, symbols)], ("M", "E"))
        return symbols, (
            output,
            Shape([queries, Quantity(_keys(self.added_keys), symbols)], ("M", "No")),
        )

    @property
    def _alike(self) -> bool:
        return self.width == self.key_features == self.value_features

    def counts(self, shape: Shape) -> Counts:
        """Three projections in and one out, whatever the number of heads."""
        return joint_counts(self._alike, self.use_bias, self.bias_kv, self.added_keys)


def query_value_key(kind: str, inputs: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    """Return query, value and key from inputs in this order; the key may be missing.

    Without a key, the value is the key as well. Raises LayerError unless keys and values have the
    same positions.
    """
    if len(inputs) not in (2, 3):
        raise LayerError(
            f"{kind} takes a query, a value and perhaps a key, and {len(inputs)} were given"
        )
    query, value, key = inputs if len(inputs) == 3 else (*inputs, inputs[1])
    if value[:-1] != key[:-1]:
        raise LayerError(f"values of {value} and keys of {key} do not stand at the same positions")
    return query, value, key


class Projection(NamedTuple):
    """A projection as formula texts: its positions, and the features before and after it.

    `use` is what its result is for: queries, keys, values.
    """

    use: str
    at: str
    seen: str
    made: str


class AttentionForm(NamedTuple):
    """The formula texts of an attention, in the form that one framework gives them.

    `bare` and `biased` are patterns for the parameters of a projection, without and with biases.
    `extra` is the text of parameters that belong to no projection. `suffix` ends the names of the
    misconceptions that the catalogue words for this framework.
    """

    projections: tuple[Projection, ...]
    bare: str
    biased: str
    terms: Terms
    suffix: str = ""
    extra: str = ""

    def held(self, biases: bool) -> list[str]:
        """Return the text of each projection's parameters, or of its weights without `biases`."""
        pattern = self.biased if biases else self.bare
        return [pattern.format(seen=each.seen, made=each.made) for each in self.projections]

    def text(self, biases: bool, out: bool = True) -> str:
        """Return the text of all parameters, three equal projections as one product.

        The output projection is left out if not `out`.
        """
        held = self.held(biases)
        into = held[:-1] if len({*held[:-1]}) > 1 else [f"3*{held[0]}"]
        return " + ".join(
            [*into, *(held[-1:] if out else []), *([self.extra] if self.extra else [])]
        )

    @property
    def cost(self) -> list[str]:
        """The text of each projection's cost: its weights at every position."""
        return [f"{each.at}*{each.seen}*{each.made}" for each in self.projections]

    def phrases(self, what: str, parts: list[str]) -> Phrases:
        """Return phrases for parts of a formula, one part for each projection.

        The first projection comes last, so that its phrase is used where two parts are equal.
        """
        named = zip(parts, self.projections, strict=False)
        return tuple([(part, f"{what} for the {each.use}") for part, each in named][::-1])


def _miscounted(form: AttentionForm, biases: bool, *, rare: bool) -> Mistakes:
    """Multiply the heads in, or leave projections out; `rare` mistakes are minor."""
    every, inner, suffix = form.text(biases), form.text(biases, out=False), form.suffix
    return (
        wrong(f"times-heads{suffix}", f"h*({every})", "h > 1", width="embed_dim"),
        wrong(f"no-output-projection{suffix}", inner),
        wrong("heads-and-no-output-projection", f"h*({inner})", "h > 1", minor=rare),
        wrong("one-projection", form.held(biases)[0], minor=rare),
    )


def _cost(
    form: AttentionForm, pairs: str, phrases: dict[str, str], other: WrongFormula, why: str = ""
) -> CountFormula:
    """Return the cost of every projection, and of scores and weighted sums.

    `pairs` is the text of the latter two, for all pairs of positions. `other` is a mistake that
    belongs to one framework.
    """
    projected = " + ".join(form.cost)
    text = f"{projected} + {pairs}"
    alone = wrong(f"projections-alone{form.suffix}", projected)
    mistakes = (alone, other, wrong("flops-for-macs", f"2*({text})"))
    named = (*form.phrases("MACs", form.cost), *phrases.items())
    return CountFormula(LABELS["macs"], text, named, mistakes, form.terms, why)


@lru_cache(maxsize=64)
def per_head_counts(
    value: str, output: str, kv: str, use_bias: bool, gate: bool, apart: bool
) -> Counts:
    """Return the counts of h heads that are each k wide: `(Dq + 1)*h*k`.

    `value` is the symbol of a head's value width, `output` that of the output's features, and
    `kv` that of the heads of keys and values. `apart` is whether there are B separate attentions.
    """
    batch, joined = "B*" if apart else "", f"h*{value}"
    queries, values = f"{batch}Tq", f"{batch}Tv"
    projections = (
        Projection("queries", queries, "Dq", "h*k"),
        Projection("keys", values, "Dk", f"{kv}*k"),
        Projection("values", values, "Dv", f"{kv}*{value}"),
        *((Projection("gate", queries, "Dq", joined),) if gate else ()),
        Projection("output", queries, joined, output),
    )
    form = AttentionForm(projections, "{seen}*{made}", "({seen} + 1)*{made}", _PER_HEAD)
    weights = _per_head(form, value, biases=False)
    params = _per_head(form, value, biases=True) if use_bias else weights.labelled("parameters")
    cost = _per_head_cost(form, value, f"{batch}Tq*Tv")
    return Counts(weights, _per_head_biases(form, use_bias), params, cost)


def _per_head_biases(form: AttentionForm, use_bias: bool) -> CountFormula:
    if not use_bias:
        return CountFormula("biases", "0", (), (), _PER_HEAD, _PER_HEAD.no_bias)
    made = [each.made for each in form.projections]
    named, why = form.phrases("biases", made[:-1]), "one for each output of each projection"
    return CountFormula("biases", " + ".join(made), named, (), _PER_HEAD, why)


def _per_head(form: AttentionForm, value: str, biases: bool) -> CountFormula:
    what, joined = "parameters" if biases else "weights", f"h*{value}"
    phrases = (
        *form.phrases(what, form.held(biases)),
        (joined, "values of all heads"),
        (f"{joined} + 1", "parameters per output value"),
        ("Dq + 1", "parameters per query feature"),
        ("Dk + 1", "parameters per key feature"),
        ("Dv + 1", "parameters per value feature"),
    )
    gate = ", and a gate" if len(form.projections) > 4 else ""
    widths = "key_dim is the width" if value == "k" else "key_dim and value_dim are widths"
    why = f"four projections{gate}; {widths} of one head"
    return CountFormula(what, form.text(biases), phrases, _of_heads(form, biases), _PER_HEAD, why)


def _of_heads(form: AttentionForm, biases: bool) -> Mistakes:
    ungated = tuple([each for each in form.projections if each.use != "gate"])
    narrow = re.sub(r"\b[hg]\*", "", form._replace(projections=ungated).text(biases))
    widened = re.sub(r"\b([kv])\b", r"(h*\1)", form.text(biases))
    times, alone, both, one = _miscounted(form, biases, rare=False)
    found = [both, times, alone, wrong("one-head/keras", narrow, "h > 1"), one]
    found.append(wrong("key-dim-as-width", widened, "h > 1", minor=True))
    if not biases:
        return (*found, wrong("counted-biases", form.text(True)))
    found.append(wrong("missing-biases/attention", form.text(False)))
    inner = form.text(False, out=False)
    return (*found, wrong("no-biases-and-no-output-projection", inner, minor=True))


def _per_head_cost(form: AttentionForm, value: str, pairs: str) -> CountFormula:
    # The factors are in another order than those of the scores, so that each product has its own
    # phrase where the two widths are equal.
    scores, sums = f"{pairs}*h*k", f"h*{pairs}*{value}"
    both, phrases = f"{scores} + {sums}", {scores: "MACs for the scores"}
    phrases[sums] = "MACs for the weighted sums"
    why = "the projections at their positions, then scores and weighted sums for every pair"
    return _cost(form, both, phrases, wrong("scores-alone", both), why)


@lru_cache(maxsize=8)
def _keys(added: int) -> CountFormula:
    """Return the formula of the key positions, with those that the layer adds."""
    why = "add_bias_kv and add_zero_attn each add a key position" if added else ""
    return CountFormula("key positions", f"N + {added}" if added else "N", terms=_JOINT, why=why)


@lru_cache(maxsize=64)
def joint_counts(alike: bool, use_bias: bool, bias_kv: bool, added_keys: int) -> Counts:
    """Return the counts of heads that divide a width of E among them: `E*E + E`.

    `alike` is whether query, key and value have the same size, and `bias_kv` whether a key and a
    value are learned. `added_keys` is how many key positions the layer adds.
    """
    key, value = ("E", "E") if alike else ("k", "v")
    projections = (
        Projection("queries", "M", "E", "E"),
        Projection("keys", "N", key, "E"),
        Projection("values", "N", value, "E"),
        Projection("output", "M", "E", "E"),
    )
    alone = AttentionForm(
        projections, "({seen}*{made})", "({seen}*{made} + {made})", _JOINT, "/torch"
    )
    form = alone._replace(extra="2*E" if bias_kv else "")
    of_weights = (wrong("counted-biases", alone.text(True)), *_of_shares(alone, False))
    missing = (wrong("missing-biases/attention", form.text(False)),) if use_bias else ()
    of_params = (*_of_shares(form, use_bias), *missing)
    why = "query, key and value projected in, and once out"
    return Counts(
        CountFormula("weights", alone.text(False), _JOINT_PHRASES, all_minor(of_weights), _JOINT),
        _joint_biases(use_bias, bias_kv),
        CountFormula("parameters", form.text(use_bias), _JOINT_PHRASES, of_params, _JOINT, why),
        _joint_cost(form, f"(N + {added_keys})" if added_keys else "N"),
    )


def _of_shares(form: AttentionForm, biases: bool) -> Mistakes:
    every = form.text(biases)
    share = wrong("one-head/torch", f"({every})/h", f"h > 1 and ({every}) % h == 0", minor=True)
    return (*_miscounted(form, biases, rare=True), share)


def _joint_biases(use_bias: bool, bias_kv: bool) -> CountFormula:
    why = "a bias for each value of the four projections" if use_bias else "bias=False"
    if not bias_kv:
        return CountFormula("biases", "4*E" if use_bias else "0", (), (), _JOINT, why)
    phrases = (("4*E", "biases of the four projections"), _JOINT_PHRASES[-1])
    why += "; add_bias_kv adds one key and one value"
    return CountFormula("biases", "4*E + 2*E" if use_bias else "2*E", phrases, (), _JOINT, why)


def _joint_cost(form: AttentionForm, keys: str) -> CountFormula:
    pairs = f"2*M*{keys}*E"
    phrases = {pairs: "MACs of scores and their sums"}
    if keys != "N":
        phrases[keys] = "keys with the added ones"
    times = f"{' + '.join(form.cost)} + {pairs}*h"
    return _cost(form, pairs, phrases, wrong("attention-times-heads", times, "h > 1"))
