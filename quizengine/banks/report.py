"""Collects the problems of one file while it is read."""

from __future__ import annotations

from quizengine.banks.problems import ERROR, Problem, excerpt
from quizengine.banks.yaml_nodes import Node, ScalarNode
from quizengine.banks.yaml_positions import position_in

MAX_PROBLEMS = 100
"""Problems reported for one file; a file with more is wrong as a whole."""


class TooManyProblems(Exception):
    """The report is full: its problems are kept, and nobody would read more of them."""


class Report:
    """The problems of one file so far."""

    def __init__(self, file: str, text: str = "") -> None:
        self.file = file
        self.text = text
        self._lines: list[str] | None = None
        self._problems: list[Problem] = []
        self._reported: set[tuple[str, tuple[int, int]]] = set()

    def add(
        self,
        rule: str,
        position: tuple[int, int],
        message: str,
        advice: str = "",
        severity: str = ERROR,
    ) -> None:
        """Add a problem at a line and column, unless the same message is reported there already.

        Raises TooManyProblems when the report is full.
        """
        # A key under `defaults:` is checked once for every question that takes it over.
        if (message, position) in self._reported:
            return
        self._reported.add((message, position))
        if len(self._problems) >= MAX_PROBLEMS:
            message = f"more than {MAX_PROBLEMS} problems; the others are not shown"
            self._problems.append(self._problem("many", position, message, "", ERROR))
            raise TooManyProblems
        self._problems.append(self._problem(rule, position, message, advice, severity))

    def at(
        self,
        rule: str,
        node: Node,
        message: str,
        advice: str = "",
        severity: str = ERROR,
    ) -> None:
        """Add a problem at a node."""
        self.add(rule, (node.line, node.column), message, advice, severity)

    def inside(
        self, rule: str, scalar: ScalarNode, offset: int, message: str, advice: str = ""
    ) -> None:
        """Add a problem at a character of a scalar's text, which has the index `offset`."""
        self.add(rule, position_in(self.text, scalar, offset), message, advice)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the file."""
        return tuple(sorted(self._problems, key=lambda one: (one.rule == "many", one[1:3])))

    @property
    def failed(self) -> bool:
        """Whether one of the problems is an error."""
        return any(problem.severity == ERROR for problem in self._problems)

    def _problem(
        self, rule: str, position: tuple[int, int], message: str, advice: str, severity: str
    ) -> Problem:
        if self._lines is None:
            self._lines = self.text.split("\n")
        line, column = position
        shown = ""
        if 0 < line <= len(self._lines) and self._lines[line - 1]:
            shown = excerpt(self._lines[line - 1], column)
        return Problem(self.file, line, column, rule, severity, message, shown, advice)
