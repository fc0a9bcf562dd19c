"""No input ends in a traceback: every text is a bank or a list of problems."""

import json

import jsonschema
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizengine.banks import read_bank, yaml_tree
from quizengine.banks.bank_headers import read_header
from quizengine.banks.file_text import check_text
from quizengine.banks.report import Report
from quizengine.banks.schema import schema
from quizengine.banks.yaml_nodes import plain_data
from tests.banks.bankfile import PARTS, SOUND, check, read, with_answer

pytestmark = pytest.mark.slow

VALIDATOR = jsonschema.Draft7Validator(schema())
PIECES = st.sampled_from(
    [
        *("{{", "}}", "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "    ", "'", '"', "|", ">-"),
        *("&a ", "*a", "!!int ", "!x ", "#", " # ", "%", "@", "\\", "---\n", "...", "? ", "<<: "),
        *("\t", "\r", "\x00", "\x1b", "\u202e", "\ufeff", "é", "层", "null", "true", "yes", "0x"),
        *("9" * 400, "1e9", "(" * 60, "**9**9", "kind: table", "kind: one of", "parts:", "carry:"),
        *("let:", "from:", "question"),
    ]
)


WORDS = st.sampled_from(
    [
        *("layer", "layer.output", "size", "[1, 2]", "'\"a\"'", "True", "None", "0", "-1", "1/3"),
        *(" / 0", "[9]", ".params", " + ", " * 10**30", " and ", "range(9)", "working(layer)"),
    ]
)
CLAIMS = """\
kind: statements
statements:
  - {say: '{{ value }}', holds: size, tempting: [3], example: true}
  - {say: 'b {{ value }}', holds: 1, tempting: [size], example: false}"""
KINDS = [
    with_answer(answer) + f"    hints: [Look.]\n    expect: {expect}\n"
    for answer, expect in (
        ("kind: number\nvalue: size / 3\nunit: px\ntolerance: 1", "11"),
        ("kind: shape\nvalue: layer.output", "[25, 25, 20]"),
        ("kind: one of\nright: size\nwrong: [1, 2, 3]", "32"),
        (
            CLAIMS,
            "[1]",
        ),
        ("kind: table\ncolumns: [size, params]\nrows: [{label: a, of: layer}]", "[[12500, 3860]]"),
        (
            "kind: formula\nvalue: 2*M\nsymbols: {M: {meaning: m, from: 1..9}}",
            "{at: {M: 2}, value: 4}",
        ),
    )
]


def end_of(reading, found=()) -> None:
    """What holds of every reading, and of the problems of every check."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert (reading.bank is None) == bool(errors)
    for problem in (*reading.problems, *found):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.text.replace("\n", "").isprintable(), problem.text
        assert len(problem.text) < 1_500


@given(st.text(max_size=300))
@example("a: *b\n*c : d\n")
@example("? ? a\n")
@example("!<tag:yaml.org,2002:str> a: b")
def test_any_text(text):
    end_of(read(text))


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(data)
    end_of(read_bank(path))
    assert read_header(path).path == path


@st.composite
def mutated(draw, sources=(SOUND, PARTS)):
    """A sound bank with passages taken out, doubled or replaced."""
    text = draw(st.sampled_from(sources))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        piece = draw(PIECES | WORDS | st.text(max_size=5) | st.just(text[start : start + length]))
        text = text[:start] + piece + text[start + draw(st.sampled_from([0, length])) :]
    return text


def test_what_is_mutated_is_sound():
    for text in KINDS:
        assert [problem.text for problem in read(text).problems] == []


@given(mutated())
def test_a_bank_with_typos(text):
    end_of(read(text))


@given(mutated(sources=(SOUND, PARTS, *KINDS)))
@settings(max_examples=40)
def test_whatever_reads_can_be_checked(text):
    """What a bank's expressions come to, a student never finds out by a traceback."""
    reading = read(text)
    if reading.bank is not None and len(reading.bank.questions) < 3:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("quizengine.banks.check.DRAWS_COUNTED", 40)
            patch.setattr("quizengine.banks.proof.FIRST_DRAWS", 40)
            patch.setattr("quizengine.banks.check.LEAST_PROVED", 4)
            patch.setattr("quizengine.banks.check.MOST_PROVED", 4)
            end_of(reading._replace(problems=()), check(text).problems)


@given(mutated())
def test_the_other_parser_agrees_on_what_is_a_bank(text):
    """The parser in C and the one in Python build the same tree, where both read the text."""
    report = Report("q.yaml")
    checked = check_text(text, report)
    if checked is None:
        return
    trees = []
    for loader in {getattr(yaml, "CLoader", yaml.Loader), yaml.Loader}:
        before, yaml_tree._LOADER = yaml_tree._LOADER, loader
        try:
            report = Report("q.yaml", checked)
            found = yaml_tree.read_tree(checked, report)
            trees.append(None if report.failed or found is None else plain_data(found))
        finally:
            yaml_tree._LOADER = before
    if None not in trees:
        assert all(one == trees[0] for one in trees)


@given(mutated())
def test_the_schema_accepts_what_the_reader_accepts(text):
    reading = read(text)
    if reading.bank is not None:
        root = yaml_tree.read_tree(reading.text, Report(""))
        assert root is not None
        errors = [error.message for error in VALIDATOR.iter_errors(plain_data(root))]
        assert errors == [], json.dumps(errors)
