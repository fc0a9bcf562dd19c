"""``python -m quizengine`` is the same as ``quizengine``."""

import sys

from quizengine.cli import run

if __name__ == "__main__":
    sys.exit(run())
