"""The screen of a question's pictures, over it or, in a wide window, beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer

from quizengine.practice.pictures.figure import Room
from quizengine.practice.pictures.selection import Picture
from quizengine.tui.figure_lines import figure_lines
from quizengine.tui.widgets.key_line import KeyHint, KeyLine
from quizengine.tui.widgets.reflow_text import ReflowText

SECONDS_A_FRAME = 0.12


class PictureScreen(ModalScreen[None]):
    """Shows the pictures of a part one at a time; playback starts only on a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6,q", "close", "Close"),
        Binding("space", "play", "Play, or pause"),
        Binding("right,full_stop", "step_on", "Next step", key_display="→ or ."),
        Binding("left,comma", "step_back", "Step back", key_display="← or ,"),
        Binding("home", "first", "First step"),
        Binding("end", "last", "Last step"),
        Binding("tab", "cycle(1)", "Next picture"),
        Binding("shift+tab", "cycle(-1)", "Previous picture"),
        *(Binding(str(n), f"choose({n})", f"Picture {n}", show=False) for n in range(1, 5)),
        Binding("down", "scroll(1)", "Scroll down", show=False),
        Binding("up", "scroll(-1)", "Scroll up", show=False),
        Binding("pagedown", "scroll(10)", "Scroll down", show=False),
        Binding("pageup", "scroll(-10)", "Scroll up", show=False),
    ]

    def __init__(self, pictures: Sequence[Picture], stepped: Callable[[], None]) -> None:
        """Show the first picture; `stepped` is called whenever another frame is shown."""
        super().__init__()
        self._pictures = tuple(pictures)
        self._stepped = stepped
        self._frames = [0] * len(self._pictures)
        self._shown = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the picture in a frame that scrolls, and its keys."""
        with Vertical(id="picture"):
            with VerticalScroll(id="picture-pane", can_focus=False):
                yield ReflowText(id="figure")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the first picture."""
        self._show()

    def on_resize(self) -> None:
        """Draw the picture anew for the new size."""
        self.call_after_refresh(self._show)

    @property
    def _picture(self) -> Picture:
        return self._pictures[self._shown]

    # What the student does

    def action_close(self) -> None:
        """Go back to the question."""
        self._pause()
        self.dismiss()

    def action_play(self) -> None:
        """Play on from here, or from the start where this is the end; or pause."""
        if self._timer is not None:
            self._pause()
        elif self._picture.frames > 1:
            if self._frames[self._shown] == self._picture.frames - 1:
                self._go(0)
            self._timer = self.set_interval(SECONDS_A_FRAME, self._advance)
        self._show_keys()

    def action_step_on(self) -> None:
        """Go one frame on."""
        self._step_to(self._frames[self._shown] + 1)

    def action_step_back(self) -> None:
        """Go one frame back."""
        self._step_to(self._frames[self._shown] - 1)

    def action_first(self) -> None:
        """Go to the first frame."""
        self._step_to(0)

    def action_last(self) -> None:
        """Go to the last frame."""
        self._step_to(self._picture.frames - 1)

    def action_cycle(self, by: int) -> None:
        """Show the next picture, or the one before; after the last comes the first."""
        self._choose((self._shown + by) % len(self._pictures))

    def action_choose(self, number: int) -> None:
        """Show the picture with a number, counted from 1."""
        if number <= len(self._pictures):
            self._choose(number - 1)

    def action_scroll(self, rows: int) -> None:
        """Scroll a picture that is higher than the screen."""
        self.query_one("#picture-pane").scroll_relative(y=rows, animate=False)

    # What is shown

    def _choose(self, index: int) -> None:
        self._pause()
        self._shown = index
        self.query_one("#picture-pane").scroll_home(animate=False)
        self._show()

    def _step_to(self, frame: int) -> None:
        self._pause()
        self._go(frame)

    def _pause(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self._show_keys()

    def _advance(self) -> None:
        frame = self._frames[self._shown]
        self._go(self._picture.following(frame))
        if self._frames[self._shown] == self._picture.frames - 1:
            self._pause()

    def _go(self, frame: int) -> None:
        """Show a frame; a number beyond the ends shows the frame at that end."""
        frame = min(max(frame, 0), self._picture.frames - 1)
        if frame != self._frames[self._shown]:
            self._frames[self._shown] = frame
            self._stepped()
            self._show()

    def _show(self) -> None:
        frame, picture = self._frames[self._shown], self._picture
        # The border and the line of keys take three rows.
        rows = self.size.height - 3
        self.query_one("#figure", ReflowText).show(
            lambda width: figure_lines(picture.figure(frame, Room(width, rows)))
        )
        of_several = (
            f" ({self._shown + 1} of {len(self._pictures)})" if len(self._pictures) > 1 else ""
        )
        self.query_one("#picture").border_title = Content(f"Picture: {picture.title}{of_several}")
        self._show_keys()

    def _show_keys(self) -> None:
        keys = []
        if self._picture.frames > 1:
            keys.append(KeyHint("space", "pause" if self._timer else "play", "screen.play"))
            keys.append(KeyHint("→", "step", "screen.step_on"))
            keys.append(KeyHint("←", "back", "screen.step_back"))
            keys.append(KeyHint("Home", "first", "screen.first"))
            keys.append(KeyHint("End", "last", "screen.last"))
        if len(self._pictures) > 1:
            keys.append(KeyHint("Tab", "next picture", "screen.cycle(1)", "other"))
        self.query_one(KeyLine).show([*keys, KeyHint("Esc", "close", "screen.close")])
