"""Text to a tree of located values."""

import pytest
import yaml

from quizengine.banks import yaml_tree
from quizengine.banks.file_text import check_text
from quizengine.banks.report import MAX_PROBLEMS, Report, TooManyProblems
from quizengine.banks.yaml_nodes import MappingNode, SequenceNode, plain_data


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request, monkeypatch):
    """Everything holds with either of the two parsers."""
    loader = getattr(yaml, "CLoader", yaml.Loader) if request.param == "C" else yaml.Loader
    monkeypatch.setattr(yaml_tree, "_LOADER", loader)


def read(text: str):
    report = Report("q.yaml", text)
    return yaml_tree.read_tree(text, report), report.problems


def only(text: str):
    """The one problem of a text."""
    (problem,) = read(text)[1]
    assert problem.file == "q.yaml"
    assert problem.severity == "error"
    return problem


def test_values_keep_their_positions():
    root, problems = read("a: 1\nb:\n  - x\n  - 'y'\n")
    assert problems == ()
    assert plain_data(root) == {"a": 1, "b": ["x", "y"]}
    assert isinstance(root, MappingNode)
    items = root.get("b")
    assert isinstance(items, SequenceNode)
    assert [(one.line, one.column) for one in items.items] == [(3, 5), (4, 5)]


def test_quoted_scalars_are_text():
    assert plain_data(read("a: '1'\nb: \"true\"\nc: |\n  2\n")[0]) == {
        "a": "1", "b": "true", "c": "2\n",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "position", "words"),
    [
        ("a: 1\na: 2\n", "duplicate-key", (2, 1), "twice, first on line 1"),
        ("a: &x 1\n", "anchor", (1, 4), "&x"),
        ("a: [*x]\n", "alias", (1, 5), "*x"),
        ("a: !!int 3\n", "tag", (1, 4), "tag"),
        ("a: !x [1]\n", "tag", (1, 4), "tag"),
        ("? [a]\n: 1\n", "key", (1, 3), "key is expected"),
        ("a: {{ x }}\n", "key", (1, 5), "key is expected"),
        ('a: "x\\e[0m"\n', "control-character", (1, 4), "U+001B"),
        ("a: .inf\n", "number", (1, 4), "no exact value"),
        ("a: 1\n---\nb: 2\n", "yaml", (2, 1), "second document"),
        ("", "yaml", (1, 1), "empty"),
        ("# only a comment\n", "yaml", (1, 1), "empty"),
        ("[" * 500, "yaml", (1, 31), "nested deeper"),
    ],
)
def test_what_yaml_allows_and_banks_do_not(text, rule, position, words):
    problem = only(text)
    assert (problem.rule, (problem.line, problem.column)) == (rule, position)
    assert words in problem.message
    assert problem.advice


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("a: b: c\n", 1, "in quotes"),
        ("a:\n\t- b\n", 2, "spaces"),
        ("a: *text* b\n", 1, "must be in quotes"),
        ("a: @b\n", 1, "must be in quotes"),
        ("x: 1\na: 'open\nb: 1\n", 2, "never closed"),
        ('a: "\\q"\n', 1, "single quotes"),
        ("a: 1\n b: 2\n", 2, "column"),
        ("a: [1, 2\nb: 3\n", 1, "bracket"),
        ('a: "x" y\n', 1, "in quotes"),
        ("- a\nb: 1\n", 2, "column"),
        ("a: >- x\n", 1, "next line"),
        ("a: b\nc\nd: e\n", 3, "colon"),
    ],
)
def test_what_is_not_yaml_has_its_line_and_what_to_write(text, line, advice):
    problem = only(text)
    assert problem.rule == "yaml"
    # The two parsers name the line of the fault or the one after it.
    assert abs(problem.line - line) <= 1
    assert advice in problem.advice


def test_a_text_that_begins_with_braces_is_explained():
    advice = [problem.advice for problem in read("a: {{ x }} filters\n")[1]]
    assert any("{{" in one for one in advice)


def test_reading_goes_on_after_a_problem():
    """All problems of a file are reported at once."""
    root, problems = read("a: &x 1\nb: *x\nc: 1\nc: 2\nd: .nan\n")
    assert [problem.rule for problem in problems] == ["anchor", "alias", "duplicate-key", "number"]
    assert root is not None


def test_the_report_ends_before_a_reader_does():
    report = Report("q.yaml")
    with pytest.raises(TooManyProblems):
        yaml_tree.read_tree("- &x 1\n" * 1_000, report)
    assert len(report.problems) == MAX_PROBLEMS + 1
    assert "more than" in report.problems[-1].message


def test_too_many_values_are_refused(monkeypatch):
    monkeypatch.setattr(yaml_tree, "MAX_NODES", 10)
    assert "more than 10 values" in only("[" + "1," * 20 + "]").message


@pytest.mark.parametrize(
    "text",
    ["\ufeffa: 1\n", "a: 1\r\n", "a: 1\r", "%YAML 1.2\n---\na: 1\n", "---\na: 1\n...\n"],
)
def test_byte_order_mark_line_ends_and_markers_are_read(text):
    report = Report("q.yaml")
    checked = check_text(text, report)
    assert checked is not None
    assert plain_data(yaml_tree.read_tree(checked, report)) == {"a": 1}
    assert report.problems == ()


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2028", "\ud800"])
def test_control_characters_are_named_where_they_are(char):
    report = Report("q.yaml")
    assert check_text(f"a: 1\nb: x{char}y\n", report) is None
    (problem,) = report.problems
    assert (problem.line, problem.column) == (2, 5)
    assert f"U+{ord(char):04X}" in problem.message
    assert char not in problem.text
