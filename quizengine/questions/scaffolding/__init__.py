"""Smaller questions on the way to a larger one: what is asked, and with how much support."""
