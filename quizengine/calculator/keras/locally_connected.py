"""Locally connected layers: a convolution's window, with weights of its own at every position."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.old_convolution import Convolution
from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES


class _LocallyConnected(Convolution):
    """What the locally connected layers share: nothing is shared among positions.

    As in Keras 2, where `implementation` and dilation do not change a count, and every output
    value has a bias of its own.
    """

    def __init__(
        self,
        filters: object,
        kernel_size: object,
        strides: object = 1,
        padding: object = "valid",
        data_format: object = None,
        activation: object = None,
        use_bias: object = True,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras 2's arguments; `padding` may also be a number per side.

        Raises LayerError for arguments that cannot be.
        """
        super().__init__(
            filters, kernel_size, strides, padding, data_format,
            activation=activation, use_bias=use_bias, name=name, trainable=trainable,
        )  # fmt: skip

    def recipe(self, quantity: str) -> Recipe:
        """(F·F·D + 1) for each of the H′·W′·K output neurons (CS231n, parameter sharing)."""
        return _recipe(quantity, self.rank, self._window.product, self.use_bias)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(output positions, weights of one window, filters)`, as Keras 2 keeps it."""
        output = self(shape).output
        positions = output.size // output.channels
        window = 1
        for size in self.kernel_size:
            window *= size
        return Shape([positions, window * shape.channels, self.filters], ("N", "M", "K"))

    def torch_kernel_shape(self, shape: Shape) -> None:
        """None: PyTorch has no such layer."""


class LocallyConnected1D(_LocallyConnected):
    """Unshared filters along one axis of an `L×D` input."""

    rank = 1


class LocallyConnected2D(_LocallyConnected):
    """Unshared filters along height and width of an `H×W×D` input."""

    rank = 2


@lru_cache(maxsize=64)
def _recipe(quantity: str, rank: int, kernel: str, use_bias: bool) -> Recipe:
    weights = f"{kernel}*D"
    neurons = "*".join([*(f"{axis}o" for axis in AXES[rank]), "K"])
    of_neuron = (weights, "weights of one output neuron")
    outputs = (neurons, "output neurons")
    if quantity == "biases":
        why = "one bias per output neuron" if use_bias else "use_bias=False: there are none"
        return Recipe("biases", neurons if use_bias else "0", (), _of_biases(use_bias), why=why)
    counts_weights = quantity in ("weights", "macs")
    if counts_weights or (quantity in ("params", "trainable_params") and not use_bias):
        mistakes = _mistakes(rank, kernel, use_bias=False)
        return Recipe(LABELS[quantity], f"{weights}*({neurons})", (of_neuron, outputs), mistakes)
    if quantity in ("params", "trainable_params"):
        one = (f"{weights} + 1", "parameters per output neuron")
        mistakes = _mistakes(rank, kernel, use_bias=True)
        return Recipe(
            LABELS[quantity], f"({weights} + 1)*({neurons})", (of_neuron, one, outputs), mistakes
        )
    if quantity == "non_trainable_params":
        return Recipe(LABELS[quantity], "0", why="training changes all of them")
    raise LayerError(f"a locally connected layer has no {quantity}")


def _of_biases(use_bias: bool) -> tuple[Mistake, ...]:
    if not use_bias:
        return ()
    return (
        Mistake(
            "shared-bias",
            "K",
            "One bias per filter was counted; without sharing there is one per neuron.",
            seen="Keras describes the bias apart from the weights",
            minor=True,
        ),
        Mistake(
            "one-bias-per-layer",
            "1",
            "One bias was counted for the whole layer; every output neuron has its own.",
            minor=True,
        ),
    )


def _mistakes(rank: int, kernel: str, *, use_bias: bool) -> tuple[Mistake, ...]:
    axes = AXES[rank]
    outputs = "*".join(f"{axis}o" for axis in axes)
    bias = " + 1" if use_bias else ""
    one = f"({kernel}*D{bias})"
    mistakes = [
        Mistake(
            "shared",
            f"{one}*K",
            "This is the count with sharing: without it, every output neuron has its own.",
            seen="the two Udacity quizzes' answers swapped",
        ),
        Mistake(
            "one-filter-unshared",
            f"{one}*{outputs}",
            "These are the positions of one filter; each position has K output neurons.",
            when="K > 1",
        ),
        Mistake(
            "input-positions",
            f"{one}*({'*'.join(axes)}*K)",
            "The input positions were counted; there is one neuron per output position.",
        ),
        Mistake(
            "activation-size",
            f"{outputs}*K",
            "This is the number of output neurons; each of them has weights of its own.",
        ),
        Mistake(
            "fully-connected",
            f"({'*'.join(axes)}*D{bias})*({outputs}*K)",
            "This connects every neuron to the whole input; it sees its own window alone.",
            minor=True,
        ),
        Mistake(
            "missing-input-depth",
            f"({kernel}{bias})*({outputs}*K)",
            "The input depth is missing: each neuron looks at all input channels.",
        ),
    ]
    if use_bias:
        mistakes += [
            Mistake(
                "shared-without-biases",
                f"{kernel}*D*K",
                "These are the weights with sharing, and the biases are missing as well.",
            ),
            Mistake(
                "missing-biases",
                f"{kernel}*D*({outputs}*K)",
                "These are the weights alone: every output neuron also has a bias.",
            ),
            Mistake(
                "shared-bias",
                f"{kernel}*D*({outputs}*K) + K",
                "One bias per filter was counted; without sharing there is one per neuron.",
                seen="Keras describes the bias apart from the weights",
            ),
        ]
    else:
        mistakes.append(
            Mistake(
                "counted-biases",
                f"({kernel}*D + 1)*({outputs}*K)",
                "The biases were counted in; here only the weights count.",
            )
        )
    return tuple(mistakes)
