"""How a condition on a layer compares, in the words of a bank."""

LAYER = "layer"
"""The name by which a condition knows the layer that was typed."""

IS = "is"
AT_LEAST = "at least"
AT_MOST = "at most"

RELATIONS = (IS, AT_LEAST, AT_MOST)
"""How a value may be compared with what is asked."""
