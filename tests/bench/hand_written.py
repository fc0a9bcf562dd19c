"""The home screen as one would write it by hand for five banks: the same widgets, no engine."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

BANKS = {
    "Filters and a bias": "Ten filters on a small picture, with and without a bias.",
    "Reading Keras code": "Which statements about a small model hold.",
    "The layer table": "Shapes, sizes and parameters of an eight-layer network.",
    "Output volume": "How large the output of a convolution is.",
    "Parameter sharing": "How many numbers a layer learns when every neuron keeps its own weights.",
}


class HandWrittenScreen(Screen[None]):
    """A list of banks, what the first is about, and its questions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "noop", "Questions"),
        Binding("left", "noop", "Banks"),
        Binding("space", "noop", "Tick"),
        Binding("f1", "noop", "Help"),
    ]

    def compose(self) -> ComposeResult:
        yield Static("quizengine   the arithmetic of neural networks", id="title", markup=False)
        with Container(id="home"):
            yield OptionList(*(Option(f"  {title}") for title in BANKS), id="banks", markup=False)
            with Vertical(id="detail"):
                yield Static(next(iter(BANKS.values())), id="about", markup=False)
                yield OptionList(id="questions", markup=False)
        yield Static("Enter practise   Right questions   F1 help", id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#banks", OptionList).highlighted = 0
        self.query_one("#banks").border_title = "Banks"
        self.query_one("#banks").focus()


class HandWrittenApp(App[None]):
    """One screen."""

    CSS = """
    #title, #keys { height: 1; background: $panel; padding: 0 1; }
    #title { dock: top; }
    #keys { dock: bottom; }
    #home { height: 1fr; padding: 0 1; }
    #home OptionList { background: $background; padding: 0; border: none; height: auto; }
    #banks { max-height: 50%; margin: 1 0; }
    #detail { height: 1fr; border-top: solid $primary 50%; }
    #about { margin: 0 1 1 1; }
    #questions { height: 1fr; max-height: 100%; }
    """

    def get_default_screen(self) -> Screen[None]:
        return HandWrittenScreen()


if __name__ == "__main__":
    HandWrittenApp().run()
