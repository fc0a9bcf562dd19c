"""The code in Markdown texts and notebooks, and the lines of what is wrong in it."""

from __future__ import annotations

import json

import pytest

from quizengine.frameworks import SourceError, read

MARKDOWN = """\
# A model

Install it first:

```bash
pip install keras
```

```python
import keras
from keras import layers
model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
```

It prints `15`, and goes on like this:

1. one more layer

   ```py
   model.add(layers.Dense(2))
   ```
"""


def notebook(*cells: tuple[str, str], as_list: bool = True) -> str:
    made = [
        {"cell_type": kind, "source": text.splitlines(keepends=True) if as_list else text}
        for kind, text in cells
    ]
    return json.dumps({"cells": made, "nbformat": 4, "metadata": {}}, indent=1)


def test_a_markdown_texts_python_is_read() -> None:
    assert [row.params for row in read(MARKDOWN).rows] == [15, 8]
    assert read(MARKDOWN.replace("```", "~~~")).params == 23
    plain = "Look:\n\n```\nDense(3)\n```\n"
    assert read(plain, [4]).params == 15
    prompt = "Look:\n\n```pycon\n>>> m = Sequential([\n...     Dense(3)])\n```\n"
    assert read(prompt, [4]).params == 15


def test_a_fence_inside_a_program_is_no_markdown() -> None:
    assert read('"""\n```python\nDense(9)\n```\n"""\nDense(3)', [4]).params == 15


def test_an_error_in_a_markdown_text_has_the_line_of_the_text() -> None:
    with pytest.raises(SourceError, match=r"^line 12: .*did you mean `Dense`") as caught:
        read(MARKDOWN.replace("layers.Dense(3)", "layers.Dens(3)"))
    assert caught.value.line == 12


@pytest.mark.parametrize("as_list", [True, False])
def test_a_notebooks_code_cells_are_read_as_one(as_list: bool) -> None:
    text = notebook(
        ("markdown", "# Dense(9)"),
        ("code", "%matplotlib inline\n!pip install torch\nimport torch\nfrom torch import nn"),
        ("code", "%%bash\nls"),
        ("code", ""),
        ("code", "if True:\n    !ls\nnet = nn.Sequential(nn.Linear(4, 3))"),
        ("raw", "nonsense("),
        as_list=as_list,
    )
    assert read(text, [4]).params == 15


@pytest.mark.parametrize(
    ("cell", "params"),
    [
        ("name = ('conv%d'\n    %(3))\nDense(len(name))", 25),
        ("name = 'conv%d' \\\n%(3,)\nDense(len(name))", 25),
        ("number = (7\n%3)\nDense(number)", 5),
        ("number = 7 \\\n%n\nDense(number)", 15),
        ("text = '''\n%time\n!ls\n'''\nDense(len(text))", 55),
        ("Dense(3 if (4\n!= 5) else 1)", 15),
        ("%%time\nDense(3)", 15),
        ("% matplotlib inline\nDense(3)", 15),
        ("!pip install a \\\n  'b (\nDense(3)", 15),
        ("!echo \"('\n!ls\nDense(3)", 15),
        ("s = 'it\\'s ['  # (\n%time\nDense(3)", 15),
        ("s = \"\"  # '''\n%time\nDense(3)", 15),
        ("s = '''a\"\"\"'''\n%time\nDense(3)", 15),
        ("if True:\n    %time\n    !ls\nDense(3)", 15),
    ],
)
def test_a_command_of_a_notebook_begins_where_a_statement_does(cell: str, params: int) -> None:
    assert read(notebook(("code", "n = 4"), ("code", cell)), [4]).params == params


@pytest.mark.parametrize("cell", ["%(3)\nDense(3)", "%%(3)\nDense(3)", "x = (1,\n!ls\n)\nDense(3)"])
def test_what_is_no_command_of_a_notebook_is_read_as_python(cell: str) -> None:
    with pytest.raises(SourceError, match="this is not Python"):
        read(notebook(("code", cell)), [4])


def test_an_error_in_a_notebook_has_the_cell_and_its_line() -> None:
    text = notebook(
        ("markdown", "x"), ("code", "import keras\n"), ("code", "y = 1\nlayers.Dens(3)")
    )
    with pytest.raises(SourceError, match=r"^cell 3, line 2: .*did you mean `Dense`") as caught:
        read(text)
    assert (caught.value.cell, caught.value.line) == (3, 2)
    with pytest.raises(SourceError, match=r"^cell 2, line 1: this is not Python"):
        read(notebook(("markdown", "x"), ("code", "Dense(3")))


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [',
        '{"cells": 3}',
        '{"cells": [{"cell_type": "code", "source": 3}]}',
        '{"cells": [{"source": ["Dense(3)"]}]}',
        '{"cells": ' + "[" * 100_000,
        '{"cells": []}',
        '{"cells": "' + "x" * 4_000_000 + '"}',
        notebook(("code", "Dense(3)\n" * 20_000)),
        "```python\n",
        "# nothing here\n```\nsome text\n```\n",
        "```python\n" + "Dense(3)\n" * 20_000 + "```",
    ],
)
def test_what_holds_no_code_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read(text)
