"""How a bank writes one kind of answer: its fields, its check, and what is built of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from quizengine.banks.names import check_names
from quizengine.banks.parsed_value import AnswerFields, ParsedValue
from quizengine.banks.report import Report
from quizengine.banks.spec import ChoiceSpec, JsonSchema
from quizengine.banks.spec_containers import Fields, SpecField
from quizengine.banks.yaml_nodes import Node
from quizengine.questions.kinds import AnswerKind

AnswerCheck = Callable[[AnswerFields, Collection[str], Report], frozenset[str]]
"""Reports what is wrong with the fields of an answer, given the names that they may use.

Returns the symbols in which the mistakes about the answer are written, if it has any.
"""

_INSTEAD = {"answer": "value", "key": "value", "correct": "right", "distractors": "wrong"}


def check_all_names(fields: AnswerFields, known: Collection[str], report: Report) -> frozenset[str]:
    """Report the names in any field that are not known; the check of most kinds."""
    for read in fields.values():
        check_names(read, known, report)
    return frozenset()


class AnswerFormat:
    """How a bank writes one kind of answer.

    `build` makes the kind of the values of the fields, each by its name. `has_mistakes_in_rows`
    is whether the mistakes about the answer stand with the rows of its table.
    """

    def __init__(
        self,
        name: str,
        fields: Mapping[str, SpecField],
        build: Callable[..., AnswerKind],
        check: AnswerCheck = check_all_names,
        *,
        has_mistakes_in_rows: bool = False,
    ) -> None:
        self.name = name
        self.fields = fields
        self.build = build
        self.check = check
        self.has_mistakes_in_rows = has_mistakes_in_rows
        slug = name.replace(" ", "-")
        # The o of "one of" is spoken as a consonant.
        article = "an" if name[0] in "aei" else "a"
        kind = SpecField(ChoiceSpec((name,), "the kind"), "How the answer is given.", True)
        self._spec = Fields(
            f"answer-{slug}", f"{article} {slug} answer", {"kind": kind, **fields}, _INSTEAD
        )

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the fields at a node, `kind` among them; every problem is in the report."""
        return self._spec.read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return the JSON Schema of such an answer."""
        return self._spec.schema(shared)
