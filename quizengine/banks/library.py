"""Finds banks and questions by their address: shipped banks by name, others by path.

An address is `BANK`, `BANK#ID` or `BANK#ID.PART`; `BANK` is a shipped bank's name or a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quizengine.banks.problems import quoted, visible

if TYPE_CHECKING:
    from quizengine.banks.bank import Bank
    from quizengine.questions import Question

SUFFIXES = (".yaml", ".yml")

_PACKAGE = Path(__file__).resolve().parent.parent


class NotFound(ValueError):
    """There is nothing at an address; the message, of one or two lines, names what is similar."""


class QuestionAddress(NamedTuple):
    """An address taken apart; `question` and `part` are "" where it does not name them."""

    path: Path
    question: str = ""
    part: str = ""


def shipped_folder() -> Path:
    """Return the folder of the banks that come with the program."""
    inside = _PACKAGE / "quizzes"
    return inside if inside.is_dir() else _PACKAGE.parent / "quizzes"


def shipped_banks() -> tuple[Path, ...]:
    """Return the files of the banks that come with the program, sorted by name."""
    return tuple(_files_in(shipped_folder()))


def bank_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that paths name, each once; a folder stands for every bank in it.

    A path that does not exist is kept: reading it reports the problem.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_files_in(path)))
        else:
            found[path] = None
    return tuple(found)


def resolve_address(address: str) -> QuestionAddress:
    """Return the parts of an address. Raises NotFound where there is no such bank.

    Whether the bank has the question is only known once it is read: see `find_question`.
    """
    bank, question, part = _split(address)
    if not bank:
        raise NotFound("A bank's name or path is missing before '#'.")
    names = {path.stem: path for path in shipped_banks()}
    if bank in names:
        return QuestionAddress(names[bank], question, part)
    path = Path(bank)
    try:
        if path.is_file():
            return QuestionAddress(path, question, part)
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        near = _near("", _names_in(path))
        raise NotFound(f"{quoted(bank)} is a folder; name a bank in it.{near}")
    if path.suffix in SUFFIXES or len(path.parts) > 1:
        near = _near(path.name, _names_in(path.parent))
        raise NotFound(f"There is no file {quoted(bank)}.{near}")
    raise NotFound(f"There is no bank {quoted(bank)}.{_near(bank, names)}")


def find_question(bank: Bank, question: str, part: str = "") -> Question:
    """Return the question of a bank with an id. Raises NotFound, also where a part is missing."""
    found = next((one for one in bank.questions if one.id == question), None)
    if found is None:
        known = [one.id for one in bank.questions]
        raise NotFound(f"{bank.name} has no question {quoted(question)}.{_near(question, known)}")
    if part and all(one.id != part for one in found.parts):
        known = [one.id for one in found.parts if one.id]
        if not known:
            raise NotFound(f"{bank.name}#{found.id} has no parts.")
        message = f"{bank.name}#{found.id} has no part {quoted(part)}."
        raise NotFound(message + _near(part, known))
    return found


def _split(address: str) -> tuple[str, str, str]:
    """Return bank, question and part; a path may itself contain `#` and `.`."""
    bank, hash_sign, rest = address.rpartition("#")
    if not hash_sign or any(sign in rest for sign in "/\\") or rest.endswith(SUFFIXES):
        return address, "", ""
    question, _, part = rest.partition(".")
    return bank, question, part


def _files_in(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file():
            yield path


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in _files_in(folder)]


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(word[:80].lower(), names, 1, 0.5)
    if near:
        return f"\nDid you mean {visible(near[0])}?"
    return f"\nThere are: {visible(', '.join(names[:12]))}." if names else ""
