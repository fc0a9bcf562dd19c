"""The verdict on an answer: a sign, a word and a colour, then the feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizengine.practice.markdown import clean
from quizengine.practice.outcome_wording import outcome_wording
from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG
from quizengine.tui.text_layout import NARROWEST, QUIET, hanging, wrapped
from quizengine.tui.widgets.reflow_text import ReflowText

if TYPE_CHECKING:
    from quizengine.expressions.formula_diff import FormulaDiff
    from quizengine.questions import Outcome

SIGNS = {
    RIGHT: ("✔", "-right", "$text-success"),
    WRONG: ("✘", "-wrong", "$text-error"),
    PARTLY: ("◐", "-partly", "$text-warning"),
    UNREADABLE: ("?", "-unreadable", "$text-primary"),
}
"""Sign, class and colour of each verdict; a word stands beside them, never colour alone."""


class VerdictPane(ReflowText):
    """Shows the outcome of an answer."""

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show an outcome; None shows nothing."""
        for _, name, _ in SIGNS.values():
            self.remove_class(name)
        if outcome is None:
            self.show(None)
            return
        sign, name, colour = SIGNS[outcome.verdict]
        self.add_class(name)
        wording = outcome_wording(outcome)
        head = Content.styled(f"{sign} {wording.verdict}", f"bold {colour}") + clean(wording.rest)
        parts = [head, *(Content(clean(text)) for text in wording.paragraphs)]

        def drawn(width: int) -> list[Content]:
            lines = [line for part in parts for line in wrapped(part, width)]
            for diff in outcome.formula_diffs:
                lines.extend(_drawn_formula_diff(diff, width))
            return lines

        self.show(drawn)


def _drawn_formula_diff(diff: FormulaDiff, width: int) -> list[Content]:
    """Return the student's formula above the right one; what differs is bold and underlined."""
    margin = max(len(label) for label, _ in diff.rows) + 1
    lines: list[Content] = []
    for label, pieces in diff.rows:
        row = Content.assemble(
            *((clean(piece.text), "bold underline" if piece.differs else "") for piece in pieces)
        )
        marker = Content.styled(label.ljust(margin), QUIET)
        lines.extend(hanging(marker, wrapped(row, max(width - margin, NARROWEST))))
    return lines
