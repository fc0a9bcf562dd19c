"""Reports the problems of one question, each at the key of the bank that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from quizengine.banks.draft import QuestionDraft
from quizengine.banks.names import texts_in
from quizengine.banks.parsed_value import ParsedValue, node_at_path
from quizengine.banks.problems import ERROR
from quizengine.banks.report import Report
from quizengine.banks.yaml_nodes import ScalarNode
from quizengine.expressions import Expression, ExpressionError, Template

KeyPath = tuple[str | int, ...]
"""Keys and indices that lead from a question, or from a part, to a value in it."""

_NO_VALUE = ("draw", "")


class QuestionProblems:
    """The problems of one question so far; each is reported once, whichever variants show it."""

    def __init__(self, draft: QuestionDraft, report: Report) -> None:
        self.errors = 0
        self._draft = draft
        self._report = report
        self._reported: set[tuple[str, str]] = set()

    def add(
        self,
        rule: str,
        path: KeyPath,
        message: str,
        advice: str = "",
        *,
        severity: str = ERROR,
        part: int | None = None,
    ) -> None:
        """Report a problem at a key, once for each rule, part and path.

        `part` is the index of a part, or None for a key of the question itself.
        """
        if self._is_first(rule, f"{part}{path}"):
            self.errors += severity == ERROR
            node = node_at_path(self._holder(part), *path)
            self._report.at(rule, node, message, advice, severity)

    def add_fault(
        self, error: ExpressionError, key: str, part: int | None, message: str, advice: str
    ) -> None:
        """Report that an expression under a key has no value, once for the question.

        The problem points at the character that is at fault, or at the key where the expression
        is not found in the bank.
        """
        if not self._is_first(*_NO_VALUE):
            return
        self.errors += 1
        for parsed, offset in self._occurrences(error.source, key, part):
            if isinstance(parsed.node, ScalarNode):
                self._report.inside("draw", parsed.node, offset + error.offset, message, advice)
                return
        self._report.at("draw", node_at_path(self._holder(part), key), message, advice)

    def _is_first(self, rule: str, subject: str) -> bool:
        if (rule, subject) in self._reported:
            return False
        self._reported.add((rule, subject))
        return True

    def _holder(self, part: int | None) -> ParsedValue:
        """Return the part with an index, or the question."""
        return self._draft.parsed if part is None else self._draft.parts[part]

    def _occurrences(
        self, source: str, key: str, part: int | None
    ) -> Iterator[tuple[ParsedValue, int]]:
        """Yield each value that holds an expression, with the expression's offset in its text."""
        # The key being proved comes first: several keys may hold the same expression.
        fields = self._holder(part).value
        proved = [fields[key]] if key in fields else []
        for holder in (*proved, self._draft.parsed, *self._draft.parts):
            for parsed, text in texts_in(holder):
                if isinstance(text, Expression) and text.source == source:
                    yield parsed, 0
                elif isinstance(text, Template) and any(h.source == source for h in text.holes):
                    yield parsed, text.source.find(source)
