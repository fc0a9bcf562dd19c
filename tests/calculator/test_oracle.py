"""The calculator agrees with what Keras says of real layers.

The records name what Keras 3 printed, counted or refused. The folder QUIZENGINE_SHARED, where it is
set, holds all of them; otherwise a sample stands beside the tests.
"""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.frameworks import read
from tests.calculator.records import accepted, keras_layers

SUPPORTED = frozenset(
    {
        *(f"Conv{n}D" for n in (1, 2, 3)),
        *(f"Conv{n}DTranspose" for n in (1, 2, 3)),
        *(f"{kind}Conv{n}D" for kind in ("Depthwise", "Separable") for n in (1, 2)),
        *(
            f"{reach}{kind}Pooling{n}D"
            for reach in ("", "Global")
            for kind in ("Max", "Average")
            for n in (1, 2, 3)
        ),
        *(
            f"{kind}{n}D"
            for kind in ("ZeroPadding", "Cropping", "UpSampling", "SpatialDropout")
            for n in (1, 2, 3)
        ),
        *("Dense", "Flatten", "Reshape", "Permute", "RepeatVector"),
        *("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"),
        *("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "PReLU"),
        *("Identity", "Masking", "Rescaling"),
    }
)
"""The layer classes that are compared."""


RECORDS = [record for record in keras_layers() if record["layer"] in SUPPORTED]


def test_the_records_are_of_layers_the_calculator_has() -> None:
    assert set(LAYERS) >= SUPPORTED
    assert {each["layer"] for each in RECORDS} >= {"Conv1D", "Conv2D", "Conv3D", "Dense"}
    assert len(RECORDS) >= 90


@pytest.mark.parametrize("kind", sorted(SUPPORTED))
def test_layers_count_as_in_keras(kind: str) -> None:
    for record in accepted(RECORDS, kind):
        context = (record["code"], record["input_shape"])
        row = read(record["code"], record["input_shape"]).rows[0]
        assert row.output_shape == record["output_shape"], context
        assert row.params == record["params"], context
        assert row.trainable_params == record["trainable"], context
        assert row.non_trainable_params == record["non_trainable"], context
        if record["torch_macs"] is not None:
            assert row.macs == record["torch_macs"], context
        weights = [shape for _, shape in record["weights"]]
        if "Separable" not in kind:  # which has two kernels
            kernel = [] if row.kernel_shape is None else [list(row.kernel_shape)]
            bias = [] if row.bias_shape is None else [list(row.bias_shape)]
            assert kernel + bias == weights, context


def test_what_keras_refuses_is_refused() -> None:
    refused = [each for each in RECORDS if "error" in each]
    assert len(refused) >= 10
    for record in refused:
        with pytest.raises(LayerError):
            read(record["code"], record["input_shape"])
