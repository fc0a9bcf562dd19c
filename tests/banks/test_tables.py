"""Answers of the kind wrong rows in a bank: their problems, and what a valid one becomes."""

import pytest

from tests.banks.bankfile import changed, check, check_fault

SOUND = """\
format: 1
title: Misprints
questions:
  - id: rows
    title: Rows
    vary:
      filters: {example: 8, from: 6..40}
    let:
      conv: Conv2D(filters, 5)([32, 32, 3])
      pool: MaxPooling2D(2)([28, 28, filters])
    ask: Which rows are wrong with {{ filters }} filters?
    hints: [Work them out.]
    answer:
      kind: wrong rows
      columns: [output_shape, size, params]
      wrong: [size, params]
      errors: 1..2
      rows:
        - {label: CONV, of: conv, slip: {params: missing-biases}}
        - label: POOL
          of: pool
          printed: 7
          mistakes:
            - {id: own, value: filters + 1, say: One more than there are filters.}
    expect: [["CONV, parameters", 600, 608], ["POOL, size", 7, 1568]]
"""
FAULTS = [
    ("wrong: [size, params]", "wrong: [size, macs]", 16, "has no column 'macs'", "It has: output"),
    ("wrong: [size, params]", "wrong: [size, size]", 16, "occurs twice", "Keep one"),
    ("wrong: [size, params]", "wrong: [parms]", 16, "'parms' is not a column", "'params'"),
    ("errors: 1..2", "errors: 1..3", 17, "3 rows cannot be wrong: the table has 2", "fewer"),
    ("of: conv, slip", "of: conv, wrong: false, slip", 17, "the table has 1 that may be", "fewer"),
    ("of: conv, slip", "of: conv, wrong: no, slip", 19, "True or false is expected", ""),
    ("errors: 1..2", "errors: 0", 17, "0 is not a number from 1 to 40, or a range", ""),
    ("errors: 1..2", "errors: some", 17, "'some' is not a range", "first..last"),
    ("errors: 1..2", "errors: [1, 2]", 17, "is expected here, not a list", "1..3"),
    ("      errors: 1..2\n", "", 14, "the key 'errors' is missing in a wrong-rows answer", ""),
    ("slip: {params", "slip: {macs", 19, "'macs' is no column in which a row", "size, params"),
    ("slip: {params", "slip: {parms", 19, "unknown key 'parms' in a mapping", "'params'"),
    ("slip: {params: missing-biases}", "slip: 7", 19, "An id is expected here", ""),
    ("slip: {params", "mistake: {params", 19, "unknown key 'mistake' in a row", "'slip'"),
    ("slip: {params: missing-biases}", "slip: {params: missing-bias}", 19,
     "did you mean `missing-biases`?", ""),
    ("printed: 7", "printed: 1568", 22, "this is the right value", ""),
    ("printed: 7", "printed: 7\n          slip: channels-forgotten", 22,
     "'slip' and 'printed' both say how this row is wrong", "Keep one"),
    ("printed: 7", "printed: {size: 7, params: 3}", 22, "wrong in one column only", "Keep one"),
    ("value: filters", "value: filtres", 24, "unknown name 'filtres'", "'filters'"),
    ("hints: [Work them out.]", "hints: [Work.]\n    mistakes: [{value: 3, say: A.}]", 13,
     "the mistakes of a table belong to the rows", "Move them into a row"),
]  # fmt: skip


def test_a_sound_table_is_proved():
    checked = check(SOUND)
    assert [problem.text for problem in checked.problems] == []
    assert checked.proofs[0].variants == 34
    assert checked.proofs[0].proved == 35


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "advice"),
    FAULTS,
    ids=lambda value: None if isinstance(value, int) else value[:20],
)
def test_each_fault_is_reported_where_it_is(old, new, line, message, advice):
    check_fault(changed(SOUND, old, new), line, message, advice)


def test_a_table_in_which_nothing_is_wrong_is_refused():
    text = SOUND.replace(", slip: {params: missing-biases}", "").replace(
        "          printed: 7\n", ""
    )
    (problem,) = check(text).problems
    assert "no row is wrong in the published case" in problem.text


def test_without_a_column_of_parameters_the_doubtful_ones_are_named():
    text = SOUND.replace("      wrong: [size, params]\n", "").replace(
        "columns: [output_shape, size, params]", "columns: [size]"
    )
    reported = [problem.text for problem in check(text).problems]
    assert any("no column is named in which a row may be wrong" in one for one in reported)


def test_two_mistakes_of_a_row_have_two_names():
    own = "            - {id: own, value: filters + 1"
    text = SOUND.replace(own, f"            - {{id: own, value: 3, say: Three.}}\n{own}")
    (problem,) = check(text).problems
    assert "the mistake 'own' occurs twice" in problem.text


def test_what_the_source_printed_is_compared():
    (problem,) = check(SOUND.replace("7, 1568]", "7, 1567]")).problems
    assert problem.rule == "expect"
    assert "POOL, size: the table has [7, 1568]" in problem.text
