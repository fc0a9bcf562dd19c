"""Writes a starter bank: one valid question, with a comment for each thing worth knowing."""

from __future__ import annotations

from pathlib import Path

from quizengine.banks.library import SUFFIXES, shipped_folder
from quizengine.banks.problems import visible

_STARTER = """\
# yaml-language-server: $schema={schema}
#
# With the line above, an editor that knows YAML schemas completes the keys and explains them.
# Prove the bank after every change:   quizengine check {file}
# See a question with other numbers:   quizengine show {file}#conv-params --variant 3
format: 1
title: My first bank
about: Say in a sentence or two what the bank teaches.
source: Say where the questions come from.

questions:
  - id: conv-params            # permanent: a student's history depends on it
    title: Parameters of a convolution
    level: 2                   # 1 easy ... 5 hard
    tags: [parameters, convolution]

    # What changes from variant to variant. The examples together are variant 0, the published case.
    vary:
      size: {{example: 32, from: 16..64 step 4}}   # a range, both ends included
      depth: {{example: 3, from: [1, 3, 4]}}       # or a list of values
      filters: {{example: 10, from: 8..32 step 2}}
      kernel: {{example: 5, from: [5, 7, 9]}}

    # Draws for which one of these does not hold are not used.
    where:
      - that: kernel < size
        because: otherwise the filter does not fit into the input

    # Names for values, in any order. Layers are written as in Keras.
    let:
      layer: Conv2D(filters, kernel)([size, size, depth])

    # Markdown. An expression in double braces is computed; :, groups thousands.
    ask: |
      A convolution layer slides {{{{ filters }}}} filters of {{{{ kernel }}}}×{{{{ kernel }}}} over
      an input of {{{{ size }}}}×{{{{ size }}}}×{{{{ depth }}}}; each filter has a bias.
      How many parameters does the layer have?

    answer: layer.params       # never a number typed by hand ...
    expect: 760                # ... except here: what the published case must come to

    hints:                     # shown one at a time, on request
      - How many weights does one filter have? It reaches through the whole depth of the input.
      - One filter has {{{{ kernel * kernel * depth }}}} weights and one bias.

    # Wrong answers that you foresee, with what the student then reads. The calculator knows the
    # common ones by itself.
    mistakes:
      - value: (kernel * kernel * depth + 1) * filters * size
        say: You multiplied by the width of the input; the filters are shared by all positions.
"""


class BankNotCreated(ValueError):
    """The bank cannot be written; the message says why in one line."""


def starter_text(file: str) -> str:
    """Return the text of a starter bank for a file of this name."""
    return _STARTER.format(schema=_schema(), file=file)


def create_bank(path: Path) -> Path:
    """Write a starter bank and return its path, with `.yaml` added where it has no suffix.

    Raises BankNotCreated where the file already exists or cannot be written.
    """
    shown = visible(str(path))
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        raise BankNotCreated(f"{shown} is a folder; name a file in it")
    if not path.suffix:
        path = path.with_name(path.name + SUFFIXES[0])
        shown = visible(str(path))
    if path.suffix not in SUFFIXES:
        raise BankNotCreated(f"{shown}: a bank's name ends in .yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter_text(path.name))
    except FileExistsError:
        raise BankNotCreated(f"{shown} already exists; nothing was written") from None
    except FileNotFoundError:
        raise BankNotCreated(f"there is no folder {visible(str(path.parent))}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BankNotCreated(f"{shown} cannot be written: {visible(reason)}") from None
    return path


def _schema() -> str:
    """Return where an editor finds the JSON Schema, or only its name where it is not installed."""
    path = shipped_folder() / "quiz.schema.json"
    return path.as_uri() if path.is_file() else path.name
