"""No input ends in a traceback: every text is a bank or a list of problems."""

import json
from pathlib import Path

import jsonschema
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quizengine.banks import heading, read_bank, tree
from quizengine.banks.nodes import plain_data
from quizengine.banks.reading import read_bank_text
from quizengine.banks.report import Report
from quizengine.banks.schema import schema
from quizengine.banks.source import check_text
from tests.banks.bankfile import PARTS, SOUND

PATH = Path("q.yaml")
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


def end_of(reading) -> None:
    """What holds of every reading."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert (reading.bank is None) == bool(errors)
    for problem in reading.problems:
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
    end_of(read_bank_text(text, PATH))


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(data)
    end_of(read_bank(path))
    assert heading(path).name == "fuzz"


@st.composite
def mutated(draw):
    """A sound bank with passages taken out, doubled or replaced."""
    text = draw(st.sampled_from([SOUND, PARTS]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        piece = draw(PIECES | st.text(max_size=5) | st.just(text[start : start + length]))
        text = text[:start] + piece + text[start + draw(st.sampled_from([0, length])) :]
    return text


@given(mutated())
def test_a_bank_with_slips(text):
    end_of(read_bank_text(text, PATH))


@given(mutated())
def test_the_other_parser_agrees_on_what_is_a_bank(text):
    """The parser in C and the one in Python build the same tree, where both read the text."""
    report = Report("q.yaml")
    checked = check_text(text, report)
    if checked is None:
        return
    trees = []
    for loader in {getattr(yaml, "CLoader", yaml.Loader), yaml.Loader}:
        before, tree._LOADER = tree._LOADER, loader
        try:
            report = Report("q.yaml", checked)
            found = tree.read_tree(checked, report)
            trees.append(None if report.failed or found is None else plain_data(found))
        finally:
            tree._LOADER = before
    if None not in trees:
        assert all(one == trees[0] for one in trees)


@given(mutated())
def test_the_schema_accepts_what_the_reader_accepts(text):
    reading = read_bank_text(text, PATH)
    if reading.bank is not None:
        root = tree.read_tree(reading.text, Report(""))
        assert root is not None
        errors = [error.message for error in VALIDATOR.iter_errors(plain_data(root))]
        assert errors == [], json.dumps(errors)
