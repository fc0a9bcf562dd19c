"""Layout of Markdown blocks as Textual content for a width.

Everything is laid out here rather than by the widgets, because a table or a block of code must know
its width: a table that does not fit is laid out as one record below the other, never cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from quizengine.practice.markdown import Block, CodeBlock, Listing, Paragraph, ProseLine, Table

NARROWEST = 8
"""Least width of a layout; a narrower screen cuts it off."""

CODE_STYLE = "$text-accent"
CHEVRON = "\u203a"
"""The sign between a bank and its question, and before an answer."""

QUIET = "dim"


def draw(blocks: Sequence[Block], width: int) -> list[Content]:
    """Return the lines of some blocks, an empty line between them."""
    width = max(width, NARROWEST)
    lines: list[Content] = []
    for index, block in enumerate(blocks):
        if index:
            lines.append(Content(""))
        lines.extend(_draw_block(block, width))
    return lines


def wrapped(content: Content, width: int) -> list[Content]:
    """Return the lines of a content wrapped at words."""
    return content.wrap(max(width, NARROWEST))


def hanging(label: Content, body: Iterable[Content]) -> list[Content]:
    """Return the lines of a body beside its label."""
    margin = " " * label.cell_length
    return [(Content(margin) if index else label) + line for index, line in enumerate(body)]


def styled(line: ProseLine) -> Content:
    """Return runs of text as content, shown literally."""
    return Content.assemble(
        *((run.text, _style(run.strong, run.emphasis, run.code)) for run in line)
    )


def _style(strong: bool, emphasis: bool, code: bool) -> str:
    styles = [("bold", strong), ("italic", emphasis), (CODE_STYLE, code)]
    return " ".join(style for style, wanted in styles if wanted)


def _draw_block(block: Block, width: int) -> list[Content]:
    match block:
        case Paragraph(runs):
            return wrapped(styled(runs), width)
        case Listing(items):
            return _draw_list(items, width)
        case Table():
            return _draw_table(block, width)
        case CodeBlock():
            return _draw_code(block, width)


def _draw_list(items: Sequence[tuple[str, tuple[Block, ...]]], width: int) -> list[Content]:
    margin = max((len(label) for label, _ in items), default=0) + 1
    lines: list[Content] = []
    for label, blocks in items:
        marker = Content.styled(label.rjust(margin - 1) + " ", QUIET)
        inner: list[Content] = []
        for block in blocks:
            inner.extend(_draw_block(block, max(width - margin, NARROWEST)))
        lines.extend(hanging(marker, inner))
    return lines


def _draw_table(table: Table, width: int) -> list[Content]:
    header = [styled(cell).stylize("bold") for cell in table.header]
    rows = [[styled(cell) for cell in row] for row in table.rows]
    widths = [
        max(cells[index].cell_length for cells in (header, *rows)) for index in range(len(header))
    ]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        return _draw_records(header, rows, width)

    def row_of(cells: Sequence[Content]) -> Content:
        placed = [
            (cell.pad_left if right else cell.pad_right)(size - cell.cell_length)
            for cell, size, right in zip(cells, widths, table.right, strict=False)
        ]
        return Content("  ").join(placed).rstrip()

    rule = Content.styled("─" * (sum(widths) + 2 * (len(widths) - 1)), QUIET)
    return [row_of(header), rule, *map(row_of, rows)]


def _draw_records(
    header: Sequence[Content], rows: Sequence[Sequence[Content]], width: int
) -> list[Content]:
    """A table too wide for the screen: each row as a heading with its cells named below."""
    lines: list[Content] = []
    for row in rows:
        lines.extend(wrapped(row[0].stylize("bold"), width))
        for name, cell in zip(header[1:], row[1:], strict=False):
            label = Content.assemble("  ", (name.plain, QUIET), " ")
            lines.extend(hanging(label, wrapped(cell, width - label.cell_length)))
    return lines


def _draw_code(code: CodeBlock, width: int) -> list[Content]:
    text = _highlight(code.text, code.language) if code.language else Content(code.text)
    bar = Content.styled("▏ ", QUIET)
    lines: list[Content] = []
    for line in text.split("\n", allow_blank=True):
        folded = line.fold(max(width - 2, NARROWEST)) if line else [line]
        lines.extend(bar + piece for piece in folded)
    return lines


def _highlight(text: str, language: str) -> Content:
    # Pygments is imported when the first code is shown.
    from textual.highlight import highlight

    return highlight(text, language=language)
