"""A program in a pseudo-terminal: how long until a text is on its screen, and how much memory.

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
from typing import NamedTuple

try:
    import fcntl
    import pty
    import termios
except ImportError:
    HAVE_PTY = False
else:
    HAVE_PTY = True

ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")
PATIENCE = 20.0  # seconds until a program that shows nothing is given up


class Shown(NamedTuple):
    """Seconds from the start until the marker was on the screen; peak memory in MiB at the end."""

    seconds: float
    peak: float | None


class NotShownError(RuntimeError):
    """The marker never came; holds what the screen said instead."""


def run_until(
    command: Sequence[str],
    marker: str,
    then: Sequence[tuple[bytes, str]] = (),
    *,
    size: tuple[int, int] = (24, 80),
    environment: dict[str, str] | None = None,
) -> Shown:
    """Start a command in a terminal of (rows, columns), wait for a text, then type and wait.

    Raises NotShownError when a text does not come.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    settings = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    settings |= environment or {}
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=settings, start_new_session=True
    )
    os.close(slave)
    try:
        _await(master, marker)
        seconds = time.perf_counter() - begin
        for keys, text in then:
            os.write(master, keys)
            _await(master, text)
        return Shown(seconds, peak_memory(process.pid))
    finally:
        process.kill()
        process.wait()
        os.close(master)


def _await(master: int, marker: str) -> None:
    wanted = marker.encode()
    seen = b""
    end = time.monotonic() + PATIENCE
    while wanted not in ESCAPE.sub(b"", seen):
        ready, _, _ = select.select([master], [], [], max(0.0, end - time.monotonic()))
        try:
            piece = os.read(master, 65536) if ready else b""
        except OSError:  # Linux says so when the program has ended
            piece = b""
        if not piece:
            raise NotShownError(ESCAPE.sub(b"", seen).decode("utf-8", "replace")[-2000:])
        seen += piece


def peak_memory(process: int | str) -> float | None:
    """The most memory a running process has had, in MiB; None where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else None
