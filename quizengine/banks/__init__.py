"""Banks of questions: YAML files, read strictly, each problem reported with its position.

Importing this package costs next to nothing; what reads YAML is imported when it is called:

    resolve_address("parameter-sharing#unshared") -> QuestionAddress(path, question, part)
    load_bank(path)                      -> Bank; raises BankError (its .problems say why)
    find_question(bank, "unshared")      -> Question; raises NotFound
    read_bank(path)                      -> ReadResult(bank or None, problems, …)
    read_headers(shipped_banks())        -> titles and subjects, without reading the questions
    check_bank(path, every=False)        -> CheckResult(problems, proofs, …): reads and proves
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizengine.banks.bank import Bank, BankError
from quizengine.banks.bank_headers import BankHeader, read_headers
from quizengine.banks.library import (
    NotFound,
    bank_files,
    find_question,
    resolve_address,
    shipped_banks,
)
from quizengine.banks.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from quizengine.banks.check import CheckResult
    from quizengine.banks.reading import ReadResult

__all__ = [
    "Bank",
    "BankError",
    "BankHeader",
    "NotFound",
    "Problem",
    "bank_files",
    "check_bank",
    "find_question",
    "load_bank",
    "read_bank",
    "read_headers",
    "resolve_address",
    "shipped_banks",
]


def read_bank(path: Path) -> ReadResult:
    """Read a file; its content never raises, its problems are in the result."""
    from quizengine.banks.reading import read_bank as read

    return read(path)


def load_bank(path: Path) -> Bank:
    """Return the bank of a file. Raises BankError with all its problems."""
    reading = read_bank(path)
    if reading.bank is None:
        raise BankError(reading.problems)
    return reading.bank


def check_bank(path: Path, *, every: bool = False) -> CheckResult:
    """Read a bank and prove it: its variants up to a limit, or all of them with `every`."""
    from quizengine.banks.check import check_bank as check

    return check(path, every=every)
