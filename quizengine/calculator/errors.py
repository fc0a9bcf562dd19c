"""What a framework would refuse."""

from __future__ import annotations

from collections.abc import Iterable


class LayerError(ValueError):
    """A layer that cannot be built, or cannot take this input; the message shows the numbers."""


class ArgumentError(LayerError):
    """A layer that is called with arguments it does not have, too many of them, or too few."""


def check_groups(number: int, what: str, groups: int) -> None:
    """Refuse so many filters or channels if the groups cannot share them out."""
    if number % groups:
        raise LayerError(f"{int(number)} {what} cannot be shared out among {groups} groups")


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` with the known name most like this one, or nothing."""
    from difflib import get_close_matches

    if len(name) > 40:
        return ""
    candidates = {each.lower(): each for each in known if not each.startswith("_")}
    found = get_close_matches(name.lower(), candidates, 1, 0.6)
    return f"; did you mean `{candidates[found[0]]}`?" if found else ""


def quoted(value: object) -> str:
    """A value as a message shows it: on one line, and not too long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
