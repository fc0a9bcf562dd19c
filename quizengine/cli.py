"""The command line: reads the call, prints the result, maps every error to an exit code.

Exit codes: 0 done, 1 the content is at fault, 2 the call is at fault, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import NoReturn, TextIO, TypedDict

from quizengine import __version__
from quizengine.commands import (
    CALL_AT_FAULT,
    COMMANDS,
    CONTENT_AT_FAULT,
    DONE,
    CallError,
    ContentError,
    Result,
)

INTERRUPTED = 130

LONGEST_COMPLAINT = 300
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
  quizengine                                        choose a bank and practise
  quizengine play filters-and-bias#params           practise one question
  quizengine list                                   the banks and their questions
  quizengine show parameter-sharing#unshared        a question, its answer and the working
  quizengine mark parameter-sharing#shared 3840     mark one answer
  quizengine calc model.py --input 32x32x3          the layer table of Keras code
  quizengine check my-bank.yaml                     read and prove a bank
  quizengine new my-bank.yaml                       start a bank"""

_PLAY = """\
  quizengine play                                   a mix of all banks
  quizengine play parameter-sharing                 one bank
  quizengine play my-bank.yaml#first --variant 3    one question, with these numbers
  quizengine play layer-table --plain               line by line, for a screen reader or a pipe"""

_LIST = """\
  quizengine list                                   what comes with the program
  quizengine list my-bank.yaml banks/ --json        banks of your own, as data"""

_SHOW = """\
  quizengine show parameter-sharing#unshared
  quizengine show parameter-sharing#unshared --variant 7 --json
  quizengine show my-bank.yaml#chained.volume       one part of a question that has parts"""

_MARK = """\
  quizengine mark parameter-sharing#shared 3840
  quizengine mark parameter-sharing#shared '(8*8*3 + 1)*20' --json
  quizengine mark parameter-sharing#shared -- -4    after -- a minus begins no option"""

_CALC = """\
  quizengine calc model.py
  quizengine calc model.py --layer conv1            with the working of one layer
  echo 'Conv2D(20, 8, strides=2)' | quizengine calc --input 32x32x3"""

_CHECK = """\
  quizengine check my-bank.yaml
  quizengine check banks/ --every --json            every variant, not a sample; as data"""

_NEW = """\
  quizengine new my-bank.yaml                       a bank of one question, to be changed"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a fault of call or content raises nothing."""
    _prepare(sys.stdout)
    _prepare(sys.stderr)
    try:
        arguments = _parser().parse_args(argv)
        result = COMMANDS[arguments.command](arguments)
        for complaint in result.complaints:
            _complain(complaint)
        _print(result)
    except CallError as error:
        _complain(str(error))
        return CALL_AT_FAULT
    except ContentError as error:
        _complain(str(error))
        return CONTENT_AT_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; what is left in the buffer must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return result.code


class _Texts(TypedDict):
    description: str
    epilog: str
    formatter_class: type[argparse.HelpFormatter]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in two lines, not with the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise CallError(f"{message}\nTry: {self.prog} --help")


def _parser() -> _Parser:
    parser = _Parser(prog="quizengine", **_texts(_ABOUT, _EXAMPLES))
    parser.add_argument("--version", action="version", version=f"quizengine {__version__}")
    parser.add_argument("--plain", action="store_true", help=_PLAIN_HELP)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    # After the sub-parsers are there, so that it holds where none of them is named.
    parser.set_defaults(command="app")

    def add(name: str, about: str, examples: str) -> _Parser:
        return commands.add_parser(
            name, help=about, **_texts(f"{about[0].upper()}{about[1:]}.", examples)
        )

    play = add("play", "practise a bank, a question, or a mix of all banks", _PLAY)
    play.add_argument("address", metavar="BANK[#ID]", nargs="?", help="default: a mix of all banks")
    play.add_argument(
        "--variant",
        metavar="N",
        type=int,
        help="start with these numbers; 0 are the published ones (default: fresh numbers)",
    )
    # What was said before the command is kept where nothing is said after it.
    play.add_argument("--plain", action="store_true", default=argparse.SUPPRESS, help=_PLAIN_HELP)

    listed = add("list", "show the banks and their questions", _LIST)
    listed.add_argument("paths", metavar="PATH", nargs="*", help="files, or folders of banks")

    shown = add("show", "show a question, its answer, working and hints", _SHOW)
    marked = add("mark", "mark one answer; the exit code is 0 whatever the verdict", _MARK)
    for one in (shown, marked):
        one.add_argument("address", metavar="BANK#ID[.PART]", help="a question, or a part of it")
        one.add_argument(
            "--variant",
            metavar="N",
            type=int,
            default=0,
            help="which numbers (default: 0, the published ones)",
        )
    marked.add_argument("answer", metavar="ANSWER", help=_ANSWER_HELP)
    marked.add_argument(
        "--earlier",
        metavar="PART=ANSWER",
        action="append",
        default=[],
        help="the student's own answer to an earlier part, to be carried forward",
    )

    calc = add("calc", "compute the layer table of Keras code, which is not executed", _CALC)
    calc.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="default: standard input"
    )
    calc.add_argument("--input", metavar="SHAPE", help="the input without the batch: 32x32x3")
    calc.add_argument("--layer", metavar="NAME", help="show the working of this layer too")

    check = add("check", "read and prove banks; the exit code is 1 on a problem", _CHECK)
    check.add_argument("paths", metavar="PATH", nargs="+", help="files, or folders of banks")
    check.add_argument("--every", action="store_true", help="prove every variant, however many")

    new = add("new", "start a bank", _NEW)
    new.add_argument("path", metavar="PATH", help="a file that is not there yet")

    for one in (listed, shown, marked, calc, check):
        one.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _texts(about: str, examples: str) -> _Texts:
    return {
        "description": about,
        "epilog": f"examples:\n{examples}",
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }


def _print(result: Result) -> None:
    """Print a result. Raises BrokenPipeError when the reader is gone, CallError on a full disk."""
    if sys.stdout is None:
        return
    text = result.text if result.data is None else _json(result.data)
    try:
        if text:
            sys.stdout.write(_harmless(text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CallError(f"The output cannot be written: {error.strerror}.") from None


def _complain(text: str) -> None:
    """One line or two on standard error."""
    if sys.stderr is None:
        return
    lines = _harmless(text).split("\n")[:2]
    shown = "\n  ".join(
        line if len(line) <= LONGEST_COMPLAINT else f"{line[:LONGEST_COMPLAINT]}…" for line in lines
    )
    sys.stderr.write(f"quizengine: {shown}\n")


def _harmless(text: str) -> str:
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


def _prepare(stream: TextIO | None) -> None:
    """Let a stream write × as x where its encoding has no ×, instead of failing."""
    if isinstance(stream, TextIOWrapper) and not _writes_everything(stream):
        import codecs

        codecs.register_error("quizengine.spelled", _spelled)
        stream.reconfigure(errors="quizengine.spelled")


def _spelled(error: UnicodeError) -> tuple[str, int]:
    from quizengine.plain import SPELLED

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(SPELLED.get(char, "-" if char == "─" else "?") for char in lost), error.end
