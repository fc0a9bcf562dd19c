"""The calculator: source text goes in, its layer table comes out, and the working of each cell."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from quizengine.practice.markdown import clean
from quizengine.tui.cell_working import working_lines
from quizengine.tui.examples import EXAMPLES
from quizengine.tui.help import HelpedScreen
from quizengine.tui.layer_sheet import LayerSheet, SourceFault, read_sheet
from quizengine.tui.source_files import SourceFileError, source_of
from quizengine.tui.text_layout import CHEVRON, QUIET, wrapped
from quizengine.tui.widgets.answer_field import AnswerField
from quizengine.tui.widgets.code_box import CodeBox
from quizengine.tui.widgets.key_line import KeyHint, KeyLine
from quizengine.tui.widgets.layer_table import LayerTable
from quizengine.tui.widgets.reflow_text import ReflowText
from quizengine.tui.widgets.title_line import TitleLine

PAUSE = 0.12
"""Seconds without a key after which the text is read: reading a long text is slow."""

PLACEHOLDER = """\
Paste a model here, in Keras or PyTorch, or type it.
F2 inserts an example; ctrl+o opens a file.
Nothing is executed."""


class CalculatorScreen(HelpedScreen):
    """Shows a text box, the layer table of the text in it, and the working of a cell."""

    HELP = """\
Paste or type the code of a model, in Keras or PyTorch; its layer table is updated when you pause. \
Nothing of the code is executed. Where the code does not state the input shape, type it into the \
line below: without the batch, in the order of the framework (28x28x1 in Keras, 1x28x28 in \
PyTorch).

F4 goes to the table: the arrow keys go from cell to cell, and the working of each is shown. A \
layer's name shows everything about the layer, with its bytes and its receptive field; the word \
total shows how the numbers are counted. A number in brackets belongs to a layer that is used \
again, and is counted only once. Ctrl+o opens a .py, .ipynb or .md file. Ctrl+z undoes a change.\
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "example", "An example"),
        Binding("ctrl+o", "open", "Open a file", key_display="ctrl+o"),
        Binding("f4", "table", "To the table and its workings"),
        Binding("f5", "input_shape", "To the input shape"),
        Binding("f8", "fault", "To the line with the error"),
        Binding("escape", "back", "Back; the text is kept", key_display="Esc"),
        Binding("f1", "help", "Help"),
    ]

    title_line = getters.query_one(TitleLine)
    code = getters.query_one("#code", CodeBox)
    input_shape = getters.query_one("#input-shape", AnswerField)
    path = getters.query_one("#path", AnswerField)
    status = getters.query_one("#status", ReflowText)
    table = getters.query_one(LayerTable)
    working = getters.query_one("#cell-working", ReflowText)
    working_pane = getters.query_one("#working-pane", VerticalScroll)
    keys = getters.query_one(KeyLine)

    def __init__(self) -> None:
        super().__init__()
        self._result: LayerSheet | SourceFault | None = None
        self._sheet: LayerSheet | None = None
        self._read_last: tuple[str, str] = ("", "")
        self._waiting: Timer | None = None
        self._example = -1
        self._file_error = ""

    def compose(self) -> ComposeResult:
        """Lay out the text box, the input shape, the table and the working."""
        yield TitleLine()
        with Container(id="calculator"):
            with Vertical(id="source"):
                yield CodeBox(PLACEHOLDER, id="code")
                yield ReflowText(self._status_lines, id="status")
                with Horizontal(id="input-shape-line", classes="field-line"):
                    yield Static(f"Input shape {CHEVRON}", markup=False)
                    yield AnswerField(id="input-shape", compact=True, select_on_focus=False)
                with Horizontal(id="path-line", classes="field-line"):
                    yield Static(f"Open file {CHEVRON}", markup=False)
                    yield AnswerField(
                        id="path",
                        compact=True,
                        placeholder="model.py, model.ipynb, notes.md",
                    )
            with Vertical(id="found"):
                yield LayerTable()
                with VerticalScroll(id="working-pane"):
                    yield ReflowText(id="cell-working")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin in the text box."""
        self.input_shape.placeholder = "if the code does not state it: 28x28x1"
        self.code.focus()
        self._show()

    # Reading

    @on(CodeBox.Changed)
    @on(AnswerField.Changed, "#input-shape")
    def _edited(self, event: Message) -> None:
        """Read the text once the student pauses typing."""
        event.stop()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._read)

    def _read(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        now = (self.code.text, self.input_shape.value)
        if now != self._read_last:
            self._read_last, self._file_error = now, ""
            self._result = read_sheet(*now)
            if not isinstance(self._result, SourceFault):
                self._sheet = self._result
            self._show()

    # What is shown

    def _show(self) -> None:
        result = self._result
        fault = result if isinstance(result, SourceFault) else None
        self.code.note(fault.line if fault else 0, clean(fault.message) if fault else "")
        self.set_class(self._sheet is not None, "-found")
        self.set_class(fault is not None and self._sheet is not None, "-outdated")
        self.set_class(fault is not None and fault.wants_input, "-wants-input")
        self.table.show(self._sheet)
        self.status.show(self._status_lines)
        left = Content.styled("quizengine", "bold $text-primary")
        name = Content.styled(f" {CHEVRON} calculator", QUIET)
        right = result.framework if isinstance(result, LayerSheet) else ""
        if fault is not None and self._sheet is not None:
            right = "the table from before"
        self.title_line.show([left + name, left], [Content(right)])
        self._show_working()
        self._show_keys()

    def _status_lines(self, width: int) -> list[Content]:
        result = self._result
        if self._file_error:
            text = Content.styled(f"✘ {clean(self._file_error)}", "$text-error")
        elif isinstance(result, SourceFault):
            where = f"line {result.line}: " if result.line else ""
            sign, colour = ("?", "$text-warning") if result.wants_input else ("✘", "$text-error")
            text = Content.styled(f"{sign} {where}{clean(result.message)}", colour)
        elif isinstance(result, LayerSheet):
            text = Content.styled("✔ ", "$text-success") + clean(result.summary)
        else:
            return []
        return wrapped(text, width)

    def _show_working(self) -> None:
        cell = self.table.cell
        self.working.show(lambda width: working_lines(cell, width))
        self.working_pane.scroll_home(animate=False)

    def _show_keys(self) -> None:
        back = "table" if self.has_class("-inside") else "code" if self._is_away else "back"
        escape = KeyHint("Esc", back, "screen.back")
        if self.has_class("-opening"):
            keys = [KeyHint("⏎", "open", "screen.enter_path"), escape]
        elif self.has_class("-inside"):
            keys = [KeyHint("↑↓", "scroll", "screen.inside"), escape]
        elif self.has_class("-stepping"):
            keys = [KeyHint("⏎", "into the working", "screen.inside", "working"), escape]
        else:
            keys = []
            if self._sheet is not None:
                keys.append(KeyHint("F4", "step into the table", "screen.table", "table"))
            fault = self._result if isinstance(self._result, SourceFault) else None
            input_shape = KeyHint("F5", "input shape", "screen.input_shape", "input")
            if fault is not None and fault.wants_input:
                keys.append(input_shape)
            elif fault is not None and fault.line:
                keys.append(KeyHint("F8", "line at fault", "screen.fault", "line"))
            if self._takes_example:
                keys.append(KeyHint("F2", "example", "screen.example"))
            keys += [escape, KeyHint("ctrl+o", "open a file", "screen.open", "open")]
            if input_shape not in keys:
                keys.append(input_shape)
        self.keys.show([*keys, KeyHint("F1", "help", "screen.help")])

    @property
    def _is_away(self) -> bool:
        return self.has_class("-stepping") or self.has_class("-opening")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the room to the widget that has the focus."""
        # A table that is clicked must not move before the mouse button is released.
        if event.widget is not self.table:
            self.set_class(event.widget is self.working_pane, "-stepping")
        self.set_class(event.widget is self.working_pane, "-inside")
        self.set_class(event.widget is self.path, "-opening")
        self.set_class(event.widget is self.input_shape, "-input-shape")
        if event.widget is not self.path:
            self._file_error = ""
            self.status.show(self._status_lines)
        self._show_keys()

    # What the student does

    @on(LayerTable.CellHighlighted)
    def _moved(self, event: LayerTable.CellHighlighted) -> None:
        event.stop()
        self._show_working()
        if self.table.has_focus:
            self.action_table()

    @on(LayerTable.CellSelected)
    def _selected(self, event: LayerTable.CellSelected) -> None:
        """Step from the text to the table, and from the table into the working."""
        event.stop()
        if self.has_class("-stepping"):
            self.action_inside()
        else:
            self.action_table()

    @on(AnswerField.Submitted, "#input-shape")
    def _input_shape_submitted(self, event: AnswerField.Submitted) -> None:
        event.stop()
        self._read()
        if isinstance(self._result, LayerSheet):
            self.action_table()

    @on(AnswerField.Submitted, "#path")
    def _path_submitted(self, event: AnswerField.Submitted) -> None:
        event.stop()
        self.action_enter_path()

    def action_example(self) -> None:
        """Put in the next example; a text of the student's own is never replaced."""
        if not self._takes_example:
            self.notify("Your text is kept: an example goes only into an empty box.", markup=False)
            return
        self._example = (self._example + 1) % len(EXAMPLES)
        example = EXAMPLES[self._example]
        self.code.fill(example.source)
        self.input_shape.value = example.input_shape
        self.code.focus()
        self._read()

    @property
    def _takes_example(self) -> bool:
        text = self.code.text
        return not text.strip() or any(text == example.source for example in EXAMPLES)

    def action_open(self) -> None:
        """Ask for the path of a file."""
        self.add_class("-opening")
        self.path.focus()

    def action_enter_path(self) -> None:
        """Open the file whose path was typed."""
        try:
            text = source_of(self.path.value)
        except SourceFileError as error:
            self._file_error = str(error)
            self.status.show(self._status_lines)
            return
        self.code.fill(text)
        self.code.focus()
        self._read()

    def action_table(self) -> None:
        """Go to the table."""
        self._read()
        if self._sheet is None:
            self.notify("There is no table yet: type or paste some code first.", markup=False)
            return
        self.add_class("-stepping")
        self.remove_class("-inside")
        self.table.focus()
        self._show_keys()
        self.call_after_refresh(self.table.show_cursor_cell)

    def on_resize(self) -> None:
        """Keep the cell whose working is shown in view."""
        self.call_after_refresh(self.table.show_cursor_cell)

    def action_inside(self) -> None:
        """Go into the working of a cell."""
        if self.table.cell.value is not None:
            self.add_class("-inside")
            self.working_pane.focus()

    def action_input_shape(self) -> None:
        """Go to the input shape."""
        self.remove_class("-stepping", "-inside")
        self.add_class("-input-shape")
        self.input_shape.focus()

    def action_fault(self) -> None:
        """Go to the line at fault."""
        self._read()
        if isinstance(self._result, SourceFault) and self._result.line:
            self.remove_class("-stepping", "-inside")
            self.code.go_to(self._result.line)

    def action_back(self) -> None:
        """Go back: from the working to the table, to the text, to where the student came from."""
        if self.has_class("-inside"):
            self.action_table()
        elif self.focused is self.code:
            self.post_message(self.Left())
        else:
            self.remove_class("-stepping", "-opening", "-input-shape")
            self.code.focus()

    @on(CodeBox.TooLong)
    def _too_long(self, event: CodeBox.TooLong) -> None:
        event.stop()
        self.notify(f"{event.fault} Nothing was pasted.", markup=False)
