"""Reading a bank: the problem for each mistake that an author can make."""

import pytest

from quizengine.banks import BankError, load_bank, read_bank
from quizengine.banks.parsed_value import node_at_path
from quizengine.banks.yaml_nodes import ScalarNode
from tests.banks.bankfile import PARTS, SOUND, assert_reported, changed, read, with_answer


def problems_of(text: str):
    reading = read(text)
    assert (reading.bank is None) == any(one.severity == "error" for one in reading.problems)
    return reading.problems


def test_a_sound_bank():
    reading = read(SOUND)
    assert reading.problems == ()
    bank = reading.bank
    assert bank is not None
    assert (bank.name, bank.title, bank.about, bank.source) == (
        "q", "Convolution parameters", "What one layer learns.", "A book",
    )  # fmt: skip
    (question,) = bank.questions
    assert question.id == "unshared"
    assert question.source == "A book"
    assert [(one.name, one.example, list(one.domain)[:2]) for one in question.vary] == [
        ("size", 32, [16, 20]),
        ("depth", 3, [1, 3]),
        ("filters", 20, [4, 5]),
        ("kernel", 8, [6, 7]),
    ]
    (condition,) = question.where
    assert condition.that.source == "depth != filters"
    (part,) = question.parts
    assert part.id == ""
    assert part.expect == 3860
    assert [one.id for one in part.mistakes] == ["mistake-1"]


def test_parts_and_carry():
    reading = read(PARTS)
    assert reading.problems == ()
    assert reading.bank is not None
    (question,) = reading.bank.questions
    assert [part.id for part in question.parts] == ["one-filter", "all"]
    assert question.parts[1].carry is not None
    assert question.intro is not None


def test_definitions_come_in_the_order_they_are_evaluated():
    text = changed(
        SOUND,
        "      layer: Conv2D(filters, kernel)([size, size, depth])\n",
        "      layer: Conv2D(filters, width)(shape)\n"
        "      shape: '[size, size, depth]'\n"
        "      width: kernel\n",
    )
    bank = read(text).bank
    assert bank is not None
    names = [name for name, _ in bank.questions[0].let]
    assert names.index("layer") == 2


def test_defaults_fill_what_questions_leave_out():
    text = """\
format: 1
title: T
source: The bank's
defaults:
  level: 4
  tags: [a]
  source: The defaults'
  vary: {n: {example: 2, from: 1..40}}
  hints: [Of the defaults.]
questions:
  - {id: one, title: One, ask: "{{ n }}?", answer: n}
  - {id: two, title: Two, ask: "{{ m }}?", answer: m, level: 1, hints: [Own.], source: Own,
     vary: {m: {example: 3, from: 1..40}}}
  - id: three
    title: Three
    parts:
      - {id: a, ask: "{{ n }}?", answer: n}
      - {id: b, ask: "{{ n }}?", answer: n, hints: [Own.]}
"""
    reading = read(text)
    assert reading.problems == ()
    assert reading.bank is not None
    one, two, three = reading.bank.questions
    assert (one.level, one.tags, one.source) == (4, ("a",), "The defaults'")
    assert (two.level, two.tags, two.source) == (1, ("a",), "Own")
    assert [variable.name for variable in two.vary] == ["m"]
    hints = [[hint.source for hint in part.hints] for part in three.parts]
    assert hints == [["Of the defaults."], ["Own."]]


# One mistake each: what is replaced by what; rule, line and column; message; advice.
MISTAKES = [
    ("format: 1\n", "format: 2\n", "format", 1, 9, "of format 2", "Update quizengine"),
    ("format: 1\n", "format: one\n", "wrong-type", 1, 9, "not the text 'one'", "digits"),
    ("format: 1\n", "", "missing-key", 1, 1, "'format' is missing", "Add 'format"),
    ("title: Conv", "titel: Conv", "unknown-key", 2, 1, "unknown key 'titel'", "'title'"),
    ("title: Convolution parameters", "title: 12", "wrong-type", 2, 8, "the number 12", "quotes"),
    ("- id: unshared", "- id: Un Shared", "wrong-text", 6, 9, "'Un Shared' is not an id", "small"),
    ("- id: unshared", "- name: unshared", "unknown-key", 6, 5, "unknown key 'name'", "'title'"),
    ("level: 2", "level: 7", "out-of-bounds", 8, 12, "7 is not a whole number from 1 to 5", ""),
    ("tags: [parameters]", "tags: parameters", "wrong-type", 9, 11, "A list of tags", "'- '"),
    ("16..64 step 4", "16-64", "range", 11, 33, "'16-64' is not a range", "16..64 step 4"),
    ("{example: 32, from", "{default: 32, from", "unknown-key", 11, 14, "'default'", "'example'"),
    ("[1, 3, 4]", "[1, x, 4]", "wrong-type", 12, 37, "this is a text", "one kind"),
    ("example: 3,", "example: x,", "wrong-type", 12, 24, "the example of 'depth' is a text", ""),
    ("      depth: {", "      Depth: {", "wrong-name", 12, 7, "'Depth' is not a name", "small"),
    ("      depth: {", "      max: {", "taken-name", 12, 12, "already a function", "another name"),
    ("      depth: {", "      value: {", "taken-name", 12, 14, "a reserved word", "another name"),
    ("that: depth", "if: depth", "unknown-key", 16, 9, "unknown key 'if'", "'that'"),
    ("depth != filters", "depth != filter", "unknown-name", 16, 24, "'filter'", "'filters'"),
    ("depth != filters", "depth = filters", "expression", 16, 21, "", "=="),
    ("Conv2D(fil", "Conv2d(fil", "unknown-name", 19, 14, "unknown name 'Conv2d'", "'Conv2D'"),
    ("([size, size, d", "([size, layer, d", "cycle", 19, 14, "layer → layer", "without"),
    ("{{ depth }}", "{{ dept }}", "unknown-name", 22, 36, "unknown name 'dept'", "'depth'"),
    ("{{ depth }}", "{{ depth +}}", "template", 22, 43, "", "{{ and }}"),
    ("{{ depth }}", "{{ depth }", "template", 22, 33, "never closed", "}}"),
    ("answer: layer.params", "answer: __import__('os')", "expression", 23, 13, "underscore", ""),
    ("answer: layer.params", "answer: '\\x1b'", "expression", 23, 14, "backslash", "character"),
    ("{{ depth }}", "{{ '\\n' }}", "template", 22, 37, "backslash", ""),
    ("answer: layer.params", "answer: [14, 14]", "wrong-type", 23, 13, "An answer", "in quotes"),
    ("answer: layer.params", "answer: lambda: 0", "yaml", 23, 19, "", "in quotes"),
    ("answer: layer.params", "answer: layer.params)", "expression", 23, 25, "", "caret"),
    ("- First find", "- Note: find", "wrong-type", 26, 9, "A text is expected", "colon"),
    ("hints:", "hint:", "unknown-key", 25, 5, "unknown key 'hint'", "'hints'"),
    ("      - value: layer", "      - answer: layer", "unknown-key", 28, 9, "'answer'", "'value'"),
    ("        say: You", "        say: {{ x }} You", "yaml", 29, 22, "", "quotes"),
    ("title: No parameter sharing\n", "title: No\n    title: Yes\n", "duplicate-key", 8, 5, "", ""),
    ("level: 2", "level: &two 2", "anchor", 8, 12, "&two", "defaults"),
    ("level: 2", "level: *two", "alias", 8, 12, "*two", "defaults"),
    ("level: 2", "level: !!int 2", "tag", 8, 12, "", "Leave it out"),
    ("A book", "A \x07 book", "control-character", 4, 11, "U+0007", "Take"),
    ("A book", '"A \\e[2J book"', "control-character", 4, 9, "U+001B", "Take"),
    ("    answer: layer.params\n", "", "missing-key", 6, 5, "'answer' is missing", "parts"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [(a, b, c) for a, b, *c in MISTAKES])
def test_one_mistake(old, new, expected):
    """Each mistake is reported at its line and column, with what to write instead."""
    assert_reported(problems_of(changed(SOUND, old, new)), expected)


CLAIMS = """\
kind: statements
statements:
  - {say: '{{ valu }}', holds: 1, tempting: [2], example: true}
  - {say: b, holds: 1, tempting: [2], example: yes}"""
ANSWERS = [
    ("kind: numbr\nvalue: 3", "unknown-kind", 24, 13, "'numbr' is not a kind of answer", "number"),
    ("value: 3", "missing-key", 24, 7, "'kind' is missing", "one of"),
    ("kind: number", "missing-key", 24, 7, "'value' is missing", "value"),
    ("kind: number\nvalue: 3\nunits: px", "unknown-key", 26, 7, "'units'", "'unit'"),
    ("kind: one of\nright: 1\nwrong: [2]\nchoices: 4", "out-of-bounds", 27, 16, "4 cho", "lower"),
    ("kind: one of\nright: siz", "unknown-name", 25, 14, "'siz'", "'size'"),
    (CLAIMS, "unknown-name", 26, 21, "'valu'", "'value'"),
    (CLAIMS, "wrong-type", 27, 54, "the text 'yes'", "true or false",),
    ("kind: table\ncolumns: [size, parms]\nrows: [{label: a, of: layer}]",
     "unknown-word", 25, 23, "'parms' is not a column", "'params'"),
    ("kind: table\ncolumns: [size]\nblank: [params]\nrows: [{label: a, of: layer}]",
     "unknown-word", 26, 15, "no column 'params'", "It has: size"),
    ("kind: table\ncolumns: [size]\ntotal: true\nrows: [{label: a, of: layer}]",
     "misplaced-key", 26, 14, "a total needs", "params"),
    ("kind: table\ncolumns: [size, size]\nrows: [{label: a, of: layer}]",
     "duplicate-value", 25, 23, "'size' occurs twice", "one"),
    ("kind: formula\nvalue: M*N\nsymbols: {M: {meaning: filters, from: 1..9}}",
     "unknown-name", 25, 16, "'N'", "M"),
    ("kind: formula\nvalue: M\nsymbols: {M: {meaning: filters, from: [a]}}",
     "wrong-type", 26, 45, "whole numbers", "1..64"),
    ("kind: formula\nvalue: M\nsymbols: {max: {meaning: m, from: 1..9}}",
     "taken-name", 26, 22, "'max'", "another"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), [(a, b) for a, *b in ANSWERS])
def test_one_mistake_in_an_answer(answer, expected):
    assert_reported(problems_of(with_answer(answer)), expected)


IN_PARTS = [
    ("carry: one_", "carry: two_", "unknown-name", 21, 16, "'two_filter'", "one_filter"),
    ("- id: all", "- id: one-filter", "duplicate-id", 18, 13, "first on line 13", "another"),
    ("    parts:", "    answer: 3\n    parts:", "misplaced-key", 12, 13, "'answer'", "a part"),
    ("    parts:", "    hints: [a]\n    parts:", "misplaced-key", 12, 12, "'hints'", "a part"),
    ("        expect: 28\n", "        carry: filters\n", "misplaced-key", 16, 16, "no part", "out"),
    ("        ask: And the layer?\n", "", "missing-key", 18, 9, "'ask' is missing in a part", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [(a, b, c) for a, b, *c in IN_PARTS])
def test_one_mistake_in_a_part(old, new, expected):
    assert_reported(problems_of(changed(PARTS, old, new)), expected)


def test_all_problems_are_reported_at_once():
    text = SOUND
    for old, new in (
        ("titel: Conv", "title: Conv"),
        ("level: 2", "level: 9"),
        ("16..64 step 4", "16-64"),
        ("{{ depth }}", "{{ }}"),
        ("First find", "First: find"),
    ):
        text = text.replace(old, new)
    assert [one.line for one in problems_of(text)] == [8, 11, 22, 26]


def test_a_name_unknown_in_one_question_does_not_hide_the_next():
    text = SOUND + SOUND[SOUND.index("  - id:") :].replace("unshared", "other")
    text = text.replace("answer: layer.params", "answer: leyer.params")
    assert [one.line for one in problems_of(text)] == [23, 47]


def test_a_question_that_occurs_twice_names_both_positions():
    text = SOUND + SOUND[SOUND.index("  - id:") :]
    (problem,) = problems_of(text)
    assert (problem.rule, problem.line, problem.column) == ("duplicate-id", 30, 9)
    assert "first on line 6" in problem.message


def test_a_longer_circle_names_each_step():
    text = changed(
        SOUND,
        "      layer: Conv2D(filters, kernel)([size, size, depth])\n",
        "      layer: Conv2D(a, kernel)([size, size, depth])\n      a: b\n      b: a + filters\n",
    )
    (problem,) = problems_of(text)
    assert problem.rule == "cycle"
    assert "a → b → a" in problem.message


def test_of_a_newer_format_only_that_is_reported():
    text = changed(SOUND, "format: 1", "format: 7\nnew-key: 1")
    (problem,) = problems_of(text)
    assert problem.message == "this bank is of format 7; this program reads format 1"


def test_a_fault_in_the_defaults_is_reported_once():
    text = changed(SOUND, "questions:\n", "defaults:\n  let: {x: y + 1}\nquestions:\n")
    text = changed(
        text, "    let:\n      layer: Conv2D(filters, kernel)([size, size, depth])\n", ""
    )
    text = text.replace("layer.params", "size").replace("layer.weights", "size")
    text += text[text.index("  - id:") :].replace("unshared", "other")
    assert [one.message for one in problems_of(text) if "'y'" in one.message] == [
        "unknown name 'y'"
    ]


def test_a_folded_text_is_pointed_into():
    text = changed(SOUND, "ask: |", "ask: >-").replace("{{ depth }}", "{{ dept }}")
    (problem,) = problems_of(text)
    assert (problem.line, problem.column) == (22, 36)


def test_the_side_table_has_the_position_of_a_key():
    draft = read(SOUND).drafts["unshared"]
    assert node_at_path(draft.parsed, "mistakes", 0, "value").line == 28
    assert node_at_path(draft.parsed, "answer").line == 23
    assert node_at_path(draft.parsed, "nothing").line == 6
    assert isinstance(node_at_path(draft.parsed, "vary", "size", "from"), ScalarNode)


def test_loading_raises_with_every_problem(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_text(changed(SOUND, "level: 2", "level: 9"), encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_bank(path)
    assert caught.value.problems == read_bank(path).problems
    assert f"{path}:8:12: 9 is not" in str(caught.value)


def test_a_bank_reads_from_a_file(tmp_path):
    path = tmp_path / "sharing.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode("utf-8"))
    bank = load_bank(path)
    assert bank.name == "sharing"
    assert bank.path == path


def test_a_text_that_is_too_long_is_to_be_shortened():
    text = changed(SOUND, "A layer slides {{ filters }} filters of", "b" * 30_000)
    text = text.replace("{{", "").replace("}}", "")
    (problem,) = [one for one in problems_of(text) if "20,000" in one.message]
    assert problem.advice == "Shorten the text."


def test_the_format_can_only_be_one_number():
    assert (
        "The number 1 is expected here"
        in problems_of(changed(SOUND, "format: 1", "format: x"))[0].message
    )
