"""A text that reflows: it is laid out anew for each width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

Draw = Callable[[int], Sequence[Content]]


class ReflowText(Widget):
    """Shows the lines that a function lays out for the widget's width.

    The text is `Content`: nothing in it is markup, and it can be selected and copied.
    """

    DEFAULT_CSS = """
    ReflowText { height: auto; width: 1fr; }
    """

    class Resized(Message):
        """The text takes more or fewer rows than before."""

    def __init__(
        self,
        draw: Draw | None = None,
        *,
        id: str | None = None,  # noqa: A002 (as every widget names it)
    ) -> None:
        super().__init__(id=id, markup=False)
        self._draw_lines = draw
        self._laid_out: tuple[int, Content] | None = None

    def show(self, draw: Draw | None) -> None:
        """Show other lines; None shows nothing and takes no room."""
        self._draw_lines = draw
        self._laid_out = None
        self.display = draw is not None
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def content_at(self, width: int) -> Content:
        """Return the whole text laid out for a width in cells."""
        if self._laid_out is None or self._laid_out[0] != width:
            lines = [] if self._draw_lines is None else self._draw_lines(width)
            self._laid_out = (width, Content("\n").join(lines))
        return self._laid_out[1]

    def on_resize(self) -> None:
        """Post the new size, for the container that shares out the rows."""
        self.post_message(self.Resized())

    def render(self) -> RenderResult:
        """Return the text at the width it has."""
        return self.content_at(self.content_size.width)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 (the base class passes it)
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """Return the number of lines at a width."""
        content = self.content_at(width)
        return content.plain.count("\n") + 1 if self._draw_lines is not None else 0
