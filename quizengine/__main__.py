"""``python -m quizengine`` is the same as ``quizengine``."""

import sys

from quizengine.cli import main

if __name__ == "__main__":
    sys.exit(main())
