"""What to ask, what was answered, and what is worth another look.

Everything here is a value: an operation on a session gives a new session, and no clock, disk,
screen or random state is read. The app and the line by line mode are two faces of the same session.
"""
