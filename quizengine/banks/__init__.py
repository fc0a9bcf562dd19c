"""Banks of questions: YAML files, read strictly, every problem with its place.

Importing this package costs next to nothing; what reads YAML is imported when it is called:

    find("parameter-sharing#unshared")   -> Target(path, question, part); raises NotFound
    load_bank(path)                      -> Bank; raises BankError (its .problems say why)
    choose(bank, "unshared")             -> Question; raises NotFound
    read_bank(path)                      -> Reading(bank or None, problems, …); raises nothing
    headings(shipped_banks())            -> what a list of banks shows, without reading them
    check_bank(path, every=False)        -> Checked(problems, proofs, …): reads and proves
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizengine.banks.bank import Bank, BankError
from quizengine.banks.headings import Heading, heading, headings
from quizengine.banks.library import (
    NotFound,
    QuestionAddress,
    bank_files,
    choose,
    find,
    shipped_banks,
    shipped_folder,
)
from quizengine.banks.problems import ERROR, WARNING, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from quizengine.banks.check import Checked
    from quizengine.banks.reading import Reading

__all__ = [
    "ERROR",
    "WARNING",
    "Bank",
    "BankError",
    "Heading",
    "NotFound",
    "Problem",
    "QuestionAddress",
    "bank_files",
    "check_bank",
    "choose",
    "find",
    "heading",
    "headings",
    "load_bank",
    "read_bank",
    "shipped_banks",
    "shipped_folder",
]


def read_bank(path: Path) -> Reading:
    """The bank of a file, or every problem of it; raises nothing for what the file holds."""
    from quizengine.banks.reading import read_bank as read

    return read(path)


def load_bank(path: Path) -> Bank:
    """The bank of a file. Raises BankError with every problem of it."""
    reading = read_bank(path)
    if reading.bank is None:
        raise BankError(reading.problems)
    return reading.bank


def check_bank(path: Path, *, every: bool = False) -> Checked:
    """Read a bank and prove it: every variant up to a limit, all of them with `every`."""
    from quizengine.banks.check import check_bank as check

    return check(path, every=every)
