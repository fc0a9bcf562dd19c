"""Reads a file as a bank: the result has its questions, or all its problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from quizengine.banks.bank import Bank
from quizengine.banks.build import build_question
from quizengine.banks.draft import QuestionDraft, check_draft, draft_of
from quizengine.banks.file_text import read_text
from quizengine.banks.format import BANK, VERSION
from quizengine.banks.parsed_value import ParsedValue, node_at_path, value_of
from quizengine.banks.problems import Problem
from quizengine.banks.report import Report, TooManyProblems
from quizengine.banks.yaml_nodes import MappingNode, Node, ScalarNode
from quizengine.banks.yaml_tree import read_tree


class ReadResult(NamedTuple):
    """A file that was read; `bank` is None where one of the problems is an error."""

    file: str
    text: str
    bank: Bank | None
    problems: tuple[Problem, ...]
    drafts: Mapping[str, QuestionDraft]
    """Each question as read, by id, with the positions of its keys."""


def read_bank(path: Path) -> ReadResult:
    """Read a file as a bank; its content never raises, its problems are in the result."""
    report = Report(str(path))
    bank, drafts = None, {}
    try:
        text = read_text(path, report)
        root = None if text is None else read_tree(text, report)
        if root is not None and not _is_newer(root, report):
            parsed = BANK.read(root, report)
            drafts = _drafts(parsed, report)
            bank = None if report.failed else _bank(path, parsed.value, drafts)
    except TooManyProblems:
        pass
    return ReadResult(report.file, report.text, bank, report.problems, drafts)


def _bank(path: Path, fields: dict[str, ParsedValue], drafts: Mapping[str, QuestionDraft]) -> Bank:
    source: str = value_of(fields, "source", "")
    return Bank(
        path=path,
        name=path.stem,
        title=fields["title"].value,
        about=value_of(fields, "about", "").strip(),
        source=source,
        questions=tuple(build_question(draft, source) for draft in drafts.values()),
    )


def _is_newer(root: Node, report: Report) -> bool:
    """Report a file of a later format, of which nothing else is checked."""
    found = root.get("format") if isinstance(root, MappingNode) else None
    if isinstance(found, ScalarNode) and type(found.value) is int and found.value > VERSION:
        message = f"this bank is of format {found.value}; this program reads format {VERSION}"
        report.at("format", found, message, "Update quizengine.")
        return True
    return False


def _drafts(parsed: ParsedValue, report: Report) -> dict[str, QuestionDraft]:
    """Return the questions by id, merged with the defaults and checked."""
    fields = parsed.value if isinstance(parsed.value, dict) else {}
    defaults = fields.get("defaults")
    if defaults is not None and not isinstance(defaults.value, dict):
        defaults = None
    questions = fields["questions"].value if "questions" in fields else ()
    drafts: dict[str, QuestionDraft] = {}
    for number, question in enumerate(questions or ()):
        if not isinstance(question.value, dict):
            continue
        draft = draft_of(question, defaults)
        check_draft(draft, report)
        name = question.value.get("id")
        if name is None or not name.valid:
            drafts[f"#{number}"] = draft
        elif name.value in drafts:
            first = node_at_path(drafts[name.value].parsed, "id").line
            message = f"the question '{name.value}' occurs twice, first on line {first}"
            report.at("duplicate-id", name.node, message, "Choose another id.")
        else:
            drafts[name.value] = draft
    return drafts
