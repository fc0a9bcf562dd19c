"""The defining language: reader and JSON Schema of one definition."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks.parsed_value import ParsedValue
from quizengine.banks.report import Report
from quizengine.banks.spec import AnySpec, BooleanSpec, ChoiceSpec, IntegerSpec, TextSpec
from quizengine.banks.spec_containers import ByKind, ByShape, Fields, ListOf, MapOf, SpecField
from quizengine.banks.spec_domains import DomainValueSpec, RangeSpec, ValueListSpec
from quizengine.banks.spec_expressions import ExpressionSpec, TemplateSpec
from quizengine.banks.yaml_nodes import plain_data
from quizengine.banks.yaml_tree import read_tree
from quizengine.expressions import Expression

PET = Fields(
    "pet",
    "a pet",
    {
        "name": SpecField(TextSpec(10), "What it is called.", required=True),
        "age": SpecField(IntegerSpec(0, 30), "In years."),
    },
    {"called": "name"},
)
HOUSE = ByKind(
    "a house",
    {
        "hut": Fields(
            "hut", "a hut", {"kind": SpecField(ChoiceSpec(("hut",), "the kind"), "", required=True)}
        ),
        "tower": Fields(
            "tower",
            "a tower",
            {
                "kind": SpecField(ChoiceSpec(("tower",), "the kind"), "", required=True),
                "floors": SpecField(IntegerSpec(1, 9), "How many.", required=True),
            },
        ),
    },
)
CASES = [
    # spec, accepted, refused
    (TextSpec(5), ["abc", "'12'"], ["abcdef", "12", "true", "''", "[a]", "{a: b}", "'a\n\n  b'"]),
    (TextSpec(9, r"[a-z]+", "a word"), ["abc"], ["ABC", "a b"]),
    (TextSpec(20, lines=True), ["|\n  a\n  b\n"], ["[]"]),
    (IntegerSpec(1, 5), ["1", "5", "0x2"], ["0", "6", "1.5", "'3'", "yes", "true"]),
    (BooleanSpec(), ["true", "False"], ["yes", "1", "'true'"]),
    (ChoiceSpec(("one", "two"), "a number"), ["one"], ["three", "1", "[one]"]),
    (ListOf(IntegerSpec(1, 5), "a list", 1, 2), ["[1]", "[1, 2]"], ["[]", "[1, 2, 3]", "[9]", "1"]),
    (PET, ["{name: Rex}", "{name: Rex, age: 3}"], ["{}", "{age: 3}", "{name: R, x: 1}", "[]"]),
    (
        MapOf("[a-z]", IntegerSpec(1, 5), "a mapping", "a letter", "Write one letter.", 1, 2),
        ["{a: 1}", "{a: 1, b: 2}"],
        ["{}", "{ab: 1}", "{a: 9}", "{a: 1, b: 2, c: 3}", "[]"],
    ),
    (
        ByShape("a thing", IntegerSpec(1, 5), ListOf(BooleanSpec(), "a list")),
        ["1", "[true]"],
        ["9", "[1]", "{}"],
    ),
    (HOUSE, ["{kind: hut}", "{kind: tower, floors: 2}"], ["{kind: tower}", "{kind: x}", "{}", "1"]),
    (ExpressionSpec(), ["a + 1", "3", "true", "'[1, 2]'"], ["[1, 2]", "{a: 1}", "null"]),
    (TemplateSpec(), ["some text", "'{{ a }}'"], ["12", "''", "[a]"]),
    (RangeSpec(), ["4..32", "16..64 step 4", "-3 .. 3"], ["4", "4-32", "[4]", "a..b"]),
    (ValueListSpec(), ["[1, 2]", "[a, b]", "[[1, a], [2, b]]"], ["[]", "3", "[[]]", "[{a: 1}]"]),
    (AnySpec(), ["1", "[a, {b: c}]"], []),
]


def read(spec, text: str) -> tuple[ParsedValue, tuple]:
    source = f"key: {text}\n"
    report = Report("q.yaml", source)
    root = read_tree(source, report)
    assert root is not None
    return spec.read(root.entries[0].value, report), report.problems


def accepts(spec, text: str) -> bool:
    shared: dict = {}
    schema = {**spec.schema(shared), "definitions": shared}
    root = read_tree(f"key: {text}\n", Report(""))
    assert root is not None
    return jsonschema.Draft7Validator(schema).is_valid(plain_data(root.entries[0].value))


@pytest.mark.parametrize(("spec", "text"), [(spec, one) for spec, good, _ in CASES for one in good])
def test_reader_and_schema_accept(spec, text):
    found, problems = read(spec, text)
    assert problems == ()
    assert found.valid
    assert accepts(spec, text)


@pytest.mark.parametrize(("spec", "text"), [(spec, one) for spec, _, bad in CASES for one in bad])
def test_reader_refuses_with_a_position_and_schema_refuses(spec, text):
    found, problems = read(spec, text)
    assert not found.valid
    assert problems
    assert problems[0].line >= 1
    # That a text has one line, YAML says and JSON Schema does not.
    assert not accepts(spec, text) or "\n" in text


@pytest.mark.parametrize(
    ("spec", "text", "message", "advice"),
    [
        (TextSpec(), "12", "A text is expected here, not the number 12", "quotes"),
        (TextSpec(), "{a list: of}", "A text is expected here, not a mapping", "colon"),
        (TextSpec(), "null", "A text is expected here, not nothing", "leave the key out"),
        (BooleanSpec(), "yes", "not the text 'yes'", "true or false"),
        (
            ChoiceSpec(("params", "macs"), "a column"),
            "prams",
            "'prams' is not a column",
            "'params'?",
        ),
        (PET, "{nam: Rex}", "unknown key 'nam' in a pet", "'name'?"),
        (PET, "{called: Rex}", "unknown key 'called'", "Write 'name'."),
        (PET, "{name: R, <<: {}}", "unknown key '<<'", "defaults"),
        (PET, "{xyz: 1, name: R}", "unknown key 'xyz'", "Known here: name, age."),
        (PET, "{age: 1}", "the key 'name' is missing in a pet", "What it is called."),
        (HOUSE, "{kind: twoer}", "'twoer' is not a kind of house", "'tower'?"),
        (HOUSE, "{floors: 1}", "the key 'kind' is missing", "hut, tower"),
        (ExpressionSpec(), "[1, 2]", "An expression is expected", "must be in quotes"),
        (ExpressionSpec(), "'{{ a }}'", "", "without the braces"),
        (ExpressionSpec(), "a = 1", "", "compared with =="),
        (TemplateSpec(), "'{{ a'", "never closed", "needs its }}"),
        (RangeSpec(), "4-32", "'4-32' is not a range", "first..last"),
        (RangeSpec(), "32..4", "the range is empty: 32 is larger than 4", "first..last"),
        (RangeSpec(), "1..5 step 0", "cannot step by 0", "first..last"),
        (RangeSpec(), "1..99999", "at most 10,000 values", ""),
        (
            ValueListSpec(),
            "[1, a]",
            "this is a text, but the first value of the list is a number",
            "kind",
        ),
        (ValueListSpec(), "[[1, 2], [1]]", "a row of 1", "kind"),
        (ValueListSpec(), "[1, 2, 1]", "occurs twice in the list", "Keep one"),
        (DomainValueSpec(), "0.5", "not the number 0.5", "a / b"),
    ],
)
def test_messages_say_what_is_wrong_and_what_to_write(spec, text, message, advice):
    problems = read(spec, text)[1]
    assert any(message in one.message and advice in one.advice for one in problems), problems


def test_a_problem_inside_an_expression_points_at_the_character():
    (problem,) = read(ExpressionSpec(), "kernel * (2 + )")[1]
    assert (problem.line, problem.column) == (1, len("key: kernel * (2 + )"))


def test_ranges_include_both_ends_and_values_keep_rows():
    assert list(read(RangeSpec(), "16..64 step 16")[0].value) == [16, 32, 48, 64]
    assert read(ValueListSpec(), "[[1, 2], [3, 4]]")[0].value == ((1, 2), (3, 4))


def test_an_unquoted_truth_value_is_an_expression():
    expression = read(ExpressionSpec(), "true")[0].value
    assert isinstance(expression, Expression)
    assert expression.evaluate({}) is True


@given(st.integers(-(10**9), 10**9), st.integers(0, 9_999), st.integers(1, 50))
def test_a_range_reads_what_is_written(first, span, step):
    found, problems = read(RangeSpec(), f"{first}..{first + span} step {step}")
    if abs(first + span) <= 10**9:
        assert problems == ()
        assert found.value == range(first, first + span + 1, step)
