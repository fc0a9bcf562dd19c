"""Settings that every test shares."""

import os

from hypothesis import settings

# No test may fail because a machine is slow, and CI must not fail on a draw that nobody can repeat.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
