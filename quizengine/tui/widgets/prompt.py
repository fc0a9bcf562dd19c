"""The text of a question: its introduction and the current part."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quizengine.practice.markdown import parse_markdown
from quizengine.tui.text_layout import QUIET, draw, hanging
from quizengine.tui.widgets.reflow_text import ReflowText


class Prompt(ReflowText):
    """Shows the Markdown of a question."""

    def show_question(
        self,
        *texts: str,
        step: tuple[str, str] | None = None,
        found: Sequence[str] = (),
    ) -> None:
        """Show these texts one after the other, and below them the state of a break-down.

        `step` is the heading and the text of a smaller question; `found` are the results so far.
        """
        whole = tuple(block for text in texts if text.strip() for block in parse_markdown(text))

        def lines(width: int) -> list[Content]:
            drawn = draw(whole, width)
            if step is not None:
                drawn += [Content(""), _rule(step[0], width), *draw(parse_markdown(step[1]), width)]
            if found:
                drawn += [Content(""), _rule("Found", width)]
            for text in found:
                drawn += hanging(Content("• "), draw(parse_markdown(text), width - 2))
            return drawn

        self.show(lines)


def _rule(title: str, width: int) -> Content:
    rest = "─" * max(width - len(title) - 1, 0)
    return Content.assemble((f"{title} ", "bold $text-primary"), (rest, QUIET))
