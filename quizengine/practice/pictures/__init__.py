"""Pictures of the layers and networks of a question, as text figures: lines of styled runs.

Both faces draw the same figures. A figure means the same without its colours, and can be written
in pure ASCII. Nothing here is imported before a student first sees a picture.
"""
