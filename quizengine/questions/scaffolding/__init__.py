"""Smaller questions that lead to a larger one, with as much support as a student needs."""
