"""Answers of the kinds layer and estimate in a bank: their problems."""

import pytest

from tests.banks.bankfile import changed, check, check_fault

SOUND = """\
format: 1
title: Layers
questions:
  - id: one
    title: One
    vary:
      filters: {example: 8, from: 6..40}
    let:
      asked: Conv2D(filters, 5)([32, 32, 3])
    ask: A layer with {{ filters }} filters?
    hints: [Work it out.]
    answer:
      kind: layer
      input: asked.input
      example: Conv2D(filters, 5)
      where:
        - {of: layer.output, is: asked.output}
        - {of: layer.params, at most: asked.params, called: count}
        - that: layer.kernel_size[0] > 1
          because: the kernel has to be larger than 1×1.
    expect: nn.Conv2d(3, 8, 5)
  - id: two
    title: Two
    vary:
      filters: {example: 8, from: 6..40}
    ask: About how many with {{ filters }} filters?
    hints: [Work it out.]
    answer: {kind: estimate, value: 76 * filters, factor: 2}
    expect: 608
"""
FAULTS = [
    ("kind: layer", "kind: layr", 13, "'layr' is not a kind of answer", "'layer'"),
    ("input: asked.input", "input: layer.input", 14, "unknown name 'layer'", ""),
    ("input: asked.input", "input: '[0]'", 14, "0 is not a size", ""),
    ("example: Conv2D(filters, 5)", "example: Conv2d(filters, 5)", 15, "'Conv2d'", "'Conv2D'"),
    ("example: Conv2D(filters, 5)", "example: Conv2D(filters, 50)", 15, "example: a window", ""),
    ("example: Conv2D(filters, 5)", "example: Conv2D(filters, 6)", 13, "the example misses", ""),
    ("is: asked.output}", "is: layer.output}", 17, "unknown name 'layer'", ""),
    ("is: asked.output", "is: asked.outptu", 17, "has no `outptu`", ""),
    ("of: layer.output, is", "of: layr.output, is", 17, "unknown name 'layr'", "'layer'"),
    ("is: asked.output}", "equals: asked.output}", 17, "unknown key 'equals'", "Write 'is'"),
    (", is: asked.output}", "}", 17, "compared in one way", "'is: …'"),
    ("is: asked.output}", "is: 1, at least: 2}", 17, "compared in one way", ""),
    ("at most: asked", "at moost: asked", 18, "unknown key 'at moost'", "'at most'"),
    ("at most: asked.params", "at most: asked.output", 17, "`at most` compares numbers", ""),
    ("          because: the kernel has to be larger than 1×1.\n", "", 19,
     "the student has to be told what is asked for", "'because: …'"),
    ("        - that:", "        - of: layer.size\n          that:", 19, "two conditions", ""),
    ("of: layer.output, is", "of: asked.output, is", 17, "nothing of what the student types",
     "Name 'layer'"),
    ("{of: layer.output, is: asked.output}", "{called: count}", 17, "nothing is asked", "{of:"),
    ("expect: nn.Conv2d(3, 8, 5)", "expect: nn.Conv2d(3, 8, 6)", 21, "Its output is 27×27×8", ""),
    ("expect: nn.Conv2d(3, 8, 5)", "expect: 7", 21, "`expect` must be a layer's source", ""),
    ("factor: 2", "factor: 1", 28, "the factor must be above 1", ""),
    (", factor: 2", "", 28, "the key 'factor' is missing in an estimate answer", ""),
    ("value: 76 * filters", "value: 0 * filters", 28, "a number above 0, and this is 0", ""),
    ("expect: 608", "expect: 600", 29, "the calculator says 608, and 600 is expected", ""),
]  # fmt: skip


def test_sound_answers_are_proved():
    checked = check(SOUND)
    assert [problem.text for problem in checked.problems] == []
    assert [proof.proved for proof in checked.proofs] == [35, 35]


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "advice"), FAULTS, ids=lambda value: str(value)[:20]
)
def test_each_fault_is_reported_where_it_is(old, new, line, message, advice):
    check_fault(changed(SOUND, old, new), line, message, advice)


def test_a_name_that_a_condition_takes_from_the_student_is_not_given_twice():
    text = SOUND.replace("asked: Conv2D", "layer: Conv2D").replace("asked.", "layer.")
    reported = [problem.text for problem in check(text).problems]
    assert any(
        "'layer' is what the student types, and a name of this question too" in one
        for one in reported
    )
