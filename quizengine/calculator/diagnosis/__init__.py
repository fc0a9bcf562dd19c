"""Diagnosis: from a wrong number to the errors that give it, and their words.

Nothing here is imported before an answer is wrong and no known mistake explains it.
"""
