"""All pictures of some parts of a question as text, with everything shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizengine.practice.pictures.figure import PAGE, Figure
from quizengine.practice.pictures.selection import pictures_of_part

if TYPE_CHECKING:
    from quizengine.questions import PartVariant, Variant


def pictures_text(variant: Variant, parts: Sequence[PartVariant], encoding: str) -> str:
    """Return the pictures one below the other, each under its title. Raises VariantError.

    They are in ASCII where the encoding lacks their signs. Of a moving one, it is the first frame.
    """
    return "\n\n".join(
        f"{title}:\n{figure.text_in(encoding)}" for title, figure in _pictures(variant, parts)
    )


def _pictures(variant: Variant, parts: Sequence[PartVariant]) -> Iterator[tuple[str, Figure]]:
    """Yield every picture once: parts about the same layer share it."""
    shown: set[tuple[str, Figure]] = set()
    for index, part in enumerate(variant.parts):
        if part in parts:
            for picture in pictures_of_part(variant, index):
                found = (f"Picture, {picture.title}", picture.figure(0, PAGE))
                if found not in shown:
                    shown.add(found)
                    yield found
