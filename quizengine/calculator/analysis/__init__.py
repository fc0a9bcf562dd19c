"""Functions of a network that look at it as a whole: how far it sees, what it takes to run."""
