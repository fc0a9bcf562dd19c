"""The Pythons that this machine has."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path


@cache
def pythons() -> tuple[str, ...]:
    """This Python and every other supported one: on the path, or installed beside it."""
    names = [f"python3.{minor}" for minor in range(11, 16)]
    found = [path for name in names if (path := shutil.which(name))]
    for name in names:
        found += map(str, Path(sys.base_prefix).parent.glob(f"*/bin/{name}"))
    working = {sys.version: sys.executable}
    for path in found:
        result = subprocess.run(
            [path, "-c", "import sys; print(sys.version)"], capture_output=True, check=False
        )
        if result.returncode == 0:  # what is found may be the shim of a Python that is not there
            working.setdefault(result.stdout.decode().strip(), path)
    return tuple(working.values())
