"""The errors for what a framework would refuse, and pieces of their messages."""

from __future__ import annotations

from collections.abc import Iterable


class LayerError(ValueError):
    """A layer that cannot be built, or cannot take this input; the message shows the numbers."""


class ArgumentError(LayerError):
    """A call of a layer with unknown arguments, too many or too few."""


def check_groups(number: int, what: str, groups: int) -> None:
    """Refuse a number of filters or channels that the groups do not divide. Raises LayerError."""
    if number % groups:
        raise LayerError(f"{int(number)} {what} cannot be shared out among {groups} groups")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean ...?` with the known name most like this one, or nothing."""
    from difflib import get_close_matches

    if len(name) > 40:
        return ""
    candidates = {each.lower(): each for each in known if not each.startswith("_")}
    found = get_close_matches(name.lower(), candidates, 1, 0.6)
    return f"; did you mean `{candidates[found[0]]}`?" if found else ""


def quoted(value: object) -> str:
    """Return a value as a message shows it: its `repr`, cut to 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
