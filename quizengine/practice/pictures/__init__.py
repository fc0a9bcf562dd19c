"""Pictures of what a question is about, as text figures: lines of runs, each with a role.

Made below the faces and drawn alike by them. A figure means the same without its colours, and
has a spelling in pure ASCII. Nothing here is imported before a student first sees a picture.
"""
