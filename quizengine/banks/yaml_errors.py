"""Messages and advice for a text that is not YAML, from the errors of the YAML parser."""

from __future__ import annotations

_COLON = (
    "A text that contains a colon and a space must be in quotes or in a block after '|'; "
    "and the keys of one mapping begin in one column."
)
_TAB = "Indent with spaces; YAML does not allow a tab here."
_SIGN = "A text that begins with one of @ ` % & * ! | > must be in quotes."
_BRACE = (
    "A text that begins with {{, or has it within a list in [ ], must be in quotes, "
    "or stand in a block after '|'."
)
_BRACKET = (
    "Close the bracket; a text or an expression that begins with [ or {, and between { and } also "
    "one with [ or a comma in it, must be in quotes."
)
_INDENT = (
    "Look at the indentation: the keys of one mapping, and the dashes of one list, "
    "begin in one column; and a text with quotes inside must be in quotes as a whole."
)

_ESCAPE = (
    "Within double quotes a backslash begins an escape; "
    "write the text in single quotes, or in a block after '|'."
)
_OPEN_QUOTE = "The text is never closed: the quote at its end is missing."
_NO_COLON = (
    "Each line here is 'key: value'; a colon is missing, "
    "or the line belongs to a text and must be indented below it."
)
_DASH = "A list begins on its own line, each item after '- '."
_TAG = "Leave out the word that begins with '!', or put the text in quotes."
_DIRECTIVE = "Leave out the line that begins with %."
_PARTS = "A bank is one YAML document: leave out '---' and '...' between its parts."
_BLOCK = (
    "After '|' or '>' the text begins on the next line; "
    "a text that begins with | or > must be in quotes."
)

_ADVICE: tuple[tuple[str, str], ...] = (
    ("mapping values are not allowed", _COLON),
    ("unknown escape character", _ESCAPE),
    ("expected escape sequence", _ESCAPE),
    ("expected hexdecimal", _ESCAPE),
    ("alphabetic or numeric character", _SIGN),
    ("unexpected end of stream", _OPEN_QUOTE),
    ("unexpected document separator", _OPEN_QUOTE),
    ("could not find expected ':'", _NO_COLON),
    ("',' or ']'", _BRACKET),
    ("',' or '}'", _BRACKET),
    ("block sequence entries are not allowed", _DASH),
    ("tag", _TAG),
    ("directive", _DIRECTIVE),
    ("incompatible YAML document", _DIRECTIVE),
    ("document start", _PARTS),
    ("indentation indicator", _BLOCK),
    ("comment or", _BLOCK),
    ("expected key", _INDENT),
    ("block end", _INDENT),
    ("'-' indicator", _INDENT),
)


def yaml_advice(problem: str, line: str, column: int) -> str:
    """Return what to write instead, from the parser's message and the line at fault."""
    rest = line[column - 1 :]
    before = line[: max(0, column - 1)]
    if "cannot start any token" in problem:
        return _TAB if rest.startswith("\t") or not rest else _SIGN
    if ": {{" in before or "- {{" in before or rest.startswith("{{"):
        return _BRACE
    for words, advice in _ADVICE:
        if words in problem:
            return advice
    return "Compare the line with the example in the instructor's guide."


def yaml_message(problem: str) -> str:
    """Return the parser's message as a problem's message."""
    plain = " ".join(problem.split())
    return f"this is not YAML: {plain[:200]}"
