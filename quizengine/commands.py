"""The commands: each returns a result for its arguments, which `cli` prints.

A command imports what it uses when it runs, so that no command pays for another.
"""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from quizengine.banks import Bank, Problem
    from quizengine.practice.deck import Deck
    from quizengine.questions import PartVariant, Question, Variant

LARGEST_SOURCE = 1_000_000
"""Bytes of source text that `calc` reads."""


class Result(NamedTuple):
    """The result of a command: a text, or data that is printed as JSON.

    `errors` are printed on standard error. `at_fault` is whether the content is at fault although
    there is something to print.
    """

    text: str = ""
    data: Mapping[str, object] | None = None
    at_fault: bool = False
    errors: tuple[str, ...] = ()


class UsageError(Exception):
    """The call is at fault; the message, of one line or two, says why."""


class ContentError(Exception):
    """The content is at fault; the message, of one line or two, says why."""


def app(arguments: Namespace) -> Result:
    """Open the app at home."""
    from quizengine.banks import shipped_banks

    return _practise(arguments.plain, shipped_banks(), None, _seed())


def play(arguments: Namespace) -> Result:
    """Practise a bank, a question, or a mix of all banks."""
    from quizengine.banks import shipped_banks
    from quizengine.practice.deck import bank_deck, mixed_deck, question_deck

    seed, number = _seed(), arguments.variant
    if arguments.address is None:
        deck = mixed_deck(map(_load_bank, shipped_banks()), seed, variant=number)
        return _practise(arguments.plain, shipped_banks(), deck, seed)
    bank, question, _ = _addressed_question(arguments.address)
    for one in bank.questions if question is None else (question,):
        _check_variant_number(one, number or 0)
    if question is None:
        deck = bank_deck(bank, seed, number)
    else:
        deck = question_deck(bank, question, seed, number)
    return _practise(arguments.plain, (bank.path,), deck, seed)


def list_banks(arguments: Namespace) -> Result:
    """List the banks with their questions."""
    from quizengine.banks import BankError, load_bank, shipped_banks
    from quizengine.banks.describing import bank_data, bank_text

    files = _files(arguments.paths) if arguments.paths else shipped_banks()
    banks: list[Bank] = []
    errors: list[str] = []
    for file in files:
        try:
            banks.append(load_bank(file))
        except BankError as error:
            errors.append(_first_problem(file, error.problems))
    return Result(
        "\n\n".join(map(bank_text, banks)),
        {"banks": [bank_data(bank) for bank in banks]} if arguments.json else None,
        bool(errors),
        tuple(errors),
    )


def show(arguments: Namespace) -> Result:
    """Show a question with its answer, working and hints."""
    from quizengine.questions.serialization import variant_data, variant_text

    address, variant, parts = _requested_variant(arguments)
    with _variant_errors(address):
        if arguments.json:
            return Result(data=variant_data(variant, address, parts))
        text = variant_text(variant, address, parts)
        if arguments.picture:
            from quizengine.practice.pictures.pictures_text import pictures_text

            encoding = getattr(sys.stdout, "encoding", None) or "ascii"
            text += f"\n\n{pictures_text(variant, parts, encoding)}"
        return Result(text.rstrip())


def mark(arguments: Namespace) -> Result:
    """Mark one answer."""
    from quizengine.practice.plain_text import outcome_lines
    from quizengine.questions.serialization import outcome_data

    address, variant, parts = _requested_variant(arguments)
    if len(parts) > 1:
        names = [each.part_id for each in parts]
        raise UsageError(
            f"{address} has the parts {', '.join(names)}; mark one, as in {address}.{names[0]}."
        )
    earlier = _earlier_answers(arguments.earlier, address, variant)
    with _variant_errors(address):
        outcome = parts[0].mark(arguments.answer, earlier)
    if arguments.json:
        head = {"question": address, "variant": variant.number, "given": arguments.answer}
        return Result(data=head | outcome_data(outcome))
    return Result("\n".join(outcome_lines(outcome)))


_IMPORTS = {
    "keras": "import keras\nfrom keras import layers",
    "torch": "import torch\nfrom torch import nn",
}
"""The imports that are printed before the code of a network."""


def calc(arguments: Namespace) -> Result:
    """Compute the layer table of Keras or PyTorch code, or print it as code of either framework."""
    from quizengine.calculator import LayerError
    from quizengine.calculator.analysis.byte_counts import WIDEST
    from quizengine.calculator.network_table import network_data, network_text
    from quizengine.expressions import ExpressionError
    from quizengine.frameworks import read, to_code

    shapes = [_parse_shape(text) for text in arguments.input]
    if arguments.width is not None and not 0 < arguments.width <= WIDEST:
        raise UsageError(f"--width takes the bytes of a value, from 1 to {WIDEST}, such as 4.")
    source = _read_source(arguments.file)
    chosen = {
        "layer": arguments.layer,
        "working": arguments.working,
        "width": arguments.width,
        "field": arguments.field,
    }
    try:
        network = read(source, shapes[0] if len(shapes) == 1 else shapes or None)
        if network.input_row is None:
            example = "32x32x3" if network.framework == "keras" else "3x32x32"
            raise UsageError(f"The input shape is not known; state it, as in --input {example}.")
        if arguments.to is not None:
            code = to_code(network, arguments.to)
            code = f"{_IMPORTS[arguments.to]}\n\n{code}"
            data = {"framework": arguments.to, "code": code}
            return Result(code, data if arguments.json else None)
        if arguments.json:
            return Result(data=network_data(network, **chosen))
        return Result(network_text(network, **chosen))
    except (LayerError, ExpressionError) as error:
        raise ContentError(f"{_file_label(arguments.file)}: {error}") from None


def check(arguments: Namespace) -> Result:
    """Read and prove banks."""
    from quizengine.banks import check_bank
    from quizengine.banks.describing import check_result_text, check_results_data

    gc.enable()
    checks = [check_bank(file, every=arguments.every) for file in _files(arguments.paths)]
    return Result(
        "\n".join(map(check_result_text, checks)),
        check_results_data(checks) if arguments.json else None,
        any(checked.failed for checked in checks),
    )


def explain(arguments: Namespace) -> Result:
    """Explain a misconception that the calculator knows, or list all of them."""
    from quizengine.calculator.errors import did_you_mean
    from quizengine.calculator.misconceptions import reports

    name = (arguments.name or "").partition("/")[0]
    if not name:
        data = reports.catalogue_data() if arguments.json else None
        return Result("" if arguments.json else reports.catalogue_text(), data)
    if name not in reports.ids():
        hint = did_you_mean(name, reports.ids()) or "; list them all with: quizengine explain"
        raise UsageError(f"There is no misconception '{name}'{hint}")
    if arguments.json:
        return Result(data=reports.misconception_data(name))
    return Result(reports.misconception_text(name))


def new(arguments: Namespace) -> Result:
    """Write a starter bank."""
    from quizengine.banks.starter_bank import BankNotCreated, create_bank

    try:
        path = create_bank(Path(arguments.path))
    except BankNotCreated as error:
        raise UsageError(str(error)) from None
    return Result(f"{path} is written. Check it with: quizengine check {path}")


def _practise(plain: bool, banks: Sequence[Path], deck: Deck | None, seed: int) -> Result:
    """Practise in the app, or line by line where there is no terminal to draw on."""
    gc.enable()
    terminal = _is_terminal(sys.stdin) and _is_terminal(sys.stdout)
    if plain or not terminal or os.environ.get("TERM") == "dumb":
        from quizengine.plain import run as run_plain

        run_plain(banks, deck, seed)
    else:
        from quizengine.tui.app import run as run_app

        run_app(banks, deck, seed)
    return Result()


def _seed() -> int:
    """Return a random number, the seed of the order and the numbers of a session."""
    return int.from_bytes(os.urandom(4), "big")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _requested_variant(arguments: Namespace) -> tuple[str, Variant, Sequence[PartVariant]]:
    """Return the address, its variant, and the part that it names or all parts."""
    address: str = arguments.address
    bank, question, part = _addressed_question(address)
    if question is None:
        raise UsageError(f"Name a question of the bank, as in {address}#{bank.questions[0].id}.")
    _check_variant_number(question, arguments.variant)
    with _variant_errors(address):
        variant = question.variant(arguments.variant)
    return (
        address,
        variant,
        [each for each in variant.parts if part in ("", each.part_id)],
    )


@contextmanager
def _variant_errors(address: str) -> Iterator[None]:
    """Turn an error of the bank's content into a ContentError that says how to see all of them.

    An expression may fail only where its working or its feedback is written.
    """
    from quizengine.expressions import ExpressionError
    from quizengine.questions import VariantError

    try:
        yield
    except (VariantError, ExpressionError) as error:
        advice = f"All problems, with advice: quizengine check {address.partition('#')[0]}"
        raise ContentError(f"{address}: {error}\n{advice}") from None


def _addressed_question(address: str) -> tuple[Bank, Question | None, str]:
    """Return the bank of an address, and the question and the part's id where it names them."""
    from quizengine.banks import NotFound, find_question, resolve_address

    try:
        target = resolve_address(address)
        bank = _load_bank(target.path)
        question = find_question(bank, target.question, target.part) if target.question else None
    except NotFound as error:
        raise UsageError(str(error)) from None
    return bank, question, target.part


def _load_bank(path: Path) -> Bank:
    from quizengine.banks import BankError, load_bank

    try:
        return load_bank(path)
    except BankError as error:
        raise ContentError(_first_problem(path, error.problems)) from None


def _first_problem(path: Path, problems: Sequence[Problem]) -> str:
    """Return the first problem of a bank in one line, and how to see all of them."""
    first = problems[0]
    return (
        f"{first.file}:{first.line}:{first.column}: {first.message}\n"
        f"All problems, with advice: quizengine check {path}"
    )


def _check_variant_number(question: Question, number: int) -> None:
    if not 0 <= number <= question.limit:
        raise UsageError(f"A variant is a number from 0 to {question.limit}.")


def _earlier_answers(pairs: Iterable[str], address: str, variant: Variant) -> dict[str, str]:
    """Return the student's answers to earlier parts, from texts such as PART=ANSWER."""
    earlier: dict[str, str] = {}
    known = [each.part_id for each in variant.parts if each.part_id]
    for pair in pairs:
        part, equals, answer = pair.partition("=")
        if not equals or part not in known:
            raise UsageError(f"--earlier takes PART=ANSWER with a part of {address}, not '{pair}'.")
        earlier[part] = answer
    return earlier


def _files(paths: Sequence[str]) -> Sequence[Path]:
    from quizengine.banks import bank_files

    files = bank_files(map(Path, paths))
    if not files:
        raise UsageError(f"There is no bank in {', '.join(paths)}.")
    return files


def _parse_shape(text: str) -> list[int | None]:
    """Return the sizes in `32x32x3`, `32×32×3` or `32,32,3`; `?` is a size that is not known."""
    pieces = text.strip("()[] ").replace("×", "x").replace(",", "x").lower().split("x")
    sizes = [piece.strip() for piece in pieces]
    if not all(
        size in _UNKNOWN_SIZES or (size.isascii() and size.isdigit() and len(size) < 14)
        for size in sizes
    ):
        raise UsageError(f"--input takes a shape such as 32x32x3, not '{text}'.")
    return [None if size in _UNKNOWN_SIZES else int(size) for size in sizes]


_UNKNOWN_SIZES = ("?", "none")
"""What stands for a size that is not known."""


def _file_label(file: str) -> str:
    return "standard input" if file == "-" else file


def _read_source(file: str) -> str:
    """Return the source code in a file, or on standard input for `-`."""
    try:
        if file != "-":
            with Path(file).open("rb") as stream:
                data = stream.read(LARGEST_SOURCE + 1)
        else:
            data = b"" if sys.stdin is None else sys.stdin.buffer.read(LARGEST_SOURCE + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{_file_label(file)}: {getattr(error, 'strerror', None) or error}"
        ) from None
    if len(data) > LARGEST_SOURCE:
        raise ContentError(
            f"{_file_label(file)}: more than {LARGEST_SOURCE:,} bytes of source text"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(f"{_file_label(file)}: not UTF-8 text (byte {error.start})") from None


COMMANDS: Mapping[str, Callable[[Namespace], Result]] = {
    "app": app,
    "play": play,
    "list": list_banks,
    "show": show,
    "mark": mark,
    "calc": calc,
    "check": check,
    "explain": explain,
    "new": new,
}
