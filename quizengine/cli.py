"""The command line: parses the arguments, prints the result, maps each error to an exit code.

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
"""The most characters of an error's line, which may repeat what was typed."""

_PLAIN_HELP = "practise line by line, without drawing; the default where there is no terminal"

_ANSWER_HELP = (
    "a number or arithmetic; a shape such as 14x14x20; a formula; a layer; the letter of a choice; "
    "the numbers of the statements that hold, such as 3,4, or none; the cells of a table, "
    "separated by ;"
)

_ABOUT = """\
Practise neural-network arithmetic: questions with fresh numbers, exact marking,
worked solutions. Without a command, the app opens.

BANK is the name of a bank that comes with the program, or the path of a bank of
your own. BANK#ID is a question of the bank, and BANK#ID.PART is a part of a
question that has parts."""

_EXAMPLES = """\
examples:
  quizengine                                        choose a bank and practise
  quizengine play filters-and-bias#params           practise one question
  quizengine list                                   the banks and their questions
  quizengine show parameter-sharing#unshared        a question, its answer and the working
  quizengine mark parameter-sharing#shared 3840     mark one answer
  quizengine calc model.py --input 32x32x3          the layer table of Keras or PyTorch code
  quizengine check my-bank.yaml                     read and prove a bank
  quizengine new my-bank.yaml                       write a bank to start from
  quizengine explain missing-biases                 what a misconception is"""

_PLAY = """\
examples:
  quizengine play                                   a mix of all banks
  quizengine play parameter-sharing                 one bank
  quizengine play parameter-sharing#shared          one question
  quizengine play my-bank.yaml --variant 3          each question with the numbers of variant 3
  quizengine play layer-table --plain               line by line, for a screen reader or a pipe"""

_LIST = """\
examples:
  quizengine list                                   the banks that come with the program
  quizengine list my-bank.yaml banks/ --json        your own banks, as JSON"""

_SHOW = """\
examples:
  quizengine show parameter-sharing#unshared
  quizengine show parameter-sharing#unshared --variant 7 --json
  quizengine show parameter-sharing#memory.shared   one part of a question that has parts
  quizengine show parameter-sharing#ratio --picture   with its pictures, as text"""

_MARK = """\
examples:
  quizengine mark parameter-sharing#shared 3840
  quizengine mark parameter-sharing#shared '(8*8*3 + 1)*20' --json
  quizengine mark parameter-sharing#shared -- -4    after --, a minus sign starts no option"""

_CALC = """\
The code is read, not executed. It may be a model in Keras (Sequential or
functional) or in PyTorch (nn.Sequential, or nn.Module with a forward), one
layer, a notebook, or a Markdown file with code.

examples:
  quizengine calc model.py
  quizengine calc net.py --input 3x32x32            PyTorch, whose channels come first
  quizengine calc model.ipynb --layer conv1 --working   every quantity of a layer, step by step
  quizengine calc model.py --width 2 --field        memory at 2 bytes a value; receptive fields
  quizengine calc model.py --to torch               the same network as PyTorch code
  echo 'Conv2D(20, 8, strides=2)' | quizengine calc --input 32x32x3"""

_CHECK = """\
examples:
  quizengine check my-bank.yaml
  quizengine check banks/ --every --json            every variant, not a sample; as JSON"""

_EXPLAIN = """\
examples:
  quizengine explain                                all misconceptions, one line each
  quizengine explain missing-biases                 one of them: what it is, where it was seen,
                                                    and the numbers that it gives
  quizengine explain missing-biases --json          the same as JSON"""

_NEW = """\
examples:
  quizengine new my-bank.yaml                       a bank with one question, for you to change"""


def run() -> int:
    """Run `main` without garbage collection, which costs an eighth of the time of `show`.

    A command that runs longer turns it on again.
    """
    gc.disable()
    code = main()
    gc.freeze()
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an error of call or content is printed."""
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
        # The reader has closed the pipe; flushing the rest of the buffer must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return CONTENT_AT_FAULT if result.at_fault else DONE


class _Parser(argparse.ArgumentParser):
    """A parser that reports an error in two lines, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\nTry: {self.prog} --help")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """A formatter that finds the terminal's width without `shutil`, which argparse would import."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=max(columns - 2, 40))


class _Command(NamedTuple):
    """The help of a command, and the function that adds its arguments to a parser."""

    about: str
    examples: str
    add_arguments: Callable[[_Parser], None]


def _parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Return the parsed arguments. Raises UsageError, and SystemExit after --help and --version."""
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
    # Set after the commands were added: these defaults hold where no command is named.
    parser.set_defaults(command="app", plain=False)
    return parser


def _describe_parser(parser: _Parser, command: _Command) -> None:
    """Give a parser the description, the examples and the arguments of a command."""
    about = command.about
    parser.description = f"{about[0].upper()}{about[1:]}."
    parser.epilog = command.examples
    parser.formatter_class = _Formatter
    command.add_arguments(parser)


def _add_play_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "address",
        metavar="BANK[#ID]",
        nargs="?",
        help="a bank, or a question of it (default: a mix of all banks)",
    )
    _add_variant(
        parser,
        None,
        "the variant to start with; 0 has the published numbers (default: fresh numbers)",
    )
    _add_plain(parser)


def _add_list_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="files, or folders of banks (default: the banks that come with the program)",
    )
    _add_json(parser)


def _add_show_arguments(parser: _Parser) -> None:
    _add_address(parser)
    parser.add_argument("--picture", action="store_true", help="also show its pictures, as text")


def _add_address(parser: _Parser) -> None:
    parser.add_argument("address", metavar="BANK#ID[.PART]", help="a question, or a part of it")
    _add_variant(parser, 0, "the variant; 0 has the published numbers (default: 0)")
    _add_json(parser)


def _add_mark_arguments(parser: _Parser) -> None:
    _add_address(parser)
    parser.add_argument("answer", metavar="ANSWER", help=_ANSWER_HELP)
    parser.add_argument(
        "--earlier",
        metavar="PART=ANSWER",
        action="append",
        default=[],
        help="the student's answer to an earlier part, which is carried forward",
    )


def _add_calc_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="a file with the code (default: -, which is standard input)",
    )
    parser.add_argument(
        "--input",
        metavar="SHAPE",
        action="append",
        default=[],
        help="the shape of the input without the batch, such as 32x32x3; once for each input",
    )
    parser.add_argument("--layer", metavar="NAME", help="also show the working of this layer")
    parser.add_argument(
        "--working",
        action="store_true",
        help="show each quantity with its formula and steps: of the --layer, or of all layers",
    )
    parser.add_argument(
        "--width",
        metavar="BYTES",
        type=int,
        help="also show the memory, at this many bytes a value: such as 4, 2 or 1",
    )
    parser.add_argument("--field", action="store_true", help="also show the receptive fields")
    parser.add_argument(
        "--to", choices=("keras", "torch"), help="print the network's code in this framework"
    )
    _add_json(parser)


def _add_check_arguments(parser: _Parser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", help="files, or folders of banks")
    parser.add_argument("--every", action="store_true", help="prove every variant, not a sample")
    _add_json(parser)


def _add_explain_arguments(parser: _Parser) -> None:
    parser.add_argument(
        "name",
        metavar="MISTAKE",
        nargs="?",
        help="the id of a misconception (default: all of them)",
    )
    _add_json(parser)


def _add_new_arguments(parser: _Parser) -> None:
    parser.add_argument("path", metavar="PATH", help="a file that does not exist yet")


def _add_variant(parser: _Parser, default: int | None, about: str) -> None:
    parser.add_argument("--variant", metavar="N", type=int, default=default, help=about)


def _add_plain(parser: _Parser) -> None:
    # Without a default, so that a --plain before the command stays set.
    parser.add_argument("--plain", action="store_true", default=argparse.SUPPRESS, help=_PLAIN_HELP)


def _add_json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


_COMMANDS = {
    "play": _Command(
        "practise a bank, a question, or a mix of all banks", _PLAY, _add_play_arguments
    ),
    "list": _Command("show the banks and their questions", _LIST, _add_list_arguments),
    "show": _Command(
        "show a question with its answer, working and hints", _SHOW, _add_show_arguments
    ),
    "mark": _Command(
        "mark one answer; the exit code is 0 whatever the verdict", _MARK, _add_mark_arguments
    ),
    "calc": _Command(
        "compute the layer table of a network from its code", _CALC, _add_calc_arguments
    ),
    "check": _Command(
        "read and prove banks; the exit code is 1 if there is a problem",
        _CHECK,
        _add_check_arguments,
    ),
    "explain": _Command(
        "say what a misconception is, and where it was seen", _EXPLAIN, _add_explain_arguments
    ),
    "new": _Command("write a bank to start from", _NEW, _add_new_arguments),
}


def _print(result: Result) -> None:
    """Print a result. Raises BrokenPipeError for a closed pipe, UsageError on a full disk."""
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
    """Print an error on standard error, in one line or two."""
    if sys.stderr is None:
        return
    lines = _printable(text).split("\n")[:2]
    shown = "\n  ".join(
        line if len(line) <= LONGEST_ERROR_LINE else f"{line[:LONGEST_ERROR_LINE]}…"
        for line in lines
    )
    sys.stderr.write(f"quizengine: {shown}\n")


def _printable(text: str) -> str:
    """Return the text with every control character replaced by a visible sign."""
    from quizengine.banks.problems import visible

    return "\n".join(map(visible, text.split("\n")))


def _json(data: Mapping[str, object]) -> str:
    import json

    # Where the output's encoding lacks some letters, escapes keep the object exact.
    escaped = sys.stdout is not None and not _writes_everything(sys.stdout)
    text = json.dumps(data, ensure_ascii=escaped, indent=2)
    # JSON escapes control characters below U+0020 only; a terminal obeys these as well, and lone
    # surrogates cannot be encoded.
    return re.sub(
        "[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        text,
    )


def _writes_everything(stream: TextIO) -> bool:
    """Whether a stream's encoding has all of Unicode."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def _use_ascii_spelling(stream: TextIO | None) -> None:
    """Let a stream write × as x where its encoding has no ×, instead of failing."""
    if isinstance(stream, TextIOWrapper) and not _writes_everything(stream):
        from quizengine.practice.transliteration import TRANSLITERATE

        stream.reconfigure(errors=TRANSLITERATE)
