"""Settings that every test shares."""

import importlib.util
import os

import pytest
from hypothesis import settings

# No test may fail because a machine is slow, and CI must not fail on a draw that nobody can repeat.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

if importlib.util.find_spec("pty") is None or importlib.util.find_spec("fcntl") is None:
    # Windows has no pseudo-terminals.
    collect_ignore = ["test_terminal.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test is fast unless it, or its module, is marked as slow."""
    for item in items:
        if item.get_closest_marker("slow") is None:
            item.add_marker("fast")
