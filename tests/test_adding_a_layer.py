"""A new layer takes one class in one file: every other part of the program finds it by its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
# It runs in a process of its own: a layer, once declared, is never forgotten.
SCRIPT = '''
from quizengine.calculator.arguments import Real
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operations.pointwise import ACTIVATION


class Ripple(KerasLayer):
    """x plus a small sine of x."""

    operation = ACTIVATION
    amplitude = Real(1, least=0)


from quizengine.calculator import keras
from quizengine.calculator.network_table import network_text
from quizengine.expressions import Expression
from quizengine.frameworks import read, to_code
from quizengine.questions.variant_scope import VariantScope

applied = keras.Ripple(2)([4, 4, 3])
print(applied.output, applied.params)
source = "from keras.layers import *\\nSequential([Input((8,)), Dense(4), Ripple(0.5)])"
network = read(source)
print(network_text(network))
print(to_code(network, "keras"))
print(Expression("Ripple(3)([4, 4, 2]).output.size").evaluate(VariantScope({}, {})))
for fault in ("Ripple(-1)", "Ripple(amplitud=1)"):
    try:
        eval(fault, {"Ripple": keras.Ripple})
    except ValueError as error:
        print(error)
'''


def test_an_activation_is_one_class_in_one_file():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4×4×3 0\n")
    assert "ripple" in done.stdout, "the layer table"
    assert "layers.Ripple(amplitude=0.5)" in done.stdout, "the code written"
    assert "\n32\n" in done.stdout, "a bank's expression"
    assert "amplitude" in done.stdout.splitlines()[-2], "a value that is refused"
    assert "did you mean" in done.stdout.splitlines()[-1].lower(), "a name that is misspelt"
