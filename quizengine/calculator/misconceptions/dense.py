"""Dense, Linear and Bilinear layers, and the tables of embeddings.

A bare name is about a dense layer; `/embedding` is Keras's Embedding, `/torch-embedding` PyTorch's.
"""

from __future__ import annotations

from collections.abc import Mapping

DENSE: Mapping[str, str | tuple[str, str]] = {
    "added": "The two sides were added; they are multiplied: every unit sees every value.",
    "added-inputs": "The two inputs were added; there is a weight for each pair of their values.",
    # counted: parameters or weights.
    "activation-size/dense": (
        "This is the number of units, not of their {counted}.",
        "a question on Data Science Stack Exchange: 23 for 24",
    ),
    "counted-biases/dense": "The biases were counted in; here only weights count.",
    "bias-per-input": (
        "A bias was counted for every input; it is the units that have one each.",
        "a question on Cross Validated: 32,896 for 33,024",
    ),
    "bias-per-weight/dense": "A bias was counted for every weight; every unit has one.",
    "flattened-first": (
        "All axes were put in one row; without Flatten the layer works along the last axis alone.",
        "questions on Stack Overflow about Dense on several axes",
    ),
    # Embeddings.
    "vocabulary-kept": (
        "This is the vocabulary; an index is replaced by a row of output_dim numbers."
    ),
    "vocabulary-forgotten": "This is one row; each entry has its own.",
    "vocabulary-forgotten/torch-embedding": "This is one row of the table.",
    # entries: indices (Keras) or numbers (PyTorch).
    "times-sequence-length": (
        "The {entries} of the input were multiplied in; they all use one table."
    ),
    "activation-size/embedding": "This is the size of the output, not of the table.",
    "added/embedding": "The two sides of the table were added; they are multiplied.",
    "added/torch-embedding": (
        "The two were added; they are multiplied: every row has as many weights."
    ),
    "counted-biases/embedding": "A bias was counted for every column; there is none.",
    "counted-biases/torch-embedding": "An embedding has no biases: it is only a table.",
    "bias-per-row": "A bias was counted for every row; there is none.",
}
