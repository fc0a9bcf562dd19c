"""A program in a pseudo-terminal: what is on its screen, when, and how much memory it took.

Everything here needs ``pty``, which Windows does not have: ``HAVE_PTY`` says whether it is there.
"""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

try:
    import fcntl
    import pty
    import termios
except ImportError:
    HAVE_PTY = False
else:
    HAVE_PTY = True

ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")
PATIENCE = 30.0  # seconds until a program that shows nothing is given up


class NotShownError(RuntimeError):
    """The text never came; holds what the screen said instead."""


class Terminal:
    """A running program with a terminal of its own; it is killed when the context is left."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int] = (24, 80), **environment: str
    ) -> None:
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.modes_before = self.modes()
        self.seen = b""
        # What the first process of a session opens becomes its controlling terminal, from which
        # Ctrl+C and the closing of the window come.
        opening = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(self._slave)]
        self.process = subprocess.Popen(
            [*opening, *command],
            env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environment,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        self.close()

    @property
    def text(self) -> str:
        """Everything written so far without its control sequences."""
        return ESCAPE.sub(b"", self.seen).decode("utf-8", "replace")

    def wait_for(self, text: str) -> None:
        """Read until a text comes after what was waited for before. Raises NotShownError."""
        start = len(self.seen)
        while text.encode() not in ESCAPE.sub(b"", self.seen[start:]):
            if not self._read():
                raise NotShownError(self.text[-2000:])

    def wait_for_end(self) -> int:
        """Read until the program ends; its exit code. Raises NotShownError where it does not."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise NotShownError(self.text[-2000:])
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.returncode

    def type(self, keys: bytes) -> None:
        """Type some keys."""
        os.write(self._master, keys)

    def modes(self) -> list[object]:
        """How the terminal is set: echo, line by line, and so on."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """Close the terminal, as closing its window does."""
        for end in (self._slave, self._master):
            if end >= 0:
                os.close(end)
        self._slave = self._master = -1

    def _read(self, patience: float = PATIENCE) -> bool:
        if self._master < 0:
            time.sleep(patience)
            return False
        ready, _, _ = select.select([self._master], [], [], patience)
        try:
            piece = os.read(self._master, 65536) if ready else b""
        except OSError:  # Linux says so when nobody has the terminal open any more
            piece = b""
        self.seen += piece
        return bool(piece)


class Shown(NamedTuple):
    """Seconds from the start until a text was on the screen; peak memory in MiB at the end."""

    seconds: float
    peak: float | None


def run_until(command: Sequence[str], text: str, then: Sequence[tuple[bytes, str]] = ()) -> Shown:
    """Start a command, wait for a text, then type and wait, pair by pair. Raises NotShownError."""
    begin = time.perf_counter()
    with Terminal(command) as terminal:
        terminal.wait_for(text)
        seconds = time.perf_counter() - begin
        for keys, answer in then:
            terminal.type(keys)
            terminal.wait_for(answer)
        return Shown(seconds, peak_memory(terminal.process.pid))


def peak_memory(process: int | str) -> float | None:
    """The peak memory of a running process in MiB, or None where the system does not report it."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else None
