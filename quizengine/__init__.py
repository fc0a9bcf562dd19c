"""A quiz engine for neural-network arithmetic: fresh numbers, exact marking, worked solutions."""

# Written here and not read from the installed metadata: importlib.metadata costs 29 ms of start-up.
__version__ = "0.1.0"
