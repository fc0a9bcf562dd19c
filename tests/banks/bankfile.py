"""Valid banks, in which each test changes one passage, and how a text is read and checked."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quizengine.banks.check import CheckResult, check_bank
from quizengine.banks.problems import ERROR, Problem
from quizengine.banks.reading import ReadResult, read_bank

SOUND = """\
format: 1
title: Convolution parameters
about: What one layer learns.
source: A book
questions:
  - id: unshared
    title: No parameter sharing
    level: 2
    tags: [parameters]
    vary:
      size: {example: 32, from: 16..64 step 4}
      depth: {example: 3, from: [1, 3, 4]}
      filters: {example: 20, from: 4..32}
      kernel: {example: 8, from: 6..9}
    where:
      - that: depth != filters
        because: otherwise two mistakes give one number
    let:
      layer: Conv2D(filters, kernel)([size, size, depth])
    ask: |
      A layer slides {{ filters }} filters of
      {{ kernel }}×{{ kernel }}×{{ depth }} over an input.
    answer: layer.params
    expect: 3860
    hints:
      - First find the weights of one filter.
    mistakes:
      - value: layer.weights * size
        say: You counted {{ layer.weights }} weights for each row.
"""

PARTS = """\
format: 1
title: In parts
questions:
  - id: chain
    title: One after the other
    vary:
      size: {example: 24, from: 16..64}
      filters: {example: 10, from: 11..20}
    let:
      layer: Conv2D(filters, 3)([size, size, 3])
    ask: A layer of {{ filters }} filters on an input of side {{ size }}.
    parts:
      - id: one-filter
        ask: How many parameters has one filter?
        answer: layer.params / filters
        expect: 28
        hints: [Count its weights first.]
      - id: all
        ask: And the layer?
        answer: layer.params
        carry: one_filter * filters
        expect: 280
        hints: ['There are {{ filters }} filters.']
"""


@contextmanager
def _file(text: str) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "q.yaml"
        path.write_bytes(text.encode("utf-8"))
        yield path


def read(text: str) -> ReadResult:
    """Read a text as the file q.yaml."""
    with _file(text) as path:
        return read_bank(path)


def check(text: str, *, every: bool = False) -> CheckResult:
    """Read a text as the file q.yaml, and prove it."""
    with _file(text) as path:
        return check_bank(path, every=every)


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced, which must be there exactly once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def assert_reported(problems: Iterable[Problem], expected: Sequence[Any]) -> None:
    """Assert that an error is reported with a rule, a line, a column, a message and an advice."""
    rule, line, column, message, advice = expected
    found = [one for one in problems if (one.rule, one.line, one.column) == (rule, line, column)]
    assert found, "\n".join(f"{one.rule} {one.text}" for one in problems)
    assert message in found[0].message
    assert advice in found[0].advice
    assert f"q.yaml:{line}:{column}: " in found[0].text
    assert found[0].severity == ERROR


def check_fault(text: str, line: int, message: str, advice: str) -> None:
    """Check that proving a text reports one problem at a line, with this message and advice."""
    problems = check(text).problems
    found = [one for one in problems if one.line == line]
    assert [(message in one.text, advice in one.text) for one in found].count((True, True)) == 1, [
        one.text for one in problems
    ]


def with_answer(answer: str) -> str:
    """The sound bank with another answer, its lines as they stand below `answer:`."""
    block = "".join(f"\n      {line}" for line in answer.strip().split("\n"))
    text = SOUND[: SOUND.index("    expect:")].replace("an input.", "{{ layer }}.")
    return changed(text, "answer: layer.params", f"answer:{block}")
