"""Practice sessions: which questions come, what was answered, and what to look at again.

Everything here is a value: an operation on a session returns a new session, and no clock, disk,
screen or random state is read. The app and the line-by-line mode are two faces of one session.
"""
