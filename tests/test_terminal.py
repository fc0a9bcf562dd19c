"""The app in a real terminal: it draws, and it leaves the terminal as it found it."""

import sys

import pytest

from tests.bench.terminal import Terminal

pytestmark = pytest.mark.slow

APP = [sys.executable, "-m", "quizengine"]
NORMAL_SCREEN, CURSOR = b"\x1b[?1049l", b"\x1b[?25h"


@pytest.mark.parametrize("key", [b"\x03", b"\x11"], ids=["ctrl+c", "ctrl+q"])
@pytest.mark.parametrize("arguments", [[], ["play", "layer-table"]], ids=["home", "practice"])
def test_the_app_leaves_the_terminal_clean(arguments, key):
    """Ctrl+C ends the app as it ends anything else; screen, cursor and modes are as before."""
    with Terminal([*APP, *arguments]) as terminal:
        terminal.wait_for("help")
        terminal.type(key)
        assert terminal.wait_for_end() == 0
        assert terminal.modes() == terminal.modes_before
        assert NORMAL_SCREEN in terminal.seen
        assert CURSOR in terminal.seen
        assert "Traceback" not in terminal.text


def test_a_closed_terminal_ends_the_app():
    """Nothing is left running when the window is closed."""
    with Terminal(APP) as terminal:
        terminal.wait_for("help")
        terminal.close()
        terminal.wait_for_end()


def test_an_app_that_is_told_to_end_leaves_the_terminal_clean():
    """`kill` ends the app as Ctrl+Q does."""
    with Terminal(APP) as terminal:
        terminal.wait_for("help")
        terminal.process.terminate()
        terminal.wait_for_end()
        assert terminal.modes() == terminal.modes_before
        assert NORMAL_SCREEN in terminal.seen
        assert CURSOR in terminal.seen
