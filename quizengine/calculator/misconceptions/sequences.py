"""Recurrent layers, the wrappers around them, and attention.

A bare name is mostly about Keras; `/torch` is for PyTorch's layers where they differ, or where
their words do.
"""

from __future__ import annotations

from collections.abc import Mapping

SEQUENCES: Mapping[str, str | tuple[str, str]] = {
    # The steps of a sequence.
    # steps: time steps (Keras) or steps (PyTorch).
    "counted-per-step": "The {steps} were multiplied in; every step uses the same weights.",
    "one-step-cost": "This is the cost of one step; the weights are used again at every step.",
    "one-step-cost/time-distributed": "This is the cost of one step; every step costs as much.",
    "one-step-cost/torch": "This is one step; there are L of them.",
    # What a unit sees.
    "features-kept": (
        "The features of the input were kept; a recurrent layer gives one value per unit."
    ),
    "input-size-kept": "The input's size was kept; a step gives hidden values.",
    "input-forgotten": (
        "The input is missing: each unit sees the values of the step beside the units'."
    ),
    "missing-recurrence": (
        "The recurrent weights are missing: each unit also sees all units, one step ago."
    ),
    "missing-recurrence/cost": (
        "The recurrent weights are left out; they are used at every step as well."
    ),
    "missing-recurrence/torch": (
        "The recurrent weights are missing: a step also takes the state of the one before."
    ),
    "recurrence-one-to-one": (
        "Each unit was joined to itself alone; it sees all units, one step ago."
    ),
    "projection-ignored": "The projection is left out: the hidden values are projected to p.",
    # Gates.
    # layer, gates: "an LSTM" and "four", or "a GRU" and "three".
    "one-gate": "This is one gate, as in a SimpleRNN; {layer} has {gates}.",
    # layer, gates: the same.
    "one-gate/weights": "This is one gate; {layer} has {gates}.",
    # gates: 3 or 4.
    "one-gate/torch": "This is one gate; each of the {gates} has weights of its own.",
    "two-gates": (
        "Two sets of weights were counted; there are three, of two gates and the candidate."
    ),
    "three-gates": (
        "Three sets of weights were counted; there are four, of three gates and the candidate."
    ),
    "four-gates": (
        "Four sets of weights were counted; there are three, of two gates and the candidate."
    ),
    "four-gates/simple-rnn": "A SimpleRNN has no gates; this is an LSTM.",
    # Biases of recurrent layers.
    "missing-biases/gates": "These are the weights alone: every unit also has a bias in each gate.",
    "missing-biases/torch-recurrent": "These are the weights alone: the bias vectors are missing.",
    "counted-biases/torch-recurrent": "Biases were counted; with bias=False there are none.",
    "bias-shared-by-gates": "The biases were counted once for all gates; each gate has its own.",
    "one-bias": (
        "One bias vector was counted; PyTorch keeps two, for the input and for the state.",
        "Keras's LSTM and SimpleRNN have one",
    ),
    "one-bias/gru": (
        (
            "One bias per unit and gate was counted; with reset_after=True, the default, there are "
            "two."
        ),
        "a question on Stack Overflow: 9,408 for 9,600",
    ),
    # owner: unit, or unit and gate.
    "two-biases": "Two biases per {owner} were counted, as PyTorch has them; here there is one.",
    # Two directions, and several layers.
    "one-direction": "This is one direction; the other has as much of its own.",
    "one-direction/backward-layer": "This is the forward direction alone.",
    "one-direction/concatenated": (
        'This is one direction; merge_mode="concat" puts the values of both side by side.'
    ),
    "one-direction/torch": "One direction was counted; the other has weights of its own.",
    "one-direction/torch-output": "This is one direction; both give their values.",
    "one-direction-below": "A deeper layer was given one direction; it takes what both give.",
    "directions-joined": (
        "The directions are merged value by value here; they are not put side by side."
    ),
    "layers-alike": "All layers were counted like the first; the others take hidden values.",
    "one-layer": "This is the first layer; there are N of them.",
    # Attention.
    # width: embed_dim or d_model.
    "times-heads/torch": "The heads were multiplied in; they share out {width} between them.",
    "times-heads": (
        "The heads were multiplied in once more; the projections already hold all of them."
    ),
    "attention-times-heads": "The heads were multiplied in; they share out embed_dim between them.",
    "heads-and-no-output-projection": (
        "The heads were multiplied in once more, and the output projection is missing.",
        "a question on Cross Validated: 1,771,776·12 for 2,362,368",
    ),
    "one-head": "This is one head; the heads are put side by side.",
    "one-head/keras": (
        "This is one head, or all of them in one width; in Keras key_dim is the width of one head."
    ),
    "one-head/torch": "This is a share of one head; together the heads are as wide as embed_dim.",
    "key-dim-as-width": (
        "The width of all heads was taken for that of one; key_dim is the width of one head.",
        "a question on Cross Validated, where key_dim was 768",
    ),
    "one-projection": "This is the query's projection alone.",
    "no-output-projection": (
        "The output projection is missing, which joins the heads.",
        "a question on Cross Validated",
    ),
    "no-output-projection/torch": (
        "The last projection is missing: what the heads give is projected once more."
    ),
    "missing-biases/attention": "These are the weights alone: each projection also has biases.",
    "no-biases-and-no-output-projection": (
        "The biases are missing, and so is the output projection, which joins the heads."
    ),
    "projections-alone": (
        "These are the projections; the scores and the weighted sums also multiply."
    ),
    "projections-alone/torch": (
        "The attention itself is missing: queries times keys, and weights times values."
    ),
    "scores-alone": "These are the scores and the weighted sums; the projections also multiply.",
    "attention-forgotten": "The attention is missing: three projections in and one out.",
    "normalizations-forgotten": "The two normalizations are missing: they learn as well.",
}
