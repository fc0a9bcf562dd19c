"""Practice line by line: for screen readers, pipes and terminals that cannot draw.

Only text and line ends are written: no colours, no boxes, no control sequences. Text of a bank or
an answer is written without its control characters, and a sign that the output's encoding lacks is
transliterated to ASCII.
"""

from quizengine.plain.practice import run

__all__ = ["run"]
