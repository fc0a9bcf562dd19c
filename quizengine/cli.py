"""The command line: reads the call, prints the result, maps every error to an exit code.

Exit codes: 0 done, 1 the content is at fault, 2 the call is at fault, 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from io import TextIOWrapper
from typing import NamedTuple, NoReturn, TextIO

from quizengine import __version__
from quizengine.commands import COMMANDS, ContentError, Result, UsageError

DONE, CONTENT_AT_FAULT, CALL_AT_FAULT, INTERRUPTED = 0, 1, 2, 130

LONGEST_ERROR_LINE = 300
"""Characters of a line of complaint, which may repeat what was typed."""

_PLAIN_HELP = "line by line, without drawing; chosen by itself where there is no terminal"

_ANSWER_HELP = (
    "a number or arithmetic; a shape such as 14x14x20; a formula; the letter of a choice; "
    "the numbers of statements, such as 3,4 or none; the cells of a table with ; between them"
)

_ABOUT = """\
Practise neural-network arithmetic: questions with fresh numbers, exact marking, worked solutions.
Without a command, the app opens.

BANK is the name of a bank that comes with the program, or the path of one of your own;
BANK#ID is a question in it, and BANK#ID.PART a part of a question that has parts."""

_EXAMPLES = """\
examples:
  quizengine                                        choose a bank and practise
  quizengine play filters-and-bias#params           practise one question
  quizengine list                                   the banks and their questions
  quizengine show parameter-sharing#unshared        a question, its answer and the working
  quizengine mark parameter-sharing#shared 3840     mark one answer
  quizengine calc model.py --input 32x32x3          the layer table of Keras or PyTorch code
  quizengine check my-bank.yaml                     read and prove a bank
  quizengine new my-bank.yaml                       start a bank
  quizengine explain missing-biases                 what a named mistake means"""

_PLAY = """\
examples:
  quizengine play                                   a mix of all banks
  quizengine play parameter-sharing                 one bank
  quizengine play my-bank.yaml#first --variant 3    one question, with these numbers
  quizengine play layer-table --plain               line by line, for a screen reader or a pipe"""

_LIST = """\
examples:
  quizengine list                                   what comes with the program
  quizengine list my-bank.yaml banks/ --json        banks of your own, as data"""

_SHOW = """\
examples:
  quizengine show parameter-sharing#unshared
  quizengine show parameter-sharing#unshared --variant 7 --json
  quizengine show my-bank.yaml#chained.volume       one part of a question that has parts
  quizengine show parameter-sharing#ratio --picture  with its pictures as text"""

_MARK = """\
examples:
  quizengine mark parameter-sharing#shared 3840
  quizengine mark parameter-sharing#shared '(8*8*3 + 1)*20' --json
  quizengine mark parameter-sharing#shared -- -4    after -- a minus begins no option"""

_CALC = """\
The code is read, not executed: Keras (Sequential, functional), PyTorch (nn.Sequential, nn.Module
with a forward), one layer, or the code cells of a notebook or a Markdown text.

examples:
  quizengine calc model.py
  quizengine calc net.py --input 3x32x32            PyTorch, whose channels come first
  quizengine calc model.ipynb --layer conv1 --working   every quantity of a layer, step by step
  quizengine calc model.py --width 2 --field        bytes at 2 a value, and receptive fields
  quizengine calc model.py --to torch               the same network as PyTorch code
  echo 'Conv2D(20, 8, strides=2)' | quizengine calc --input 32x32x3"""

_CHECK = """\
examples:
  quizengine check my-bank.yaml
  quizengine check banks/ --every --json            every variant, not a sample; as data"""

_EXPLAIN = """\
examples:
  quizengine explain                                all misconceptions, a line each
  quizengine explain missing-biases                 one: what is said of it, where it was seen,
                                                    and what it makes of known layers
  quizengine explain missing-biases --json          the same as data"""

_NEW = """\
examples:
  quizengine new my-bank.yaml                       a bank of one question, to be changed"""


def run() -> int:
    """Run the program: `main`, without the garbage collection that a short command cannot use.

    Collecting while modules load, and once more at exit, is an eighth of the time of `show`.
    What runs longer turns it on again.
    """
    gc.disable()
    code = main()
    gc.freeze()
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a fault of call or content raises nothing."""
    _use_ascii_spelling(sys.stdout)
    _use_ascii_spelling(sys.stderr)
    try:
        arguments = _parse_arguments(sys.argv[1:] if argv is None else argv)
        result = COMMANDS[arguments.command](arguments)
        for error in result.errors:
            _print_error(error)
        _print(result)
    except UsageError as error:
        _print_error(str(error))
        return CALL_AT_FAULT
    except ContentError as error:
        _print_error(str(error))
        return CONTENT_AT_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; what is left in the buffer must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return CONTENT_AT_FAULT if result.at_fault else DONE


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in two lines, not with the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\nTry: {self.prog} --help")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Knows its width without the module that argparse would import for it at every start."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=max(columns - 2, 40))


class _Command(NamedTuple):
    """What the help says of a command, and what adds its arguments to a parser."""

    about: str
    examples: str
    add_arguments: Callable[[_Parser], None]


def _parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of a call. Raises CallError; SystemExit after --help and --version."""
    name = argv[0] if argv else ""
    if name not in _COMMANDS:
        return _whole_parser().parse_args(argv)
    # Most calls need one command's parser; making all of them takes longer than Python's start.
    command = _COMMANDS[name]
    parser = _Parser(prog=f"quizengine {name}")
    _describe_parser(parser, command)
    return parser.parse_args(argv[1:], argparse.Namespace(command=name, plain=False))


def _whole_parser() -> _Parser:
    parser = _Parser(
        prog="quizengine", description=_ABOUT, epilog=_EXAMPLES, formatter_class=_Formatter
    )
    parser.add_argument("--version", action="version", version=f"quizengine {__version__}")
    _add_plain(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, command in _COMMANDS.items():
        _describe_parser(commands.add_parser(name, help=command.about), command)
    # After the commands are there, so that they hold where none of them is named.
    parser.set_defaults(command="app", plain=False)
    return parser


def _describe_parser(parser: _Parser, command: _Command) -> None:
    """Give a parser the texts and the arguments of a command."""
    about = command.about
    parser.description = f"{about[0].upper()}{about[1:]}."
    parser.epilog = command.examples
    parser.formatter_class = _Formatter
    command.add_arguments(parser)


def _add_play_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "address", metavar="BANK[#ID]", nargs="?", help="default: a mix of all banks"
    )
    _add_variant(
        parser, None, "start with these numbers; 0 are the published ones (default: fresh)"
    )
    _add_plain(parser)


def _add_list_arguments(parser: _Parser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files, or folders of banks")
    _add_json(parser)


def _add_show_arguments(parser: _Parser) -> None:
    _add_address(parser)
    parser.add_argument("--picture", action="store_true", help="show its pictures as text, too")


def _add_address(parser: _Parser) -> None:
    parser.add_argument("address", metavar="BANK#ID[.PART]", help="a question, or a part of it")
    _add_variant(parser, 0, "which numbers (default: 0, the published ones)")
    _add_json(parser)


def _add_mark_arguments(parser: _Parser) -> None:
    _add_address(parser)
    parser.add_argument("answer", metavar="ANSWER", help=_ANSWER_HELP)
    parser.add_argument(
        "--earlier",
        metavar="PART=ANSWER",
        action="append",
        default=[],
        help="the student's own answer to an earlier part, to be carried forward",
    )


def _add_calc_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="default: -, standard input"
    )
    parser.add_argument(
        "--input",
        metavar="SHAPE",
        action="append",
        default=[],
        help="the input without the batch: 32x32x3; once for each of several inputs",
    )
    parser.add_argument("--layer", metavar="NAME", help="show the working of this layer too")
    parser.add_argument(
        "--working",
        action="store_true",
        help="show every quantity with its formula and steps: of the --layer, or of all",
    )
    parser.add_argument(
        "--width", metavar="BYTES", type=int, help="show the bytes, so many to a value: 4, 2, 1"
    )
    parser.add_argument("--field", action="store_true", help="show the receptive fields")
    parser.add_argument(
        "--to", choices=("keras", "torch"), help="print the code in this framework instead"
    )
    _add_json(parser)


def _add_check_arguments(parser: _Parser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", help="files, or folders of banks")
    parser.add_argument("--every", action="store_true", help="prove every variant, however many")
    _add_json(parser)


def _add_explain_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "name", metavar="MISTAKE", nargs="?", help="the id of a misconception (default: all)"
    )
    _add_json(parser)


def _add_new_arguments(parser: _Parser) -> None:
    parser.add_argument("path", metavar="PATH", help="a file that is not there yet")


def _add_variant(parser: _Parser, default: int | None, about: str) -> None:
    parser.add_argument("--variant", metavar="N", type=int, default=default, help=about)


def _add_plain(parser: _Parser) -> None:
    # Suppressed, so that what was said before the command is kept where nothing is said after it.
    parser.add_argument("--plain", action="store_true", default=argparse.SUPPRESS, help=_PLAIN_HELP)


def _add_json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


_COMMANDS = {
    "play": _Command(
        "practise a bank, a question, or a mix of all banks", _PLAY, _add_play_arguments
    ),
    "list": _Command("show the banks and their questions", _LIST, _add_list_arguments),
    "show": _Command("show a question, its answer, working and hints", _SHOW, _add_show_arguments),
    "mark": _Command(
        "mark one answer; exits with 0 whatever the verdict", _MARK, _add_mark_arguments
    ),
    "calc": _Command(
        "compute the layer table of a network's code, not run", _CALC, _add_calc_arguments
    ),
    "check": _Command(
        "read and prove banks; exits with 1 on a problem", _CHECK, _add_check_arguments
    ),
    "explain": _Command(
        "say what a named mistake means, and where it was seen", _EXPLAIN, _add_explain_arguments
    ),
    "new": _Command("start a bank", _NEW, _add_new_arguments),
}


def _print(result: Result) -> None:
    """Print a result. Raises BrokenPipeError when the reader is gone, CallError on a full disk."""
    if sys.stdout is None:
        return
    text = result.text if result.data is None else _json(result.data)
    try:
        if text:
            sys.stdout.write(_printable(text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"The output cannot be written: {error.strerror}.") from None


def _print_error(text: str) -> None:
    """One line or two on standard error."""
    if sys.stderr is None:
        return
    lines = _printable(text).split("\n")[:2]
    shown = "\n  ".join(
        line if len(line) <= LONGEST_ERROR_LINE else f"{line[:LONGEST_ERROR_LINE]}…"
        for line in lines
    )
    sys.stderr.write(f"quizengine: {shown}\n")


def _printable(text: str) -> str:
    """The text with every character that a terminal would obey drawn as a sign."""
    from quizengine.banks.problems import visible

    return "\n".join(map(visible, text.split("\n")))


def _json(data: Mapping[str, object]) -> str:
    import json

    # Where the output has not all letters, escapes keep the object exact.
    escaped = sys.stdout is not None and not _writes_everything(sys.stdout)
    text = json.dumps(data, ensure_ascii=escaped, indent=2)
    # JSON escapes what is below a space; a terminal obeys these as well, and surrogates
    # are no text.
    return re.sub(
        "[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        text,
    )


def _writes_everything(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def _use_ascii_spelling(stream: TextIO | None) -> None:
    """Let a stream write × as x where its encoding has no ×, instead of failing."""
    if isinstance(stream, TextIOWrapper) and not _writes_everything(stream):
        from quizengine.practice.spelling import SPELLING

        stream.reconfigure(errors=SPELLING)
