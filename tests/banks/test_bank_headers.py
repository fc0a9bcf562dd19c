"""The header of a bank, read without reading its questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks.bank_headers import _read_plain_header, _read_yaml_header, read_header

PLAIN = """\
# yaml-language-server: $schema=./quiz.schema.json
format: 1
title: Convolution parameters
about: >-
  What one layer learns,
  with and without sharing.
source: Udacity (Quizzes), number 4
# A comment.
defaults:
  level: 2

questions:
  - id: a
    hints:
      - one
  - id: b
    parts:
      - id: x
"""


@pytest.fixture
def bank(tmp_path):
    def write(text: str):
        path = tmp_path / "sharing.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_heading(bank):
    found = read_header(bank(PLAIN))
    assert found.path.stem == "sharing"
    assert found.title == "Convolution parameters"
    assert found.about == "What one layer learns, with and without sharing."
    assert found.source == "Udacity (Quizzes), number 4"
    assert found.questions == 2
    assert found.problem == ""


def test_plain_headings_are_read_without_yaml():
    assert _read_plain_header(PLAIN) == _read_yaml_header(PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "title: 'It''s: quoted'\nquestions:\n- id: a\n",
        'title: "tab\\tbed"\nquestions: []\n',
        "title: two\n  lines\nquestions:\n",
        "title: a # comment\nquestions: []\n",
        "title: |\n  a\n  b\nquestions: []\n",
        "title: >-\n  a\n    b\n  c\nquestions: []\n",
        "defaults: {level: 2}\ntitle: after\nquestions: []\n",
        "{title: flow, questions: []}\n",
        "---\ntitle: marked\nquestions: []\n",
    ],
)
def test_what_is_not_plain_takes_yaml(bank, text):
    """The short way answers only where it agrees with YAML."""
    simple = _read_plain_header(text)
    slow = _read_yaml_header(text)
    assert simple is None or simple == slow
    if slow is not None:
        assert read_header(bank(text)).title == " ".join(slow["title"].split(" "))


@given(
    st.lists(
        st.sampled_from(
            ["title:", "about:", "source:", "defaults:", " ", "  ", "a", "b", ": ", "#", " #", "'",
             '"', ">-", "|", "\n", "\n  ", "format: 1", "true", "12", "[", "{", "&", "*", "-", "\t"]
        )
    ).map("".join)
)  # fmt: skip
def test_the_short_way_agrees_with_yaml(text):
    text = f"title: x\n{text}\nquestions: []\n"
    simple = _read_plain_header(text)
    slow = _read_yaml_header(text)
    if simple is not None and slow is not None:
        squeezed = {key: " ".join(value.split()) for key, value in slow.items()}
        assert {key: " ".join(value.split()) for key, value in simple.items()} == squeezed
