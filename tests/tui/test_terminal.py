"""The app in a real terminal: however it ends, the terminal is left as it was found."""

import os
import select
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.slow

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios

    START = "from quizengine.banks import shipped_banks\nfrom quizengine.tui.app import run\n"
    PROGRAM = [sys.executable, "-c", f"{START}run(shipped_banks(), None, 1)"]
    PATIENCE = 60.0

    @pytest.fixture
    def terminal():
        """A terminal of 80 columns and 24 rows, the app in it, and its modes before the start."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        before = termios.tcgetattr(slave)
        environment = {**os.environ, "TERM": "xterm-256color"}
        process = subprocess.Popen(
            PROGRAM,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        yield master, slave, before, process
        process.kill()
        process.wait()

    def read_until(master, wanted):
        data, end = b"", time.monotonic() + PATIENCE
        while wanted not in data:
            assert time.monotonic() < end, data[-400:]
            if select.select([master], [], [], 1)[0]:
                data += os.read(master, 65536)
        return data

    @pytest.mark.parametrize("key", [b"\x03", b"\x11"], ids=["ctrl+c", "ctrl+q"])
    def test_leaving_restores_the_terminal(terminal, key):
        master, slave, before, process = terminal
        read_until(master, b"Parameter sharing")
        os.write(master, key)
        # The other screen is left, and the cursor shown again.
        left = read_until(master, b"\x1b[?1049l\x1b[?25h")
        assert process.wait(PATIENCE) == 0
        assert b"Traceback" not in left
        assert termios.tcgetattr(slave) == before

    def test_a_closed_terminal_ends_the_app(terminal):
        master, slave, _, process = terminal
        read_until(master, b"Parameter sharing")
        os.close(slave)
        os.close(master)
        process.send_signal(signal.SIGHUP)
        process.wait(PATIENCE)
