"""A smaller question on the way to a larger one: asked, marked and worked out as any other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from quizengine.calculator import Working
from quizengine.questions.keyed import Keyed
from quizengine.questions.kinds.base import Key
from quizengine.questions.verdict import Outcome


class Smaller(Keyed):
    """A smaller question.

    `prompt` is what is asked, Markdown; `found` what is known once it is answered, Markdown;
    `key` is of the same classes as a whole question's, so that marking is the same. `parts` are
    the places of the steps that this one is made of.
    """

    solution = ""
    """Nobody wrote one."""

    def __init__(self, prompt: str, key: Key, found: str, parts: tuple[int, ...] = ()) -> None:
        self.prompt = prompt
        self.found = found
        self.parts = parts
        self._key = key

    @property
    def key(self) -> Key:
        """What knows the right answer."""
        return self._key

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The ladder of hints, Markdown."""
        from quizengine.questions.hints import ladder

        return ladder(self.key)

    @cached_property
    def working(self) -> Working:
        """The worked solution."""
        return self.key.working

    def mark(self, text: str, earlier: Mapping[str, str] | None = None) -> Outcome:
        """Mark a text; no earlier answer carries into a smaller question."""
        del earlier
        return self.key.mark(text)
