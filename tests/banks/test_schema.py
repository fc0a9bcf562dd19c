"""The shipped JSON Schema."""

import json
from pathlib import Path

import jsonschema
import pytest

from quizengine.banks import read_bank, shipped_banks
from quizengine.banks.library import shipped_folder
from quizengine.banks.report import Report
from quizengine.banks.schema import main, schema, schema_text
from quizengine.banks.yaml_nodes import plain_data
from quizengine.banks.yaml_tree import read_tree
from tests.banks.bankfile import PARTS, SOUND, read, with_answer


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft7Validator.check_schema(schema())
    return jsonschema.Draft7Validator(schema())


def data_of(text: str) -> object:
    root = read_tree(text, Report(""))
    assert root is not None
    return plain_data(root)


def test_the_shipped_schema_is_current():
    """`python -m quizengine.banks.schema quizzes/quiz.schema.json` writes it."""
    shipped = (shipped_folder() / "quiz.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text()


def test_it_is_printed_and_written(tmp_path, capsys):
    assert main([]) == 0
    assert capsys.readouterr().out == schema_text()
    assert main([str(tmp_path / "s.json")]) == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == schema()


def test_every_key_is_explained():
    """An editor shows a description for every key it completes."""

    def walk(node: object, path: str) -> None:
        if isinstance(node, dict):
            for name, one in node.get("properties", {}).items():
                assert one.get("description"), f"{path}/{name}"
            for name, one in node.items():
                walk(one, f"{path}/{name}")
        elif isinstance(node, list):
            for one in node:
                walk(one, path)

    walk(schema(), "")


@pytest.mark.parametrize("path", shipped_banks(), ids=lambda path: path.stem)
def test_it_accepts_the_shipped_banks(validator, path: Path):
    assert [e.message for e in validator.iter_errors(data_of(path.read_text("utf-8")))] == []
    assert read_bank(path).bank is not None


@pytest.mark.parametrize("text", [SOUND, PARTS])
def test_it_accepts_what_the_reader_accepts(validator, text):
    assert [error.message for error in validator.iter_errors(data_of(text))] == []


ANSWERS = """\
kind: number
value: size / 3
unit: px
tolerance: 0.5

kind: shape
value: layer.output

kind: one of
right: size
wrong: [1, 2, 3]
choices: 4

kind: statements
statements:
  - {say: "{{ value }} filters", holds: filters, tempting: [size], example: true}
  - {say: "a side of {{ value }}", holds: size, tempting: [filters], example: false}

kind: table
columns: [output_shape, params]
blank: [params]
total: true
rows: [{label: conv, of: layer}]

kind: formula
value: M*N
where: [M > N]
symbols: {M: {meaning: rows, from: 1..9}, N: {meaning: columns, from: [1, 2]}}
"""


@pytest.mark.parametrize("answer", ANSWERS.split("\n\n"), ids=lambda answer: answer.split("\n")[0])
def test_it_accepts_every_kind_of_answer(validator, answer):
    text = with_answer(answer)
    reading = read(text)
    assert [problem.text for problem in reading.problems] == []
    assert [error.message for error in validator.iter_errors(data_of(text))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format: 1", "format: 2"),
        ("format: 1\n", ""),
        ("titel: ", "x: "),
        ("title: Convolution parameters", "title: 12"),
        ("level: 2", "level: 7"),
        ("level: 2", "level: '2'"),
        ("- id: unshared", "- id: Un Shared"),
        ("tags: [parameters]", "tags: parameters"),
        ("16..64 step 4", "16-64"),
        ("{example: 32, from", "{default: 32, from"),
        ("answer: layer.params", "answer: [14, 14]"),
        ("answer: layer.params", "answer: {kind: numbr, value: 3}"),
        ("answer: layer.params", "answer: {value: 3}"),
        ("- First find", "- Note: find"),
        ("hints:", "hint:"),
        ("        say: You", "        tell: You"),
    ],
)  # fmt: skip
def test_it_refuses_what_the_reader_refuses(validator, old, new):
    text = SOUND.replace(old, new) if old in SOUND else SOUND + new + "1\n"
    assert read(text).bank is None
    assert not validator.is_valid(data_of(text))
