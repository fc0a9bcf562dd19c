"""The answers that are layer tables: the checks of their fields, and the kinds built of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from quizengine.banks.answer_format import check_all_names
from quizengine.banks.mistakes import own_mistakes
from quizengine.banks.parsed_value import AnswerFields, ParsedValue, items_of, value_of
from quizengine.banks.report import Report
from quizengine.questions.kinds import TableKind, TableRow
from quizengine.questions.kinds.table import NOT_SUMMED

if TYPE_CHECKING:
    from quizengine.questions.kinds.wrong_rows import WrongRowsKind

DOUBTFUL = ("params",)
"""The columns in which a row may be wrong where the bank names none."""

_SHOWN_WRONG = ("slip", "printed")
"""The keys of a row that say how the published case has it wrong."""


def check_table(fields: AnswerFields, known: Collection[str], report: Report) -> frozenset[str]:
    """Report what is wrong with a table beyond its keys."""
    _check_columns(fields, ("columns", "blank"), report)
    if value_of(fields, "total") and NOT_SUMMED.issuperset(_words(fields, "columns")):
        message = "a total needs a column that counts parameters"
        report.at("misplaced-key", fields["total"].node, message, "Add 'params' to 'columns'.")
    return check_all_names(fields, known, report)


def check_wrong_rows(
    fields: AnswerFields, known: Collection[str], report: Report
) -> frozenset[str]:
    """Report what is wrong with a table of wrong rows beyond its keys."""
    _check_columns(fields, ("columns", "wrong"), report)
    rows, columns = items_of(fields, "rows"), _words(fields, "columns")
    if columns and "wrong" not in fields and DOUBTFUL[0] not in columns:
        message = "no column is named in which a row may be wrong"
        advice = "Add 'wrong: [size]', or 'params' here."
        report.at("missing-key", fields["columns"].node, message, advice)
    doubtful = _doubtful(columns, _words(fields, "wrong"))
    for row in rows:
        if isinstance(row.value, dict):
            _check_row(row.value, doubtful, report)
    if rows and not any(isinstance(row.value, dict) and _is_wrong(row.value) for row in rows):
        message = "no row is wrong in the published case"
        advice = "Write 'slip: missing-biases' or 'printed: 208' in a row."
        report.at("missing-key", fields["rows"].node, message, advice)
    errors = fields.get("errors")
    doubted = [row for row in rows if not _is_always_right(row)]
    if errors is not None and errors.value and rows and errors.value[-1] > len(doubted):
        message = f"{errors.value[-1]} rows cannot be wrong: the table has {len(doubted)}"
        if len(doubted) < len(rows):
            message += " that may be"
        report.at("out-of-bounds", errors.node, message, "Write fewer errors, or more rows.")
    return check_all_names(fields, known, report)


def table(
    rows: Iterable[dict[str, Any]],
    columns: tuple[str, ...],
    blank: tuple[str, ...] = (),
    total: bool = False,
) -> TableKind:
    """The kind of a table without problems."""
    return TableKind(tuple(TableRow(**row) for row in rows), columns, blank or columns, total)


def wrong_rows(
    rows: Iterable[dict[str, Any]],
    columns: tuple[str, ...],
    errors: Sequence[int],
    wrong: Collection[str] = (),
) -> WrongRowsKind:
    """The kind of a table of wrong rows without problems."""
    from quizengine.questions.kinds.wrong_rows import WrongRowsKind

    doubtful = _doubtful(columns, wrong)
    misprinted = tuple(_misprinted(row, doubtful[0]) for row in rows)
    return WrongRowsKind(misprinted, columns, doubtful, errors)


def _misprinted(fields: dict[str, Any], column: str) -> TableRow:
    return TableRow(
        label=fields["label"],
        of=fields["of"],
        mistake_ids=tuple(_by_column(fields.get("slip", {}), column)),
        printed=tuple(_by_column(fields.get("printed", {}), column)),
        mistakes=own_mistakes(fields.get("mistakes", ())),
        always_right=not fields.get("wrong", True),
    )


def _by_column(found: Any, column: str) -> Iterable[tuple[str, Any]]:
    """What stands under a key of a row, with its column; one value alone is for `column`."""
    return found.items() if isinstance(found, dict) else ((column, found),)


def _is_always_right(row: ParsedValue) -> bool:
    return isinstance(row.value, dict) and value_of(row.value, "wrong", True) is False


def _is_wrong(fields: dict[str, ParsedValue]) -> bool:
    return any(name in fields for name in _SHOWN_WRONG)


def _doubtful(columns: Iterable[str], wrong: Collection[str]) -> tuple[str, ...]:
    """The columns in which a row may be wrong, in the order of the table."""
    return tuple(column for column in columns if column in (wrong or DOUBTFUL))


def _check_row(fields: dict[str, ParsedValue], doubtful: Sequence[str], report: Report) -> None:
    seen: dict[str, str] = {}
    for key in _SHOWN_WRONG:
        read = fields.get(key)
        if read is None or not read.valid or not doubtful:
            continue
        found = read.value if isinstance(read.value, dict) else {doubtful[0]: read}
        for column, one in found.items():
            if column not in doubtful:
                message = f"'{column}' is no column in which a row may be wrong"
                advice = f"Add it to 'wrong', or write one of: {', '.join(doubtful)}."
                report.at("unknown-word", one.node, message, advice)
            elif column in seen:
                message = f"'{seen[column]}' and '{key}' both say how this row is wrong"
                report.at("duplicate-value", one.node, message, "Keep one of the two.")
            elif seen:
                message = "a row is wrong in one column only"
                report.at("duplicate-value", one.node, message, "Keep one of the two.")
            seen.setdefault(column, key)


def _check_columns(fields: AnswerFields, names: Sequence[str], report: Report) -> None:
    """Report a column that is named twice, or that the table does not have."""
    columns = _words(fields, "columns")
    for name in names:
        seen: set[str] = set()
        for one in items_of(fields, name):
            if one.value in seen:
                message = f"the column '{one.value}' occurs twice"
                report.at("duplicate-value", one.node, message, "Keep one of the two.")
            elif one.valid and one.value not in columns:
                message = f"the table has no column '{one.value}'"
                report.at("unknown-word", one.node, message, f"It has: {', '.join(columns)}.")
            seen.add(one.value)


def _words(fields: AnswerFields, name: str) -> tuple[str, ...]:
    return tuple(one.value for one in items_of(fields, name))
