"""What is written is spelled in the letters that the output has."""

from __future__ import annotations

from io import StringIO

import pytest

from quizengine.plain.conversation import Conversation


class _Output(StringIO):
    def __init__(self, encoding: str | None) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str | None:
        return self._encoding


@pytest.mark.parametrize(
    ("encoding", "written"),
    [(None, "3×4 ─ ñ"), ("latin-1", "3×4 - ñ"), ("ascii", "3x4 - ?"), ("no-such", "3x4 - ?")],
)
def test_signs_are_spelled_for_the_output(encoding: str | None, written: str) -> None:
    output = _Output(encoding)
    Conversation(StringIO(), output).line("3×4 ─ ñ")
    assert output.getvalue() == f"{written}\n"
