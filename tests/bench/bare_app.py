"""The least that a Textual app can be: the floor under every first frame."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static("the first frame", markup=False)


if __name__ == "__main__":
    BareApp().run()
