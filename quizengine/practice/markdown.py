"""Markdown read into blocks: paragraphs, lists, tables and code, for a face to draw.

HTML is not interpreted, and of links and images only the text is kept, so nothing that a bank says
can reach outside the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import count, repeat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class TextRun(NamedTuple):
    """A run of text of one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


ProseLine = tuple[TextRun, ...]


class Paragraph(NamedTuple):
    """Text that wraps; a hard line break is a newline in a run."""

    runs: ProseLine


class Listing(NamedTuple):
    """A list: each item has a label (a bullet or its number) and its blocks."""

    items: tuple[tuple[str, tuple[Block, ...]], ...]


class Table(NamedTuple):
    """A table: a header, rows of as many cells, and which columns are aligned right."""

    header: tuple[ProseLine, ...]
    rows: tuple[tuple[ProseLine, ...], ...]
    right: tuple[bool, ...]


class CodeBlock(NamedTuple):
    """Code that is shown verbatim."""

    text: str
    language: str


Block = Paragraph | Listing | Table | CodeBlock


_TIMES = re.compile(r"(?<=[\w)\]])\*{1,2}(?=[\w(\[])")
"""Stars between two terms: here `F*K*D` is a product, not a slanted K."""

_STAR = "\ue000"
"""What stands for such a star while the Markdown is parsed; cleaned text never contains it."""


def clean(text: str) -> str:
    """Return the text without control characters, which a terminal could take for commands."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)


@lru_cache(maxsize=64)
def parse_markdown(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text."""
    text = _TIMES.sub(lambda stars: _STAR * len(stars[0]), clean(markdown))
    return tuple(_blocks(iter(_reader().parse(text))))


def text_of(line: ProseLine) -> str:
    """Return the text of a line without its styles."""
    return "".join(run.text for run in line)


@cache
def _reader() -> MarkdownIt:
    # Imported at the first question: it costs more than the first screen can spare.
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    return reader.disable(["html_block", "html_inline", "code", "reference", "autolink"])


def _blocks(tokens: Iterator[Token], end: str = "") -> Iterator[Block]:
    """Yield the blocks up to the token that closes them."""
    for token in tokens:
        if token.type == end:
            return
        match token.type:
            case "inline":
                yield Paragraph(_runs(token.children or ()))
            case "heading_open":
                # Inside a question it is a line in bold: the question has its title elsewhere.
                runs = _runs(next(tokens).children or ())
                yield Paragraph(tuple(run._replace(strong=True) for run in runs))
            case "fence" | "code_block":
                text = token.content.rstrip("\n").replace(_STAR, "*")
                yield CodeBlock(text, token.info.partition(" ")[0])
            case "bullet_list_open" | "ordered_list_open":
                numbers = count(int(token.attrs.get("start", 1)))
                labels = map("{}.".format, numbers) if token.tag == "ol" else repeat("•")
                close = token.type.replace("open", "close")
                yield Listing(tuple(_items(tokens, close, labels)))
            case "table_open":
                yield _table(tokens)


def _items(
    tokens: Iterator[Token], end: str, labels: Iterator[str]
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    for token in tokens:
        if token.type == end:
            return
        if token.type == "list_item_open":
            yield next(labels), tuple(_blocks(tokens, "list_item_close"))


def _table(tokens: Iterator[Token]) -> Table:
    rows: list[list[ProseLine]] = []
    right: list[bool] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token.children or ()))
        elif token.type == "th_open":
            right.append("right" in str(token.attrs.get("style", "")))
    return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])), tuple(right))


def _runs(tokens: Sequence[Token]) -> ProseLine:
    runs: list[TextRun] = []
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "code_inline":
                text = token.content.replace(_STAR, "*")
                runs.append(TextRun(text, strong > 0, emphasis > 0, code=True))
            case "softbreak":
                runs.append(TextRun(" "))
            case "hardbreak":
                runs.append(TextRun("\n"))
            case "text" | "image" if token.content:
                text = token.content.replace(_STAR, "*")
                runs.append(TextRun(text, strong > 0, emphasis > 0))
    return tuple(runs)
