"""What may have gone wrong on the way to a wrong number: the slips that give it, and their words.

Nothing here is imported before an answer is wrong in a way that no known mistake explains.
"""
