"""The names of the frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FRAMEWORKS: Mapping[str, str] = MappingProxyType({"keras": "Keras", "torch": "PyTorch"})
"""The names that a text shows, by those that networks have."""
