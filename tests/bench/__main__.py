"""What the program costs: ``python -m tests.bench`` in a checkout, with nothing else running.

Every time is a ratio to something plain that is measured in the same run, so that the table means
the same on any machine. It never fails: it says what was met and what was not.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import calculating, diagnosing, drawing
from tests.bench.terminal import HAVE_PTY, NotShownError, run_until

ROOT = Path(__file__).parents[2]
BENCH = Path(__file__).parent
PYTHON = sys.executable
# What the installed program does; -c, because the script may be installed elsewhere.
PROGRAM = "from quizengine.cli import run; run(); "
SHOW = ("show", "parameter-sharing#unshared", "--json")
PEAK = (
    "import sys; status = open('/proc/self/status').read(); "
    "print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)"
)


class BenchmarkRow(NamedTuple):
    """A line of the table."""

    what: str
    measured: str
    goal: str
    met: bool


def main() -> None:
    """Measure everything and print one table."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(ROOT)
    for folder in (ROOT / "quizengine", Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2)
    print(f"Python {sys.version.split()[0]}, bytecode compiled; medians\n")
    rows: list[BenchmarkRow] = []
    for measure in (first_frames, show, variants, diagnoses, calculator, memory):
        try:
            rows.extend(measure())
        except NotShownError as error:
            print(f"{measure.__name__}: the screen never came. It said:\n{error}")
    width = max(len(row.what) for row in rows)
    middle = max(len(row.measured) for row in rows)
    for row in rows:
        met = "met" if row.met else "NOT MET"
        print(f"{row.what:<{width}}  {row.measured:<{middle}}  goal {row.goal:<14} {met}")


def first_frames(times: int = 15) -> list[BenchmarkRow]:
    """The first frame of the app against a bare app and a hand-written one, in turns."""
    if not HAVE_PTY:
        print("There are no pseudo-terminals here: the first frame is not measured.")
        return []
    commands: dict[str, tuple[Sequence[str], str]] = {
        "bare": ([PYTHON, str(BENCH / "bare_app.py")], "the first frame"),
        "hand": ([PYTHON, str(BENCH / "hand_written.py")], "Parameter sharing"),
        "app": ([PYTHON, "-c", PROGRAM], "Parameter sharing"),
    }
    found = in_turns(
        {name: lambda c=command: run_until(*c).seconds for name, command in commands.items()}, times
    )
    bare, hand, app = found["bare"], found["hand"], found["app"]
    note = f"{app * 1000:.0f} ms"
    return [
        compared("first frame : bare Textual app", app / bare, note, bare, 1.6),
        compared("first frame : hand-written screen", app / hand, note, hand, 1.2),
    ]


def show(times: int = 25) -> list[BenchmarkRow]:
    """`show --json` against a Python that does nothing."""
    found = in_turns(
        {
            "pass": lambda: seconds_of([PYTHON, "-c", "pass"]),
            "show": lambda: seconds_of([PYTHON, "-c", PROGRAM, *SHOW]),
        },
        times,
    )
    ratio = found["show"] / found["pass"]
    note = f"{found['show'] * 1000:.0f} ms"
    return [compared("show --json : python -c pass", ratio, note, found["pass"], 8)]


def variants() -> list[BenchmarkRow]:
    """Variants a second against the f-string loop, and what marking one answer takes."""
    engine, loop = drawing.rates()
    marking = drawing.marking_seconds()
    same = "" if drawing.same_text() else " (the loop's text differs)"
    share = f"{engine / loop:.3f} ({engine:,.0f} to {loop:,.0f} a second){same}"
    slowest = (
        f"{max(marking.values()) * 1e6:.0f} µs ({', '.join(map(as_microseconds, marking.items()))})"
    )
    return [
        BenchmarkRow("variants : f-string loop", share, ">= 0.1", engine / loop >= 0.1),
        BenchmarkRow("marking one answer", slowest, "< 1000 µs", max(marking.values()) < 1e-3),
    ]


def diagnoses() -> list[BenchmarkRow]:
    """What explains a wrong answer, and how long finding it takes."""
    sorts = diagnosing.measured()
    print("\n".join(diagnosing.lines(sorts)), end="\n\n")
    worst = max(max(sort.seconds) for sort in sorts.values())
    unnamed = sorts[diagnosing.KNOWN].shares[2]
    chance = 1 - sorts[diagnosing.ANY].shares[2]
    return [
        BenchmarkRow("a diagnosis, the worst", milliseconds(worst), "< 20 ms", worst < 20e-3),
        BenchmarkRow("known mistakes not named", f"{unnamed:.1%}", "0 %", unnamed == 0),
        BenchmarkRow(
            "numbers without a reason explained", f"{chance:.1%}", "<= 10 %", chance <= 0.1
        ),
    ]


def calculator() -> list[BenchmarkRow]:
    """VGG16 from source to its table, and the calculator's import."""
    _, keras = calculating.table_seconds(calculating.KERAS)
    _, torch = calculating.table_seconds(calculating.TORCH, [3, 224, 224])
    first = calculating.first_seconds(calculating.KERAS)
    loading = calculating.import_seconds()
    rows = [
        BenchmarkRow(
            "VGG16 in Keras, source to table", milliseconds(keras), "< 5 ms", keras < 5e-3
        ),
        BenchmarkRow(
            "VGG16 in PyTorch, source to table", milliseconds(torch), "< 5 ms", torch < 5e-3
        ),
        BenchmarkRow("the first table of a process", milliseconds(first), "< 50 ms", first < 50e-3),
        BenchmarkRow("import of the calculator", milliseconds(loading), "< 40 ms", loading < 40e-3),
    ]
    own = calculating.own_seconds()
    for name in ("keras", "torchinfo"):
        theirs = calculating.framework_seconds(name)
        if theirs is None:
            print(f"{name} is not installed here: VGG16's summary is not compared with it.")
            continue
        note = f"{own * 1000:.0f} to {theirs * 1000:.0f} ms, imports included"
        share = f"{own / theirs:.4f} ({note})"
        rows.append(BenchmarkRow(f"VGG16 : {name}'s summary", share, "<= 0.1", own / theirs <= 0.1))
    return rows


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def as_microseconds(item: tuple[str, float]) -> str:
    return f"{item[0]} {item[1] * 1e6:.0f}"


def memory(times: int = 3) -> list[BenchmarkRow]:
    """The most memory that `show` and the app take; the app after some questions."""
    if not Path("/proc/self/status").exists():
        print("This system does not report a process's peak memory; it is not measured.")
        return []
    rows = []
    peaks = []
    for _ in range(times):
        done = subprocess.run(
            [PYTHON, "-c", PROGRAM + PEAK, *SHOW], capture_output=True, check=True, encoding="utf-8"
        )
        peaks.append(int(done.stderr) / 1024)
    rows.append(peak_row("peak memory of show", peaks, 25))
    peaks = []
    for _ in range(times):
        done = subprocess.run(
            [PYTHON, "-c", PROGRAM + PEAK, "calc"],
            input=calculating.KERAS,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        peaks.append(int(done.stderr) / 1024)
    rows.append(peak_row("peak memory of calc, VGG16", peaks, 30))
    if HAVE_PTY:
        keys = ((b"\r", "1 of"), (b"1\r", "Not right"))
        command = [PYTHON, "-c", PROGRAM]
        first, later = [], []
        for _ in range(times):
            first.append(run_until(command, "Parameter sharing").peak or 0)
            later.append(run_until(command, "Parameter sharing", keys).peak or 0)
        rows.append(peak_row("peak memory of the app, first frame", first, 50))
        rows.append(peak_row("peak memory of the app, one question marked", later, 50))
    return rows


def peak_row(what: str, peaks: Sequence[float], goal: float) -> BenchmarkRow:
    peak = statistics.median(peaks)
    return BenchmarkRow(what, f"{peak:.1f} MiB", f"<= {goal:g} MiB", peak <= goal)


def compared(what: str, ratio: float, note: str, base: float, goal: float) -> BenchmarkRow:
    return BenchmarkRow(
        what, f"{ratio:.2f} ({note} to {base * 1000:.0f})", f"<= {goal:g}", ratio <= goal
    )


def in_turns(measures: dict[str, Callable[[], float]], times: int) -> dict[str, float]:
    """Medians of measurements that take turns, so that a slow moment meets all of them."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for turn in range(times + 1):
        for name, measure in measures.items():
            seconds = measure()
            if turn:  # the first warms the disk's cache
                found[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def seconds_of(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
