"""What the five source documents state, point by point, and where a student meets it.

`ANSWERS` are the points that are numbers or shapes asked for: the answer of a question's
published case. `SHOWN` are the others: words and numbers that stand in a question's text, its
hints, its working, its answer or its solution, with spaces and line breaks taken as one.
"""

from __future__ import annotations

ANSWERS: dict[int, tuple[tuple[str, object], ...]] = {
    # Udacity's two quizzes.
    5: (("parameter-sharing#output-size", [14, 14, 20]),),
    8: (("parameter-sharing#unshared", 756560),),
    9: (
        ("parameter-sharing#one-neuron.weights", 192),
        ("parameter-sharing#one-neuron.parameters", 193),
    ),
    10: (("parameter-sharing#neurons", 3920),),
    13: (("parameter-sharing#split.weights", 3840), ("parameter-sharing#split.biases", 20)),
    14: (("parameter-sharing#shared", 3860),),
    15: (("parameter-sharing#ratio", 196),),
    20: (
        ("parameter-sharing#memory.unshared", 3026240),
        ("parameter-sharing#memory.shared", 15440),
    ),
    22: (
        ("parameter-sharing#chain.output", [14, 14, 20]),
        ("parameter-sharing#chain.unshared", 756560),
        ("parameter-sharing#chain.shared", 3860),
        ("parameter-sharing#chain.ratio", 196),
    ),
    # Ten 3×3 filters.
    24: (("filters-and-bias#one-filter", [3, 3, 3]),),
    26: (("filters-and-bias#params", 280),),
    29: (("filters-and-bias#no-bias", 270),),
    30: (
        ("filters-and-bias#small-model-steps.conv", 280),
        ("filters-and-bias#small-model-steps.output", [22, 22, 10]),
        ("filters-and-bias#small-model-steps.flat", 4840),
        ("filters-and-bias#small-model-steps.dense", 48410),
        ("filters-and-bias#small-model-steps.total", 48690),
    ),
    31: (("filters-and-bias#small-model-no-bias", 48680),),
    35: (
        ("filters-and-bias#free-depth.as-2d", 1448),
        ("filters-and-bias#free-depth.as-3d", 152),
        ("filters-and-bias#free-depth.whole-stack", 1448),
    ),
    38: (("filters-and-bias#weight-shape", [10, 3, 3, 3]),),
    39: (("filters-and-bias#elements.total", 280),),
    # The eight-row table.
    42: (("layer-table#sizes.image", 3072),),
    43: (("layer-table#conv1", 608),),
    44: (
        ("layer-table#pool1.shape", [14, 14, 8]),
        ("layer-table#pool1.numbers", 1568),
        ("layer-table#pool1.params", 0),
    ),
    45: (("layer-table#sizes.second-conv", 1600), ("layer-table#conv2", 3216)),
    46: (("layer-table#pool2.shape", [5, 5, 16]), ("layer-table#pool2.numbers", 400)),
    47: (("layer-table#fc3", 48120),),
    48: (("layer-table#fc4-and-softmax.fourth", 10164),),
    49: (("layer-table#fc4-and-softmax.last", 850),),
    50: (("layer-table#totals.params", 62958), ("layer-table#totals.activations", 13126)),
    52: (("layer-table#sizes.image", 3072),),
    53: (("layer-table#sizes.second-conv", 1600),),
    # The output-size formulas.
    71: (("output-volume#width", 14),),
    74: (("output-volume#volume", [14, 14, 20]), ("output-volume#neurons", 3920)),
    76: (
        ("parameter-sharing#unshared", 756560),
        ("parameter-sharing#shared", 3860),
        ("parameter-sharing#ratio", 196),
    ),
    # The Keras statements.
    82: (("keras-reading#statements", [3, 4]),),
    84: (("keras-reading#first-conv", 320),),
    85: (("keras-reading#second-conv", 18496),),
    86: (("keras-reading#first-pool.input", [26, 26, 32]), ("keras-reading#first-pool.params", 0)),
    88: (
        ("keras-reading#dense-chain.convolved", [11, 11, 64]),
        ("keras-reading#dense-chain.pooled", [5, 5, 64]),
    ),
    89: (("keras-reading#dense", 16010), ("keras-reading#dense-chain.parameters", 16010)),
}

# The rows of tables, cell by cell, in the order of the columns.
TABLES: dict[int, tuple[str, tuple[tuple[object, ...], ...]]] = {
    42: ("layer-table#table", (([32, 32, 3], 3072, 0),)),
    43: ("layer-table#table", (([28, 28, 8], 6272, 608),)),
    44: ("layer-table#table", (([14, 14, 8], 1568, 0),)),
    45: ("layer-table#table", (([10, 10, 16], 1600, 3216),)),
    46: ("layer-table#table", (([5, 5, 16], 400, 0),)),
    47: ("layer-table#table", (([120], 120, 48120),)),
    48: ("layer-table#table", (([84], 84, 10164),)),
    49: ("layer-table#table", (([10], 10, 850),)),
    30: (
        "filters-and-bias#small-model",
        (([22, 22, 10], 4840, 280), ([4840], 4840, 0), ([10], 10, 48410)),
    ),
    87: (
        "keras-reading#sizes",
        (
            ([28, 28, 1], 784),
            ([26, 26, 32], 21632),
            ([13, 13, 32], 5408),
            ([11, 11, 64], 7744),
            ([5, 5, 64], 1600),
        ),
    ),
}

SHOWN: dict[int, tuple[tuple[str, str], ...]] = {
    # Udacity's two quizzes.
    1: (("parameter-sharing#output-size", "input: 32×32×3"),),
    2: (("parameter-sharing#output-size", "20 filters of 8×8×3"),),
    3: (("parameter-sharing#output-size", "stride 2, for both height and width"),),
    4: (("parameter-sharing#output-size", "zero padding of 1 on every side"),),
    6: (("parameter-sharing#output-size", "height × width × depth"),),
    7: (("parameter-sharing#unshared", "(8·8·3 + 1)·(14·14·20)"),),
    11: (
        ("parameter-sharing#unshared", "connected to each element of its filter and to one bias"),
    ),
    12: (("parameter-sharing#shared", "(8·8·3 + 1)·20"),),
    13: (("parameter-sharing#shared", "3,840 + 20 = 3,860"),),
    15: (("parameter-sharing#ratio", "756,560 / 3,860 = 14·14 = **196**"),),
    16: (("parameter-sharing#shared", "it is just 20 instead of 14·14·20"),),
    17: (("parameter-sharing#shared", "one filter serves a whole depth slice"),),
    18: (
        (
            "parameter-sharing#shared",
            "for each filter, times K filters, one for each output channel",
        ),
    ),
    19: (
        ("parameter-sharing#shared", "tf.nn.conv2d"),
        ("parameter-sharing#filter-tensor", "TensorFlow"),
    ),
    20: (("parameter-sharing#memory", "control how much memory a network takes"),),
    21: (
        ("parameter-sharing#unshared", "nothing is shared"),
        ("parameter-sharing#shared", "share the same weights"),
    ),
    22: (("parameter-sharing#chain", "Each answer is needed for the next"),),
    # Ten 3×3 filters.
    23: (
        ("filters-and-bias#params", "10 filters of 3×3"),
        ("filters-and-bias#params", "24×24×3"),
    ),
    25: (
        ("filters-and-bias#one-filter", "third dimension is not given, because it follows from"),
        ("filters-and-bias#params", "a filter is as deep as its input"),
    ),
    26: (("filters-and-bias#params", "10·(3·3·3) + 10"),),
    27: (
        ("filters-and-bias#no-bias", "A bias is optional"),
        ("filters-and-bias#elements.biases", "The bias of a kernel is one number, a scalar"),
    ),
    28: (("filters-and-bias#formula-bias", "M·(K·K·D) + M"),),
    29: (
        ("filters-and-bias#formula-no-bias", "M·(K·K·D)"),
        ("filters-and-bias#formula-no-bias", "270"),
    ),
    30: (("filters-and-bias#small-model", "layers.Conv2D(10, kernel_size=(3, 3))"),),
    31: (("filters-and-bias#small-model-no-bias", "use_bias=False"),),
    32: (
        (
            "filters-and-bias#elements",
            "the elements of its kernels (its filters) and, if it has them,",
        ),
    ),
    33: (("filters-and-bias#one-filter", "moves along two axes only"),),
    34: (
        (
            "filters-and-bias#one-dimension",
            "one, two and three dimensions; 2-D is what people usually mean",
        ),
    ),
    35: (("filters-and-bias#free-depth.as-3d", "its depth there is free to choose"),),
    36: (
        (
            "filters-and-bias#weight-shape",
            "(output channels, input channels, kernel height, kernel width)",
        ),
    ),
    37: (("filters-and-bias#weight-shape", "The biases are a second tensor, of shape (10,)"),),
    39: (("filters-and-bias#weight-shape", "10·3·3·3 + 10 = 280"),),
    40: (("filters-and-bias#params", "asked this at an interview"),),
    41: (
        ("filters-and-bias#channels", "Each filter is 3 deep"),
        ("filters-and-bias#channels", "A filter has different weights for the input channels"),
    ),
    # The eight-row table.
    43: (("layer-table#table", "CONV1 (f=5, s=1)"),),
    45: (("layer-table#table", "CONV2 (f=5, s=1)"),),
    50: (("layer-table#table", "62,958"),),
    51: (("layer-table#table", "the size is the product of the shape"),),
    52: (("layer-table#sizes.image", "32·32·3"),),
    53: (("layer-table#sizes.second-conv", "10·10·16"),),
    54: (("layer-table#formula-conv", "((m·n·d) + 1)·k"),),
    55: (
        (
            "layer-table#formula-conv",
            "(filter width · filter height · filters in the previous layer + 1)",
        ),
    ),
    56: (("layer-table#formula-fc", "c·p + c"),),
    57: (("layer-table#conv1", "((5·5·3) + 1)·8"),),
    58: (("layer-table#conv2", "(5·5·8 + 1)·16"),),
    59: (("layer-table#fc3", "120·400 + 120"),),
    60: (("layer-table#fc4-and-softmax.fourth", "84·120 + 84"),),
    61: (("layer-table#fc4-and-softmax.last", "10·84 + 10"),),
    62: (("layer-table#learnable", "The input layer only hands over the image: 0 parameters"),),
    63: (("layer-table#pool1.params", "there is nothing for training to change"),),
    64: (
        (
            "layer-table#pool1.params",
            "It still takes part in back-propagation: it passes values on",
        ),
    ),
    65: (
        (
            "layer-table#conv1",
            "A parameter is a number the layer learns, an element of a filter or a bias",
        ),
    ),
    66: (("layer-table#learnable", "A layer is learnable if it has weight matrices"),),
    67: (("layer-table#largest", "It is a rule with exceptions"),),
    68: (("layer-table#learnable", "some authors call CONV and POOL together one layer"),),
    69: (
        ("layer-table#misprint", "first published with mistakes"),
        ("layer-table#misprint", "208"),
        ("find-the-error#published", "CONV1: 608, not 208"),
        ("find-the-error#published", "FC3: 48,120, not 48,001"),
    ),
    70: (
        (
            "layer-table#learnable",
            "One bias for each filter of a CONV layer, one for each unit of an FC layer",
        ),
    ),
    # The output-size formulas.
    71: (("output-volume#width", "W_out = (W − F + 2P) / S + 1"),),
    72: (("output-volume#volume", "H_out = (H − F + 2P) / S + 1"),),
    73: (("output-volume#volume", "D_out = K, the number of filters"),),
    74: (("output-volume#neurons", "W_out · H_out · D_out"),),
    75: (
        (
            "output-volume#width",
            "W = 32, filters of size F = 8, stride S = 2 and a zero padding of P = 1",
        ),
        ("output-volume#volume", "K = 20 filters of size F = 8"),
        ("output-volume#formula-volume", "width **W** and height **H**"),
    ),
    # The Keras statements.
    77: (
        ("keras-reading#statements", "keras.Input(shape=(28, 28, 1))"),
        ("keras-reading#statements", 'layers.Conv2D(32, kernel_size=(3, 3), activation="relu")'),
        ("keras-reading#statements", "layers.MaxPooling2D(pool_size=(2, 2))"),
        ("keras-reading#statements", 'layers.Conv2D(64, kernel_size=(3, 3), activation="relu")'),
        ("keras-reading#statements", "layers.Flatten()"),
        ("keras-reading#statements", "layers.Dropout(0.5)"),
        ("keras-reading#statements", 'layers.Dense(10, activation="softmax")'),
    ),
    78: (
        ("keras-reading#statements", "The first convolution layer has 21,632 parameters"),
        ("keras-reading#statements", "32·(1·3·3 + 1) = 320"),
    ),
    79: (
        ("keras-reading#statements", "The first max-pooling layer has 5,408 parameters"),
        ("keras-reading#statements", "Max pooling has no weights and no biases"),
    ),
    80: (
        ("keras-reading#statements", "The second convolution layer has 18,496 parameters"),
        ("keras-reading#statements", "64·(32·3·3 + 1) = 18,496"),
    ),
    81: (
        ("keras-reading#statements", "The fully connected layer has 16,010 parameters"),
        ("keras-reading#statements", "10·(1,600 + 1) = 16,010"),
    ),
    83: (
        ("keras-reading#formula", "k·(f·h·w + 1)"),
        (
            "keras-reading#formula",
            "**k** filters of height **h** and width **w**, and the layer before",
        ),
        ("keras-reading#formula", "1 bias"),
    ),
    84: (("keras-reading#first-conv", "32·(1·3·3 + 1)"),),
    85: (("keras-reading#second-conv", "64·(32·3·3 + 1)"),),
    86: (("keras-reading#first-pool.params", "no weights and no biases"),),
    88: (("keras-reading#dense-chain.pooled", "⌊11 / 2⌋"),),
    89: (
        (
            "keras-reading#dense-chain.parameters",
            "the convolution's formula with the inputs instead",
        ),
    ),
    90: (
        ("keras-reading#zero-layers", "Flatten has 0 parameters"),
        ("keras-reading#zero-layers", "Dropout has 0 parameters"),
        ("keras-reading#zero-layers", 'activation="relu" adds 0 parameters'),
    ),
    91: (
        ("keras-reading#defaults", 'The default padding is "valid"'),
        (
            "keras-reading#defaults",
            "a convolution's stride is 1; a pooling layer's stride is its pool size",
        ),
    ),
    92: (("keras-reading#statements", "There may be several"),),
}

POINTS = range(1, 93)
